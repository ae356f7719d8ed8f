"""Money that comes in: begun with the platform, told by it, or taken at the counter."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import successors
from thongsuot.domains.payments.models import (
    Assessment,
    BankLine,
    Message,
    Payment,
    Receipt,
    TransferClaim,
)
from thongsuot.domains.payments.queries.money import noted_transfers
from thongsuot.domains.payments.queries.policies import policy_in_force
from thongsuot.domains.payments.services.receipts import issue
from thongsuot.domains.payments.services.refusing import count_refused
from thongsuot.domains.payments.terms import (
    CollectedAt,
    Confirmation,
    FeeKind,
    FeeLine,
    LineSettled,
    LineState,
    LineTooSmall,
    Means,
    News,
    NothingDue,
    NumberNoted,
    OtherAmount,
    PaymentState,
    Purpose,
    ReceiptMissing,
    Verdict,
)
from thongsuot.domains.payments.wording import obligation_name
from thongsuot.kernel.clock import LOCAL, local_date

_OPEN: Final = {PaymentState.PENDING, PaymentState.FAILED, PaymentState.EXPIRED}
"""States that money may still follow: late is better than lost."""
MOST_ALIKE: Final = 5
"""How often the same words are kept that change nothing."""
BOUNDED: Final = {News.REPEATED, News.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Came:
    """What a message about a payment came to."""

    news: News
    payment: Payment | None = None
    receipts: tuple[Receipt, ...] = ()


@bookkeeping("asking the platform for its page is no act of the law; the money is")
def begin(*, subject: str, purpose: Purpose, agency: str, amount_vnd: int, at: datetime) -> Payment:
    """Return the payment to send the citizen to the platform with.

    One that waits for the same sum is gone on with: whoever comes back pays once.
    Raises:  NothingDue.
    """
    owed = owed_by(subject) if purpose is Purpose.FEES else None
    if purpose is Purpose.FEES and (owed is None or owed.settled_at):
        raise NothingDue("nothing waits to be paid")
    amount = owed.total_vnd if owed else amount_vnd
    pay_within = policy_in_force(local_date(at)).pay_within
    waiting = Payment.objects.filter(
        subject=subject, purpose=purpose, state=PaymentState.PENDING, amount_vnd=amount,
        expires_at__gt=at, assessment=owed,
    ).first()  # fmt: skip
    return waiting or Payment.objects.create(
        reference=new_reference(at), subject=subject, purpose=purpose, assessment=owed,
        agency=agency, means=Means.PLATFORM, amount_vnd=amount, state=PaymentState.PENDING,
        created_at=at, expires_at=at + pay_within,
    )  # fmt: skip


@bookkeeping("the dossier's act is the one entry, and names the receipts")
def collect(
    *, subject: str, means: Means, amount_vnd: int, proof: str, pays_several: bool = False,
    by: Actor, at: datetime,
) -> tuple[Payment, list[Receipt]]:  # fmt: skip
    """Take what is due at the counter, or note the bank's transfer; a receipt is numbered at once.

    ``proof`` is the number of the bank's transaction; cash has the receipt alone. A statement that
    has shown the number before knows it then as this money. Where the number stands for another
    dossier and no statement has told yet how much it was, somebody has to say that it
    ``pays_several``.
    Raises:  NothingDue: no tariff, exempt, or paid; OtherAmount; ReceiptMissing; LineSettled: by
             this number the bank told of other money; LineTooSmall; NumberNoted.
    Source:  Law 97/2015/QH13, as docs/law/fees.md reads it.
    """
    owed = owed_by(subject)
    if owed is None or owed.settled_at:
        raise NothingDue("no tariff asks for it, or it is paid")
    if amount_vnd != owed.total_vnd:
        raise OtherAmount("not what the tariff asks for", due_vnd=owed.total_vnd)
    if means is not Means.CASH and not proof.strip():
        raise ReceiptMissing("a transfer is known by the bank's number")
    told = _told(proof.strip(), amount_vnd, by, at) if means == Means.TRANSFER else _NOT_TOLD
    if told.line is None and told.noted_vnd and not pays_several:
        raise NumberNoted("the number stands for another dossier", noted_vnd=told.noted_vnd)
    payment = Payment.objects.create(
        reference=new_reference(at), subject=subject, purpose=Purpose.FEES, assessment=owed,
        agency=by.agency, means=means, amount_vnd=amount_vnd, state=PaymentState.PENDING,
        transaction=proof.strip(), created_at=at,
    )  # fmt: skip
    receipts = settle(payment, owed, by, at)
    line = told.line
    if line is not None and line.amount_vnd == told.noted_vnd + amount_vnd:
        line.state, line.payment = LineState.TAKEN, payment
        line.ended_at, line.ended_by_id = at, by.officer_id
        line.save(update_fields=["state", "payment", "ended_at", "ended_by"])
    return payment, receipts


@dataclass(frozen=True, slots=True)
class _Told:
    """The line by which a statement told of a number, and what desks noted under it before."""

    line: BankLine | None
    noted_vnd: int


_NOT_TOLD: Final = _Told(None, 0)


def _told(number: str, amount_vnd: int, by: Actor, at: datetime) -> _Told:
    """Return what is known of a number, held until the end: two desks are not told the same.

    Raises:  LineSettled; LineTooSmall where the bank's line does not cover this sum as well.
    """
    locks.hold(f"bank-number:{number.upper()}")
    codes = successors.codes_left_to(by.agency, local_date(at))
    line = _line_of(number, codes)
    noted = sum(one.received_vnd or 0 for one in noted_transfers(codes, [number]))
    if line is not None and line.amount_vnd < noted + amount_vnd:
        raise LineTooSmall(
            "the bank's line is less than this", told_vnd=line.amount_vnd, noted_vnd=noted
        )
    return _Told(line, noted)


def _line_of(number: str, codes: Collection[str]) -> BankLine | None:
    """Return the open line of a number, locked.  Raises: LineSettled."""
    told = BankLine.objects.select_for_update().filter(
        agency__in=codes, number__in=[number, number.upper()]
    )
    line = told.first()
    if line is not None and line.state != LineState.OPEN:
        raise LineSettled("the bank's number is known as other money")
    return line


@bookkeeping("the dossier's act is the one entry; what changes nothing is noted here alone")
def confirm(*, said: Confirmation, source: str, digest: str, is_owed: bool, at: datetime) -> Came:
    """Take in what the platform says of a payment; said again, it changes nothing.

    ``is_owed`` says whether the dossier still wants the money: after its end it goes back, as
    does what was paid twice. Another sum than was asked is kept apart and settles nothing.
    """
    payment = Payment.objects.select_for_update().filter(reference=said.reference).first()
    came = _came(payment, said, is_owed, at) if payment else Came(News.UNKNOWN)
    note(said.reference if payment else "", source, came.news, said.amount_vnd, digest, at)
    return came


@bookkeeping("what was said to us; nothing happened by it")
def note(
    reference: str, source: str, news: News, amount_vnd: int | None, digest: str, at: datetime
) -> None:
    """Keep that something was said of a payment, and what it came to.

    What nobody can vouch for, and the same words over and over, are counted, not kept.
    """
    if news is News.FORGED or (news in BOUNDED and _said_often(digest)):
        count_refused(source=source, news=news, digest=digest, at=at)
        return
    Message.objects.create(
        reference=reference[:24], source=source, news=news, amount_vnd=amount_vnd, digest=digest,
        at=at,
    )  # fmt: skip


def _said_often(digest: str) -> bool:
    return Message.objects.filter(digest=digest)[:MOST_ALIKE].count() >= MOST_ALIKE


def _came(payment: Payment, said: Confirmation, is_owed: bool, at: datetime) -> Came:
    if said.verdict is Verdict.UNCLEAR:
        return Came(News.REPEATED, payment)  # asked again, and on the day's list until it is clear
    if said.verdict in {Verdict.WAITING, Verdict.UNKNOWN}:
        return _waited_long_enough(payment, at)
    if payment.state not in _OPEN:
        return _again(payment, said, at)
    if said.verdict is Verdict.FAILED:
        return _failed(payment, said, at)
    payment.transaction, payment.bank = said.transaction[:60], said.bank[:40]
    payment.received_vnd = said.amount_vnd or 0
    if payment.received_vnd != payment.amount_vnd:
        return _ended(payment, PaymentState.SHORT, News.MISMATCHED, at)
    owed = owed_by(payment.subject) if payment.purpose == Purpose.FEES else None
    is_this = payment.purpose == Purpose.OBLIGATION or (
        owed is not None and owed.pk == payment.assessment_id and owed.settled_at is None
    )
    if not (is_owed and is_this):
        return _ended(payment, PaymentState.SURPLUS, News.MISMATCHED, at)
    receipts = settle(payment, owed, Actor.system(), at)
    return Came(News.SETTLED, payment, tuple(receipts))


def _again(payment: Payment, said: Confirmation, at: datetime) -> Came:
    """Say again changes nothing; another transaction for the same reference is money too much.

    Another sum of the same transaction is noted for the day's closing; what was done stays.
    """
    if said.verdict is not Verdict.PAID or payment.means != Means.PLATFORM:
        return Came(News.REPEATED, payment)
    named = said.transaction[:60]
    if named and not payment.transaction:  # settled by a QUERY, which need not name it
        payment.transaction, payment.bank = named, said.bank[:40]
        payment.save(update_fields=["transaction", "bank"])
    if not named or named == payment.transaction:
        differs = said.amount_vnd not in {None, payment.received_vnd}
        return Came(News.MISMATCHED) if differs else Came(News.REPEATED, payment)
    extras = Payment.objects.filter(reference__startswith=f"{payment.reference}-")
    if extras.filter(transaction=named).exists():
        return Came(News.REPEATED, payment)
    extra = Payment.objects.create(
        reference=f"{payment.reference}-{extras.count() + 2}",
        subject=payment.subject, purpose=payment.purpose,
        assessment=payment.assessment, agency=payment.agency, means=payment.means,
        amount_vnd=payment.amount_vnd, received_vnd=said.amount_vnd or payment.amount_vnd,
        state=PaymentState.SURPLUS, transaction=said.transaction[:60], bank=said.bank[:40],
        created_at=at, ended_at=at,
    )  # fmt: skip
    return Came(News.MISMATCHED, extra)


def _failed(payment: Payment, said: Confirmation, at: datetime) -> Came:
    if payment.state == PaymentState.FAILED:
        return Came(News.REPEATED, payment)
    payment.transaction = said.transaction[:60]
    return _ended(payment, PaymentState.FAILED, News.FAILED, at)


def _waited_long_enough(payment: Payment, at: datetime) -> Came:
    if payment.state == PaymentState.PENDING and payment.expires_at and payment.expires_at <= at:
        return _ended(payment, PaymentState.EXPIRED, News.FAILED, at)
    return Came(News.REPEATED, payment)


def _ended(payment: Payment, state: PaymentState, news: News, at: datetime) -> Came:
    payment.state, payment.ended_at = state, at
    payment.save()
    return Came(news, payment)


def settle(payment: Payment, owed: Assessment | None, by: Actor, at: datetime) -> list[Receipt]:
    """Mark the money as come, number its receipts, and what was owed as settled.

    What the applicant said of it before is found to be so.
    """
    lines = owed.fee_lines() if owed else (_obligation_line(payment),)
    receipts = issue(payment, lines, by=by, at=at)
    payment.state, payment.received_vnd, payment.ended_at = (
        PaymentState.PAID, payment.amount_vnd, at,
    )  # fmt: skip
    payment.save()
    if owed:
        owed.settled_at = at
        owed.save(update_fields=["settled_at"])
    end_claim(payment.subject, by=by, at=at)
    return receipts


@bookkeeping("the act that takes the money is the one entry")
def end_claim(subject: str, *, by: Actor, at: datetime) -> None:
    """End the applicant's word that a transfer was made: the money was found."""
    waiting = TransferClaim.objects.filter(subject=subject, ended_at=None)
    waiting.update(found=True, ended_at=at, ended_by_id=by.officer_id)


def _obligation_line(payment: Payment) -> FeeLine:
    return FeeLine(
        item="nghia-vu", name=obligation_name(), kind=FeeKind.FEE, quantity=1,
        each_vnd=payment.amount_vnd, full_vnd=payment.amount_vnd, amount_vnd=payment.amount_vnd,
        collected=CollectedAt.RECEIPT, legal_basis="",
    )  # fmt: skip


def owed_by(subject: str) -> Assessment | None:
    """Return what is owed by tariff, locked until the transaction ends."""
    rows = Assessment.objects.select_for_update().filter(subject=subject, replaced_at=None)
    return rows.first()


def new_reference(at: datetime) -> str:
    """Return a reference that no two payments share: the second in 24 hours, then chance."""
    moment = at.astimezone(LOCAL)
    return f"TS{moment:%y%m%d%H%M%S}{secrets.token_hex(3).upper()}"
