"""Where a page of the inbox begins: by a row's own place in the order, never by its number.

Rows come and go while an officer works. A page that begins behind a place neither repeats a row nor
passes one over when others above it were done.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce

from thongsuot.domains.dossiers.models import Dossier

NEVER_PAUSED: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for no pause: what is not paused comes first."""
NEVER_DUE: Final = datetime(9999, 12, 31, tzinfo=UTC)
"""Stands for no due date yet: it comes last."""
ORDER: Final = ("paused_or_not", "due_or_never", "submitted_at", "id")


@dataclass(frozen=True, slots=True)
class Place:
    """The place of one row in the order of the inbox; it says nothing of whose dossier it is."""

    paused_or_not: datetime
    due_or_never: datetime
    submitted_at: datetime
    number: int


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one page, how many come before them, and whether any come after."""

    rows: Sequence[Dossier]
    before: int
    goes_on: bool

    @property
    def ends(self) -> tuple[Place, Place] | None:
        """The places of the first and the last row; None of an empty page."""
        return (_place_of(self.rows[0]), _place_of(self.rows[-1])) if self.rows else None


def part_of(
    found: QuerySet[Dossier], size: int, *, after: Place | None, before: Place | None
) -> Part:
    """Return what comes next ``after`` a place, or last ``before`` one; else the first rows.

    Also the first rows where nothing is left there: the most urgent ones are what matters then.
    """
    rows = in_order(found)
    if after is not None:
        shown = list(rows.filter(_past(after, "gt"))[: size + 1])
        if shown:
            earlier = rows.filter(_past(_place_of(shown[0]), "lt")).count()
            return Part(shown[:size], earlier, len(shown) > size)
    if before is not None:
        shown = list(rows.filter(_past(before, "lt")).reverse()[:size])[::-1]
        earlier = rows.filter(_past(_place_of(shown[0]), "lt")).count() if shown else 0
        if earlier:
            return Part(shown, earlier, goes_on=True)
    shown = list(rows[: size + 1])
    return Part(shown[:size], 0, len(shown) > size)


def in_order(found: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Return the rows overdue first, then by due time, paused last."""
    return found.annotate(
        paused_or_not=Coalesce("supplement_since", "obligation_since", Value(NEVER_PAUSED)),
        due_or_never=Coalesce("due_at", Value(NEVER_DUE)),
    ).order_by(*ORDER)


def _past(place: Place, side: Literal["gt", "lt"]) -> Q:
    """Return the condition that a row comes after (``gt``) or before (``lt``) a place."""
    values = (place.paused_or_not, place.due_or_never, place.submitted_at, place.number)
    past, same = Q(), Q()
    for name, value in zip(ORDER, values, strict=True):
        past |= same & Q(**{f"{name}__{side}": value})
        same &= Q(**{name: value})
    return past


def _place_of(row: Dossier) -> Place:
    paused = row.supplement_since or row.obligation_since or NEVER_PAUSED
    return Place(paused, row.due_at or NEVER_DUE, row.submitted_at, row.pk)
