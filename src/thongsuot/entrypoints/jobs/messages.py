"""Sending in turns: never so long that other work waits, and past a closed way for a while."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from thongsuot import bootstrap
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.exchange import services as exchange
from thongsuot.domains.exchange.terms import Channel

A_TURN: Final = timedelta(seconds=10)
CLOSED_FOR: Final = timedelta(minutes=1)

_closed_until: dict[Channel, datetime] = {}
"""Ways that this process found closed: their time-out is not waited for again at every turn."""


def ways_out() -> exchange.Ways:
    """Return how messages leave this installation."""
    around = exchange.Surroundings(settings.PUBLIC_URL, settings.HOTLINE)
    return exchange.Ways(bootstrap.carriers(), dossiers.recipient, around)


def send_due(clock: Callable[[], datetime], *, subject: str = "") -> int:
    """Send what is due for the length of a turn; return how many messages were looked at."""
    ways, begun, done = ways_out(), clock(), 0
    while (at := clock()) < begun + A_TURN:
        closed = frozenset(way for way, until in _closed_until.items() if at < until)
        found = exchange.send_next(ways=ways, at=at, closed=closed, subject=subject)
        if found is None:
            break
        done += 1
        if found.closed is not None:
            _closed_until[found.closed] = at + CLOSED_FOR
    return done
