"""Doors stay open in a year whose calendar is not published; only dates to come are refused."""

import csv
from datetime import UTC, date, datetime
from http import HTTPStatus

import pytest
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse
from tests.builders import Story
from tests.builders_citizen import Citizen
from tests.builders_officer import Door, text_of
from tests.builders_year_end import JANUARY, NOVEMBER

from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.queries import Block
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.organisation.models import RoleGrant
from thongsuot.domains.organisation.terms import Role
from thongsuot.entrypoints.citizen import urls as public_urls
from thongsuot.entrypoints.officer import urls as officer_urls
from thongsuot.kernel.clock import local_date

pytestmark = pytest.mark.django_db
UNTRUE = ("Chưa tính được ngày hẹn", "Chưa hẹn được ngày trả")
OF_OFFERED = ("dossier", "custody", "route", "accept", "send_back")
OF_SENT = ("dossier", "custody", "receive", "guide", "refuse", "forward")
LAST_BUT_ONE = datetime(2026, 12, 30, 1, 30, tzinfo=UTC)
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


UNCOUNTED = "Lịch làm việc năm 2027 chưa được công bố"
NOTE = "giờ làm việc từ 01/01/2027 chưa tính vì chưa công bố lịch làm việc năm đó"


def due_on_the_last_day(province) -> Story:
    """Return one that was promised for the last working day that anybody can count."""
    story = Story(province, at=LAST_BUT_ONE).drafted()
    assert local_date(Dossier.objects.get(code=story.code).due_at) == date(2026, 12, 31)
    return story


def test_a_late_row_of_the_inbox_says_so_where_nobody_can_count_the_days(monkeypatch, story):
    late = due_on_the_last_day(story.province)
    story.code, story.at = late.code, JANUARY
    door = Door(monkeypatch, story)
    page = door.open("head").get("block", Block.HELD)
    assert UNCOUNTED in text_of(page)
    assert "Quá hạn, hẹn 31/12/2026" in text_of(page)
    assert "ts-clock--late" in page.content.decode()
    assert "Quá hạn từ" in text_of(door.open("head").get("dossier", late.code))


def test_an_inbox_within_the_published_years_says_nothing_of_calendars(monkeypatch, story):
    story.drafted()
    page = text_of(Door(monkeypatch, story).open("head").get("block", Block.HELD))
    assert story.code in page
    assert "chưa được công bố" not in page


def test_the_list_of_late_ones_says_how_far_it_could_count(monkeypatch, story):
    last = due_on_the_last_day(story.province)
    story.at = NOVEMBER
    earlier = story.drafted().code
    story.at = JANUARY
    may_do_everything(story.province, "head")
    page = Door(monkeypatch, story).open("head").get("whole_late")
    assert UNCOUNTED in text_of(page)
    rows = {
        code: text_of_row(page, code) for code in (last.code, earlier)
    }  # fmt: skip
    assert "chưa tính được" in rows[last.code]
    assert "ít nhất" in rows[earlier]


def text_of_row(page, code: str) -> str:
    """Return what the row of a dossier says."""
    whole = text_of(page)
    return whole[whole.index(code) :].split("H99.", 2)[1] if whole.count("H99.") > 1 else whole


def test_reminders_of_late_ones_say_that_days_cannot_be_counted(monkeypatch, story):
    late = due_on_the_last_day(story.province)
    story.code, story.at = late.code, JANUARY
    page = Door(monkeypatch, story).open("head").get("reminders")
    assert UNCOUNTED in text_of(page)


@pytest.mark.parametrize(
    ("who", "name"),
    [("handler", "custody_csv"), ("head", "statement_file"), ("head", "whole_csv")],
)
def test_a_file_of_figures_says_what_could_not_be_counted(monkeypatch, story, who, name):
    late = due_on_the_last_day(story.province)
    story.code, story.at = late.code, JANUARY
    may_do_everything(story.province, "head")
    door = Door(monkeypatch, story)
    args = {"custody_csv": [late.code], "statement_file": ["csv"], "whole_csv": ["tuoi-ho-so"]}
    head, *rows = lines_of(door.open(who).get(name, *args[name]))
    assert head[-1] == "Ghi chú"
    assert rows
    assert rows[0][-1] == NOTE


def lines_of(answer) -> list[list[str]]:
    """Return the rows of a CSV file that was sent."""
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(text.splitlines()))


def test_a_file_of_figures_within_the_published_years_has_no_such_column(monkeypatch, story):
    story.drafted()
    (head, *_rows) = lines_of(Door(monkeypatch, story).open("handler").get("statement_file", "csv"))
    assert "Ghi chú" not in head
