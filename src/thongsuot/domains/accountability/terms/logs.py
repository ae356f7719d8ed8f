"""Words for event logs of any system: a case that went from holder to holder, and counts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Moment:
    """One event of a case: who held it then, as far as the log says, and when it was.

    ``line`` is where it stands in the file; ``is_unreadable``: an instant is given and is none.
    """

    holder: str | None
    at: datetime | None
    line: int = 0
    is_unreadable: bool = False


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
class Met:
    """How often something was met in a log, and where first."""

    first_line: int = 0
    events: int = 0


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
    without_instant: int = 0
    unreadable: Met = field(default_factory=Met)
    """Events whose instant is none that can be read; they count, and nothing is known of when."""
    offsets: dict[timedelta | None, Met] = field(default_factory=dict)
    """Events by how far from UTC their instants are written; none where that is not said."""

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
