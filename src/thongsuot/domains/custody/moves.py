"""Reading reassignments, as values: for showing a history, and for figures."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from thongsuot.domains.custody.models import Move
from thongsuot.domains.custody.terms import MoveReason


@dataclass(frozen=True, slots=True)
class MoveTerms:
    """One reassignment: why, to whom, by whom; ``by_name`` is empty for the system."""

    id: int
    reason: MoveReason
    why: str
    to_officer: int
    to_name: str
    to_post_title: str
    to_agency_code: str
    to_agency_name: str
    by_name: str
    at: datetime
    subjects: int


_MOVES = Move.objects.select_related("to_officer", "to_post__agency", "made_by")


def moves_by_id(ids: Collection[int]) -> dict[int, MoveTerms]:
    """Return reassignments in one query, for showing a history."""
    if not ids:
        return {}
    return {row.pk: _terms(row) for row in _MOVES.filter(pk__in=set(ids))}


def _terms(row: Move) -> MoveTerms:
    post = row.to_post
    return MoveTerms(
        row.pk, MoveReason(row.reason), row.why, row.to_officer_id, row.to_officer.full_name,
        post.title, post.agency.code, post.agency.name_then(row.made_at),
        row.made_by.full_name if row.made_by else "", row.made_at, row.subjects,
    )  # fmt: skip
