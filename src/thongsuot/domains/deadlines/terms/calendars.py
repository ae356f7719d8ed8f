"""A working calendar as it was published, with running sums so that counting needs no loop."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from functools import cached_property
from typing import Final

from thongsuot.domains.deadlines.terms.hours import (
    SATURDAY,
    Half,
    OfficeHours,
    OpeningHours,
    Sessions,
    as_sessions,
    half_of,
    hours_in_force,
    instant,
)
from thongsuot.domains.deadlines.terms.refusals import CalendarGap

MICROSECONDS_OF_A_MINUTE: Final = 60_000_000


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
    half_days: Mapping[date, Half] = field(default_factory=dict)
    """Days of which only a half is worked; a half of a weekend day makes it a working day."""
    opening_hours: tuple[OpeningHours, ...] = ()

    def agencies(self) -> frozenset[str]:
        """Return the codes of the agencies with office or opening hours of their own."""
        of = [hours.agency for hours in self.office_hours]
        of += [hours.agency for hours in self.opening_hours]
        return frozenset(filter(None, of))


class WorkingCalendar:
    """Which days and hours are worked: everybody's, or those of one agency with its own.

    Day numbers are proleptic ordinals; times of day are microseconds since local midnight,
    where every day has 24 hours (Việt Nam has had no summer time since 1975).
    """

    def __init__(
        self, facts: CalendarFacts, hours_of: str = "", *, stands_still: bool = False
    ) -> None:
        self.facts, self.hours_of, self._stands_still = facts, hours_of, stands_still
        self._of: dict[str, WorkingCalendar] = {hours_of: self}
        self._agencies = facts.agencies()
        self.version = facts.version
        self._first = date(facts.first_year, 1, 1).toordinal()
        last = date(facts.last_year, 12, 31).toordinal()
        days = [date.fromordinal(n) for n in range(self._first, last + 1)]
        self._sessions = [self._sessions_of(day) for day in days]
        self._working = [n for n, s in enumerate(self._sessions, self._first) if s]
        self._days_until = _running_sum(int(bool(s)) for s in self._sessions)
        self._time_until = _running_sum(sum(b - a for a, b in s) for s in self._sessions)

    @property
    def ends_at(self) -> datetime:
        """The first instant that no published year holds."""
        return instant(date(self.facts.last_year + 1, 1, 1), 0)

    def __repr__(self) -> str:
        return f"WorkingCalendar({self.version!r}, {self.hours_of!r})"

    def of(self, agency: str) -> "WorkingCalendar":
        """Return the calendar with the agency's own hours; everybody's where it has none."""
        whose = agency if agency in self._agencies else ""
        if whose not in self._of:
            self._of[whose] = WorkingCalendar(self.facts, whose, stands_still=self._stands_still)
        return self._of[whose]

    @cached_property
    def for_telling(self) -> "WorkingCalendar":
        """The calendar by which time that passed is told, also after the published years.

        What was worked since then nobody can count yet: time stands still at their end, and no
        question about a day or a date to come is answered that the calendar itself refuses.
        """
        return WorkingCalendar(self.facts, self.hours_of, stands_still=True)

    def uncounted_since(self, at: datetime) -> datetime | None:
        """Return since when nothing is counted at ``at``; None within the published years."""
        return self.ends_at if at >= self.ends_at else None

    def _sessions_of(self, day: date) -> Sessions:
        half = self.facts.half_days.get(day)
        is_worked = day.weekday() < SATURDAY or day in self.facts.days_worked or half is not None
        if day in self.facts.days_off or not is_worked:
            return ()
        return as_sessions(half_of(self.hours_on(day).on(day), half))

    def hours_on(self, day: date) -> OfficeHours:
        """Return the office hours in force on ``day``, worked or not.  Raises: CalendarGap."""
        found = hours_in_force(self.facts.office_hours, self.hours_of, day)
        if found is None:
            raise CalendarGap("no office hours are published for this day", year=day.year)
        return found

    def opening_on(self, day: date) -> Sessions:
        """Return when dossiers are received over the counter that day, worked or not.

        Where no opening hours are published the offices receive while they work.
        """
        found = hours_in_force(self.facts.opening_hours, self.hours_of, day)
        if found is None or day in self.facts.days_worked:
            return self.sessions_on(day)
        if day in self.facts.days_off:
            return ()
        hours = found.weekdays.get(day.isoweekday(), ())
        return as_sessions(half_of(hours, self.facts.half_days.get(day)))

    def usually_open(self, day: date) -> dict[int, Sessions]:
        """Return when dossiers are received over the counter on the weekdays, 1 is Monday.

        By the hours in force on ``day``; a weekday that is closed is not named.
        """
        found = hours_in_force(self.facts.opening_hours, self.hours_of, day)
        if found is not None:
            return {number: as_sessions(hours) for number, hours in found.weekdays.items()}
        worked = as_sessions(self.hours_on(day).on(day))
        return dict.fromkeys(range(1, SATURDAY + 1), worked)

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
        Raises:  CalendarGap.
        """
        number = day.toordinal() - self._first + 1
        if self._stands_still and number >= len(self._days_until):
            return self._days_until[-1]
        if not 0 <= number < len(self._days_until):
            raise CalendarGap("no calendar is published for this year", year=day.year)
        return self._days_until[number]

    def nth_working_day(self, number: int) -> date:
        """Return the working day with this number, counted from 1 at the calendar's begin.

        Raises:  CalendarGap.
        """
        if not 1 <= number <= len(self._working):
            raise CalendarGap(
                "the count runs past the published calendar", year=self.facts.last_year + 1
            )
        return date.fromordinal(self._working[number - 1])

    def working_day_from(self, day: date) -> date:
        """Return ``day`` if it is worked, else the next day that is."""
        return self.nth_working_day(self._days_until[self._index(day)] + 1)

    def minutes_of_a_day(self, day: date) -> int:
        """Return how long the working day from ``day`` on is: all of it, also where a half is off.

        Past the published years, as the last working day in them: office hours are no guess.
        Units:   minutes of working time.
        Raises:  CalendarGap before the published years.
        """
        is_past = day.toordinal() > self._working[-1]
        on = date.fromordinal(self._working[-1]) if is_past else self.working_day_from(day)
        whole = as_sessions(self.hours_on(on).on(on))
        return sum(end - begin for begin, end in whole) // MICROSECONDS_OF_A_MINUTE

    def worked_until(self, day: date, clock: int) -> int:
        """Return the microseconds worked from the calendar's begin until ``clock`` on ``day``."""
        if self._stands_still and day.year > self.facts.last_year:
            return self._time_until[-1]
        index = self._index(day)
        today = sum(min(b, clock) - a for a, b in self._sessions[index] if a < clock)
        return self._time_until[index] + today

    def moment_of(self, worked: int) -> tuple[date, int]:
        """Return the first day and clock by which ``worked`` microseconds have been worked.

        Units:   the clock in microseconds since midnight.
        Raises:  CalendarGap.
        """
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
        """Return the counting rule in force on ``day``.  Raises: CalendarGap."""
        rules = [rule for rule in self.facts.counting if rule.valid_from <= day]
        if not rules:
            raise CalendarGap("no counting rule is published for this day", year=day.year)
        return rules[-1]


def _running_sum(values: Iterable[int]) -> Sequence[int]:
    """Return the sums before each value, and after the last."""
    sums = [0]
    for value in values:
        sums.append(sums[-1] + value)
    return sums
