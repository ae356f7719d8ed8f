"""What each span of custody counts for, beside who held it: as officers and citizens read it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

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
    minutes = Counter[Awaited | None]()
    for stretch in spent.stretches:
        minutes[awaited_in(stretch, view)] += stretch.minutes
    return Charge(span, spent, minutes[Awaited.RULING], minutes[Awaited.TAKEN_BACK])


class Awaited(Enum):
    """For what a holder waited."""

    HAND_OVER = "hand-over"
    RULING = "ruling"
    TAKEN_BACK = "taken-back"
    """Papers were asked for that nobody had to send."""


def awaited_in(stretch: Stretch, view: DossierView) -> Awaited | None:
    """Return for what others were waited for in a stretch; None where for none."""
    if stretch.use is not Use.AWAITING:
        return None
    asked = stretch.waited_for[0]
    if asked.post and not asked.officer:
        return Awaited.HAND_OVER
    ruled = any(
        one.superior_id == asked.agency
        and one.since <= stretch.began_at
        and (one.until is None or stretch.began_at < one.until)
        for one in rulings_of(view)
    )
    return Awaited.RULING if ruled and not asked.post else Awaited.TAKEN_BACK


def rulings_of(view: DossierView) -> Iterator[PutUp]:
    """Yield before whom loops of the dossier were, and when."""
    for dispute in view.disputes:
        yield from dispute.put_up
