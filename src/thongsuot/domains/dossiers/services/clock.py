"""Compute and set the due date of a dossier: the only place that does.

Each date that is set has the worker look which paper promises it to the applicant.
"""

from datetime import datetime

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.deadlines.terms import TimeLimit
from thongsuot.domains.dossiers.models import Dossier, DueDateSet
from thongsuot.domains.dossiers.terms import DueReason
from thongsuot.domains.exchange import services as exchange
from thongsuot.domains.ledger import rows
from thongsuot.domains.ledger.terms import DetailValue
from thongsuot.kernel.clock import local_date


def set_due_date(
    dossier: Dossier, *, limit: TimeLimit, counted_from: datetime, reason: DueReason, agency: str
) -> dict[str, DetailValue]:
    """Count the version's time limit from ``counted_from`` and keep what gave the date.

    By the office hours of the competent ``agency``, where it has its own.

    Returns what the record says of it.
    Raises:  CalendarGap: never a guess.
    """
    calendar = deadlines.calendar_at(counted_from, agency)
    due = deadline_rules.due_after(counted_from, limit, calendar)
    computed = DueDateSet(
        dossier=dossier,
        due_at=due.due_at,
        due_on=due.due_on,
        reason=reason,
        counted_from=counted_from,
        quantity=limit.quantity,
        unit=limit.unit.value,
        calendar_version=due.calendar_version,
        rule_version=due.rule_version,
        hours_of=due.hours_of,
        set_at=counted_from,
    )
    return _keep(dossier, computed)


def push_due_date(dossier: Dossier, *, since: datetime, until: datetime) -> dict[str, DetailValue]:
    """Move the due date on by what of the limit was waited while the clock stood.

    Returns what the record says of it: how much that was, in what, and by which rule.
    Raises:  CalendarGap: never a guess.
    """
    last = dossier.due_dates.latest("id")
    calendar = deadlines.calendar_at(until, last.hours_of)
    due_at, wait = deadline_rules.after_standing(
        last.due_at, TimeLimit.read(last.quantity, last.unit), last.counted_from, calendar,
        since=since, until=until,
    )  # fmt: skip
    pushed = DueDateSet(
        dossier=dossier,
        due_at=due_at,
        due_on=local_date(due_at),
        reason=DueReason.PAUSE,
        counted_from=last.counted_from,
        quantity=last.quantity,
        unit=last.unit,
        calendar_version=calendar.version,
        rule_version=last.rule_version,
        hours_of=last.hours_of,
        waited=wait.quantity,
        waited_in=wait.unit.value,
        waiting_rule=deadline_rules.WAITING_RULE,
        set_at=until,
    )
    said = {"waited": wait.quantity, "waited_in": wait.unit.value}
    return {**_keep(dossier, pushed), **said, "waiting_rule": deadline_rules.WAITING_RULE}


def _keep(dossier: Dossier, computed: DueDateSet) -> dict[str, DetailValue]:
    rows.add(computed)
    exchange.prepare_papers(code=dossier.code)
    dossier.due_at = computed.due_at
    whose: dict[str, DetailValue] = {"hours_of": computed.hours_of} if computed.hours_of else {}
    return {
        "due_at": computed.due_at.isoformat(),
        "limit": computed.quantity,
        "unit": computed.unit,
        "calendar": computed.calendar_version,
        "rule": computed.rule_version,
        **whose,
    }
