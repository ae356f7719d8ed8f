"""Words of accountability: a case that went from holder to holder, and what was counted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

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


class AccountabilityError(Refused):
    """The room of accountability refuses.

    AccountabilityError
    ├── LogUnreadable               the file is no event log, or it breaks off
    └── HolderMissing               no event of the log has the attribute that names holders
    """

    code: ClassVar[str] = "accountability-refused"


class LogUnreadable(AccountabilityError):
    """The file is no event log, or it breaks off; ``line`` says where, when it is known."""

    code = "event-log-unreadable"


class HolderMissing(AccountabilityError):
    """No event has the attribute; ``there_are`` names those that events have."""

    code = "holder-attribute-missing"
