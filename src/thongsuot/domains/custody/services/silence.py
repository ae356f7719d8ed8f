"""What follows when nobody answers: the system's own act, at its own instant."""

from datetime import datetime

from django.db import transaction

from thongsuot.domains.custody import queries, rules
from thongsuot.domains.custody.models import Custody, Offer
from thongsuot.domains.custody.services.holding import end
from thongsuot.domains.custody.terms import Answer, EndReason, NotTheHolder, Receiver
from thongsuot.domains.ledger import services as ledger
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import presence
from thongsuot.kernel.clock import local_date


@transaction.atomic
def accept_by_silence(*, offer_id: int, at: datetime, key: str | None = None) -> Custody | None:
    """Hand over what nobody answered in time; return the new custody.

    The officer on the post who holds least takes over, of equals the one with the lowest id; where
    that one is noted absent, who stands in for him, on his own post, else another one at work
    there. Where nobody serves the post, or all are away and nobody stands in, nothing is handed
    over: the giver holds on, the offer is marked unserved and None is returned.

    The new custody begins at ``at``, when the system acts, not at the limit: until then the giver
    was shown as the holder and could act as one, so that no one is made a holder backwards. The
    wait from the offer to ``at`` is charged to the silent agency (docs/decisions/0004).
    Raises:  OfferNotOpen; AnswerNotDue; NotTheHolder once the subject has ended;
             Offer.DoesNotExist.
    Source:  the hand-over policy in force when it was offered; no law names the hours.
    """
    subject = queries.subject_of_offer(offer_id)
    held = queries.lock_open_custody(subject)
    question = Offer.objects.select_for_update().get(pk=offer_id)
    rules.check_silence(answer=Answer(question.answer), answer_by=question.answer_by, at=at)
    if held is None:
        raise NotTheHolder("the subject has come to its end")
    receiver = _receiver(question, held.officer_id, at)
    if receiver is None:
        _leave_with_giver(question, held, at, key)
        return None
    return _hand_over(question, held, receiver, at, key)


def _receiver(question: Offer, giver: int, at: datetime) -> Receiver | None:
    """Return who takes over, and on which post."""
    on = local_date(at)
    serving = queries.answering(question.to_post_id, on)
    post = queries.answering_post(question.to_post_id, on)
    away = presence.away_from({(officer, post) for officer in serving}, at)
    taken = rules.pick_receiver(
        serving=serving,
        giver=giver,
        held=queries.held_counts(serving),
        away={officer: seat and seat[0] for (officer, _post), seat in away.items()},
    )
    if taken is None:
        return None
    own = {} if taken in serving else dict(seat for seat in away.values() if seat)
    return Receiver(taken, own.get(taken, post))


def _hand_over(
    question: Offer, held: Custody, receiver: Receiver, at: datetime, key: str | None
) -> Custody:
    end(held, at=at, reason=EndReason.HANDED_OVER)
    _answer(question, Answer.SILENT, at)
    opened = Custody.objects.create(
        subject=question.subject,
        officer_id=receiver.officer_id,
        post_id=receiver.post_id,
        step=question.step,
        limit_minutes=question.limit_minutes,
        started_at=at,
    )
    ledger.record(
        subject=question.subject, act="handover_accepted_by_silence", by=Actor.system(), at=at,
        key=key,
        detail={"offer": question.pk, "from": held.officer_id, "step": question.step,
                "officer": receiver.officer_id, "post": receiver.post_id,
                "policy": question.policy},
    )  # fmt: skip
    return opened


def _leave_with_giver(question: Offer, held: Custody, at: datetime, key: str | None) -> None:
    _answer(question, Answer.UNSERVED, at)
    ledger.record(
        subject=question.subject, act="handover_unserved", by=Actor.system(), at=at, key=key,
        detail={"offer": question.pk, "holder": held.officer_id, "post": question.to_post_id,
                "policy": question.policy},
    )  # fmt: skip


def _answer(question: Offer, answer: Answer, at: datetime) -> None:
    question.answer, question.answered_at = answer, at
    question.save(update_fields=["answer", "answered_at"])
