"""Lines of bank statements: kept once, taken as money of a dossier, or explained by a person."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.services import bookkeeping, record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import successors
from thongsuot.domains.payments import policy
from thongsuot.domains.payments.models import Assessment, BankLine, Payment, Statement
from thongsuot.domains.payments.services.paying import Came, new_reference, owed_by, settle
from thongsuot.domains.payments.terms import (
    LineNotOfDossier,
    LineSettled,
    LineState,
    Means,
    News,
    PaymentState,
    Purpose,
    StatementRead,
)
from thongsuot.kernel.clock import local_date


def till_of(agency: str) -> str:
    """Return under which name the record knows the money of a desk."""
    return f"till:{agency}"


@transaction.atomic
def keep_statement(
    *, agency: str, digest: str, read: StatementRead, by: Actor, at: datetime
) -> tuple[list[BankLine], tuple[str, ...]]:
    """Keep the lines of a file; return those that wait, of before too, and what was there.

    A number of the bank that the desk knows is not kept again, whatever the file says of it.
    What was noted at the desk by the same number and sum is known as that money.
    Raises:  PaymentsNotYours.
    """
    policy.check_may_take_in(by, agency, local_date(at))
    kept, is_new = Statement.objects.get_or_create(
        agency=agency, digest=digest,
        defaults={"lines": len(read.lines), "imported_at": at,
                  "imported_by_id": by.officer_id},
    )  # fmt: skip
    numbers = [line.number for line in read.lines]
    own = BankLine.objects.filter(agency=agency, number__in=numbers)
    known = set(own.values_list("number", flat=True))
    repeated, fresh = [], {}
    for line in read.lines:
        if line.number in known or line.number in fresh:
            repeated.append(line.number)
        else:
            fresh[line.number] = line
    BankLine.objects.bulk_create(
        BankLine(statement=kept, agency=agency, number=line.number, booked_on=line.booked_on,
                 amount_vnd=line.amount_vnd, words=line.words)
        for line in fresh.values()
    )  # fmt: skip
    _know_what_was_noted(agency, list(fresh), by, at)
    if is_new:
        record(
            subject=till_of(agency), act="statement_imported", by=by, at=at,
            detail={"file_sha256": digest, "lines": len(read.lines), "repeated": len(repeated),
                    "unreadable": len(read.faults)},
        )  # fmt: skip
    waiting = BankLine.objects.filter(agency=agency, number__in=numbers, state=LineState.OPEN)
    return list(waiting.order_by("id")), tuple(repeated)


def _know_what_was_noted(agency: str, numbers: Sequence[str], by: Actor, at: datetime) -> None:
    codes = successors.codes_left_to(agency, local_date(at))
    noted = Payment.objects.filter(
        agency__in=codes, means=Means.TRANSFER, transaction__in=numbers, bank_line=None,
        state__in=[PaymentState.PAID, PaymentState.REFUNDED],
    )  # fmt: skip
    for payment in noted:
        BankLine.objects.filter(
            agency=agency, number=payment.transaction, amount_vnd=payment.received_vnd,
            state=LineState.OPEN,
        ).update(
            state=LineState.TAKEN, payment=payment, ended_at=at, ended_by_id=by.officer_id
        )  # fmt: skip


@bookkeeping("the dossier's act is the one entry, and names the receipts")
def take_line(
    *, line_id: int, agency: str, subject: str, notice_vnd: int, has_ended: bool, by: Actor,
    at: datetime,
) -> Came:  # fmt: skip
    """Take a line as the money of a dossier: its notice or its fee, paid to the đồng.

    Another sum is kept apart and settles nothing; so does money for what is paid or ended.
    Raises:  LineSettled; LineNotOfDossier where neither a tariff nor a notice asks for money.
    """
    line = _open_line(line_id, agency)
    owed = owed_by(subject)
    for_notice = bool(notice_vnd) and not (owed and _is_fee(line, owed.total_vnd))
    if not for_notice and owed is None:
        raise LineNotOfDossier("nothing asks for money here")
    due = notice_vnd if for_notice else 0 if owed is None or owed.settled_at else owed.total_vnd
    due = 0 if has_ended else due
    payment = Payment(
        reference=new_reference(at), subject=subject,
        purpose=Purpose.OBLIGATION if for_notice else Purpose.FEES,
        assessment=None if for_notice else owed, agency=agency, means=Means.TRANSFER,
        amount_vnd=due or line.amount_vnd, state=PaymentState.PENDING,
        transaction=line.number, created_at=at,
    )  # fmt: skip
    payment.save()
    came = _came(payment, None if for_notice else owed, due, by, at, line.amount_vnd)
    line.state = LineState.TAKEN if came.news is News.SETTLED else LineState.MISMATCHED
    line.payment, line.ended_at, line.ended_by_id = payment, at, by.officer_id
    line.save(update_fields=["state", "payment", "ended_at", "ended_by"])
    return came


def _is_fee(line: BankLine, total_vnd: int) -> bool:
    return line.amount_vnd == total_vnd


def _came(
    payment: Payment, owed: Assessment | None, due_vnd: int, by: Actor, at: datetime, came_vnd: int
) -> Came:
    if due_vnd and came_vnd == due_vnd:
        return Came(News.SETTLED, payment, tuple(settle(payment, owed, by, at)))
    payment.state = PaymentState.SHORT if due_vnd else PaymentState.SURPLUS
    payment.received_vnd, payment.ended_at = came_vnd, at
    payment.save(update_fields=["state", "received_vnd", "ended_at"])
    return Came(News.MISMATCHED, payment)


@transaction.atomic
def explain_line(*, line_id: int, why: str, by: Actor, at: datetime) -> BankLine:
    """Say of a line that is for no dossier what it was; it leaves the list for good.

    Raises:  PaymentsNotYours; LineSettled.
    """
    policy.check_may_take_in(by, by.agency, local_date(at))
    line = _open_line(line_id, by.agency)
    line.state, line.why = LineState.EXPLAINED, why
    line.ended_at, line.ended_by_id = at, by.acting_officer
    line.save(update_fields=["state", "why", "ended_at", "ended_by"])
    record(
        subject=till_of(line.agency), act="bank_line_explained", by=by, at=at,
        detail={"line": line.pk, "amount_vnd": line.amount_vnd,
                "why": commitment(line.why, line.salt)},
    )  # fmt: skip
    return line


def _open_line(line_id: int, agency: str) -> BankLine:
    rows = BankLine.objects.select_for_update().filter(pk=line_id, agency=agency)
    found = rows.filter(state=LineState.OPEN).first()
    if found is None:
        raise LineSettled("no such line waits at this desk")
    return found
