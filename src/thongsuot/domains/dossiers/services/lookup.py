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
FAILURES_OF_A_SOURCE = 60
"""From one address, on whatever codes: more than a crowded desk or a shared line mistypes."""
WINDOW = timedelta(minutes=15)
A_MINUTE = timedelta(minutes=1)


@bookkeeping("looking up one's own dossier is no act of the law; failures are counted")
def open_with_secret(*, code: str, secret: str, at: datetime, source: str = "") -> Actor:
    """Return the citizen as a visitor to whom dossier ``code`` is open.

    ``secret`` is the PIN of the slip, or the last four digits of the telephone given: these
    are soon guessed and let one follow the dossier only. ``source`` is the address of the visitor,
    kept for a quarter of an hour as a keyed hash.
    Raises:  DossierUnknown, the same for a wrong code as for a wrong secret, with the attempts
             ``left``; TooManyAttempts with the ``minutes`` until the next.
    """
    found, left = _opened(code, secret.replace(" ", ""), at, _index(source) if source else b"")
    if found is None:
        raise DossierUnknown("no dossier opens to this code and secret", left=left)
    return found


@transaction.atomic
def _opened(code: str, secret: str, at: datetime, source: bytes) -> tuple[Actor | None, int]:
    """Try one secret, and count how many more may be wrong.

    Attempts on one code come one after the other, and each failure counts.
    """
    index = _index(code)
    locks.hold(f"look-up:{index.hex()}")
    left = _check_patience(at, FAILURES_ALLOWED, code_index=index)
    if source:
        _check_patience(at, FAILURES_OF_A_SOURCE, source_index=source)
    dossier = Dossier.objects.filter(code=code).first()
    by_pin, by_phone = _matches(dossier, secret.encode()) if dossier else (False, False)
    if by_pin or by_phone:
        return Actor.citizen(dossier=code, follows_only=not by_pin), left
    LookupFailure.objects.create(code_index=index, source_index=source, at=at)
    return None, left - 1


def _check_patience(at: datetime, allowed: int, **of: bytes) -> int:
    """Return how many more attempts may be wrong.  Raises: TooManyAttempts when none may."""
    failed = LookupFailure.objects.filter(at__gt=at - WINDOW, **of)
    failures = list(failed.order_by("-at").values_list("at", flat=True)[:allowed])
    if len(failures) >= allowed:
        wait = failures[-1] + WINDOW - at
        raise TooManyAttempts("wait before the next attempt", minutes=-(-wait // A_MINUTE))
    return allowed - len(failures)


def _index(name: str) -> bytes:
    index: bytes = settings.KEYRING.blind_index(name, "dossier-lookup")
    return index


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
