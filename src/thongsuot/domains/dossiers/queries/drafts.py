"""Reading drafts: the key to one is its own unguessable id."""

from collections.abc import Collection
from uuid import UUID

from thongsuot.domains.documents import queries as documents
from thongsuot.domains.documents.terms import FiledPaper
from thongsuot.domains.dossiers.models import Draft
from thongsuot.domains.dossiers.terms import DraftUnknown


def draft_of(draft_id: UUID) -> Draft:
    """Return the draft, sent or not.  Raises: DraftUnknown."""
    draft = Draft.objects.select_related("dossier").filter(pk=draft_id).first()
    if draft is None:
        raise DraftUnknown("no such draft")
    return draft


def unsent_drafts(ids: Collection[UUID]) -> int:
    """Return how many of these drafts are still there and were not sent."""
    return Draft.objects.filter(pk__in=ids, dossier__isnull=True).count()


def draft_papers(draft_id: UUID) -> list[FiledPaper]:
    """Return the files given so far, oldest first."""
    return documents.uploads_of(f"draft:{draft_id}")
