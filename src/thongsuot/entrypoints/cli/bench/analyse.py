"""``thongsuot bench analyse``: reading an event log and counting, beside pm4py on the same file."""

import json
import random
import subprocess
import tempfile
import time
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import click

from thongsuot.domains.accountability import rules
from thongsuot.domains.accountability.event_logs import read_xes
from thongsuot.domains.accountability.terms import Counts
from thongsuot.entrypoints.cli.installation import Installation, pass_installation
from thongsuot.entrypoints.cli.plumbing import (
    A_FILE,
    CommandFailed,
    Exit,
    answer,
    json_option,
    note,
)

EVENTS_A_CASE: Final = 10
HOLDERS: Final = 200
SEED: Final = 2013
START: Final = datetime(2026, 1, 1, tzinfo=UTC)
PYTHON: Final = "bench-env/bin/python"


@click.command()
@click.argument("log", type=A_FILE, required=False)
@click.option("--events", default=100_000, show_default=True, type=click.IntRange(100),
              help="Of the invented log, where LOG is not given.")  # fmt: skip
@click.option("--holder", default="org:resource", show_default=True, help="What names a holder.")
@click.option("--python", type=A_FILE, help="A Python that has pm4py; else bench-env's.")
@json_option
@pass_installation
def analyse(
    installation: Installation, log: Path | None, events: int, holder: str, python: Path | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Measure the analysis of event logs beside pm4py's hand-over network on the same file.

    pm4py is AGPL: it is no part of the product and lives in an environment of its own, which
    docs/howto/measure.md sets up. Without it this ends with code 7.

    \b
    Examples: thongsuot bench analyse
              thongsuot bench analyse log.xes.gz --holder org:group --json
    """
    other = python or installation.home / PYTHON
    if not other.exists():
        raise CommandFailed(
            "pm4py's own environment is not there: nothing to measure beside",
            why=str(other),
            advice="docs/howto/measure.md, 'Event logs', sets it up",
            exit_code=Exit.EXTERNAL,
        )
    with tempfile.TemporaryDirectory() as folder:
        path = log or invented(Path(folder) / "log.xes", events)
        found = _measured(path, holder, other)
    line = (
        f"{found['ours']:,} events/s, pm4py {found['baseline']:,}/s, ratio {found['ratio']};"
        f" hand-overs {found['handovers']:,}, pm4py {found['baseline_handovers']:,}"
    )
    answer(found, [line], as_json=as_json)


def _measured(path: Path, holder: str, python: Path) -> dict[str, Any]:
    note("ours")
    counts, started = Counts(), time.perf_counter()
    for case in read_xes(path, holder):
        rules.count(case, counts)
    ours = counts.events / (time.perf_counter() - started)
    note("pm4py")
    theirs = _pm4py(path, holder, python)
    return {
        "ours": round(ours),
        "baseline": round(theirs["events"] / theirs["seconds"]),
        "ratio": round(ours * theirs["seconds"] / theirs["events"], 2),
        "unit": "events read and counted per second",
        "events": counts.events,
        "handovers": counts.handovers,
        "baseline_handovers": theirs["handovers"],
        "baseline_version": theirs["version"],
    }


def _pm4py(path: Path, holder: str, python: Path) -> dict[str, Any]:
    script = str(files(__package__).joinpath("pm4py_side.py"))
    done = subprocess.run(
        [str(python), script, str(path), holder], capture_output=True, text=True, check=False
    )
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise CommandFailed(
            "pm4py did not come to an end",
            why=why,
            advice="docs/howto/measure.md, 'Event logs', sets its environment up",
            exit_code=Exit.EXTERNAL,
        )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def invented(path: Path, events: int) -> Path:
    """Write an event log of invented cases and holders; the same each time."""
    chance = random.Random(SEED)  # noqa: S311 - a made-up log, no secret
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0">\n')
        for case in range(-(-events // EVENTS_A_CASE)):
            count = min(EVENTS_A_CASE, events - case * EVENTS_A_CASE)
            file.write(_trace(case, count, chance))
        file.write("</log>\n")
    return path


def _trace(case: int, count: int, chance: random.Random) -> str:
    told = [f'<trace><string key="concept:name" value="case-{case}"/>']
    for place in range(count):
        at = START + timedelta(minutes=case + 7 * place)
        told.append(
            f'<event><string key="concept:name" value="act-{place}"/>'
            f'<string key="org:resource" value="holder-{chance.randrange(HOLDERS)}"/>'
            f'<date key="time:timestamp" value="{at.isoformat()}"/></event>'
        )
    return "\n".join([*told, "</trace>\n"])
