"""Closing a day: what the platform says of each payment is set beside what we hold."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.payments.models import DayAnswer, DayClosing, Message, Payment
from thongsuot.domains.payments.queries.money import transfers_not_shown
from thongsuot.domains.payments.queries.policies import policy_in_force
from thongsuot.domains.payments.queries.statements import settled_differences
from thongsuot.domains.payments.rules.closing import NOT_SHOWN, Side, differences
from thongsuot.domains.payments.terms import (
    Confirmation,
    DayClosed,
    Difference,
    News,
    PaymentState,
    Verdict,
)

MONEY = {PaymentState.PAID, PaymentState.REFUNDED, PaymentState.SHORT, PaymentState.SURPLUS}


@bookkeeping("a look at both sides; what it settles are acts with their own entries")
def close_day(
    *, on: date, found: Sequence[tuple[Payment, Confirmation | None]], settled: int, left: int,
    at: datetime,
) -> DayClosed:  # fmt: skip
    """Keep what a day comes to: an explained zero, or the list of what differs.

    ``left`` were not asked about; the next run asks them alone, and then everything anew. What a
    desk noted by hand and no statement has shown in the policy's days differs too.
    """
    sides = [_side(payment, said) for payment, said in found]
    named = (*differences(sides), *_not_shown(on))
    closed = DayClosed(
        on=on, payments=len(sides), ours_vnd=sum(s.ours_vnd for s in sides),
        theirs_vnd=sum(s.theirs_vnd for s in sides), settled=settled,
        differences=named, left=left,
        explained=tuple(one.reference for one in settled_differences(on, named)),
    )  # fmt: skip
    if not left:
        DayAnswer.objects.filter(on=on).delete()
    DayClosing.objects.create(
        on=on, ran_at=at, payments=closed.payments, ours_vnd=closed.ours_vnd,
        theirs_vnd=closed.theirs_vnd, settled=settled, left=left,
        differences=[asdict(difference) for difference in closed.differences],
    )  # fmt: skip
    return closed


def _not_shown(on: date) -> list[Difference]:
    return [
        Difference(p.reference, p.subject.partition(":")[2], NOT_SHOWN, p.received_vnd, 0)
        for p in transfers_not_shown(on, policy_in_force(on).unseen_days)
    ]


@bookkeeping("what was answered in a run that is not over")
def keep_answer(
    *, on: date, payment: Payment, said: Confirmation | None, settled: bool, at: datetime
) -> None:
    """Keep what was answered about a payment: a run that breaks off is gone on with."""
    DayAnswer.objects.update_or_create(
        on=on, payment=payment,
        defaults={"verdict": said.verdict if said else "", "settled": settled, "at": at,
                  "amount_vnd": said.amount_vnd if said else None},
    )  # fmt: skip


def _side(payment: Payment, said: Confirmation | None) -> Side:
    state = PaymentState(payment.state)
    paid_there = said is not None and said.verdict in {Verdict.PAID, Verdict.UNCLEAR}
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
    if last is None:
        return payment.received_vnd if PaymentState(payment.state) in MONEY else 0
    return int(last)
