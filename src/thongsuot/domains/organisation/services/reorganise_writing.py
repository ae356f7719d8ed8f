"""Writing many rows of one kind in few statements: a country has ten thousand agencies."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connection

AT_ONCE = 5_000


def end(rows: Collection[Any], day: date) -> None:
    """Let rows of one table hold until ``day`` and no longer."""
    for row in rows:
        row.valid_to = day
    _update(rows, "valid_to", "date", {row.pk: day for row in rows})


def point(rows: Collection[Any], column: str, targets: Mapping[int, int | None]) -> None:
    """Let each row of one table refer to its target, by ids."""
    _update(rows, column, "bigint", targets)


def _update(rows: Iterable[Any], column: str, kind: str, values: Mapping[int, Any]) -> None:
    model = next((type(row) for row in rows), None)
    if model is None:
        return
    table, name = map(connection.ops.quote_name, (model._meta.db_table, column))
    statement = (
        f"UPDATE {table} SET {name} = given.value"  # noqa: S608 - names of our own columns
        f" FROM unnest(%s::bigint[], %s::{kind}[]) AS given (id, value)"
        f" WHERE {table}.id = given.id"
    )
    ids = sorted(values)
    with connection.cursor() as cursor:
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            cursor.execute(statement, [some, [values[pk] for pk in some]])
