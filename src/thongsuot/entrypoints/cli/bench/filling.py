"""Make a database large: valid rows by the hundred thousand, made inside the database.

Each filled dossier was submitted and received; nineteen of twenty were withdrawn, the twentieth
is still held, unless asked otherwise. Their chains in the record verify like any other.
"""

import json
from dataclasses import asdict
from importlib.resources import files
from typing import Any

from django.db import connection, transaction

from thongsuot.entrypoints.cli.bench.samples import Sealed, sealed
from thongsuot.entrypoints.cli.bench.stage import Stage
from thongsuot.entrypoints.cli.bench.units import PROCEDURE

TABLES = (
    "people_person", "dossiers_dossier", "dossiers_duedateset", "dossiers_ending",
    "custody_custody", "documents_registernumber", "exchange_message", "ledger_entry",
)  # fmt: skip


def fill(stage: Stage, size: int, *, one_held_in: int = 20, spread_days: int = 700) -> None:
    """Add dossiers until there are ``size``; the connection must be the owner's.

    One in ``one_held_in`` is still held; they came over the last ``spread_days`` days.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM dossiers_dossier")
        [present] = cursor.fetchone()
    if present < size:
        _add(stage, present + 1, size, one_held_in=one_held_in, spread_days=spread_days)
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {', '.join(TABLES)}")


def _add(stage: Stage, first: int, last: int, **spread: int) -> None:
    statements = files(__package__).joinpath("filling.sql").read_text("utf-8")
    values = _values(stage, first, last, sealed()) | spread
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements.split(";\n"):
            if statement.strip():
                cursor.execute(statement, values)


def _values(stage: Stage, first: int, last: int, sample: Sealed) -> dict[str, Any]:
    counters = [asdict(counter) for counter in stage.counters]
    return {
        "first": first,
        "last": last,
        "places": len(counters),
        "counters": json.dumps(counters),
        "version": stage.version_id,
        "procedure": PROCEDURE,
        "genesis": "0" * 64,
        **asdict(sample),
    }
