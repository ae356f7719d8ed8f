"""Reading messages: texts and settings in force, what waits, what became of each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status

from thongsuot.domains.exchange import rules
from thongsuot.domains.exchange.models import Attempt, Contact, DeliveryReport, Message, Wording
from thongsuot.domains.exchange.terms import (
    TAKE_STATEMENT,
    WAITING,
    Audience,
    Channel,
    MessageState,
    MessageUnknown,
    Recipient,
    SendingPolicy,
    Template,
    Wordings,
    to_new_address,
)

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class Said:
    """The texts of a day: every occasion, where they point, how they are sent."""

    templates: dict[str, Template]
    links: dict[Audience, str]
    policy: SendingPolicy


@dataclass(frozen=True, slots=True)
class Told:
    """One message as pages show it; its address masked."""

    id: str
    subject: str
    recipient: str
    template: str
    state: MessageState
    created_at: datetime
    next_at: datetime
    ended_at: datetime | None
    attempts: int
    channel: Channel | None
    shown_address: str
    error: str
    delivered_at: datetime | None = None
    """When the carrier said that it arrived; none where it says nothing."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much waits to be sent, since when, and how much waits for a person."""

    due: int
    oldest_due_at: datetime | None
    waiting: int
    dead: int


def said_on(on: date) -> Said:
    """Return texts and settings in force on a day."""
    digests = Wording.objects.order_by("valid_from", "pk").values_list("digest", flat=True)
    return _said(on, tuple(digests))


def published() -> list[Wordings]:
    """Return every published document, oldest first."""
    rows = Wording.objects.order_by("valid_from", "pk").values_list("document", flat=True)
    return [rules.parse_wordings(document) for document in rows]


@lru_cache(maxsize=8)
def _said(on: date, _digests: tuple[str, ...]) -> Said:
    """Return what is in force; the digests keep apart what was published when."""
    documents = published()
    return Said(
        rules.in_force(on, documents), rules.links_of(on, documents), rules.policy_of(on, documents)
    )


def wordings_of(code: str) -> list[tuple[date, Template]]:
    """Return every published text of an occasion with its first day, the newest first."""
    found = [
        (document.valid_from, template)
        for document in published() for template in document.templates if template.code == code
    ]  # fmt: skip
    return found[::-1]


def recipient_of(to: str, on_file: Recipient | None = None) -> Recipient:
    """Return where and how somebody is reached: as they wished, else as is on file."""
    kept = Contact.objects.filter(recipient=to).first()
    if kept is None:
        return on_file or Recipient()
    return Recipient(
        email=kept.email,
        phone=kept.phone,
        first=Channel(kept.channel) if kept.channel else None,
        only_needed=kept.only_needed,
    )


def address_waiting(to: str) -> str:
    """Return the address that a recipient gave and has not proven; empty for none."""
    waiting = Contact.objects.filter(recipient=to_new_address(to)).first()
    return str(waiting.email) if waiting else ""


def told_about(subject: str, *, to: str = "") -> list[Told]:
    """Return what was told about a subject, newest first; ``to`` one recipient alone."""
    rows = Message.objects.filter(subject=subject)
    return _told(rows.filter(recipient=to) if to else rows, "-created_at", "-id")


def told_of(subjects: Collection[str], templates: Collection[str]) -> set[tuple[str, str, str]]:
    """Return subject, recipient and cause of what was told of some subjects with some texts."""
    rows = Message.objects.filter(subject__in=set(subjects), template__in=set(templates))
    return set(rows.values_list("subject", "recipient", "cause"))


def get_message(number: UUID) -> Told:
    """Return one message.  Raises: MessageUnknown."""
    found = _told(Message.objects.filter(pk=number), "id")
    if not found:
        raise MessageUnknown("there is no such message")
    return found[0]


def dead_letters(*, before: tuple[datetime, str] | None = None) -> list[Told]:
    """Return one page of what could not be delivered, newest first, by the place ``before``."""
    return _page_of(Message.objects.filter(state=MessageState.DEAD), before)


def unaddressed(since: datetime, *, before: tuple[datetime, str] | None = None) -> list[Told]:
    """Return one page of what had nowhere to go since then, newest first."""
    rows = Message.objects.filter(state=MessageState.UNADDRESSED, ended_at__gte=since)
    return _page_of(rows, before)


def _page_of(rows: QuerySet[Message], before: tuple[datetime, str] | None) -> list[Told]:
    if before is not None:
        ended_at, after = before
        rows = rows.filter(Q(ended_at__lt=ended_at) | Q(ended_at=ended_at, id__lt=after))
    return _told(rows, "-ended_at", "-id", most=PAGE_ROWS)


def first_due(until: datetime) -> datetime | None:
    """Return since when the message that has waited longest is due, of those due by then."""
    due = Message.objects.filter(state__in=WAITING, taken_at=None, next_at__lte=until)
    return due.order_by("next_at").values_list("next_at", flat=True).first()


def backlog(at: datetime) -> Backlog:
    """Return what waits at an instant, in one query."""
    waiting = Q(state__in=WAITING)
    due = waiting & Q(next_at__lte=at)
    found = Message.objects.filter(waiting | Q(state=MessageState.DEAD)).aggregate(
        due=Count("id", filter=due),
        oldest=Min("next_at", filter=due),
        waiting=Count("id", filter=waiting),
        dead=Count("id", filter=Q(state=MessageState.DEAD)),
    )
    return Backlog(found["due"], found["oldest"], found["waiting"], found["dead"])


def unaddressed_since(then: datetime) -> int:
    """Return how many messages ended since an instant because they had nowhere to go."""
    return Message.objects.filter(state=MessageState.UNADDRESSED, ended_at__gte=then).count()


def statement_is_asked_for(run_id: int) -> bool:
    """Return whether a job to take in the lines of a run waits or is under way."""
    jobs = ProcrastinateJob.objects.filter(task_name=TAKE_STATEMENT, args={"run_id": run_id})
    return jobs.filter(status__in=[Status.TODO.value, Status.DOING.value]).exists()


def _told(rows: QuerySet[Message], *order: str, most: int | None = None) -> list[Told]:
    """Return messages with the address of their last attempt, in one query."""
    last = Attempt.objects.filter(message=OuterRef("pk")).order_by("-number").values("address")
    came = DeliveryReport.objects.filter(attempt__message=OuterRef("pk"), delivered=True)
    messages = rows.annotate(
        last_address=Subquery(last[:1]),
        delivered_at=Subquery(came.order_by("-at").values("at")[:1]),
    ).order_by(*order)[:most]
    return [_as_told(message) for message in messages]


def _as_told(message: Any) -> Told:
    return Told(
        id=str(message.pk),
        subject=message.subject,
        recipient=message.recipient,
        template=message.template,
        state=MessageState(message.state),
        created_at=message.created_at,
        next_at=message.next_at,
        ended_at=message.ended_at,
        attempts=message.attempts,
        channel=Channel(message.channel) if message.channel else None,
        shown_address=rules.shown_address(message.last_address or ""),
        error=message.last_error,
        delivered_at=message.delivered_at,
    )
