"""Which calendar counts."""

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from thongsuot.domains.deadlines import rules
from thongsuot.domains.deadlines.models import CalendarVersion, DayKind, LimitSet
from thongsuot.domains.deadlines.rules import written
from thongsuot.domains.deadlines.rules.document import parse
from thongsuot.domains.deadlines.terms import (
    CalendarFacts,
    CalendarGap,
    CalendarUnknown,
    CalendarWords,
    CountingRule,
    DeadlinesError,
    Explained,
    FirstDay,
    Half,
    OfficeHours,
    OpeningHours,
    TimeLimit,
    WorkingCalendar,
)
from thongsuot.domains.deadlines.terms.limits import LimitChange, LimitKind
from thongsuot.domains.ledger.rows import Question
from thongsuot.domains.ledger.settled import while_settled
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.packaged import packaged_json

CALENDARS_KEPT = 8
_PARTS = ("days", "office_hours", "opening_hours", "counting")
SHIPPED = "calendar-2022-2026.json"
_NEWEST = Question(
    lambda on: (
        CalendarVersion.objects.filter(in_force_from__lte=on)
        .order_by("-in_force_from")
        .values_list("digest")[:1]
    ),
    on=date.min,
)


def calendar_at(at: datetime, agency: str = "") -> WorkingCalendar:
    """Return the calendar by which something that begins at ``at`` is counted.

    With the office hours of the agency of that code, where it has its own. One small query; the
    calendar itself is built once per process and version.

    Raises:  CalendarGap if none is in force on that day.
    """
    on = local_date(at)
    found = _newest(on)
    if found is None:
        raise CalendarGap("no calendar is in force on this day", year=on.year)
    return _published(*found)[0].of(agency)


@while_settled
def _newest(on: date) -> tuple[Any, ...] | None:
    return _NEWEST.first(on=on)


def get_calendar(version: str, agency: str = "") -> WorkingCalendar:
    """Return the calendar of one version, as a due date names it, and whose hours counted.

    Raises:  CalendarUnknown.
    """
    return get_published(version)[0].of(agency)


def get_published(version: str) -> tuple[WorkingCalendar, CalendarWords]:
    """Return the calendar of one version, and what it says of its days and sources.

    One small query, as ``calendar_at``.

    Raises:  CalendarUnknown.
    """
    found = CalendarVersion.objects.filter(version=version).values_list("digest").first()
    if found is None:
        raise CalendarUnknown("no calendar was published under this version", version=version)
    return _published(*found)


Publications = Callable[[str], tuple[WorkingCalendar, CalendarWords]]


def explain(
    start_at: datetime,
    limit: TimeLimit | int,
    *,
    version: str,
    hours_of: str,
    read: Publications = get_published,
) -> tuple[Explained, CalendarWords] | None:
    """Return how a limit was counted by a calendar, and what that says of its days and sources.

    None where it was never published here, or does not reach so far: nothing is guessed. Who
    explains many hands in a ``read`` that remembers.
    Units:  a number is minutes of working time.
    """
    try:
        published, words = read(version)
        calendar = published.of(hours_of)
        if isinstance(limit, int):
            return rules.explained_minutes(start_at, limit, calendar), words
        return rules.explained(start_at, limit, calendar), words
    except DeadlinesError:
        return None


def limits_changed_by(version: str) -> Iterator[LimitChange]:
    """Yield the limits that counting anew by this calendar changed, as it was done."""
    found = LimitSet.objects.filter(calendar_version=version).order_by("id")
    yield from (_change(row) for row in found.iterator())


def changes_of_limit(kind: LimitKind, row: int) -> list[LimitChange]:
    """Return how the end of one limit was changed by calendars, oldest first."""
    return changes_of_limits(kind, [row]).get(row, [])


def changes_of_limits(kind: LimitKind, rows: Collection[int]) -> dict[int, list[LimitChange]]:
    """Return the same of some limits of one kind, by row, in one query."""
    found: dict[int, list[LimitChange]] = {}
    for change in LimitSet.objects.filter(kind=kind, row__in=rows).order_by("id"):
        found.setdefault(change.row, []).append(_change(change))
    return found


def _change(row: LimitSet) -> LimitChange:
    return LimitChange(
        LimitKind(row.kind), row.row, row.subject, row.counted_from, row.was_at, row.was_by,
        row.until, row.calendar_version, row.set_at,
    )  # fmt: skip


def published_versions() -> list[CalendarVersion]:
    """Return all publications, newest first."""
    return list(CalendarVersion.objects.order_by("-in_force_from"))


def source_of(version: str) -> str:
    """Return the notices a published calendar rests on; empty where there is none of the name."""
    found = CalendarVersion.objects.filter(version=version).values_list("source", flat=True)
    return found.first() or ""


def shipped_document() -> object:
    """Return the calendar document that comes with the package."""
    return packaged_json("thongsuot.domains.deadlines", SHIPPED)


def shipped_calendar() -> WorkingCalendar:
    """Return the calendar that comes with the package, published here or not."""
    return WorkingCalendar(parse(shipped_document()).facts)


@lru_cache(maxsize=CALENDARS_KEPT)
def _published(digest: str) -> tuple[WorkingCalendar, CalendarWords]:
    """Build a calendar; the same document gives the same one in whichever database it stands."""
    row = CalendarVersion.objects.prefetch_related(*_PARTS).get(digest=digest)
    days = list(row.days.all())
    words = CalendarWords(
        source=row.source,
        names={day.day: day.name for day in days if day.kind != DayKind.WORKED},
        rule_sources={rule.version: rule.source for rule in row.counting.all()},
        hours_sources={(h.agency, h.valid_from): h.source for h in row.office_hours.all()},
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
            half_days={d.day: Half(d.kind) for d in days if d.kind in set(Half)},
            opening_hours=_opening_hours(row),
        )
    )
    return calendar, words


def _office_hours(row: CalendarVersion) -> tuple[OfficeHours, ...]:
    return tuple(
        OfficeHours(
            hours.valid_from,
            written.read_hours(hours.sessions),
            hours.agency,
            tuple(written.read_season(season) for season in hours.seasons),
        )
        for hours in row.office_hours.all()
    )


def _opening_hours(row: CalendarVersion) -> tuple[OpeningHours, ...]:
    return tuple(
        OpeningHours(hours.valid_from, written.read_weekdays(hours.weekdays), hours.agency)
        for hours in row.opening_hours.all()
    )


def _counting(row: CalendarVersion) -> tuple[CountingRule, ...]:
    dated = sorted(row.counting.all(), key=lambda rule: rule.valid_from)
    return tuple(
        CountingRule(r.version, r.valid_from, FirstDay(r.first_day), r.same_day_until)
        for r in dated
    )
