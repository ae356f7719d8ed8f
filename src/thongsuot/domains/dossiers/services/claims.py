"""The applicant says that the money was sent, with its proof; the desk looks, and answers."""

from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from thongsuot.domains.documents import services as documents
from thongsuot.domains.documents.terms import Kind, ReadUpload
from thongsuot.domains.dossiers import policy, rules
from thongsuot.domains.dossiers.models import Dossier, Obligation
from thongsuot.domains.dossiers.services import act
from thongsuot.domains.dossiers.services.intake import check_desk
from thongsuot.domains.dossiers.terms import Act
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments import services as paying
from thongsuot.domains.payments.terms import ClaimWaits, NothingDue
from thongsuot.kernel.clock import local_date


def claim_transfer(
    *, code: str, name: str, stream: BinaryIO, by: Actor, at: datetime, key: str | None = None
) -> Dossier:
    """Keep the applicant's word, and proof, that what is due was sent to the desk's account.

    It settles nothing and moves no clock: the desk finds the money on its statement, or answers.
    Raises:  ActNotAllowed; PinNeeded; NothingDue; ClaimWaits; FileRefused in one of its kinds.
    Source:  docs/law/fees.md; a payment is never lost when a browser is closed.
    """
    proof = documents.read_upload(stream)
    with transaction.atomic():
        dossier, at, done = act.begin(code, Act.CLAIM_TRANSFER, by, at, key)
        return dossier if done else _claim(dossier, name, proof, by=by, at=at, key=key)


def _claim(
    dossier: Dossier, name: str, proof: ReadUpload, *, by: Actor, at: datetime, key: str | None
) -> Dossier:
    """Keep the proof with the dossier, if something is due and nothing was said of it yet."""
    policy.check_citizen(dossier, by)
    amount = _due(dossier)
    if not amount:
        raise NothingDue("nothing waits to be paid")
    if payments.open_claim(dossier.subject):
        raise ClaimWaits("said before, and not answered yet")
    paper = documents.attach_notice(
        subject=dossier.subject, name=name, upload=proof, at=at, kind=Kind.TRANSFER_PROOF
    )
    told = paying.claim_transfer(
        subject=dossier.subject, paper=paper.id, amount_vnd=amount, at=at,
        agency=organisation.desk_by_id(dossier.receiving_agency_id).code,
    )  # fmt: skip
    return act.finish(
        dossier, Act.CLAIM_TRANSFER, by=by, at=at, key=key,
        detail={"amount_vnd": told.amount_vnd, "paper": paper.commitment},
    )  # fmt: skip


@transaction.atomic
def answer_claim(
    *, code: str, why: str, by: Actor, at: datetime, key: str | None = None
) -> Dossier:
    """Answer that no such money was found, and on what was looked; the applicant is told.

    Raises:  RoleMissing; SentToAnotherDesk; ReasonMissing; ClaimUnknown.
    """
    dossier, at, done = act.begin(code, Act.ANSWER_CLAIM, by, at, key)
    if done:
        return dossier
    check_desk(dossier, by, local_date(at))
    answered = paying.answer_claim(
        subject=dossier.subject, why=rules.check_reason(why), by=by, at=at
    )
    return act.finish(
        dossier, Act.ANSWER_CLAIM, by=by, at=at, key=key,
        detail={"amount_vnd": answered.amount_vnd,
                "reason": commitment(answered.why, answered.salt)},
    )  # fmt: skip


def _due(dossier: Dossier) -> int:
    """Return what waits to be paid: a notice comes before the fee.  Units: whole đồng."""
    notice = Obligation.objects.filter(dossier=dossier, met_at=None).first()
    return notice.amount_vnd if notice else payments.due_of(dossier.subject)
