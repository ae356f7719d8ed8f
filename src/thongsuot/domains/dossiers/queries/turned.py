"""Drafts that were taken or sent back and stand so: none is signed until it is written anew."""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from thongsuot.domains.dossiers.models import TurnedDraft
from thongsuot.domains.dossiers.terms.drafts import DraftKind, Turned

_HOW_IT_ENDS: Final = {
    DraftKind.REQUEST: ("supplement_draft", "sent_at"),
    DraftKind.APOLOGY: ("extension", "signed_at"),
    DraftKind.DECISION: ("decision", "signed_at"),
}
"""Where each kind of draft is kept, and what is set once it is signed."""


def _stands(draft: DraftKind) -> Q:
    """Return the condition that the dossier's draft is still the one that was turned."""
    row, signed_at = _HOW_IT_ENDS[draft]
    still = {f"dossier__{row}__drafted_at": F("drafted_at"), f"dossier__{row}__{signed_at}": None}
    return Q(draft=draft, **still)


_STANDING: Final = (
    _stands(DraftKind.REQUEST) | _stands(DraftKind.APOLOGY) | _stands(DraftKind.DECISION)
)

EVER_TURNED: Final = Exists(TurnedDraft.objects.filter(dossier=OuterRef("pk")))
"""That any draft of a dossier was turned, asked with its row: most never were."""


def turned_of_rows(rows: Iterable[Any]) -> dict[int, tuple[Turned, ...]]:
    """Return what was taken or sent back and not written anew since, by dossier.

    Of dossiers that were read with ``EVER_TURNED``; one query where any ever was, else none.
    """
    found: dict[int, tuple[Turned, ...]] = {}
    ever_turned = [row.pk for row in rows if row.was_turned]
    stands = TurnedDraft.objects.filter(_STANDING, dossier_id__in=ever_turned)
    for row in stands.select_related("by").order_by("at"):
        turned = Turned(
            DraftKind(row.draft), row.sent_back, row.why, row.by.full_name, row.by_id, row.at
        )
        found[row.dossier_id] = (*found.get(row.dossier_id, ()), turned)
    return found


def is_turned(dossier_id: int, draft: DraftKind) -> bool:
    """Return whether the dossier's draft was taken or sent back and not written anew since."""
    return TurnedDraft.objects.filter(_stands(draft), dossier_id=dossier_id).exists()


def without_turned(rows: QuerySet[Any, Any], draft: DraftKind) -> QuerySet[Any, Any]:
    """Return the drafts of one kind but those that were taken or sent back."""
    turned = TurnedDraft.objects.filter(
        dossier=OuterRef("dossier"), draft=draft, drafted_at=OuterRef("drafted_at")
    )
    return rows.filter(~Exists(turned))
