"""Giving money back: once, with a ground, and its receipts cancelled."""

from datetime import datetime

from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import successors
from thongsuot.domains.payments.models import Payment, Receipt, Refund
from thongsuot.domains.payments.services.receipts import cancel
from thongsuot.domains.payments.terms import NotRefundable, PaymentsNotYours, PaymentState
from thongsuot.kernel.clock import local_date

MONEY = (PaymentState.PAID, PaymentState.SHORT, PaymentState.SURPLUS)


@bookkeeping("the dossier's act is the one entry")
def refund(
    *, reference: str, subject: str, reason: str, legal_basis: str, account: str, by: Actor,
    at: datetime,
) -> Refund:  # fmt: skip
    """Give all that came with a payment back: at the desk that took it, or whoever took that over.

    Raises:  NotRefundable: nothing came, or it went back before; PaymentsNotYours.
    """
    payment = (
        Payment.objects.select_for_update().filter(reference=reference, subject=subject).first()
    )
    if payment is None or payment.state not in MONEY or not payment.received_vnd:
        raise NotRefundable("there is no money to give back")
    if payment.agency not in successors.codes_left_to(by.agency, local_date(at)):
        raise PaymentsNotYours("another desk took the money")
    for receipt in Receipt.objects.filter(payment=payment, cancelled_at=None):
        cancel(receipt, why=reason, by=by, at=at)
    given = Refund.objects.create(
        payment=payment, amount_vnd=payment.received_vnd, legal_basis=legal_basis, reason=reason,
        account=account, at=at, by_id=by.acting_officer,
    )  # fmt: skip
    payment.state = PaymentState.REFUNDED
    payment.save(update_fields=["state"])
    return given
