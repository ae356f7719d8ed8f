"""Opening a dossier by its code and one secret, with patience for typing and none for guessing.

A stranger's wrong secrets make the stranger wait, not the owner: they are counted by code and
address first. What is counted over all addresses is bounded far wider, see ``terms.patience``.
"""

import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from thongsuot.domains.dossiers import rules
from thongsuot.domains.dossiers.models import Dossier, LookupFailure
from thongsuot.domains.dossiers.rules import GUESSES_COUNT_FOR
from thongsuot.domains.dossiers.terms import DossierUnknown, TooManyAttempts
from thongsuot.domains.dossiers.terms.patience import Patience, PinOnly
from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor

WINDOW = timedelta(minutes=15)
"""For wrong secrets of one address on whatever codes."""
A_MINUTE = timedelta(minutes=1)


@bookkeeping("looking up one's own dossier is no act of the law; failures are counted")
def open_with_secret(*, code: str, secret: str, at: datetime, source: str = "") -> Actor:
    """Return the citizen as a visitor to whom dossier ``code`` is open.

    ``secret`` is the PIN of the slip, or the last four digits of the telephone given: these
    are soon guessed and let one follow the dossier only. ``source`` is the address of the visitor,
    kept for a day as a keyed hash.
    Raises:  DossierUnknown, the same for a wrong code as for a wrong secret, with the attempts
             ``left``; TooManyAttempts with the ``minutes`` until the next; PinOnly.
    """
    found, left = _opened(code, secret.replace(" ", ""), at, _index(source) if source else b"")
    if found is None:
        raise DossierUnknown("no dossier opens to this code and secret", left=left)
    return found


@transaction.atomic
def _opened(code: str, secret: str, at: datetime, source: bytes) -> tuple[Actor | None, int]:
    """Try one secret, and count how many more may be wrong.

    Attempts on one code come one after the other, and each failure counts. The right PIN forgives
    the wrong ones of the same address; the end of a telephone, which others may know, does not.
    """
    index, patience = _index(code), settings.LOOKUP_PATIENCE
    locks.hold(f"look-up:{index.hex()}")
    left = _check_patience(index, source, secret, patience, at)
    dossier = Dossier.objects.filter(code=code).first()
    by_pin, by_phone = _matches(dossier, secret.encode()) if dossier else (False, False)
    if by_pin and left < patience.here:
        LookupFailure.objects.filter(code_index=index, source_index=source).delete()
    if by_pin or by_phone:
        return Actor.citizen(dossier=code, follows_only=not by_pin), left
    LookupFailure.objects.create(code_index=index, source_index=source, at=at)
    return None, max(left - 1, 0)


def _check_patience(
    index: bytes, source: bytes, secret: str, patience: Patience, at: datetime
) -> int:
    """Return how many more secrets may be wrong here.

    Raises:  TooManyAttempts while this address, or everybody, waits; PinOnly.
    """
    failed = LookupFailure.objects.filter(code_index=index, at__gt=at - GUESSES_COUNT_FOR)
    seen = list(failed.values_list("source_index", "at"))
    here = [moment for where, moment in seen if bytes(where) == source]
    everywhere = [moment for _where, moment in seen]
    _have_wait(rules.wait_here(here, patience.here, at))
    _have_wait(rules.wait_everywhere(everywhere, patience.pins, at))
    _have_wait(_wait_at_any_code(source, patience.any_codes, at))
    if len(seen) >= patience.phone_ends and len(secret) < rules.PIN_DIGITS:
        raise PinOnly("the end of a telephone is soon guessed, and many guess at this code")
    return max(patience.here - len(here), 0)


def _have_wait(wait: timedelta) -> None:
    if wait:
        raise TooManyAttempts("wait before the next attempt", minutes=-(-wait // A_MINUTE))


def _wait_at_any_code(source: bytes, allowed: int, at: datetime) -> timedelta:
    """Return how long an address waits that guessed at so many codes."""
    if not source:
        return rules.NO_WAIT
    failed = LookupFailure.objects.filter(at__gt=at - WINDOW, source_index=source)
    failures = list(failed.order_by("-at").values_list("at", flat=True)[:allowed])
    return failures[-1] + WINDOW - at if len(failures) >= allowed else rules.NO_WAIT


def _index(name: str) -> bytes:
    index: bytes = settings.KEYRING.blind_index(name, "dossier-lookup")
    return index


@bookkeeping("what is too old to close a door is of no use")
def forget_lookup_failures(*, at: datetime) -> int:
    """Delete the failures that no longer count; return how many."""
    forgotten, _rows = LookupFailure.objects.filter(at__lte=at - GUESSES_COUNT_FOR).delete()
    return forgotten


def _matches(dossier: Dossier, secret: bytes) -> tuple[bool, bool]:
    """Compare in constant time with PIN and end of telephone."""
    by_pin = hmac.compare_digest(secret, dossier.pin.encode())
    by_phone = hmac.compare_digest(secret, dossier.phone_end.encode())
    return by_pin, by_phone and bool(dossier.phone_end)
