"""What was told in the last days of the sample, put into the letterbox each at its own time."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from thongsuot import bootstrap
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.exchange import queries
from thongsuot.domains.exchange import services as exchange

LAST_DAYS: Final = timedelta(days=5)
A_WORKER_TAKES: Final = timedelta(seconds=9)


def deliver_last_days(until: datetime) -> int:
    """Deliver what was told lately, forget what was told before; return how many were looked at.

    A worker that found the messages of a year and a half would call all of them too old.
    """
    exchange.forget_told_before(until - LAST_DAYS)
    around = exchange.Surroundings(settings.PUBLIC_URL, settings.HOTLINE)
    ways = exchange.Ways(bootstrap.carriers(), dossiers.recipient, around)
    done = 0
    while (due := queries.first_due(until)) is not None:
        if exchange.send_next(ways=ways, at=min(due + A_WORKER_TAKES, until)) is None:
            break
        done += 1
    return done
