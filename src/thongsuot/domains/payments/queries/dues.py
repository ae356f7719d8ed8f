"""What a dossier owes, how it was paid, by which receipts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from thongsuot.domains.ledger import rows
from thongsuot.domains.ledger.rows import Question
from thongsuot.domains.payments.models import Assessment, Payment, Receipt, Refund, RefundProposal
from thongsuot.domains.payments.terms import (
    CollectedAt,
    FeeLine,
    FeeUnpaid,
    PaymentState,
    PaymentUnknown,
    Purpose,
    ReceiptUnknown,
)

_OPEN = Question(
    lambda subject: Assessment.objects.filter(
        subject=subject, replaced_at__isnull=True, settled_at__isnull=True
    ).values_list("total_vnd", "collected"),
    subject="subject",
)


@dataclass(frozen=True, slots=True)
class Fees:
    """What is told of a dossier's fees.

    Units:  ``total_vnd`` in whole đồng; ``settled_at`` also where there is nothing to pay.
    """

    lines: tuple[FeeLine, ...]
    total_vnd: int
    full_vnd: int
    collected: CollectedAt
    channel: str
    case: str
    group: str
    copies: int
    assessed_at: datetime
    settled_at: datetime | None
    payments: tuple[Payment, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    refunds: tuple[Refund, ...] = ()
    by_age: bool = False
    """Whether the group was known by the applicant's age, and no desk has seen a proof."""

    @property
    def due_vnd(self) -> int:
        """What is still to be paid."""
        return 0 if self.settled_at else self.total_vnd

    @property
    def last(self) -> Payment | None:
        """The newest try to pay."""
        return self.payments[-1] if self.payments else None


def check_paid(subject: str, act: CollectedAt) -> None:
    """Refuse an act that waits for the fee.  Raises: FeeUnpaid.

    Source:  docs/law/fees.md: the tariff's own row says which act waits.
    """
    due_vnd = due_before(subject, act)
    if due_vnd:
        raise FeeUnpaid("the fee is not paid", due_vnd=due_vnd)


def due_before(subject: str, act: CollectedAt) -> int:
    """Return what an act waits for, in whole đồng; 0 where it waits for no money."""
    found = _OPEN.first(subject=subject)
    waits = found is not None and (found[1] == act.value or act is CollectedAt.RESULT)
    return int(found[0]) if found and waits else 0


def due_of(subject: str) -> int:
    """Return what is to be paid in whole đồng; 0 where nothing is."""
    found = _OPEN.first(subject=subject)
    return int(found[0]) if found else 0


def find_fees_of(subject: str) -> Fees | None:
    """Return what a dossier owes by tariff, with payments and receipts; None without a tariff."""
    owed = Assessment.objects.filter(subject=subject, replaced_at__isnull=True).first()
    if owed is None:
        return None
    lines = owed.fee_lines()
    return Fees(
        lines=lines, total_vnd=owed.total_vnd, full_vnd=sum(line.full_vnd for line in lines),
        collected=CollectedAt(owed.collected), channel=owed.channel, case=owed.case,
        group=owed.group, copies=owed.copies, assessed_at=owed.assessed_at,
        settled_at=owed.settled_at,
        payments=tuple(payments_of(subject, Purpose.FEES)),
        receipts=tuple(receipts_of(subject)),
        refunds=tuple(refunds_of(subject)),
        by_age=bool(owed.group and not owed.proof),
    )  # fmt: skip


def payments_of(subject: str, purpose: Purpose | None = None) -> Sequence[Payment]:
    """Return the tries to pay, oldest first."""
    found = Payment.objects.filter(subject=subject).order_by("id")
    return list(found.filter(purpose=purpose) if purpose else found)


def receipts_of(subject: str) -> list[Receipt]:
    """Return the receipts of a dossier, cancelled ones too, oldest first."""
    return list(Receipt.objects.filter(subject=subject).order_by("id"))


def get_payment(reference: str) -> Payment:
    """Return a payment by its reference.  Raises: PaymentUnknown."""
    found = Payment.objects.filter(reference=reference).first()
    if found is None:
        raise PaymentUnknown("no payment has this reference")
    return found


