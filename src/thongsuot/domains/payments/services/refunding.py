"""Giving money back: proposed by one, approved by another; once, with a ground and a slip."""

from datetime import datetime

from thongsuot.domains.documents import services as documents
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import successors
from thongsuot.domains.payments.models import (
    Assessment,
    Payment,
    Receipt,
    Refund,
    RefundProposal,
)
from thongsuot.domains.payments.models.money import REFUND_BOOK
from thongsuot.domains.payments.queries.policies import policy_in_force
from thongsuot.domains.payments.rules.refunds import counts_for_notice, has_money
from thongsuot.domains.payments.services.receipts import cancel, new_check_code
from thongsuot.domains.payments.terms import (
    NotRefundable,
    PaymentsNotYours,
    PaymentState,
    RefundNeedsAnother,
    RefundNotProposed,
    RefundWaits,
)
from thongsuot.kernel.clock import local_date


@bookkeeping("the dossier's act is the one entry")
def propose_refund(
    *, reference: str, subject: str, has_ended: bool, reason: str, legal_basis: str, account: str,
    by: Actor, at: datetime,
) -> RefundProposal:  # fmt: skip
    """Propose to give all that came with a payment back: the desk that took it, or its successor.

    Raises:  NotRefundable: nothing came, it went back, or it met a notice that still counts
             (``has_ended`` says that none does); RefundWaits; PaymentsNotYours.
    """
    payment = _locked(reference, subject)
    _check_refundable(payment, has_ended, at)
    _check_desk(payment, by.agency, at)
    if RefundProposal.objects.filter(payment__subject=subject, ended_at=None).exists():
        raise RefundWaits("a proposal of this dossier waits already")
    return RefundProposal.objects.create(
        payment=payment, legal_basis=legal_basis, reason=reason, account=account,
        proposed_at=at, proposed_by_id=by.acting_officer,
    )  # fmt: skip


@bookkeeping("the dossier's act is the one entry")
def decline_refund(
    *, proposal_id: int, subject: str, why: str, by: Actor, at: datetime
) -> RefundProposal:
    """End the proposal that waits, without money; who proposed it may take it back so.

    Raises:  RefundNotProposed.
    """
    return _end(_waiting(proposal_id, subject), approved=False, why=why, by=by, at=at)


@bookkeeping("the dossier's act is the one entry")
def refund(
    *, proposal_id: int, subject: str, desk: str, has_ended: bool, why: str, by: Actor,
    at: datetime,
) -> Refund:  # fmt: skip
    """Give back what was proposed; receipts are cancelled, what was owed is owed again.

    ``desk`` is the code of the desk that gives it back; what ``has_ended`` owes nothing any more.
    Raises:  RefundNotProposed; RefundNeedsAnother: the visitor proposed it or took the money;
             NotRefundable; PaymentsNotYours.
    """
    proposal = _waiting(proposal_id, subject)
    payment = _locked(proposal.payment.reference, subject)
    _check_refundable(payment, has_ended, at)
    _check_desk(payment, desk, at)
    _check_another(proposal, payment, by)
    was_paid = payment.state == PaymentState.PAID
    for receipt in Receipt.objects.filter(payment=payment, cancelled_at=None):
        cancel(receipt, why=proposal.reason, by=by, at=at)
    given = _given(_end(proposal, approved=True, why=why, by=by, at=at), payment, desk, by, at)
    payment.state = PaymentState.REFUNDED
    payment.save(update_fields=["state"])
    if was_paid and not has_ended:
        _reopen(payment)
    return given


def _given(
    proposal: RefundProposal, payment: Payment, desk: str, by: Actor, at: datetime
) -> Refund:
    year = local_date(at).year
    number = documents.next_number(agency_code=desk, book=REFUND_BOOK, year=year)
    return Refund.objects.create(
        payment=payment, proposal=proposal, agency=desk, year=year, number=number,
        check_code=new_check_code(),
        amount_vnd=payment.received_vnd, legal_basis=proposal.legal_basis,
        reason=proposal.reason, account=proposal.account, at=at, by_id=by.acting_officer,
    )  # fmt: skip


def _reopen(payment: Payment) -> None:
    """Let what the money had settled be owed again: the gate of the tariff stands anew."""
    owed = Assessment.objects.filter(payments=payment, replaced_at=None, total_vnd__gt=0)
    owed.update(settled_at=None)


def _end(
    proposal: RefundProposal, *, approved: bool, why: str, by: Actor, at: datetime
) -> RefundProposal:
    proposal.approved, proposal.why = approved, why
    proposal.ended_at, proposal.ended_by_id = at, by.acting_officer
    proposal.save(update_fields=["approved", "why", "ended_at", "ended_by"])
    return proposal


def _locked(reference: str, subject: str) -> Payment:
    rows = Payment.objects.select_for_update().filter(reference=reference, subject=subject)
    found = rows.first()
    if found is None:
        raise NotRefundable("there is no money to give back")
    return found


def _waiting(proposal_id: int, subject: str) -> RefundProposal:
    rows = RefundProposal.objects.select_for_update(of=("self",)).select_related("payment")
    found = rows.filter(pk=proposal_id, payment__subject=subject, ended_at=None).first()
    if found is None:
        raise RefundNotProposed("nothing waits for a decision")
    return found


def _check_refundable(payment: Payment, has_ended: bool, at: datetime) -> None:
    """Refuse what never came or went back, and the money of a notice that still counts.

    Source:  docs/law/fees.md: what met a notice is given back by whoever issued the notice; once
             the dossier has ended, by the desk where the payment policy says so.
    """
    if not has_money(payment.state, payment.received_vnd):
        raise NotRefundable("there is no money to give back")
    said = policy_in_force(local_date(at))
    if counts_for_notice(payment.purpose, payment.state, has_ended=has_ended, policy=said):
        raise NotRefundable("it met a notice, and whoever issued it gives back")


def _check_desk(payment: Payment, desk: str, at: datetime) -> None:
    if payment.agency not in successors.codes_left_to(desk, local_date(at)):
        raise PaymentsNotYours("another desk took the money")


def _check_another(proposal: RefundProposal, payment: Payment, by: Actor) -> None:
    took = Receipt.objects.filter(payment=payment).values_list("issued_by_id", flat=True)
    if by.persons & {proposal.proposed_by_id, *took}:
        raise RefundNeedsAnother("another has to approve it")
