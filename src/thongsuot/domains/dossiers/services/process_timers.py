"""What a process says that time brings about: started with a step, ended with it."""

from collections.abc import Sequence
from datetime import datetime

from thongsuot.domains.catalogue.processes import InForce
from thongsuot.domains.catalogue.terms import ProcessStep, StepOutcome, Trigger
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.dossiers.models import Dossier, ProcessTimer


def timed(step: ProcessStep | None) -> list[StepOutcome]:
    """Return the outcomes of a step that come by time."""
    return [one for one in step.outcomes if one.trigger is Trigger.TIME] if step else []


def start(dossier: Dossier, found: InForce, at: datetime, *, since: datetime | None = None) -> None:
    """Start the timers of the step where a dossier is; a step without timers costs nothing.

    ``since`` is when it came there, where that was not now.
    """
    outcomes = timed(found.process.find_step(dossier.process_step))
    if not outcomes:
        return
    calendar = deadlines.calendar_at(at)
    begun = since or at
    ProcessTimer.objects.bulk_create(
        ProcessTimer(
            dossier=dossier, version_id=found.version_id, step=dossier.process_step,
            outcome=one.code, since=begun,
            due_at=deadline_rules.add_working_minutes(begun, one.after_minutes or 0, calendar),
        )
        for one in outcomes
    )  # fmt: skip


def change(dossier: Dossier, found: InForce, at: datetime, *, left: str) -> None:
    """End the timers of the step that a dossier left and start those of the one it came to."""
    if timed(found.process.find_step(left)):
        ProcessTimer.objects.filter(dossier=dossier, ended_at=None).update(ended_at=at)
    start(dossier, found, at)


def carry(dossiers: Sequence[Dossier], found: InForce, at: datetime) -> None:
    """Let dossiers that follow another version now have its timers, from when they came."""
    running = ProcessTimer.objects.filter(dossier__in=dossiers, ended_at=None)
    since = dict(running.values_list("dossier_id", "since"))
    running.update(ended_at=at)
    for dossier in dossiers:
        start(dossier, found, at, since=since.get(dossier.pk))
