"""Reading office hours and opening hours: by agency, by season, by weekday."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import groupby, pairwise
from typing import Any

from thongsuot.domains.deadlines.rules.reading import (
    clock_of,
    day_of,
    list_of,
    object_of,
    text_of,
    wrong,
)
from thongsuot.domains.deadlines.terms import OfficeHours, OpeningHours, Season
from thongsuot.domains.deadlines.terms.hours import Hours, MonthDay

WEEKDAYS = {str(number) for number in range(1, 8)}
LEAP_YEAR = 2024
_AGENCY = r"[A-Z0-9][A-Z0-9.]{0,59}"


def office_hours(raw: object, first: date) -> list[tuple[OfficeHours, str]]:
    """Return office hours with their sources; everybody's cover the calendar's ``first`` day.

    Raises:  CalendarWrong.
    """
    place = "office_hours"
    rows = [object_of(row, place) for row in list_of(raw, place)]
    hours = [
        OfficeHours(
            day_of(row.get("valid_from"), place),
            _sessions(row.get("sessions"), f"{place}.sessions"),
            _agency(row, place),
            _seasons(row.get("seasons", []), f"{place}.seasons"),
        )
        for row in rows
    ]
    check_days([row.valid_from for row in hours if not row.agency], first, place)
    _check_order([(row.agency, row.valid_from) for row in hours], place)
    return list(zip(hours, [text_of(row.get("source"), place) for row in rows], strict=True))


def opening_hours(raw: object) -> list[tuple[OpeningHours, str]]:
    """Return when dossiers are received, with sources; none where the document has none.

    Raises:  CalendarWrong.
    """
    place = "opening_hours"
    rows = [object_of(row, place) for row in list_of(raw, place)]
    hours = [
        OpeningHours(
            day_of(row.get("valid_from"), place),
            _weekdays(row.get("weekdays"), f"{place}.weekdays"),
            _agency(row, place),
        )
        for row in rows
    ]
    _check_order([(row.agency, row.valid_from) for row in hours], place)
    return list(zip(hours, [text_of(row.get("source"), place) for row in rows], strict=True))


def check_days(days: Sequence[date], first: date, place: str) -> None:
    """Refuse dated settings that leave the calendar's first day without one, or are unordered."""
    if not days or days[0] > first:
        raise wrong(place, "does not cover the first day of the calendar")
    if any(later <= earlier for earlier, later in pairwise(days)):
        raise wrong(place, "is not in order of days")


def _check_order(begins: Sequence[tuple[str, date]], place: str) -> None:
    """Refuse the hours of one agency that are not in order of days."""
    for _agency_of, rows in groupby(sorted(begins, key=lambda row: row[0]), lambda row: row[0]):
        days = [day for _agency, day in rows]
        if any(later <= earlier for earlier, later in pairwise(days)):
            raise wrong(place, "is not in order of days")


def _agency(row: dict[str, Any], place: str) -> str:
    raw = row.get("agency", "")
    if raw != "" and not (isinstance(raw, str) and re.fullmatch(_AGENCY, raw)):
        raise wrong(f"{place}.agency", "is not the code of an agency")
    return str(raw)


def _sessions(raw: object, place: str) -> Hours:
    pairs = [list_of(pair, place) for pair in list_of(raw, place)]
    if not pairs or any(len(pair) != 2 for pair in pairs):
        raise wrong(place, "are not pairs of begin and end")
    sessions = tuple((clock_of(a, place), clock_of(b, place)) for a, b in pairs)
    edges = [edge for session in sessions for edge in session]
    if any(later <= earlier for earlier, later in pairwise(edges)):
        raise wrong(place, "do not follow one another")
    return sessions


def _seasons(raw: object, place: str) -> tuple[Season, ...]:
    rows = [object_of(row, place) for row in list_of(raw, place)]
    seasons = tuple(
        Season(
            _month_day(row.get("from"), place),
            _month_day(row.get("to"), place),
            _sessions(row.get("sessions"), f"{place}.sessions"),
        )
        for row in rows
    )
    if any(
        one.holds(day) for one in seasons for two in seasons if one is not two
        for day in (date(LEAP_YEAR, *two.first), date(LEAP_YEAR, *two.last))
    ):  # fmt: skip
        raise wrong(place, "overlap")
    return seasons


def _month_day(raw: object, place: str) -> MonthDay:
    if not isinstance(raw, str) or not re.fullmatch(r"\d{2}-\d{2}", raw):
        raise wrong(place, "is not a day of the year written as 04-16")
    day = day_of(f"{LEAP_YEAR}-{raw}", place)
    return day.month, day.day


def _weekdays(raw: object, place: str) -> dict[int, Hours]:
    rows = object_of(raw, place)
    if not rows or not rows.keys() <= WEEKDAYS:
        raise wrong(place, "are not weekdays from 1 (Monday) to 7")
    return {int(number): _sessions(hours, place) for number, hours in sorted(rows.items())}
