"""Which promises another calendar would change: open dossiers counted anew, nothing written.

A due date is the limit counted from receipt, or from the full supplement, and what was waited for
the citizen since. The limit is counted again by the calendar asked about, and moved on by what was
waited as it was counted then: days that are over are never counted otherwise.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby, pairwise, zip_longest
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from django.db import connection

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.deadlines.rules import columns
from thongsuot.domains.deadlines.terms import Unit, Wait, WaitedIn, WorkingCalendar
from thongsuot.domains.dossiers.lateness import queries as lateness
from thongsuot.domains.dossiers.models import Dossier, DueDateSet
from thongsuot.domains.dossiers.terms import DueReason
from thongsuot.domains.dossiers.terms.recounts import Kept, Recounted

AT_ONCE: Final = 2_000
COLUMNS_KEPT: Final = 512
"""A table for each agency with its own hours, some 200 kB each: a province has fewer agencies."""
Calendars: TypeAlias = dict[tuple[str, str], WorkingCalendar]
"""By version, and by whose office hours counted."""
BASES: Final = frozenset({DueReason.RECEIPT, DueReason.SUPPLEMENT})
"""Counting begins with them."""
_OPEN: Final = """
    SELECT id FROM dossiers_dossier
    WHERE id > %s AND received_at IS NOT NULL AND decided_at IS NULL AND withdrawn_at IS NULL
      AND stopped_at IS NULL
    ORDER BY id LIMIT %s
"""


class Open(NamedTuple):
    """What counting anew needs to know of an open dossier."""

    id: int
    code: str
    receiving_agency_id: int
    competent_agency__code: str
    last_act_at: datetime
    supplement_since: datetime | None
    obligation_since: datetime | None


class Set(NamedTuple):
    """A computation of a due date."""

    dossier_id: int
    reason: str
    due_at: datetime
    counted_from: datetime
    quantity: int
    unit: str
    calendar_version: str
    hours_of: str
    waited: int | None
    waited_in: str


@dataclass(frozen=True, slots=True)
class Clock:
    """What the due date of one open dossier rests on: its last base and what was waited since."""

    dossier: Open
    base: Set
    last: Set
    waits: tuple[Wait, ...]
    promised: datetime | None
    """The new date of a signed apology, where there is one."""


def open_after(after: int, *, most: int, lock: bool = False) -> list[int]:
    """Return the next open dossiers by id; with ``lock``, held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN + (" FOR UPDATE" if lock else ""), [after, most])
        return [pk for (pk,) in cursor.fetchall()]


def count_open() -> int:
    """Return how many dossiers have a clock that is not at its end."""
    running = Dossier.objects.filter(received_at__isnull=False, decided_at__isnull=True)
    return running.filter(withdrawn_at__isnull=True, stopped_at__isnull=True).count()


def would_change(*, at: datetime, at_once: int = AT_ONCE) -> Iterator[tuple[int, list[Recounted]]]:
    """Yield how many open dossiers were looked at, and those the calendar of ``at`` counts anew."""
    calendar, after = deadlines.calendar_at(at), 0
    while ids := open_after(after, most=at_once):
        yield len(ids), recounted(ids, calendar, at)
        after = ids[-1]


def recounted(ids: Sequence[int], calendar: WorkingCalendar, at: datetime) -> list[Recounted]:
    """Return those of the open dossiers for which ``calendar`` gives another date than promised."""
    clocks = _clocks(ids)
    found = zip(clocks, _due_each(clocks, calendar), strict=True)
    return [
        _recounted(clock, due, calendar, at)
        for clock, due in found
        if due != columns.microseconds(clock.last.due_at)
    ]


def _clocks(ids: Sequence[int]) -> list[Clock]:
    found = Dossier.objects.filter(pk__in=ids).values_list(*Open._fields)
    dossiers = {row[0]: Open(*row) for row in found}
    kept = DueDateSet.objects.filter(dossier__in=ids).order_by("dossier_id", "id")
    rows = map(Set._make, kept.values_list(*Set._fields))
    promised = lateness.new_dates_of(ids)
    calendars: Calendars = {}
    return [
        _clock(dossiers[pk], list(set_), calendars, promised.get(pk))
        for pk, set_ in groupby(rows, key=attrgetter("dossier_id"))
    ]


def _clock(
    dossier: Open, rows: list[Set], calendars: Calendars,
    promised: datetime | None,
) -> Clock:  # fmt: skip
    place = max(n for n, row in enumerate(rows) if row.reason in BASES)
    waits = tuple(
        _waited(before, row, calendars)
        for before, row in pairwise(rows[place:])
        if row.reason == DueReason.PAUSE
    )
    return Clock(dossier, rows[place], rows[-1], waits, promised)


def _waited(before: Set, row: Set, calendars: Calendars) -> Wait:
    """Return by what a pause moved the date, as it was counted then."""
    if row.waited is not None:
        return Wait(row.waited, WaitedIn(row.waited_in))
    by = (row.calendar_version, row.hours_of)
    if by not in calendars:
        calendars[by] = deadlines.get_calendar(*by)
    return moved_by_minutes(before.due_at, row.due_at, calendars[by])


