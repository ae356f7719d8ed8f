"""When a limit ends, and how much working time lies between two instants.

Source:  Labour Code 2019 Art. 112; NĐ 61/2018/NĐ-CP Art. 18(2)-(3), 19; docs/law/deadlines.md
         says which line of the law each rule rests on, and what is setting or reading.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Final

from thongsuot.domains.deadlines.terms import (
    CalendarGap,
    CountingRule,
    DayChange,
    DueDate,
    FirstDay,
    LimitWrong,
    TimeLimit,
    Timeliness,
    Unit,
    WorkingCalendar,
    instant,
    since_midnight,
)
from thongsuot.kernel.clock import local_date, to_local

_MINUTE: Final = 60_000_000  # microseconds
_MONTHS: Final = 12


def due_after(start_at: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> DueDate:
    """Return when what began at ``start_at`` is due.

    Working hours run through the office hours from the instant itself. Working days are those
    after the day of receipt. Plain days and months count every day, and the appointment moves
    off days that are not worked to the next one that is.

    Raises:  CalendarGap if the count meets a day whose calendar is not published.
    """
    if limit.unit is Unit.WORKING_HOUR:
        return _after_hours(start_at, limit.quantity, calendar)
    if limit.unit is Unit.SAME_DAY:
        return same_working_day(start_at, calendar)
    received = local_date(start_at)
    last = _LAST_DAY[limit.unit](received, limit.quantity, calendar)
    return due_on(last, start_at, limit.unit, calendar)


def _after_hours(start_at: datetime, hours: int, calendar: WorkingCalendar) -> DueDate:
    rule = calendar.counting_on(local_date(start_at))
    due_at = add_working_minutes(start_at, hours * 60, calendar)
    return _due(local_date(due_at), due_at, calendar, rule)


def _due(on: date, at: datetime, calendar: WorkingCalendar, rule: CountingRule) -> DueDate:
    return DueDate(on, at, calendar.version, rule.version, calendar.hours_of)


def _after_working_days(received: date, quantity: int, calendar: WorkingCalendar) -> date:
    return calendar.nth_working_day(calendar.working_days_until(received) + quantity)


def _after_days(received: date, quantity: int, calendar: WorkingCalendar) -> date:
    try:
        last = received + timedelta(days=quantity)
    except OverflowError:
        raise CalendarGap("no calendar reaches that far", year=date.max.year) from None
    return calendar.working_day_from(last)


def _after_months(received: date, quantity: int, calendar: WorkingCalendar) -> date:
    years = (received.month - 1 + quantity) // _MONTHS
    if received.year + years > calendar.facts.last_year:
        raise CalendarGap("no calendar is published for this year", year=received.year + years)
    return calendar.working_day_from(_months_on(received, quantity))


def _months_on(received: date, quantity: int) -> date:
    """Return the day of the same number ``quantity`` months on, or that month's last day."""
    years, month = divmod(received.month - 1 + quantity, _MONTHS)
    year = received.year + years
    return date(year, month + 1, min(received.day, monthrange(year, month + 1)[1]))


def nominal_day(received: date, limit: TimeLimit) -> date:
    """Return the day on which plain days or months end, worked or not."""
    if limit.unit is Unit.MONTH:
        return _months_on(received, limit.quantity)
    return received + timedelta(days=limit.quantity)


_LAST_DAY: Final[dict[Unit, Callable[[date, int, WorkingCalendar], date]]] = {
    Unit.WORKING_DAY: _after_working_days,
    Unit.DAY: _after_days,
    Unit.MONTH: _after_months,
}


def due_on(last: date, start_at: datetime, unit: Unit, calendar: WorkingCalendar) -> DueDate:
    """Return the due date at the end of the last day, or at its clock time of receipt."""
    rule = calendar.counting_on(local_date(start_at))
    clock = calendar.sessions_on(last)[-1][1]
    if rule.first_day is FirstDay.SAME_CLOCK and unit is not Unit.SAME_DAY:
        clock = _clock_in_office(start_at, last, calendar)
    return _due(last, instant(last, clock).astimezone(UTC), calendar, rule)


