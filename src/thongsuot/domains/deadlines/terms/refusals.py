"""What deadlines refuse."""

from thongsuot.kernel.errors import Refused


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
