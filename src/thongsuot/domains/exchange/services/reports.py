"""What carriers report of letters they took: delivered, or not, and then the next way."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from thongsuot.domains.exchange import queries, rules
from thongsuot.domains.exchange.models import Attempt, DeliveryReport, Message
from thongsuot.domains.exchange.terms import MessageState, Report, ReportFate
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.kernel.clock import local_date

NOT_DELIVERED: Final = "not-delivered"


@bookkeeping("delivering is no act; the report is a row beside its attempt")
@transaction.atomic
def take_report(*, report: Report, at: datetime) -> ReportFate:
    """Keep what a carrier says of a letter; one that was not delivered goes the next way.

    Whoever calls has made sure who speaks. Said twice, the first stands. What is told of a
    message that a person has sent again or given up, or that is too old, is kept and changes
    nothing else.
    """
    message = Message.objects.select_for_update().filter(pk=report.message).first()
    attempt = _attempt(message, report) if message else None
    if message is None or attempt is None:
        return ReportFate.UNKNOWN
    kept, is_new = DeliveryReport.objects.get_or_create(
        attempt=attempt,
        defaults={"at": at, "delivered": report.delivered, "fault": report.fault[:40]},
    )
    if not is_new:
        return ReportFate.REPEATED
    if not _still_counts(message, attempt, at):
        return ReportFate.LATE
    if not kept.delivered:
        _go_on(message, attempt, at)
    return ReportFate.TAKEN


def _attempt(message: Message, report: Report) -> Attempt | None:
    """Return the newest attempt that this carrier took under this name, if any bears it."""
    name = rules.reference_kept(report.reference)
    taken = message.tried.filter(channel=report.channel, reference=name)
    return taken.exclude(reference="").order_by("-number").first()


def _still_counts(message: Message, attempt: Attempt, at: datetime) -> bool:
    """Whether the message ended with this attempt, and a letter of its age may still go."""
    policy = queries.said_on(local_date(at)).policy
    is_last = message.state == MessageState.SENT and message.attempts == attempt.number
    return is_last and at - attempt.at <= timedelta(hours=policy.too_old_hours)


def _go_on(message: Message, attempt: Attempt, at: datetime) -> None:
    """Have the message sent by another way; without one it is a dead letter for a person."""
    attempt.error, attempt.final = NOT_DELIVERED, True
    attempt.save(update_fields=["error", "final"])
    message.state, message.ended_at = MessageState.FAILED, None
    message.last_error, message.next_at = NOT_DELIVERED, max(at, message.next_at)
    message.save(update_fields=["state", "ended_at", "last_error", "next_at"])
