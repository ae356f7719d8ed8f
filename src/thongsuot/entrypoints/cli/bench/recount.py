"""``thongsuot bench recount``: open promises counted anew, beside plain SQL for the same rows."""

import time
from collections.abc import Iterator
from datetime import datetime
from typing import Final

import click
import numpy as np
import psutil
from django.db import connection, transaction

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import services as deadline_services
from thongsuot.domains.deadlines.rules.columns import (
    CalendarColumns,
    due_after_each,
    microseconds,
    moment,
)
from thongsuot.domains.deadlines.terms import Unit
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms.recounts import RecountProgress
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.cli.bench import filling, stage
from thongsuot.entrypoints.cli.demo.coming_years import with_invented_years
from thongsuot.entrypoints.cli.installation import Installation, pass_installation
from thongsuot.entrypoints.cli.plumbing import answer, json_option, note, progress
from thongsuot.kernel.clock import local_date, utc_now

LIMIT_DAYS: Final = 30
AT_ONCE: Final = 2_000
_PROMISE: Final = """
    UPDATE {table} SET due_at = given.due_at
      FROM unnest(%s::bigint[], %s::timestamptz[]) AS given (id, due_at)
     WHERE {table}.{key} = given.id
"""
_SUBJECTS: Final = (
    "subject = ANY(SELECT 'dossier:' || code FROM dossiers_dossier WHERE id = ANY(%(ids)s))"
)
_COPIES: Final[tuple[tuple[str, str, dict[str, str]], ...]] = (
    (
        "dossiers_duedateset",
        "dossier_id = ANY(%(ids)s) AND calendar_version = 'bench-2'",
        {"calendar_version": "'bench-3'"},
    ),
    (
        "ledger_entry",
        f"act = 'due_date_recounted' AND {_SUBJECTS}",
        {"seq": "seq + 1", "previous_hash": "hash"},
    ),
    (
        "exchange_message",
        f"template = 'due-changed' AND {_SUBJECTS}",
        {"id": "gen_random_uuid()", "cause": "cause || '-3'"},
    ),
)
"""The rows of one part once more, copied inside the database: from where, and what differs."""
_TOUCH: Final = "UPDATE dossiers_dossier SET due_at = due_at WHERE id = ANY(%(ids)s)"


@click.command("recount")
@click.option("--dossiers", "size", default=100_000, show_default=True, type=click.IntRange(min=10))
@json_option
@pass_installation
def recount_bench(installation: Installation, size: int, as_json: bool) -> None:
    """Measure ``calendar recompute`` over open dossiers that a new day off moves.

    Beside it, in the same run, plain SQL writes the same rows in parts of the same size, copied
    inside the database: no hashing, nothing counted, nothing sealed anew.

    \b
    Examples: thongsuot bench recount
              thongsuot bench recount --dossiers 1000 --json
    """
    note(f"preparing a scratch database with {size:,} open dossiers")
    with installation.scratch_database():
        at = utc_now()
        built = stage.build(at)
        with installation.as_owner():
            filling.fill(built, size, one_held_in=1, spread_days=LIMIT_DAYS // 3)
            _promise()
        _publish_a_day_off(at)
        before = _processor_s()
        done, ours = _ours(size)
        worked = _processor_s() - before
        note("plain SQL")
        bare = _bare()
    found = {
        "ours": round(size / ours), "baseline": round(size / bare), "ratio": round(bare / ours, 3),
        "unit": "open dossiers counted anew per second", "dossiers": size, "changed": done.changed,
        "kept": done.kept, "seconds": round(ours, 1), "processor_seconds": round(worked, 1),
    }  # fmt: skip
    line = (
        f"{size:,} open dossiers in {ours:.1f} s, {done.changed:,} changed ({worked:.1f} s of"
        f" processor time); plain SQL {bare:.1f} s,"
        f" ratio {bare / ours:.3f}"
    )
    answer(found, [line], as_json=as_json)


def _promise() -> None:
    """Give every filled dossier the promise that its limit comes to; the owner alone can."""
    columns = CalendarColumns(deadlines.calendar_at(utc_now()))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT id, received_at FROM dossiers_dossier ORDER BY id")
        ids, starts = zip(*cursor.fetchall(), strict=True)
        counted = np.array([microseconds(start) for start in starts], dtype=np.int64)
        limits = np.full(len(ids), LIMIT_DAYS, dtype=np.int64)
        due = [moment(int(v)) for v in due_after_each(counted, limits, Unit.WORKING_DAY, columns)]
        for table, key in (("dossiers_duedateset", "dossier_id"), ("dossiers_dossier", "id")):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(_PROMISE.format(table=table, key=key), [list(ids), due])
        cursor.execute(
            "UPDATE dossiers_duedateset SET quantity = %s,"
            " due_on = (due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date",
            [LIMIT_DAYS],
        )
        for table in ("dossiers_duedateset", "dossiers_dossier"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE dossiers_dossier, dossiers_duedateset")


def _publish_a_day_off(at: datetime) -> None:
    """Publish that the third working day from now is off."""
    calendar, today = deadlines.calendar_at(at), local_date(at)
    off = calendar.nth_working_day(calendar.working_days_until(today) + 3)
    document = with_invented_years(today)
    document["years"][str(off.year)]["day_off"][off.isoformat()] = "Ngày nghỉ mới công bố"
    document |= {"version": "bench-2", "in_force_from": today.isoformat()}
    deadline_services.publish_calendar(document=document, by=Actor.system(), at=at)


def _processor_s() -> float:
    """Return the processor time of this program and of its database connection so far."""
    connection.ensure_connection()
    backend = psutil.Process(connection.connection.info.backend_pid).cpu_times()
    return time.process_time() + backend.user + backend.system


def _ours(size: int) -> tuple[RecountProgress, float]:
    began = time.perf_counter()
    with progress("counting") as tell:
        while True:
            done = dossiers.recount_due_dates(by=Actor.system(), at=utc_now(), most=AT_ONCE)
            tell(done.examined, size)
            if done.finished_at is not None:
                return done, time.perf_counter() - began


def _bare() -> float:
    copies = [_copy(*copied) for copied in _COPIES]
    began = time.perf_counter()
    for ids in _parts():
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in (*copies, _TOUCH):
                cursor.execute(statement, {"ids": ids})
    return time.perf_counter() - began


def _copy(table: str, where: str, instead: dict[str, str]) -> str:
    """Return the statement that adds the rows again, every column but what the database gives."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608 - names of our own
        given = {"recorded_at"} | ({"id"} - instead.keys())
        names = [column.name for column in cursor.description if column.name not in given]
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(instead.get(name, f'"{name}"') for name in names)
    return f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE {where}"  # noqa: S608


def _parts() -> Iterator[list[int]]:
    after = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM dossiers_dossier WHERE id > %s ORDER BY id LIMIT %s FOR UPDATE",
                [after, AT_ONCE],
            )
            ids = [pk for (pk,) in cursor.fetchall()]
        if not ids:
            return
        yield ids
        after = ids[-1]
