"""Several clients at once, each a process of its own, for a measured while."""

import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from typing import Any, Final

from django.db import connection

from thongsuot.entrypoints.cli.plumbing import CommandFailed
from thongsuot.kernel.children import forked

READY_S: Final = 60.0
Open = Callable[[int], Callable[[], None]]
"""Opens the client of one place and returns what does one unit of work."""


def rate_of(open_client: Open, *, clients: int, seconds: float) -> float:
    """Return units a second of all clients together.  Raises: CommandFailed."""
    connection.close()  # children are copies of this process
    context = multiprocessing.get_context("fork")
    ready, told = context.Barrier(clients), context.Queue()
    children = [forked(_work, open_client, place, seconds, ready, told) for place in range(clients)]
    for child in children:
        child.start()
    found = [told.get(timeout=READY_S + seconds) for _child in children]
    for child in children:
        child.join()
    failed = [each for each in found if isinstance(each, str)]
    if failed:
        raise CommandFailed(
            "a measuring client was not served", why=failed[0], advice="thongsuot doctor"
        )
    return float(sum(found))


def _work(open_client: Open, place: int, seconds: float, ready: Barrier, told: Any) -> None:
    try:
        unit = open_client(place)
        unit()
        ready.wait(READY_S)
        done, started = 0, time.perf_counter()
        while (spent := time.perf_counter() - started) < seconds:
            unit()
            done += 1
        told.put(done / spent)
    except Exception as fault:  # told to the parent, which ends the run with it
        ready.abort()
        told.put(f"{type(fault).__name__}: {fault}")
