"""Which calendar counts."""

import json
from datetime import date, datetime, time
from functools import lru_cache
from importlib.resources import files

from thongsuot.domains.deadlines.models import CalendarVersion, DayKind
from thongsuot.domains.deadlines.rules.document import parse
from thongsuot.domains.deadlines.terms import (
    CalendarFacts,
    CalendarGap,
    CalendarUnknown,
    CountingRule,
    FirstDay,
    OfficeHours,
    WorkingCalendar,
)
from thongsuot.domains.ledger.rows import Question
from thongsuot.kernel.clock import local_date

CALENDARS_KEPT = 8
SHIPPED = "calendar-2022-2026.json"
_NEWEST = Question(
    lambda on: (
        CalendarVersion.objects.filter(in_force_from__lte=on)
        .order_by("-in_force_from")
        .values_list("pk", "digest")[:1]
    ),
    on=date.min,
)


def calendar_at(at: datetime) -> WorkingCalendar:
    """Return the calendar by which something that begins at ``at`` is counted.

    One small query; the calendar itself is built once per process and version.

    Raises:  CalendarGap if none is in force on that day.
    """
    on = local_date(at)
    found = _NEWEST.first(on=on)
    if found is None:
        raise CalendarGap("no calendar is in force on this day", year=on.year)
    return _calendar(*found)


def get_calendar(version: str) -> WorkingCalendar:
    """Return the calendar of one version, as a due date names it.

    Raises:  CalendarUnknown.
    """
    row = CalendarVersion.objects.filter(version=version).first()
    if row is None:
        raise CalendarUnknown("no calendar was published under this version", version=version)
    return _calendar(row.pk, row.digest)


def published_versions() -> list[CalendarVersion]:
    """Return all publications, newest first."""
    return list(CalendarVersion.objects.order_by("-in_force_from"))


def source_of(version: str) -> str:
    """Return the notices a published calendar rests on; empty where there is none of the name."""
    found = CalendarVersion.objects.filter(version=version).values_list("source", flat=True)
    return found.first() or ""


def shipped_document() -> object:
    """Return the calendar document that comes with the package."""
    file = files("thongsuot.domains.deadlines").joinpath("data", SHIPPED)
    return json.loads(file.read_text("utf-8"))


def shipped_calendar() -> WorkingCalendar:
    """Return the calendar that comes with the package, published here or not."""
    return WorkingCalendar(parse(shipped_document()).facts)


@lru_cache(maxsize=CALENDARS_KEPT)
def _calendar(pk: int, _digest: str) -> WorkingCalendar:
    """Build a calendar; the digest keeps apart versions of different databases."""
    row = CalendarVersion.objects.prefetch_related("days", "office_hours", "counting").get(pk=pk)
    days = list(row.days.all())
    return WorkingCalendar(
        CalendarFacts(
            version=row.version,
            first_year=row.first_year,
            last_year=row.last_year,
            days_off=frozenset(d.day for d in days if d.kind == DayKind.OFF),
            days_worked=frozenset(d.day for d in days if d.kind == DayKind.WORKED),
            office_hours=_office_hours(row),
            counting=_counting(row),
        )
    )


def _office_hours(row: CalendarVersion) -> tuple[OfficeHours, ...]:
    dated = sorted(row.office_hours.all(), key=lambda hours: hours.valid_from)
    return tuple(
        OfficeHours(
            hours.valid_from,
            tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in hours.sessions),
        )
        for hours in dated
    )


def _counting(row: CalendarVersion) -> tuple[CountingRule, ...]:
    dated = sorted(row.counting.all(), key=lambda rule: rule.valid_from)
    return tuple(
        CountingRule(r.version, r.valid_from, FirstDay(r.first_day), r.same_day_until)
        for r in dated
    )
