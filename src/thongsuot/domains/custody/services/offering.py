"""Hand-over as a question: offer, accept, send back, recall."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from thongsuot.domains.custody import queries, rules
from thongsuot.domains.custody.models import Custody, Offer
from thongsuot.domains.custody.services import disputes
from thongsuot.domains.custody.services.holding import end, held_now, whose_hours
from thongsuot.domains.custody.terms import (
    AlreadyOffered,
    Answer,
    Cause,
    EndReason,
    Grounds,
    NotOfferedToYou,
    NotTheHolder,
    OfferedToOneself,
    OfferNotOpen,
    OfferTerms,
    ReturnReason,
)
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.deadlines.terms.limits import WORKING_MINUTE, Counting
from thongsuot.domains.ledger import services as ledger
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.terms import Actor, ActorKind, DetailValue
from thongsuot.domains.organisation import queries as organisation
from thongsuot.kernel.clock import local_date


@transaction.atomic
def offer(
    *,
    subject: str,
    to_post: int,
    step: str,
    limit_minutes: int,
    overruns: bool,
    why: str,
    by: Actor,
    at: datetime,
    contestable: bool = True,
    key: str | None = None,
    said: Mapping[str, DetailValue] | None = None,
) -> Offer:
    """Ask the officers on ``to_post`` to take ``subject`` over; the giver keeps holding it.

    The policy of the day says how long it may stay unanswered; then silence accepts it.
    ``contestable``: it asks whose the subject is. Where that would cross between two agencies
    once too often, nothing is asked: it goes to their common superior (``Answer.REFERRED``).
    ``said`` is what the subject's room puts on record with it: codes and numbers. The system
    offers in the holder's place what time moves on; that is never contestable.
    Units:   ``limit_minutes`` in minutes of working time; 0 where a process, as decisions print
             them, gives a step no time of its own.
    Raises:  NotTheHolder; OfferedToOneself; NobodyOnPost; AlreadyOffered; WithTheSuperior;
             BoundByRuling; NoSuperior; CalendarGap.
    """
    made = Offer(
        subject=subject, custody=_offerable(subject, to_post, by, at), to_post_id=to_post,
        step=step, limit_minutes=limit_minutes, overruns=overruns, contestable=contestable,
        why=why, offered_at=at,
    )  # fmt: skip
    if contestable and (before := _loop(made, by, at)):
        return _refer(made, before, by=by, at=at, key=key, said=said or {})
    until = _until(made, at)
    made.save()
    ledger.record(
        subject=subject, act="handover_offered", by=by, at=at, key=key,
        detail={**_asked(made), **until, **(said or {})},
    )  # fmt: skip
    return made


def _asked(made: Offer) -> dict[str, DetailValue]:
    return {
        "offer": made.pk,
        "to_post": made.to_post_id,
        "step": made.step,
        "limit_minutes": made.limit_minutes,
        "overruns": made.overruns,
        "why": commitment(made.why, made.salt),
    }


def _loop(made: Offer, by: Actor, at: datetime) -> list[OfferTerms]:
    """Return the crossings before this one where it makes a loop.  Raises: BoundByRuling."""
    receiver = made.to_post.agency.code
    last = queries.last_dispute_of(made.subject, local_date(at))
    rules.check_goes_where_decided(last, to_agency=receiver)
    return disputes.loop_by_crossing(made.subject, by.agency, receiver, at)


def _refer(
    made: Offer, before: list[OfferTerms], *, by: Actor, at: datetime, key: str | None,
    said: Mapping[str, DetailValue],
) -> Offer:  # fmt: skip
    """Put before the common superior what was about to cross once too often."""
    made.answer, made.answered_at = Answer.REFERRED, at
    made.save()
    raised = disputes.open_dispute(offer=made, cause=Cause.CROSSINGS, before=before, by=by, at=at)
    ledger.record(
        subject=made.subject, act="handover_referred", by=by, at=at, key=key,
        detail={**_asked(made), **said, **raised},
    )  # fmt: skip
    return made


def _until(made: Offer, at: datetime) -> dict[str, DetailValue]:
    """Set until when a question put now may stay unanswered; return what the record says of it.

    By the policy in force and the office hours of the agency that is to answer.
    """
    policy = queries.policy_in_force(local_date(at))
    calendar = deadlines.calendar_at(at, made.to_post.agency.code)
    made.answer_by = deadline_rules.add_working_minutes(at, policy.answer_minutes, calendar)
    made.policy = policy.version
    counting = Counting.by(calendar, policy.answer_minutes, WORKING_MINUTE)
    made.limit_quantity, made.limit_unit = counting.quantity, counting.unit
    made.calendar_version, made.hours_of = counting.calendar_version, counting.hours_of
    return {
        "answer_by": made.answer_by.isoformat(), "policy": made.policy, **whose_hours(calendar),
    }  # fmt: skip


def _offerable(subject: str, to_post: int, by: Actor, at: datetime) -> Custody:
    """Lock and return the custody that ``by`` may offer to a post; refuse any other."""
    held = held_now(subject)
    if by.kind is not ActorKind.SYSTEM:
        rules.check_holder(holder_id=held.officer_id, visitor_id=by.speaking_as(held.officer_id))
    serving = queries.serving(to_post, local_date(at))
    rules.check_offer(
        giver_post=held.post_id, to_post=to_post, serving=serving, giver=held.officer_id
    )
    if Offer.objects.filter(subject=subject, answer=Answer.WAITING).exists():
        raise AlreadyOffered("an earlier offer still waits")
    rules.check_free(queries.last_dispute_of(subject, local_date(at)))
    return held


@transaction.atomic
def accept(*, offer_id: int, by: Actor, at: datetime, key: str | None = None) -> Custody:
    """Take over what was offered: closes one custody, opens the next.

    Raises:  OfferNotOpen; NotOfferedToYou; OfferedToOneself; Offer.DoesNotExist.
    """
    question, held = _question(offer_id, by, at)
    end(held, at=at, reason=EndReason.HANDED_OVER)
    _answer(question, Answer.ACCEPTED, by, at)
    opened = Custody.objects.create(
        subject=question.subject,
        officer_id=by.acting_officer,
        post_id=_answered_on(question, by, at),
        step=question.step,
        limit_minutes=question.limit_minutes,
        started_at=at,
    )
    ledger.record(
        subject=question.subject, act="handover_accepted", by=by, at=at, key=key,
        detail={"offer": question.pk, "from": held.officer_id, "step": question.step,
                "post": opened.post_id},
    )  # fmt: skip
    return opened


@transaction.atomic
def send_back(
    *, offer_id: int, grounds: Grounds, by: Actor, at: datetime, key: str | None = None
) -> Offer:
    """Return what was offered, with its three grounds; the giver has held it all along.

    A return on the same ground once too often goes to the common superior in the same act.
    Raises:  GroundsMissing; BasisNamesNothing; OfferNotOpen; NotOfferedToYou; AnswerTooLate;
             BoundByRuling; NoSuperior; AgencyUnknown.
    """
    rules.check_grounds(grounds, queries.policy_in_force(local_date(at)).basis_words)
    question, _held_by_giver = _question(offer_id, by, at)
    rules.check_returned_in_time(answer_by=question.answer_by, at=at)
    rules.check_may_return(
        queries.last_dispute_of(question.subject, local_date(at)),
        ground=grounds.reason, returning=by.agency,
    )  # fmt: skip
    question.reason = grounds.reason
    question.legal_basis = grounds.legal_basis.strip()
    question.explanation = grounds.explanation.strip() or None
    question.right_agency = organisation.get_agency(grounds.right_agency, local_date(at))
    before = _returned_before(question, at)
    _answer(question, Answer.RETURNED, by, at)
    loop = _take_up(question, before, by, at) if before else {}
    ledger.record(
        subject=question.subject, act="handover_returned", by=by, at=at, key=key,
        detail={"offer": question.pk, "reason": grounds.reason.value,
                "right_agency": grounds.right_agency,
                "legal_basis": commitment(question.legal_basis, question.salt),
                **_explained(question), **loop},
    )  # fmt: skip
    return question


def _explained(question: Offer) -> dict[str, DetailValue]:
    if question.explanation is None:
        return {}
    return {"explanation": commitment(question.explanation, question.salt)}


def _returned_before(question: Offer, at: datetime) -> list[OfferTerms]:
    """Return the earlier returns on this ground where one more makes a loop of agencies."""
    if question.custody.post.agency_id == question.to_post.agency_id:
        return []
    return disputes.loop_by_return(question.subject, ReturnReason(question.reason), at)


def _take_up(
    question: Offer, before: list[OfferTerms], by: Actor, at: datetime
) -> dict[str, DetailValue]:
    return disputes.open_dispute(
        offer=question, cause=Cause.SAME_GROUND, before=before, by=by, at=at
    )


@transaction.atomic
def recall(*, subject: str, by: Actor, at: datetime, key: str | None = None) -> Offer:
    """Take back a question that nobody has answered yet; what was accepted stays handed over.

    Raises:  NotTheHolder; OfferNotOpen.
    """
    held = held_now(subject)
    rules.check_holder(holder_id=held.officer_id, visitor_id=by.speaking_as(held.officer_id))
    question = (
        Offer.objects.select_for_update().filter(subject=subject, answer=Answer.WAITING).first()
    )
    if question is None:
        raise OfferNotOpen("no question waits for an answer")
    _answer(question, Answer.RECALLED, by, at)
    ledger.record(
        subject=subject, act="handover_recalled", by=by, at=at, key=key,
        detail={"offer": question.pk},
    )  # fmt: skip
    return question


def _question(offer_id: int, by: Actor, at: datetime) -> tuple[Offer, Custody]:
    """Lock the giver's custody, then the offer, and refuse whoever may not answer it."""
    subject = Offer.objects.values_list("subject", flat=True).get(pk=offer_id)
    held = queries.lock_open_custody(subject)
    question = Offer.objects.select_for_update().get(pk=offer_id)
    rules.check_may_answer(
        answer=Answer(question.answer),
        giver=question.custody.officer_id,
        visitor=by.powers_of or 0,
        serving=queries.answering(question.to_post_id, local_date(at)),
    )
    _check_place(question, by, at)
    if held is None:
        raise NotTheHolder("the subject has come to its end")
    return question, held


def _check_place(question: Offer, by: Actor, at: datetime) -> None:
    """Refuse an answer on a post that has ended, for a post that the delegation does not name, or
    to one's own question."""
    stands = queries.answering_post(question.to_post_id, local_date(at))
    if by.place == question.to_post_id != stands:
        raise NotOfferedToYou("another post stands for the asked one since it ended")
    if by.on_behalf_of and by.place != stands:
        raise NotOfferedToYou("the delegation is for another post")
    if by.on_behalf_of and question.custody.officer_id in by.persons:
        raise OfferedToOneself("the giver cannot answer his own question")


def _answered_on(question: Offer, by: Actor, at: datetime) -> int:
    """Return the post on which whoever accepts holds it: his own, in another's stead."""
    if by.on_behalf_of:
        return by.acting_post
    return queries.answering_post(question.to_post_id, local_date(at))


def _answer(question: Offer, answer: Answer, by: Actor, at: datetime) -> None:
    question.answer, question.answered_at = answer, at
    question.answered_by_id = by.officer_id
    question.save()
