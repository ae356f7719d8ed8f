"""The public numbers of the home page and the table they open to; computed, never typed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final

from django.core.cache import cache
from django.utils.translation import gettext as _

from thongsuot.domains.dossiers.queries import figures
from thongsuot.domains.dossiers.queries.figures import CrossedFigures, DeskFigures, Reading
from thongsuot.entrypoints.shared.figures.few import told_apart, told_parts
from thongsuot.entrypoints.shared.figures.public import FEW
from thongsuot.kernel import formats
from thongsuot.kernel.text import fold, sort_key

FRESH_FOR_S: Final = 60
"""How old the numbers may be; the page says of when they are."""
_KEPT: Final = "citizen-figures"
UNITS: Final = frozenset({"xa", "phuong", "tinh", "dac", "khu", "thanh", "pho"})
"""Words that tell one unit from another; they stay in the row."""
ENOUGH: Final = 30
"""Fewer decided dossiers than this give a count, not a share: one more would move it by points."""


@dataclass(frozen=True, slots=True)
class ToldDesk:
    """What is told of one desk; None for a count that is too small."""

    name: str
    overdue: int | None
    decided: int | None
    on_time: int | None
    share: str
    wait: str


@dataclass(frozen=True, slots=True)
class ProvinceFigures:
    """The numbers of the whole and of each desk, of one instant."""

    whole: DeskFigures
    desks: Sequence[DeskFigures]
    at: datetime
    as_was: Sequence[DeskFigures] = ()
    crossed: Sequence[CrossedFigures] = ()

    @property
    def has_changed(self) -> bool:
        """Whether some dossier is another desk's than it was before a reorganisation."""
        return any(row.was != row.now for row in self.crossed)

    @property
    def share_on_time(self) -> str:
        """The share settled on time, where there are enough to speak of a share."""
        return share_on_time(self.whole)

    @property
    def usual_wait(self) -> str:
        """How long it usually takes from sending to receipt."""
        return wait_in_words(self.whole.usual_wait)

    @property
    def shared_name(self) -> str:
        """The words with which the names of all desks begin; said once instead of in each row."""
        names = [row.desk.split() for row in self.desks]
        if len(names) < 2:
            return ""
        shared = list(takewhile(lambda words: len(set(words)) == 1, zip(*names, strict=False)))
        shared = shared[: min(map(len, names)) - 1]
        while shared and fold(shared[-1][0]) in UNITS:
            shared.pop()
        return " ".join(words[0] for words in shared)

    @property
    def table(self) -> list[ToldDesk]:
        """The desks, most overdue first; small counts are no more told than zeros."""
        late = told_parts([row.overdue for row in self.desks], FEW)
        settled = told_parts([row.decided for row in self.desks], FEW)
        rows = [
            self._told(row, overdue, decided)
            for row, overdue, decided in zip(self.desks, late, settled, strict=True)
        ]
        return sorted(rows, key=lambda row: (-(row.overdue or 0), sort_key(row.name)))

    def _told(self, row: DeskFigures, overdue: int | None, decided: int | None) -> ToldDesk:
        on_time = told_parts([row.on_time, row.decided - row.on_time], FEW)[0] if decided else None
        return self._row(row, overdue, decided, on_time)

    def _row(
        self, row: DeskFigures, overdue: int | None, decided: int | None, on_time: int | None
    ) -> ToldDesk:
        """Return a row; a share is told with its count, for the one gives the other away."""
        return ToldDesk(
            name=self._short(row.desk), overdue=overdue, decided=decided, on_time=on_time,
            share=share_on_time(row) if on_time else "",
            wait=wait_in_words(row.usual_wait) if row.received >= FEW else "",
        )  # fmt: skip

    @property
    def table_as_was(self) -> list[ToldDesk]:
        """The desks as they were; no small count, nor one that ``table`` beside it gives away."""
        late = told_parts([row.overdue for row in self.desks], FEW)
        settled = told_parts([row.decided for row in self.desks], FEW)
        now = list(zip(self.desks, late, settled, strict=True))
        told = {row.agency: self._told(row, overdue, decided) for row, overdue, decided in now}
        overdue = self._apart("overdue", {key for key, row in told.items() if row.overdue})
        decided = self._apart("decided", {key for key, row in told.items() if row.decided})
        on_time = decided & self._apart("on_time", {k for k, row in told.items() if row.on_time})
        on_time &= self._apart("late", set(told), none_is_told=True)
        rows = [
            self._row(
                row,
                row.overdue if row.agency in overdue else None,
                row.decided if row.agency in decided else None,
                row.on_time if row.agency in on_time else None,
            )
            for row in self.as_was
        ]
        return sorted(rows, key=lambda row: (-(row.overdue or 0), sort_key(row.name)))

    def _apart(self, name: str, told: Collection[int], *, none_is_told: bool = False) -> set[int]:
        cells = {
            (row.was, row.now): row.decided - row.on_time if name == "late" else getattr(row, name)
            for row in self.crossed
        }
        return told_apart(cells, told, FEW, none_is_told=none_is_told)

    def _short(self, name: str) -> str:
        rest = name.removeprefix(self.shared_name).strip()
        return rest[:1].upper() + rest[1:]


def province_figures(at: datetime) -> ProvinceFigures | None:
    """Return the numbers, at most a minute old; None while there is no dossier at all."""
    found: ProvinceFigures | None = cache.get(_KEPT)
    if found is None:
        rows = figures.public_figures(at)
        if len(rows) < 2:
            return None
        found = ProvinceFigures(rows[0], rows[1:], at, *_before_changes(at))
        cache.set(_KEPT, found, FRESH_FOR_S)
    return found


def _before_changes(at: datetime) -> tuple[list[DeskFigures], list[CrossedFigures]]:
    crossed = figures.crossed_figures(at)
    return (figures.public_figures(at, Reading.AS_WAS)[1:] if crossed else [], crossed)


def share_on_time(row: DeskFigures) -> str:
    """Return the share as ``96,3%``; nothing where the count is too small for one."""
    return formats.percent(row.on_time / row.decided) if row.decided >= ENOUGH else ""


def wait_in_words(wait: timedelta | None) -> str:
    """Return a wait as people say it: whole hours, days from two days on."""
    if wait is None:
        return ""
    hours = max(round(wait / timedelta(hours=1)), 1)
    if hours < 48:
        return _("{n} giờ").format(n=hours).replace(" ", formats.NBSP)
    days = formats.number(hours / 24, 1).removesuffix(",0")
    return _("{n} ngày").format(n=days).replace(" ", formats.NBSP)
