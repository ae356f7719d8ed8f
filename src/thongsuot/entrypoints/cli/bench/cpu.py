"""Processor time of the web server and of the database server, ended processes included."""

import os
import resource
import time
from dataclasses import dataclass

import psutil


@dataclass(frozen=True, slots=True)
class Spent:
    """Processor time, or a difference of two readings.

    Units:   seconds; ``database`` is None where the database server runs elsewhere.
    """

    application: float
    database: float | None

    def __sub__(self, before: "Spent") -> "Spent":
        known = self.database is not None and before.database is not None
        return Spent(
            self.application - before.application,
            (self.database or 0.0) - (before.database or 0.0) if known else None,
        )

    def each(self, number: int) -> "Spent":
        """Return what one of so many cost, in microseconds."""
        known = self.database is not None
        share = 1e6 / number
        return Spent(self.application * share, (self.database or 0.0) * share if known else None)

    @property
    def total(self) -> float:
        """Both together, as far as they are known."""
        return self.application + (self.database or 0.0)


@dataclass(frozen=True, slots=True)
class Meter:
    """Reads what two trees of processes have used so far."""

    server: psutil.Process | None
    database: psutil.Process | None

    def read(self) -> Spent:
        """Return the processor time used since the processes began."""
        return Spent(
            _time_of_tree(self.server) if self.server else 0.0,
            _time_of_tree(self.database) if self.database else None,
        )


def postmaster_of(backend: int) -> psutil.Process | None:
    """Return the database server that started ``backend``, if it runs on this machine."""
    try:
        process = psutil.Process(backend)
        return process.parent() if "postgres" in process.name() else None
    except psutil.Error:
        return None


def _time_of_tree(root: psutil.Process) -> float:
    total = 0.0
    for process in [root, *root.children(recursive=True)]:
        if process.pid == os.getpid():
            total += _own_time()
            continue
        try:
            spent = process.cpu_times()
        except psutil.NoSuchProcess:
            continue  # ended just now: counted by its parent at the next reading
        total += spent.user + spent.system + spent.children_user + spent.children_system
    return total


def _own_time() -> float:
    """Return the time of this process and its ended children: finer than others' ticks of 10 ms."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime
