"""Asking another agency: own clock, own answerer; who holds goes on holding."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from thongsuot.domains.custody import queries, rules
from thongsuot.domains.custody.models import Custody, OpinionRequest
from thongsuot.domains.custody.services.holding import held_now, whose_hours
from thongsuot.domains.custody.terms import (
    AskedAlready,
    Opinion,
    OpinionBasis,
    OpinionNotOpen,
    Silence,
)
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.deadlines.terms.limits import WORKING_MINUTE, Counting
from thongsuot.domains.ledger import services as ledger
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor, ActorKind, DetailValue
from thongsuot.domains.organisation import queries as organisation
from thongsuot.kernel.clock import local_date


@transaction.atomic
def ask_opinion(
    *, subject: str, procedure: str, to_post: int, question: str, basis: str,
    silence: Silence | None = None, limit_minutes: int | None = None,
    said: Mapping[str, DetailValue] | None = None, by: Actor, at: datetime, key: str | None = None,
) -> OpinionRequest:  # fmt: skip
    """Ask a post for its opinion, on a legal basis that gives the time and what silence means.

    ``silence`` says what the asker takes silence for; where the law does not, it is refused.
    ``procedure`` is what the question is about: the law must cover it at the asker's level.
    ``limit_minutes`` is a time that the process gives; where silence is consent, the law's counts.
    The system asks in the holder's place for the parts that a process links to his step.
    ``said`` is what the subject's room puts on record with it: codes and numbers.
    Units:   ``limit_minutes`` in minutes of working time.
    Raises:  NotTheHolder; BasisUnknown; BasisElsewhere; ConsentNotByLaw; WordsMissing;
             NobodyOnPost; OfferedToOneself; OpinionOfOwnAgency; AskedAlready; CalendarGap.
    Source:  NĐ 61/2018 Art. 19(5).
    """
    held = held_now(subject)
    if by.kind is not ActorKind.SYSTEM:
        rules.check_holder(holder_id=held.officer_id, visitor_id=by.speaking_as(held.officer_id))
    on = local_date(at)
    policy = queries.policy_in_force(on)
    law = rules.basis_named(
        basis, policy.opinion_bases, silence=silence, procedure=procedure,
        level=organisation.get_agency(by.agency or held.post.agency.code, on).level,
    )  # fmt: skip
    asked_agency = _agency_that_may_be_asked(to_post, held, on)
    if OpinionRequest.objects.filter(subject=subject, to_post_id=to_post, answer="").exists():
        raise AskedAlready("that post has not answered yet")
    calendar = deadlines.calendar_at(at, asked_agency)
    asked = OpinionRequest.objects.create(
        subject=subject, custody=held, to_post_id=to_post, basis=law.code, policy=policy.version,
        question=rules.check_words(question, rules.QUESTION_LETTERS), silence=law.silence,
        asked_at=at, **_limit(law, limit_minutes, at, calendar),
    )  # fmt: skip
    ledger.record(
        subject=subject, act="opinion_asked", by=by, at=at, key=key,
        detail={**_asked(asked), **(said or {}), **whose_hours(calendar)},
    )  # fmt: skip
    return asked


def _asked(asked: OpinionRequest) -> dict[str, DetailValue]:
    return {
        "opinion": asked.pk, "to_post": asked.to_post_id, "basis": asked.basis,
        "policy": asked.policy, "silence": str(asked.silence),
        "answer_by": asked.answer_by.isoformat(),
        "question": commitment(asked.question, asked.salt),
    }  # fmt: skip


@transaction.atomic
def give_opinion(
    *, opinion_id: int, answer: Opinion, text: str, by: Actor, at: datetime, key: str | None = None
) -> OpinionRequest:
    """Answer what was asked; late is better than never, but where silence agreed at the limit.

    Raises:  OpinionNotOpen; NotAskedOfYou; OfferedToOneself; WordsMissing.
    """
    asked = _locked(opinion_id)
    rules.check_may_opine(
        answer=Opinion(asked.answer), given=answer, visitor=by.powers_of or 0,
        serving=queries.answering(asked.to_post_id, local_date(at)),
        asker=asked.custody.officer_id,
    )  # fmt: skip
    rules.check_still_heard(silence=Silence(asked.silence), answer_by=asked.answer_by, at=at)
    asked.text = rules.check_words(text, rules.OPINION_LETTERS)
    _answer(asked, answer, at, by)
    ledger.record(
        subject=asked.subject, act="opinion_given", by=by, at=at, key=key,
        detail={"opinion": asked.pk, "answer": answer.value,
                "text": commitment(asked.text, asked.salt)},
    )  # fmt: skip
    return asked


@transaction.atomic
def recall_opinion(
    *, opinion_id: int, by: Actor, at: datetime, key: str | None = None
) -> OpinionRequest:
    """Take a question back that nobody has answered; it stays on record.

    Raises:  NotTheHolder; OpinionNotOpen.
    """
    asked = _locked(opinion_id)
    held = held_now(asked.subject)
    rules.check_holder(holder_id=held.officer_id, visitor_id=by.speaking_as(held.officer_id))
    if asked.answer != Opinion.WAITING:
        raise OpinionNotOpen("the question does not wait any more")
    _answer(asked, Opinion.RECALLED, at, by)
    ledger.record(
        subject=asked.subject, act="opinion_recalled", by=by, at=at, key=key,
        detail={"opinion": asked.pk},
    )  # fmt: skip
    return asked


@transaction.atomic
def end_in_silence(*, opinion_id: int, at: datetime, key: str | None = None) -> OpinionRequest:
    """Mark that nobody answered in time; it is consent only where the legal basis says so.

    The system's act; the silence is charged to the asked agency.
    Raises:  OpinionNotOpen; AnswerNotDue.
    Source:  NĐ 61/2018 Art. 19(5)(b).
    """
    asked = _locked(opinion_id)
    meant = rules.silence_means(
        answer=Opinion(asked.answer), answer_by=asked.answer_by, at=at,
        silence=Silence(asked.silence),
    )  # fmt: skip
    _answer(asked, meant, at, None)
    ledger.record(
        subject=asked.subject, act="opinion_unanswered", by=Actor.system(), at=at, key=key,
        detail={"opinion": asked.pk, "means": meant.value, "post": asked.to_post_id,
                "basis": asked.basis},
    )  # fmt: skip
    return asked


@bookkeeping("the decision that needs them no more writes the entry and names them")
def lapse_opinions(*, subject: str, at: datetime) -> list[int]:
    """End the questions whose time is not over, since what they were for is decided; return which.

    One whose time is over stays what it is, silence; a part of the work is still owed.
    """
    waiting = OpinionRequest.objects.filter(
        subject=subject, answer=Opinion.WAITING, answer_by__gt=at
    ).exclude(silence=Silence.OWED)
    return lapse(waiting, at)


@bookkeeping("the act after which nobody has to answer any more writes the entry")
def lapse(waiting: QuerySet[OpinionRequest], at: datetime) -> list[int]:
    """End questions that nobody has to answer any more; return which."""
    ended = sorted(waiting.select_for_update().values_list("pk", flat=True))
    OpinionRequest.objects.filter(pk__in=ended).update(answer=Opinion.LAPSED, answered_at=at)
    return ended


def _limit(
    law: OpinionBasis, limit_minutes: int | None, at: datetime, calendar: WorkingCalendar
) -> dict[str, Any]:
    """Return until when an answer counts, by the hours of who answers.  Raises: CalendarGap."""
    if limit_minutes is not None and law.silence is not Silence.CONSENT:
        until = deadline_rules.add_working_minutes(at, limit_minutes, calendar)
        counting = Counting.by(calendar, limit_minutes, WORKING_MINUTE)
    else:
        until = deadline_rules.due_after(at, law.limit, calendar).due_at
        counting = Counting.by(calendar, law.limit.quantity, law.limit.unit.value)
    return {"answer_by": until, **counting.columns()}


def _agency_that_may_be_asked(to_post: int, held: Custody, on: date) -> str:
    """Return the agency of a post; refuse one that nobody else serves, or the holder's own."""
    stands = queries.answering_post(to_post, on)
    found = organisation.posts_by_id([stands]).get(stands)
    rules.check_answerers(
        serving=queries.answering(to_post, on), asker=held.officer_id,
        is_own_agency=found is not None and found.agency_id == held.post.agency_id,
    )  # fmt: skip
    return found.agency.code if found else ""


def _locked(opinion_id: int) -> OpinionRequest:
    found = OpinionRequest.objects.select_for_update().filter(pk=opinion_id).first()
    if found is None:
        raise OpinionNotOpen("no such question was put")
    return found


def _answer(asked: OpinionRequest, answer: Opinion, at: datetime, by: Actor | None) -> None:
    asked.answer, asked.answered_at = answer, at
    asked.answered_by_id = by.officer_id if by else None
    asked.save()
