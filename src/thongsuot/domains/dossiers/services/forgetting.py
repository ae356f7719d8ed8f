"""What is not kept: drafts that nobody came back to."""

from datetime import datetime

from django.db import transaction

from thongsuot.domains.dossiers.models import Draft
from thongsuot.domains.dossiers.terms import DRAFT_KEPT
from thongsuot.domains.ledger.services import bookkeeping


@bookkeeping("what was typed and never sent is no part of any dossier")
@transaction.atomic
def forget_drafts(*, at: datetime) -> int:
    """Delete the answers of drafts that were last saved too long ago; return how many.

    A draft that was sent stays, as its dossier points to it.
    """
    unsent = Draft.objects.filter(saved_at__lt=at - DRAFT_KEPT, dossier__isnull=True)
    forgotten, _rows = unsent.delete()
    return forgotten
