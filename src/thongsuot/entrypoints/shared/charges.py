"""What each span of custody counts for, beside who held it: as officers and citizens read it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from thongsuot.domains.accountability.terms import Spent, Split, Stretch, Use
from thongsuot.domains.custody.terms import PutUp, Span
from thongsuot.domains.dossiers.queries import DossierView

OTHERS = (Use.AWAITING, Use.SILENT)
"""Time of a span that others answer for."""


@dataclass(frozen=True, slots=True)
class Charge:
    """One span with its names, and what it counts for.  Units: minutes of working time.

    ``put_up`` before a superior and ``taken_back``, while papers were asked for that nobody had to
    send, are not in ``waited``, which is for the answer to a hand-over.
    """

    span: Span
    spent: Spent
    put_up: int
    taken_back: int

    @property
    def share(self) -> int | None:
        """The holder's own share of the limit; None where none was given."""
        return self.span.limit_minutes

    @property
    def until(self) -> datetime:
        """Its end, or now."""
        return self.spent.until

    @property
    def used(self) -> int:
        """All the time it lasted, but for what the clock stood."""
        return self.spent.on(*Use) - self.paused

    @property
    def paused(self) -> int:
        """While the citizen was waited for."""
        return self.spent.on(Use.PAUSED)

    @property
    def over(self) -> int:
        """What was held beyond the share while nobody else was waited for."""
        return self.spent.over

    @property
    def others(self) -> int:
        """What others answer for."""
        return self.spent.on(*OTHERS)

    @property
    def waited(self) -> int:
        """What was waited for the answer to a hand-over."""
        return self.spent.on(Use.AWAITING) - self.put_up - self.taken_back

    @property
    def silent(self) -> int:
        """What was waited for opinions that were overdue."""
        return self.spent.on(Use.SILENT)

    @property
    def late(self) -> int:
        """What of it was late, also before the clock began anew."""
        return self.spent.late + self.spent.late_before


def charges_of(view: DossierView, split: Split | None) -> list[Charge]:
    """Return what each span counts for, oldest first; nothing before somebody held it."""
    spans = {span.started_at: span for span in view.spans}
    told = split.spans if split else ()
    return [
        _charge(spans[spent.span.began_at], spent, view)
        for spent in told
        if spent.span.began_at in spans
    ]


def _charge(span: Span, spent: Spent, view: DossierView) -> Charge:
    heads = [stretch for stretch in spent.stretches if asks_a_head(stretch)]
    put_up = sum(one.minutes for one in heads if before_a_superior(one, view))
    return Charge(span, spent, put_up, sum(one.minutes for one in heads) - put_up)


def asks_a_head(stretch: Stretch) -> bool:
    """Whether somebody was waited for who heads an agency, on whichever post.

    Or who held the dossier when he asked for papers in vain: a hand-over is put to a post alone.
    """
    asked = stretch.waited_for[0] if stretch.use is Use.AWAITING else None
    return asked is not None and (bool(asked.officer) or not asked.post)


def before_a_superior(stretch: Stretch, view: DossierView) -> bool:
    """Whether a head was waited for to rule on a loop."""
    return any(
        one.superior_id == stretch.waited_for[0].agency
        and one.since <= stretch.began_at
        and (one.until is None or stretch.began_at < one.until)
        for one in rulings_of(view)
    )


def rulings_of(view: DossierView) -> Iterator[PutUp]:
    """Yield before whom loops of the dossier were, and when."""
    asked: Iterable[tuple[PutUp, ...]] = (dispute.put_up for dispute in view.disputes)
    for stretches in asked:
        yield from stretches
