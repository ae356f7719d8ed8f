"""A citizen disagrees with a request for papers; who stands above whoever asked answers.

Source:  none found; docs/howto/supplement-policy.md says what is a reading.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, BinaryIO

from django.db import transaction

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.deadlines.terms import CalendarGap, TimeLimit, WorkingCalendar
from thongsuot.domains.deadlines.terms.limits import NOT_KEPT, Counting
from thongsuot.domains.documents import services as documents
from thongsuot.domains.documents.terms import Kind
from thongsuot.domains.dossiers import policy, rules
from thongsuot.domains.dossiers.models import Dossier, Objection, SupplementRequest
from thongsuot.domains.dossiers.objections import rules as objection_rules
from thongsuot.domains.dossiers.objections.queries import who_asked
from thongsuot.domains.dossiers.services import act, counter, telling_officers
from thongsuot.domains.dossiers.services.intake import check_desk
from thongsuot.domains.dossiers.supplements import queries as supplement_policies
from thongsuot.domains.dossiers.terms import Act
from thongsuot.domains.dossiers.terms.counter import AtCounter, Brought
from thongsuot.domains.dossiers.terms.objections import (
    AnsweredBy,
    NobodyAnswers,
    NoObjectionWaits,
    ObjectionMade,
    ObjectionOutcome,
    ObjectionTooLate,
    WindowAfter,
)
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.terms import Actor, DetailValue
from thongsuot.domains.organisation import superiors
from thongsuot.kernel.clock import local_date


@transaction.atomic
def object_to_request(
    *, code: str, words: str, by: Actor, at: datetime, key: str | None = None
) -> Dossier:
    """Say that one disagrees with what is asked for, and why: once a request.

    The dossier goes on waiting for the papers, which may still be sent. The head of the agency that
    asked answers, or who stands above where he asked himself, in the policy's time.
    Raises:  ActNotAllowed; DossierUnknown; PinNeeded; ObjectionMade; ObjectionTooLate;
             ReasonMissing; NobodyAnswers.
    """
    dossier, at, done = act.begin(code, Act.OBJECT, by, at, key)
    if done:
        return dossier
    policy.check_citizen(dossier, by)
    return _object(dossier, words, {}, by=by, at=at, key=key)


def enter_objection(
    *, code: str, words: str, brought: Brought, name: str, stream: BinaryIO, by: Actor,
    at: datetime, key: str | None = None,
) -> Dossier:  # fmt: skip
    """Say it for an applicant who came to the counter or wrote by post: his own act, once as well.

    ``stream`` is what he signed as a file, ``name`` what that is called: without it an officer
    could use up the one objection there is. ``brought`` says who came.
    Raises:  ActNotAllowed; RoleMissing; SentToAnotherDesk; ObjectionMade; ObjectionTooLate;
             BringerMissing; ReasonMissing; NobodyAnswers; FileRefused in one of its kinds.
             Nothing is kept then.
    """
    letter = documents.read_upload(stream)
    with transaction.atomic():
        dossier, at, done = act.begin(code, Act.OBJECT, by, at, key)
        if done:
            return dossier
        check_desk(dossier, by, local_date(at))
        paper = documents.attach_notice(
            subject=dossier.subject, name=name, upload=letter, at=at, kind=Kind.OBJECTION
        )
        came = counter.keep_visit(dossier, AtCounter.OBJECTION, brought, by, at)
        said = {**came, "paper": paper.commitment}
        return _object(dossier, words, said, by=by, at=at, key=key)


def _object(
    dossier: Dossier, words: str, came: Mapping[str, DetailValue], *, by: Actor, at: datetime,
    key: str | None,
) -> Dossier:  # fmt: skip
    """Keep the objection to the open request and have whoever answers told; ``came``: how."""
    asked = SupplementRequest.objects.select_for_update().get(dossier=dossier, answered_at=None)
    _check_open(asked, at)
    made = _made(dossier, asked, rules.check_reason(words), at)
    telling_officers.tell_objection(made, at=at)
    by_when: dict[str, DetailValue] = (
        {"answer_by": made.answer_by.isoformat()} if made.answer_by else {}
    )
    return act.finish(
        dossier, Act.OBJECT, by=by, at=at, key=key,
        detail={"words": commitment(made.words, made.salt), "agency": made.agency.code, **by_when,
                **came},
    )  # fmt: skip


def _check_open(asked: SupplementRequest, at: datetime) -> None:
    if Objection.objects.filter(request=asked).exists():
        raise ObjectionMade("this request was objected to before")
    if asked.window_ended_at or (asked.answer_by and asked.answer_by < at):
        raise ObjectionTooLate("the time for sending papers is over")


def _made(dossier: Dossier, asked: SupplementRequest, words: str, at: datetime) -> Objection:
    """Keep the objection with who answers it and by when."""
    on = local_date(at)
    allowed = supplement_policies.policy_of(dossier.procedure_code, on)
    stated = allowed.objection
    above = stated.answered_by is AnsweredBy.SUPERIOR
    judge = superiors.judge_over(_whose(dossier), on, but=who_asked(asked), above=above)
    if judge is None:
        raise NobodyAnswers("nobody but who asked heads the agency or one above it")
    return Objection.objects.create(
        request=asked, words=words, made_at=at, agency=judge, policy=allowed.version,
        window=stated.window, **_limit(stated.answer_within, judge.code, at),
    )  # fmt: skip


def _whose(dossier: Dossier) -> str:
    return dossier.competent_agency_code or dossier.receiving_agency.code


def _limit(within: TimeLimit, agency: str, at: datetime) -> dict[str, Any]:
    """Return by when it is answered; the length alone where no calendar reaches so far."""
    try:
        calendar = deadlines.calendar_at(at, agency)
        until = deadline_rules.due_after(at, within, calendar).due_at
    except CalendarGap:
        return Counting(within.quantity, within.unit.value).columns()
    return {
        "answer_by": until, **Counting.by(calendar, within.quantity, within.unit.value).columns()
    }  # fmt: skip


@transaction.atomic
def uphold_objection(
    *, code: str, reason: str, by: Actor, at: datetime, key: str | None = None
) -> Dossier:
    """Take back what was asked for: the clock goes on as if nothing had been asked.

    The request counts for none. Before receipt the desk has its whole time again.
    Raises:  ActNotAllowed; NoObjectionWaits; ObjectionNotYours; NotTheHead; ReasonMissing.
    """
    dossier, at, done = act.begin(code, Act.UPHOLD_OBJECTION, by, at, key)
    if done:
        return dossier
    row = _answered(dossier, ObjectionOutcome.UPHELD, reason, by, at)
    asked = row.request
    asked.answered_at = asked.overturned_at = at
    asked.save(update_fields=["answered_at", "overturned_at"])
    dossier.supplement_since = None
    if asked.before_receipt:
        dossier.sent_anew_at = at
    return act.finish(
        dossier, Act.UPHOLD_OBJECTION, by=by, at=at, key=key,
        detail={"reason": commitment(row.answer, row.salt)},
    )  # fmt: skip


@transaction.atomic
def reject_objection(
    *, code: str, reason: str, by: Actor, at: datetime, key: str | None = None
) -> Dossier:
    """Stand by the request, with reasons; the citizen's time is counted on as the policy says.

    Raises:  ActNotAllowed; NoObjectionWaits; ObjectionNotYours; NotTheHead; ReasonMissing.
    """
    dossier, at, done = act.begin(code, Act.REJECT_OBJECTION, by, at, key)
    if done:
        return dossier
    row = _answered(dossier, ObjectionOutcome.REJECTED, reason, by, at)
    return act.finish(
        dossier, Act.REJECT_OBJECTION, by=by, at=at, key=key,
        detail={"reason": commitment(row.answer, row.salt), **_window_on(dossier, row, at)},
    )  # fmt: skip


def _answered(
    dossier: Dossier, outcome: ObjectionOutcome, reason: str, by: Actor, at: datetime
) -> Objection:
    """Keep the answer to the objection that waits."""
    waiting = Objection.objects.select_for_update(of=("self",)).select_related("agency", "request")
    row = waiting.filter(request__dossier=dossier, answered_at=None).first()
    if row is None:
        raise NoObjectionWaits("no objection waits for its answer")
    policy.check_may_answer(row, by, local_date(at))
    row.answer, row.outcome = rules.check_reason(reason), outcome
    row.answered_at, row.answered_by_id = at, by.acting_officer
    row.save(update_fields=["answer", "outcome", "answered_at", "answered_by"])
    return row


def _window_on(dossier: Dossier, row: Objection, at: datetime) -> dict[str, DetailValue]:
    """Count the citizen's time on from the answer; return what the record says of it.

    Nothing where no law set him an end, or where it ran on. One whose length was not kept, asked
    for before that was done, moves by the time that was waited. Where no calendar reaches the new
    end there is none until one does.
    """
    asked, mode = row.request, WindowAfter(row.window)
    if asked.answer_by is None or mode is WindowAfter.RUNS:
        return {}
    until: datetime | None
    try:
        until, counting = _anew(row, mode, deadlines.calendar_at(at, _whose(dossier)), at)
    except CalendarGap:
        until = None if asked.limit_quantity else asked.answer_by
        counting = Counting(asked.limit_quantity, asked.limit_unit)
    asked.answer_by, asked.window_from = until, at
    asked.calendar_version, asked.hours_of = counting.calendar_version, counting.hours_of
    asked.save(update_fields=["answer_by", "window_from", "calendar_version", "hours_of"])
    return {"answer_by": until.isoformat()} if until else {}


def _anew(
    row: Objection, mode: WindowAfter, calendar: WorkingCalendar, at: datetime
) -> tuple[datetime, Counting]:
    """Return when the citizen's time ends after a rejection, never earlier than before."""
    asked = row.request
    was = asked.answer_by or at
    limit = deadline_rules.length_of(asked.counting())
    if isinstance(limit, TimeLimit) and mode is WindowAfter.ANEW:
        until = deadline_rules.due_after(at, limit, calendar).due_at
    else:
        length = limit if isinstance(limit, TimeLimit) else None
        until = objection_rules.stood_until(
            was, length, asked.asked_at, calendar, made_at=row.made_at, answered_at=at
        )
    if limit is None:
        return max(was, until), NOT_KEPT
    return max(was, until), Counting.by(calendar, asked.limit_quantity or 0, asked.limit_unit)
