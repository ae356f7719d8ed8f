"""Published amounts, exemptions and accounts: each holds on its days and is never changed."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from thongsuot.domains.payments.terms import (
    CollectedAt,
    Exemption,
    FeeKind,
    Payee,
    Per,
    Scope,
    Tariff,
)


def choices(of: type) -> list[tuple[str, str]]:
    """Return what a column may hold."""
    return [(member.value, member.value) for member in of]  # type: ignore[attr-defined]  # an enum


def _once_a_day(name: str) -> ExclusionConstraint:
    key = Func(F("key"), F("key"), Value("[]"), function="code_range")
    days = Func(F("valid_from"), F("valid_to"), function="daterange")
    overlaps = RangeOperators.OVERLAPS
    return ExclusionConstraint(name=name, expressions=[(key, overlaps), (days, overlaps)])


class Listed(models.Model):
    """One row of a tariff file; only its end is ever written later."""

    key = models.CharField(
        max_length=200, help_text="what it is about: two of the same key never hold on one day"
    )
    valid_from = models.DateField(help_text="first day, local")
    valid_to = models.DateField(null=True, help_text="first day on which it no longer holds")
    file_version = models.CharField(max_length=80)
    imported_at = models.DateTimeField()

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="%(class)s_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            ),
        ]


class Scoped(Listed):
    """What holds for some dossiers only; an empty column means all."""

    procedure = models.CharField(max_length=20, blank=True)
    case = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=10, blank=True)
    group = models.CharField(max_length=20, blank=True)
    area = models.ForeignKey(
        "organisation.Area", models.PROTECT, null=True, related_name="+",
        help_text="empty = the whole country",
    )  # fmt: skip
    name = models.CharField(max_length=200)
    legal_basis = models.CharField(max_length=200)

    class Meta(Listed.Meta):
        abstract = True

    @property
    def scope(self) -> Scope:
        """For which dossiers it holds."""
        return Scope(self.case, self.channel, self.group, self.area_id or 0)


class ListedTariff(Scoped):
    """One amount of one item."""

    item = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=choices(FeeKind))
    per = models.CharField(max_length=10, choices=choices(Per))
    amount_vnd = models.PositiveBigIntegerField(help_text="whole đồng for each `per`")
    least = models.PositiveSmallIntegerField(default=0, help_text="copies made at any rate")
    collected = models.CharField(max_length=10, choices=choices(CollectedAt))

    class Meta(Scoped.Meta):
        constraints = [*Scoped.Meta.constraints, _once_a_day("tariff_one_amount_a_day")]
        indexes = [models.Index(name="tariff_by_procedure", fields=["procedure", "valid_from"])]

    def terms(self) -> Tariff:
        """Return the row as the rules take it."""
        return Tariff(
            procedure=self.procedure, item=self.item, name=self.name, kind=FeeKind(self.kind),
            per=Per(self.per), amount_vnd=self.amount_vnd, collected=CollectedAt(self.collected),
            legal_basis=self.legal_basis, scope=self.scope, least=self.least,
        )  # fmt: skip


class ListedExemption(Scoped):
    """A part of an amount that is not charged, by a resolution."""

    code = models.CharField(max_length=40)
    percent = models.PositiveSmallIntegerField()

    class Meta(Scoped.Meta):
        constraints = [
            *Scoped.Meta.constraints,
            _once_a_day("exemption_once_a_day"),
            models.CheckConstraint(
                name="exemption_takes_a_part_or_all", condition=Q(percent__range=(1, 100))
            ),
        ]

    def terms(self) -> Exemption:
        """Return the row as the rules take it."""
        return Exemption(
            code=self.code, name=self.name, percent=self.percent, legal_basis=self.legal_basis,
            procedure=self.procedure, scope=self.scope,
        )  # fmt: skip


class ListedPayee(Listed):
    """Where the money of an agency goes."""

    agency = models.CharField(max_length=40)
    bank = models.CharField(max_length=6)
    account = models.CharField(max_length=19)
    name = models.CharField(max_length=120)

    class Meta(Listed.Meta):
        constraints = [*Listed.Meta.constraints, _once_a_day("payee_one_account_a_day")]

    def terms(self) -> Payee:
        """Return the row as the rules take it."""
        return Payee(self.agency, self.bank, self.account, self.name)
