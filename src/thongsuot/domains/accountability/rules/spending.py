"""What each span of custody counts for: the time that ``charging`` splits, stretch by stretch."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from thongsuot.domains.accountability.rules.pieces import Allotted, Piece, allotted, cut
from thongsuot.domains.accountability.terms import Holder, Life, Spent, Stretch, Use
from thongsuot.domains.deadlines import rules as deadlines
from thongsuot.domains.deadlines.terms import WorkingCalendar


def spend(life: Life, *, at: datetime, calendar: WorkingCalendar) -> tuple[Spent, ...]:
    """Return what each span counts for up to ``at``, oldest first.

    One that begins later, by a clock that goes ahead, counts for nothing yet.
    Over spans and holders it adds up to what ``reckon`` tells of the same life.
    Raises:  CalendarGap.
    """
    pieces = list(cut(life, at=at, calendar=calendar))
    shares = {one.span.began_at: one for chain in allotted(life, pieces, at=at) for one in chain}
    late = _late(pieces)
    late_before: Counter[datetime] = Counter()
    for run in life.before:
        late_before += _late(cut(replace(life, run=run), at=at, calendar=calendar))
    told = []
    for span in life.spans:
        of_span = [piece for piece in pieces if piece.span is span]
        share = shares.get(span.began_at)
        told.append(
            Spent(
                span, of_span[-1].ended_at if of_span else span.began_at,
                tuple(_stretches(of_span, share, calendar)),
                share.left if share and share.was_given else None,
                late[span.began_at], late_before[span.began_at],
            )
        )  # fmt: skip
    return tuple(told)


def _late(pieces: Iterable[Piece]) -> Counter[datetime]:
    """Return how much of each span, by its beginning, was late."""
    found: Counter[datetime] = Counter()
    for piece in pieces:
        if piece.late:
            found[piece.span.began_at] += piece.minutes
    return found


def _stretches(
    pieces: Iterable[Piece], share: Allotted | None, calendar: WorkingCalendar
) -> Iterator[Stretch]:
    """Yield the stretches of one span, neighbours spent on the same thing as one."""
    last: Stretch | None = None
    for stretch in _at_the_share(pieces, share, calendar):
        if last and (last.use, last.waited_for) == (stretch.use, stretch.waited_for):
            last = replace(last, ended_at=stretch.ended_at, minutes=last.minutes + stretch.minutes)
            continue
        if last:
            yield last
        last = stretch
    if last:
        yield last


def _at_the_share(
    pieces: Iterable[Piece], share: Allotted | None, calendar: WorkingCalendar
) -> Iterator[Stretch]:
    """Yield each piece as a stretch, that in which the share ran out as two.

    Once it was overrun, what is held without a working minute is over, too.
    """
    left, is_over = share.left if share and share.was_given else None, False
    for piece in pieces:
        own = piece.use is Use.HELD
        if not own or left is None or (piece.minutes <= left and not is_over):
            left = left - piece.minutes if own and left is not None else left
            yield Stretch(
                piece.began_at, piece.ended_at, piece.minutes, piece.use, _waited_for(piece)
            )
            continue
        turn = piece.began_at
        if left:
            turn = deadlines.add_working_minutes(piece.began_at, left, calendar)
            yield Stretch(piece.began_at, turn, left, Use.HELD)
        yield Stretch(turn, piece.ended_at, piece.minutes - left, Use.OVER)
        left, is_over = 0, True


def _waited_for(piece: Piece) -> tuple[Holder, ...]:
    """Return who was to answer; before the clock began anew and after the decision, too."""
    if piece.use is Use.SILENT:
        return piece.silent
    if piece.use is Use.PAUSED:
        return ()
    return (piece.asked.holder,) if piece.asked else ()
