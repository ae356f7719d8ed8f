"""Words of deadlines: limits, calendars, due dates, and what is refused."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from thongsuot.kernel.clock import LOCAL
from thongsuot.kernel.errors import Refused

SATURDAY: Final = 5
_MICROSECOND: Final = timedelta(microseconds=1)


class DeadlinesError(Refused):
    """Deadlines refuse.

    DeadlinesError
    ├── CalendarGap            the count runs into days whose calendar is not published
    ├── LimitWrong             a limit is under one
    ├── UnitUnknown            a limit's unit is none that is counted
    ├── CalendarWrong          a calendar document cannot be published, and why
    ├── CalendarVersionTaken   another calendar was published under this version
    ├── CalendarBackDated      a calendar would change what an earlier one already answered
    ├── CalendarUnknown        no calendar was published under this version
    └── CalendarNotYours       calendars are published by administrators alone
    """

    code = "deadlines-refused"


class CalendarGap(DeadlinesError):
    """The count runs into days whose calendar is not published; nobody guesses them."""

    code = "calendar-gap"


class LimitWrong(DeadlinesError):
    """A limit is under one."""

    code = "limit-wrong"


class UnitUnknown(DeadlinesError):
    """A limit's unit is none that is counted."""

    code = "unit-unknown"


class CalendarWrong(DeadlinesError):
    """A calendar document cannot be published; the facts say where and why."""

    code = "calendar-wrong"


class CalendarVersionTaken(DeadlinesError):
    """Another calendar was published under this version."""

    code = "calendar-version-taken"


class CalendarBackDated(DeadlinesError):
    """A calendar would change what an earlier one already answered."""

    code = "calendar-back-dated"


class CalendarUnknown(DeadlinesError):
    """No calendar was published under this version."""

    code = "calendar-unknown"


class CalendarNotYours(DeadlinesError):
    """Calendars are published by administrators alone."""

    code = "calendar-not-yours"


class Unit(StrEnum):
    """In what a limit is counted."""

    WORKING_HOUR = "working-hour"
    WORKING_DAY = "working-day"
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """How long an act may take: one or more of a unit.

    Raises:  LimitWrong; UnitUnknown. An unknown unit is never taken for another.
    """

    quantity: int
    unit: Unit

    def __post_init__(self) -> None:
        if not isinstance(self.unit, Unit):
            raise UnitUnknown("this unit is not counted")
        if isinstance(self.quantity, bool) or not isinstance(self.quantity, int):
            raise LimitWrong("a limit is a whole number")
        if self.quantity < 1:
            raise LimitWrong("a limit is at least one", quantity=self.quantity)

    @classmethod
    def read(cls, quantity: int, unit: str) -> "TimeLimit":
        """Return the limit whose unit came from outside as text.

        Raises:  UnitUnknown; LimitWrong.
        """
        if unit not in set(Unit):
            raise UnitUnknown("this unit is not counted")
        return cls(quantity, Unit(unit))


class FirstDay(StrEnum):
    """How a limit in days begins."""

    NEXT_DAY = "next-day"
    """The day of receipt is not counted; the last day lasts until its office hours end."""
    SAME_CLOCK = "same-clock"
    """Each counted day ends at the clock time of receipt."""


