"""What was brought to the counter, as the record commits to it; no name is opened."""

from dataclasses import dataclass
from datetime import datetime

from thongsuot.domains.dossiers.models import CounterVisit
from thongsuot.domains.dossiers.queries.views import get_dossier
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.terms import Actor


@dataclass(frozen=True, slots=True)
class VisitHashes:
    """Who brought it and who entered it; ``named`` is the commitment to the words of it.

    ``named`` is empty where there were no words: the applicant himself came. The salt is not in
    it: with that, names could be tried until one fits.
    """

    at: datetime
    what: str
    bringer: str
    entered_by_id: int
    named: str


def visits_of(code: str, *, by: Actor, at: datetime) -> list[VisitHashes]:
    """Return what an officer entered for who came to the counter, oldest first.

    Raises:  DossierUnknown.
    """
    rows = CounterVisit.objects.filter(dossier=get_dossier(code, by=by, at=at)).order_by("pk")
    return [
        VisitHashes(
            visit.at, visit.what, visit.bringer, visit.entered_by_id,
            commitment(visit.named, visit.salt) if visit.named else "",
        )
        for visit in rows
    ]  # fmt: skip