def _clock_in_office(start_at: datetime, last: date, calendar: WorkingCalendar) -> int:
    """Return the clock time of receipt, moved into the office hours of the last day.

    What came on a day off or after hours begins with the next session, and so ends with the
    last session before it.
    """
    sessions = calendar.sessions_on(last)
    clock = _clock(start_at)
    if not calendar.is_working(local_date(start_at)):
        return sessions[-1][1]
    for begin, end in sessions:
        if clock <= end:
            return max(clock, begin)
    return sessions[-1][1]


def same_working_day(start_at: datetime, calendar: WorkingCalendar) -> DueDate:
    """Return when something settled on the day of receipt is due.

    What is received after the cut-off (15:00) or after the offices closed (on a half day), or on
    a day off, is due on the next working day.

    Raises:  CalendarGap.
    Source:  texts of the procedures themselves; NĐ 61/2018/NĐ-CP Art. 18(2)-(3) for passing a
             dossier on.
    """
    received = local_date(start_at)
    rule = calendar.counting_on(received)
    last = received
    if not (_is_in_time(start_at, rule) and is_before_close(start_at, calendar)):
        last = calendar.working_day_from(received + timedelta(days=1))
    return _due(last, _close_of(last, calendar), calendar, rule)


def pass_on_by(received_at: datetime, calendar: WorkingCalendar) -> datetime:
    """Return by when a desk passes on what it received.

    The same working day; what came after the cut-off (15:00), after the offices closed or on a
    day off, first thing on the next one: before its first session is over.

    Units:   the answer is aware and UTC.
    Raises:  CalendarGap.
    Source:  NĐ 61/2018/NĐ-CP Art. 18(2)-(3); "first thing" is a reading, docs/law/deadlines.md.
    """
    same = same_working_day(received_at, calendar)
    if same.due_on == local_date(received_at):
        return same.due_at
    return instant(same.due_on, calendar.sessions_on(same.due_on)[0][1]).astimezone(UTC)


def is_before_close(at: datetime, calendar: WorkingCalendar) -> bool:
    """Return whether the offices still work, or will, on the day of ``at``."""
    sessions = calendar.sessions_on(local_date(at))
    return bool(sessions) and _clock(at) < sessions[-1][1]


def end_of_next_working_day(at: datetime, calendar: WorkingCalendar) -> datetime:
    """Return when the offices close on the first working day after that of ``at``.

    Units:   the answer is aware and UTC.
    Raises:  CalendarGap.
    """
    return _close_of(calendar.working_day_from(local_date(at) + timedelta(days=1)), calendar)


def _close_of(day: date, calendar: WorkingCalendar) -> datetime:
    return instant(day, calendar.sessions_on(day)[-1][1]).astimezone(UTC)


def _is_in_time(start_at: datetime, rule: CountingRule) -> bool:
    return _clock(start_at) <= since_midnight(rule.same_day_until)


def _clock(at: datetime) -> int:
    """Return the local time of day of ``at``, in microseconds since midnight."""
    return since_midnight(to_local(at).time())


def add_working_minutes(start_at: datetime, minutes: int, calendar: WorkingCalendar) -> datetime:
    """Return the first instant by which ``minutes`` of office time have passed.

    Time outside the office hours does not count. No minutes end where they begin.

    Units:   ``minutes`` 0 or more; the answer is aware and UTC.
    Raises:  LimitWrong; CalendarGap.
    """
    if minutes < 0:
        raise LimitWrong("time does not run backwards", quantity=minutes)
    if minutes == 0:
        return start_at.astimezone(UTC)
    before = calendar.worked_until(local_date(start_at), _clock(start_at))
    day, clock = calendar.moment_of(before + minutes * _MINUTE)
    return instant(day, clock).astimezone(UTC)


