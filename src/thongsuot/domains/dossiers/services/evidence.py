"""Taking the evidence of a dossier: for control alone, and on record."""

from datetime import datetime
from typing import Final

from django.db import transaction

from thongsuot.domains.dossiers.queries.views import get_dossier
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger import services as ledger
from thongsuot.domains.ledger.terms import Actor, ActorKind
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms import Role
from thongsuot.kernel.clock import local_date

FORMAT: Final = "thongsuot-evidence/3"
"""What evidence is called, also in the entry of its taking: so no part of it is cut unseen."""


@transaction.atomic
def take_evidence(*, code: str, by: Actor, at: datetime) -> None:
    """Put on record who takes the evidence of a dossier, and up to which entry it goes.

    Raises:  DossierUnknown; RoleMissing for whoever is neither control nor the installation.
    """
    dossier = get_dossier(code, by=by, at=at)
    if by.kind is not ActorKind.SYSTEM:
        organisation.require_role(by, Role.CONTROL, local_date(at))
    ledger.record(
        subject=dossier.subject, act="evidence_taken", by=by, at=max(at, dossier.last_act_at),
        detail={"head": record.head_hash(dossier.subject), "format": FORMAT},
    )  # fmt: skip
