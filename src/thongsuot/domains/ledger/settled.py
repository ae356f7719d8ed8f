"""Answers kept between acts, for as long as nothing they rest on has changed.

Who serves on which post, which desk, limit, tariff or calendar holds: asked at every act, changed
now and then. Each process keeps such answers under the edition of what is settled, a mark that
the database itself replaces in the transaction of any change (``protection.begins_edition``). One
look at the mark, and all that was answered under it is known to hold; the act after a
publication's commit sees another mark, in whichever process, and asks anew.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from thongsuot.domains.ledger import rows

P = ParamSpec("P")
R = TypeVar("R")
MOST_ANSWERS: Final = 20_000
"""Of one edition; beyond it a process begins with nothing again."""
_MARK: Final = (
    "SELECT string_agg(mark::text, ' ' ORDER BY room), nextval('ledger_look') FROM ledger_edition"
)
_answers: dict[str, dict[Hashable, object]] = {}


class _Look:
    """What one act, or one request, has seen of the edition: nothing yet, or its mark."""

    mark = ""


_look: ContextVar[_Look | None] = ContextVar("settled_look", default=None)


@contextmanager
def looking() -> Iterator[None]:
    """Let questions be answered from what is kept until the block ends; within another, nothing.

    For one act or one request: it sees what was settled when it first asked.
    """
    if _look.get() is not None:
        yield
        return
    before = _look.set(_Look())
    try:
        yield
    finally:
        _look.reset(before)


def look_again() -> None:
    """Say that somebody has waited, for a lock or another: much may have changed meanwhile."""
    look = _look.get()
    if look is not None:
        look.mark = ""


def while_settled(question: Callable[P, R]) -> Callable[P, R]:
    """Let a question be answered from memory while nothing changes; refusals are not kept.

    Its arguments have hashes, its answer is not changed by whoever gets it, and it rests on
    tables whose changes begin an edition and on nothing else.
    """

    @wraps(question)
    def ask(*args: P.args, **named: P.kwargs) -> R:
        look = _look.get()
        if look is None:
            return question(*args, **named)
        look.mark = look.mark or _mark()
        if not look.mark:
            return question(*args, **named)
        kept = _kept_under(look.mark)
        key = (question, args, *sorted(named.items()))
        if key not in kept:
            answer = question(*args, **named)
            if _mark() != look.mark:  # changed meanwhile, or by this very transaction
                return answer
            kept[key] = answer
        return kept[key]  # type: ignore[return-value]  # what this question answered

    return ask


def _kept_under(mark: str) -> dict[Hashable, object]:
    kept = _answers.get(mark)
    if kept is None or len(kept) > MOST_ANSWERS:
        _answers.clear()
        kept = _answers[mark] = {}
    return kept


def _mark() -> str:
    """Return the mark; nothing where no room has one, and then nothing is kept."""
    found = rows.first(_MARK, [])
    return (found and found[0]) or ""
