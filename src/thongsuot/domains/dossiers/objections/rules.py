"""Until when a citizen may send papers once his objection is rejected.

Source:  none found; docs/howto/supplement-policy.md says what is a reading.
"""

from datetime import datetime
from typing import Final

from thongsuot.domains.deadlines import rules as deadlines
from thongsuot.domains.deadlines.terms import TimeLimit, Unit, WorkingCalendar

_NOT_KEPT: Final = TimeLimit(1, Unit.WORKING_DAY)
"""In what a wait is left out of a window whose length was not kept."""


def stood_until(
    end: datetime, limit: TimeLimit | None, asked_at: datetime, calendar: WorkingCalendar, *,
    made_at: datetime, answered_at: datetime,
) -> datetime:  # fmt: skip
    """Return when a window ends that stood while the objection waited; working days without length.

    ``end`` is when it would have ended, ``asked_at`` when it began.
    Raises:  CalendarGap.
    """
    until, _wait = deadlines.after_standing(
        end, limit or _NOT_KEPT, asked_at, calendar, since=made_at, until=answered_at
    )
    return until
