"""Why a limit ends on the day it ends: what was counted, and what was skipped on the way."""

from datetime import date, datetime, timedelta
from typing import Final

from thongsuot.domains.deadlines.rules.counting import add_working_minutes, due_after, nominal_day
from thongsuot.domains.deadlines.terms import (
    SATURDAY,
    DueDate,
    Explained,
    TimeLimit,
    Unit,
    WorkingCalendar,
)
from thongsuot.kernel.clock import local_date

ONE_DAY: Final = timedelta(days=1)
_IN_HOURS: Final = TimeLimit(1, Unit.WORKING_HOUR)


def explained(start_at: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> Explained:
    """Return what was counted from ``start_at``, day by day, until ``limit`` was over.

    For plain days and months every day counts; what is skipped lies between the day on which
    they end and the worked day to which the appointment moves.

    Raises:  CalendarGap.
    """
    return _explained(start_at, limit, due_after(start_at, limit, calendar), calendar)


def explained_minutes(start_at: datetime, minutes: int, calendar: WorkingCalendar) -> Explained:
    """Return the same for minutes of working time; its limit says in which unit alone.

    Raises:  CalendarGap.
    """
    due_at = add_working_minutes(start_at, minutes, calendar)
    rule = calendar.counting_on(local_date(start_at))
    due = DueDate(local_date(due_at), due_at, calendar.version, rule.version, calendar.hours_of)
    return _explained(start_at, _IN_HOURS, due, calendar)


def _explained(
    start_at: datetime, limit: TimeLimit, due: DueDate, calendar: WorkingCalendar
) -> Explained:
    first = local_date(start_at)
    nominal = nominal_day(first, limit) if limit.unit in {Unit.DAY, Unit.MONTH} else None
    passed = _days(_after(first, limit, calendar) if nominal is None else nominal, due.due_on)
    off = [day for day in passed if not calendar.is_working(day)]
    return Explained(
        limit=limit,
        start_at=start_at,
        nominal_on=nominal,
        days_off=tuple(day for day in off if day.weekday() < SATURDAY),
        weekend_days=sum(1 for day in off if day.weekday() >= SATURDAY),
        weekend_worked=tuple(
            day for day in passed if day.weekday() >= SATURDAY and calendar.is_working(day)
        ),
        sessions=calendar.sessions_on(due.due_on),
        rule=calendar.counting_on(first),
        calendar_version=calendar.version,
        due_at=due.due_at,
        due_on=due.due_on,
        half_days=tuple(day for day in passed if _is_half(day, calendar)),
        hours=calendar.hours_on(due.due_on),
        hours_of=calendar.hours_of,
        opened=not calendar.is_working(first) and bool(calendar.opening_on(first)),
    )


def _after(first: date, limit: TimeLimit, calendar: WorkingCalendar) -> date:
    """Return from which day on it was counted or skipped.

    Working days are counted from the next day; hours and the same day begin with the day of
    receipt, and skip it where nobody works.
    """
    begins_at_once = limit.unit in {Unit.SAME_DAY, Unit.WORKING_HOUR}
    return first if begins_at_once and not calendar.is_working(first) else first + ONE_DAY


def _is_half(day: date, calendar: WorkingCalendar) -> bool:
    return day in calendar.facts.half_days and calendar.is_working(day)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
