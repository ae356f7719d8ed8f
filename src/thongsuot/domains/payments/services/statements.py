"""Lines of bank statements: kept once, taken as money of a dossier, or explained by a person."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.services import bookkeeping, record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import successors
from thongsuot.domains.payments import policy
from thongsuot.domains.payments.models import Assessment, BankLine, Payment, Statement
from thongsuot.domains.payments.queries.money import noted_transfers
from thongsuot.domains.payments.queries.policies import policy_in_force
from thongsuot.domains.payments.rules import noted_before
from thongsuot.domains.payments.services.paying import Came, new_reference, owed_by, settle
from thongsuot.domains.payments.terms import (
    LineFault,
    LineNotOfDossier,
    LineSettled,
    LineState,
    Means,
    MetByHand,
    News,
    PaymentState,
    Purpose,
    StatementLine,
    StatementRead,
)
from thongsuot.kernel.clock import local_date

INSERTED_AT_ONCE: Final = 2000
"""One statement to the database takes 65,535 values at most."""


def till_of(agency: str) -> str:
    """Return under which name the record knows the money of a desk."""
    return f"till:{agency}"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file whose lines are kept: what was there before, what says something else of it."""

    statement: Statement
    repeated: tuple[str, ...]
    differing: tuple[LineFault, ...]


@transaction.atomic
def keep_statement(
    *, agency: str, digest: str, read: StatementRead, by: Actor, at: datetime,
    by_command: bool = False,
) -> Kept:  # fmt: skip
    """Keep the lines of a file; return what was there before, and what differs from it.

    A number of the bank that the desk knows is not kept again; with another day or sum it is a
    fault for a person to look at. ``by_command`` is told by the record: somebody at the machine
    ran it in the officer's name. What was noted at the desk by the same number and sum is known
    as that money.
    Raises:  PaymentsNotYours.
    """
    policy.check_may_take_in(by, agency, local_date(at))
    locks.hold(f"bank-statement:{agency}")
    kept, is_new = Statement.objects.get_or_create(
        agency=agency, digest=digest,
        defaults={"lines": len(read.lines), "imported_at": at,
                  "imported_by_id": by.officer_id},
    )  # fmt: skip
    numbers = [line.number for line in read.lines]
    codes = successors.codes_left_to(agency, local_date(at))
    own = BankLine.objects.filter(agency__in=codes, number__in=numbers)
    told = own.values_list("number", "booked_on", "amount_vnd")
    before = {number: (day, amount_vnd) for number, day, amount_vnd in told}
    fresh, repeated, differing = _sorted_out(read.lines, before)
    rows = (
        BankLine(statement=kept, agency=agency, number=line.number, booked_on=line.booked_on,
                 amount_vnd=line.amount_vnd, words=line.words)
        for line in fresh
    )  # fmt: skip
    BankLine.objects.bulk_create(rows, batch_size=INSERTED_AT_ONCE)
    _know_what_was_noted(codes, numbers, by, at)
    if is_new:
        record(
            subject=till_of(agency), act="statement_imported", by=by, at=at,
            detail={"file_sha256": digest, "lines": len(read.lines), "repeated": len(repeated),
                    "unreadable": len(read.faults) + len(differing),
                    **({"by_command": True} if by_command else {})},
        )  # fmt: skip
    return Kept(kept, tuple(repeated), tuple(differing))


def _sorted_out(
    lines: Iterable[StatementLine], before: Mapping[str, tuple[date, int]]
) -> tuple[list[StatementLine], list[str], list[LineFault]]:
    """Return what is new, numbers that were there, and those of which something else is said."""
    known = dict(before)
    fresh, repeated, differing = [], [], []
    for line in lines:
        told = line.booked_on, line.amount_vnd
        if line.number not in known:
            known[line.number] = told
            fresh.append(line)
        elif known[line.number] == told:
            repeated.append(line.number)
        else:
            differing.append(LineFault(line.row, "known"))
    return fresh, repeated, differing


