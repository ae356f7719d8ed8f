"""Make a record large inside the database, and a tree large of synthetic leaves."""

import hashlib
import time
from collections.abc import Callable
from importlib.resources import files
from typing import Final

from django.db import connection, transaction

from thongsuot.domains.ledger import public_log, sealing

SEQS: Final = 4
"""Entries on one subject."""
A_TIME: Final = 500_000
LEAVES_A_TIME: Final = 1 << 18


def fill(size: int, tell: Callable[[int, int], None]) -> None:
    """Add chains until there are ``size`` entries; the connection must be the owner's.

    ``tell`` hears how many were added, and how many there are to add.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), coalesce(max(id), 0) FROM ledger_entry")
        [present, last] = cursor.fetchone()
    statements = files(__package__).joinpath("record_filling.sql").read_text("utf-8")
    missing = -(-max(0, size - present) // SEQS)
    for done in range(0, missing, A_TIME // SEQS):
        first = last + 1 + done
        now = min(A_TIME // SEQS, missing - done)
        _add_chains(statements, first, first + now - 1)
        tell(SEQS * (done + now), SEQS * missing)
    _fill_baseline()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE ledger_entry, ledger_unsealed, ledger_leaf")


def _add_chains(statements: str, first: int, last: int) -> None:
    """Add a chain a number from ``first`` to ``last``, and put its entries into the queue."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM ledger_entry")
        values = {"first": first, "last": last, "known": cursor.fetchone()[0]}
        for statement in statements.split(";\n\n"):
            cursor.execute(statement, values)
        cursor.execute("DROP FUNCTION pg_temp.content, pg_temp.hashed")


def disk_mb() -> float:
    """Return how much disk the record takes with its queue, leaves and tiles, without the log."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(pg_total_relation_size(oid)) / 1000000 FROM pg_class"
            " WHERE relkind = 'r' AND relname LIKE 'ledger\\_%'"
        )
        return round(float(cursor.fetchone()[0]), 1)


def _fill_baseline() -> None:
    """Give the bare INSERT a table with the same columns, constraints, indexes and rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_entry")
        cursor.execute("CREATE TABLE bench_entry (LIKE ledger_entry INCLUDING ALL)")
        cursor.execute("INSERT INTO bench_entry SELECT * FROM ledger_entry")
        cursor.execute("SELECT pg_get_serial_sequence('bench_entry', 'id')")
        [sequence] = cursor.fetchone()
        cursor.execute(
            f"SELECT setval('{sequence}', (SELECT max(id) FROM bench_entry))"  # noqa: S608 - ours
        )
        cursor.execute("GRANT ALL ON bench_entry TO PUBLIC")
        cursor.execute(f"GRANT ALL ON SEQUENCE {sequence} TO PUBLIC")


def grow_tree(size: int) -> float:
    """Grow the tree of the stored tiles to ``size`` leaves; return the seconds it took."""
    started, present = time.perf_counter(), public_log.leaves_in_tiles()
    while present < size:
        count = min(LEAVES_A_TIME, size - present)
        leaves = [
            hashlib.sha256(place.to_bytes(8)).digest() for place in range(present, present + count)
        ]
        with transaction.atomic():
            sealing.grow_tiles(present, leaves)
        present += count
    return time.perf_counter() - started
