"""Words of accountability: a case that went from holder to holder, and what was counted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import ClassVar

from thongsuot.kernel.clock import LOCAL
from thongsuot.kernel.errors import Refused

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Moment:
    """One event of a case: who held it then, as far as the log says, and when it was."""

    holder: str | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Case:
    """One case of an event log, its events in the order of the file."""

    name: str
    moments: list[Moment]


@dataclass(frozen=True, slots=True)
class Span:
    """Consecutive events of one case under one holder."""

    holder: str
    events: int
    began_at: datetime | None
    ended_at: datetime | None


@dataclass(slots=True)
class Counts:
    """What an event log says of hand-overs; definitions in ``rules``.

    ``top_pairs`` counts hand-overs by (giver, taker); ``top_bounces`` counts bounces by (holder,
    the one who sent it straight back).
    """

    cases: int = 0
    events: int = 0
    holders: set[str] = field(default_factory=set)
    cases_with_handover: int = 0
    cases_with_bounce: int = 0
    cases_with_return: int = 0
    longest_chain: int = 0
    pairs: dict[Pair, int] = field(default_factory=dict)
    bounced: dict[Pair, int] = field(default_factory=dict)
    without_holder: int = 0
    out_of_order: int = 0
    """Cases whose events do not stand in the order of their instants."""

    @property
    def handovers(self) -> int:
        """How often the holder changed."""
        return sum(self.pairs.values())

    @property
    def bounces(self) -> int:
        """How often a case came straight back."""
        return sum(self.bounced.values())

    def most(self, counted: dict[Pair, int], top: int) -> Iterator[tuple[str, str, int]]:
        """Yield the commonest pairs with their number; of equal ones the earlier met first."""
        ranked = sorted(counted.items(), key=lambda item: -item[1])
        return ((*pair, number) for pair, number in ranked[:top])


@dataclass(frozen=True, slots=True, order=True)
class Holder:
    """Who answers for a stretch of time: an officer on a post of an agency.

    ``officer`` is 0 where a post was asked and nobody took the thing over.
    """

    agency: int
    post: int
    officer: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """One span of custody.  Units: ``share`` in minutes of working time; None: none was given."""

    holder: Holder
    began_at: datetime
    ended_at: datetime | None
    share: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A hand-over as a question, from offering to its answer.

    Units:  ``allowed`` is the time for the answer in minutes of working time.
    """

    holder: Holder
    began_at: datetime
    ended_at: datetime | None
    allowed: int = 0


