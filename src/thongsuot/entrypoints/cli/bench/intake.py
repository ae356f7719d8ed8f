"""``thongsuot bench intake``: enter, receive and read dossiers over HTTP, beside plain SQL."""

from collections.abc import Sequence
from typing import Any

import click
import psycopg
from django.db import connection

from thongsuot.entrypoints.cli.bench import costs, filling, stage
from thongsuot.entrypoints.cli.bench.baseline import SqlClient
from thongsuot.entrypoints.cli.bench.clients import HttpClient
from thongsuot.entrypoints.cli.bench.cpu import Meter, postmaster_of
from thongsuot.entrypoints.cli.bench.driving import Measured, measure
from thongsuot.entrypoints.cli.bench.report import Round, lines, report
from thongsuot.entrypoints.cli.bench.samples import sealed
from thongsuot.entrypoints.cli.bench.server import process_of, web_server
from thongsuot.entrypoints.cli.installation import Installation, pass_installation
from thongsuot.entrypoints.cli.plumbing import answer, json_option, note
from thongsuot.kernel.clock import utc_now

NUMBERS_PER_RUN = 1_000_000
"""Each run numbers its units from another million, so that none meets another's applicants."""


class Sizes(click.ParamType):
    """Numbers of dossiers, smallest first, parted by commas."""

    name = "sizes"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> list[int]:
        """Return the sizes in order, or fail as a usage error."""
        if isinstance(value, list):
            return value
        try:
            return sorted(int(size) for size in value.split(","))
        except ValueError:
            self.fail("write 1000,200000", param, ctx)


@click.command()
@click.option("--clients", default=8, show_default=True, type=click.IntRange(1, 64))
@click.option("--seconds", default=5.0, show_default=True, type=click.FloatRange(min=1))
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1, 50))
@click.option("--sizes", default="1000,200000", show_default=True, type=Sizes(), help="Dossiers.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1), help="Of serve.")
@json_option
@pass_installation
def intake(
    installation: Installation, clients: int, seconds: float, rounds: int, sizes: Sequence[int],
    workers: int, as_json: bool,
) -> None:  # fmt: skip
    """Measure intake: enter a dossier, receive it, read it.

    Clients work over HTTP against the real web server; in turn with them, in the same run, the
    same rows are written in the same transactions by plain SQL. Of the rounds the middle one by
    its rate is told, and the lowest and the highest rate. Works in a scratch database that is
    dropped at the end. docs/howto/measure.md says how to read the figures.

    \b
    Examples: thongsuot bench intake
              thongsuot bench intake --sizes 1000 --rounds 1 --json
    """
    note("preparing a scratch database")
    with installation.scratch_database():
        built = stage.build(utc_now())
        runs = Runs(installation, built, clients, seconds, rounds, workers)
        found_at = [(size, runs.at_size(size)) for size in sizes]
        note("watching where the time goes")
        where = costs.breakdown(built.counters[0], first=runs.next_numbers())
    found = report(found_at, where)
    answer(found, lines(found), as_json=as_json)


class Runs:
    """The runs of one benchmark, one after the other."""

    def __init__(
        self, installation: Installation, built: stage.Stage, clients: int, seconds: float,
        rounds: int, workers: int,
    ) -> None:  # fmt: skip
        self.installation, self.stage = installation, built
        self.clients, self.seconds, self.rounds, self.workers = clients, seconds, rounds, workers
        self.numbers = 0
        self.database = postmaster_of(_backend())

    def next_numbers(self) -> int:
        """Return the first number of the next run."""
        self.numbers += NUMBERS_PER_RUN
        return self.numbers

    def at_size(self, size: int) -> list[Round]:
        """Fill the database up to ``size`` dossiers; return what we and the baseline did by turns.

        By turns, because the speed of a shared machine drifts: what stands in one round is alike.
        """
        note(f"{size:,} dossiers: filling")
        with self.installation.as_owner():
            filling.fill(self.stage, size)
        variables = self.installation.for_children(public_url="http://127.0.0.1")
        with web_server(variables, self.workers) as (port, pid):
            return [self._round(size, turn, port, pid) for turn in range(1, self.rounds + 1)]

    def _round(self, size: int, turn: int, port: int, pid: int) -> Round:
        note(f"{size:,} dossiers, round {turn} of {self.rounds}: {self.clients} clients over HTTP")
        ours = self._ours(port, pid)
        note(f"{size:,} dossiers, round {turn} of {self.rounds}: as many in plain SQL")
        return ours, self._baseline()

    def _ours(self, port: int, pid: int) -> Measured:
        counters = self.stage.counters
        return self._measured(
            lambda place: HttpClient(counters[place % len(counters)], port),
            Meter(process_of(pid), self.database),
        )

    def _baseline(self) -> Measured:
        counters, values = self.stage.counters, sealed()
        parameters, version = database_parameters(), self.stage.version_id
        return self._measured(
            lambda place: SqlClient(
                counters[place % len(counters)], version, values,
                psycopg.connect(**parameters, autocommit=True),
            ),
            Meter(None, self.database),
        )  # fmt: skip

    def _measured(self, open_client: Any, meter: Meter) -> Measured:
        connection.close()
        return measure(
            open_client, clients=self.clients, seconds=self.seconds, first=self.next_numbers(),
            meter=meter,
        )  # fmt: skip


def _backend() -> int:
    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)


def database_parameters() -> dict[str, Any]:
    """Return where the scratch database is and who enters it: the application's role."""
    names = {
        "HOST": "host",
        "PORT": "port",
        "NAME": "dbname",
        "USER": "user",
        "PASSWORD": "password",
    }
    found = connection.settings_dict
    asked = {name: value for name, value in found["OPTIONS"].items() if isinstance(value, str)}
    return asked | {name: found[key] for key, name in names.items() if found.get(key)}
