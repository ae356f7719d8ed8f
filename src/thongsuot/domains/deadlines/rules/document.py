"""Reading a calendar document at the door: a calendar, or the place and reason of a refusal.

The format is described in docs/law/deadlines.md.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

from thongsuot.domains.deadlines.rules.hours import check_days, office_hours, opening_hours
from thongsuot.domains.deadlines.rules.reading import (
    clock_of,
    code_of,
    day_of,
    list_of,
    object_of,
    text_of,
    wrong,
)
from thongsuot.domains.deadlines.terms import (
    SATURDAY,
    CalendarFacts,
    CountingRule,
    FirstDay,
    Half,
)

FORMAT: Final = "thongsuot-calendar/1"


@dataclass(frozen=True, slots=True)
class CalendarDocument:
    """A calendar with what is said about it: names of days, sources, since when it counts."""

    facts: CalendarFacts
    in_force_from: date
    source: str
    names: Mapping[date, str]
    hours_sources: Sequence[str]
    counting_sources: Sequence[str]
    opening_sources: Sequence[str] = ()


def parse(document: object) -> CalendarDocument:
    """Return the calendar that a document states.

    Raises:  CalendarWrong with the place in the document and the reason.
    """
    top = object_of(document, "document")
    if top.get("format") != FORMAT:
        raise wrong("format", f"is not {FORMAT}")
    years = _years(top.get("years"))
    names = {day: name for year, parts in years.items() for day, name in _off(year, parts)}
    worked = frozenset(day for year, parts in years.items() for day in _worked(year, parts))
    halves = {day: row for year, parts in years.items() for day, row in _halves(year, parts)}
    first, last = min(years), max(years)
    hours = office_hours(top.get("office_hours"), date(first, 1, 1))
    opening = opening_hours(top.get("opening_hours", []))
    counting, counting_sources = _counting(top.get("counting"), date(first, 1, 1))
    facts = CalendarFacts(
        code_of(top.get("version"), "version"),
        first,
        last,
        frozenset(names),
        worked,
        tuple(row for row, _source in hours),
        counting,
        {day: half for day, (half, _name) in halves.items()},
        tuple(row for row, _source in opening),
    )
    _check_said_once(facts)
    return CalendarDocument(
        facts,
        in_force_from=day_of(top.get("in_force_from"), "in_force_from"),
        source=text_of(top.get("source"), "source"),
        names=names | {day: name for day, (_half, name) in halves.items()},
        hours_sources=[source for _row, source in hours],
        counting_sources=counting_sources,
        opening_sources=[source for _row, source in opening],
    )


def _check_said_once(facts: CalendarFacts) -> None:
    """Refuse a day that is said to be two things."""
    if both := facts.days_off & facts.days_worked:
        raise wrong(min(both).isoformat(), "is both off and worked")
    whole = facts.days_off | facts.days_worked
    if twice := [day for day in sorted(facts.half_days) if day in whole]:
        raise wrong(twice[0].isoformat(), "is both a half day and a whole one")


def _years(raw: object) -> dict[int, dict[str, Any]]:
    """Return the years in order; they follow one another without a gap."""
    years = object_of(raw, "years")
    if not years or not all(re.fullmatch(r"[12]\d{3}", year) for year in years):
        raise wrong("years", "are not years")
    for before, after in pairwise(sorted(years)):
        if int(after) != int(before) + 1:
            raise wrong(f"years.{after}", "does not follow the year before it")
    return {int(year): object_of(years[year], f"years.{year}") for year in sorted(years)}


def _of_year(raw: object, year: int, place: str) -> date:
    day = day_of(raw, place)
    if day.year != year:
        raise wrong(place, "lies in another year")
    return day


def _off(year: int, parts: Mapping[str, Any]) -> list[tuple[date, str]]:
    """Return the days off of a year with their names; a year without any is a mistake."""
    place = f"years.{year}.day_off"
    named = object_of(parts.get("day_off"), place)
    if not named:
        raise wrong(place, "names no day off")
    return [(_of_year(d, year, place), text_of(name, place)) for d, name in named.items()]


def _worked(year: int, parts: Mapping[str, Any]) -> list[date]:
    place = f"years.{year}.work_on"
    days = [_of_year(raw, year, place) for raw in list_of(parts.get("work_on"), place)]
    if any(day.weekday() < SATURDAY for day in days):
        raise wrong(place, "names a day that is worked anyway")
    return days


def _halves(year: int, parts: Mapping[str, Any]) -> list[tuple[date, tuple[Half, str]]]:
    """Return the half days of a year: which half is worked, and what the day is called."""
    place = f"years.{year}.half_day"
    rows = object_of(parts.get("half_day", {}), place)
    return [(_of_year(d, year, place), _half(object_of(row, place), place))
            for d, row in rows.items()]  # fmt: skip


def _half(row: Mapping[str, Any], place: str) -> tuple[Half, str]:
    if row.get("worked") not in set(Half):
        raise wrong(f"{place}.worked", "is none of " + ", ".join(Half))
    return Half(row["worked"]), text_of(row.get("name"), f"{place}.name")


def _counting(raw: object, first: date) -> tuple[tuple[CountingRule, ...], list[str]]:
    rows = [object_of(row, "counting") for row in list_of(raw, "counting")]
    rules = tuple(_rule(row) for row in rows)
    check_days([rule.valid_from for rule in rules], first, "counting")
    return rules, [text_of(row.get("source"), "counting") for row in rows]


def _rule(row: Mapping[str, Any]) -> CountingRule:
    policy = row.get("first_day")
    if policy not in {choice.value for choice in FirstDay}:
        raise wrong("counting.first_day", "is none of " + ", ".join(FirstDay))
    return CountingRule(
        code_of(row.get("version"), "counting.version"),
        day_of(row.get("valid_from"), "counting.valid_from"),
        FirstDay(policy),
        clock_of(row.get("same_day_until"), "counting.same_day_until"),
    )
