"""Words of deadlines: limits, calendars, due dates, and what is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from thongsuot.domains.deadlines.terms.calendars import (
    CalendarFacts,
    CountingRule,
    FirstDay,
    WorkingCalendar,
)
from thongsuot.domains.deadlines.terms.hours import (
    SATURDAY,
    Half,
    OfficeHours,
    OpeningHours,
    Season,
    Sessions,
    instant,
    since_midnight,
)
from thongsuot.domains.deadlines.terms.refusals import (
    CalendarBackDated,
    CalendarGap,
    CalendarNotYours,
    CalendarUnknown,
    CalendarVersionTaken,
    CalendarWrong,
    DeadlinesError,
    LimitWrong,
    UnitUnknown,
)
from thongsuot.domains.deadlines.terms.waits import Wait, WaitedIn

__all__ = [
    "SATURDAY",
    "CalendarBackDated",
    "CalendarFacts",
    "CalendarGap",
    "CalendarNotYours",
    "CalendarUnknown",
    "CalendarVersionTaken",
    "CalendarWords",
    "CalendarWrong",
    "CountingRule",
    "DayChange",
    "DeadlinesError",
    "DueDate",
    "Explained",
    "FirstDay",
    "Half",
    "LimitWrong",
    "OfficeHours",
    "OpeningHours",
    "Season",
    "Sessions",
    "TimeLimit",
    "Timeliness",
    "Unit",
    "UnitUnknown",
    "Wait",
    "WaitedIn",
    "WorkingCalendar",
    "instant",
    "since_midnight",
]


class Unit(StrEnum):
    """In what a limit is counted."""

    WORKING_HOUR = "working-hour"
    WORKING_DAY = "working-day"
    DAY = "day"
    MONTH = "month"
    SAME_DAY = "same-day"
    """Settled on the day of receipt; what comes after the cut-off, on the next working day."""


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
        if self.unit is Unit.SAME_DAY and self.quantity != 1:
            raise LimitWrong("the same day is one day", quantity=self.quantity)

    @classmethod
    def read(cls, quantity: int, unit: str) -> "TimeLimit":
        """Return the limit whose unit came from outside as text.

        Raises:  UnitUnknown; LimitWrong.
        """
        if unit not in set(Unit):
            raise UnitUnknown("this unit is not counted")
        return cls(quantity, Unit(unit))


@dataclass(frozen=True, slots=True)
class DueDate:
    """When something is due, and the versions of data that say so.

    ``hours_of`` is the code of the agency whose office hours counted; empty for everybody's.
    """

    due_on: date
    due_at: datetime
    calendar_version: str
    rule_version: str
    hours_of: str = ""


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


@dataclass(frozen=True, slots=True)
class Explained:
    """What a due date was counted from, and what was skipped on the way to it.

    ``nominal_on`` is the day on which plain days or months end before the appointment moves to a
    worked day; ``days_off`` are Mondays to Fridays. ``sessions`` are those of the last day, of
    which a half alone may be worked.
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
    half_days: tuple[date, ...] = ()
    """Days of which a half is worked; each counts as a day."""
    hours: OfficeHours | None = None
    """The office hours in force on the last day: whose, and since when."""
    hours_of: str = ""
    opened: bool = False
    """Whether it was received over the counter on a day that no limit counts."""


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """What a published calendar says of itself: names of its days off, and where it comes from."""

    source: str
    names: Mapping[date, str]
    rule_sources: Mapping[str, str]
    hours_sources: Mapping[tuple[str, date], str] = field(default_factory=dict)
    """On what office hours rest, by agency and first day."""
