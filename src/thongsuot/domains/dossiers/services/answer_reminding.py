"""The ladder of the desk's answers: who heads a desk is told of what it has not answered."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines.terms import CalendarGap
from thongsuot.domains.dossiers.answering import queries
from thongsuot.domains.dossiers.answering.models import DeskAnswer
from thongsuot.domains.dossiers.answering.terms import LateAnswer
from thongsuot.domains.dossiers.lateness import finding
from thongsuot.domains.dossiers.lateness import rules as lateness
from thongsuot.domains.dossiers.lateness.models import Reminder
from thongsuot.domains.dossiers.lateness.terms import Addressee, Rung
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
_NOBODY: Final = 0


@bookkeeping("each late answer that it tells of is an act of its own with its entry")
def remind_desks(*, at: datetime, at_once: int = AT_ONCE) -> int:
    """Tell whoever heads a desk what it should have answered; return of how much.

    Each submission once a rung, by the desk's office hours. Where no calendar counts nobody is
    told.
    """
    stated, told = queries.policy_in_force(local_date(at)), 0
    try:
        bands = lateness.by_hours(
            deadlines.calendar_at(at), lambda hours: lateness.bands(stated.ladder, at, hours)
        )
    except CalendarGap:
        return 0
    for (rung, start, before), of in finding.agencies_by(bands).items():
        late = _standing_on(rung, start, min(before, at), of, at_once)
        told += sum(_told(one, rung, stated.version, at) for one in late)
    return told


def _standing_on(
    rung: Rung, start: datetime | None, before: datetime, of: finding.Agencies, most: int
) -> list[LateAnswer]:
    """Return what stands on a rung and was not told of it yet, the oldest first."""
    said = Reminder.objects.filter(
        dossier=OuterRef("dossier"), due_at=OuterRef("answer_by"), rung=rung.code
    )
    late = DeskAnswer.objects.filter(
        of.counted(), ~Exists(said), answered_at=None, answer_by__lt=before,
        answer_by__gte=start or finding.LONG_AGO,
    )  # fmt: skip
    rows = late.order_by("answer_by", "pk").values_list(
        "dossier_id", "dossier__code", "dossier__receiving_agency__code", "answer_by"
    )
    return [LateAnswer(pk, code, desk, by) for pk, code, desk, by in rows[:most] if by]


def _told(late: LateAnswer, rung: Rung, policy: str, at: datetime) -> bool:
    """Return whether it was told; what was answered meanwhile is left alone."""
    line = superiors.heads_upwards(late.desk, local_date(at), but=_NOBODY)
    to = _above(line, rung)
    heads = new_heads.untold(late.id, late.answer_by, rung, line[0] if line else ()) - to
    try:
        escalate_answer(late=late, rung=rung, policy=policy, to=to, heads=heads, at=at)
    except Refused:
        return False
    return True


def _above(line: Sequence[frozenset[int]], rung: Rung) -> frozenset[int]:
    """Return who heads the desk, or those above; the topmost where there is nobody further up."""
    if not line:
        return frozenset()
    return line[0] if rung.to is Addressee.HEAD or len(line) == 1 else line[1]


@transaction.atomic
def escalate_answer(
    *, late: LateAnswer, rung: Rung, policy: str, to: Collection[int],
    heads: Collection[int] = (), at: datetime,
) -> Dossier:  # fmt: skip
    """Tell those above a desk that it has not answered in its time: the system's act, once a rung.

    ``heads`` are told beside: they came to head it after another was told as its head. Nothing is
    received or refused by it.
    Raises:  ActNotAllowed once it was answered, or where another hour is set now.
    """
    key = f"answer:{rung.code}:{late.answer_by:%Y%m%d%H%M}:{late.code}"
    dossier, at, done = act.begin(late.code, Act.ANSWER_LATE, Actor.system(), at, key)
    if done:
        return dossier
    open_ones = DeskAnswer.objects.filter(dossier_id=dossier.pk, answered_at=None)
    if not open_ones.filter(answer_by=late.answer_by).exists():
        raise ActNotAllowed("another hour is set now", act=Act.ANSWER_LATE.value)
    above: list[int | None] = [*sorted(to)] or [None]
    told = [*((one, rung.to) for one in above), *((one, Addressee.HEAD) for one in sorted(heads))]
    Reminder.objects.bulk_create(
        Reminder(
            dossier=dossier, rung=rung.code, to=addressee, due_at=late.answer_by,
            officer_id=officer, policy=policy, at=at,
        )
        for officer, addressee in told
    )  # fmt: skip
    if rung.by_message:
        _send(dossier, late, rung, {*to, *heads}, at)
    return act.finish(
        dossier, Act.ANSWER_LATE, by=Actor.system(), at=at, key=key,
        detail={"rung": rung.code, "to": rung.to.value, "answer_by": late.answer_by.isoformat(),
                "desk": late.desk, "officers": [*sorted({*to, *heads})], "policy": policy},
    )  # fmt: skip


def _send(
    dossier: Dossier, late: LateAnswer, rung: Rung, to: Collection[int], at: datetime
) -> None:
    for officer in sorted(to):
        exchange.tell(
            subject=dossier.subject, template="answer-overdue", to=to_officer(officer),
            cause=f"{rung.code}:{late.answer_by:%Y%m%d}", values={"answer_by": late.answer_by},
            at=at,
        )  # fmt: skip
