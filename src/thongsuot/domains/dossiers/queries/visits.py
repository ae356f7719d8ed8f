"""What was brought to the counter, as the record commits to it; no name is opened."""

from dataclasses import dataclass
from datetime import datetime

from thongsuot.domains.dossiers.models import CounterVisit
from thongsuot.domains.ledger.rules import commitment


@dataclass(frozen=True, slots=True)
class VisitHashes:
    """Who brought it and who entered it; ``named`` is the commitment to the words of it.

    ``named`` and ``salt`` are empty where there were no words: the applicant himself came.
    """

    at: datetime
    what: str
    bringer: str
    entered_by_id: int
    named: str
    salt: str


def visits_of(code: str) -> list[VisitHashes]:
    """Return what an officer entered for who came to the counter, oldest first."""
    rows = CounterVisit.objects.filter(dossier__code=code).order_by("pk")
    return [
        VisitHashes(
            visit.at, visit.what, visit.bringer, visit.entered_by_id,
            commitment(visit.named, visit.salt) if visit.named else "",
            bytes(visit.salt).hex() if visit.named else "",
        )
        for visit in rows
    ]  # fmt: skip