@dataclass(frozen=True, slots=True)
class Consulted:
    """An opinion asked for, with its own clock; custody stays where it is."""

    holder: Holder
    began_at: datetime
    due_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Run:
    """The run of the clock that the due date in force belongs to.

    ``stopped_at`` is the decision, or the end without one; None while it runs. ``pauses`` are
    the stretches in which the clock stood; the last may be open.
    """

    counted_from: datetime
    due_at: datetime
    stopped_at: datetime | None
    by_hour: bool = False
    pauses: tuple[tuple[datetime, datetime | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Life:
    """All that says at whose charge the time of one subject went; spans oldest first."""

    run: Run
    spans: tuple[Held, ...]
    offers: tuple[Asked, ...] = ()
    opinions: tuple[Consulted, ...] = ()


@dataclass(slots=True)
class Account:
    """What one holder answers for in one subject.  Units: whole minutes of working time.

    ``held`` while the clock ran and nobody else was waited for; ``share`` of the limit, given to
    him or left by those that were; ``answering`` while others waited for him to accept or return,
    of which ``allowed`` was his to take; ``silent`` beyond the time for an opinion asked of him.
    Not charged: ``earlier`` than the clock's present run, ``paused``, ``after`` the decision.
    ``awaiting`` and ``consulting`` are what he held the thing while others answered, told again.
    """

    holder: Holder
    held: int = 0
    share: int = 0
    answering: int = 0
    allowed: int = 0
    answering_over: int = 0
    silent: int = 0
    earlier: int = 0
    paused: int = 0
    after: int = 0
    awaiting: int = 0
    consulting: int = 0
    late: int = 0

    @property
    def over(self) -> int:
        """What he held beyond his own share."""
        return max(0, self.held - self.share)

    @property
    def excess(self) -> int:
        """All that he used beyond what was his."""
        return self.over + self.answering_over + self.silent


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The time of one subject, split without rest.  Units: minutes of working time.

    ``used`` is what the clock ran, ``late`` how much of it lay beyond the due instant; the
    accounts' ``held``, ``answering`` and ``silent`` add up to ``used``, their ``late`` to
    ``late``.
    """

    accounts: tuple[Account, ...]
    used: int
    late: int


# --- figures over a period ------------------------------------------------------------------


class Level(StrEnum):
    """Between whom hand-overs are counted."""

    AGENCY = "agency"
    POST = "post"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Period:
    """Local days from ``first`` to ``last``, both counted.

    Raises:  PeriodWrong where it ends before it begins.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise PeriodWrong("the period ends before it begins")

    @property
    def since(self) -> datetime:
        """The instant it begins."""
        return datetime.combine(self.first, time(), LOCAL)

    @property
    def until(self) -> datetime:
        """The instant after its end."""
        return datetime.combine(self.last + timedelta(days=1), time(), LOCAL)


@dataclass(frozen=True, slots=True)
class Flow:
    """How often one gave to another.

    ``handovers`` were taken over, ``bounces`` of them straight back to the one before;
    ``returned`` were asked and returned, ``silent`` taken over by silence.
    """

    giver: int
    taker: int
    handovers: int = 0
    bounces: int = 0
    returned: int = 0
    silent: int = 0


@dataclass(frozen=True, slots=True)
class Handovers:
    """What a period saw of hand-overs; definitions as for event logs (``rules.chains``).

    Everything is dated by the span with which it came about, so that the parts of a period add
    up to it; ``cases`` are the dossiers with such a span, ``longest_chain`` their longest ever.
    """

    cases: int
    handovers: int
    cases_with_handover: int
    bounces: int
    cases_with_bounce: int
    cases_with_return: int
    longest_chain: int
    returned: int
    silent: int
    flows: tuple[Flow, ...]


@dataclass(slots=True)
class Loop:
    """Two who sent dossiers to and fro.  Units: ``minutes`` of working time between them."""

    one: int
    other: int
    bounces: int = 0
    returned: int = 0
    minutes: int = 0
    codes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Charged:
    """What one holder bears of a period's lateness.  Units: minutes of working time."""

    holder: Holder
    dossiers: int = 0
    late: int = 0
    answering: int = 0
    silent: int = 0


@dataclass(slots=True)
class HidingPlace:
    """How often and how long the clock stood "for the citizen" in one agency.

    ``single`` were the one consolidated request; ``repeated`` came after another; ``special``
    cited a special law; ``was_late`` were made when the dossier was late already. Of all that
    are ``answered`` or ended, ``minutes`` of working time in sum and at most.
    """

    agency: int
    asked: int = 0
    answered: int = 0
    open: int = 0
    single: int = 0
    repeated: int = 0
    special: int = 0
    was_late: int = 0
    minutes: int = 0
    longest: int = 0


@dataclass(slots=True)
class Age:
    """How many undecided dossiers one holder, post or agency has, by age; youngest first."""

    key: int
    buckets: list[int]
    late: int = 0
    paused: int = 0

    @property
    def open(self) -> int:
        """All of them."""
        return sum(self.buckets)


class Verdict(StrEnum):
    """What the numbers of one unit allow to say beside the whole."""

    GOOD = "clearly-good"
    COMMON = "common"
    ATTENTION = "needs-attention"
    TOO_FEW = "too-few"


@dataclass(frozen=True, slots=True)
class Rank:
    """One unit of a league: its rate with its interval, and the range of its ranks."""

    agency: int
    decided: int
    on_time: int
    low: float
    high: float
    best: int
    worst: int
    verdict: Verdict

    @property
    def share(self) -> float:
        """On time, as a share of one."""
        return self.on_time / self.decided


@dataclass(frozen=True, slots=True)
class League:
    """The units of a period, by the middle of their rank ranges."""

    decided: int
    on_time: int
    ranks: tuple[Rank, ...]


class AccountabilityError(Refused):
    """The room of accountability refuses.

    AccountabilityError
    ├── LogUnreadable               the file is no event log, or it breaks off
    ├── HolderMissing               no event of the log has the attribute that names holders
    ├── PeriodWrong                 a period that ends before it begins, or is none
    └── FiguresNotYours             the figures are for other eyes
    """

    code: ClassVar[str] = "accountability-refused"


class LogUnreadable(AccountabilityError):
    """The file is no event log, or it breaks off; ``line`` says where, when it is known."""

    code = "event-log-unreadable"


class HolderMissing(AccountabilityError):
    """No event has the attribute; ``there_are`` names those that events have."""

    code = "holder-attribute-missing"


class PeriodWrong(AccountabilityError):
    """The period ends before it begins, or its days are none."""

    code = "period-wrong"


class FiguresNotYours(AccountabilityError):
    """The figures are not for this visitor's eyes."""

    code = "figures-not-yours"
