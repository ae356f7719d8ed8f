"""Answers kept while nobody is appointed, moved or made competent.

For a long run of acts in one process during which the organisation stays as it is, such as
loading a sample; never around a visitor's request, where an account may be disabled meanwhile.
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import wraps
from typing import ParamSpec, TypeVar

from thongsuot.domains.organisation.models import (
    Agency,
    Appointment,
    Area,
    AreaSuccession,
    Competence,
    Officer,
    Post,
    RoleGrant,
)
from thongsuot.kernel.clock import local_date

P = ParamSpec("P")
R = TypeVar("R")
DATED = (Agency, Appointment, Area, Competence, Post, RoleGrant)


class _Memory:
    """Answers by question; days between two changes are one and the same to it."""

    def __init__(self, changes: Iterable[date]) -> None:
        self.answers: dict[Hashable, object] = {}
        self.begin(changes)

    def begin(self, changes: Iterable[date]) -> None:
        """Keep nothing yet; ``changes`` are the days on which something begins or ends."""
        self._changes = sorted(set(changes))
        self.answers.clear()

    def name(self, value: object) -> Hashable:
        """Return what tells an argument apart from others that have another answer."""
        if isinstance(value, date):
            return ("day", bisect_right(self._changes, value))
        if isinstance(value, list | set | tuple):
            return tuple(value)
        return value


_memory: ContextVar[_Memory | None] = ContextVar("organisation_memory", default=None)


@contextmanager
def unchanging() -> Iterator[None]:
    """Promise that the organisation does not change meanwhile; its answers are kept."""
    before = _memory.set(_Memory(_days_of_change()))
    try:
        yield
    finally:
        _memory.reset(before)


def forget() -> None:
    """Say that the organisation has changed: whatever was kept in this run is asked anew.

    Running servers keep what the database's own mark vouches for, and nothing else
    (``ledger.settled``).
    """
    memory = _memory.get()
    if memory is not None:
        memory.begin(_days_of_change())


def kept(question: Callable[P, R]) -> Callable[P, R]:
    """Let a question be answered from memory inside ``unchanging``; refusals are not kept."""

    @wraps(question)
    def ask(*args: P.args, **named: P.kwargs) -> R:
        memory = _memory.get()
        if memory is None:
            return question(*args, **named)
        given = (*map(memory.name, args), *((n, memory.name(v)) for n, v in named.items()))
        key = (question.__name__, given)
        if key not in memory.answers:
            memory.answers[key] = question(*args, **named)
        return memory.answers[key]  # type: ignore[return-value]  # what this question answered

    return ask


def _days_of_change() -> Iterator[date]:
    for model in DATED:
        for days in model._default_manager.values_list("valid_from", "valid_to").distinct():
            yield from filter(None, days)
    yield from AreaSuccession.objects.values_list("effective_on", flat=True).distinct()
    for at in Officer.objects.exclude(disabled_at=None).values_list("disabled_at", flat=True):
        if at:
            yield local_date(at)
