"""Compute and set the due date of a dossier: the only place that does."""

from datetime import datetime

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.dossiers.models import Dossier, DueDateSet
from thongsuot.domains.dossiers.terms import DueReason
from thongsuot.domains.ledger.terms import DetailValue


def set_due_date(
    dossier: Dossier, *, counted_from: datetime, reason: DueReason
) -> dict[str, DetailValue]:
    """Count the version's time limit from ``counted_from`` and keep what gave the date.

    Returns what the record says of it.
    Raises:  LimitNotSettled; CalendarGap: never a guess.
    """
    limit = catalogue.limit_of(dossier.version, dossier.channel)
    due = deadline_rules.due_after(counted_from, limit, deadlines.calendar_at(counted_from))
    DueDateSet.objects.create(
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
    dossier.due_at = due.due_at
    return {
        "due_at": due.due_at.isoformat(),
        "limit": limit.quantity,
        "unit": limit.unit.value,
        "calendar": due.calendar_version,
        "rule": due.rule_version,
    }
