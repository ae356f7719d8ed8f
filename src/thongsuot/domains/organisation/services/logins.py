"""Telling whether somebody is the officer he says he is, with patience for typing and none for
guessing."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import authenticate as check_password
from django.db import transaction
from django.db.models import Q

from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.organisation.models import LogInFailure, Officer
from thongsuot.domains.organisation.terms import LogInRefused, TooManyLogIns

FAILURES_ALLOWED = 5
NETWORK_FAILURES_ALLOWED = 200
"""Failures of one network on any accounts: a whole agency may sit behind one address."""
WINDOW = timedelta(minutes=15)


@bookkeeping("logging in is no act of the law; wrong passwords are counted")
def authenticate(
    *, username: str, password: str, network: str, at: datetime, is_own_network: bool = True
) -> Officer:
    """Return the account these belong to.

    ``network`` is where the visitor comes from: one guesser does not lock out an officer who
    sits elsewhere, and one who tries a password on account after account is bounded too. A try
    counts as a failure before it is looked at, so that a volley counts one by one, nobody waits
    for another's password to be checked, and who tried too often costs no check. Where the network
    may be that of a proxy before all visitors (not ``is_own_network``), it bounds nobody.

    Raises:  LogInRefused, the same for a wrong name as for a wrong password; TooManyLogIns.
    """
    name = username.strip().lower()
    index = settings.KEYRING.blind_index(f"{name}\n{network}", "officer-log-in")
    everybody = settings.KEYRING.blind_index(network, "officer-log-in-network")
    with transaction.atomic():
        _of_pair, failures = _count_one_more(index, FAILURES_ALLOWED, at)
        allowed = NETWORK_FAILURES_ALLOWED if is_own_network else None
        of_network, _failures = _count_one_more(everybody, allowed, at)
    officer = check_password(username=name, password=password)
    if isinstance(officer, Officer):
        LogInFailure.objects.filter(Q(pair_index=index) | Q(pk=of_network.pk)).delete()
        return officer
    raise LogInRefused("name or password is wrong", left=FAILURES_ALLOWED - failures)


def _count_one_more(index: bytes, allowed: int | None, at: datetime) -> tuple[LogInFailure, int]:
    """Return this try and how many failures there are now with it.

    Raises:  TooManyLogIns where there were as many as ``allowed`` before.
    """
    _lock(index)
    failures = LogInFailure.objects.filter(pair_index=index, at__gt=at - WINDOW).count()
    if allowed is not None and failures >= allowed:
        minutes = int(WINDOW.total_seconds() // 60)
        raise TooManyLogIns("wait before trying again", most=allowed, minutes=minutes)
    return LogInFailure.objects.create(pair_index=index, at=at), failures + 1


@bookkeeping("what is too old to close a door is of no use")
def forget_log_in_failures(*, at: datetime) -> int:
    """Delete the failures that no longer count; return how many."""
    forgotten, _rows = LogInFailure.objects.filter(at__lte=at - WINDOW).delete()
    return forgotten


def _lock(index: bytes) -> None:
    locks.hold(f"log-in:{index.hex()}")
