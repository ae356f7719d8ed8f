"""``thongsuot bench custody``: hand-overs, asked and accepted, beside the bare transactions."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import click
import psycopg
from django.db import transaction
from psycopg import sql
from psycopg.types.json import Jsonb

from thongsuot.domains.custody import services as custody
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.cli.bench import stage
from thongsuot.entrypoints.cli.bench.crowd import rate_of
from thongsuot.entrypoints.cli.bench.intake import database_parameters
from thongsuot.entrypoints.cli.bench.units import Counter
from thongsuot.entrypoints.cli.installation import Installation, pass_installation
from thongsuot.entrypoints.cli.plumbing import answer, json_option, note
from thongsuot.kernel.clock import utc_now

LIMIT_MINUTES: Final = 240
GIVEN_BY_THE_DATABASE: Final = {"id", "recorded_at"}
END: Final = "UPDATE custody_custody SET ended_at = %s, end_reason = 'handed-over' WHERE id = %s"
TAKE: Final = (
    "UPDATE custody_offer SET answer = 'accepted', answered_at = %s, answered_by_id = %s"
    " WHERE id = %s"
)
Row = dict[str, Any]


@click.command("custody")
@click.option("--clients", default=8, show_default=True, type=click.IntRange(1, 64))
@click.option("--seconds", default=8.0, show_default=True, type=click.FloatRange(min=0.2))
@json_option
@pass_installation
def custody_bench(installation: Installation, clients: int, seconds: float, as_json: bool) -> None:
    """Measure hand-overs: a question to a post, and its acceptance, two transactions.

    Beside them, in the same run, plain SQL writes the same rows in the same two transactions.

    \b
    Examples: thongsuot bench custody
              thongsuot bench custody --clients 2 --seconds 2 --json
    """
    note("preparing a scratch database")
    with installation.scratch_database():
        built = stage.build(utc_now())
        rows = _rows_of_one(built.counters)
        note(f"{clients} clients hand over")
        ours = rate_of(lambda place: _ours(built.counters, place), clients=clients, seconds=seconds)
        note(f"{clients} clients in plain SQL")
        bare = rate_of(
            lambda place: _bare(built.counters, place, rows), clients=clients, seconds=seconds
        )
    found = {
        "ours": round(ours, 1), "baseline": round(bare, 1), "ratio": round(ours / bare, 3),
        "unit": "hand-overs asked and accepted per second", "clients": clients,
    }  # fmt: skip
    line = f"{ours:,.1f} hand-overs/s, plain SQL {bare:,.1f}/s, ratio {ours / bare:.3f}"
    answer(found, [line], as_json=as_json)


def _actors(counters: list[Counter], place: int) -> list[Actor]:
    """Return two officers of one desk, between whom there is nothing to dispute."""
    pair = (counters[place % stage.COMMUNES], counters[place % stage.COMMUNES + stage.COMMUNES])
    return [
        Actor.officer(officer_id=each.officer_id, post_id=each.post_id, agency=each.desk)
        for each in pair
    ]


def _ours(counters: list[Counter], place: int) -> Callable[[], None]:
    subject, actors = f"task:ours-{place}", _actors(counters, place)
    custody.open_custody(subject=subject, by=actors[0], at=utc_now(), step="verify")

    def hand_over() -> None:
        _hand_over(subject, *actors)
        actors.reverse()

    return hand_over


def _hand_over(subject: str, giver: Actor, taker: Actor) -> None:
    asked = custody.offer(
        subject=subject, to_post=taker.acting_post, step="verify", limit_minutes=LIMIT_MINUTES,
        overruns=False, why="Theo quy trình", by=giver, at=utc_now(),
    )  # fmt: skip
    custody.accept(offer_id=asked.pk, by=taker, at=utc_now())


def _rows_of_one(counters: list[Counter]) -> dict[str, Row]:
    """Return the rows that one hand-over of ours wrote: what plain SQL writes too."""
    subject, actors = "task:sample", _actors(counters, 0)
    with transaction.atomic():
        custody.open_custody(subject=subject, by=actors[0], at=utc_now(), step="verify")
    _hand_over(subject, *actors)
    tables = ("custody_offer", "custody_custody", "ledger_entry")
    with psycopg.connect(**database_parameters()) as reader:
        return {table: _newest(reader, table) for table in tables}


def _newest(reader: psycopg.Connection[Any], table: str) -> Row:
    ask = sql.SQL("SELECT * FROM {} ORDER BY id DESC LIMIT 1").format(sql.Identifier(table))
    found = reader.execute(ask)
    names = [column.name for column in found.description or ()]
    row = dict(zip(names, found.fetchone() or (), strict=True))
    return {
        name: Jsonb(value) if isinstance(value, dict) else value
        for name, value in row.items()
        if name not in GIVEN_BY_THE_DATABASE
    }


def _bare(counters: list[Counter], place: int, rows: Mapping[str, Row]) -> Callable[[], None]:
    client = Bare(psycopg.connect(**database_parameters(), autocommit=True), place, rows)
    client.actors = _actors(counters, place)
    client.open(utc_now())
    return client.hand_over


class Bare:
    """Plain SQL that writes the rows of a hand-over, and nothing else."""

    def __init__(
        self, connected: psycopg.Connection[Any], place: int, rows: Mapping[str, Row]
    ) -> None:
        self.connection, self.rows = connected, rows
        self.subject, self.seq, self.held = f"task:bare-{place}", 0, 0
        self.actors: list[Actor] = []

    def open(self, at: datetime) -> None:
        """Write the first span."""
        self.held = self._span(at)

    def hand_over(self) -> None:
        """Write question and entry; then end, answer, next span and entry."""
        giver, taker = self.actors
        at = utc_now()
        with self.connection.transaction():
            asked = self._add(
                "custody_offer", subject=self.subject, custody_id=self.held, answer="",
                to_post_id=taker.post_id, offered_at=at, answered_at=None, answered_by_id=None,
            )  # fmt: skip
            self._entry("handover_offered", giver, at)
        at = utc_now()
        with self.connection.transaction():
            self.connection.execute(END, [at, self.held])
            self.connection.execute(TAKE, [at, taker.officer_id, asked])
            self.actors.reverse()
            self.held = self._span(at)
            self._entry("handover_accepted", taker, at)

    def _span(self, at: datetime) -> int:
        holder = self.actors[0]
        return self._add(
            "custody_custody", subject=self.subject, officer_id=holder.officer_id,
            post_id=holder.post_id, started_at=at, ended_at=None, end_reason="",
        )  # fmt: skip

    def _entry(self, act: str, by: Actor, at: datetime) -> None:
        self.seq += 1
        self._add(
            "ledger_entry", subject=self.subject, seq=self.seq, act=act, at=at, key=None,
            officer_id=by.officer_id, post_id=by.post_id, agency=by.agency,
        )  # fmt: skip

    def _add(self, table: str, **values: Any) -> int:
        row = {**self.rows[table], **values}
        names = sql.SQL(", ").join(map(sql.Identifier, row))
        slots = sql.SQL(", ").join(map(sql.Placeholder, row))
        insert = sql.SQL("INSERT INTO {} ({}) VALUES ({}) RETURNING id").format(
            sql.Identifier(table), names, slots
        )
        [added] = self.connection.execute(insert, row).fetchone() or [0]
        return int(added)
