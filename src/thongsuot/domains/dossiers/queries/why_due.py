"""Vì sao là ngày này: what the due date in force rests on, from receipt to the last pause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.deadlines.terms import CalendarWords, Explained, TimeLimit, Wait
from thongsuot.domains.dossiers.queries.recounting import BASES, moved_by_minutes
from thongsuot.domains.dossiers.queries.views import DossierView, DueView
from thongsuot.domains.dossiers.terms import DueReason, Pause, PauseCause
from thongsuot.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Waited:
    """A pause of the clock: what was waited, why, by which document, and what that made due.

    ``document`` is the number of a notice, where it has one; ``rule`` is empty where the date was
    moved by office minutes, whatever the limit is counted in, as was done once.
    """

    pause: Pause
    wait: Wait
    document: str
    was_at: datetime
    due_at: datetime
    rule: str


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """A promise that a calendar published later moved."""

    was_at: datetime
    due_at: datetime
    set_at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class WhyDue:
    """Everything a due date rests on, in the order in which it was counted."""

    begun_by: DueReason
    counted: Explained
    words: CalendarWords
    waited: Sequence[Waited]
    changes: Sequence[CalendarChange]
    due: DueView
    minutes_a_day: int


def why_due(view: DossierView) -> WhyDue | None:
    """Return what the due date of a dossier rests on; None where nothing is promised.

    None, too, where its calendar was never published here: nothing is guessed.
    """
    rows = _since_base(view.due_dates)
    if not rows:
        return None
    calendars = [row for row in rows if row.reason in {*BASES, DueReason.CALENDAR}]
    try:
        published, words = deadlines.get_published(calendars[-1].calendar_version)
        base, calendar = rows[0], published.of(calendars[-1].hours_of)
        limit = TimeLimit.read(base.quantity, base.unit)
        counted = deadline_rules.explained(base.counted_from, limit, calendar)
        waited = _waited(view, rows)
    except Refused:
        return None
    return WhyDue(
        begun_by=DueReason(base.reason),
        counted=counted,
        words=words,
        waited=waited,
        changes=_changes(rows),
        due=view.due_dates[-1],
        minutes_a_day=calendar.minutes_of_a_day(counted.due_on),
    )


def _since_base(rows: Sequence[DueView]) -> Sequence[DueView]:
    """Return the computations since counting last began from zero."""
    begun = [place for place, row in enumerate(rows) if row.reason in BASES]
    return rows[begun[-1] :] if begun else []


def _waited(view: DossierView, rows: Sequence[DueView]) -> list[Waited]:
    found = []
    for before, row in pairwise(rows):
        pause = next((p for p in view.pauses if p.ended_at == row.set_at), None)
        if row.reason != DueReason.PAUSE or pause is None:
            continue
        wait = row.wait or moved_by_minutes(
            before.due_at, row.due_at, deadlines.get_calendar(row.calendar_version, row.hours_of)
        )
        document = _document(view, pause)
        found.append(Waited(pause, wait, document, before.due_at, row.due_at, row.waiting_rule))
    return found


def _document(view: DossierView, pause: Pause) -> str:
    """Return the number of the notice by which the clock stood; a request for papers has none."""
    if pause.cause is PauseCause.SUPPLEMENT:
        return ""
    owed = (o for o in view.obligations if o.requested_at == pause.started_at)
    return next((o.notice.number for o in owed), "")


def _changes(rows: Sequence[DueView]) -> list[CalendarChange]:
    return [
        CalendarChange(
            before.due_at, row.due_at, row.set_at, deadlines.source_of(row.calendar_version)
        )
        for before, row in pairwise(rows)
        if row.reason == DueReason.CALENDAR
    ]
