"""Words for time that is charged: holders, the life of a subject, accounts."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, order=True)
class Holder:
    """Who answers for a stretch of time: an officer on a post of an agency.

    ``officer`` is 0 where a post was asked and nobody took the thing over; ``post``, too, where
    whoever heads the agency was to decide on a loop.
    """

    agency: int
    post: int
    officer: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """One span of custody.  Units: ``share`` in minutes of working time; None: none was given.

    ``carried``: it began by a reassignment, and goes on with the share of the span before.
    """

    holder: Holder
    began_at: datetime
    ended_at: datetime | None
    share: int | None
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that others wait for, from asking to its answer: a hand-over, or who is competent.

    The latter is put to the common superior; until the ruling the holder may not hand on.

    Units:  ``allowed`` is the time for the answer in minutes of working time; None where it had
            no limit, so that no waiting is beyond it.
    """

    holder: Holder
    began_at: datetime
    ended_at: datetime | None
    allowed: int | None = 0


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
    """All that says at whose charge the time of one subject went; spans oldest first.

    ``before`` are the runs of the clock that ``run`` followed, each with the instant of that as its
    ``stopped_at``: what was late then stays so.
    """

    run: Run
    spans: tuple[Held, ...]
    offers: tuple[Asked, ...] = ()
    opinions: tuple[Consulted, ...] = ()
    before: tuple[Run, ...] = ()


@dataclass(slots=True)
class Account:
    """What one holder answers for in one subject.  Units: whole minutes of working time.

    ``held`` while the clock ran and nobody else was waited for; ``share`` of the limit, given to
    him or left by those that were; ``answering`` while others waited for him to accept or return,
    or to decide on a loop, of which ``allowed`` was his to take; ``silent`` beyond the time for an
    opinion asked of him.
    Not charged: ``earlier`` than the clock's present run, ``paused``, ``after`` the decision.
    ``awaiting`` and ``consulting`` are what he held the thing while others answered, told again.
    ``late`` is all that he bears, ``late_before`` what of it is of earlier runs of the clock.
    ``given`` is what of the share came with hand-overs, ``spent`` what he held on it: what others
    left is no share that somebody overruns, or a minute that is left would make him do so.
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
    late_before: int = 0
    given: int = 0
    spent: int = 0
    was_given: bool = False
    """Whether a share came to him with a hand-over, be it used up by another before."""

    @property
    def over(self) -> int:
        """What he held beyond the share that he was given; nothing where none was."""
        return max(0, self.spent - self.given) if self.was_given else 0

    @property
    def excess(self) -> int:
        """All that he used beyond what was his: by this lateness is split."""
        return max(0, self.held - self.share) + self.answering_over + self.silent


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The time of one subject, split without rest.  Units: minutes of working time.

    ``used`` is what the clock ran, ``late`` how much of it lay beyond the due instant, and with it
    ``late_before``, how much lay beyond that of earlier runs; the accounts' ``held``, ``answering``
    and ``silent`` add up to ``used``, their ``late`` to ``late``.
    """

    accounts: tuple[Account, ...]
    used: int
    late: int
    late_before: int = 0
