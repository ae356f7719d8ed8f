"""Asking the platform what became of payments, and doing what it means: nothing stays lost."""

import hashlib
from collections.abc import Callable
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
def reconcile_day(*, on: date, platform: PaymentPlatform, at: datetime) -> DayClosed:
    """Set a day's payments beside the platform's; a confirmation that was lost is made good.

    Ends in an explained zero, or names every difference. After the first outage nothing more is
    asked: the rest is named as not answered. Run again, it says how it stands now.
    """
    settled, found, answers = 0, [], True
    for payment in payments.online_payments_of(on):
        said, news = None, News.UNKNOWN
        try:
            if answers:
                said, news = _asked(payment.reference, platform, "day", at)
        except PlatformUnavailable:
            answers = False
        settled += news is News.SETTLED
        found.append((payments.get_payment(payment.reference), said))
    for extra in payments.extra_payments_of(on):  # no reference to ask by; it was told of
        told = Confirmation(extra.reference, Verdict.PAID, extra.received_vnd, extra.transaction)
        found.append((extra, told))
    return paying.close_day(on=on, found=found, settled=settled, at=at)
