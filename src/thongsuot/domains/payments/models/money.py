"""What dossiers owe, what came in, the receipts for it, and what was given back."""

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q

from thongsuot.domains.ledger.fields import SaltField, SubjectField
from thongsuot.domains.payments.models.tariffs import choices
from thongsuot.domains.payments.terms import (
    CollectedAt,
    FeeKind,
    FeeLine,
    Means,
    News,
    PaymentState,
    Purpose,
    Verdict,
)
from thongsuot.domains.people.fields import SealedTextField


class Assessment(models.Model):
    """What a dossier owes by the tariff of its day: frozen, and replaced as a whole."""

    subject = SubjectField()
    agency = models.CharField(max_length=40, help_text="code of the desk that collects")
    channel = models.CharField(max_length=10)
    case = models.CharField(max_length=40, blank=True)
    group = models.CharField(max_length=20, blank=True)
    copies = models.PositiveIntegerField(default=0)
    lines = models.JSONField(help_text="list of FeeLine")
    total_vnd = models.PositiveBigIntegerField(help_text="whole đồng")
    collected = models.CharField(max_length=10, choices=choices(CollectedAt))
    salt = SaltField()
    proof = SealedTextField(default="", help_text="what the desk saw of the group or case")
    assessed_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True, help_text="paid, or nothing to pay")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="assessment_one_in_force",
                fields=["subject"],
                condition=Q(replaced_at__isnull=True),
            ),
            models.CheckConstraint(
                name="assessment_of_nothing_is_settled",
                condition=Q(total_vnd__gt=0) | Q(settled_at__isnull=False),
            ),
        ]

    def fee_lines(self) -> tuple[FeeLine, ...]:
        """Return its lines."""
        return tuple(FeeLine.from_json(line) for line in self.lines)


class Payment(models.Model):
    """One try to pay, by its reference; what came of it is written once."""

    reference = models.CharField(max_length=24, unique=True, help_text="MaThamChieu")
    subject = SubjectField()
    purpose = models.CharField(max_length=12, choices=choices(Purpose))
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, null=True, related_name="payments", help_text="for fees"
    )
    agency = models.CharField(max_length=40, help_text="code of the desk that collects")
    means = models.CharField(max_length=10, choices=choices(Means))
    amount_vnd = models.PositiveBigIntegerField(help_text="what was asked, whole đồng")
    received_vnd = models.PositiveBigIntegerField(default=0, help_text="what came, whole đồng")
    state = models.CharField(max_length=10, choices=choices(PaymentState))
    address = models.CharField(max_length=500, blank=True, help_text="UrlThanhToan")
    transaction = models.CharField(max_length=60, blank=True, help_text="MaGiaoDich, or the bank's")
    bank = models.CharField(max_length=40, blank=True)
    receipts = models.CharField(max_length=120, blank=True, help_text="numbers of its receipts")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="when the money, or its failure, was told")

    class Meta:
        constraints = [
            models.CheckConstraint(name="payment_asks_for_money", condition=Q(amount_vnd__gte=1)),
            models.CheckConstraint(
                name="payment_taken_only_with_a_receipt",
                condition=~Q(state=PaymentState.PAID) | ~Q(receipts=""),
            ),
            models.CheckConstraint(
                name="payment_paid_in_full",
                condition=~Q(state=PaymentState.PAID) | Q(received_vnd=F("amount_vnd")),
            ),
            models.CheckConstraint(
                name="payment_of_fees_names_them",
                condition=Q(purpose=Purpose.OBLIGATION) | Q(assessment__isnull=False),
            ),
            models.UniqueConstraint(
                name="payment_fees_paid_once",
                fields=["assessment"],
                condition=Q(state=PaymentState.PAID),
            ),
        ]
        indexes = [
            models.Index(name="payment_by_subject", fields=["subject", "id"]),
            models.Index(name="payment_by_day", fields=["agency", "ended_at"]),
            models.Index(
                name="payment_waiting", fields=["created_at"], condition=Q(state="pending")
            ),
        ]


class Receipt(models.Model):
    """A numbered receipt: 1, 2, 3 … within agency, kind and year; cancelled, never taken away."""

    agency = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=choices(FeeKind))
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="issued")
    subject = SubjectField()
    lines = models.JSONField(help_text="list of name, quantity and amount")
    amount_vnd = models.PositiveBigIntegerField(help_text="whole đồng")
    check_code = models.CharField(max_length=16, unique=True, help_text="printed as QR")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        "organisation.Officer", models.PROTECT, null=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        "organisation.Officer", models.PROTECT, null=True, related_name="+"
    )
    salt = SaltField()
    why_cancelled = SealedTextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="receipt_number_once", fields=["agency", "kind", "year", "number"]
            ),
            models.UniqueConstraint(
                name="receipt_one_in_force_a_kind",
                fields=["payment", "kind"],
                condition=Q(cancelled_at__isnull=True),
            ),
        ]

    @property
    def name(self) -> str:
        """Its number as it is printed."""
        return f"{self.number:07d}/{BOOKS[FeeKind(self.kind)]}-{self.year}"


