"""Limits beside the due date: when each ends, and what a calendar that came late makes of it."""

from collections.abc import Callable
from datetime import datetime

from thongsuot.domains.deadlines.rules.counting import add_working_minutes, due_after
from thongsuot.domains.deadlines.terms import CalendarGap, TimeLimit, WorkingCalendar
from thongsuot.domains.deadlines.terms.limits import (
    WORKING_MINUTE,
    Counting,
    KeptLimit,
    LimitRecounted,
    OpenLimit,
)


def length_of(counting: Counting) -> TimeLimit | int | None:
    """Return how long a limit is, a number being minutes; None where it was not kept."""
    if counting.quantity is None:
        return None
    if counting.unit == WORKING_MINUTE:
        return counting.quantity
    return TimeLimit.read(counting.quantity, counting.unit)


def ends_at(start_at: datetime, length: TimeLimit | int, calendar: WorkingCalendar) -> datetime:
    """Return when a limit ends that began at ``start_at``.  Raises: CalendarGap."""
    if isinstance(length, int):
        return add_working_minutes(start_at, length, calendar)
    return due_after(start_at, length, calendar).due_at


def limit_recounted(
    limit: OpenLimit,
    calendar: WorkingCalendar,
    at: datetime,
    *,
    ends: Callable[[WorkingCalendar], datetime] | None = None,
) -> LimitRecounted | None:
    """Return what a calendar makes of a limit that runs; None where it ends as it was set.

    What is over at ``at`` stays over, and nothing is over by a calendar that came afterwards. One
    that no calendar reached is given its end by the first that does, over or not: its length was
    known all along.
    ``calendar`` is everybody's; the hours of the limit's agency are looked up in it. ``ends``
    counts a limit whose time stood for a while.
    """
    length = length_of(limit.counting)
    if length is None:
        return LimitRecounted(limit, None, limit.counting, KeptLimit.UNKNOWN)
    hours = calendar.of(limit.agency)
    counting = Counting.by(hours, limit.counting.quantity or 0, limit.counting.unit)
    try:
        until = ends(hours) if ends else ends_at(limit.counted_from, length, hours)
    except CalendarGap:
        if limit.until is None:
            return None
        return LimitRecounted(limit, None, counting, KeptLimit.NO_CALENDAR)
    if until == limit.until:
        return None
    return LimitRecounted(limit, until, counting, _kept(limit.until, until, at))


def _kept(was: datetime | None, until: datetime, at: datetime) -> KeptLimit | None:
    if was is None:
        return None
    if was <= at:
        return KeptLimit.LATE
    return KeptLimit.WOULD_BE_LATE if until <= at else None
