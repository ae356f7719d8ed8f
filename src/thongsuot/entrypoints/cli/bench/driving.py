"""Keep some clients busy in a child process for a measured while."""

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Protocol

from thongsuot.entrypoints.cli.bench.cpu import Meter, Spent
from thongsuot.entrypoints.cli.bench.units import KINDS, Tally, sums
from thongsuot.entrypoints.cli.plumbing import CommandFailed
from thongsuot.kernel.children import forked

WARM_UP_UNITS = 25
"""Of each client: every thread of the server has its connection and its statements by then."""
WARM_UP_S = 60.0
FAREWELL_S = 60.0


class Client(Protocol):
    """Whoever does units, one after the other."""

    def requests(self, number: int) -> tuple[Callable[[], None], ...]:
        """Return the requests of the unit with this number, in the order of ``KINDS``."""

    def close(self) -> None:
        """End the connection."""


Open = Callable[[int], Client]
"""Opens the client of one place: 0, 1, 2 …"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What all clients did within the measured window, and what it cost the servers."""

    seconds: float
    tally: Tally
    spent: Spent

    @property
    def requests(self) -> int:
        """How many requests were answered."""
        return sum(len(latencies) for latencies in self.tally.latencies_s.values())

    @property
    def units_per_s(self) -> float:
        """Whole units a second."""
        return self.tally.units / self.seconds


def measure(
    open_client: Open, *, clients: int, seconds: float, first: int, meter: Meter
) -> Measured:
    """Let ``clients`` work for ``seconds`` after a warm-up; units are numbered from ``first``.

    The caller's database connections must be closed: the child is a copy of this process.

    Raises:  CommandFailed when a client was not answered as a unit needs.
    """
    here, there = Pipe(duplex=False)
    team = Team(open_client, clients, seconds, first)
    child = forked(team.run, there)
    child.start()
    there.close()
    try:
        _heard(here, "began")
        before = meter.read()
        _heard(here, "ended")
        spent = meter.read() - before
        elapsed, tally = _heard(here, "done")
    finally:
        here.close()
        child.join(FAREWELL_S)
    return Measured(elapsed, tally, spent)


def _heard(child: Connection, wanted: str) -> tuple[float, Tally]:
    try:
        word, elapsed, rest = child.recv()
    except EOFError:
        raise CommandFailed(
            "the measuring clients ended early",
            why="their process ended without a word; memory may have run out",
            advice="with fewer: thongsuot bench intake --clients 4",
        ) from None
    if word != wanted:
        raise CommandFailed(
            "a measuring client was not served", why=str(rest), advice="thongsuot doctor"
        )
    return elapsed, rest


@dataclass
class Team:
    """The clients inside the child process."""

    open_client: Open
    clients: int
    seconds: float
    first: int
    counting: bool = False
    warm: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    stopped: threading.Event = field(default_factory=threading.Event)
    failure: str = ""

    def run(self, parent: Connection) -> None:
        """Warm up, work for the measured while, and tell what was done."""
        numbers = itertools.count(self.first)
        tallies: list[list[Tally]] = [[] for _ in range(self.clients)]
        threads = [
            threading.Thread(target=self._work, args=(place, numbers, tallies[place]))
            for place in range(self.clients)
        ]
        for thread in threads:
            thread.start()
        for _client in range(self.clients):
            self.warm.acquire(timeout=WARM_UP_S)
        started, self.counting = time.perf_counter(), True
        parent.send(("began", 0.0, None))
        self.stopped.wait(self.seconds)
        self.counting, elapsed = False, time.perf_counter() - started
        parent.send(("ended", elapsed, None))
        self.stopped.set()
        for thread in threads:
            thread.join()
        if self.failure:
            parent.send(("failed", elapsed, self.failure))
        else:
            parent.send(("done", elapsed, sums([found for [found] in tallies])))

    def _work(self, place: int, numbers: Iterator[int], found: list[Tally]) -> None:
        tally = Tally(0, {kind: [] for kind in KINDS})
        try:
            client = self.open_client(place)
            for _unit in range(WARM_UP_UNITS):
                self._do(client, next(numbers), tally)
            self.warm.release()
            while not self.stopped.is_set():
                self._do(client, next(numbers), tally)
            client.close()
        except Exception as fault:  # told to the parent, which ends the run with it
            self.failure = f"{type(fault).__name__}: {fault}"
            self.stopped.set()
            self.warm.release()
        found.append(tally)

    def _do(self, client: Client, number: int, tally: Tally) -> None:
        """Do one unit; what ends while the team counts is noted."""
        for kind, request in zip(KINDS, client.requests(number), strict=True):
            started = time.perf_counter()
            request()
            if self.counting:
                tally.latencies_s[kind].append(time.perf_counter() - started)
        tally.units += self.counting
