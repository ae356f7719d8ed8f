"""What a desk owes to whoever sent something: an answer by an hour, kept with what gave it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines.terms import CalendarGap, WorkingCalendar
from thongsuot.domains.dossiers.answering import queries, rules
from thongsuot.domains.dossiers.answering.models import DeskAnswer
from thongsuot.domains.dossiers.answering.terms import RECOUNTED, Stretch, WaitsFor
from thongsuot.domains.dossiers.models import AgencyMove, Dossier
from thongsuot.domains.dossiers.terms import Act, Channel, NationalState
from thongsuot.domains.ledger import rows
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import DetailValue
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments.terms import CollectedAt
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.parts import in_parts

AT_ONCE: Final = 500
"""How many a turn of the worker sets; the next one, a minute later, goes on."""
PASSED_ON_AT_ONCE: Final = 2_000
_ANSWERS: Final = frozenset({Act.RECEIVE, Act.REFUSE, Act.GUIDE, Act.WITHDRAW, Act.FORWARD})
"""What ends the waiting for the desk that was asked."""
_ASKS: Final = frozenset({Act.COMPLETE, Act.FORWARD, Act.UPHOLD_OBJECTION})
"""What has a desk asked anew, with its whole time."""
_MONEY: Final = frozenset({Act.CORRECT_FEE, Act.COLLECT_FEE, Act.PAY_FEE, Act.REFUND})
"""What may let the time stand, or go on."""
_Said = dict[str, DetailValue]


def follow(dossier: Dossier, act: Act, at: datetime) -> _Said:
    """Keep up what the desk owes after an act; return what the record says of it.

    Before receipt alone: what was received has its due date.
    """
    if dossier.as_locked["received_at"] is not None:
        return {}
    if act in _ANSWERS:
        open_ones = DeskAnswer.objects.filter(dossier_id=dossier.pk, answered_at=None)
        open_ones.update(answered_at=at, answer=act.value)
    if act in _ASKS:
        return owe_answer(dossier, since=at)
    return _count_anew(dossier, at) if act in _MONEY else {}


def owe_answer(
    dossier: Dossier,
    *,
    since: datetime,
    at: datetime | None = None,
    paid_at: datetime | None = None,
    has_fee: bool = True,
) -> _Said:
    """Have the desk asked, from ``since`` on; return what the record says of it.

    Counted by the policy of that day and its row for the procedure, the calendar in force ``at``
    (by default then, too) and the desk's own office hours, where it has any. It stands while a fee
    is unpaid that receipt waits for; ``paid_at`` is when one was that is paid by now, without
    ``has_fee`` nothing is asked about one. Where no calendar counts nothing is guessed: the worker
    sets the hour once one does.
    """
    on = local_date(since)
    stated = queries.policy_in_force(on)
    stood = [(since, paid_at)] if paid_at or (has_fee and _stands(dossier)) else []
    asked = DeskAnswer(
        dossier=dossier, desk_id=dossier.receiving_agency_id, counted_from=since,
        is_sent=dossier.channel != Channel.DIRECT,
        minutes=stated.row_of(dossier.procedure_code, on).answer_minutes, policy=stated.version,
        stood=rules.written_stretches(stood),
    )  # fmt: skip
    _count(asked, at or since)
    rows.add(asked)
    return _said(asked)


def _stands(dossier: Dossier) -> bool:
    """Whether the desk may not receive, because a fee is not paid that receipt waits for."""
    return payments.due_before(dossier.subject, CollectedAt.RECEIPT) > 0


def _count_anew(dossier: Dossier, at: datetime) -> _Said:
    """Count the hour anew where its time stands from now on, or goes on.

    What was late before the money came or went stays late.
    """
    was = DeskAnswer.objects.filter(dossier_id=dossier.pk, answered_at=None).first()
    if was is None or (was.answer_by and was.answer_by < at):
        return {}
    before = rules.read_stretches(was.stood)
    stood = rules.standing(before, at, stands=_stands(dossier))
    if tuple(stood) == before:
        return {}
    return _said(_replaced(was, stood, at))


def _replaced(was: DeskAnswer, stood: Sequence[Stretch], at: datetime) -> DeskAnswer:
    """Return what is owed from now on; what was owed is kept as it was, in a row that ends here.

    Counted by the calendar in force now, unless it would make late what was not: that one came
    afterwards.
    """
    anew = was.going_on(stood=rules.written_stretches(stood), calendar_version="", hours_of="")
    _count(anew, at)
    if was.waits_for != WaitsFor.CALENDAR and anew.answer_by and anew.answer_by < at:
        _count_by(anew, deadlines.get_calendar(was.calendar_version, _desk_of(anew)))
    was.answered_at, was.answer = at, RECOUNTED
    was.save(update_fields=["answered_at", "answer"])
    rows.add(anew)
    return anew


def _count(asked: DeskAnswer, at: datetime) -> None:
    """Set the hour of an answer by the calendar in force at ``at``, or what it waits for.

    Where that does not reach so far it is named: it is not tried again.
    """
    try:
        _count_by(asked, deadlines.calendar_at(at, _desk_of(asked)))
    except CalendarGap:
        asked.answer_by, asked.waits_for = None, WaitsFor.CALENDAR
        asked.calendar_version = _calendar_in_force(at)


def _count_by(asked: DeskAnswer, calendar: WorkingCalendar) -> None:
    """Set the hour of an answer by a calendar.  Raises: CalendarGap."""
    stood = rules.read_stretches(asked.stood)
    asked.answer_by = rules.answer_by(asked.counted_from, asked.minutes, calendar, stood)
    asked.waits_for = WaitsFor.NOTHING if asked.answer_by else WaitsFor.FEE
    asked.calendar_version, asked.hours_of = calendar.version, calendar.hours_of


def _desk_of(asked: DeskAnswer) -> str:
    return organisation.desk_by_id(asked.desk_id).code


def _said(asked: DeskAnswer) -> _Said:
    by: Mapping[str, DetailValue] = (
        {"answer_by": asked.answer_by.isoformat()}
        if asked.answer_by
        else {"answer_waits_for": str(asked.waits_for)}
    )
    return {**by, "answer_policy": asked.policy}


@bookkeeping("what was sent before there was such an hour, or before its calendar, is given one")
def settle_answers(*, at: datetime, at_once: int = AT_ONCE) -> int:
    """Set the hour for what waits at a desk and has none; return for how many.

    After an upgrade, and once a calendar is in force that was missing: each calendar is tried
    once. Repeating it changes nothing.
    """
    return sum(_settled(code, at) for code in _without_hour(_calendar_in_force(at), at_once))


def _without_hour(calendar: str, most: int) -> list[str]:
    """Return the codes of what waits at a desk without an hour that this calendar may give."""
    due = DeskAnswer.objects.filter(dossier=OuterRef("pk"), answered_at=None)
    untried = due.filter(waits_for=WaitsFor.CALENDAR).exclude(calendar_version=calendar)
    registered = Dossier.objects.filter(national_state=NationalState.REGISTERED)
    without = registered.filter(~Exists(due) | Q(Exists(untried))).order_by("pk")
    return list(without.values_list("code", flat=True)[:most])


def _calendar_in_force(at: datetime) -> str:
    """Return the version of the calendar in force at ``at``; empty where there is none."""
    try:
        return deadlines.calendar_at(at).version
    except CalendarGap:
        return ""


@transaction.atomic
def _settled(code: str, at: datetime) -> bool:
    dossier = Dossier.objects.select_for_update().get(code=code)
    if dossier.national_state != NationalState.REGISTERED:
        return False
    if DeskAnswer.objects.filter(dossier=dossier, answered_at=None).exists():
        return _settled_late(dossier, at)
    since = _came_to_the_desk_at(dossier)
    owed = payments.find_fees_of(dossier.subject)
    upfront = owed is not None and owed.collected is CollectedAt.RECEIPT and owed.total_vnd
    paid_at = owed.settled_at if owed and upfront else None
    paid_since = paid_at if paid_at and paid_at > since else None
    owe_answer(dossier, since=since, at=at, paid_at=paid_since)
    return True


def _came_to_the_desk_at(dossier: Dossier) -> datetime:
    """Return when the desk that has it now was asked: by whoever applies, or by another desk."""
    sent_on = AgencyMove.objects.filter(dossier=dossier, forwarding__isnull=False)
    known = (
        dossier.submitted_at, dossier.sent_anew_at, sent_on.aggregate(last=Max("at"))["last"],
    )  # fmt: skip
    return max(moment for moment in known if moment)


def _settled_late(dossier: Dossier, at: datetime) -> bool:
    """Count what waits for a calendar by the one in force now; return whether that reaches."""
    was = DeskAnswer.objects.get(dossier=dossier, answered_at=None)
    if was.waits_for != WaitsFor.CALENDAR or was.calendar_version == _calendar_in_force(at):
        return False
    anew = _replaced(was, rules.read_stretches(was.stood), at)
    return anew.waits_for != WaitsFor.CALENDAR


@bookkeeping("the reorganisation is an act on each dossier that goes on elsewhere by it")
def pass_on(*, heirs: Mapping[int, int], at: datetime) -> None:
    """Have the heir of a desk that ends owe what that owed, by the same hour.

    ``heirs`` are agencies by dossier. What was late by then stays the lateness of the one that
    ends.
    """
    for some in in_parts(list(heirs), PASSED_ON_AT_ONCE):
        open_ones = DeskAnswer.objects.filter(dossier_id__in=some, answered_at=None)
        anew = [
            was.going_on(desk_id=heirs[was.dossier_id], inherited_at=at)
            for was in open_ones.order_by("pk")
        ]
        open_ones.update(answered_at=at, answer=Act.SUCCEED.value)
        DeskAnswer.objects.bulk_create(anew)
