"""What banks and applicants say of transfers, and what people say of differences."""

from django.db import models
from django.db.models import Q

from thongsuot.domains.ledger.fields import SaltField, SubjectField
from thongsuot.domains.payments.models.money import Payment
from thongsuot.domains.payments.models.tariffs import choices
from thongsuot.domains.payments.terms import LineState
from thongsuot.domains.people.fields import SealedTextField


def _officer() -> models.ForeignKey:
    return models.ForeignKey("organisation.Officer", models.PROTECT, null=True, related_name="+")


class Statement(models.Model):
    """One file of a bank that a desk took in, by its hash."""

    agency = models.CharField(max_length=40, help_text="code of the desk")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file")
    lines = models.PositiveIntegerField()
    imported_at = models.DateTimeField()
    imported_by = _officer()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="statement_file_once", fields=["agency", "digest"])
        ]


class StatementRun(models.Model):
    """Taking in a statement: how far its lines are, in whose name, and what they came to.

    Not finished, it is gone on with behind ``after``, by the worker or by whoever began it.
    """

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="runs")
    agency = models.CharField(max_length=40, help_text="code of the desk")
    officer = _officer()
    post = models.PositiveBigIntegerField(null=True)
    behalf = models.JSONField(null=True, help_text="in whose stead, as the record keeps it")
    lines = models.PositiveIntegerField(help_text="lines of money in")
    total = models.PositiveIntegerField(help_text="lines that waited when it began")
    after = models.PositiveBigIntegerField(default=0, help_text="id of the last line tried")
    last = models.PositiveBigIntegerField(help_text="id of the last line to try")
    done = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    mismatched = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0, help_text="named no dossier with such a sum")
    elsewhere = models.PositiveIntegerField(default=0, help_text="settled meanwhile, not by it")
    refused = models.PositiveIntegerField(default=0, help_text="their dossier could not take them")
    refusals = models.JSONField(default=list, help_text="number and code of why, the first of them")
    repeated = models.PositiveIntegerField()
    repeated_numbers = models.JSONField(help_text="the bank's, the first of them")
    outgoing = models.PositiveIntegerField()
    unreadable = models.PositiveIntegerField()
    faults = models.JSONField(help_text="row and field, the first of them")
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    stopped = models.CharField(max_length=40, default="", help_text="code of why, before its end")


class BankLine(models.Model):
    """Money that a bank says came in; its number once a desk, whatever the file."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="kept")
    agency = models.CharField(max_length=40, help_text="code of the desk")
    number = models.CharField(max_length=60, help_text="the bank's, of the transaction")
    booked_on = models.DateField()
    amount_vnd = models.PositiveBigIntegerField(help_text="whole đồng")
    words = SealedTextField(help_text="what the payer wrote; may name a person")
    state = models.CharField(max_length=10, choices=choices(LineState), default=LineState.OPEN)
    payment = models.OneToOneField(Payment, models.PROTECT, null=True, related_name="bank_line")
    notice = models.PositiveBigIntegerField(
        null=True, unique=True, help_text="the notice of a dossier that a person had confirmed"
    )
    salt = SaltField()
    why = SealedTextField(default="", help_text="what it was, where it was for no dossier")
    forgotten_at = models.DateTimeField(null=True, help_text="when the words were erased")
    ended_at = models.DateTimeField(null=True)
    ended_by = _officer()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="bank_line_once", fields=["agency", "number"]),
            models.CheckConstraint(name="bank_line_brings_money", condition=Q(amount_vnd__gte=1)),
            models.CheckConstraint(
                name="bank_line_ends_with_money_or_a_word",
                condition=Q(state=LineState.OPEN, payment__isnull=True, ended_at__isnull=True)
                | Q(state__in=[LineState.TAKEN, LineState.MISMATCHED], payment__isnull=False,
                    ended_at__isnull=False)
                | Q(state=LineState.EXPLAINED, payment__isnull=True, ended_at__isnull=False,
                    ended_by__isnull=False)
                | Q(state=LineState.KNOWN, payment__isnull=True, ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="bank_line_known_by_its_notice",
                condition=Q(state=LineState.KNOWN, notice__isnull=False)
                | ~Q(state=LineState.KNOWN) & Q(notice__isnull=True),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                name="bank_line_open", fields=["agency", "booked_on"],
                condition=Q(state=LineState.OPEN),
            )
        ]  # fmt: skip


class TransferClaim(models.Model):
    """The applicant's word that the money was sent, with its proof; it settles nothing."""

    subject = SubjectField()
    agency = models.CharField(max_length=40, help_text="code of the desk")
    paper = models.UUIDField(help_text="the proof, among the papers of the dossier")
    amount_vnd = models.PositiveBigIntegerField(help_text="what was due then, whole đồng")
    told_at = models.DateTimeField()
    salt = SaltField()
    found = models.BooleanField(null=True)
    why = SealedTextField(default="", help_text="what the desk answered")
    forgotten_at = models.DateTimeField(null=True, help_text="when the words were erased")
    ended_at = models.DateTimeField(null=True)
    ended_by = _officer()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="transfer_claimed_once_at_a_time", fields=["subject"],
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="transfer_claim_ends_found_or_not",
                condition=Q(ended_at__isnull=True, found__isnull=True)
                | Q(ended_at__isnull=False, found__isnull=False),
            ),
        ]  # fmt: skip
        indexes = [models.Index(name="transfer_claim_of_desk", fields=["agency", "told_at"])]


class DifferenceSettled(models.Model):
    """What a person found out about one difference of a day: who, why, and that it is over."""

    on = models.DateField()
    agency = models.CharField(max_length=40, help_text="code of the desk")
    reference = models.CharField(max_length=24)
    problem = models.CharField(max_length=20)
    ours_vnd = models.PositiveBigIntegerField()
    theirs_vnd = models.PositiveBigIntegerField()
    salt = SaltField()
    why = SealedTextField()
    at = models.DateTimeField()
    by = models.ForeignKey("organisation.Officer", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="difference_settled_once",
                fields=["on", "reference", "problem", "ours_vnd", "theirs_vnd"],
            )
        ]
