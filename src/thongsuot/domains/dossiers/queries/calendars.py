"""Whose hours count the time of a dossier."""

from datetime import datetime
from typing import Protocol

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines.terms import WorkingCalendar


class Settled(Protocol):
    """What an agency settles: a dossier on record, or as a page shows it."""

    @property
    def competent_agency_code(self) -> str:
        """The agency that settles it; empty before there is one."""


def calendar_of(dossier: Settled, at: datetime) -> WorkingCalendar:
    """Return the calendar in force at ``at``, by the hours of the agency that settles the dossier.

    All of its time is counted by it, also what was before: no calendar changes days before it is
    in force. Everybody's hours where the agency has none of its own, and before there is one.
    Raises:  CalendarGap.
    """
    return deadlines.calendar_at(at, dossier.competent_agency_code)
