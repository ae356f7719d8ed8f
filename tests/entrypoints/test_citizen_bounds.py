"""What one network may send in an hour: told of in words, others untouched, nothing lost."""

import pytest
from django.test import Client
from tests.builders import build_province
from tests.builders_citizen import Citizen, named, text_of

from thongsuot.domains.dossiers import queries, services
from thongsuot.domains.dossiers.models import Draft, NetworkHour
from thongsuot.domains.dossiers.terms.bounds import FilingBounds

pytestmark = pytest.mark.django_db
HERE, THERE = "8.8.4.4", "9.9.9.9"


@pytest.fixture
def citizen_at(monkeypatch, published_calendar):
    build_province()
    return lambda address: Citizen(monkeypatch, browser=Client(REMOTE_ADDR=address))


def test_a_file_too_many_is_named_and_waits_while_the_others_are_kept(citizen_at, settings, photo):
    settings.FILING_BOUNDS = FilingBounds(files=2)
    here = citizen_at(HERE)
    here.begin()
    files = [named(f"{n}.jpg", photo()) for n in "123"]
    answer = here.upload(*files, tai="x")
    text = text_of(answer)
    assert answer.status_code == 429
    assert "đã gửi quá nhiều tệp trong một giờ nên chưa nhận “3.jpg”" in text
    assert [paper.name for paper in queries.draft_papers(here.draft)] == ["1.jpg"]  # twice the same
    here.wait(hours=1)
    assert here.upload(named("4.jpg", photo()), tai="x").status_code == 302


def test_what_is_too_heavy_for_the_hour_is_not_read(citizen_at, settings, photo):
    settings.FILING_BOUNDS = FilingBounds(megabytes=1)
    here = citizen_at(HERE)
    here.begin()
    here.upload(named("1.jpg", photo()), tai="x")
    assert here.upload(named("2.pdf", b"%PDF-1.7" + bytes(999_999)), tai="x").status_code == 429
    assert here.upload(named("3.jpg", photo()), tai="x").status_code == 302  # it still fits


def test_a_network_begins_so_many_drafts_and_another_is_not_held_up(citizen_at, settings):
    settings.FILING_BOUNDS = FilingBounds(drafts=1)
    citizen_at(HERE).begin()
    refused = citizen_at(HERE).send("apply", "1.001193")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert "Hồ sơ và tệp đã lưu trước đó vẫn còn." in text_of(refused)
    citizen_at(THERE).begin()
    assert Draft.objects.count() == 2


def test_an_address_that_may_be_a_proxy_of_all_bounds_nobody(citizen_at, settings):
    settings.FILING_BOUNDS = FilingBounds(drafts=1)
    for _turn in range(3):
        citizen_at("10.0.0.7").begin()
    assert not NetworkHour.objects.exists()


def test_hours_that_are_over_are_forgotten(citizen_at):
    here = citizen_at(HERE)
    here.begin()
    assert services.forget_network_hours(at=here.at) == 0
    here.wait(hours=2)
    assert services.forget_network_hours(at=here.at) == 1
