"""What an officer should look at in the number of whoever applies; never a ground to refuse."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from thongsuot.domains.dossiers.queries.applicants import applicant_of
from thongsuot.domains.dossiers.queries.views import get_dossier
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.people import queries as people
from thongsuot.domains.people.terms import Claim, Doubt


@dataclass(frozen=True, slots=True)
class NumberDoubts:
    """Other names under which the number is on file, masked, and what in it does not agree."""

    claims: Sequence[Claim]
    doubts: Sequence[Doubt]

    def __bool__(self) -> bool:
        return bool(self.claims or self.doubts)


def number_doubts(code: str, *, by: Actor, at: datetime) -> NumberDoubts:
    """Return under which other names the number is on file, and what in it does not agree.

    Raises:  DossierUnknown.
    """
    dossier = get_dossier(code, by=by, at=at)
    applicant = applicant_of(dossier)
    claims = people.claims_beside(dossier.applicant_id, applicant.full_name)
    return NumberDoubts(claims, people.doubts_in(applicant))
