"""The sealer beside the worker: about once a second, what was committed enters the public log."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final

import structlog
from django.db import Error, connection

from thongsuot.domains.ledger import keeping, sealing
from thongsuot.kernel.clock import utc_now

EVERY_S: Final = 1.0
log = structlog.get_logger("thongsuot.sealer")


@contextmanager
def sealing_beside() -> Iterator[None]:
    """Seal in a thread while the block runs; what still waits at its end is sealed next time."""
    stopping = Event()
    thread = Thread(target=_seal_until, args=[stopping], name="sealer", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()


def seal_all() -> int:
    """Seal everything that waits and keep the newest checkpoint; return how many entries."""
    signer, sealed = sealing.log_signer(), 0
    while number := sealing.seal(signer=signer, at=utc_now()):
        sealed += number
    if sealed:
        keeping.keep_newest()
    return sealed


def _seal_until(stopping: Event) -> None:
    while not stopping.wait(EVERY_S):
        try:
            seal_all()
        except Error as error:  # the database is away for a while; the queue waits in it
            log.error("not_sealed", fault=type(error).__name__)
            connection.close()
    connection.close()