def _know_what_was_noted(
    codes: Collection[str], numbers: Iterable[str], by: Actor, at: datetime
) -> None:
    """Take the lines that are, to the đồng, all that was noted by their numbers.

    Of a line that is less or more, nobody can say whose money it is: it stays open for a person.
    """
    noted: defaultdict[str, list[Payment]] = defaultdict(list)
    for payment in noted_transfers(codes, numbers):
        noted[payment.transaction.upper()].append(payment)
    for number, payments in noted.items():
        BankLine.objects.filter(
            agency__in=codes, number__in={number, *(p.transaction for p in payments)},
            amount_vnd=sum(p.received_vnd or 0 for p in payments), state=LineState.OPEN,
        ).update(
            state=LineState.TAKEN, payment=payments[0], ended_at=at, ended_by_id=by.officer_id
        )  # fmt: skip


@bookkeeping("the dossier's act is the one entry, and names the receipts")
def take_line(
    *, line_id: int, agency: str, subject: str, notice_vnd: int, met: Sequence[MetByHand] = (),
    has_ended: bool, by: Actor, at: datetime,
) -> Came:  # fmt: skip
    """Take a line as the money of a dossier: its notice or its fee, paid to the đồng.

    Another sum is kept apart and settles nothing; so does money for what is paid or ended. What
    a person confirmed before by hand (``met``) is known by it, and is no more money.
    Raises:  LineSettled, also where the desk noted the number by hand before; LineNotOfDossier
             where neither a tariff nor a notice asks for money.
    """
    codes = successors.codes_left_to(agency, local_date(at))
    line = _open_line(line_id, codes)
    if noted_transfers(codes, [line.number]).exists():
        raise LineSettled("the desk noted this number by hand")
    owed = owed_by(subject)
    if not _is_asked_for(line.amount_vnd, notice_vnd, owed):
        same = _met_before(line, met, at)
        if same is not None:
            return _know_by_notice(line, same, by, at)
    for_notice = _is_for_notice(line.amount_vnd, notice_vnd, owed)
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


def _is_asked_for(came_vnd: int, notice_vnd: int, owed: Assessment | None) -> bool:
    """Return whether something that waits asks for just this sum."""
    fee_vnd = 0 if owed is None or owed.settled_at else owed.total_vnd
    return came_vnd in {notice_vnd, fee_vnd}


def _met_before(line: BankLine, met: Sequence[MetByHand], at: datetime) -> MetByHand | None:
    """Return the notice that this line is the money of; each is known by one line alone."""
    taken = BankLine.objects.filter(notice__in=[one.notice for one in met])
    known = set(taken.values_list("notice", flat=True))
    within = policy_in_force(local_date(at)).notice_met_days
    free = [one for one in met if one.notice not in known]
    return noted_before(line.number, line.amount_vnd, line.booked_on, free, within)


def _know_by_notice(line: BankLine, same: MetByHand, by: Actor, at: datetime) -> Came:
    line.state, line.notice = LineState.KNOWN, same.notice
    line.ended_at, line.ended_by_id = at, by.officer_id
    line.save(update_fields=["state", "notice", "ended_at", "ended_by"])
    record(
        subject=till_of(line.agency), act="bank_line_known", by=by, at=at,
        detail={"line": line.pk, "amount_vnd": line.amount_vnd, "notice": same.notice},
    )  # fmt: skip
    return Came(News.REPEATED)


def _is_for_notice(came_vnd: int, notice_vnd: int, owed: Assessment | None) -> bool:
    """Return whether money is for an open notice: its own sum, or no fee that waits."""
    is_fee = owed is not None and not owed.settled_at and came_vnd == owed.total_vnd
    return bool(notice_vnd) and (came_vnd == notice_vnd or not is_fee)


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
    line = _open_line(line_id, successors.codes_left_to(by.agency, local_date(at)))
    line.state, line.why = LineState.EXPLAINED, why
    line.ended_at, line.ended_by_id = at, by.acting_officer
    line.save(update_fields=["state", "why", "ended_at", "ended_by"])
    record(
        subject=till_of(line.agency), act="bank_line_explained", by=by, at=at,
        detail={"line": line.pk, "amount_vnd": line.amount_vnd,
                "why": commitment(line.why, line.salt)},
    )  # fmt: skip
    return line


def _open_line(line_id: int, codes: Collection[str]) -> BankLine:
    rows = BankLine.objects.select_for_update().filter(pk=line_id, agency__in=codes)
    found = rows.filter(state=LineState.OPEN).first()
    if found is None:
        raise LineSettled("no such line waits at this desk")
    return found
