"""The spans of a life cut where anything begins or ends: whose time each piece was.

Source:  our own, as ``charging`` has it; docs/law/lateness.md.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from thongsuot.domains.accountability.terms import Asked, Consulted, Held, Holder, Life, Run, Use
from thongsuot.domains.deadlines import rules as deadlines
from thongsuot.domains.deadlines.terms import WorkingCalendar

RUNNING = frozenset({Use.HELD, Use.AWAITING, Use.SILENT})


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one span in which nothing changes; what is beyond the share is held, too.

    ``late``: it lies beyond the due instant, and the clock ran.
    """

    span: Held
    began_at: datetime
    ended_at: datetime
    minutes: int
    use: Use
    late: bool
    asked: Asked | None
    silent: tuple[Holder, ...]
    consulting: bool

    @property
    def runs(self) -> bool:
        """Whether the clock runs."""
        return self.use in RUNNING


@dataclass(frozen=True, slots=True)
class Allotted:
    """What one span had of a share, and what was held on it.  Units: minutes of working time.

    ``left``: what of the share was not used up when it began; None where none came with the
    hand-over. A share of nought is none that is overrun.
    """

    span: Held
    held: int
    left: int | None
    was_given: bool

    @property
    def over(self) -> int:
        """What was held beyond what was left of the share."""
        return max(0, self.held - (self.left or 0)) if self.was_given else 0


def cut(life: Life, *, at: datetime, calendar: WorkingCalendar) -> Iterator[Piece]:
    """Cut every span where anything begins or ends, up to ``at``; oldest piece first.

    The pieces of a span follow each other without gap; some have no working minute. One that
    begins after ``at`` has none.
    Raises:  CalendarGap.
    """
    run, stop = life.run, stop_of(life.run, at)
    marks = sorted({run.counted_from, run.due_at, stop, *_instants(life)})
    place = _places(run, calendar)
    is_late = deadlines.is_late(run.due_at, stop, by_hour=run.by_hour)
    for span in life.spans:
        end = min(span.ended_at or at, at)
        if end < span.began_at:
            continue
        inside = [mark for mark in marks if span.began_at < mark < end]
        for a, b in pairwise([span.began_at, *inside, end]):
            out = [o for o in life.opinions if _covers(o, a)]
            asked = next((o for o in life.offers if _covers(o, a)), None)
            silent = tuple(sorted({o.holder for o in out if o.due_at <= a}, key=_by_number))
            use = _use(run, a, stop, asked, silent)
            yield Piece(
                span, a, b, max(0, place(b) - place(a)), use,
                late=is_late and use in RUNNING and run.due_at <= a,
                asked=asked, silent=silent, consulting=bool(out),
            )  # fmt: skip


def _use(
    run: Run, at: datetime, stop: datetime, asked: Asked | None, silent: tuple[Holder, ...]
) -> Use:
    """Return on what the time from ``at`` on is spent."""
    if any(start <= at and (end is None or at < end) for start, end in run.pauses):
        return Use.PAUSED
    if at < run.counted_from:
        return Use.EARLIER
    if at >= stop:
        return Use.AFTER
    if asked:
        return Use.AWAITING
    return Use.SILENT if silent else Use.HELD


def stop_of(run: Run, at: datetime) -> datetime:
    """Return up to when the clock has run: the end, or now; where a pause began if one stands."""
    stop = min(run.stopped_at, at) if run.stopped_at else at
    standing = [a for a, b in run.pauses if a < stop and (b is None or stop <= b)]
    return min([stop, *standing])


def _instants(life: Life) -> Iterator[datetime]:
    for start, end in life.run.pauses:
        yield start
        if end:
            yield end
    out: tuple[Asked | Consulted, ...] = (*life.offers, *life.opinions)
    for asked in out:
        yield asked.began_at
        if asked.ended_at:
            yield asked.ended_at
    for opinion in life.opinions:
        yield opinion.due_at


def _by_number(holder: Holder) -> tuple[int, int, int]:
    """Order parties by what they are, never by who was asked first."""
    return holder.agency, holder.post, holder.officer


def _covers(asked: Asked | Consulted, at: datetime) -> bool:
    return asked.began_at <= at and (asked.ended_at is None or at < asked.ended_at)


def _places(run: Run, calendar: WorkingCalendar) -> Callable[[datetime], int]:
    """Return what gives every instant its one place on the axis; the due instant is at nought."""
    known: dict[datetime, int] = {}

    def place(at: datetime) -> int:
        if at not in known:
            known[at] = deadlines.working_minutes(run.due_at, at, calendar)
        return known[at]

    return place


# --- shares ---------------------------------------------------------------------------------


def allotted(life: Life, pieces: Iterable[Piece], *, at: datetime) -> list[list[Allotted]]:
    """Return what every span in the clock's run had of a share, by the hand-over it came with.

    A reassignment gives no new share: the next has what is left of the one before.
    """
    held: Counter[datetime] = Counter()
    for piece in pieces:
        if piece.use is Use.HELD:
            held[piece.span.began_at] += piece.minutes
    stop = stop_of(life.run, at)
    chains = [[s for s in chain if _in_run(s, life.run, stop)] for chain in _chains(life.spans)]
    return [_allotted(chain, held) for chain in chains if chain]


def _allotted(chain: list[Held], held: Counter[datetime]) -> list[Allotted]:
    left, told = chain[0].share, list[Allotted]()
    for span in chain:
        told.append(Allotted(span, held[span.began_at], left, bool(chain[0].share)))
        left = None if left is None else left - min(left, held[span.began_at])
    return told


def _chains(spans: Iterable[Held]) -> list[list[Held]]:
    """Return the spans by the hand-over with which their share came, oldest first."""
    chains: list[list[Held]] = []
    for span in spans:
        if chains and span.carried:
            chains[-1].append(span)
        else:
            chains.append([span])
    return chains


def _in_run(span: Held, run: Run, stop: datetime) -> bool:
    """Whether a span has time of the run: of one that stands still from its first instant, none."""
    begins = max(span.began_at, run.counted_from)
    return begins < (stop if span.ended_at is None else min(stop, span.ended_at))
