"""Waiting for one's turn by name: until the transaction ends, or across many of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection

_KEY: Final = "hashtextextended(%s, 0)"


def hold(name: str, *, shared: bool = False) -> None:
    """Let one transaction at a time go on under ``name``; several, while all hold it ``shared``.

    The lock is given back when the transaction ends, however it ends.
    """
    function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({_KEY})", [name])


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Hold ``name`` across transactions until the block ends; False where somebody else does."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_lock({_KEY})", [name])
        is_held = bool(cursor.fetchone()[0])
    try:
        yield is_held
    finally:
        if is_held:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT pg_advisory_unlock({_KEY})", [name])


@contextmanager
def kept_from_others(name: str) -> Iterator[None]:
    """Wait for ``name`` and hold it until the block ends, whatever becomes of the connections.

    It has a connection of its own: the block may close all others, and start processes.
    """
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_lock({_KEY})", [name])
        yield
        with own.cursor() as cursor:  # the end of a session is noticed only a moment later
            cursor.execute(f"SELECT pg_advisory_unlock({_KEY})", [name])
    finally:
        own.close()
