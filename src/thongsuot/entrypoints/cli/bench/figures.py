"""``thongsuot bench figures``: what the pages of figures ask, beside reading the same rows once."""

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any, Final

import click
from django.db import connection, transaction

from thongsuot.domains.accountability import queries, summing
from thongsuot.domains.accountability.queries import kept
from thongsuot.domains.accountability.terms import Level, Period
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.dossiers import open_facts
from thongsuot.domains.dossiers.queries.figures import public_figures
from thongsuot.entrypoints.cli.bench import stage
from thongsuot.entrypoints.cli.bench.samples import sealed
from thongsuot.entrypoints.cli.bench.units import PROCEDURE
from thongsuot.entrypoints.cli.installation import Installation, pass_installation
from thongsuot.entrypoints.cli.plumbing import CommandFailed, answer, json_option, note
from thongsuot.kernel.clock import local_date, utc_now

WINDOW: Final = timedelta(days=90)
ROUNDS: Final = 3
BY_POST: Final = "hand-overs between posts of one agency"
LATE_LIST: Final = 200
_ONCE: Final = """
    SELECT (SELECT count(*) FROM dossiers_dossier
             WHERE received_at >= %(since)s OR decided_at >= %(since)s),
           (SELECT count(*) FROM custody_custody WHERE started_at >= %(since)s),
           (SELECT count(*) FROM custody_offer WHERE answered_at >= %(since)s)
"""
"""Every row of the period, read once and counted: the least that any figure of it must do."""


@click.command("figures")
@click.option("--dossiers", "size", default=1_000_000, show_default=True,
              type=click.IntRange(min=100), help="Dossiers of one year.")  # fmt: skip
@json_option
@pass_installation
def figures_bench(installation: Installation, size: int, as_json: bool) -> None:
    """Measure the figures of 90 days in a record of a year: each question of the pages, and all.

    One dossier in ten comes back once, one in thirty-three is late. Each question that a summary
    answers is asked of the record, too: both answers must be the same. Beside it, in the same run,
    the same rows of dossiers, spans and offers are read once and counted.

    \b
    Examples: thongsuot bench figures
              thongsuot bench figures --dossiers 20000 --json
    """
    note(f"preparing a scratch database with {size:,} dossiers")
    with installation.scratch_database():
        at = utc_now()
        built = stage.build(at)
        with installation.as_owner():
            fill(built, size)
        found = measured(size, at)
    answer(found, _lines(found), as_json=as_json)


