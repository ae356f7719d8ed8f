"""How long dossiers of a procedure really took, as its card says it; computed, never typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final

from django.core.cache import cache
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines.terms import CalendarGap
from thongsuot.domains.dossiers.queries.durations import (
    DayCount,
    Took,
    decided_by_days,
    working_days_of,
)
from thongsuot.domains.dossiers.queries.figures import WINDOW
from thongsuot.entrypoints.citizen.figures import ENOUGH
from thongsuot.entrypoints.shared.figures.few import told_parts
from thongsuot.entrypoints.shared.figures.public import FEW
from thongsuot.entrypoints.shared.svg import NARROW_SHARE, Share, shares_bar
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

FRESH_FOR_S: Final = 3600
"""How long the counts of whole days before today are kept; only an act of before changes them."""
NINE_IN_TEN: Final = 0.9
SCALES: Final = ((0, 1, 3), (5, 10, 20), (20, 40, 60))
"""Last working days of the parts: the first scale with nine in ten of those in time is drawn."""
WIDE: Final = 0.5
"""From this share on, a part has room for its name, on a telephone too."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the bar: how many took so long; ``share`` of one."""

    name: str
    dossiers: int
    share: float
    late: bool = False

    @property
    def percent(self) -> str:
        """The share as it is told; below one percent with a decimal, for none is nothing."""
        return formats.percent(self.share, 0 if self.share >= 0.01 else 1)


@dataclass(frozen=True, slots=True)
class Durations:
    """What the card tells of one procedure."""

    dossiers: int
    nine_in_ten: int
    parts: Sequence[Part]
    first: date
    last: date

    @property
    def finding(self) -> str:
        """What nine dossiers in ten needed at most."""
        if self.nine_in_ten == 0:
            return _("9 trên 10 hồ sơ loại này xong ngay trong ngày tiếp nhận.")
        return _("9 trên 10 hồ sơ loại này xong trong {n} ngày làm việc.").format(
            n=self.nine_in_ten
        )

    @property
    def bar(self) -> SafeString:
        """The parts as a picture, told in words to those who do not see it."""
        words = ", ".join(f"{part.percent} {part.name}" for part in self.parts)
        return shares_bar([_drawn(part) for part in self.parts], f"{self.finding} {words}.")


def durations_of(procedure: str, at: datetime, *, enough: int = ENOUGH) -> Durations | None:
    """Return how long it took in the 90 days before today; None where too few were decided.

    At most an hour old. Nothing is told, either, where no calendar counts those days.
    """
    first, last = local_date(at) - WINDOW, local_date(at) - timedelta(days=1)
    counts = _counts(procedure, first, last)
    if sum(count.dossiers for count in counts) < enough:
        return None
    try:
        took = working_days_of(counts, deadlines.calendar_at(at))
    except CalendarGap:
        return None
    return told(took, first, last)


def _counts(procedure: str, first: date, last: date) -> list[DayCount]:
    key = f"citizen-durations-{procedure}-{last}"
    found: list[DayCount] | None = cache.get(key)
    if found is None:
        found = decided_by_days(procedure, first=first, last=last)
        cache.set(key, found, FRESH_FOR_S)
    return found


def told(took: Sequence[Took], first: date, last: date) -> Durations:
    """Return what is told of dossiers that took so long, one at least; no small number."""
    dossiers = sum(one.dossiers for one in took)
    return Durations(dossiers, nine_in_ten(took), _parts(took, dossiers), first, last)


def nine_in_ten(took: Sequence[Took]) -> int:
    """Return within how many working days nine in ten were settled, late ones among them."""
    wanted = NINE_IN_TEN * sum(one.dossiers for one in took)
    done = 0
    for one in sorted(took, key=lambda one: one.days):
        done += one.dossiers
        if done >= wanted:
            return one.days
    return 0


def _parts(took: Sequence[Took], dossiers: int) -> list[Part]:
    """Return the parts; small ones go together, nothing where all of them are small."""
    nine = nine_in_ten([one for one in took if not one.late])
    counted = _counted(took, next((s for s in SCALES if nine <= s[-1]), SCALES[-1]))
    shown = told_parts([number for _name, number, _late in counted], FEW)
    parts = [
        Part(name, number, number / dossiers, late)
        for (name, number, late), kept in zip(counted, shown, strict=True)
        if kept
    ]
    rest = dossiers - sum(part.dossiers for part in parts)
    if parts and rest:
        parts.append(Part(_("còn lại"), rest, rest / dossiers))
    return parts


def _counted(took: Sequence[Took], scale: Sequence[int]) -> list[tuple[str, int, bool]]:
    """Return name and number of each part of a scale, then of what was late."""
    bounds = [-1, *scale]
    found = [(_name(low + 1, high), _sum(took, low, high), False) for low, high in pairwise(bounds)]
    beyond = max((one.days for one in took), default=0)
    found.append((_("trên {n} ngày").format(n=scale[-1]), _sum(took, scale[-1], beyond), False))
    found.append((_("quá hạn"), sum(one.dossiers for one in took if one.late), True))
    return found


def _sum(took: Sequence[Took], low: int, high: int) -> int:
    return sum(one.dossiers for one in took if low < one.days <= high and not one.late)


def _name(first: int, last: int) -> str:
    if last == 0:
        return _("trong ngày")
    if first == 0:
        return _("đến {n} ngày").format(n=last)
    days = str(last) if first == last else f"{first}–{last}"
    return _("{n} ngày").format(n=days)


def _drawn(part: Part) -> Share:
    both = f"{part.percent} {part.name}"
    if part.share >= WIDE and not part.late:
        return Share(part.share, both)
    if part.share < NARROW_SHARE or part.late:
        below = both if part.late else f"{part.name}: {part.percent}"
        return Share(part.share, "", below, part.late)
    return Share(part.share, part.percent, part.name)
