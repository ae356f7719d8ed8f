"""``thongsuot calendar``: when is something due, and by which published calendar?"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from django.db import ProgrammingError

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import services
from thongsuot.domains.deadlines.rules import due_after
from thongsuot.domains.deadlines.terms import TimeLimit, Unit, WorkingCalendar
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.cli.plumbing import (
    A_FILE,
    answer,
    dry_run_option,
    json_option,
    note,
    read_json,
)
from thongsuot.entrypoints.cli.recounting import changes, recompute
from thongsuot.kernel.clock import LOCAL, to_local, utc_now

FORMAT_PAGE = "see docs/howto/publish-a-calendar.md"


class Instant(click.ParamType):
    """An ISO 8601 instant or day; without an offset it is local time, a day its midnight."""

    name = "instant-or-date"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Return the instant, or fail as a usage error."""
        if isinstance(value, datetime):
            return value
        try:
            at = datetime.fromisoformat(value)
        except ValueError:
            self.fail("write 2026-03-02, 2026-03-02T09:00 or 2026-03-02T02:00:00Z", param, ctx)
        return at.replace(tzinfo=LOCAL) if at.tzinfo is None else at


@click.group()
def calendar() -> None:
    """Working calendars and due dates."""


@calendar.command()
@click.option("--from", "start_at", type=Instant(), required=True, help="When counting begins.")
@click.option("--limit", "quantity", type=int, required=True, help="How many of the unit.")
@click.option("--unit", type=click.Choice([u.value for u in Unit]), required=True)
@json_option
def due(start_at: datetime, quantity: int, unit: str, as_json: bool) -> None:
    """Say when what begins at an instant is due.

    \b
    Examples: thongsuot calendar due --from 2025-12-31 --limit 1 --unit working-day
              thongsuot calendar due --from 2026-03-02T09:00 --limit 8 --unit working-hour --json
    """
    limit = TimeLimit.read(quantity, unit)
    found = due_after(start_at, limit, _calendar(start_at))
    due_at = to_local(found.due_at)
    answer(
        {
            "due_on": found.due_on,
            "due_at": due_at,
            "calendar_version": found.calendar_version,
        },
        [f"due {found.due_on:%Y-%m-%d} {due_at:%H:%M} (calendar {found.calendar_version})"],
        as_json=as_json,
    )


@calendar.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List the calendars that were published, newest first.

    \b
    Examples: thongsuot calendar list
              thongsuot calendar list --json
    """
    rows = [_row(version) for version in deadlines.published_versions()]
    answer(rows, (_line(row) for row in rows), as_json=as_json)


@calendar.command()
@click.argument("file", type=A_FILE)
@dry_run_option
@json_option
def publish(file: Path, dry_run: bool, as_json: bool) -> None:
    """Publish the working calendar in FILE; it never changes afterwards.

    Ends with code 4 and the place in FILE when it cannot be published, 5 when an earlier
    calendar stands in its way. docs/howto/publish-a-calendar.md has the format.

    \b
    Examples: thongsuot calendar publish calendar-2027.json --dry-run
              thongsuot calendar publish calendar-2027.json --json
    """
    before = {row.version for row in deadlines.published_versions()}
    version = services.publish_calendar(
        document=read_json(file, FORMAT_PAGE), by=Actor.system(), at=utc_now(), dry_run=dry_run
    )
    is_known = version.version in before
    row = _row(version) | {"published_before": is_known, "applied": not (dry_run or is_known)}
    verb = "was published before" if is_known else "would count" if dry_run else "is published"
    answer(row, [f"{verb}: {_line(row)}"], as_json=as_json)


calendar.add_command(recompute)
calendar.add_command(changes)


def _row(version: deadlines.CalendarVersion) -> dict[str, Any]:
    """Return what a publication says of itself."""
    return {
        "version": version.version,
        "in_force_from": version.in_force_from,
        "first_year": version.first_year,
        "last_year": version.last_year,
        "source": version.source,
    }


def _line(row: Mapping[str, Any]) -> str:
    years = f"{row['first_year']}-{row['last_year']}"
    return f"{row['version']}  {years}  from {row['in_force_from']}  ({row['source']})"


def _calendar(at: datetime) -> WorkingCalendar:
    """Return the published calendar, or the shipped one where none was ever published."""
    try:
        if deadlines.published_versions():
            return deadlines.calendar_at(at)
    except ProgrammingError:
        pass  # an installation whose tables are not there yet; the question needs none of them
    note("note: no calendar is published here yet; counted with the one that is shipped")
    return deadlines.shipped_calendar()
