"""``calendar recompute`` and ``calendar changes``: open promises by a calendar that came late."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines.rules import changed_days
from thongsuot.domains.deadlines.terms.limits import LimitRecounted
from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.queries import limits, recounting
from thongsuot.domains.dossiers.rules import code_of
from thongsuot.domains.dossiers.terms.recounts import DUE_DATE, Recounted, RecountProgress
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.cli.plumbing import answer, dry_run_option, json_option, progress
from thongsuot.kernel.clock import local_date, to_local, utc_now

SHOWN = 20
"""How many changes people are shown; --json and --csv give all."""
COLUMNS = ("code", "of", "was", "due", "kept", "why")
csv_option = click.option(
    "--csv", "into", type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the list of what changes into a file, too.",
)  # fmt: skip


@click.command()
@dry_run_option
@csv_option
@json_option
def recompute(dry_run: bool, into: Path | None, as_json: bool) -> None:
    """Count the due dates of all open dossiers anew by the calendar in force.

    Each date that changes is an act on its dossier. What is late already stays late, and nobody
    becomes late by it. Broken off, it goes on where it stopped; repeated, it changes nothing.

    \b
    Examples: thongsuot calendar recompute --dry-run --csv changes.csv
              thongsuot calendar recompute --json
    """
    at = utc_now()
    if dry_run:
        looked_at, found = _tried(at)
        version = deadlines.calendar_at(at).version
        why = Why(version)
        anew = list(limits.would_change(at=at))
        rows = [_row_of(one, why) for one in found] + [_limit_row(one, why) for one in anew]
        changed = sum(1 for one in found if one.kept is None)
        ends = sum(1 for one in anew if one.kept is None)
        said: dict[str, Any] = {
            "calendar_version": version, "examined": looked_at,
            "changed": changed, "kept": len(found) - changed, "limits_changed": ends,
            "limits_kept": len(anew) - ends, "applied": False,
        }  # fmt: skip
    else:
        done = _done()
        rows = list(_rows(done.calendar_version))
        said = asdict(done) | {"applied": True}
    _write(into, rows)
    answer(said | {"changes": rows}, _lines(said, rows), as_json=as_json)


@click.command()
@click.argument("version")
@csv_option
@json_option
def changes(version: str, into: Path | None, as_json: bool) -> None:
    """List the due dates that counting anew by the calendar VERSION changed.

    \b
    Examples: thongsuot calendar changes 2022-2027.1
              thongsuot calendar changes 2022-2027.1 --csv changes.csv
    """
    rows = list(_rows(deadlines.get_calendar(version).version))
    _write(into, rows)
    answer(rows, _shown(rows), as_json=as_json)


def _tried(at: datetime) -> tuple[int, list[Recounted]]:
    total, looked_at, found = recounting.count_open(), 0, list[Recounted]()
    with progress("counting") as tell:
        for number, some in recounting.would_change(at=at):
            looked_at += number
            found += some
            tell(looked_at, total)
    return looked_at, found


def _done() -> RecountProgress:
    """Do all parts of the run, each in a transaction of its own at its own instant."""
    with progress("counting") as tell:
        while True:
            done = services.recount_due_dates(by=Actor.system(), at=utc_now())
            tell(done.examined, max(done.total, done.examined))
            if done.finished_at is not None:
                return done


class Why:
    """Says which days made the difference between two calendars."""

    def __init__(self, version: str) -> None:
        self._new = deadlines.get_calendar(version)
        self._changed: dict[str, list[tuple[date, bool]]] = {}

    def __call__(self, was_by: str, first: date, last: date) -> str:
        """Return the days from ``first`` to ``last`` that are counted otherwise."""
        if not was_by:
            return ""  # set before it was kept by which calendar
        if was_by not in self._changed:
            found = changed_days(deadlines.get_calendar(was_by), self._new)
            self._changed[was_by] = [(change.day, change.is_worked) for change in found]
        within = [(day, worked) for day, worked in self._changed[was_by] if first <= day <= last]
        return ", ".join(f"{day} {'worked' if worked else 'off'}" for day, worked in within)


def _row_of(found: Recounted, why: Why) -> dict[str, Any]:
    last = max(found.was_at, found.due_at or found.was_at)
    return {
        "code": found.code,
        "of": DUE_DATE,
        "was": to_local(found.was_at),
        "due": to_local(found.due_at) if found.due_at else None,
        "kept": found.kept.value if found.kept else "",
        "why": why(found.was_by, local_date(found.counted_from), local_date(last)),
    }


def _limit_row(found: LimitRecounted, why: Why) -> dict[str, Any]:
    limit = found.limit
    return {
        "code": code_of(limit.subject),
        "of": limit.kind.value,
        "was": to_local(limit.until) if limit.until else None,
        "due": to_local(found.until) if found.until else None,
        "kept": found.kept.value if found.kept else "",
        "why": why(
            limit.counting.calendar_version, local_date(limit.counted_from),
            _last(limit.counted_from, limit.until, found.until),
        ),
    }  # fmt: skip


def _last(*instants: datetime | None) -> date:
    return local_date(max(one for one in instants if one))


def _rows(version: str) -> Iterator[dict[str, Any]]:
    why = Why(version)
    yield from _changed_dates(version, why)
    for limit in deadlines.limits_changed_by(version):
        yield {
            "code": code_of(limit.subject), "of": limit.kind.value,
            "was": to_local(limit.was_at) if limit.was_at else None,
            "due": to_local(limit.until), "kept": "",
            "why": why(
                limit.was_by, local_date(limit.counted_from), _last(limit.was_at, limit.until)
            ),
        }  # fmt: skip
    for one in limits.stays_of(version):
        yield {
            "code": one.code, "of": one.kind, "was": to_local(one.was_at),
            "due": to_local(one.due_at) if one.due_at else None, "kept": one.kept,
            "why": why(
                one.was_by, local_date(one.counted_from),
                local_date(max(one.was_at, one.due_at or one.was_at)),
            ),
        }  # fmt: skip


def _changed_dates(version: str, why: Why) -> Iterator[dict[str, Any]]:
    for change in recounting.changed_by(version):
        last = local_date(max(change.was_at, change.due_at))
        yield {
            "code": change.code,
            "of": DUE_DATE,
            "was": to_local(change.was_at),
            "due": to_local(change.due_at),
            "kept": "",
            "why": why(change.was_by, local_date(change.counted_from), last),
        }


def _write(into: Path | None, rows: Iterable[dict[str, Any]]) -> None:
    if into is None:
        return
    with into.open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.DictWriter(file, COLUMNS)
        sheet.writeheader()
        sheet.writerows(rows)


def _lines(said: dict[str, Any], rows: list[dict[str, Any]]) -> Iterator[str]:
    yield from _shown(rows)
    verb = "changed" if said["applied"] else "would change"
    yield (
        f"{said['examined']} open dossiers counted by {said['calendar_version']}:"
        f" {said['changed']} {verb}, {said['kept']} stay with a cause"
    )
    yield (
        f"other limits (answers of desks, windows, objections, offers, opinions, rulings):"
        f" {said['limits_changed']} {verb}, {said['limits_kept']} stay with a cause"
    )


def _shown(rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows[:SHOWN]:
        due = f"{row['due']:%Y-%m-%d %H:%M}" if row["due"] else "?"
        kept = f"  stays: {row['kept']}" if row["kept"] else ""
        was = f"{row['was']:%Y-%m-%d %H:%M}" if row["was"] else "no end"
        yield f"{row['code']} {row['of']}  {was} -> {due}  ({row['why']}){kept}"
    if len(rows) > SHOWN:
        yield f"and {len(rows) - SHOWN} more (--json and --csv give all)"
