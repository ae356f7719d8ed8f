"""Doors stay open in a year whose calendar is not published; only dates to come are refused."""

from datetime import date
from http import HTTPStatus

import pytest
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse
from tests.builders import Story
from tests.builders_citizen import Citizen
from tests.builders_officer import Door, text_of
from tests.builders_year_end import JANUARY, NOVEMBER

from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.organisation.models import RoleGrant
from thongsuot.domains.organisation.terms import Role
from thongsuot.entrypoints.citizen import urls as public_urls
from thongsuot.entrypoints.officer import urls as officer_urls

pytestmark = pytest.mark.django_db
UNTRUE = ("Chưa tính được ngày hẹn", "Chưa hẹn được ngày trả")
OF_OFFERED = ("dossier", "custody", "route", "accept", "send_back")
OF_SENT = ("dossier", "custody", "receive", "guide", "refuse", "forward")
NOT_PAGES = {"logout", "login", "leave"}


@pytest.fixture
def dossiers(story) -> list[str]:
    """Return one that the head holds, late; one offered to him; one sent after New Year."""
    story.at = NOVEMBER
    story.drafted()
    offered = Story(story.province, at=story.at).processing()
    offered.offered(story.province.handler, "head", Step.SIGN)
    sent = Story(story.province, at=JANUARY).registered()
    story.at = sent.at
    return [story.code, offered.code, sent.code]


def may_do_everything(province, *names) -> None:
    for who in names:
        for role in Role:
            RoleGrant.objects.get_or_create(
                officer=province.officers[who], agency=province.posts[who].agency, role=role,
                defaults={"valid_from": date(2020, 1, 1), "source": "Quyết định mẫu"},
            )  # fmt: skip


def addresses(door: str, patterns, codes) -> list[str]:
    """Return the address of every page that needs nothing, or a code of these."""
    found = []
    for name in dict.fromkeys(p.name for p in patterns if p.name not in NOT_PAGES):
        for args in ((), *((code,) for code in codes)):
            try:
                found.append(reverse(f"{door}:{name}", args=args))
            except NoReverseMatch:
                continue
    return list(dict.fromkeys(found))


def closed(browser, found: list[str]) -> dict[str, int]:
    """Return what cannot be opened, or says that no date can be counted."""
    answers = {address: browser.get(address) for address in found}
    assert sum(answer.status_code == 200 for answer in answers.values()) > len(found) / 4
    return {
        address: answer.status_code
        for address, answer in answers.items()
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
        or (
            answer.headers["Content-Type"].startswith("text/html")
            and any(told in text_of(answer) for told in UNTRUE)
        )
    }


def test_every_page_of_officers_opens_in_a_year_without_a_calendar(monkeypatch, story, dossiers):
    may_do_everything(story.province, "head", "desk")
    cache.clear()
    door = Door(monkeypatch, story)
    late, offered, sent = dossiers
    pages = addresses("officer", officer_urls.urlpatterns, [late])
    answering = [reverse(f"officer:{name}", args=[offered]) for name in OF_OFFERED]
    assert closed(door.open("head").browser, pages + answering) == {}
    answering = [reverse(f"officer:{name}", args=[sent]) for name in OF_SENT]
    assert closed(door.open("desk").browser, [reverse("officer:inbox"), *answering]) == {}


def test_every_public_page_opens_in_a_year_without_a_calendar(monkeypatch, dossiers):
    late, _offered, sent = dossiers
    for code in (late, sent):
        citizen = Citizen(monkeypatch, at=JANUARY)
        citizen.open(code, Dossier.objects.get(code=code).pin)
        assert closed(citizen.browser, addresses("citizen", public_urls.urlpatterns, [code])) == {}
