"""One consolidated request for missing papers, and the citizen's answer to it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from django.db import transaction

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import AlreadyOffered
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.deadlines.terms.limits import Counting
from thongsuot.domains.documents import queries as document_queries
from thongsuot.domains.documents import services as documents
from thongsuot.domains.documents.ports import Signer
from thongsuot.domains.documents.terms import NotWithdrawable, PaperUnknown
from thongsuot.domains.dossiers import policy, rules
from thongsuot.domains.dossiers.models import Dossier, Objection, SupplementDraft, SupplementRequest
from thongsuot.domains.dossiers.queries.calendars import calendar_of
from thongsuot.domains.dossiers.queries.desk_papers import taken_in_at_the_desk
from thongsuot.domains.dossiers.services import (
    act,
    counter,
    process_supplements,
    telling_officers,
)
from thongsuot.domains.dossiers.services.bases import named_basis
from thongsuot.domains.dossiers.services.clock import push_due_date, set_due_date
from thongsuot.domains.dossiers.services.papers import make_owed_requests, signed_request
from thongsuot.domains.dossiers.supplements import queries as supplement_policies
from thongsuot.domains.dossiers.supplements.rules import last_to_ask
from thongsuot.domains.dossiers.terms import (
    Act,
    AnswersIncomplete,
    DossierUnknown,
    DueReason,
    MissingPaper,
    SupplementTooLate,
    WindowOpen,
)
from thongsuot.domains.dossiers.terms.counter import AtCounter, Brought
from thongsuot.domains.dossiers.terms.objections import WindowAfter
from thongsuot.domains.dossiers.terms.supplements import SignedBy, SupplementPolicy
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor, ActorKind, DetailValue
from thongsuot.domains.organisation import queries as organisation
from thongsuot.kernel.canonical import canonical_json
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.errors import Refused


@transaction.atomic
def request_supplement(
    *, code: str, papers: Sequence[MissingPaper], special_base: str = "", exception: str = "",
    signer: Signer, by: Actor, at: datetime, key: str | None = None,
) -> Dossier:  # fmt: skip
    """Ask the citizen, once and for everything missing; the clock stands until the answer.

    By whom the policy lets sign the request: the head of the competent agency or his delegate, who
    mostly signs what the handler drafted (``sign_supplement``); else whoever holds the dossier.
    ``special_base`` names by its number the law that allows a request after the general days.
    ``exception`` is why the head of the competent agency asks once more
    than is allowed; the record says that it was an exception. Before that it says nothing.
    Raises:  ActNotAllowed; NotTheHolder; RoleMissing; SupplementExhausted; SupplementTooLate;
             ReasonMissing; AlreadyOffered; DecisionExists; NotCompetent; NotTheHead; GroundsMissing
             and BasisNamesNothing for the special law; SignatureUnavailable.
    Source:  NĐ 61/2018 Art. 11(2)(c), 19(4); TT 03/2025 Form 02.
    """
    dossier, at, done = act.begin(code, Act.REQUEST_SUPPLEMENT, by, at, key)
    if done:
        return dossier
    allowed = supplement_policies.policy_of(dossier.procedure_code, local_date(at))
    exception = exception.strip() if _asked_before(dossier) >= allowed.max_supplements else ""
    if exception or allowed.signed_by is SignedBy.HEAD:
        policy.check_may_apologise(dossier, by, local_date(at))
    else:
        policy.check_handles(dossier, by, local_date(at))
    special_base = check_request(dossier, papers, special_base, exception, at)
    return send_request(
        dossier, papers, special_base, exception, signer=signer, by=by, at=at, key=key
    )


def check_request(
    dossier: Dossier, papers: Sequence[MissingPaper], special_base: str, exception: str,
    at: datetime,
) -> str:  # fmt: skip
    """Refuse a request that may not go out now; return the special law as it is named.

    Nor is anything asked for once it is signed, or while it is offered to others.
    Raises:  AlreadyOffered; DecisionExists; SupplementExhausted; SupplementTooLate; ReasonMissing.
    """
    allowed = supplement_policies.policy_of(dossier.procedure_code, local_date(at))
    policy.check_unsigned(dossier)
    if custodies.open_offers_of([dossier.subject]):
        raise AlreadyOffered("an offer waits for its answer")
    rules.check_supplement(allowed, _asked_before(dossier), papers, exception)
    special_base = special_base.strip() and named_basis(special_base, local_date(at))
    _check_in_time(dossier, at, special_base or exception, allowed)
    return special_base


def _asked_before(dossier: Dossier) -> int:
    return dossier.supplements.filter(before_receipt=False, overturned_at=None).count()


def send_request(
    dossier: Dossier, papers: Sequence[MissingPaper], special_base: str, exception: str, *,
    signer: Signer, by: Actor, at: datetime, key: str | None, drafted_by: int | None = None,
) -> Dossier:  # fmt: skip
    """Keep and sign the request, stop the clock, have the citizen and the desk told.

    A draft is done with. ``drafted_by`` is the officer who wrote it and whom the citizen may ask,
    where another signs.
    """
    allowed = supplement_policies.policy_of(dossier.procedure_code, local_date(at))
    make_owed_requests(dossier, at=at)
    asked = SupplementRequest.objects.create(
        dossier=dossier, **window_of(dossier, allowed, at),
        expiry_basis=allowed.expiry_basis, policy=allowed.version, legal_base=allowed.source,
        restarts_clock=allowed.restart_clock,
        papers=[asdict(paper) for paper in papers], special_base=special_base,
        exception=exception, drafted_by_id=drafted_by, **who_asks(by, at),
    )  # fmt: skip
    SupplementDraft.objects.filter(dossier=dossier, sent_at=None).update(sent_at=at)
    dossier.supplement_since = at
    paper = signed_request(dossier, asked, signer=signer, by=by, at=at)
    words = canonical_json(asked.papers).decode()
    telling_officers.tell_desk(
        dossier.subject, "request-signed", values={"papers": len(papers)},
        cause=f"supplement-{asked.pk}", by=by, at=at,
    )  # fmt: skip
    return act.finish(
        dossier, Act.REQUEST_SUPPLEMENT, by=by, at=at, key=key,
        detail={"components": [missing.component for missing in papers],
                "request": commitment(words, asked.salt), "paper": paper.commitment,
                **({"exception": commitment(asked.exception, asked.salt)} if exception else {})},
    )  # fmt: skip


def who_asks(by: Actor, at: datetime) -> dict[str, Any]:
    """Return who asks for papers, in whose stead and in which agency's name, as a row keeps it."""
    asked_in = organisation.get_agency(by.agency, local_date(at))
    stead = by.on_behalf_of.officer_id if by.on_behalf_of else None
    return {
        "asked_at": at, "asked_by_id": by.acting_officer, "asked_for_id": stead,
        "agency_id": asked_in.pk,
    }  # fmt: skip


