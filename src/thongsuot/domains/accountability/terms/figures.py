"""Words for figures over a period."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, Self

from thongsuot.domains.accountability.terms.charging import Account, Holder
from thongsuot.domains.accountability.terms.errors import PeriodWrong
from thongsuot.domains.dossiers.terms.supplements import Wait
from thongsuot.kernel.clock import LOCAL


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
    up to it; ``cases`` are the dossiers with such a span, ``longest_chain`` their longest ever:
    None where a summary answered, which does not tell dossiers apart.
    """

    handovers: int
    bounces: int
    returned: int
    silent: int
    flows: tuple[Flow, ...]
    cases: int | None = None
    cases_with_handover: int | None = None
    cases_with_bounce: int | None = None
    cases_with_return: int | None = None
    longest_chain: int | None = None


@dataclass(slots=True)
class Loop:
    """Two who sent dossiers to and fro.  Units: ``minutes`` of working time between them."""

    one: int
    other: int
    bounces: int = 0
    returned: int = 0
    minutes: int = 0
    codes: list[str] = field(default_factory=list)
    last_at: datetime | None = None
    """When a dossier last came back, or was last returned."""

    def note(self, at: datetime, codes: Iterable[str], most: int) -> None:
        """Take in when it happened again, and its dossiers as examples, ``most`` of them."""
        self.last_at = max(self.last_at or at, at)
        for code in codes:
            if code not in self.codes and len(self.codes) < most:
                self.codes.append(code)


@dataclass(frozen=True, slots=True)
class Chain:
    """The agencies that held one dossier until a period's end, in turn; neighbours are merged."""

    code: str
    way: tuple[int, ...]

    @property
    def links(self) -> int:
        """How many held it, counted as often as they did."""
        return len(self.way)


@dataclass(slots=True)
class Charged:
    """What one holder bears of a period's lateness.  Units: minutes of working time.

    ``first`` are those of his ``dossiers`` of which no other holder of his agency is told before
    him: over an agency's holders they add up to its dossiers, each counted once.
    """

    holder: Holder
    dossiers: int = 0
    first: int = 0
    late: int = 0
    answering: int = 0
    silent: int = 0


@dataclass(slots=True, kw_only=True)
class Waited:
    """How often something was ``asked``, and how long it took.

    Units: ``minutes`` of working time in sum, ``longest`` at most.
    """

    asked: int = 0
    minutes: int = 0
    longest: int = 0

    def lasted(self, minutes: int) -> None:
        """Take in how long one of them took."""
        self.minutes += minutes
        self.longest = max(self.longest, minutes)

    def take_in(self, other: Self) -> None:
        """Add the sums of another, whoever's they are."""
        longest = max(self.longest, other.longest)
        for one in fields(self):
            if one.name not in {"agency", "kind"}:
                setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))
        self.longest = longest


@dataclass(slots=True)
class HidingPlace(Waited):
    """How often and how long the clock stood "for the citizen" in one agency.

    ``single`` were the one consolidated request; ``repeated`` came after another; ``special``
    cited a special law; ``was_late`` were made when the dossier was late already. Of all that
    are ``answered`` or ended, ``minutes`` of working time in sum and at most. None of these counts
    what was ``taken_back``, for which no clock stood. Citizens ``contested`` that and others.
    """

    agency: int
    answered: int = 0
    open: int = 0
    single: int = 0
    repeated: int = 0
    special: int = 0
    was_late: int = 0
    contested: int = 0
    taken_back: int = 0

    @property
    def sent(self) -> int:
        """How many went out, whatever became of them."""
        return self.asked + self.taken_back

    @property
    def kept(self) -> int:
        """How many that were contested were not taken back."""
        return self.contested - self.taken_back


@dataclass(slots=True)
class CitizenWait(Waited):
    """How often and how long citizens were waited for otherwise than for papers after receipt.

    Of all ``asked`` that are ``answered``, ended or ``open``, ``minutes`` of working time in sum
    and ``longest`` at most.
    """

    agency: int
    kind: Wait
    answered: int = 0
    open: int = 0


@dataclass(slots=True)
class Consulting(Waited):
    """How often one agency was asked for an opinion, or for its part, and what came of it.

    ``in_time``, ``late`` (given after the limit), ``silent`` (none by the limit, even where a law
    takes that for consent), ``waiting`` within the limit and ``withdrawn`` (by who asked, or with
    the dossier) add up to ``asked``.
    Units:  ``minutes`` of working time by its own hours until the opinions that it gave, in sum,
            ``longest`` at most.
    """

    agency: int
    in_time: int = 0
    late: int = 0
    silent: int = 0
    waiting: int = 0
    withdrawn: int = 0

    @property
    def given(self) -> int:
        """How many opinions it gave."""
        return self.in_time + self.late

    @property
    def mean(self) -> int:
        """Minutes of working time to an opinion, on the mean; 0 where it gave none."""
        return self.minutes // self.given if self.given else 0


@dataclass(slots=True)
class Holding:
    """What one holder did with the time of the dossiers that were decided in a period.

    ``turns``: how many dossiers he held; none for a post that was asked and let wait. The rest as
    in ``Account``, summed; ``over`` of each dossier by itself, so that time saved on one pays for
    none of another, and only where a share was given: where none was, none was overrun.
    Units:  minutes of working time.
    """

    holder: Holder
    turns: int = 0
    held: int = 0
    share: int = 0
    over: int = 0
    paused: int = 0
    awaiting: int = 0
    consulting: int = 0
    answering: int = 0
    answering_over: int = 0
    silent: int = 0

    @classmethod
    def of(cls, account: Account) -> "Holding":
        """Return what one account is: one turn, or none where nobody held."""
        turns = 1 if account.holder.officer else 0
        return cls(account.holder, turns, *(getattr(account, name) for name in MEASURED))

    def take_in(self, other: "Holding") -> None:
        """Add the sums of another."""
        self.turns += other.turns
        for name in MEASURED:
            setattr(self, name, getattr(self, name) + getattr(other, name))


MEASURED: Final = (
    "held", "share", "over", "paused", "awaiting", "consulting", "answering", "answering_over",
    "silent",
)  # fmt: skip
"""What is summed of accounts."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """Who held what was decided in a period, most over his share first.

    ``until``: what was decided from then on is not in it yet; None where all is.
    """

    rows: tuple[Holding, ...]
    until: datetime | None = None


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


@dataclass(frozen=True, slots=True)
class BroughtUp:
    """One loop before one superior: between whom, who decided what, and how long it took.

    ``decided_by`` and ``named``, the agency that was to settle it, are 0 until the ruling;
    ``lapsed``: the dossier ended first; ``passed``: it went on to another superior, with whom the
    loop of this ``id`` stands again. Units: ``minutes`` of working time by the superior's hours
    until the ruling, the end, the passing or now; ``over``, how many beyond the time for it.
    """

    id: int
    code: str
    giver: int
    asked: int
    superior: int
    opened_at: datetime
    settled_at: datetime | None
    decided_by: int
    named: int
    lapsed: bool
    passed: bool
    minutes: int
    over: int


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
    early: int = 0
    """How many of those on time were decided on a day before the due day."""

    @property
    def share(self) -> float:
        """On time, as a share of one."""
        return self.on_time / self.decided

    @property
    def late(self) -> int:
        """How many were decided after their due day, or hour."""
        return self.decided - self.on_time


@dataclass(frozen=True, slots=True)
class League:
    """The units of a period, by the middle of their rank ranges."""

    decided: int
    on_time: int
    ranks: tuple[Rank, ...]
