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
    locked = Custody.objects.select_for_update().filter(subject__in=list(seats), ended_at=None)
    held = list(locked.order_by("subject"))
    if len(held) != len(seats):
        raise NotTheHolder("nobody holds one of the subjects: not received, or ended")
    moves = _moves(seats, why, by, at)
    asked = _questions(list(seats))
    lapsed = {subject for subject in asked if _is_unanswerable(asked[subject], seats[subject], at)}
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
    waiting = Offer.objects.filter(subject__in=list(subjects), answer=Answer.WAITING)
    waiting.update(answer=Answer.LAPSED, answered_at=at)


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


def _questions(subjects: Sequence[str]) -> dict[str, Offer]:
    waiting = Offer.objects.select_for_update().filter(subject__in=subjects, answer=Answer.WAITING)
    return {offer.subject: offer for offer in waiting.only("subject", "to_post_id")}


def _is_unanswerable(asked: Offer, seat: Seat, at: datetime) -> bool:
    """Whether nobody but the new holder could answer that day."""
    officer, _post = seat
    return not queries.answering(asked.to_post_id, local_date(at)) - {officer}


def _succeed(held: Sequence[Custody], moves: Mapping[str, Move], at: datetime) -> None:
    """End the spans and begin the next ones at the same instant, step and limit unchanged."""
    Custody.objects.filter(pk__in=[row.pk for row in held]).update(
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
