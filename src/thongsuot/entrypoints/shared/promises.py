"""What the desk promises to those who send something: by when they hear whether it is complete."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import rules
from thongsuot.domains.deadlines.terms import CalendarGap
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.packaged import packaged_json


@dataclass(frozen=True, slots=True)
class Promise:
    """How soon the desk answers.  Units: minutes of working time."""

    valid_from: date
    answer_within: int
    source: str


def answer_by(submitted_at: datetime, desk: str) -> datetime | None:
    """Return by when the desk says whether the dossier is complete; None where no calendar says.

    ``desk`` is its code: its own office hours count, where it has any.
    """
    on = local_date(submitted_at)
    in_force = [promise for promise in _promises() if promise.valid_from <= on]
    if not in_force:
        return None
    newest = max(in_force, key=lambda promise: promise.valid_from)
    try:
        calendar = deadlines.calendar_at(submitted_at, desk)
        return rules.add_working_minutes(submitted_at, newest.answer_within, calendar)
    except CalendarGap:
        return None


@cache
def _promises() -> tuple[Promise, ...]:
    rows = packaged_json("thongsuot.entrypoints.shared", "promises.json")
    return tuple(
        Promise(
            date.fromisoformat(row["valid_from"]),
            row["answer_within_working_minutes"],
            row["source"],
        )
        for row in rows["promises"]
    )
