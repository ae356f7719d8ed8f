"""Drafts: kept as long as promised, forgotten afterwards, and never when they were sent."""

from datetime import timedelta

import pytest
from tests.builders import BIRTH, LAN, MONDAY, build_province

from thongsuot.domains.catalogue.terms import Channel
from thongsuot.domains.documents.models import StoredFile
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier, Draft
from thongsuot.domains.dossiers.services.forgetting import _forget
from thongsuot.domains.dossiers.terms import DRAFT_KEPT, DraftUnknown
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor

pytestmark = pytest.mark.django_db
A_MOMENT = timedelta(seconds=1)


@pytest.fixture
def province(published_calendar):
    return build_province()


@pytest.fixture
def draft(province):
    return dossiers.begin_draft(procedure_code=BIRTH, at=MONDAY)


def test_a_draft_is_there_to_the_last_moment_promised(draft):
    assert dossiers.forget_drafts(at=MONDAY + DRAFT_KEPT) == 0
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_a_draft_nobody_came_back_to_is_forgotten_with_what_was_typed(draft):
    assert dossiers.forget_drafts(at=MONDAY + DRAFT_KEPT + A_MOMENT) == 1
    with pytest.raises(DraftUnknown):
        dossiers.save_answers(
            draft_id=draft.pk, topic="em-be", answers={}, done=False, at=MONDAY + DRAFT_KEPT
        )


def test_saving_begins_the_span_anew(draft):
    later = MONDAY + timedelta(days=20)
    dossiers.save_answers(draft_id=draft.pk, topic="em-be", answers={}, done=False, at=later)
    assert dossiers.forget_drafts(at=MONDAY + DRAFT_KEPT + A_MOMENT) == 0


def test_giving_a_paper_begins_the_span_anew(draft, photo):
    later = MONDAY + timedelta(days=20)
    dossiers.attach_paper(
        draft_id=draft.pk, component_code="GCS", name="anh.jpg", stream=photo(),
        by=Actor.citizen(), at=later,
    )  # fmt: skip
    assert dossiers.forget_drafts(at=MONDAY + DRAFT_KEPT + A_MOMENT) == 0


def test_taking_a_paper_out_begins_the_span_anew(draft, photo):
    later, citizen = MONDAY + timedelta(days=20), Actor.citizen()
    dossiers.attach_paper(
        draft_id=draft.pk, component_code="GCS", name="anh.jpg", stream=photo(), by=citizen,
        at=MONDAY,
    )  # fmt: skip
    [paper] = queries.draft_papers(draft.pk)
    dossiers.withdraw_paper(draft_id=draft.pk, attachment_id=paper.id, by=citizen, at=later)
    assert dossiers.forget_drafts(at=MONDAY + DRAFT_KEPT + A_MOMENT) == 0


def test_a_draft_that_was_sent_stays_with_its_dossier(draft, province):
    code = dossiers.register(
        procedure_code=BIRTH, receiving_agency="H99.31.01", channel=Channel.DIRECT, identity=LAN,
        answers={}, by=province.desk, at=MONDAY,
    ).code  # fmt: skip
    Dossier.objects.filter(code=code).update(draft=draft)
    assert dossiers.forget_drafts(at=MONDAY + 2 * DRAFT_KEPT) == 0


def test_the_papers_of_a_forgotten_draft_go_with_it_and_the_record_says_so(draft, photo):
    dossiers.attach_paper(
        draft_id=draft.pk, component_code="GCS", name="anh.jpg", stream=photo(),
        by=Actor.citizen(), at=MONDAY,
    )  # fmt: skip
    assert dossiers.forget_drafts(at=MONDAY + DRAFT_KEPT + A_MOMENT) == 1
    assert not StoredFile.objects.exists()
    acts = [act.act for act in record.acts_of(f"draft:{draft.pk}")]
    assert acts == ["paper_attached", "papers_forgotten"]


def test_a_draft_sent_while_others_are_forgotten_stays(province, draft):
    code = dossiers.register(
        procedure_code=BIRTH, receiving_agency="H99.31.01", channel=Channel.DIRECT, identity=LAN,
        answers={}, by=province.desk, at=MONDAY,
    ).code  # fmt: skip
    Dossier.objects.filter(code=code).update(draft=draft)
    assert not _forget(draft.pk, MONDAY + 2 * DRAFT_KEPT)
    assert Draft.objects.filter(pk=draft.pk).exists()
