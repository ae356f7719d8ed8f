"""Words for figures over a period."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from thongsuot.domains.accountability.terms.charging import Holder
from thongsuot.domains.accountability.terms.errors import PeriodWrong
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
