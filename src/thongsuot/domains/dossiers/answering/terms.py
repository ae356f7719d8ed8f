"""Words of the desk's answer to a submission: the policy, what it waits for, by when it is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from thongsuot.domains.dossiers.lateness.terms import Rung
from thongsuot.domains.dossiers.terms import DossierError

RECOUNTED: Final = "recounted"
"""How a row ends whose hour was counted anew; the next row says by when the answer is due now."""


class WaitsFor(StrEnum):
    """Why no hour is set for the desk's answer, where none is."""

    NOTHING = ""
    FEE = "fee"
    """The desk may not receive before the fee is paid: its time stands."""
    CALENDAR = "calendar"
    """No published calendar reaches so far."""


@dataclass(frozen=True, slots=True)
class AnsweringRow:
    """The time for answering what is sent for one procedure, from a day on.

    Units:   ``answer_minutes`` as in the policy.
    """

    procedure: str
    answer_minutes: int
    valid_from: date
    source: str


@dataclass(frozen=True, slots=True)
class AnsweringPolicy:
    """One version of the policy; ``rows`` are procedures that have a time of their own.

    Units:   ``answer_minutes`` of working time by the desk's office hours; the rungs of the
             ``ladder`` in working days after the hour, those for heads alone.
    """

    version: str
    valid_from: date
    source: str
    note: str
    answer_minutes: int
    ladder: tuple[Rung, ...]
    rows: tuple[AnsweringRow, ...] = ()

    def row_of(self, procedure: str, on: date) -> AnsweringRow:
        """Return the newest row of a procedure on a day, else what holds for all others."""
        own = [row for row in self.rows if row.procedure == procedure and row.valid_from <= on]
        general = AnsweringRow("", self.answer_minutes, self.valid_from, self.source)
        return max(own, key=lambda row: row.valid_from, default=general)


Stretch = tuple[datetime, datetime | None]
"""From when until when; without an end it still lasts."""


@dataclass(frozen=True, slots=True)
class AnswerDue:
    """By when the desk answers one submission, and what says so.

    ``answer_by`` is None while ``waits_for`` names something. ``hours_of`` is the code of the desk
    where it has office hours of its own. ``stood`` are the stretches in which its time stood.
    """

    counted_from: datetime
    minutes: int
    answer_by: datetime | None
    waits_for: WaitsFor
    policy: str
    calendar_version: str
    hours_of: str
    stood: Sequence[Stretch] = ()
    procedure: str = ""
    """For which it was sent: the policy may have a row of its own for it."""


@dataclass(frozen=True, slots=True)
class LateAnswer:
    """One submission whose answer is late."""

    id: int
    code: str
    desk: str
    answer_by: datetime


class AnsweringPolicyWrong(DossierError):
    """The document is no policy.  Facts: field."""

    code = "answering-policy-wrong"


class AnsweringPolicyVersionTaken(DossierError):
    """Another policy has this version.  Facts: version."""

    code = "answering-policy-version-taken"
