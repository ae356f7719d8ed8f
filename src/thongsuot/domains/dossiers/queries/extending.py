"""What an extension may promise, who may sign its apology, which wait for that."""

from datetime import datetime

from thongsuot.domains.deadlines.terms import CalendarGap
from thongsuot.domains.dossiers import policy
from thongsuot.domains.dossiers.lateness import queries as lateness
from thongsuot.domains.dossiers.lateness import rules
from thongsuot.domains.dossiers.lateness.terms import Promise, Timing
from thongsuot.domains.dossiers.queries.calendars import calendar_of
from thongsuot.domains.dossiers.queries.views import DossierView
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.errors import Refused


def new_dates(view: DossierView, at: datetime) -> list[tuple[int, Promise]]:
    """Return every new date that may be promised at ``at``, by its working days, nearest first.

    By the hours of the agency that settles it, as far as the published calendar reaches; none
    where nothing was promised yet.
    """
    if view.due is None:
        return []
    rule = lateness.policy_in_force(local_date(at)).extension
    calendar = calendar_of(view, at)
    found = []
    for days in range(1, rule.most_days + 1):
        try:
            promised = rules.promise(view.due.due_at, days, rule, calendar)
        except CalendarGap:
            break
        if promised.new_due_at > at:
            found.append((days, promised))
    return found


def timing_now(view: DossierView, at: datetime) -> tuple[datetime, Timing] | None:
    """Return until when an apology is in time, and how one signed at ``at`` would stand.

    None where nothing was promised yet.
    Raises:  CalendarGap.
    """
    if view.due is None:
        return None
    rule = lateness.policy_in_force(local_date(at)).extension
    calendar = calendar_of(view, at)
    promised = rules.promise(view.due.due_at, 1, rule, calendar)
    return promised.notice_by, rules.timing_of(promised, at)


def speaks_as_head(*, by: Actor, at: datetime) -> bool:
    """Return whether the visitor heads his agency that day, or stands in for who does."""
    try:
        policy.check_speaks_as_head(by, local_date(at))
    except Refused:
        return False
    return True
