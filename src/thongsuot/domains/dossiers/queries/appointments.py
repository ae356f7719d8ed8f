"""The dates that a dossier's appointment papers promise, and which later paper promises which."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Protocol, TypeVar
from uuid import UUID

from thongsuot.domains.documents.terms import Kind
from thongsuot.domains.dossiers.queries.views import DossierView
from thongsuot.domains.dossiers.terms import DueReason


class Computed(Protocol):
    """A due date as it was computed, and why."""

    @property
    def due_at(self) -> datetime:
        """The date."""

    @property
    def reason(self) -> str:
        """Why it was computed."""


Due = TypeVar("Due", bound=Computed)


def appointments(dates: Sequence[Due]) -> list[tuple[datetime | None, Due]]:
    """Return each date that a receipt promises, oldest first, with the one that it replaces.

    What a late calendar moves is told by message; an act that left the date as it was owes none.
    """
    pairs = [(was.due_at, due) for was, due in pairwise(dates) if due.due_at != was.due_at]
    renewed = [(was, due) for was, due in pairs if due.reason != DueReason.CALENDAR]
    return [*((None, due) for due in dates[:1]), *renewed]


def renewed_slips(view: DossierView) -> dict[UUID, date]:
    """Return the day that each appointment after the first promises, by its paper, oldest first."""
    slips = [paper.id for paper in view.papers if paper.kind is Kind.INTAKE_SLIP]
    promised = [due.due_on for _before, due in appointments(view.due_dates)]
    return dict(zip(slips[1:], promised[1:], strict=False))
