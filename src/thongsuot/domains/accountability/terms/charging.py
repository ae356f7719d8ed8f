"""Words for time that is charged: holders, the life of a subject, accounts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
    ``over`` is what he held beyond the share that came with each hand-over, each by itself, so that
    time saved on one pays for none of another: a step is measured by its own share. What others
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
    over: int = 0
    was_given: bool = False
    """Whether a share came to him with a hand-over, be it used up by another before."""

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


class Use(StrEnum):
    """On what a stretch of a span was spent."""

    HELD = "held"
    """Worked on, within the share that was given, or where none was."""
    OVER = "over"
    """Worked on, beyond the share."""
    AWAITING = "awaiting"
    """Others were to answer: the side asked to take it over, a superior, an objection."""
    SILENT = "silent"
    """An opinion was overdue."""
    PAUSED = "paused"
    EARLIER = "earlier"
    """Before the clock began anew."""
    AFTER = "after"
    """After the decision."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of one span that was spent on one thing.  Units: minutes of working time.

    ``waited_for`` are those who were to answer meanwhile; nobody's, where the time was his own.
    """

    began_at: datetime
    ended_at: datetime
    minutes: int
    use: Use
    waited_for: tuple[Holder, ...] = ()


@dataclass(frozen=True, slots=True)
class Spent:
    """What one span of custody counts for.  Units: minutes of working time.

    ``stretches`` follow each other without gap. ``share`` is what of a given share was left when
    the span began; None where none was given, or it does not lie in the clock's present run.
    ``late`` is what of it lay beyond the due instant while the clock ran, ``late_before`` the same
    of earlier runs: when lateness came about, not who bears it.
    """

    span: Held
    until: datetime
    stretches: tuple[Stretch, ...]
    share: int | None
    late: int
    late_before: int

    def on(self, *uses: Use) -> int:
        """Return the minutes that went on these."""
        return sum(stretch.minutes for stretch in self.stretches if stretch.use in uses)

    @property
    def held(self) -> int:
        """What he worked on it himself, while the clock ran."""
        return self.on(Use.HELD, Use.OVER)

    @property
    def over(self) -> int:
        """What of that was beyond the share."""
        return self.on(Use.OVER)


@dataclass(frozen=True, slots=True)
class Split:
    """The time of one subject: who answers for which of it, and what each span counts for."""

    reckoning: Reckoning
    spans: tuple[Spent, ...]
