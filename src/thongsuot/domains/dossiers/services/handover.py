"""Hand-over of a dossier: a question to a post, its acceptance, its return."""

from datetime import date, datetime

from django.db import transaction

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody import services as custody
from thongsuot.domains.custody.terms import Answer, Grounds, NobodyOnPost
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.dossiers import policy, rules
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.queries.calendars import calendar_of
from thongsuot.domains.dossiers.services import (
    act,
    linked,
    process_steps,
    telling,
    telling_officers,
)
from thongsuot.domains.dossiers.terms import Act, ActNotAllowed, NotCompetent, Step
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.kernel.clock import local_date


@transaction.atomic
def offer_handover(
    *, code: str, to_post: int, step: Step, limit_minutes: int, why: str, by: Actor, at: datetime,
    key: str | None = None, process_step: str = "",
) -> Dossier:  # fmt: skip
    """Ask a post to take the dossier over for ``step``; the giver holds it until accepted.

    A post of an agency that the competence table does not name there needs its reason in words;
    so may a way that the process does not know (``process_steps.plan_hop``, which takes
    ``process_step``).
    What would cross between two agencies once too often goes to their common superior, who is told.
    Units:   ``limit_minutes`` in minutes of working time.
    Raises:  ActNotAllowed; DecisionExists when it would be verified after the signature;
             NotTheHolder; ReasonMissing; OfferedToOneself; NobodyOnPost, also for an unknown post;
             StepNotInProcess; AlreadyOffered; WithTheSuperior; BoundByRuling; NoSuperior.
    Source:  NĐ 61/2018 Art. 18, 19(1).
    """
    dossier, at, done = act.begin(code, Act.OFFER, by, at, key)
    if done:
        return dossier
    check_step(dossier, step)
    hop = process_steps.plan_hop(dossier, step, process_step, to_post, local_date(at))
    _check_intake(dossier, step, hop)
    if (hop and hop.needs_reason) or _is_elsewhere(dossier, step, to_post, local_date(at)):
        why = rules.check_reason(why)
    offer = custody.offer(
        subject=dossier.subject, to_post=to_post, step=step, limit_minutes=limit_minutes,
        overruns=overruns(dossier, at, limit_minutes), why=why, by=by, at=at, key=key,
        contestable=step is Step.VERIFY, said=hop.as_detail() if hop else None,
    )  # fmt: skip
    process_steps.keep_hop(dossier, hop, offer.pk, at)
    if offer.answer == Answer.REFERRED:
        telling_officers.tell_ruling_asked(dossier.subject, at=at)
    return touch(dossier, at=at)


def _is_elsewhere(dossier: Dossier, step: Step, to_post: int, on: date) -> bool:
    """Whether it would be verified by an agency that the competence table does not name."""
    return step is Step.VERIFY and not policy.is_competent(dossier, _agency_of(to_post), on)


@transaction.atomic
def accept_handover(*, offer_id: int, by: Actor, at: datetime, key: str | None = None) -> Dossier:
    """Take the dossier over; the first acceptance for verification begins its processing.

    Parts that the process links to the step go to their agencies at once.
    Raises:  OfferNotOpen; NotOfferedToYou; ActNotAllowed.
    """
    dossier, at, done = act.begin(_code_of_offer(offer_id), Act.ACCEPT, by, at, key)
    if done:
        return dossier
    taken = custody.accept(offer_id=offer_id, by=by, at=at, key=key)
    begin_processing(dossier, taken.step, at)
    process_steps.arrive(dossier, offer_id, at)
    linked.send_parts(dossier, at=at)
    return touch(dossier, at=at)


@transaction.atomic
def return_handover(
    *, offer_id: int, grounds: Grounds, by: Actor, at: datetime, key: str | None = None
) -> Dossier:
    """Return the question with reason, legal basis and the competent agency.

    Raises:  GroundsMissing; OfferNotOpen; NotOfferedToYou; AnswerTooLate; NotCompetent when the
             returning agency names itself.
    Source:  NĐ 61/2018 Art. 5(1), 17(2)(a).
    """
    dossier, at, done = act.begin(_code_of_offer(offer_id), Act.SEND_BACK, by, at, key)
    if done:
        return dossier
    if grounds.right_agency == by.agency:
        raise NotCompetent("the competent agency is another than the one returning")
    custody.send_back(offer_id=offer_id, grounds=grounds, by=by, at=at, key=key)
    telling_officers.tell_ruling_asked(dossier.subject, at=at)
    return touch(dossier, at=at)


@transaction.atomic
def recall_handover(*, code: str, by: Actor, at: datetime, key: str | None = None) -> Dossier:
    """Take back a question that nobody has answered; an accepted hand-over is never taken back.

    Raises:  ActNotAllowed; NotTheHolder; OfferNotOpen.
    """
    dossier, at, done = act.begin(code, Act.RECALL, by, at, key)
    if done:
        return dossier
    custody.recall(subject=dossier.subject, by=by, at=at, key=key)
    return touch(dossier, at=at)


def begin_processing(dossier: Dossier, step: str, at: datetime) -> None:
    """Let the first taking over for verification begin the processing."""
    if step == Step.VERIFY and dossier.processing_at is None:
        dossier.processing_at = at
        telling.tell(dossier, Act.ACCEPT, cause="first", detail={}, at=at)


def check_step(dossier: Dossier, step: Step) -> None:
    """Let a result go back to the desk only when there is one, and work only before that.

    Raises:  ActNotAllowed; what ``policy.check_unsigned`` raises.
    """
    resolved = dossier.decided_at is not None
    if step in {Step.VERIFY, Step.INTAKE}:
        policy.check_unsigned(dossier)
    if (step is Step.RETURN) is not resolved:
        raise ActNotAllowed(
            "this step does not follow", act=step.value, state=dossier.national_state
        )


def _check_intake(dossier: Dossier, step: Step, hop: process_steps.PlannedHop | None) -> None:
    """Let a dossier go back to be taken in only where its process leads.  Raises: ActNotAllowed."""
    if step is Step.INTAKE and (hop is None or hop.outside):
        raise ActNotAllowed(
            "this step does not follow", act=step.value, state=dossier.national_state
        )


def _agency_of(post_id: int) -> str:
    post = organisation.posts_by_id([post_id]).get(post_id)
    if post is None:
        raise NobodyOnPost("there is no such post")
    return post.agency.code


def _code_of_offer(offer_id: int) -> str:
    return rules.code_of(custodies.subject_of_offer(offer_id))


def overruns(dossier: Dossier, at: datetime, limit_minutes: int) -> bool:
    """Whether the share reaches beyond the due instant of the dossier, by its office hours."""
    ends = deadline_rules.add_working_minutes(at, limit_minutes, calendar_of(dossier, at))
    return dossier.due_at is not None and ends > dossier.due_at


@bookkeeping("custody wrote the entry of this act; the dossier keeps only when it was")
def touch(dossier: Dossier, *, at: datetime) -> Dossier:
    """Save what an act of custody changed of the dossier."""
    act.save(dossier, at=at)
    return dossier
