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


_NEWEST: Final = "SELECT max(id) FROM {table}"
_WRITERS: Final = """
    SELECT virtualtransaction FROM pg_locks
    WHERE locktype = 'relation' AND relation = %s::regclass AND mode = 'RowExclusiveLock'
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND pid <> pg_backend_pid()
"""
_LOOKS: Final = 40
_A_MOMENT_S: Final = 0.05


def settled_id(table: str, looks: int = _LOOKS) -> int | None:
    """Return an id up to which no row of the table can still appear; None while one may.

    Ids are given out before the commit, so that a lower one may become visible later. Whoever
    writes holds a lock on the table from before it asks for an id until it ends: once those that
    hold one now are gone, every lower id is there or never will be. Acts are not held up.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST.format(table=table))
        newest = int(cursor.fetchone()[0] or 0)
        cursor.execute(_WRITERS, [table])
        before = set(cursor.fetchall())
        for _look in range(looks):
            if not before:
                return newest
            cursor.execute("SELECT pg_sleep(%s)", [_A_MOMENT_S])
            cursor.execute(_WRITERS, [table])
            before &= set(cursor.fetchall())
    return None


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
