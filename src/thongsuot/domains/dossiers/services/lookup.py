"""Opening a dossier by its code and one secret, with patience for typing and none for guessing."""

import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from thongsuot.domains.dossiers.models import Dossier, LookupFailure
from thongsuot.domains.dossiers.terms import DossierUnknown, TooManyAttempts
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor

FAILURES_ALLOWED = 5
WINDOW = timedelta(minutes=15)


@bookkeeping("looking up one's own dossier is no act of the law; failures are counted")
def open_with_secret(*, code: str, secret: str, at: datetime) -> Actor:
    """Return the citizen as a visitor to whom dossier ``code`` is open.

    ``secret`` is the PIN of the slip or the last four digits of the telephone given.
    Raises:  DossierUnknown, the same for a wrong code as for a wrong secret; TooManyAttempts.
    """
    index = settings.KEYRING.blind_index(code, "dossier-lookup")
    failures = LookupFailure.objects.filter(code_index=index, at__gt=at - WINDOW).count()
    if failures >= FAILURES_ALLOWED:
        raise TooManyAttempts("wait before the next attempt", minutes=int(WINDOW.seconds / 60))
    dossier = Dossier.objects.filter(code=code).first()
    if dossier and _matches(dossier, secret.replace(" ", "")):
        return Actor.citizen(dossier=code)
    with transaction.atomic():
        LookupFailure.objects.create(code_index=index, at=at)
    raise DossierUnknown("no dossier opens to this code and secret")


def _matches(dossier: Dossier, secret: str) -> bool:
    """Compare in constant time with both secrets, whichever matches."""
    given = secret.encode()
    by_pin = hmac.compare_digest(given, dossier.pin.encode())
    by_phone = bool(dossier.phone_end) and hmac.compare_digest(given, dossier.phone_end.encode())
    return by_pin or by_phone
