"""A calendar as columns: many limits counted at once, with the same answers as one by one.

Instants are whole microseconds since 1970 in UTC, days are numbers of days since 1970; where the
count meets a day without a published calendar the answer is ``GAP``, never a guess.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from thongsuot.domains.deadlines.terms import (
    FirstDay,
    LimitWrong,
    Unit,
    WaitedIn,
    WorkingCalendar,
    since_midnight,
)

Ints: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]

GAP: Final = int(np.iinfo(np.int64).min)
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DAY: Final = date(1970, 1, 1)
MINUTE: Final = 60_000_000  # microseconds
DAY: Final = 24 * 60 * MINUTE
AHEAD: Final = 7 * 60 * MINUTE
"""Asia/Ho_Chi_Minh has been seven hours ahead of UTC since 1975, without summer time."""
_MICROSECOND: Final = timedelta(microseconds=1)


class CalendarColumns:
    """The sessions of every day of a calendar side by side, with their running sums.

    A day with fewer sessions than others has empty ones at the end, which begin at midnight.
    """

    def __init__(self, calendar: WorkingCalendar) -> None:
        facts = calendar.facts
        first, last = date(facts.first_year, 1, 1), date(facts.last_year, 12, 31)
        dates = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        sessions = [calendar.sessions_on(day) for day in dates]
        widest = max(len(of_day) for of_day in sessions)
        padded = [(*of_day, *((DAY, DAY),) * (widest - len(of_day))) for of_day in sessions]
        edges = np.array(padded, dtype=np.int64)
        self.first, self.days = (first - EPOCH_DAY).days, len(dates)
        self.begins = [edges[:, place, 0].copy() for place in range(widest)]
        self.ends = [edges[:, place, 1].copy() for place in range(widest)]
        self.is_worked: Flags = np.array([bool(of_day) for of_day in sessions])
        self.working: Ints = np.flatnonzero(self.is_worked).astype(np.int64)
        self.closes: Ints = np.array([s[-1][1] if s else 0 for s in sessions], dtype=np.int64)
        worked = sum((e - b for b, e in zip(self.begins, self.ends, strict=True)))
        self.days_until = _before_and_after(self.is_worked)
        self.time_until = _before_and_after(np.asarray(worked))
        rules = [calendar.counting_on(day) for day in dates]
        self.same_day_until: Ints = np.array(
            [since_midnight(rule.same_day_until) for rule in rules], dtype=np.int64
        )
        same_clock = [rule.first_day is FirstDay.SAME_CLOCK for rule in rules]
        self.same_clock: Flags = np.array(same_clock)
        self.any_same_clock = any(same_clock)


def _before_and_after(values: npt.NDArray[np.int64] | Flags) -> Ints:
    """Return the sums before each value, and after the last."""
    sums = np.zeros(len(values) + 1, dtype=np.int64)
    np.cumsum(values, out=sums[1:])
    return sums


def microseconds(at: datetime) -> int:
    """Return an instant as the columns carry it."""
    return (at - EPOCH) // _MICROSECOND


def moment(value: int) -> datetime:
    """Return the instant that the columns carry as ``value``; UTC."""
    return EPOCH + timedelta(microseconds=value)


def due_after_each(starts: Ints, quantities: Ints, unit: Unit, columns: CalendarColumns) -> Ints:
    """Return when what began at each of ``starts`` is due, as ``counting.due_after`` does for one.

    What began before the calendar's first day is a GAP here, whatever its unit.

    Units:   ``quantities`` of ``unit``, each 1 or more; the answers are microseconds, or GAP.
    Raises:  LimitWrong.
    """
    if quantities.size and int(quantities.min()) < 1:
        raise LimitWrong("a limit is at least one", quantity=int(quantities.min()))
    if unit is Unit.WORKING_HOUR:
        return add_minutes_each(starts, quantities * 60, columns)
    received, covered = _places(starts + AHEAD, columns)
    if unit is Unit.SAME_DAY:
        last = _same_day(received, (starts + AHEAD) % DAY, columns)
    else:
        last = _LAST_DAY[unit](received, quantities, columns)
    return _due_on_each(last, starts, unit, columns, covered)


def pushed_each(
    due: Ints, waits: Ints, waited_in: WaitedIn, starts: Ints, unit: Unit, columns: CalendarColumns
) -> Ints:  # fmt: skip
    """Return when each limit ends after so much was waited, as ``waiting.pushed`` does for one.

    What was a GAP before stays one.

    Raises:  LimitWrong if a wait is negative.
    """
    if waits.size and int(waits.min()) < 0:
        raise LimitWrong("time does not run backwards", quantity=int(waits.min()))
    known = due != GAP
    before = np.where(known, due, starts)
    if waited_in is WaitedIn.WORKING_MINUTE:
        moved = add_minutes_each(before, waits, columns)
    else:
        place, covered = _places(before + AHEAD, columns)
        if waited_in is WaitedIn.WORKING_DAY:
            last = _nth(columns.days_until.take(place + 1) + waits, columns)
        else:
            last = _working_from(place + waits, columns)
        moved = _due_on_each(last, starts, unit, columns, covered)
        moved = np.where(waits == 0, before, moved)
    return _unless_gap(moved, known)


def _due_on_each(
    last: Ints, starts: Ints, unit: Unit, columns: CalendarColumns, known: Flags
) -> Ints:  # fmt: skip
    """Return the ends of the last days, or their clock times of receipt; GAP where one is none."""
    received, covered = _places(starts + AHEAD, columns)
    due: Ints = columns.closes.take(last)
    if columns.any_same_clock and unit is not Unit.SAME_DAY:
        same = columns.same_clock.take(received)
        clock = (starts + AHEAD) % DAY
        due = np.where(same, _clocks_in_office(received, last, clock, columns), due)
    due += (last + columns.first) * DAY - AHEAD
    return _unless_gap(due, known & covered & (last >= 0))


def add_minutes_each(starts: Ints, minutes: Ints, columns: CalendarColumns) -> Ints:
    """Return the first instant by which each number of minutes of office time has passed.

    As ``counting.add_working_minutes`` does for one: no minutes end where they begin.

    Raises:  LimitWrong if a number of minutes is negative.
    """
    if minutes.size and int(minutes.min()) < 0:
        raise LimitWrong("time does not run backwards", quantity=int(minutes.min()))
    place, covered = _places(starts + AHEAD, columns)
    worked = _worked_until(place, (starts + AHEAD) % DAY, columns) + minutes * MINUTE
    covered &= worked <= columns.time_until[-1]
    day = np.searchsorted(columns.time_until, worked, side="left").astype(np.int64) - 1
    np.clip(day, 0, columns.days - 1, out=day)
    left = worked - columns.time_until.take(day)
    clock = np.zeros_like(left)
    for begins, ends in zip(columns.begins, columns.ends, strict=True):
        begin, end = begins.take(day), ends.take(day)
        here = (left > 0) & (left <= end - begin)
        clock = np.where(here, begin + left, clock)
        left = left - (end - begin)
    due = (day + columns.first) * DAY + clock - AHEAD
    return np.where(minutes == 0, starts, _unless_gap(due, covered))


def _places(local: Ints, columns: CalendarColumns) -> tuple[Ints, Flags]:
    """Return the place of each local instant's day in the calendar, and whether it has one."""
    place = local // DAY
    place -= columns.first
    covered = (place >= 0) & (place < columns.days)
    if not covered.all():
        place = np.where(covered, place, 0)
    return place, covered


