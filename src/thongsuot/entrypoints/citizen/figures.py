"""The public numbers of the home page and the table they open to; computed, never typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core.cache import cache

from thongsuot.domains.dossiers.queries import figures
from thongsuot.domains.dossiers.queries.figures import DeskFigures
from thongsuot.kernel import formats
from thongsuot.kernel.text import sort_key

FRESH_FOR_S: Final = 60
"""How old the numbers may be; the page says of when they are."""
_KEPT: Final = "citizen-figures"
ENOUGH: Final = 30
"""Fewer decided dossiers than this give a count, not a share: one more would move it by points."""


@dataclass(frozen=True, slots=True)
class ProvinceFigures:
    """The numbers of the whole and of each desk, of one instant."""

    whole: DeskFigures
    desks: Sequence[DeskFigures]
    at: datetime

    @property
    def share_on_time(self) -> str:
        """The share settled on time, where there are enough to speak of a share."""
        return share_on_time(self.whole)

    @property
    def usual_wait(self) -> str:
        """How long it usually takes from sending to receipt."""
        return wait_in_words(self.whole.usual_wait)

    @property
    def table(self) -> list[tuple[DeskFigures, str, str]]:
        """The desks in Vietnamese order, each with its share and its usual wait in words."""
        ordered = sorted(self.desks, key=lambda row: sort_key(row.desk))
        return [(row, share_on_time(row), wait_in_words(row.usual_wait)) for row in ordered]


def province_figures(at: datetime) -> ProvinceFigures | None:
    """Return the numbers, at most a minute old; None while there is no dossier at all."""
    found: ProvinceFigures | None = cache.get(_KEPT)
    if found is None:
        rows = figures.public_figures(at)
        if len(rows) < 2:
            return None
        found = ProvinceFigures(rows[0], rows[1:], at)
        cache.set(_KEPT, found, FRESH_FOR_S)
    return found


def share_on_time(row: DeskFigures) -> str:
    """Return the share as ``96,3%``; nothing where the count is too small for one."""
    return formats.percent(row.on_time / row.decided) if row.decided >= ENOUGH else ""


def wait_in_words(wait: timedelta | None) -> str:
    """Return a wait as people say it: whole hours, days from two days on."""
    if wait is None:
        return ""
    hours = max(round(wait / timedelta(hours=1)), 1)
    if hours < 48:
        return f"{hours}{formats.NBSP}giờ"
    days = formats.number(hours / 24, 1).removesuffix(",0")
    return f"{days}{formats.NBSP}ngày"