def moved_by_minutes(was_at: datetime, due_at: datetime, calendar: WorkingCalendar) -> Wait:
    """Return the office minutes by which a date was moved before waits were kept with it."""
    minutes = deadline_rules.working_minutes(was_at, due_at, calendar)
    return Wait(minutes, WaitedIn.WORKING_MINUTE)


def _due_each(clocks: Sequence[Clock], calendar: WorkingCalendar) -> list[int]:
    """Return when each is due by the calendar, in microseconds or GAP."""
    due = np.full(len(clocks), columns.GAP, dtype=np.int64)
    counted = [(clock.base.unit, _whose(clock, calendar)) for clock in clocks]
    for unit, whose in set(counted):
        table = _columns(calendar.of(whose))
        here = [place for place, of in enumerate(counted) if of == (unit, whose)]
        bases = [clocks[place].base for place in here]
        starts = _ints(columns.microseconds(base.counted_from) for base in bases)
        quantities = _ints(base.quantity for base in bases)
        begun = columns.due_after_each(starts, quantities, Unit(unit), table)
        waits = [clocks[place].waits for place in here]
        due[here] = _pushed(begun, waits, starts, Unit(unit), table)
    return [int(value) for value in due]


def _pushed(
    due: columns.Ints, waits: Sequence[tuple[Wait, ...]], starts: columns.Ints, unit: Unit,
    table: columns.CalendarColumns,
) -> columns.Ints:  # fmt: skip
    """Return the dates moved on by every wait, the first of each dossier first."""
    for turn in zip_longest(*waits):
        for waited_in in {wait.unit for wait in turn if wait}:
            some = [n for n, wait in enumerate(turn) if wait and wait.unit is waited_in]
            much = _ints(wait.quantity for wait in turn if wait and wait.unit is waited_in)
            due[some] = columns.pushed_each(
                due[some], much, waited_in, starts[some], unit, table
            )  # fmt: skip
    return due


def _whose(clock: Clock, calendar: WorkingCalendar) -> str:
    """Return the agency whose office hours count; empty where it has none of its own."""
    return calendar.of(clock.dossier.competent_agency__code).hours_of


def _ints(values: Iterator[int] | Any) -> columns.Ints:
    return np.fromiter(values, dtype=np.int64)


@lru_cache(maxsize=COLUMNS_KEPT)
def _columns(calendar: WorkingCalendar) -> columns.CalendarColumns:
    return columns.CalendarColumns(calendar)


def _recounted(clock: Clock, due: int, calendar: WorkingCalendar, at: datetime) -> Recounted:
    due_at = None if due == columns.GAP else columns.moment(due)
    return Recounted(
        dossier_id=clock.dossier.id,
        desk_id=clock.dossier.receiving_agency_id,
        code=clock.dossier.code,
        last_act_at=clock.dossier.last_act_at,
        was_at=clock.last.due_at,
        was_by=clock.last.calendar_version,
        due_at=due_at,
        counted_from=clock.base.counted_from,
        quantity=clock.base.quantity,
        unit=clock.base.unit,
        hours_of=_whose(clock, calendar),
        kept=_kept(clock, due_at, at),
    )


def _kept(clock: Clock, due_at: datetime | None, at: datetime) -> Kept | None:
    """Return why the date stays: it is judged at the instant the clock last stood."""
    judged_at = clock.dossier.supplement_since or clock.dossier.obligation_since or at
    by_hour = clock.base.unit == Unit.WORKING_HOUR
    if due_at is None:
        return Kept.NO_CALENDAR
    if clock.promised and clock.promised >= due_at:
        return Kept.PROMISED
    if deadline_rules.is_late(clock.last.due_at, judged_at, by_hour=by_hour):
        return Kept.LATE
    if deadline_rules.is_late(due_at, judged_at, by_hour=by_hour):
        return Kept.WOULD_BE_LATE
    return None


_CHANGES: Final = """
    SELECT d.code, was.due_at, was.calendar_version, s.due_at, s.counted_from, s.set_at
    FROM dossiers_duedateset s
    JOIN dossiers_dossier d ON d.id = s.dossier_id
    CROSS JOIN LATERAL (SELECT due_at, calendar_version FROM dossiers_duedateset e
                        WHERE e.dossier_id = s.dossier_id AND e.id < s.id
                        ORDER BY e.id DESC LIMIT 1) AS was
    WHERE s.reason = 'calendar' AND s.calendar_version = %s
    ORDER BY s.id
"""


@dataclass(frozen=True, slots=True)
class DueChange:
    """A promise that a calendar changed: from when to when, and by which calendar it was before."""

    code: str
    was_at: datetime
    was_by: str
    due_at: datetime
    counted_from: datetime
    set_at: datetime


def changed_by(calendar_version: str) -> Iterator[DueChange]:
    """Yield what counting anew by this calendar changed, in the order in which it was done."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES, [calendar_version])
        while rows := cursor.fetchmany(AT_ONCE):
            yield from (DueChange(*row) for row in rows)
