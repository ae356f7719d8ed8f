"""A span of custody cut where others were waited for, and where its own share ran out."""

from collections.abc import Iterable
from datetime import datetime

from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.entrypoints.officer import clocks
from thongsuot.entrypoints.officer.custody_story import Charge, pauses_of

Stretch = tuple[datetime, datetime, str]
"""From when to when, and what it was spent on: held, late (beyond the share), paused, given."""


def pieces_of(
    view: DossierView, charge: Charge, at: datetime, calendar: WorkingCalendar
) -> Iterable[Stretch]:
    """Cut a span where others were waited for, the citizen too, and where its share ran out."""
    left = charge.share
    for start, end, kind in _cut_at_waits(charge, _waits(view, charge, at)):
        minutes = clocks.minutes_between(start, end, calendar) or 0
        if kind != "held" or left is None or minutes <= left:
            yield start, end, kind
            left = left if kind != "held" or left is None else left - minutes
            continue
        turn = deadline_rules.add_working_minutes(start, left, calendar) if left else start
        if turn > start:
            yield start, turn, "held"
        yield turn, end, "late"
        left = 0


def _waits(view: DossierView, charge: Charge, at: datetime) -> Iterable[Stretch]:
    """Return when the holder waited: for the citizen, a receiver's answer, a superior's ruling."""
    waits = [(*pause, "paused") for pause in pauses_of(view, at)]
    put = [(offer.offered_at, offer.answered_at) for offer in view.offers]
    put += [(dispute.opened_at, dispute.settled_at) for dispute in view.disputes]
    waits += [(start, end or charge.until, "given") for start, end in put]
    return sorted(waits)


def _cut_at_waits(charge: Charge, waits: Iterable[Stretch]) -> Iterable[Stretch]:
    here = charge.span.started_at
    for wait_start, wait_end, kind in waits:
        start, end = max(wait_start, here), min(wait_end, charge.until)
        if start < end:
            yield here, start, "held"
            yield start, end, kind
            here = end
    yield here, charge.until, "held"
