"""The reminder ladder: who holds is reminded, who heads him is told; custody stays where it is."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Final

from django.db import transaction

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines.terms import CalendarGap
from thongsuot.domains.dossiers import rules as dossier_rules
from thongsuot.domains.dossiers.lateness import finding, queries, rules
from thongsuot.domains.dossiers.lateness.models import Reminder
from thongsuot.domains.dossiers.lateness.terms import Addressee, Rung, Standing
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.services import act, new_heads
from thongsuot.domains.dossiers.terms import Act, ActNotAllowed
from thongsuot.domains.exchange import services as exchange
from thongsuot.domains.exchange.terms import to_officer
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import superiors
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.errors import Refused

AT_ONCE: Final = 500
"""How many of one rung a turn takes; the next turn, a minute later, goes on."""
_HeadsOf = Callable[[str, int], list[frozenset[int]]]


@bookkeeping("reminding a holder is no act; each escalation it finds is one, with its entry")
def remind(*, at: datetime, at_once: int = AT_ONCE) -> int:
    """Tell everybody what stands on their rung at ``at``; return of how much.

    Each thing once, however often it is asked for, by the office hours of the agency that settles
    it. Where no calendar counts nobody is told.
    """
    stated, told = queries.policy_in_force(local_date(at)), 0
    try:
        calendar = deadlines.calendar_at(at)
        stages = rules.by_hours(calendar, lambda hours: rules.stages(stated.ladder, at, hours))
    except CalendarGap:
        return 0
    heads_of = _remembered(at)
    for (rung, start, before, set_before), of in finding.agencies_by(stages).items():
        found = finding.standing_on(
            rung.code, start, before, set_before=set_before, of=of, most=at_once
        )
        if not found:
            continue
        if rung.to is Addressee.HOLDER:
            told += _remind_holders(found, rung, stated.version, at)
        else:
            told += sum(_escalated(one, rung, stated.version, heads_of, at) for one in found)
    return told


@transaction.atomic
def _remind_holders(found: Iterable[Standing], rung: Rung, policy: str, at: datetime) -> int:
    by_subject = {dossier_rules.subject_of(one.code): one for one in found}
    holders = custodies.holders_of(list(by_subject))
    reminders = [
        Reminder(
            dossier_id=one.id, rung=rung.code, to=rung.to, due_at=one.due_at, policy=policy, at=at,
            officer_id=holders[subject].holder.officer_id if subject in holders else None,
        )
        for subject, one in by_subject.items()
    ]  # fmt: skip
    Reminder.objects.bulk_create(reminders, ignore_conflicts=True)
    if rung.by_message:
        for subject, reminder in zip(by_subject, reminders, strict=True):
            _send(subject, reminder, at)
    return len(reminders)


def _escalated(one: Standing, rung: Rung, policy: str, heads_of: _HeadsOf, at: datetime) -> bool:
    """Return whether it was told; what was decided or paused meanwhile is left alone."""
    held = custodies.holder_of(dossier_rules.subject_of(one.code))
    line = heads_of(held.holder.agency_code, held.holder.officer_id) if held else []
    officers = _addressees(line, rung.to)
    heads = new_heads.untold(one.id, one.due_at, rung, line[0] if line else ()) - officers
    try:
        escalate(standing=one, rung=rung, policy=policy, to=officers, heads=heads, at=at)
    except Refused:
        return False
    return True


@transaction.atomic
def escalate(
    *, standing: Standing, rung: Rung, policy: str, to: Collection[int],
    heads: Collection[int] = (), at: datetime,
) -> Dossier:  # fmt: skip
    """Tell those above the holder that a promise is broken: the system's act, once a rung.

    ``heads`` are told beside: they came to head him after another was told as his head. Neither
    holder nor clock changes.
    Raises:  ActNotAllowed where the clock stands or has ended, or something else is promised now.
    """
    due_at = standing.due_at
    key = f"{rung.code}:{due_at:%Y%m%d%H%M}:{standing.code}"
    dossier, at, done = act.begin(standing.code, Act.ESCALATE, Actor.system(), at, key)
    if done:
        return dossier
    if due_at not in {dossier.due_at, *queries.new_dates_of([dossier.pk]).values()}:
        raise ActNotAllowed("another date is promised now", act=Act.ESCALATE.value)
    above: list[int | None] = [*sorted(to)] or [None]
    told = [*((one, rung.to) for one in above), *((one, Addressee.HEAD) for one in sorted(heads))]
    reminders = [
        Reminder(
            dossier=dossier, rung=rung.code, to=addressee, due_at=due_at, officer_id=officer,
            policy=policy, at=at,
        )
        for officer, addressee in told
    ]  # fmt: skip
    Reminder.objects.bulk_create(reminders)
    if rung.by_message:
        for reminder in reminders:
            _send(dossier.subject, reminder, at)
    return act.finish(
        dossier, Act.ESCALATE, by=Actor.system(), at=at, key=key,
        detail={"rung": rung.code, "to": rung.to.value, "due_at": due_at.isoformat(),
                "officers": [*sorted({*to, *heads})], "policy": policy},
    )  # fmt: skip


def _addressees(line: Sequence[frozenset[int]], to: Addressee) -> frozenset[int]:
    """Return who heads the holder, or those above; the topmost where there is nobody further up."""
    if not line:
        return frozenset()
    return line[0] if to is Addressee.HEAD or len(line) == 1 else line[1]


def _remembered(at: datetime) -> _HeadsOf:
    """Return who heads whom that day, each asked once in a turn."""

    @cache
    def heads_of(agency: str, but: int) -> list[frozenset[int]]:
        return superiors.heads_upwards(agency, local_date(at), but=but)

    return heads_of


def _send(subject: str, reminder: Reminder, at: datetime) -> None:
    if reminder.officer_id is None:
        return
    exchange.tell(
        subject=subject, template="reminder" if reminder.due_at > at else "overdue",
        to=to_officer(reminder.officer_id), cause=f"{reminder.rung}:{reminder.due_at:%Y%m%d}",
        values={"due_at": reminder.due_at}, at=at,
    )  # fmt: skip
