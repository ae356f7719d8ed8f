"""Calendar documents: what they state, and what is refused at the door."""

import json
from datetime import date
from pathlib import Path

import pytest
from tests.builders_deadlines import SHIPPED, document

from thongsuot.domains.deadlines.rules.document import parse
from thongsuot.domains.deadlines.terms import CalendarWrong

OFF_IN_2027 = {"2027-01-01": "Tết Dương lịch"}
HOURS, COUNTING = SHIPPED["office_hours"][0], SHIPPED["counting"][0]


@pytest.mark.parametrize(
    ("year", "off", "worked"),
    [(2022, 15, 0), (2023, 17, 0), (2024, 14, 1), (2025, 13, 1), (2026, 15, 2)],
)
def test_the_shipped_calendar_has_the_published_days(year, off, worked):
    facts = parse(SHIPPED).facts
    assert len([day for day in facts.days_off if day.year == year]) == off
    assert len([day for day in facts.days_worked if day.year == year]) == worked


def test_the_shipped_calendar_holds_the_swap_of_january_2026():
    facts = parse(SHIPPED).facts
    assert date(2026, 1, 2) in facts.days_off
    assert date(2026, 1, 10) in facts.days_worked


def test_the_office_hours_are_marked_as_a_setting():
    assert [hours["setting"] for hours in SHIPPED["office_hours"]] == [True]
    assert all(hours["source"] for hours in SHIPPED["office_hours"])


@pytest.mark.parametrize("other", [None, [], "2026", {}, {"format": "thongsuot-calendar/2"}])
def test_what_is_no_calendar_document_is_refused(other):
    with pytest.raises(CalendarWrong):
        parse(other)


def _year(**parts):
    return SHIPPED["years"] | {"2027": {"day_off": OFF_IN_2027, "work_on": []} | parts}


@pytest.mark.parametrize(
    ("parts", "place", "reason"),
    [
        ({"version": "a b"}, "version", "is not a version"),
        ({"source": ""}, "source", "is not a text of 1 to 300 characters"),
        ({"in_force_from": "1/1/2022"}, "in_force_from", "is not a day written as 2026-01-31"),
        ({"years": {}}, "years", "are not years"),
        ({"years": {"next": {}}}, "years", "are not years"),
        (
            {"years": SHIPPED["years"] | {"2028": SHIPPED["years"]["2026"]}},
            "years.2028", "does not follow the year before it",
        ),
        ({"years": _year(day_off={})}, "years.2027.day_off", "names no day off"),
        (
            {"years": _year(day_off={"2026-12-31": "x"})},
            "years.2027.day_off", "lies in another year",
        ),
        (
            {"years": _year(day_off={"2027-02-29": "x"})},
            "years.2027.day_off", "is not a day written as 2026-01-31",
        ),
        (
            {"years": _year(work_on=["2027-01-04"])},
            "years.2027.work_on", "names a day that is worked anyway",
        ),
        ({"years": _year(work_on="2027-01-02")}, "years.2027.work_on", "is not a list"),
        (
            {"years": _year(day_off={"2027-01-02": "x"}, work_on=["2027-01-02"])},
            "2027-01-02", "is both off and worked",
        ),
        ({"office_hours": []}, "office_hours", "does not cover the first day of the calendar"),
        (
            {"office_hours": [HOURS | {"valid_from": "2022-01-02"}]},
            "office_hours", "does not cover the first day of the calendar",
        ),
        ({"office_hours": [HOURS, HOURS]}, "office_hours", "is not in order of days"),
        (
            {"office_hours": [HOURS | {"sessions": [["13:30", "17:00"], ["07:00", "11:30"]]}]},
            "office_hours.sessions", "do not follow one another",
        ),
        (
            {"office_hours": [HOURS | {"sessions": [["07:00", "25:00"]]}]},
            "office_hours.sessions", "is not a time written as 07:30",
        ),
        (
            {"office_hours": [HOURS | {"sessions": []}]},
            "office_hours.sessions", "are not pairs of begin and end",
        ),
        ({"counting": ["x"]}, "counting", "is not an object"),
        (
            {"counting": [COUNTING | {"first_day": "perhaps"}]},
            "counting.first_day", "is none of next-day, same-clock",
        ),
        (
            {"counting": [COUNTING | {"same_day_until": "3pm"}]},
            "counting.same_day_until", "is not a time written as 07:30",
        ),
    ],
)  # fmt: skip
def test_a_wrong_document_is_refused_with_its_place(parts, place, reason):
    with pytest.raises(CalendarWrong) as refused:
        parse(document(**parts))
    assert refused.value.facts == {"place": place, "reason": reason}


def test_the_example_of_the_documentation_is_a_right_calendar():
    page = (Path(__file__).parents[2] / "docs" / "law" / "deadlines.md").read_text("utf-8")
    example = json.loads(page.split("```json\n")[1].split("```")[0])
    assert parse(example).facts.last_year == 2027
