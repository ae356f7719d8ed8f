"""Asking the platform what became of payments, and doing what it means: nothing stays lost."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Final

from thongsuot.domains.dossiers.services.payments import accept_payment
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments import services as paying
from thongsuot.domains.payments.ports import (
    MessageForged,
    PaymentPlatform,
    PlatformUnavailable,
)
from thongsuot.domains.payments.terms import Confirmation, DayClosed, News, Verdict
from thongsuot.kernel.canonical import canonical_json
from thongsuot.kernel.clock import local_date

A_TURN: Final = timedelta(seconds=10)
MOST_A_TURN: Final = 50


@bookkeeping("what the answer means is an act with its own entry")
def ask_platform(
    *, reference: str, platform: PaymentPlatform, source: str, at: datetime
) -> tuple[Confirmation | None, News]:
    """Ask what became of a payment and do it; None where the platform says nothing usable."""
    try:
        return _asked(reference, platform, source, at)
    except PlatformUnavailable:
        return None, News.UNKNOWN


def _asked(
    reference: str, platform: PaymentPlatform, source: str, at: datetime
) -> tuple[Confirmation | None, News]:
    """Do what the answer means; one that is forged means nothing.  Raises: PlatformUnavailable."""
    try:
        said = platform.query(reference, at=at)
    except MessageForged:
        return None, News.UNKNOWN
    digest = hashlib.sha256(canonical_json(asdict(said))).hexdigest()
    return said, accept_payment(said=said, source=source, digest=digest, at=at)


@bookkeeping("what it settles are acts with their own entries")
def ask_waiting(
    *, platform: PaymentPlatform, after: int, since: timedelta, clock: Callable[[], datetime]
) -> int:
    """Ask about the next payments that wait since then, for a turn or until an outage.

    Returns the last one asked about, for the next turn to go on ``after`` it; 0 to begin anew.
    """
    begun = clock()
    rows = payments.unsettled_payments(begun - since, after=after, most=MOST_A_TURN)
    for payment in rows:
        if (at := clock()) >= begun + A_TURN:
            return after
        after = payment.pk
        try:
            _asked(payment.reference, platform, "query", at)
        except PlatformUnavailable:
            return after
    return after if len(rows) == MOST_A_TURN else 0


@bookkeeping("what it settles are acts with their own entries")
def reconcile_day(
    *, on: date, platform: PaymentPlatform | None, clock: Callable[[], datetime],
    most: timedelta | None = None, tell: Callable[[int, int], None] = lambda _done, _all: None,
) -> DayClosed:  # fmt: skip
    """Set a day's payments beside the platform's; a confirmation that was lost is made good.

    Ends in an explained zero, or names every difference. A run lasts ``most`` at the longest,
    else as the policy says, and asks nothing more after the first outage; what was answered is
    kept, and the next run of the day asks about the rest alone. Run again after the end, it asks
    anew how it stands now. Without a platform nobody is asked: what was begun there and has no
    answer yet stays left, and the desks' own transfers are looked at as ever. ``tell`` hears how
    many of how many were asked.
    """
    begun, answers = clock(), True
    ends_at = begun + (most or payments.policy_in_force(local_date(begun)).reconcile_for)
    known, every = payments.answers_of(on), payments.online_payments_of(on)
    for number, payment in enumerate(every, start=1):
        if payment.pk in known:
            continue
        at = clock()
        answers = answers and at < ends_at
        if answers and platform is not None:
            answers = _ask_of_day(on, payment.reference, platform, at)
        tell(number, len(every))
    return _close(on, [payment.reference for payment in every], clock())


def _ask_of_day(on: date, reference: str, platform: PaymentPlatform, at: datetime) -> bool:
    """Ask about one payment and keep the answer; return False at an outage."""
    try:
        said, news = _asked(reference, platform, "day", at)
    except PlatformUnavailable:
        return False
    payment = payments.get_payment(reference)
    paying.keep_answer(on=on, payment=payment, said=said, settled=news is News.SETTLED, at=at)
    return True


def _close(on: date, references: Sequence[str], at: datetime) -> DayClosed:
    answers, left, found = payments.answers_of(on), 0, []
    for reference in references:
        payment = payments.get_payment(reference)
        kept = answers.get(payment.pk)
        left += kept is None
        told = Confirmation(
            payment.reference, Verdict(kept.verdict), kept.amount_vnd, payment.transaction
        ) if kept and kept.verdict else None  # fmt: skip
        found.append((payment, told))
    for extra in payments.extra_payments_of(on):  # no reference to ask by; it was told of
        told = Confirmation(extra.reference, Verdict.PAID, extra.received_vnd, extra.transaction)
        found.append((extra, told))
    settled = sum(answer.settled for answer in answers.values())
    return paying.close_day(on=on, found=found, settled=settled, left=left, at=at)
