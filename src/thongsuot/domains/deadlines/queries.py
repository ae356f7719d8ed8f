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
    CalendarWords,
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
    return get_published(version)[0]


def get_published(version: str) -> tuple[WorkingCalendar, CalendarWords]:
    """Return the calendar of one version, and what it says of its days and sources.

    One small query, as ``calendar_at``.

    Raises:  CalendarUnknown.
    """
    row = CalendarVersion.objects.filter(version=version).values_list("pk", "digest").first()
    if row is None:
        raise CalendarUnknown("no calendar was published under this version", version=version)
    return _published(*row)


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


def _calendar(pk: int, digest: str) -> WorkingCalendar:
    return _published(pk, digest)[0]


@lru_cache(maxsize=CALENDARS_KEPT)
def _published(pk: int, _digest: str) -> tuple[WorkingCalendar, CalendarWords]:
    """Build a calendar; the digest keeps apart versions of different databases."""
    row = CalendarVersion.objects.prefetch_related("days", "office_hours", "counting").get(pk=pk)
    days = list(row.days.all())
    words = CalendarWords(
        source=row.source,
        names={day.day: day.name for day in days if day.kind == DayKind.OFF},
        rule_sources={rule.version: rule.source for rule in row.counting.all()},
    )
    calendar = WorkingCalendar(
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
    return calendar, words


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