def attach_supplement(
    *, code: str, component_code: str, name: str, stream: BinaryIO, by: Actor, at: datetime
) -> None:
    """Add a file that was asked for; the documents room writes the entry.

    The citizen does, or the desk with what he brought to the counter.
    Raises:  DossierUnknown; PinNeeded; RoleMissing; SentToAnotherDesk; ActNotAllowed when nothing
             is asked for, also when the answer was sent while the file was read; FileRefused in
             one of its kinds; FileAsBefore for the very file that was sent before; TooManyFiles.
    """
    dossier = Dossier.objects.filter(code=code).first()
    if dossier is None:
        raise DossierUnknown("no dossier has this code")
    counter.check_brings(dossier, by, at)
    rules.check_allowed(Act.SUPPLY, dossier.national_state)
    documents.attach_upload(
        subject=dossier.subject, component_code=component_code, name=name, stream=stream,
        by=by, at=at, check=lambda: _check_waiting(code), anew_since=dossier.supplement_since,
    )  # fmt: skip


def _check_waiting(code: str) -> None:
    """Refuse a file for a request that was answered while the file was read."""
    rules.check_allowed(Act.SUPPLY, act.lock(code).national_state)


@transaction.atomic
def withdraw_supplement(*, code: str, attachment_id: UUID, by: Actor, at: datetime) -> None:
    """Take out a file that was added since the request and is not sent yet; it is marked, not gone.

    The desk takes out what it took in, never what the applicant sent himself.
    Raises:  DossierUnknown; ActNotAllowed when nothing is asked for; PaperUnknown for a file that
             was filed before the request; NotWithdrawable.
    """
    dossier = act.lock(code)
    counter.check_brings(dossier, by, at)
    rules.check_allowed(Act.SUPPLY, dossier.national_state)
    asked = SupplementRequest.objects.get(dossier=dossier, answered_at=None)
    added = document_queries.uploads_of(dossier.subject, since=asked.asked_at)
    if attachment_id not in {paper.id for paper in added}:
        raise PaperUnknown("not added since the request")
    at_the_desk = by.kind is ActorKind.OFFICER
    if at_the_desk and attachment_id not in taken_in_at_the_desk(dossier.subject):
        raise NotWithdrawable("the applicant sent it himself")
    documents.withdraw_upload(subject=dossier.subject, attachment_id=attachment_id, by=by, at=at)


@transaction.atomic
def supply(
    *, code: str, by: Actor, at: datetime, key: str | None = None, why: str = "",
    brought: Brought | None = None,
) -> Dossier:  # fmt: skip
    """Send what was asked for; the clock runs again.

    From zero, or from where it stood, as the policy had it when it was asked for. Before receipt
    there is no clock: the dossier waits for the desk again, which has its whole time to answer.
    Where its process leads elsewhere with the papers, it goes on at once: ``why`` is what a post
    reads with a dossier that is offered to it so. ``brought`` says who came to the counter, where
    the desk enters it.
    Raises:  ActNotAllowed; AnswersIncomplete while a paper asked for has no file; PinNeeded; at
             the desk RoleMissing; SentToAnotherDesk; BringerMissing.
    Source:  NĐ 61/2018 Art. 19(4).
    """
    dossier, at, done = act.begin(code, Act.SUPPLY, by, at, key)
    if done:
        return dossier
    counter.check_brings(dossier, by, at)
    asked = SupplementRequest.objects.select_for_update().get(dossier=dossier, answered_at=None)
    sent = document_queries.uploads_of(dossier.subject, since=asked.asked_at)
    added = {paper.component_code for paper in sent}
    for paper in asked.papers:
        if paper["component"] not in added:
            raise AnswersIncomplete("a paper asked for is missing", topic=paper["component"])
    asked.answered_at = at
    asked.save()
    dossier.supplement_since = None
    what, due = _go_on(dossier, asked, at)
    onward = process_supplements.take_up(dossier, asked, at)
    led = onward.as_detail() if onward else {}
    came = counter.keep_visit(dossier, AtCounter.SUPPLEMENT, brought, by, at)
    act.finish(
        dossier, what, by=by, at=at, key=key,
        detail={"papers": [paper.commitment for paper in sent], **due, **led, **came},
    )  # fmt: skip
    process_supplements.hand_on(dossier, onward, why=why, at=at)
    return dossier


def _go_on(
    dossier: Dossier, asked: SupplementRequest, at: datetime
) -> tuple[Act, dict[str, DetailValue]]:
    """Return what the answer is on record, with the due date that it gives."""
    if asked.before_receipt:
        dossier.sent_anew_at = at
        return Act.COMPLETE, {}
    return Act.SUPPLY, _start_again(dossier, asked, at)


def _start_again(
    dossier: Dossier, asked: SupplementRequest, at: datetime
) -> dict[str, DetailValue]:
    if not asked.restarts_clock:
        return push_due_date(dossier, since=asked.asked_at, until=at)
    return set_due_date(
        dossier, limit=catalogue.limit_of(dossier.version, dossier.channel), counted_from=at,
        reason=DueReason.SUPPLEMENT, agency=dossier.competent_agency_code,
    )  # fmt: skip


@transaction.atomic
def end_window(*, request_id: int, at: datetime, key: str | None = None) -> Dossier:
    """Put on record that the time for sending papers is over, and have the applicant reminded.

    The system's act; nothing ends by it: the request stays open and may still be answered.
    Raises:  ActNotAllowed once it was answered; WindowOpen.
    """
    code = SupplementRequest.objects.values_list("dossier__code", flat=True).get(pk=request_id)
    system = Actor.system()
    dossier, at, done = act.begin(code, Act.END_WINDOW, system, at, key)
    if done:
        return dossier
    asked = SupplementRequest.objects.select_for_update().get(pk=request_id)
    is_over = asked.answer_by is not None and asked.answer_by < at
    if asked.answered_at or not is_over or _is_put_off(asked):
        raise WindowOpen("the time for answering is not over")
    asked.window_ended_at = at
    asked.save(update_fields=["window_ended_at"])
    return act.finish(
        dossier, Act.END_WINDOW, by=system, at=at, key=key,
        detail={"answer_by": asked.answer_by.isoformat() if asked.answer_by else ""},
    )  # fmt: skip


def _is_put_off(asked: SupplementRequest) -> bool:
    """Whether the window does not end yet because an objection waits for its answer."""
    waiting = Objection.objects.filter(request=asked, answered_at=None)
    return waiting.exclude(window=WindowAfter.RUNS).exists()


@bookkeeping("each end it finds is an act of its own with its entry")
def end_windows(*, at: datetime) -> int:
    """End every window that is over by ``at``; return how many. Repeating it changes nothing."""
    ended = 0
    put_off = Objection.objects.filter(answered_at=None).exclude(window=WindowAfter.RUNS)
    over = SupplementRequest.objects.exclude(pk__in=put_off.values("request")).filter(
        answered_at=None, window_ended_at=None, answer_by__lt=at,
        dossier__supplement_since__isnull=False, dossier__withdrawn_at=None,
        dossier__stopped_at=None, dossier__refused_at=None,
    )  # fmt: skip
    for request_id in list(over.order_by("id").values_list("pk", flat=True)):
        try:
            end_window(request_id=request_id, at=at, key=f"window:{request_id}")
        except Refused:
            continue  # answered, withdrawn or stopped in the meantime; the others do not wait
        ended += 1
    return ended


def end_of_window(dossier: Dossier, allowed: SupplementPolicy, at: datetime) -> datetime | None:
    """Return until when the citizen may answer; None where no law sets an end."""
    until: datetime | None = window_of(dossier, allowed, at).get("answer_by")
    return until


def window_of(dossier: Dossier, allowed: SupplementPolicy, at: datetime) -> dict[str, Any]:
    """Return until when the citizen may answer and how that was counted, as a row keeps it.

    Nothing where no law sets an end. By the hours of the agency that settles it; before it is
    received, of the desk that asks.
    """
    if allowed.window is None:
        return {}
    whose = dossier.competent_agency_code or dossier.receiving_agency.code
    calendar, window = deadlines.calendar_at(at, whose), allowed.window
    until = deadline_rules.due_after(at, window, calendar).due_at
    counting = Counting.by(calendar, window.quantity, window.unit.value)
    return {"answer_by": until, **counting.columns()}


def _check_in_time(
    dossier: Dossier, at: datetime, special_base: str, allowed: SupplementPolicy
) -> None:
    """Refuse a request later than the policy's days; an exception has no first days any more."""
    counted = dossier.due_dates.order_by("id").last()
    since = counted.counted_from if counted else dossier.received_at or at
    last = last_to_ask(allowed, since, calendar_of(dossier, at))
    if at > last.due_at and not special_base:
        raise SupplementTooLate("later than the law's days after receipt", days=allowed.notice_days)