def _unless_gap(values: Ints, known: Flags) -> Ints:
    return values if known.all() else np.where(known, values, GAP)


def _worked_until(place: Ints, clock: Ints, columns: CalendarColumns) -> Ints:
    worked = columns.time_until.take(place)
    for begins, ends in zip(columns.begins, columns.ends, strict=True):
        begin = begins.take(place)
        worked += np.maximum(np.minimum(ends.take(place), clock) - begin, 0)
    return worked


def _nth(numbers: Ints, columns: CalendarColumns) -> Ints:
    """Return the places of the working days with these numbers, from 1; -1 past the last."""
    found: Ints = columns.working.take(numbers - 1, mode="clip")
    beyond = numbers > len(columns.working)
    return np.where(beyond, -1, found) if beyond.any() else found


def _working_from(place: Ints, columns: CalendarColumns) -> Ints:
    """Return the places of these days, or of the next that are worked; -1 past the calendar."""
    inside = (place >= 0) & (place < columns.days)
    found = _nth(columns.days_until.take(np.where(inside, place, 0)) + 1, columns)
    return np.where(inside, found, -1)


def _same_day(received: Ints, clock: Ints, columns: CalendarColumns) -> Ints:
    """Return the places of the days of receipt; of the next working days after the cut-off."""
    today = (clock <= columns.same_day_until.take(received)) & (
        clock < columns.closes.take(received)
    )
    return np.where(today, received, _working_from(received + 1, columns))


def _after_working_days(received: Ints, quantities: Ints, columns: CalendarColumns) -> Ints:
    return _nth(columns.days_until.take(received + 1) + quantities, columns)


def _after_days(received: Ints, quantities: Ints, columns: CalendarColumns) -> Ints:
    return _working_from(received + quantities, columns)


def _after_months(received: Ints, quantities: Ints, columns: CalendarColumns) -> Ints:
    """Return the days of the same number months on, or those months' last days."""
    days = (received + columns.first).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    number = (days - months.astype("datetime64[D]")).astype(np.int64)
    reached = months + quantities.astype("timedelta64[M]")
    first = reached.astype("datetime64[D]").astype(np.int64)
    length = (reached + 1).astype("datetime64[D]").astype(np.int64) - first
    return _working_from(first + np.minimum(number, length - 1) - columns.first, columns)


_LAST_DAY: Final[dict[Unit, Callable[[Ints, Ints, CalendarColumns], Ints]]] = {
    Unit.WORKING_DAY: _after_working_days,
    Unit.DAY: _after_days,
    Unit.MONTH: _after_months,
}


def _clocks_in_office(received: Ints, last: Ints, clock: Ints, columns: CalendarColumns) -> Ints:
    """Return the clock times of receipt, moved into the office hours of the last days."""
    moved: Ints = columns.closes.take(last)
    for begins, ends in zip(reversed(columns.begins), reversed(columns.ends), strict=True):
        begin, end = begins.take(last), ends.take(last)
        here = (clock <= end) & (begin < DAY)
        moved = np.where(here, np.maximum(clock, begin), moved)
    return np.where(columns.is_worked.take(received), moved, columns.closes.take(last))
