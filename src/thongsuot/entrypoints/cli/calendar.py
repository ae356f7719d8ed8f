"""``thongsuot calendar``: when is something due?"""

from datetime import datetime
from typing import Any

import click
from django.db import ProgrammingError

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines.rules import due_after
from thongsuot.domains.deadlines.terms import TimeLimit, Unit, WorkingCalendar
from thongsuot.entrypoints.cli.plumbing import answer, json_option, note
from thongsuot.kernel.clock import LOCAL, to_local


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


def _calendar(at: datetime) -> WorkingCalendar:
    """Return the published calendar, or the shipped one where none was ever published."""
    try:
        if deadlines.published_versions():
            return deadlines.calendar_at(at)
    except ProgrammingError:
        pass  # an installation whose tables are not there yet; the question needs none of them
    note("note: no calendar is published here yet; counted with the one that is shipped")
    return deadlines.shipped_calendar()
