"""What time brings about by the process: the system acts, the holder stays until one accepts."""

from datetime import datetime
from typing import Final

from django.db import transaction

from thongsuot.domains.catalogue import processes
from thongsuot.domains.catalogue.terms import ProcessStep, StepOutcome
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import CustodyError
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.dossiers import rules
from thongsuot.domains.dossiers.models import Dossier, ProcessTimer
from thongsuot.domains.dossiers.queries.calendars import calendar_of
from thongsuot.domains.dossiers.queries.threads import pauses_of
from thongsuot.domains.dossiers.services import act, process_timers
from thongsuot.domains.dossiers.services.handover import touch
from thongsuot.domains.dossiers.services.process_onward import lacks_papers, offer_on
from thongsuot.domains.dossiers.terms import Act, DossierError
from thongsuot.domains.exchange import services as exchange
from thongsuot.domains.exchange.terms import to_officer
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.errors import Refused

AT_ONCE: Final = 500
"""How many a turn takes; the next turn goes on."""


@bookkeeping("each outcome that time brings is an act of its own with its entry")
def take_time_for_outcomes(*, why: str, at: datetime, at_once: int = AT_ONCE) -> int:
    """Do what the processes say time brings about by ``at``; return for how many dossiers.

    Each in a transaction of its own. While the clock of a dossier stands nothing comes of it, nor
    where no calendar counts.
    ``why`` is what a post reads with a dossier that is offered to it so.
    """
    states = [state.value for state in rules.ALLOWED[Act.TIME_PASSED]]
    due = ProcessTimer.objects.filter(
        ended_at=None, due_at__lte=at, dossier__national_state__in=states
    )
    done = 0
    for timer in due.order_by("due_at", "pk").values_list("pk", flat=True)[:at_once]:
        try:
            done += bring_about(timer_id=timer, why=why, at=at)
        except Refused:
            continue
    return done


@transaction.atomic
def bring_about(*, timer_id: int, why: str, at: datetime) -> bool:
    """Let one timed outcome come, if it is time; return whether it came.

    Where another step follows that other people do, the dossier is offered to them in the
    holder's place: he holds on until they accept. Where that cannot be (an earlier offer waits, a
    superior decides, nobody serves the post), or the same people go on, the record says that the
    time has passed. The holder has a message either way.
    Raises:  ActNotAllowed.
    """
    code = ProcessTimer.objects.values_list("dossier__code", flat=True).get(pk=timer_id)
    key = f"timer:{timer_id}"
    dossier, at, done = act.begin(code, Act.TIME_PASSED, Actor.system(), at, key)
    timer = ProcessTimer.objects.get(pk=timer_id)
    if done or timer.ended_at is not None:
        return False
    found = processes.process_by_id(timer.version_id).process
    here = found.find_step(timer.step)
    outcome = next((one for one in process_timers.timed(here) if one.code == timer.outcome), None)
    if here is None or outcome is None or not _is_there(dossier, timer):
        return _end(timer, at, fired=False)
    left = (outcome.after_minutes or 0) - _minutes_since(dossier, timer.since, at)
    if left > 0:
        timer.due_at = process_timers.looked_at_on(at, left, calendar_of(dossier, at))
        timer.save(update_fields=["due_at"])
        return False
    _end(timer, at, fired=True)
    _tell_holder(dossier, timer, at)
    _go_on(dossier, timer, here, outcome, found.find_step(outcome.next), why=why, at=at, key=key)
    return True


def _is_there(dossier: Dossier, timer: ProcessTimer) -> bool:
    return (dossier.process_version_id, dossier.process_step) == (timer.version_id, timer.step)


def _end(timer: ProcessTimer, at: datetime, *, fired: bool) -> bool:
    timer.ended_at, timer.fired = at, fired
    timer.save(update_fields=["ended_at", "fired"])
    return fired


def _minutes_since(dossier: Dossier, since: datetime, at: datetime) -> int:
    """Return the working time since a step began, without what the clock stood.  Units: minutes."""
    calendar = calendar_of(dossier, at)
    spent = deadline_rules.working_minutes(since, at, calendar)
    for pause in pauses_of([dossier.code]).get(dossier.code, []):
        start, end = max(pause.started_at, since), min(pause.ended_at or at, at)
        if start < end:
            spent -= deadline_rules.working_minutes(start, end, calendar)
    return spent


def _tell_holder(dossier: Dossier, timer: ProcessTimer, at: datetime) -> None:
    held = custodies.holder_of(dossier.subject)
    if held is not None:
        exchange.tell(
            subject=dossier.subject, template="step-time", to=to_officer(held.holder.officer_id),
            cause=f"timer-{timer.pk}", values={"since": timer.since}, at=at,
        )  # fmt: skip


def _go_on(
    dossier: Dossier, timer: ProcessTimer, here: ProcessStep, outcome: StepOutcome,
    target: ProcessStep | None, *, why: str, at: datetime, key: str,
) -> None:  # fmt: skip
    """Offer the dossier to whoever does the next step, or record that the time has passed."""
    if target is not None and lacks_papers(dossier, target):
        target = None
    is_moved = target is not None and target.lane.key != here.lane.key
    if target is not None and is_moved:
        try:
            offer_on(dossier, target, {"timer": outcome.code}, why=why, at=at, key=key)
        except (CustodyError, DossierError):
            pass
        else:
            touch(dossier, at=at)
            return
    if target is not None and not is_moved and target.code != here.code:
        dossier.process_step = target.code
        process_timers.change(dossier, processes.process_by_id(timer.version_id), at)
    act.finish(
        dossier, Act.TIME_PASSED, by=Actor.system(), at=at, key=key,
        detail={"from_step": here.code, "outcome": outcome.code, "process_step": outcome.next,
                "handed_on": False},
    )  # fmt: skip
