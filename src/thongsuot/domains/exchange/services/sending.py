"""Sending: one message is taken, carried outside any transaction, and what came of it is kept.

A worker that dies in the middle leaves the message taken; after a while another takes it up. The
letter then goes a second time under the same id, by which the other side knows it again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from thongsuot.domains.exchange import queries, rules
from thongsuot.domains.exchange.models import Attempt, Message
from thongsuot.domains.exchange.ports import (
    AddressBook,
    Carrier,
    CarrierDown,
    NeverWorks,
    NotCarried,
)
from thongsuot.domains.exchange.services.writing import Surroundings, letter_of
from thongsuot.domains.exchange.terms import (
    WAITING,
    Channel,
    MessageState,
    Recipient,
    SendingPolicy,
    Template,
)
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.kernel.clock import local_date

TAKEN_FOR: Final = timedelta(minutes=5)
"""Longer than any carrier takes: then whoever took it is gone."""
UNTIL_OPEN: Final = timedelta(minutes=1)
"""How long letters wait for a way that was found closed."""
_S = MessageState


@dataclass(frozen=True, slots=True)
class Ways:
    """Who carries, where people are found, what texts are written with."""

    carriers: Mapping[Channel, Carrier]
    find: AddressBook
    around: Surroundings


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one turn: the state of the message, and the way that was found closed."""

    state: MessageState
    closed: Channel | None = None


@bookkeeping("delivering is no act; what it tells of has its own entry, each attempt its row")
def send_next(
    *, ways: Ways, at: datetime, closed: frozenset[Channel] = frozenset(), subject: str = ""
) -> Done | None:
    """Send the message that has waited longest; nothing when none is due.

    ``closed`` names ways that were found closed a moment ago: what would go by them waits.
    ``subject`` sends only what is told of one subject.
    """
    message = _take(at, subject)
    if message is None:
        return None
    said = queries.said_on(local_date(at))
    template = said.templates.get(message.template)
    if template is None:
        return _end(message, _S.DEAD, "no-text", at)
    if _was_lost(message, said.policy):
        return _end(message, _S.DEAD, "worker-lost", at)
    if at - (message.resent_at or message.created_at) > timedelta(hours=said.policy.too_old_hours):
        return _end(message, _S.DEAD if template.needed else _S.GIVEN_UP, "too-old", at)
    to = queries.recipient_of(message.recipient, ways.find(message.recipient))
    channel = _channel(message, template, to, said, ways)
    if channel is None:
        return _end(message, _S.DEAD if message.last_error else _S.UNADDRESSED, "", at)
    then = rules.after_quiet(at, channel, said.policy)
    if then > at or channel in closed:
        return _put_off(message, max(then, at + UNTIL_OPEN if channel in closed else then))
    return _carried(message, template, to, channel, said, ways, at)


@transaction.atomic
def _take(at: datetime, subject: str) -> Message | None:
    free = Q(taken_at__isnull=True) | Q(taken_at__lte=at - TAKEN_FOR)
    rows = Message.objects.filter(free, state__in=WAITING, next_at__lte=at)
    if subject:
        rows = rows.filter(subject=subject)
    message = rows.select_for_update(skip_locked=True).order_by("next_at", "id").first()
    if message is not None:
        message.attempts += message.taken_at is not None  # whoever took it never came back
        message.taken_at = at
        message.save(update_fields=["taken_at", "attempts"])
    return message


def _was_lost(message: Message, policy: SendingPolicy) -> bool:
    """Whether it was taken up more often than it is tried: who took it up never came back.

    A way that refused it for good, or reported that it never came, leaves a try to the next one.
    """
    tries = message.attempts - message.spent
    most = len(policy.retry_minutes)
    return tries > most and tries - _refusals(message).count() > most


def _channel(
    message: Message, template: Template, to: Recipient, said: queries.Said, ways: Ways
) -> Channel | None:
    """Return the way: the first of the recipient's that we have and that did not refuse."""
    missing = set(Channel) - set(ways.carriers)
    refused = _refused(message) if message.attempts else set()
    return rules.chosen(template, to, said.policy, tried=missing | refused)


def _refused(message: Message) -> set[Channel]:
    """Return the ways that refused this message for good."""
    return {Channel(channel) for channel in _refusals(message).values_list("channel", flat=True)}


def _refusals(message: Message) -> QuerySet[Attempt]:
    return message.tried.filter(final=True, number__gt=message.spent)


def _carried(
    message: Message, template: Template, to: Recipient, channel: Channel, said: queries.Said,
    ways: Ways, at: datetime,
) -> Done:  # fmt: skip
    address = to.address(channel)
    tried = Attempt(
        message=message, number=message.attempts + 1, at=at, channel=channel, address=address,
        wording=template.version,
    )  # fmt: skip
    try:
        letter = letter_of(message, template, channel, address, said, ways.around, at)
        tried.reference = rules.reference_kept(ways.carriers[channel].carry(letter))
    except NotCarried as failed:
        tried.error, tried.final = failed.code, isinstance(failed, NeverWorks)
        return _failed(message, tried, said, isinstance(failed, CarrierDown))
    message.channel = channel
    return _settled(message, tried, _S.SENT, ended_at=at)


def _failed(message: Message, tried: Attempt, said: queries.Said, is_down: bool) -> Done:
    """Keep a failed attempt; try again later, by another way after a refusal, or never."""
    message.channel = tried.channel
    again = rules.next_try(tried.number - message.spent, tried.at, said.policy)
    if tried.final:
        again = tried.at  # at once, by the next way, if there is one
    closed = Channel(tried.channel) if is_down else None
    if again is None:
        return _settled(message, tried, _S.DEAD, ended_at=tried.at, closed=closed)
    message.next_at = again
    return _settled(message, tried, _S.FAILED, closed=closed)


@transaction.atomic
def _settled(
    message: Message, tried: Attempt, state: MessageState, *, ended_at: datetime | None = None,
    closed: Channel | None = None,
) -> Done:  # fmt: skip
    tried.save()
    _release(
        message, state=state, ended_at=ended_at, last_error=tried.error, attempts=tried.number,
        channel=message.channel, next_at=message.next_at,
    )  # fmt: skip
    return Done(state, closed)


def _end(message: Message, state: MessageState, error: str, at: datetime) -> Done:
    _release(message, state=state, ended_at=at, last_error=error or message.last_error)
    return Done(state)


def _put_off(message: Message, then: datetime) -> Done:
    _release(message, next_at=then)
    return Done(MessageState(message.state))


def _release(message: Message, **changed: object) -> None:
    """Write what came of it, unless another has taken it over meanwhile."""
    mine = Message.objects.filter(pk=message.pk, taken_at=message.taken_at)
    mine.update(taken_at=None, **changed)
