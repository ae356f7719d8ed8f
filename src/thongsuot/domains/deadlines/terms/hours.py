"""When offices are open: sessions of a day, by agency, season and half day; when they receive."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, TypeVar

from thongsuot.kernel.clock import LOCAL

SATURDAY: Final = 5
_MICROSECOND: Final = timedelta(microseconds=1)

Sessions = tuple[tuple[int, int], ...]
"""Begin and end of each session of a day, in microseconds since local midnight."""
Hours = tuple[tuple[time, time], ...]
"""The same as published: local times of day, in order."""
MonthDay = tuple[int, int]


class Half(StrEnum):
    """The part of a day that is worked where only a half of it is."""

    MORNING = "morning"
    """The first session of the day."""
    AFTERNOON = "afternoon"
    """All sessions but the first."""


@dataclass(frozen=True, slots=True)
class Season:
    """Other hours from one day of each year to another, both counted; it may cross New Year."""

    first: MonthDay
    last: MonthDay
    sessions: Hours

    def holds(self, day: date) -> bool:
        """Return whether the day lies in the season."""
        at = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The sessions of a working day from one day on: an agency's, or everybody's without one."""

    valid_from: date
    sessions: Hours
    agency: str = ""
    seasons: tuple[Season, ...] = ()

    def on(self, day: date) -> Hours:
        """Return the sessions of a day: its season's, else those of the whole year."""
        return next((s.sessions for s in self.seasons if s.holds(day)), self.sessions)


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When dossiers are received over the counter; counts for no limit.

    ``weekdays`` by ISO number, 1 is Monday; a weekday that is not named is closed.
    """

    valid_from: date
    weekdays: Mapping[int, Hours] = field(default_factory=dict)
    agency: str = ""


_Dated = TypeVar("_Dated", OfficeHours, OpeningHours)


def hours_in_force(rows: Sequence[_Dated], agency: str, day: date) -> _Dated | None:
    """Return the hours of the agency in force on a day, else everybody's; the newest of each."""
    begun = [row for row in rows if row.valid_from <= day]
    own = [row for row in begun if agency and row.agency == agency]
    found = own or [row for row in begun if not row.agency]
    return max(found, key=lambda row: row.valid_from, default=None)


def half_of(sessions: Hours, half: Half | None) -> Hours:
    """Return the sessions of the half that is worked; all of them on a whole day."""
    if half is None:
        return sessions
    return sessions[:1] if half is Half.MORNING else sessions[1:]


def as_sessions(hours: Hours) -> Sessions:
    """Return published hours as the calendar counts with them."""
    return tuple((since_midnight(begin), since_midnight(end)) for begin, end in hours)


def since_midnight(clock: time) -> int:
    """Return a time of day in microseconds since midnight."""
    whole = timedelta(
        hours=clock.hour,
        minutes=clock.minute,
        seconds=clock.second,
        microseconds=clock.microsecond,
    )
    return whole // _MICROSECOND


def instant(day: date, clock: int) -> datetime:
    """Return the local moment ``clock`` microseconds after midnight of ``day``."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=LOCAL)
    return midnight + timedelta(microseconds=clock)
