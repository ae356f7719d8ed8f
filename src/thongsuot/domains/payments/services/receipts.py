"""Receipts: numbered without gap within agency, kind and year; cancelled, never taken away."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from thongsuot.domains.documents import services as documents
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.payments.models import BOOKS, Payment, Receipt, names_of
from thongsuot.domains.payments.terms import FeeKind, FeeLine, ReceiptUnknown
from thongsuot.kernel.clock import local_date

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters that nobody takes for another, for what is read off paper."""
CHECK_LETTERS = 12


def issue(payment: Payment, lines: Sequence[FeeLine], *, by: Actor, at: datetime) -> list[Receipt]:
    """Number a receipt for each kind of money in ``lines``; the payment names them.

    Whoever wants a number of the same book waits until this transaction ends; rolled back, the
    number goes to the next.
    Source:  phí and lệ phí have receipts of their own (docs/law/fees.md).
    """
    made = []
    for kind in FeeKind:
        of_kind = [line for line in lines if line.kind is kind and line.amount_vnd]
        if of_kind:
            made.append(_number(payment, kind, [_said(line) for line in of_kind], by, at))
    payment.receipts = names_of(made)
    return made


def _number(
    payment: Payment, kind: FeeKind, said: list[dict[str, Any]], by: Actor, at: datetime
) -> Receipt:
    year = local_date(at).year
    number = documents.next_number(agency_code=payment.agency, book=BOOKS[kind], year=year)
    return Receipt.objects.create(
        agency=payment.agency, kind=kind, year=year, number=number, payment=payment,
        subject=payment.subject, lines=said, amount_vnd=sum(line["amount_vnd"] for line in said),
        check_code=new_check_code(),
        issued_at=at, issued_by_id=by.officer_id,
    )  # fmt: skip


def new_check_code() -> str:
    """Return letters that nobody guesses, by which anybody sees whether a paper holds."""
    return "".join(secrets.choice(_LETTERS) for _ in range(CHECK_LETTERS))


def _said(line: FeeLine) -> dict[str, Any]:
    return {"name": line.name, "quantity": line.quantity, "amount_vnd": line.amount_vnd}


@bookkeeping("the dossier's act is the one entry, and names both numbers")
def replace_receipt(
    *, receipt_id: int, subject: str, why: str, by: Actor, at: datetime
) -> tuple[Receipt, Receipt]:
    """Cancel a receipt for a reason and number another for the same money.

    Raises:  ReceiptUnknown, also for one that was cancelled before.
    """
    wrong = (
        Receipt.objects.select_for_update()
        .select_related("payment")
        .filter(pk=receipt_id, subject=subject, cancelled_at=None)
        .first()
    )
    if wrong is None:
        raise ReceiptUnknown("no receipt in force")
    cancel(wrong, why=why, by=by, at=at)
    fresh = _number(wrong.payment, FeeKind(wrong.kind), wrong.lines, by, at)
    in_force = Receipt.objects.filter(payment=wrong.payment, cancelled_at=None).order_by("id")
    wrong.payment.receipts = names_of(in_force)
    wrong.payment.save(update_fields=["receipts"])
    return wrong, fresh


def cancel(receipt: Receipt, *, why: str, by: Actor, at: datetime) -> None:
    """Mark a receipt as cancelled; its number stays taken."""
    receipt.cancelled_at, receipt.cancelled_by_id, receipt.why_cancelled = at, by.officer_id, why
    receipt.save(update_fields=["cancelled_at", "cancelled_by", "why_cancelled"])
