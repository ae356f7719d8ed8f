"""Waiting for one's turn by name, until the transaction ends."""

from django.db import connection


def hold(name: str, *, shared: bool = False) -> None:
    """Let one transaction at a time go on under ``name``; several, while all hold it ``shared``.

    The lock is given back when the transaction ends, however it ends.
    """
    function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [name])
