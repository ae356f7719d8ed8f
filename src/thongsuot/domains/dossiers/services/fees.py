"""What a dossier costs: frozen when it is filed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.queries.money import asked_for, group_known
from thongsuot.domains.ledger.terms import DetailValue
from thongsuot.domains.organisation.terms import Desk
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments import services as paying
from thongsuot.domains.people.terms import Identity


def freeze_fees(
    dossier: Dossier, desk: Desk, applicant: Identity, answers: Mapping[str, Any], on: date
) -> dict[str, DetailValue]:
    """Freeze what the tariffs of the day ask; return what the record says of it."""
    if not payments.has_tariff(dossier.procedure_code, on):
        return {}
    case, copies = asked_for(dossier.procedure_code, answers, on)
    owed = paying.assess(
        subject=dossier.subject, procedure=dossier.procedure_code, channel=dossier.channel,
        desk=desk, case=case, copies=copies, group=group_known(applicant, on),
        at=dossier.submitted_at,
    )  # fmt: skip
    return {"fee_vnd": owed.total_vnd} if owed else {}
