"""The sealer beside the worker: about once a second, what was committed enters the public log."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final

import structlog
from django.db import Error, connection

from thongsuot import bootstrap
from thongsuot.domains.ledger import keeping, sealing, witnessing
from thongsuot.domains.ledger.ports import Witness, WitnessError
from thongsuot.kernel.clock import utc_now

EVERY_S: Final = 1.0
ASK_EVERY_S: Final = 10.0
log = structlog.get_logger("thongsuot.sealer")


@contextmanager
def sealing_beside() -> Iterator[None]:
    """Seal in a thread while the block runs; what still waits at its end is sealed next time."""
    stopping = Event()
    threads = [Thread(target=_seal_until, args=[stopping], name="sealer", daemon=True)]
    threads += [
        Thread(target=_ask_until, args=[witness, stopping], name="witness", daemon=True)
        for witness in bootstrap.witnesses()
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stopping.set()
        for thread in threads:
            thread.join()


def seal_all() -> int:
    """Seal everything that waits and keep the newest checkpoint; return how many entries."""
    signer, sealed = sealing.log_signer(), 0
    while number := sealing.seal(signer=signer, at=utc_now()):
        sealed += number
    if sealed:
        _keep_newest()
    return sealed


def _keep_newest() -> None:
    """Keep the files of the log; what could not be written is made good with the next seal."""
    try:
        keeping.keep_newest()
    except OSError as error:
        log.error("not_kept", fault=type(error).__name__)


def ask_all() -> dict[str, str]:
    """Ask every witness once, all for the newest checkpoint of now.

    Return by name what went wrong, empty where nothing did.
    """
    newest = witnessing.newest()
    size = newest.size if newest else None
    return {witness.verifier.name: _asked(witness, size) for witness in bootstrap.witnesses()}


def _asked(witness: Witness, size: int | None = None) -> str:
    try:
        witnessing.ask(witness, size=size)
    except WitnessError as error:
        kind = type(error).__name__
        log.warning("not_cosigned", witness=witness.verifier.name, fault=kind, why=str(error))
        return f"{kind}: {error}"
    return ""


def _ask_until(witness: Witness, stopping: Event) -> None:
    """Ask one witness now and then: each has a thread, so that none waits for another."""
    while not stopping.wait(ASK_EVERY_S):
        try:
            _asked(witness)
        except Error as error:
            log.error("not_asked", fault=type(error).__name__)
            connection.close()
    connection.close()


def _seal_until(stopping: Event) -> None:
    while not stopping.wait(EVERY_S):
        try:
            seal_all()
        except Error as error:  # the database is away for a while; the queue waits in it
            log.error("not_sealed", fault=type(error).__name__)
            connection.close()
    connection.close()
