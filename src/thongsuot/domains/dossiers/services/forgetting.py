"""What is not kept: drafts that nobody came back to, and the papers given for them."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from thongsuot.domains.documents import services as documents
from thongsuot.domains.dossiers.models import Dossier, Draft
from thongsuot.domains.dossiers.terms import DRAFT_KEPT
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor


@bookkeeping("what was never sent is no part of a dossier; its papers' forgetting has its entry")
def forget_drafts(*, at: datetime) -> int:
    """Forget drafts that were last saved too long ago, answers and papers; return how many.

    A draft that was sent stays, as its dossier points to it. Each draft is forgotten in a
    transaction of its own: broken off, the next turn goes on.
    """
    old = Draft.objects.filter(saved_at__lt=at - DRAFT_KEPT, dossier__isnull=True)
    return sum(_forget(draft_id, at) for draft_id in list(old.values_list("pk", flat=True)))


@transaction.atomic
def _forget(draft_id: UUID, at: datetime) -> bool:
    """Forget one draft, unless it was saved or sent meanwhile."""
    untouched = Draft.objects.filter(pk=draft_id, saved_at__lt=at - DRAFT_KEPT)
    draft = untouched.select_for_update().first()
    if draft is None or Dossier.objects.filter(draft=draft).exists():
        return False
    documents.forget(subject=f"draft:{draft.pk}", by=Actor.system(), at=at)
    draft.delete()
    return True
