"""Opening and ending custody, and what every act on it begins and ends with."""

from datetime import datetime

from thongsuot.domains.custody.models import Custody
from thongsuot.domains.custody.terms import EndReason, NotTheHolder
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.ledger import rows
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor, DetailValue


@bookkeeping("the act that opens it, such as a receipt, writes the entry and names the holder")
def open_custody(
    *, subject: str, by: Actor, at: datetime, step: str, limit_minutes: int | None = None
) -> Custody:
    """Make the officer ``by`` the first holder of ``subject``."""
    opened = Custody(
        subject=subject,
        officer_id=by.acting_officer,
        post_id=by.acting_post,
        step=step,
        limit_minutes=limit_minutes,
        started_at=at,
    )
    rows.add(opened)
    return opened


def held_now(subject: str) -> Custody:
    """Return the open custody, locked.  Raises: NotTheHolder when there is none."""
    held = Custody.objects.select_for_update().filter(subject=subject, ended_at=None).first()
    if held is None:
        raise NotTheHolder("nobody holds the subject: it is not received, or it has ended")
    return held


def end(held: Custody, *, at: datetime, reason: EndReason) -> None:
    """End a span; the database refuses a second end."""
    held.ended_at, held.end_reason = at, reason
    held.save(update_fields=["ended_at", "end_reason"])


def whose_hours(calendar: WorkingCalendar) -> dict[str, DetailValue]:
    """Return what the record says of the office hours that counted; nothing for everybody's."""
    return {"hours_of": calendar.hours_of} if calendar.hours_of else {}
