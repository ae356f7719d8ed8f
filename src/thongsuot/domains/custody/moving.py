"""Reassignment: subjects change their holder by a superior's act, a rule or a reorganisation.

No question is put to the receiver, and no clock is touched: step and share of the limit go on as
they were, from one span into the next without gap. A question that waits on a subject is
carried: whoever was asked can still answer it, and the new holder can recall it. Where nobody
but the new holder is left to answer, it lapses, and the record says so.

Source: NĐ 61/2018 Art. 19(1) (the head assigns); TT 01/2018 Form 05 (every holder a line).
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from thongsuot.domains.custody import policy, queries
from thongsuot.domains.custody.models import Custody, Move, Offer
from thongsuot.domains.custody.terms import (
    Answer,
    HolderAlready,
    Moved,
    MoveReason,
    MoveReasonMissing,
    NobodyOnPost,
    NothingToMove,
    NotTheHolder,
)
from thongsuot.domains.ledger import rules as record_rules
from thongsuot.domains.ledger.recording import record_each
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor, BackDated, DetailValue, KeyReused
from thongsuot.domains.organisation import queries as organisation
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.parts import in_parts

ACT = "custody_reassigned"
MIN_WHY_LETTERS = 10
AT_ONCE = 1_000
AN_INSTANT = timedelta(microseconds=1)


@transaction.atomic
def move(
    *,
    subjects: Collection[str],
    to_officer: int,
    to_post: int,
    reason: MoveReason,
    why: str,
    by: Actor,
    at: datetime,
    key: str | None = None,
    from_officer: int | None = None,
) -> Moved:
    """Give the subjects, whoever holds them, to another officer on a post at one instant.

    All of them or none. The same officer on another post is another holder. The caller locks
    what the subjects name first. ``from_officer`` is who must hold them, where that matters.

    Raises:  NothingToMove; NotTheHolder for a subject that nobody, or somebody else than
             ``from_officer``, holds; NotOnThisPost when the receiver is disabled or not on that
             post that day; NobodyOnPost where he may not work there; NotYoursToMove; HolderAlready;
             MoveReasonMissing; KeyReused; BackDated.
    """
    if earlier := done_before(key, by=by, reason=reason):
        return earlier
    if len(why.strip()) < MIN_WHY_LETTERS:
        raise MoveReasonMissing("say in words why", least=MIN_WHY_LETTERS)
    held = _locked(subjects, from_officer)
    on = local_date(at)
    receiver = organisation.actor_of(to_officer, to_post, at)
    policy.check_may_move(by, reason, {receiver.agency, *_agencies(held)}, on)
    _check_receiver(held, to_officer, to_post, on)
    made = Move.objects.create(
        reason=reason, why=why.strip(), to_officer_id=to_officer, to_post_id=to_post,
        made_by_id=by.officer_id, made_at=_instant(held, at), subjects=len(held), key=key,
    )  # fmt: skip
    return _carry_out(made, held, by)


def _carry_out(made: Move, held: Sequence[Custody], by: Actor) -> Moved:
    at, questions = made.made_at, _questions([custody.subject for custody in held])
    unanswerable = _unanswerable(questions, made.to_officer_id, local_date(at))
    lapsed = _lapse(questions, unanswerable, at)
    _succeed(held, made)
    _record(held, made, questions, lapsed, by)
    return Moved(made.pk, at, len(held), tuple(sorted(lapsed)))


@bookkeeping("a question; nothing is written")
def done_before(key: str | None, *, by: Actor, reason: MoveReason) -> Moved | None:
    """Return what this idempotency key moved already, if it did.  Raises: KeyReused."""
    done = Move.objects.filter(key=key).first() if key else None
    if done is None:
        return None
    if (done.made_by_id, done.reason) != (by.officer_id, reason):
        raise KeyReused("this key belongs to another act", act=ACT)
    return Moved(done.pk, done.made_at, done.subjects, ())


def _locked(subjects: Collection[str], from_officer: int | None) -> list[Custody]:
    """Return the open custody of every subject, locked.  Raises: NothingToMove; NotTheHolder."""
    if not subjects:
        raise NothingToMove("no subject was chosen")
    held = [
        custody
        for some in in_parts(sorted(set(subjects)), AT_ONCE)
        for custody in Custody.objects.select_for_update()
        .filter(subject__in=some, ended_at=None)
        .order_by("subject")
    ]
    if len(held) != len(set(subjects)):
        raise NotTheHolder("nobody holds one of the subjects: not received, or ended")
    if from_officer is not None and {custody.officer_id for custody in held} != {from_officer}:
        raise NotTheHolder("somebody else holds one of the subjects by now")
    return held


def _agencies(held: Sequence[Custody]) -> set[str]:
    posts = organisation.posts_by_id({custody.post_id for custody in held})
    return {post.agency.code for post in posts.values()}


def _check_receiver(held: Sequence[Custody], to_officer: int, to_post: int, on: date) -> None:
    if to_officer not in queries.serving(to_post, on):
        raise NobodyOnPost("the receiver only watches or tends the system", post=to_post)
    for custody in held:
        if (custody.officer_id, custody.post_id) == (to_officer, to_post):
            raise HolderAlready("the receiver holds one of the subjects")


def _instant(held: Sequence[Custody], at: datetime) -> datetime:
    """Return ``at``, or the instant just after the newest of the spans.  Raises: BackDated."""
    newest = max(custody.started_at for custody in held)
    if newest - at > record_rules.SAME_INSTANT:
        raise BackDated("a subject was taken over later than this act")
    return max(at, newest + AN_INSTANT)


def _questions(subjects: Collection[str]) -> dict[str, Offer]:
    return {
        offer.subject: offer
        for some in in_parts(sorted(set(subjects)), AT_ONCE)
        for offer in _waiting(some).only("subject", "to_post_id")
    }


def _waiting(subjects: Sequence[str]) -> QuerySet[Offer]:
    return Offer.objects.select_for_update().filter(subject__in=subjects, answer=Answer.WAITING)


def _unanswerable(questions: dict[str, Offer], to_officer: int, on: date) -> set[int]:
    """Return the posts on which nobody but the new holder could answer that day."""
    asked = {question.to_post_id for question in questions.values()}
    return {post for post in asked if not queries.answering(post, on) - {to_officer}}


def _lapse(questions: dict[str, Offer], posts: set[int], at: datetime) -> set[str]:
    """End the questions put to these posts; return what they were about."""
    lapsed = {subject for subject, asked in questions.items() if asked.to_post_id in posts}
    for some in in_parts(sorted(lapsed), AT_ONCE):
        _waiting(some).update(answer=Answer.LAPSED, answered_at=at)
    return lapsed


def _succeed(held: Sequence[Custody], made: Move) -> None:
    """End the spans and begin the next ones at the same instant, step and limit unchanged."""
    reason = MoveReason(made.reason).ends_as
    for some in in_parts(held, AT_ONCE):
        Custody.objects.filter(pk__in=[custody.pk for custody in some]).update(
            ended_at=made.made_at, end_reason=reason
        )
        Custody.objects.bulk_create(
            Custody(
                subject=custody.subject,
                officer_id=made.to_officer_id,
                post_id=made.to_post_id,
                step=custody.step,
                limit_minutes=custody.limit_minutes,
                started_at=made.made_at,
                move=made,
            )
            for custody in some
        )


def _record(
    held: Sequence[Custody], made: Move, questions: dict[str, Offer], lapsed: set[str], by: Actor
) -> None:
    said: dict[str, DetailValue] = {
        "move": made.pk,
        "reason": MoveReason(made.reason).value,
        "to": made.to_officer_id,
        "to_post": made.to_post_id,
        "why": commitment(made.why, made.salt),
    }
    details = {
        custody.subject: {
            **said, "from": custody.officer_id, "from_post": custody.post_id,
            **_question_as_recorded(questions.get(custody.subject), lapsed),
        }
        for custody in held
    }  # fmt: skip
    record_each(act=ACT, details=details, by=by, at=made.made_at)


def _question_as_recorded(question: Offer | None, lapsed: set[str]) -> dict[str, DetailValue]:
    if question is None:
        return {}
    return {"offer": question.pk, "offer_lapsed": question.subject in lapsed}