def fill(built: stage.Stage, size: int) -> None:
    """Add a year of dossiers with their spans and offers; the connection must be the owner's."""
    statements = files(__package__).joinpath("figures_filling.sql").read_text("utf-8")
    counters = [asdict(counter) for counter in built.counters]
    values = {
        "size": size, "places": len(counters), "counters": json.dumps(counters),
        "version": built.version_id, "procedure": PROCEDURE, **asdict(sealed()),
    }  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in filter(str.strip, statements.split(";\n")):
            cursor.execute(statement, values)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def measured(size: int, at: datetime) -> dict[str, Any]:
    """Return how long each question takes, the middle of some rounds, beside one reading."""
    today = local_date(at)
    period = Period(today - WINDOW, today)
    note("counting everything anew, once")
    anew, answers = _once(_anew(period, at))
    note("reading the record into summaries")
    summed_up_s = _timed(lambda: summing.sum_up(at=at, tell=note))[0]
    asked = _questions(period, at)
    parts = {name: _middle(ask) for name, ask in asked.items()}
    differing = [name for name in anew if asked[name]() != answers[name]]
    if differing:
        raise CommandFailed(
            "the summary says something else than the record",
            why=str(differing),
            advice="thongsuot accountability sum-up --anew --verify",
        )
    with connection.cursor() as cursor:
        cursor.execute(_ONCE, {"since": period.since})
        of_period = cursor.fetchone()[0]
        once = _middle(lambda: cursor.execute(_ONCE, {"since": period.since}))
    whole = sum(parts[name] for name in _REPORT)
    return {
        "ours": round(of_period / whole), "baseline": round(of_period / once),
        "ratio": round(once / whole, 3),
        "unit": "dossiers of the period per second; baseline: its rows read once and counted",
        "dossiers": size, "dossiers_of_period": of_period, "report_s": round(whole, 3),
        "seconds": {name: round(spent, 3) for name, spent in parts.items()},
        "anew_s": {name: round(spent, 3) for name, spent in anew.items()},
        "times_as_fast_as_anew": {
            name: round(spent / parts[name], 1) for name, spent in anew.items()
        },
        "summed_up_s": round(summed_up_s, 1), "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip


_REPORT: Final = (
    "hand-overs", "loops", "lateness", "waiting for citizens", "ages", "league", "opinions",
    "holding", "longest chains",
)  # fmt: skip
"""What one page of figures asks together; the rest are pages of their own."""


def _questions(period: Period, at: datetime) -> dict[str, Callable[[], object]]:
    calendar = deadlines.calendar_at(at)
    agency, stand = [_agency()], kept.find_stand(calendar)
    return {
        "hand-overs": lambda: kept.handovers(period, stand).flows,
        "longest chains": lambda: kept.long_chains(period, stand),
        "loops": lambda: kept.loops(period, stand, calendar=calendar),
        "lateness": lambda: kept.charges(period, stand, at=at, calendar=calendar),
        "waiting for citizens": lambda: queries.hiding_places(period, at=at, calendar=calendar),
        "ages": lambda: queries.ages(at=at, calendar=calendar),
        "league": lambda: queries.league(period),
        "opinions": lambda: queries.consulting(period, at=at, calendar=calendar),
        "holding": lambda: kept.holdings(period, stand, calendar=calendar).rows,
        BY_POST: lambda: kept.handovers(period, stand, level=Level.POST, agencies=agency).flows,
        "list of late dossiers": lambda: open_facts.due_first(
            at=at, due_by=at, agencies=None, most=LATE_LIST
        ),
        "public figures by desk": lambda: public_figures(at),
    }


def _anew(period: Period, at: datetime) -> dict[str, Callable[[], object]]:
    calendar = deadlines.calendar_at(at)
    return {
        "hand-overs": lambda: queries.handovers(period).flows,
        "longest chains": lambda: queries.long_chains(period),
        "loops": lambda: queries.loops(period, calendar=calendar),
        "lateness": lambda: queries.charges(period, at=at, calendar=calendar),
        "holding": lambda: queries.holdings(period, calendar=calendar).rows,
        BY_POST: lambda: queries.handovers(period, level=Level.POST, agencies=[_agency()]).flows,
    }


def _once(asked: dict[str, Callable[[], object]]) -> tuple[dict[str, float], dict[str, object]]:
    """Ask each question once; return how long each took, and the answers."""
    found = {name: _timed(ask) for name, ask in asked.items()}
    return {name: row[0] for name, row in found.items()}, {n: row[1] for n, row in found.items()}


def _timed(ask: Callable[[], object]) -> tuple[float, object]:
    began = time.perf_counter()
    answered = ask()
    return time.perf_counter() - began, answered


def _agency() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(agency_id) FROM organisation_post")
        return int(cursor.fetchone()[0])


def _middle(ask: Callable[[], object]) -> float:
    return sorted(_timed(ask)[0] for _round in range(ROUNDS))[ROUNDS // 2]


def _lines(found: dict[str, Any]) -> Iterator[str]:
    for name, spent in found["seconds"].items():
        times = found["times_as_fast_as_anew"].get(name)
        yield f"{name}: {spent:.3f} s" + (f", {times} times as fast as anew" if times else "")
    yield (
        f"a report over {found['dossiers_of_period']:,} of {found['dossiers']:,} dossiers:"
        f" {found['report_s']:.2f} s; their rows read once, ratio {found['ratio']}"
    )
