"""Words of counting open promises anew by a calendar that came late."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

DUE_DATE: Final = "due-date"
"""What a run counts first."""


class Kept(StrEnum):
    """Why a due date stays as it was promised though the calendar changed."""

    LATE = "late-already"
    """What is late stays late: nothing takes back what happened."""
    WOULD_BE_LATE = "would-be-late"
    """Nobody becomes late by a calendar that came afterwards."""
    PROMISED = "promised-anew"
    """A person promised the date in writing; that is no sum of the calendar."""
    NO_CALENDAR = "no-calendar"
    """The count leaves the published years; it is not guessed."""


@dataclass(frozen=True, slots=True)
class Recounted:
    """An open dossier for which the calendar gives another due date than was promised.

    ``kept`` says why the date stays all the same; ``due_at`` is None where nothing can be counted.
    """

    dossier_id: int
    desk_id: int
    code: str
    last_act_at: datetime
    was_at: datetime
    was_by: str
    due_at: datetime | None
    counted_from: datetime
    quantity: int
    unit: str
    hours_of: str
    kept: Kept | None


@dataclass(frozen=True, slots=True)
class RecountProgress:
    """How far counting all open dossiers anew by a calendar has come."""

    calendar_version: str
    total: int
    examined: int
    changed: int
    kept: int
    started_at: datetime
    finished_at: datetime | None
    limits: int = 0
    limits_changed: int = 0
    limits_kept: int = 0


@dataclass(frozen=True, slots=True)
class Stays:
    """A date or limit that a run left as it was, with its cause."""

    kind: str
    code: str
    was_at: datetime
    was_by: str
    due_at: datetime | None
    counted_from: datetime
    kept: str