@dataclass(frozen=True, slots=True)
class CountingRule:
    """How limits are counted from one day on."""

    version: str
    valid_from: date
    first_day: FirstDay
    same_day_until: time
    """What is received later in the day may wait until the next working day."""


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The sessions of a working day from one day on, local time, in order."""

    valid_from: date
    sessions: tuple[tuple[time, time], ...]


@dataclass(frozen=True, slots=True)
class CalendarFacts:
    """A published calendar as it was published."""

    version: str
    first_year: int
    last_year: int
    days_off: frozenset[date]
    days_worked: frozenset[date]
    """Saturdays and Sundays that are worked because of a swap."""
    office_hours: tuple[OfficeHours, ...]
    counting: tuple[CountingRule, ...]


@dataclass(frozen=True, slots=True)
class DueDate:
    """When something is due, and the versions of data that say so."""

    due_on: date
    due_at: datetime
    calendar_version: str
    rule_version: str


@dataclass(frozen=True, slots=True)
class DayChange:
    """A day that one calendar counts otherwise than another."""

    day: date
    was_worked: bool
    is_worked: bool


class Timeliness(StrEnum):
    """How an end compares with its due date, by day."""

    EARLY = "early"
    ON_TIME = "on-time"
    LATE = "late"


Sessions = tuple[tuple[int, int], ...]
"""Begin and end of each session of a day, in microseconds since local midnight."""


class WorkingCalendar:
    """Which days and hours are worked, with running sums so that counting needs no loop.

    Day numbers are proleptic ordinals; times of day are microseconds since local midnight,
    where every day has 24 hours (Việt Nam has had no summer time since 1975).
    """

    def __init__(self, facts: CalendarFacts) -> None:
        self.facts = facts
        self.version = facts.version
        self._first = date(facts.first_year, 1, 1).toordinal()
        last = date(facts.last_year, 12, 31).toordinal()
        days = [date.fromordinal(n) for n in range(self._first, last + 1)]
        self._sessions = [self._sessions_of(day) for day in days]
        self._working = [n for n, s in enumerate(self._sessions, self._first) if s]
        self._days_until = _running_sum(int(bool(s)) for s in self._sessions)
        self._time_until = _running_sum(sum(b - a for a, b in s) for s in self._sessions)

    def __repr__(self) -> str:
        return f"WorkingCalendar({self.version!r})"

    def _sessions_of(self, day: date) -> Sessions:
        weekday = day.weekday() < SATURDAY
        if day in self.facts.days_off or not (weekday or day in self.facts.days_worked):
            return ()
        hours = [h for h in self.facts.office_hours if h.valid_from <= day][-1]
        return tuple((since_midnight(a), since_midnight(b)) for a, b in hours.sessions)

    def _index(self, day: date) -> int:
        index = day.toordinal() - self._first
        if not 0 <= index < len(self._sessions):
            raise CalendarGap("no calendar is published for this year", year=day.year)
        return index

    def sessions_on(self, day: date) -> Sessions:
        """Return the sessions of the day; none on a day off.

        Raises:  CalendarGap, as every question about a day does.
        """
        return self._sessions[self._index(day)]

    def is_working(self, day: date) -> bool:
        """Return whether the day is worked."""
        return bool(self.sessions_on(day))

    def working_days_until(self, day: date) -> int:
        """Return how many working days the calendar holds up to and including ``day``.

        The day before the first one has none.
        """
        number = day.toordinal() - self._first + 1
        if not 0 <= number < len(self._days_until):
            raise CalendarGap("no calendar is published for this year", year=day.year)
        return self._days_until[number]

    def nth_working_day(self, number: int) -> date:
        """Return the working day with this number, counted from 1 at the calendar's begin."""
        if not 1 <= number <= len(self._working):
            raise CalendarGap(
                "the count runs past the published calendar", year=self.facts.last_year + 1
            )
        return date.fromordinal(self._working[number - 1])

    def working_day_from(self, day: date) -> date:
        """Return ``day`` if it is worked, else the next day that is."""
        return self.nth_working_day(self._days_until[self._index(day)] + 1)

    def worked_until(self, day: date, clock: int) -> int:
        """Return the microseconds worked from the calendar's begin until ``clock`` on ``day``."""
        index = self._index(day)
        today = sum(min(b, clock) - a for a, b in self._sessions[index] if a < clock)
        return self._time_until[index] + today

    def moment_of(self, worked: int) -> tuple[date, int]:
        """Return the first day and clock by which ``worked`` microseconds have been worked."""
        if not 0 < worked <= self._time_until[-1]:
            raise CalendarGap(
                "the count runs past the published calendar", year=self.facts.last_year + 1
            )
        index = bisect_left(self._time_until, worked) - 1
        left = worked - self._time_until[index]
        for begin, end in self._sessions[index]:
            if left <= end - begin:
                return date.fromordinal(self._first + index), begin + left
            left -= end - begin
        raise AssertionError("the running sums disagree with the sessions")

    def counting_on(self, day: date) -> CountingRule:
        """Return the counting rule in force on ``day``."""
        rules = [rule for rule in self.facts.counting if rule.valid_from <= day]
        if not rules:
            raise CalendarGap("no counting rule is published for this day", year=day.year)
        return rules[-1]


@dataclass(frozen=True, slots=True)
class Explained:
    """What a due date was counted from, and what was skipped on the way to it.

    ``nominal_on`` is the day on which plain days or months end before the appointment moves to a
    worked day; ``days_off`` are Mondays to Fridays. ``sessions`` are those of the last day.
    """

    limit: TimeLimit
    start_at: datetime
    nominal_on: date | None
    days_off: tuple[date, ...]
    weekend_days: int
    weekend_worked: tuple[date, ...]
    sessions: Sessions
    rule: CountingRule
    calendar_version: str
    due_at: datetime
    due_on: date


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """What a published calendar says of itself: names of its days off, and where it comes from."""

    source: str
    names: Mapping[date, str]
    rule_sources: Mapping[str, str]


def _running_sum(values: Iterable[int]) -> Sequence[int]:
    """Return the sums before each value, and after the last."""
    sums = [0]
    for value in values:
        sums.append(sums[-1] + value)
    return sums


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
