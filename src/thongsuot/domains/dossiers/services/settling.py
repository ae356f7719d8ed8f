"""Asking the platform what became of payments, and doing what it means: nothing stays lost."""

import hashlib
from dataclasses import asdict
from datetime import date, datetime

from thongsuot.domains.dossiers.services.payments import accept_payment
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments import services as paying
from thongsuot.domains.payments.ports import (
    MessageForged,
    PaymentPlatform,
    PlatformUnavailable,
)
from thongsuot.domains.payments.terms import Confirmation, DayClosed, News
from thongsuot.kernel.canonical import canonical_json


@bookkeeping("what the answer means is an act with its own entry")
def ask_platform(
    *, reference: str, platform: PaymentPlatform, source: str, at: datetime
) -> tuple[Confirmation | None, News]:
    """Ask what became of a payment and do it; None where the platform says nothing usable."""
    try:
        said = platform.query(reference, at=at)
    except (PlatformUnavailable, MessageForged):
        return None, News.UNKNOWN
    digest = hashlib.sha256(canonical_json(asdict(said))).hexdigest()
    return said, accept_payment(said=said, source=source, digest=digest, at=at)


@bookkeeping("what it settles are acts with their own entries")
def reconcile_day(*, on: date, platform: PaymentPlatform, at: datetime) -> DayClosed:
    """Set a day's payments beside the platform's; a confirmation that was lost is made good.

    Ends in an explained zero, or names every difference. Run again, it says how it stands now.
    """
    settled, found = 0, []
    for payment in payments.online_payments_of(on):
        said, news = ask_platform(
            reference=payment.reference, platform=platform, source="day", at=at
        )
        settled += news is News.SETTLED
        found.append((payments.get_payment(payment.reference), said))
    found += [(extra, None) for extra in payments.extra_payments_of(on)]
    return paying.close_day(on=on, found=found, settled=settled, at=at)
