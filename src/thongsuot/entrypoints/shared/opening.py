"""When a desk is open, told to those who come in person: usual days, exceptions, right now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from django.utils.translation import gettext as _

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines.terms import CalendarGap, Sessions, WorkingCalendar, instant
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

AHEAD: Final = 14
"""Over how many days exceptions, and the next opening, are looked for."""
MINUTES_OF_AN_HOUR: Final = 60
_MICROSECONDS_OF_A_MINUTE: Final = 60_000_000
NAMED: Final = 2
"""So many days are named each, more as a stretch."""
_A_MONDAY: Final = date(2024, 1, 1)
_WEEK: Final = range(1, 8)


@dataclass(frozen=True, slots=True)
class Opening:
    """When one desk receives, in words."""

    usual: Sequence[tuple[str, str]]
    """Weekdays and their hours, closed days last."""
    other: Sequence[str]
    """Days soon that are not as usual."""
    now: str
    """Whether it is open, until when, or when it opens."""


def openings_of(agencies: Sequence[str], at: datetime) -> list[Opening | None]:
    """Return when the desks of agencies are open; None where no calendar says.

    One query, as ``deadlines.queries.calendar_at``.
    """
    try:
        calendar = deadlines.calendar_at(at)
        return [opening_by(calendar.of(agency), at) for agency in agencies]
    except CalendarGap:
        return [None for _agency in agencies]


def opening_by(calendar: WorkingCalendar, at: datetime) -> Opening:
    """Return when a desk with this calendar is open.  Raises: CalendarGap."""
    on = local_date(at)
    usual, coming = calendar.usually_open(on), _coming(calendar, on)
    other = [
        _other(day, sessions)
        for day, sessions in coming
        if sessions != usual.get(day.isoweekday(), ())
    ]
    return Opening(list(_weekdays(usual)), other, _now(coming, at))


def hours_in_words(sessions: Sessions) -> str:
    """Return the hours of a day: "07:00–11:30, 13:30–17:00"."""
    return ", ".join(f"{_clock(begin)}–{_clock(end)}" for begin, end in sessions)


def _clock(microseconds: int) -> str:
    hours, minutes = divmod(microseconds // _MICROSECONDS_OF_A_MINUTE, MINUTES_OF_AN_HOUR)
    return f"{hours:02}:{minutes:02}"


def _coming(calendar: WorkingCalendar, on: date) -> list[tuple[date, Sessions]]:
    """Return when it is open from today on, as far as the calendar is published."""
    days = [on + timedelta(days=number) for number in range(AHEAD)]
    known = [day for day in days if day.year <= calendar.facts.last_year]
    return [(day, calendar.opening_on(day)) for day in known]


def _weekdays(usual: dict[int, Sessions]) -> Iterator[tuple[str, str]]:
    stretches = [
        (sessions, list(numbers))
        for sessions, numbers in groupby(_WEEK, lambda number: usual.get(number, ()))
    ]
    for sessions, numbers in sorted(stretches, key=lambda stretch: not stretch[0]):
        yield _stretch(numbers), hours_in_words(sessions) or _("nghỉ")


def _stretch(numbers: Sequence[int]) -> str:
    names = [formats.weekday(_A_MONDAY + timedelta(days=number - 1)) for number in numbers]
    if len(names) > NAMED:
        return _("{first} đến {last}").format(first=names[0], last=names[-1])
    return ", ".join(names)


def _other(day: date, sessions: Sessions) -> str:
    if not sessions:
        return _("Nghỉ {day}").format(day=_day(day))
    return _("{day} mở {hours}").format(day=_day(day), hours=hours_in_words(sessions))


def _now(coming: Sequence[tuple[date, Sessions]], at: datetime) -> str:
    for day, sessions in coming:
        for begin, end in sessions:
            if at < instant(day, begin):
                return _("Đang đóng cửa; mở lại lúc {time} {day}.").format(
                    time=_clock(begin), day=_day(day)
                )
            if at < instant(day, end):
                return _("Đang mở cửa, đến {time}.").format(time=_clock(end))
    return ""


def _day(day: date) -> str:
    return f"{formats.weekday(day)} {formats.date(day)}"
