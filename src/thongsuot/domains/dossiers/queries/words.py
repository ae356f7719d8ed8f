"""What heads answered to objections, with the salt by which the record commits to it."""

from collections.abc import Iterator
from datetime import datetime

from thongsuot.domains.dossiers.models import Objection
from thongsuot.domains.dossiers.queries.views import get_dossier
from thongsuot.domains.ledger.terms import Actor


def answers_to_objections(code: str, *, by: Actor, at: datetime) -> Iterator[tuple[str, bytes]]:
    """Yield the words of each answer and the salt of its commitment.  Raises: DossierUnknown."""
    dossier = get_dossier(code, by=by, at=at)
    rows = Objection.objects.filter(request__dossier=dossier).exclude(answered_by=None)
    return ((row.answer, bytes(row.salt)) for row in rows)
