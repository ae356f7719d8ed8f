"""Telling whether somebody is the officer he says he is, with patience for typing and none for
guessing."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import authenticate as check_password
from django.db import transaction

from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.organisation.models import LogInFailure, Officer
from thongsuot.domains.organisation.terms import LogInRefused, TooManyLogIns

FAILURES_ALLOWED = 5
WINDOW = timedelta(minutes=15)


@bookkeeping("logging in is no act of the law; wrong passwords are counted")
def authenticate(*, username: str, password: str, address: str, at: datetime) -> Officer:
    """Return the account these belong to.

    ``address`` is where the visitor comes from: one guesser does not lock out an officer who
    sits elsewhere. A try counts as a failure before it is looked at, so that a volley counts one
    by one and nobody waits for another's password to be checked.

    Raises:  LogInRefused, the same for a wrong name as for a wrong password; TooManyLogIns.
    """
    name = username.strip().lower()
    index = settings.KEYRING.blind_index(f"{name}\n{address}", "officer-log-in")
    failures = _count_one_more(index, at)
    officer = check_password(username=name, password=password)
    if isinstance(officer, Officer):
        LogInFailure.objects.filter(pair_index=index).delete()
        return officer
    raise LogInRefused("name or password is wrong", left=FAILURES_ALLOWED - failures)


@transaction.atomic
def _count_one_more(index: bytes, at: datetime) -> int:
    """Return how many failures there are now, this try among them.  Raises: TooManyLogIns."""
    _lock(index)
    failures = LogInFailure.objects.filter(pair_index=index, at__gt=at - WINDOW).count()
    if failures >= FAILURES_ALLOWED:
        minutes = int(WINDOW.total_seconds() // 60)
        raise TooManyLogIns("wait before trying again", most=FAILURES_ALLOWED, minutes=minutes)
    LogInFailure.objects.create(pair_index=index, at=at)
    return failures + 1


@bookkeeping("what is too old to close a door is of no use")
def forget_log_in_failures(*, at: datetime) -> int:
    """Delete the failures that no longer count; return how many."""
    forgotten, _rows = LogInFailure.objects.filter(at__lte=at - WINDOW).delete()
    return forgotten


def _lock(index: bytes) -> None:
    locks.hold(f"log-in:{index.hex()}")
