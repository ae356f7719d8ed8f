"""What a process says that time brings about: started with a step, ended with it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Min, Value
from django.db.models.functions import Coalesce

from thongsuot.domains.catalogue.processes import InForce
from thongsuot.domains.catalogue.terms import ProcessStep, StepOutcome, Trigger
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.deadlines.terms import CalendarGap, WorkingCalendar
from thongsuot.domains.dossiers.models import Dossier, ProcessSupplement, ProcessTimer
from thongsuot.domains.dossiers.queries.calendars import calendar_of


def timed(step: ProcessStep | None) -> list[StepOutcome]:
    """Return the outcomes of a step that come by time."""
    return [one for one in step.outcomes if one.trigger is Trigger.TIME] if step else []


def start(dossier: Dossier, found: InForce, at: datetime) -> None:
    """Start the timers of the step where a dossier is; a step without timers costs nothing."""
    if timed(found.process.find_step(dossier.process_step)):
        begun = _begun(dossier, found, at, calendar_of(dossier, at))
        ProcessTimer.objects.bulk_create(begun)


def _begun(
    dossier: Dossier, found: InForce, since: datetime, calendar: WorkingCalendar
) -> list[ProcessTimer]:
    return [
        ProcessTimer(
            dossier=dossier, version_id=found.version_id, step=dossier.process_step,
            outcome=one.code, since=since,
            due_at=looked_at_on(since, one.after_minutes or 0, calendar),
        )
        for one in timed(found.process.find_step(dossier.process_step))
    ]  # fmt: skip


def looked_at_on(since: datetime, minutes: int, calendar: WorkingCalendar) -> datetime:
    """Return when a timer is looked at: at its end, or where the published calendar ends before.

    Nobody is kept from a step by a year that is not published; what is left then is counted anew.
    """
    try:
        return deadline_rules.add_working_minutes(since, minutes, calendar)
    except CalendarGap:
        return calendar.ends_at


def change(dossier: Dossier, found: InForce, at: datetime) -> None:
    """End the timers of the step that a dossier left and start those of the one it came to.

    What papers brought about in that step is over as well.
    """
    came = ProcessSupplement.objects.filter(dossier=dossier, left_at=None)
    came.update(left_at=at)
    stayed = ProcessTimer.objects.filter(dossier=dossier, left_at=None)
    stayed.update(left_at=at, ended_at=Coalesce("ended_at", Value(at)))
    start(dossier, found, at)


def carry(dossiers: Sequence[Dossier], found: InForce, at: datetime) -> None:
    """Let dossiers that follow another version now have its timers, from when they came.

    What came already in this stay does not come again. A few queries, however many dossiers.
    """
    stays = ProcessTimer.objects.filter(dossier__in=dossiers, left_at=None)
    since = dict(stays.values_list("dossier_id").annotate(Min("since")))
    came = set(stays.filter(fired=True).values_list("dossier_id", "outcome"))
    stays.filter(ended_at=None).update(ended_at=at)
    if any(timed(step) for step in found.process.steps):
        settles = dict(
            Dossier.objects.filter(pk__in=[dossier.pk for dossier in dossiers])
            .values_list("pk", "competent_agency__code")
        )  # fmt: skip
        calendar = deadlines.calendar_at(at)
        _go_on([
            timer
            for dossier in dossiers
            for timer in _begun(
                dossier, found, since.get(dossier.pk, at), calendar.of(settles[dossier.pk] or "")
            )
            if (timer.dossier_id, timer.outcome) not in came
        ], found.version_id)  # fmt: skip


def _go_on(timers: Sequence[ProcessTimer], version_id: int) -> None:
    """Start timers, or those of the same stay again that ended when the version was left."""
    dossiers = {timer.dossier_id for timer in timers}
    kept = ProcessTimer.objects.filter(dossier__in=dossiers, version_id=version_id)
    known = {_stay_of(timer): timer for timer in kept}
    again = [known[_stay_of(timer)].pk for timer in timers if _stay_of(timer) in known]
    ProcessTimer.objects.filter(pk__in=again).update(ended_at=None)
    ProcessTimer.objects.bulk_create(one for one in timers if _stay_of(one) not in known)


def _stay_of(timer: ProcessTimer) -> tuple[int, str, str, datetime]:
    return timer.dossier_id, timer.step, timer.outcome, timer.since
