"""Opening a dossier by its code and one secret, with patience for typing and none for guessing."""

import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from thongsuot.domains.dossiers.models import Dossier, LookupFailure
from thongsuot.domains.dossiers.terms import DossierUnknown, TooManyAttempts
from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor

FAILURES_ALLOWED = 5
WINDOW = timedelta(minutes=15)
A_MINUTE = timedelta(minutes=1)


@bookkeeping("looking up one's own dossier is no act of the law; failures are counted")
def open_with_secret(*, code: str, secret: str, at: datetime) -> Actor:
    """Return the citizen as a visitor to whom dossier ``code`` is open.

    ``secret`` is the PIN of the slip, or the last four digits of the telephone given: these
    are soon guessed and let one follow the dossier only.
    Raises:  DossierUnknown, the same for a wrong code as for a wrong secret, with the attempts
             ``left``; TooManyAttempts with the ``minutes`` until the next.
    """
    found, left = _opened(code, secret.replace(" ", ""), at)
    if found is None:
        raise DossierUnknown("no dossier opens to this code and secret", left=left)
    return found


@transaction.atomic
def _opened(code: str, secret: str, at: datetime) -> tuple[Actor | None, int]:
    """Try one secret, and count how many more may be wrong.

    Attempts on one code come one after the other, and each failure counts.
    """
    index = settings.KEYRING.blind_index(code, "dossier-lookup")
    locks.hold(f"look-up:{index.hex()}")
    failed = LookupFailure.objects.filter(code_index=index, at__gt=at - WINDOW)
    failures = list(failed.order_by("-at").values_list("at", flat=True))
    if len(failures) >= FAILURES_ALLOWED:
        wait = failures[FAILURES_ALLOWED - 1] + WINDOW - at
        raise TooManyAttempts("wait before the next attempt", minutes=-(-wait // A_MINUTE))
    dossier = Dossier.objects.filter(code=code).first()
    by_pin, by_phone = _matches(dossier, secret.encode()) if dossier else (False, False)
    if by_pin or by_phone:
        return Actor.citizen(dossier=code, follows_only=not by_pin), FAILURES_ALLOWED
    LookupFailure.objects.create(code_index=index, at=at)
    return None, FAILURES_ALLOWED - len(failures) - 1


@bookkeeping("what is too old to close a door is of no use")
def forget_lookup_failures(*, at: datetime) -> int:
    """Delete the failures that no longer count; return how many."""
    forgotten, _rows = LookupFailure.objects.filter(at__lte=at - WINDOW).delete()
    return forgotten


def _matches(dossier: Dossier, secret: bytes) -> tuple[bool, bool]:
    """Compare in constant time with PIN and end of telephone."""
    by_pin = hmac.compare_digest(secret, dossier.pin.encode())
    by_phone = hmac.compare_digest(secret, dossier.phone_end.encode())
    return by_pin, by_phone and bool(dossier.phone_end)
