"""Where a limit ends whose clock stood for a while: as much is left as was left when it stopped.

Source:  NĐ 61/2018/NĐ-CP Art. 19(4) and the texts of procedures that leave times out of the limit;
         that time is left out in what the limit is counted in is a reading, docs/law/deadlines.md.
"""

from datetime import date, datetime, timedelta
from typing import Final

from thongsuot.domains.deadlines.rules.counting import (
    add_working_minutes,
    due_on,
    is_late,
    working_minutes_begun,
)
from thongsuot.domains.deadlines.terms import TimeLimit, Unit, Wait, WaitedIn, WorkingCalendar
from thongsuot.kernel.clock import local_date

WAITING_RULE: Final = "what-was-left.1"
"""The name of this rule, kept with every date that it moved."""
_DAY: Final = timedelta(days=1)
_WAITED_IN: Final = {
    Unit.WORKING_HOUR: WaitedIn.WORKING_MINUTE,
    Unit.WORKING_DAY: WaitedIn.WORKING_DAY,
    Unit.SAME_DAY: WaitedIn.WORKING_DAY,
    Unit.DAY: WaitedIn.DAY,
    Unit.MONTH: WaitedIn.DAY,
}


def after_standing(
    due_at: datetime, limit: TimeLimit, counted_from: datetime, calendar: WorkingCalendar, *,
    since: datetime, until: datetime,
) -> tuple[datetime, Wait]:  # fmt: skip
    """Return when a limit ends whose clock stood from ``since`` to ``until``, and what that was.

    ``due_at`` is when it would have ended, ``counted_from`` when it began. What was late when the
    clock stopped is late when it goes on; what was not, is not.

    Units:   the answer is aware and UTC.
    Raises:  CalendarGap.
    """
    wait = waited(since, until, limit.unit, calendar)
    ends = pushed(due_at, wait, limit, counted_from, calendar)
    if wait.unit is WaitedIn.DAY and is_late(due_at, since) and not is_late(ends, until):
        before = calendar.working_days_until(local_date(until) - _DAY)
        last = calendar.nth_working_day(before)
        ends = due_on(last, counted_from, limit.unit, calendar).due_at
    return ends, wait


def waited(since: datetime, until: datetime, unit: Unit, calendar: WorkingCalendar) -> Wait:
    """Return what of a limit in ``unit`` passed while its clock stood.

    Hours lose the office time, a minute begun as a whole one. Days lose the days from that on
    which the clock stopped up to the one on which it goes on, without the last: working days where
    those are counted, else every day. A clock that goes on the day it stopped loses no day.

    Raises:  CalendarGap.
    """
    counted_in = _WAITED_IN[unit]
    if counted_in is WaitedIn.WORKING_MINUTE:
        return Wait(working_minutes_begun(since, until, calendar), counted_in)
    first, last = local_date(since), local_date(until)
    if counted_in is WaitedIn.DAY:
        return Wait((last - first).days, counted_in)
    before = calendar.working_days_until(first - _DAY)
    return Wait(calendar.working_days_until(last - _DAY) - before, counted_in)


def pushed(
    due_at: datetime, wait: Wait, limit: TimeLimit, counted_from: datetime,
    calendar: WorkingCalendar,
) -> datetime:  # fmt: skip
    """Return when a limit that was due at ``due_at`` ends after so much was waited.

    Plain days and months end on a day that is worked, as without a wait.

    Units:   the answer is aware and UTC.
    Raises:  CalendarGap.
    """
    if wait.quantity == 0:
        return due_at
    if wait.unit is WaitedIn.WORKING_MINUTE:
        return add_working_minutes(due_at, wait.quantity, calendar)
    last = _last_day(local_date(due_at), wait, calendar)
    return due_on(last, counted_from, limit.unit, calendar).due_at


def _last_day(day: date, wait: Wait, calendar: WorkingCalendar) -> date:
    if wait.unit is WaitedIn.WORKING_DAY:
        return calendar.nth_working_day(calendar.working_days_until(day) + wait.quantity)
    return calendar.working_day_from(day + wait.quantity * _DAY)
