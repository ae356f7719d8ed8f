"""What superiors were asked to decide, what they decided, and how long it took."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from thongsuot.domains.accountability.terms import BroughtUp, Period
from thongsuot.domains.custody import facts as custody
from thongsuot.domains.custody.facts import BroughtUpFact
from thongsuot.domains.deadlines import rules as deadlines
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.dossiers import rules as dossiers

MOST: Final = 1_000
"""Loops that are listed, the newest; they are meant to be rare."""


def brought_up(
    period: Period,
    *,
    at: datetime,
    calendar: WorkingCalendar,
    agencies: Collection[int] | None = None,
) -> list[BroughtUp]:
    """Return the loops that were before a superior in the period, the newest first. One query.

    Raises:  CalendarGap.
    """
    found = custody.brought_up(since=period.since, until=period.until, most=MOST, agencies=agencies)
    return [_brought_up(loop, at, calendar.of(loop.code)) for loop in found]


def _brought_up(loop: BroughtUpFact, at: datetime, hours: WorkingCalendar) -> BroughtUp:
    until = loop.settled_at or at
    over_from = max(loop.decide_by, loop.put_at) if loop.decide_by else until
    over = deadlines.working_minutes(over_from, until, hours)
    return BroughtUp(
        id=loop.id,
        code=dossiers.code_of(loop.subject),
        giver=loop.giver,
        asked=loop.asked,
        superior=loop.superior,
        opened_at=loop.put_at,
        settled_at=loop.settled_at,
        decided_by=loop.decided_by or 0,
        named=loop.named or 0,
        lapsed=loop.lapsed,
        passed=loop.passed,
        minutes=deadlines.working_minutes(loop.put_at, until, hours),
        over=max(0, over),
    )
