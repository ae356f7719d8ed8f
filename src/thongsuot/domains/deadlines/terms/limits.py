"""Words of limits beside the due date: how each was counted, and counted anew."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from thongsuot.domains.deadlines.terms.calendars import WorkingCalendar

WORKING_MINUTE: Final = "working-minute"
"""In what a limit is counted that is no ``TimeLimit``: so many minutes of office time."""


class LimitKind(StrEnum):
    """What has a limit of its own beside the due date."""

    OFFER = "offer"
    OPINION = "opinion"
    RULING = "ruling"
    WINDOW = "window"
    OBJECTION = "objection"
    ANSWER = "desk-answer"


@dataclass(frozen=True, slots=True)
class Counting:
    """By what the end of a limit was counted; nothing of it for what was set before it was kept.

    Units:   ``quantity`` in ``unit``: ``WORKING_MINUTE``, or a unit of time limits.
    """

    quantity: int | None = None
    unit: str = ""
    calendar_version: str = ""
    hours_of: str = ""

    @classmethod
    def by(cls, calendar: WorkingCalendar, quantity: int, unit: str) -> "Counting":
        """Return what says that a limit was counted by this calendar and its hours."""
        return cls(quantity, unit, calendar.version, calendar.hours_of)

    def columns(self) -> dict[str, int | str | None]:
        """Return it as a row keeps it."""
        return {
            "limit_quantity": self.quantity, "limit_unit": self.unit,
            "calendar_version": self.calendar_version, "hours_of": self.hours_of,
        }  # fmt: skip


NOT_KEPT: Final = Counting()
"""What is known of a limit that was set before it was kept how."""


class KeptLimit(StrEnum):
    """Why a limit stays as it was set though the calendar changed."""

    LATE = "late-already"
    WOULD_BE_LATE = "would-be-late"
    NO_CALENDAR = "no-calendar"
    UNKNOWN = "counted-before-it-was-kept"


@dataclass(frozen=True, slots=True)
class OpenLimit:
    """A limit that runs: what it is about, since when, by when, and by whose hours.

    ``until`` is None where no calendar reached its end; its length was kept then.
    ``agency`` is the code of who has to act; its own office hours count, where it has any.
    """

    kind: LimitKind
    id: int
    subject: str
    counted_from: datetime
    until: datetime | None
    counting: Counting
    agency: str


@dataclass(frozen=True, slots=True)
class LimitRecounted:
    """A limit for which another calendar gives another end; ``kept`` says why it stays."""

    limit: OpenLimit
    until: datetime | None
    counting: Counting
    kept: KeptLimit | None


@dataclass(frozen=True, slots=True)
class LimitChange:
    """What was changed of a limit by a calendar that came late; ``was_at`` None: it had no end."""

    kind: LimitKind
    row: int
    subject: str
    counted_from: datetime
    was_at: datetime | None
    was_by: str
    until: datetime
    calendar_version: str
    set_at: datetime
