"""Money of a dossier that goes back: one officer proposes it, another decides."""

from datetime import datetime

from django.db import transaction

from thongsuot.domains.dossiers import rules
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.services import act
from thongsuot.domains.dossiers.services.bases import named_basis
from thongsuot.domains.dossiers.services.intake import check_desk
from thongsuot.domains.dossiers.terms import FINAL, Act
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.terms import Actor, DetailValue
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.payments import policy
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments import services as paying
from thongsuot.kernel.clock import local_date


@transaction.atomic
def propose_refund(
    *, code: str, reference: str, reason: str, legal_basis: str, account: str, by: Actor,
    at: datetime, key: str | None = None,
) -> Dossier:  # fmt: skip
    """Propose to give back what came: too much, for nothing, or by the law; another decides.

    Raises:  RoleMissing; SentToAnotherDesk; ReasonMissing; GroundsMissing and BasisNamesNothing
             for a basis that is no document's number; NotRefundable; RefundWaits; PaymentsNotYours.
    """
    dossier, at, done = act.begin(code, Act.PROPOSE_REFUND, by, at, key)
    if done:
        return dossier
    check_desk(dossier, by, local_date(at))
    asked = paying.propose_refund(
        reference=reference, subject=dossier.subject, has_ended=_has_ended(dossier),
        reason=rules.check_reason(reason), legal_basis=named_basis(legal_basis, local_date(at)),
        account=account.strip(), by=by, at=at,
    )  # fmt: skip
    return act.finish(
        dossier, Act.PROPOSE_REFUND, by=by, at=at, key=key,
        detail={"amount_vnd": asked.payment.received_vnd, "payment": reference,
                "reason": commitment(asked.reason, asked.salt)},
    )  # fmt: skip


@transaction.atomic
def refund_payment(
    *, code: str, proposal_id: int, why: str, by: Actor, at: datetime, key: str | None = None
) -> Dossier:
    """Approve a refund: the money goes back under a numbered slip, its receipts are cancelled.

    What it had paid is owed again while the dossier goes on: its gate stands anew.
    Raises:  ReasonMissing; RefundNotProposed; RefundNeedsAnother; NotRefundable;
             PaymentsNotYours.
    """
    dossier, at, done = act.begin(code, Act.REFUND, by, at, key)
    if done:
        return dossier
    desk = _check_may_decide(dossier, by, at)
    given = paying.refund(
        proposal_id=proposal_id, subject=dossier.subject, desk=desk,
        has_ended=_has_ended(dossier), why=rules.check_reason(why), by=by, at=at,
    )  # fmt: skip
    detail: dict[str, DetailValue] = {
        "amount_vnd": given.amount_vnd, "payment": given.payment.reference,
        "receipts": [given.name],
        "reason": commitment(given.reason, given.salt), "due_vnd": payments.due_of(dossier.subject),
    }  # fmt: skip
    return act.finish(dossier, Act.REFUND, by=by, at=at, key=key, detail=detail)


@transaction.atomic
def decline_refund(
    *, code: str, proposal_id: int, why: str, by: Actor, at: datetime, key: str | None = None
) -> Dossier:
    """End a proposal without giving anything back; who made it may take it back so.

    Raises:  ReasonMissing; RefundNotProposed; PaymentsNotYours.
    """
    dossier, at, done = act.begin(code, Act.DECLINE_REFUND, by, at, key)
    if done:
        return dossier
    _check_may_decide(dossier, by, at)
    ended = paying.decline_refund(
        proposal_id=proposal_id, subject=dossier.subject, why=rules.check_reason(why), by=by, at=at
    )
    return act.finish(
        dossier, Act.DECLINE_REFUND, by=by, at=at, key=key,
        detail={"amount_vnd": ended.payment.received_vnd, "payment": ended.payment.reference,
                "why": commitment(ended.why, ended.salt)},
    )  # fmt: skip


def _check_may_decide(dossier: Dossier, by: Actor, at: datetime) -> str:
    """Return the code of the desk whose money it is.  Raises: PaymentsNotYours."""
    desk = organisation.desk_by_id(dossier.receiving_agency_id)
    policy.check_may_approve_refunds(by, desk.code, local_date(at))
    return desk.code


def _has_ended(dossier: Dossier) -> bool:
    return dossier.national_state in FINAL
