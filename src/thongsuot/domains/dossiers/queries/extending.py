"""What an extension may promise, who may sign its apology, which wait for that."""

from datetime import datetime

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines.terms import CalendarGap
from thongsuot.domains.dossiers import policy
from thongsuot.domains.dossiers.lateness import queries as lateness
from thongsuot.domains.dossiers.lateness import rules
from thongsuot.domains.dossiers.lateness.terms import Promise, Timing
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.errors import Refused


def new_dates(due_at: datetime, at: datetime) -> list[tuple[int, Promise]]:
    """Return every new date that may be promised at ``at``, by its working days, nearest first.

    As far as the published calendar reaches.
    """
    rule = lateness.policy_in_force(local_date(at)).extension
    calendar = deadlines.calendar_at(at)
    found = []
    for days in range(1, rule.most_days + 1):
        try:
            promised = rules.promise(due_at, days, rule, calendar)
        except CalendarGap:
            break
        if promised.new_due_at > at:
            found.append((days, promised))
    return found


def timing_now(due_at: datetime, at: datetime) -> tuple[datetime, Timing]:
    """Return until when an apology is in time, and how one signed at ``at`` would stand.

    Raises:  CalendarGap.
    """
    rule = lateness.policy_in_force(local_date(at)).extension
    promised = rules.promise(due_at, 1, rule, deadlines.calendar_at(at))
    return promised.notice_by, rules.timing_of(promised, at)


def speaks_as_head(*, by: Actor, at: datetime) -> bool:
    """Return whether the visitor heads his agency that day, or stands in for who does."""
    try:
        policy.check_speaks_as_head(by, local_date(at))
    except Refused:
        return False
    return True
