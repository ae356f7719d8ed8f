"""The event queue: every life is woken at the instants it asks for, all in one order of time."""

from collections.abc import Callable, Generator, Iterable
from datetime import datetime
from heapq import heapify, heappop, heapreplace
from itertools import count

Life = Generator[datetime, datetime, None]
"""What happens to one dossier: yields when to go on, and is told the instant at which it does."""


def play(
    lives: Iterable[Life], *, until: datetime, ended: Callable[[], None] = lambda: None
) -> None:
    """Let all lives happen, each act at its instant, none after ``until``.

    A life that asks for a later instant than that stays where it is: its dossier is open.
    ``ended`` is told of every life that went to its end or stays.
    """
    order = count()
    queue = [(next(life), next(order), life) for life in lives]
    heapify(queue)
    while queue and queue[0][0] <= until:
        at, place, life = queue[0]
        try:
            heapreplace(queue, (max(at, life.send(at)), place, life))
        except StopIteration:
            heappop(queue)
            ended()
    for _waiting in queue:
        ended()
