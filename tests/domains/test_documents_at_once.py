"""Many at once, and acts that did not happen: nothing twice, nothing half, nothing lost."""

import io
import os
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import transaction
from tests.builders_at_once import PATIENCE_S, at_once
from tests.builders_documents import AT, pdf_of, photo

from thongsuot.domains.documents import queries, services
from thongsuot.domains.documents.models import RegisterNumber, StoredFile
from thongsuot.domains.documents.storage import content_store
from thongsuot.domains.ledger import queries as ledger
from thongsuot.domains.ledger.terms import Actor

DRAFT = "draft:0b8f2a52-2d6e-4e0c-9a56-5d9c0f2f3b11"
CITIZEN = Actor.citizen()
PHOTO = photo()


def send(content=PHOTO, *, subject=DRAFT):
    """Send a file as a citizen does."""
    return services.attach_upload(
        subject=subject, component_code="GCS", name="anh.jpg", stream=io.BytesIO(content),
        by=CITIZEN, at=AT,
    )  # fmt: skip


def everybody(by, subject, kind):
    return True


def test_a_number_of_an_act_that_failed_goes_to_the_next(committed_db):
    class Failed(Exception):
        pass

    def fail() -> None:
        with transaction.atomic():
            services.next_number(agency_code="H99.31", book="result", year=2026)
            raise Failed

    with pytest.raises(Failed):
        fail()
    assert services.next_number(agency_code="H99.31", book="result", year=2026) == 1


def test_eight_takers_of_one_register_get_eight_numbers_without_gap(committed_db):
    taken = at_once(
        8, lambda _n: services.next_number(agency_code="H99.31", book="result", year=2026)
    )
    assert sorted(taken) == list(range(1, 9))
    assert RegisterNumber.objects.count() == 8


def test_a_double_click_on_sending_files_one_paper(committed_db):
    papers = at_once(4, lambda _n: send())
    assert len({paper.id for paper in papers}) == 1
    assert len(ledger.acts_of(DRAFT)) == 1
    assert StoredFile.objects.count() == 2


def test_the_same_content_sent_to_many_subjects_at_once_is_stored_once(committed_db):
    papers = at_once(4, lambda n: send(subject=f"draft:{n}"))
    assert len({paper.id for paper in papers}) == 4
    assert len(list(content_store().names())) == 2
    assert list(queries.missing_contents()) == []


def test_what_an_act_left_behind_that_did_not_happen_is_swept_after_a_day(committed_db):
    kept = send(pdf_of(3))
    with transaction.atomic():
        send()
        transaction.set_rollback(True)
    assert len(list(content_store().names())) == 3
    age_all()
    assert services.sweep_orphans(at=AT) == 2
    assert len(list(content_store().names())) == 1
    assert queries.read_pdf(kept.id, by=CITIZEN, may_read=everybody) == pdf_of(3)


def age_all() -> None:
    """Make every content two days old."""
    old = (AT - timedelta(days=2)).timestamp()
    for sha256 in content_store().names():
        os.utime(content_store().path_of(sha256), (old, old))


def test_a_sweep_waits_for_a_writer_and_spares_what_he_kept(committed_db):
    content_store().put(pdf_of(3))
    age_all()
    attached, swept = Barrier(2, timeout=PATIENCE_S), []

    def write(_place):
        with transaction.atomic():
            send(pdf_of(3))
            attached.wait()

    def sweep(_place):
        attached.wait()
        swept.append(services.sweep_orphans(at=AT))

    at_once(2, lambda place: (write, sweep)[place](place))
    assert swept == [0]
    assert list(queries.missing_contents()) == []
