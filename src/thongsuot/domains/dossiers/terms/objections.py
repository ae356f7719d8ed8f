"""Words of an objection: that a citizen disagrees with a request for papers, and the answer."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from thongsuot.domains.deadlines.terms import TimeLimit, Unit
from thongsuot.domains.deadlines.terms.limits import NOT_KEPT, Counting
from thongsuot.domains.dossiers.terms import DossierError

MOST_LETTERS: Final = 2_000
"""Of what a citizen says, and of the answer."""


class AnsweredBy(StrEnum):
    """Who answers; never whoever asked for the papers or drafted the request."""

    HEAD = "head"
    """The head of the agency that asked; where he asked himself, the head of the one above it."""
    SUPERIOR = "superior"
    """The head of the agency above, whoever asked."""


class WindowAfter(StrEnum):
    """What becomes of the time for sending papers once an objection is rejected."""

    ANEW = "anew"
    """The whole time is counted from the answer on, and never ends earlier than before."""
    STANDS = "stands"
    """It stands until the answer; as much is left as was left."""
    RUNS = "runs"
    """It runs on as if nobody had disagreed."""


class ObjectionOutcome(StrEnum):
    """How an objection ended; the papers came or the dossier ended first where it was dropped."""

    UPHELD = "upheld"
    REJECTED = "rejected"
    DROPPED = "dropped"


class ObjectionMade(DossierError):
    """The citizen has disagreed with this request once already."""

    code = "objection-made"


class ObjectionTooLate(DossierError):
    """The time for sending papers is over, and with it the one for disagreeing."""

    code = "objection-too-late"


class NobodyAnswers(DossierError):
    """Nobody but who asked heads the agency or one above it."""

    code = "nobody-answers-objections"


class NoObjectionWaits(DossierError):
    """There is no objection to answer: none was made, or it has its answer."""

    code = "no-objection-waits"


class ObjectionNotYours(DossierError):
    """Another has to answer the objection.  Facts: agency, the one whose head does."""

    code = "objection-not-yours"


@dataclass(frozen=True, slots=True)
class ObjectionPolicy:
    """By when whose head answers, and what becomes of the citizen's time; no law found says so."""

    answer_within: TimeLimit
    answered_by: AnsweredBy = AnsweredBy.HEAD
    window: WindowAfter = WindowAfter.ANEW
    note: str = ""


NO_ROW: Final = ObjectionPolicy(TimeLimit(2, Unit.WORKING_DAY))
"""What holds where a published row says nothing: the values that ship."""


@dataclass(frozen=True, slots=True)
class ObjectionView:
    """One objection as pages show it; the agency is the one whose head answers, or answered.

    ``answer_by`` is None where no calendar reached its end. ``heads`` are the names of who may
    answer now; ``asked_by_ids`` who asked for the papers, and so may not.
    """

    words: str
    made_at: datetime
    answer_by: datetime | None
    agency_code: str
    agency_name: str
    heads: tuple[str, ...] = ()
    asked_by_ids: frozenset[int] = frozenset()
    outcome: ObjectionOutcome | None = None
    answer: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""
    counting: Counting = NOT_KEPT
    id: int = 0
    policy: str = ""
    """The version of the policy under which it was made."""
    window: WindowAfter = WindowAfter.ANEW
    """What becomes of the time for sending papers, as the policy said when it was made."""
    is_late: bool = False
    """Whether it has, or had, no answer in its time."""

    @property
    def is_open(self) -> bool:
        """Whether it waits for its answer."""
        return self.outcome is None
