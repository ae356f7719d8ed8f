"""What a reorganisation does to custody: everything that is held on posts that end, in one act.

As ``moving.move`` does it for one receiver: step and share of the limit go on, no clock is
touched, a question that waits is carried or, where nobody but the new holder could answer, ends.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from thongsuot.domains.custody import moving, policy, queries
from thongsuot.domains.custody.models import Custody, Move, Offer
from thongsuot.domains.custody.terms import Answer, EndReason, MoveReason, NotTheHolder
from thongsuot.domains.ledger.recording import record_each
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor, DetailValue
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.parts import in_parts

Seat = tuple[int, int]
"""Officer and post."""


@transaction.atomic
def resettle(*, seats: Mapping[str, Seat], why: str, by: Actor, at: datetime) -> set[str]:
    """Give each subject to its officer on a post; return those whose open question ended.

    All of them or none. The caller has locked what the subjects name. That the receivers are
    enabled and on their posts that day, the database refuses otherwise.

    Raises:  NotYoursToMove; NotTheHolder for a subject that nobody holds.
    """
    policy.check_may_move(by, MoveReason.REORGANISED, set(), local_date(at))
    held = _locked(seats)
    if len(held) != len(seats):
        raise NotTheHolder("nobody holds one of the subjects: not received, or ended")
    moves = _moves(seats, why, by, at)
    asked = _questions(seats)
    lapsed = _unanswerable(asked, seats, at)
    end_questions(subjects=lapsed, at=at)
    _succeed(held, {subject: moves[seat] for subject, seat in seats.items()}, at)
    details = {
        row.subject: _said(row, moves[seats[row.subject]], asked.get(row.subject), lapsed)
        for row in held
    }
    record_each(act=moving.ACT, details=details, by=by, at=at)
    return lapsed


@bookkeeping("the reorganisation by which the asked go elsewhere writes an entry on each subject")
def end_questions(*, subjects: Collection[str], at: datetime) -> None:
    """End the questions that wait on these subjects: whoever was asked cannot answer."""
    for some in in_parts(sorted(subjects), moving.AT_ONCE):
        waiting = Offer.objects.filter(subject__in=some, answer=Answer.WAITING)
        waiting.update(answer=Answer.LAPSED, answered_at=at)


def _locked(subjects: Collection[str]) -> list[Custody]:
    """Return what is held of the subjects, locked, by subject."""
    locked = Custody.objects.select_for_update().filter(ended_at=None).order_by("subject")
    parts = in_parts(sorted(subjects), moving.AT_ONCE)
    return [row for some in parts for row in locked.filter(subject__in=some)]


def _moves(seats: Mapping[str, Seat], why: str, by: Actor, at: datetime) -> dict[Seat, Move]:
    rows = [
        Move(
            reason=MoveReason.REORGANISED, why=why, to_officer_id=officer, to_post_id=post,
            made_by_id=by.officer_id, made_at=at, subjects=count,
        )
        for (officer, post), count in sorted(Counter(seats.values()).items())
    ]  # fmt: skip
    made = Move.objects.bulk_create(rows, batch_size=moving.AT_ONCE)
    return {(move.to_officer_id, move.to_post_id): move for move in made}


def _questions(subjects: Collection[str]) -> dict[str, Offer]:
    waiting = Offer.objects.select_for_update().filter(answer=Answer.WAITING)
    parts = in_parts(sorted(subjects), moving.AT_ONCE)
    return {
        offer.subject: offer
        for some in parts
        for offer in waiting.filter(subject__in=some).only("subject", "to_post_id")
    }


def _unanswerable(asked: Mapping[str, Offer], seats: Mapping[str, Seat], at: datetime) -> set[str]:
    """Return the subjects whose question nobody but the new holder could answer that day."""
    posts = {offer.to_post_id for offer in asked.values()}
    answering = {post: queries.answering(post, local_date(at)) for post in posts}
    return {
        subject
        for subject, offer in asked.items()
        if not answering[offer.to_post_id] - {seats[subject][0]}
    }


def _succeed(held: Sequence[Custody], moves: Mapping[str, Move], at: datetime) -> None:
    """End the spans and begin the next ones at the same instant, step and limit unchanged."""
    for some in in_parts(held, moving.AT_ONCE):
        Custody.objects.filter(pk__in=[row.pk for row in some]).update(
            ended_at=at, end_reason=EndReason.REORGANISED
        )
    Custody.objects.bulk_create(
        (
            Custody(
                subject=row.subject, officer_id=moves[row.subject].to_officer_id,
                post_id=moves[row.subject].to_post_id, step=row.step,
                limit_minutes=row.limit_minutes, started_at=at, move=moves[row.subject],
            )
            for row in held
        ),
        batch_size=moving.AT_ONCE,
    )  # fmt: skip


def _said(
    held: Custody, move: Move, asked: Offer | None, lapsed: Collection[str]
) -> dict[str, DetailValue]:
    question: dict[str, DetailValue] = (
        {"offer": asked.pk, "offer_lapsed": held.subject in lapsed} if asked else {}
    )
    return {
        "move": move.pk, "reason": MoveReason.REORGANISED.value, "to": move.to_officer_id,
        "to_post": move.to_post_id, "why": commitment(move.why, move.salt),
        "from": held.officer_id, "from_post": held.post_id, **question,
    }  # fmt: skip
