"""Acts at the same moment, each from a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from thongsuot.kernel.errors import Refused

AT_ONCE = 32
"""How many click at the same moment where one may win."""
PATIENCE_S = 60
"""A thread that fails before it is ready breaks the barrier for the others after this."""


def at_once(count: int, act: Callable[[int], object]) -> list:
    """Call ``act(n)`` so many times at the same moment; return what each gave, in order.

    A refusal is an outcome like any other; whatever else is raised is raised here.
    """
    ready = Barrier(count, timeout=PATIENCE_S)

    def one(n: int) -> object:
        try:
            ready.wait()
            return act(n)
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def each_at_once(*acts: Callable[[], object]) -> list:
    """Do different acts at the same moment; return what each gave, in order."""
    return at_once(len(acts), lambda n: acts[n]())


def refusals(outcomes: list[object]) -> set[str]:
    """Return the codes of what was refused."""
    return {outcome.code for outcome in outcomes if isinstance(outcome, Refused)}


def successes(outcomes: list[object]) -> int:
    """Return how many were not refused."""
    return sum(not isinstance(outcome, Refused) for outcome in outcomes)
