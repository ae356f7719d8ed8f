"""Words of processes: the steps in which a procedure is settled, as decisions print them.

A dossier has one holder at every instant, so the steps follow one another: the outcome of a step
names the one step that comes next, and several outcomes of a step exclude each other. What runs
at the same time is an opinion asked beside a step; asking never moves the dossier.

In BPMN a step is a user task in the lane of whoever does it, or a manual task; several outcomes
are an exclusive gateway, opinions beside a step a parallel pair round it, ``Trigger.TIME`` a
timer and ``Trigger.SUPPLEMENT`` a message event at the step.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from thongsuot.domains.catalogue.terms.procedures import Json, Level
from thongsuot.domains.organisation.terms import AgencyKind, PostKind

END: Final = ""
"""As what follows: nothing, the process ends there."""


class Work(StrEnum):
    """What is done in a step."""

    RECEIVE = "receive"
    """Tiếp nhận, chuyển hồ sơ."""
    ASSIGN = "assign"
    """Phân công."""
    VERIFY = "verify"
    """Thẩm định, dự thảo kết quả."""
    APPROVE = "approve"
    """Xem xét, trình ký."""
    SIGN = "sign"
    """Ký."""
    ISSUE = "issue"
    """Vào sổ, đóng dấu, phát hành."""
    COLLECT = "collect"
    """Thu phí, lệ phí."""
    RETURN = "return"
    """Trả kết quả."""


class Stage(StrEnum):
    """For what a dossier is handed over, as custody and the dossier's states know it."""

    INTAKE = "intake"
    VERIFY = "verify"
    SIGN = "sign"
    RETURN = "return-result"


STAGE_OF: Final[Mapping[Work, Stage]] = MappingProxyType({
    Work.RECEIVE: Stage.INTAKE,
    Work.ASSIGN: Stage.VERIFY,
    Work.VERIFY: Stage.VERIFY,
    Work.APPROVE: Stage.VERIFY,
    Work.SIGN: Stage.SIGN,
    Work.ISSUE: Stage.SIGN,
    Work.COLLECT: Stage.RETURN,
    Work.RETURN: Stage.RETURN,
})  # fmt: skip


class Seat(StrEnum):
    """In which agency, seen from a dossier, a step is done."""

    DESK = "desk"
    """The one-stop desk that received it."""
    COMPETENT = "competent"
    """The agency that settles it, by the competence table."""
    KIND = "kind"
    """The nearest agency of a kind: the tax office, the land office."""


class Trigger(StrEnum):
    """What makes an outcome happen."""

    DONE = "done"
    """Whoever holds the dossier finishes the work and says so."""
    TIME = "time"
    """Time has passed."""
    SUPPLEMENT = "supplement"
    """The citizen was asked for what is missing, and has brought it."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Who does a step: a kind of post in an agency.

    ``agency_kind`` is given with ``Seat.KIND`` alone; ``unit`` is what the decision calls the
    division or group, for people to read, '' if it names none.
    """

    seat: Seat
    post: PostKind
    agency_kind: AgencyKind | None = None
    unit: str = ""

    @property
    def key(self) -> str:
        """The lane as a name that is the same wherever the same people work."""
        kind = self.agency_kind.value if self.agency_kind else ""
        return ":".join((self.seat.value, kind, self.post.value, self.unit))


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """How a step may end, and the one step that follows.

    ``next`` is the code of a step, or END. ``code`` is unique within its step.
    Units:  ``after_minutes`` in minutes of working time; given with ``Trigger.TIME`` alone.
    """

    code: str
    name: str
    next: str
    trigger: Trigger = Trigger.DONE
    after_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class OpinionBeside:
    """An opinion that another agency gives while the step goes on; the dossier does not move.

    ``basis`` is the code of a legal basis in the hand-over policy: it says whether silence is
    consent. ``code`` is unique within the process. Without one that is a ``must`` nothing is
    signed; signing without another is only flagged.
    Units:  ``limit_minutes`` in minutes of working time; None = as the basis says.
    """

    code: str
    name: str
    agency_kind: AgencyKind
    basis: str
    limit_minutes: int | None = None
    must: bool = False


PART_WORKERS: Final = (PostKind.HANDLER, PostKind.DIVISION_HEAD, PostKind.HEAD)
"""Who does a part of a linked procedure, the first there is."""


@dataclass(frozen=True, slots=True)
class StepDocument:
    """A paper that a step makes; ``signed_in`` is the code of the step that signs it, or ''.

    A step is not left before a paper that is a ``must`` is made.
    """

    name: str
    signed_in: str = ""
    must: bool = False


@dataclass(frozen=True, slots=True)
class ProcessStep:
    """One row of the table: what, by whom, in what share of the limit, and what may follow.

    Units:  ``share_minutes`` in minutes of working time.
    """

    code: str
    name: str
    work: Work
    lane: Lane
    share_minutes: int
    outcomes: tuple[StepOutcome, ...]
    opinions: tuple[OpinionBeside, ...] = ()
    documents: tuple[StepDocument, ...] = ()
    by_hand: bool = False
    """Done outside the system and only noted in it: a manual task."""

    @property
    def stage(self) -> Stage:
        """For what the dossier is handed to this step."""
        return STAGE_OF[self.work]


@dataclass(frozen=True, slots=True)
class Process:
    """The steps in which a procedure is settled; the first step is where it starts.

    ``code`` names the process for ever. ``procedure`` is a procedure's code, '' while nobody has
    said which one it is; ``level`` the only level it is for, None for every one. ``source`` is
    the decision that approves it.
    Units:  ``limit_minutes`` in minutes of working time; None where the law gives no limit.
    """

    code: str
    name: str
    procedure: str
    steps: tuple[ProcessStep, ...]
    limit_minutes: int | None = None
    level: Level | None = None
    source: str = ""

    @property
    def start(self) -> ProcessStep:
        """The step in which a dossier comes in."""
        return self.steps[0]

    def find_step(self, code: str) -> ProcessStep | None:
        """Return the step of this code, if there is one."""
        return next((step for step in self.steps if step.code == code), None)


class Outside(StrEnum):
    """What happens to a hand-over outside the process."""

    REFUSE = "refuse"
    REASON = "reason"
    """It needs a reason in words, and the record says that it left the process."""
    ALLOW = "allow"


@dataclass(frozen=True, slots=True)
class OutsidePolicy:
    """From one day on: what happens outside the process, and on what that rests.

    ``another_signer``: somebody signs, or is offered to sign, who is not on the post of the step.
    """

    version: str
    valid_from: date
    source: str
    another_step: Outside
    another_post: Outside
    another_signer: Outside = Outside.REFUSE


@dataclass(frozen=True, slots=True)
class Seatings:
    """Which officers serve posts of each kind on a day, seen from an agency that settles."""

    agency: str
    desk: Mapping[PostKind, frozenset[int]]
    own: Mapping[PostKind, frozenset[int]]
    by_kind: Mapping[AgencyKind, Mapping[PostKind, frozenset[int]]]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a process: ``problem`` is a stable code, ``reason`` words.

    ``step`` is the code of the step, '' for the whole; a fault that does not ``refuse`` is
    flagged only.
    """

    step: str
    field: str
    problem: str
    reason: str
    refuses: bool = True

    def as_json(self) -> dict[str, Json]:
        """Return the fault as reports print it."""
        return {
            "step": self.step, "field": self.field, "problem": self.problem,
            "reason": self.reason, "refuses": self.refuses,
        }  # fmt: skip