def waiting_payment(subject: str, purpose: Purpose) -> Payment | None:
    """Return the newest payment that has been begun and not ended."""
    found = Payment.objects.filter(subject=subject, purpose=purpose, state=PaymentState.PENDING)
    return found.order_by("-id").first()


def receipt_by_code(check_code: str) -> Receipt | Refund:
    """Return the receipt or refund slip of this check code, for anybody.

    Raises:  ReceiptUnknown.
    """
    asked = check_code.upper()
    found: Receipt | Refund | None = Receipt.objects.filter(check_code=asked).first()
    found = found or Refund.objects.filter(check_code=asked).first()
    if found is None:
        raise ReceiptUnknown("no receipt has this code")
    return found


def get_receipt(receipt_id: int, subject: str) -> Receipt:
    """Return a receipt of a subject.  Raises: ReceiptUnknown."""
    found = Receipt.objects.filter(pk=receipt_id, subject=subject).select_related("payment").first()
    if found is None:
        raise ReceiptUnknown("no such receipt of this dossier")
    return found


def waiting_refund(subject: str) -> RefundProposal | None:
    """Return the proposal to give money back that waits for its decision."""
    found = RefundProposal.objects.filter(payment__subject=subject, ended_at=None)
    return found.select_related("payment", "proposed_by").order_by("id").first()


def refunds_of(subject: str) -> list[Refund]:
    """Return what was given back of a dossier, oldest first."""
    found = Refund.objects.filter(payment__subject=subject).select_related("payment")
    return list(found.order_by("id"))


def get_refund(refund_id: int, subject: str) -> Refund:
    """Return a refund of a subject.  Raises: ReceiptUnknown."""
    found = next((r for r in refunds_of(subject) if r.pk == refund_id), None)
    if found is None:
        raise ReceiptUnknown("no such slip of this dossier")
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """What may be done about a dossier's money just now.

    Units:  ``due_vnd`` in whole đồng; ``gate`` names the act that waits, a ``CollectedAt``;
            ``refund_asked_by`` is the officer whose proposal to give money back waits;
            ``claimed``: the applicant says that it was sent, and nobody has found it.
    """

    assessed: bool = False
    due_vnd: int = 0
    paid: bool = False
    refundable: bool = False
    refund_asked_by: int | None = None
    receipted: bool = False
    claimed: bool = False
    gate: str = ""

    @property
    def correctable(self) -> bool:
        """Whether what is owed may still be frozen anew."""
        return self.assessed and not self.paid


_STANDING = """
SELECT owed.total_vnd, owed.settled_at IS NOT NULL, coalesce(owed.collected, ''),
  EXISTS (SELECT FROM payments_payment WHERE subject = asked.name
          AND state IN ('paid', 'short', 'surplus') AND received_vnd > 0),
  EXISTS (SELECT FROM payments_receipt WHERE subject = asked.name AND cancelled_at IS NULL),
  (SELECT p.proposed_by_id FROM payments_refundproposal AS p JOIN payments_payment AS m
   ON m.id = p.payment_id WHERE m.subject = asked.name AND p.ended_at IS NULL LIMIT 1),
  EXISTS (SELECT FROM payments_transferclaim WHERE subject = asked.name AND ended_at IS NULL)
FROM (SELECT %s AS name) AS asked LEFT JOIN payments_assessment AS owed
  ON owed.subject = asked.name AND owed.replaced_at IS NULL
"""


def standing_of(subject: str) -> Standing:
    """Return what may be done about a subject's money, in one question."""
    found = rows.first(_STANDING, [subject])
    nothing = (None, False, "", False, False, None, False)
    total, settled, gate, refundable, receipted, asked_by, claimed = found or nothing
    return Standing(
        assessed=total is not None, due_vnd=0 if settled else total or 0,
        paid=bool(settled and total), refundable=refundable, receipted=receipted, gate=gate,
        refund_asked_by=asked_by, claimed=claimed,
    )  # fmt: skip
