"""Reading a calendar document at the door: a calendar, or the place and reason of a refusal.

The format is described in docs/law/deadlines.md.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise
from typing import Any, Final

from thongsuot.domains.deadlines.terms import (
    SATURDAY,
    CalendarFacts,
    CalendarWrong,
    CountingRule,
    FirstDay,
    OfficeHours,
)
from thongsuot.kernel.text import single_line

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


def parse(document: object) -> CalendarDocument:
    """Return the calendar that a document states.

    Raises:  CalendarWrong with the place in the document and the reason.
    """
    top = _object(document, "document")
    if top.get("format") != FORMAT:
        raise _wrong("format", f"is not {FORMAT}")
    years = _years(top.get("years"))
    names = {day: name for year, parts in years.items() for day, name in _off(year, parts)}
    worked = frozenset(day for year, parts in years.items() for day in _worked(year, parts))
    first, last = min(years), max(years)
    hours, hours_sources = _office_hours(top.get("office_hours"), date(first, 1, 1))
    counting, counting_sources = _counting(top.get("counting"), date(first, 1, 1))
    facts = CalendarFacts(
        _code(top.get("version"), "version"), first, last, frozenset(names), worked, hours, counting
    )
    if both := facts.days_off & worked:
        raise _wrong(min(both).isoformat(), "is both off and worked")
    since = _day(top.get("in_force_from"), "in_force_from")
    source = _text(top.get("source"), "source")
    return CalendarDocument(facts, since, source, names, hours_sources, counting_sources)


def _wrong(place: str, reason: str) -> CalendarWrong:
    return CalendarWrong(f"{place} {reason}", place=place, reason=reason)


def _object(raw: object, place: str) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise _wrong(place, "is not an object")
    return raw


def _list(raw: object, place: str) -> list[Any]:
    if not isinstance(raw, list):
        raise _wrong(place, "is not a list")
    return raw


def _text(raw: object, place: str) -> str:
    text = single_line(raw) if isinstance(raw, str) else ""
    if not 0 < len(text) <= 300:
        raise _wrong(place, "is not a text of 1 to 300 characters")
    return text


def _code(raw: object, place: str) -> str:
    if not isinstance(raw, str) or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", raw):
        raise _wrong(place, "is not a version")
    return raw


def _day(raw: object, place: str) -> date:
    try:
        if isinstance(raw, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw):
            return date.fromisoformat(raw)
    except ValueError:
        pass
    raise _wrong(place, "is not a day written as 2026-01-31")


def _clock(raw: object, place: str) -> time:
    try:
        if isinstance(raw, str) and re.fullmatch(r"\d{2}:\d{2}", raw):
            return time.fromisoformat(raw)
    except ValueError:
        pass
    raise _wrong(place, "is not a time written as 07:30")


def _years(raw: object) -> dict[int, dict[str, Any]]:
    """Return the years in order; they follow one another without a gap."""
    years = _object(raw, "years")
    if not years or not all(re.fullmatch(r"[12]\d{3}", year) for year in years):
        raise _wrong("years", "are not years")
    for before, after in pairwise(sorted(years)):
        if int(after) != int(before) + 1:
            raise _wrong(f"years.{after}", "does not follow the year before it")
    return {int(year): _object(years[year], f"years.{year}") for year in sorted(years)}


def _of_year(raw: object, year: int, place: str) -> date:
    day = _day(raw, place)
    if day.year != year:
        raise _wrong(place, "lies in another year")
    return day


def _off(year: int, parts: Mapping[str, Any]) -> list[tuple[date, str]]:
    """Return the days off of a year with their names; a year without any is a mistake."""
    place = f"years.{year}.day_off"
    named = _object(parts.get("day_off"), place)
    if not named:
        raise _wrong(place, "names no day off")
    return [(_of_year(d, year, place), _text(name, place)) for d, name in named.items()]


def _worked(year: int, parts: Mapping[str, Any]) -> list[date]:
    place = f"years.{year}.work_on"
    days = [_of_year(raw, year, place) for raw in _list(parts.get("work_on"), place)]
    if any(day.weekday() < SATURDAY for day in days):
        raise _wrong(place, "names a day that is worked anyway")
    return days


def _office_hours(raw: object, first: date) -> tuple[tuple[OfficeHours, ...], list[str]]:
    rows = [_object(row, "office_hours") for row in _list(raw, "office_hours")]
    hours = tuple(
        OfficeHours(_day(row.get("valid_from"), "office_hours"), _sessions(row.get("sessions")))
        for row in rows
    )
    _check_days([h.valid_from for h in hours], first, "office_hours")
    return hours, [_text(row.get("source"), "office_hours") for row in rows]


def _sessions(raw: object) -> tuple[tuple[time, time], ...]:
    place = "office_hours.sessions"
    pairs = [_list(pair, place) for pair in _list(raw, place)]
    if not pairs or any(len(pair) != 2 for pair in pairs):
        raise _wrong(place, "are not pairs of begin and end")
    sessions = tuple((_clock(a, place), _clock(b, place)) for a, b in pairs)
    edges = [edge for session in sessions for edge in session]
    if any(later <= earlier for earlier, later in pairwise(edges)):
        raise _wrong(place, "do not follow one another")
    return sessions


def _counting(raw: object, first: date) -> tuple[tuple[CountingRule, ...], list[str]]:
    rows = [_object(row, "counting") for row in _list(raw, "counting")]
    rules = tuple(_rule(row) for row in rows)
    _check_days([rule.valid_from for rule in rules], first, "counting")
    return rules, [_text(row.get("source"), "counting") for row in rows]


def _rule(row: Mapping[str, Any]) -> CountingRule:
    policy = row.get("first_day")
    if policy not in {choice.value for choice in FirstDay}:
        raise _wrong("counting.first_day", "is none of " + ", ".join(FirstDay))
    return CountingRule(
        _code(row.get("version"), "counting.version"),
        _day(row.get("valid_from"), "counting.valid_from"),
        FirstDay(policy),
        _clock(row.get("same_day_until"), "counting.same_day_until"),
    )


def _check_days(days: Sequence[date], first: date, place: str) -> None:
    """Refuse dated settings that leave the calendar's first day without one, or are unordered."""
    if not days or days[0] > first:
        raise _wrong(place, "does not cover the first day of the calendar")
    if any(later <= earlier for earlier, later in pairwise(days)):
        raise _wrong(place, "is not in order of days")
