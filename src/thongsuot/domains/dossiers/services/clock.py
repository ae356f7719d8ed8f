"""Compute and set the due date of a dossier: the only place that does."""

from datetime import datetime

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.deadlines.terms import TimeLimit
from thongsuot.domains.dossiers.models import Dossier, DueDateSet
from thongsuot.domains.dossiers.terms import DueReason
from thongsuot.domains.ledger import rows
from thongsuot.domains.ledger.terms import DetailValue


def set_due_date(
    dossier: Dossier, *, limit: TimeLimit, counted_from: datetime, reason: DueReason
) -> dict[str, DetailValue]:
    """Count the version's time limit from ``counted_from`` and keep what gave the date.

    Returns what the record says of it.
    Raises:  CalendarGap: never a guess.
    """
    due = deadline_rules.due_after(counted_from, limit, deadlines.calendar_at(counted_from))
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
        set_at=counted_from,
    )
    rows.add(computed)
    dossier.due_at = due.due_at
    return {
        "due_at": due.due_at.isoformat(),
        "limit": limit.quantity,
        "unit": limit.unit.value,
        "calendar": due.calendar_version,
        "rule": due.rule_version,
    }
