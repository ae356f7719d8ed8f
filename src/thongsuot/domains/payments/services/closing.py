"""Closing a day: what the platform says of each payment is set beside what we hold."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.payments.models import DayClosing, Message, Payment
from thongsuot.domains.payments.rules.closing import Side, differences
from thongsuot.domains.payments.terms import (
    Confirmation,
    DayClosed,
    News,
    PaymentState,
    Verdict,
)

MONEY = {PaymentState.PAID, PaymentState.REFUNDED, PaymentState.SHORT, PaymentState.SURPLUS}


@bookkeeping("a look at both sides; what it settles are acts with their own entries")
def close_day(
    *, on: date, found: Sequence[tuple[Payment, Confirmation | None]], settled: int, at: datetime
) -> DayClosed:
    """Keep what a day comes to: an explained zero, or the list of what differs."""
    sides = [_side(payment, said) for payment, said in found]
    closed = DayClosed(
        on=on, payments=len(sides), ours_vnd=sum(s.ours_vnd for s in sides),
        theirs_vnd=sum(s.theirs_vnd for s in sides), settled=settled,
        differences=differences(sides),
    )  # fmt: skip
    DayClosing.objects.create(
        on=on, ran_at=at, payments=closed.payments, ours_vnd=closed.ours_vnd,
        theirs_vnd=closed.theirs_vnd, settled=settled,
        differences=[asdict(difference) for difference in closed.differences],
    )  # fmt: skip
    return closed


def _side(payment: Payment, said: Confirmation | None) -> Side:
    state = PaymentState(payment.state)
    paid_there = said is not None and said.verdict is Verdict.PAID
    theirs = _told_sum(payment) if said is None or said.amount_vnd is None else said.amount_vnd
    return Side(
        reference=payment.reference,
        dossier=payment.subject.partition(":")[2],
        state=state,
        ours_vnd=payment.received_vnd if state in MONEY else 0,
        verdict=said.verdict if said else None,
        theirs_vnd=theirs if paid_there else 0,
    )


def _told_sum(payment: Payment) -> int:
    """Return the sum that was last told of a payment, or what was asked where none was told."""
    told = Message.objects.filter(
        at__gte=payment.created_at, reference=payment.reference, amount_vnd__isnull=False,
        news__in=[News.SETTLED, News.REPEATED, News.MISMATCHED],
    )  # fmt: skip
    last = told.order_by("-id").values_list("amount_vnd", flat=True).first()
    return payment.amount_vnd if last is None else last