def working_minutes(start_at: datetime, end_at: datetime, calendar: WorkingCalendar) -> int:
    """Return the whole minutes of office time between two instants; negative backwards.

    Raises:  CalendarGap.
    """
    if end_at < start_at:
        return -working_minutes(end_at, start_at, calendar)
    before = calendar.worked_until(local_date(start_at), _clock(start_at))
    after = calendar.worked_until(local_date(end_at), _clock(end_at))
    return (after - before) // _MINUTE


def working_minutes_begun(start_at: datetime, end_at: datetime, calendar: WorkingCalendar) -> int:
    """Return the minutes of office time between two instants, one that is begun as a whole one.

    Raises:  CalendarGap.
    """
    before = calendar.worked_until(local_date(start_at), _clock(start_at))
    after = calendar.worked_until(local_date(end_at), _clock(end_at))
    return -((before - after) // _MINUTE)


def working_days_between(first: date, last: date, calendar: WorkingCalendar) -> int:
    """Return the working days after ``first`` up to and with ``last``; negative backwards.

    Raises:  CalendarGap.
    """
    return calendar.working_days_until(last) - calendar.working_days_until(first)


def most_working_days(limit: TimeLimit, calendar: WorkingCalendar) -> int | None:
    """Return the most working days that so many plain days or months can hold, to the appointment.

    Received on the best of all days of the published calendar; None where it is too short for
    even one such limit.
    """
    first = date(calendar.facts.first_year, 1, 1)
    most = None
    for received in (
        first + timedelta(days=n)
        for n in range((date(calendar.facts.last_year, 12, 31) - first).days + 1)
    ):
        try:
            last = _LAST_DAY[limit.unit](received, limit.quantity, calendar)
        except CalendarGap:
            break
        most = max(most or 0, working_days_between(received, last, calendar))
    return most


def changed_days(
    old: WorkingCalendar, new: WorkingCalendar, *, first: date = date.min, last: date = date.max
) -> list[DayChange]:
    """Return the days from ``first`` to ``last`` that the two calendars count differently.

    Only days that both know; a day is counted differently when other sessions are worked, by
    everybody or by one agency, or when limits that begin on it are counted by another rule.
    """
    begin = max(first, date(max(old.facts.first_year, new.facts.first_year), 1, 1))
    end = min(last, date(min(old.facts.last_year, new.facts.last_year), 12, 31))
    agencies = {"", *old.facts.agencies(), *new.facts.agencies()}
    pairs = [(old.of(agency), new.of(agency)) for agency in sorted(agencies)]
    days = (begin + timedelta(days=n) for n in range((end - begin).days + 1))
    return [
        DayChange(day, old.is_working(day), new.is_working(day))
        for day in days
        if old.counting_on(day) != new.counting_on(day)
        or any(was.sessions_on(day) != now.sessions_on(day) for was, now in pairs)
    ]


def timeliness(due_at: datetime, at: datetime, *, by_hour: bool = False) -> Timeliness:
    """Return whether what ended at ``at`` was early, on time or late, by local day.

    With ``by_hour`` it is late after the due instant.

    Source:  reading of TT 01/2018/TT-VPCP Art. 13: shorter, equal, longer than allowed.
    """
    due_on, ended_on = local_date(due_at), local_date(at)
    if ended_on < due_on:
        return Timeliness.EARLY
    is_in_time = at <= due_at if by_hour else ended_on == due_on
    return Timeliness.ON_TIME if is_in_time else Timeliness.LATE


def is_late(due_at: datetime, at: datetime, *, by_hour: bool = False) -> bool:
    """Return whether ``at`` is after the due day; with ``by_hour``, after the due instant.

    A limit in days lasts as long as its last day; a limit in hours ends at its hour.
    """
    return timeliness(due_at, at, by_hour=by_hour) is Timeliness.LATE
