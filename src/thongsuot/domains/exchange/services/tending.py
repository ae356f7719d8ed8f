"""What a person does with messages: send again what is dead, or give it up with a reason."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from thongsuot.domains.exchange import policy, queries
from thongsuot.domains.exchange.models import Attempt, GivenUp, Message
from thongsuot.domains.exchange.terms import (
    MessageNotDead,
    MessageState,
    MessageUnknown,
    ReasonTooShort,
)
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.services import bookkeeping, record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.clock import local_date

LEAST_LETTERS = 10
AT_ONCE = 500


@transaction.atomic
def resend(*, message_id: UUID, by: Actor, at: datetime) -> None:
    """Have a dead message sent again, with all its attempts anew.

    Raises:  MessagesNotYours; MessageUnknown; MessageNotDead, also for the second of two at once.
    """
    policy.check_may_tend(by, local_date(at))
    message = _dead(message_id)
    message.state, message.ended_at = MessageState.QUEUED, None
    message.spent, message.resent_at, message.next_at = message.attempts, at, at
    message.save(update_fields=["state", "ended_at", "spent", "resent_at", "next_at"])
    record(
        subject=f"message:{message.pk}", act="message_resent", by=by, at=at,
        detail={"about": message.subject, "error": message.last_error},
    )  # fmt: skip


@bookkeeping("each message that is sent again is an act of its own with its entry")
def resend_all(
    *,
    by: Actor,
    at: datetime,
    most: int | None = None,
    progress: Callable[[int], None] = lambda _done: None,
) -> int:
    """Have every dead message, or the ``most`` oldest, sent again; return how many.

    What somebody else sent again or gave up meanwhile is passed over. Stopped in the middle, go
    on later.
    """
    policy.check_may_tend(by, local_date(at))
    done = 0
    dead = Message.objects.filter(state=MessageState.DEAD).order_by("ended_at", "pk")
    while some := list(dead.values_list("pk", flat=True)[: most or AT_ONCE]):
        done += sum(_resent(message_id, by, at) for message_id in some)
        progress(done)
        if most:
            break
    return done


def _resent(message_id: UUID, by: Actor, at: datetime) -> bool:
    try:
        resend(message_id=message_id, by=by, at=at)
    except MessageNotDead:
        return False
    return True


@transaction.atomic
def give_up(*, message_id: UUID, why: str, by: Actor, at: datetime) -> None:
    """Decide that a dead message is not sent; say why, such as that the citizen was called.

    Raises:  MessagesNotYours; MessageUnknown; MessageNotDead; ReasonTooShort.
    """
    policy.check_may_tend(by, local_date(at))
    reason = why.strip()
    if len(reason) < LEAST_LETTERS:
        raise ReasonTooShort("giving up needs its reason in words", least=LEAST_LETTERS)
    message = _dead(message_id)
    written = GivenUp.objects.create(message=message, why=reason, at=at, by_id=by.officer_id)
    message.state, message.ended_at = MessageState.GIVEN_UP, at
    message.save(update_fields=["state", "ended_at"])
    record(
        subject=f"message:{message.pk}", act="message_given_up", by=by, at=at,
        detail={"about": message.subject, "why": commitment(reason, written.salt)},
    )  # fmt: skip


@bookkeeping("what is kept no longer than needed was never part of the record")
def forget_messages(*, at: datetime) -> int:
    """Forget addresses after some days and messages after some years; return how many messages."""
    kept = queries.said_on(local_date(at)).policy
    old = Attempt.objects.filter(at__lt=at - timedelta(days=kept.address_days), has_address=True)
    old.update(address="", has_address=False)
    ended = Message.objects.filter(ended_at__lt=at - timedelta(days=kept.keep_days))
    _all, by_kind = ended.exclude(state=MessageState.DEAD).delete()
    return by_kind.get(Message._meta.label, 0)


@bookkeeping("what is kept no longer than needed was never part of the record")
def forget_told_before(before: datetime) -> None:
    """Forget what was told before an instant, sent or not; of a sample that plays in the past."""
    Message.objects.filter(created_at__lt=before).delete()


def _dead(message_id: UUID) -> Message:
    message = Message.objects.select_for_update().filter(pk=message_id).first()
    if message is None:
        raise MessageUnknown("there is no such message")
    if message.state != MessageState.DEAD:
        raise MessageNotDead("the message waits, was sent or was given up")
    return message