BOOKS = {FeeKind.FEE: "BLP", FeeKind.CHARGE: "BLLP"}
"""The register of each kind of receipt."""
REFUND_BOOK = "PHT"
"""The register of slips of money given back."""


def names_of(receipts: Iterable[Receipt]) -> str:
    """Return the numbers of receipts, as a payment keeps them."""
    return "; ".join(receipt.name for receipt in receipts)


class RefundProposal(models.Model):
    """That money should go back, with its ground; another officer decides."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="proposals")
    legal_basis = models.CharField(max_length=200)
    salt = SaltField()
    reason = SealedTextField()
    account = SealedTextField(help_text="where it goes: bank and account, or cash")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("organisation.Officer", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        "organisation.Officer", models.PROTECT, null=True, related_name="+"
    )
    approved = models.BooleanField(null=True)
    why = SealedTextField(default="", help_text="why it was approved, declined or taken back")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="refund_proposed_once_at_a_time",
                fields=["payment"],
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="refund_proposal_ends_by_somebody",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, approved__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False, approved__isnull=False),
            ),
            models.CheckConstraint(
                name="refund_approved_by_another",
                condition=~Q(approved=True) | ~Q(ended_by=F("proposed_by")),
            ),
        ]


class Refund(models.Model):
    """Money that went back, with its ground; nothing says where to but the sealed account.

    Its slip is numbered as receipts are; those of before two people were asked have none.
    """

    payment = models.OneToOneField(Payment, models.PROTECT, related_name="refund")
    proposal = models.OneToOneField(
        RefundProposal, models.PROTECT, null=True, related_name="refund"
    )
    agency = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    check_code = models.CharField(max_length=16, blank=True, help_text="printed as QR")
    amount_vnd = models.PositiveBigIntegerField(help_text="whole đồng")
    legal_basis = models.CharField(max_length=200)
    salt = SaltField()
    reason = SealedTextField()
    account = SealedTextField(help_text="where it went: bank and account, or cash")
    at = models.DateTimeField()
    by = models.ForeignKey("organisation.Officer", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="refund_gives_money_back", condition=Q(amount_vnd__gte=1)),
            models.UniqueConstraint(name="refund_number_once", fields=["agency", "year", "number"]),
            models.UniqueConstraint(
                name="refund_check_code_once", fields=["check_code"], condition=~Q(check_code="")
            ),
        ]

    @property
    def name(self) -> str:
        """The number of its slip as it is printed; empty for those of before."""
        return f"{self.number:07d}/{REFUND_BOOK}-{self.year}" if self.number else ""


class Message(models.Model):
    """What was said to us about a payment, and what it came to; nothing of anybody."""

    reference = models.CharField(max_length=24, blank=True, help_text="empty where it was no such")
    source = models.CharField(max_length=10, help_text="callback, query or day")
    news = models.CharField(max_length=12, choices=choices(News))
    amount_vnd = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the message")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(name="payment_message_by_day", fields=["at"]),
            models.Index(name="payment_message_by_words", fields=["digest"]),
        ]


class RefusedDay(models.Model):
    """How many calls of a day changed nothing: forged, or the same again and again."""

    on = models.DateField()
    news = models.CharField(max_length=12, choices=choices(News))
    count = models.PositiveBigIntegerField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="refused_day_once", fields=["on", "news"])]


class RefusedCall(models.Model):
    """One of the last refused calls, in a ring of slots: nothing of anybody but a hash."""

    slot = models.PositiveSmallIntegerField(primary_key=True)
    source = models.CharField(max_length=10)
    news = models.CharField(max_length=12, choices=choices(News))
    digest = models.CharField(max_length=64, help_text="SHA-256 of the message")
    at = models.DateTimeField()


class DayAnswer(models.Model):
    """What the platform answered in a reconciliation that is not over: the next run goes on."""

    on = models.DateField()
    payment = models.ForeignKey(Payment, models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=10, choices=choices(Verdict), blank=True)
    amount_vnd = models.BigIntegerField(null=True)
    settled = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="day_answer_once", fields=["on", "payment"])]


class DayClosing(models.Model):
    """One run of the reconciliation of a day, with what it found."""

    on = models.DateField()
    ran_at = models.DateTimeField()
    payments = models.PositiveIntegerField()
    ours_vnd = models.PositiveBigIntegerField()
    theirs_vnd = models.PositiveBigIntegerField()
    settled = models.PositiveIntegerField()
    left = models.PositiveIntegerField(default=0, help_text="not asked about yet")
    differences = models.JSONField(help_text="list of Difference")

    class Meta:
        indexes = [models.Index(name="payment_closing_by_day", fields=["on", "-id"])]
