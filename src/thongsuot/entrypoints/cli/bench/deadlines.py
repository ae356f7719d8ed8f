"""``thongsuot bench deadlines``: due dates in columns, beside numpy's own working days."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from typing import Any, Final

import click
import numpy as np
from django.db import connection, transaction

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines.rules import due_after
from thongsuot.domains.deadlines.rules.columns import (
    AHEAD,
    DAY,
    CalendarColumns,
    Ints,
    due_after_each,
    microseconds,
    moment,
)
from thongsuot.domains.deadlines.terms import SATURDAY, TimeLimit, Unit, WorkingCalendar
from thongsuot.domains.dossiers.services import act
from thongsuot.domains.dossiers.services.clock import set_due_date
from thongsuot.domains.dossiers.terms import DueReason
from thongsuot.domains.ledger.terms import DetailValue
from thongsuot.entrypoints.cli.bench import filling, stage
from thongsuot.entrypoints.cli.installation import Installation, pass_installation
from thongsuot.entrypoints.cli.plumbing import answer, json_option, note
from thongsuot.kernel.clock import utc_now

ROUNDS: Final = 5
LONGEST: Final = {
    Unit.WORKING_HOUR: 80,
    Unit.WORKING_DAY: 30,
    Unit.DAY: 45,
    Unit.MONTH: 2,
    Unit.SAME_DAY: 1,
}
PROMISE: Final = TimeLimit(15, Unit.WORKING_DAY)
"""What the service promises every dossier."""
ONE_BY_ONE: Final = 20_000
"""How many are counted one by one, and compared with the columns."""


@click.command("deadlines")
@click.option("--rows", default=1_000_000, show_default=True, type=click.IntRange(min=1_000))
@click.option("--dossiers", "size", default=500, show_default=True, type=click.IntRange(1, 100_000))
@json_option
@pass_installation
def deadlines_bench(installation: Installation, rows: int, size: int, as_json: bool) -> None:
    """Measure due dates counted in columns over the calendar that is shipped.

    Beside them, by turns in the same run, numpy.busday_offset over the same days and limits
    (whole days, no worked Saturday, no office hours), and the rule that counts one by one. Then the
    service that promises, dossier by dossier, each in a transaction of a scratch database.

    \b
    Examples: thongsuot bench deadlines
              thongsuot bench deadlines --rows 100000 --dossiers 50 --json
    """
    calendar = deadlines.shipped_calendar()
    found = _measured(calendar, rows)
    found |= {"dossiers": size, "service": round(_by_service(installation, size))}
    found["microseconds_each"] = {
        name: round(1e6 / found[name], 3) for name in ("ours", "baseline", "one_by_one", "service")
    }
    lines = [
        f"{found['ours']:,} due dates/s, numpy.busday_offset {found['baseline']:,}/s,"
        f" ratio {found['ratio']}",
        f"one by one {found['one_by_one']:,}/s; {found['agree']:,} compared, all agree",
        f"the service, with its database, {found['service']:,}/s over {size:,} dossiers",
        "microseconds a date: columns {ours}, numpy {baseline}, the rule {one_by_one}, the service"
        " {service}".format(**found["microseconds_each"]),
        *(f"{unit}: {rate:,}/s" for unit, rate in found["by_unit"].items()),
    ]
    answer(found, lines, as_json=as_json)


def _measured(calendar: WorkingCalendar, rows: int) -> dict[str, Any]:
    columns = CalendarColumns(calendar)
    starts, limits = _asked(rows)
    days = ((starts + AHEAD) // DAY).astype("datetime64[D]")
    holidays = _holidays(calendar)
    ours, baseline = _by_turns(
        lambda: due_after_each(starts, limits[Unit.WORKING_DAY], Unit.WORKING_DAY, columns),
        lambda: np.busday_offset(
            days, limits[Unit.WORKING_DAY], roll="backward", busdaycal=holidays
        ),
    )
    by_unit = {
        unit.value: round(rows / _spent(_each(starts, limits[unit], unit, columns)))
        for unit in Unit
    }
    alone = _one_by_one(calendar, columns, starts, limits)
    return {
        "ours": round(rows / ours), "baseline": round(rows / baseline),
        "ratio": round(baseline / ours, 3), "unit": "due dates per second", "rows": rows,
        "one_by_one": round(alone), "agree": min(rows, ONE_BY_ONE) * len(Unit), "by_unit": by_unit,
    }  # fmt: skip


def _asked(rows: int) -> tuple[Ints, dict[Unit, Ints]]:
    """Return instants over four years and limits, the same in every run."""
    chance = np.random.default_rng(20260122)
    first, last = (microseconds(datetime(year, 1, 2, tzinfo=UTC)) for year in (2022, 2026))
    starts = chance.integers(first, last, rows)
    return starts, {unit: chance.integers(1, most + 1, rows) for unit, most in LONGEST.items()}


def _holidays(calendar: WorkingCalendar) -> np.busdaycalendar:
    """Return the same days off as numpy knows them; it has no way to say a worked Saturday."""
    off = [day for day in calendar.facts.days_off if day.weekday() < SATURDAY]
    return np.busdaycalendar(holidays=np.array(sorted(off), dtype="datetime64[D]"))


def _each(starts: Ints, limits: Ints, unit: Unit, columns: CalendarColumns) -> Callable[[], object]:
    return lambda: due_after_each(starts, limits, unit, columns)


def _by_turns(ours: Callable[[], object], baseline: Callable[[], object]) -> tuple[float, float]:
    """Return the middle time of each over some rounds, one after the other."""
    ours(), baseline()
    spent = [(_spent(ours), _spent(baseline)) for _round in range(ROUNDS)]
    return median(a for a, _b in spent), median(b for _a, b in spent)


def _spent(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _one_by_one(
    calendar: WorkingCalendar, columns: CalendarColumns, starts: Ints, limits: dict[Unit, Ints]
) -> float:
    """Return the rate of the rule for one dossier; refuse to report columns that differ from it."""
    instants = [moment(int(value)) for value in starts[:ONE_BY_ONE]]
    spent = 0.0
    for unit in Unit:
        asked = [TimeLimit(int(n), unit) for n in limits[unit][:ONE_BY_ONE]]
        began = time.perf_counter()
        found = [due_after(at, limit, calendar) for at, limit in zip(instants, asked, strict=True)]
        spent += time.perf_counter() - began
        together = due_after_each(starts[:ONE_BY_ONE], limits[unit][:ONE_BY_ONE], unit, columns)
        if [microseconds(due.due_at) for due in found] != together.tolist():
            raise AssertionError(f"columns and rule differ in {unit}")
    return len(Unit) * len(instants) / spent


def _by_service(installation: Installation, size: int) -> float:
    """Return the rate of the service that promises: lock, count, keep the date, ask for its paper.

    Refuses to report a date that is not the rule's.
    """
    note(f"preparing a scratch database with {size:,} dossiers")
    with installation.scratch_database():
        at = utc_now()
        built = stage.build(at)
        with installation.as_owner():
            filling.fill(built, size, one_held_in=1)
        codes = _codes()
        began, found = time.perf_counter(), []
        for code in codes:
            with transaction.atomic():
                found.append(_promised(code, at))
        spent = time.perf_counter() - began
        due = due_after(at, PROMISE, deadlines.calendar_at(at)).due_at
        if set(found) != {due.isoformat()}:
            raise AssertionError("the service and the rule differ")
    return size / spent


def _codes() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT code FROM dossiers_dossier ORDER BY id")
        return [code for (code,) in cursor.fetchall()]


def _promised(code: str, at: datetime) -> DetailValue:
    dossier = act.lock(code)
    agency = dossier.competent_agency_code
    kept = set_due_date(
        dossier, limit=PROMISE, counted_from=at, reason=DueReason.SUPPLEMENT, agency=agency
    )
    return kept["due_at"]
