"""Facts that hold from one day until another, and never twice at once.

The exclusion constraints use range types only, which PostgreSQL indexes without the extension
``btree_gist``; ``code_range`` is created by the first migration.
"""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

CODE_MAX = 40


class Dated(models.Model):
    """A fact with its first day and, once known, the first day without it."""

    valid_from = models.DateField(help_text="first day, local")
    valid_to = models.DateField(
        null=True, blank=True, help_text="first day on which it no longer holds; empty = open"
    )

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="%(class)s_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            )
        ]

    def holds(self, on: date) -> bool:
        """Return whether the fact holds on the day ``on``."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


def in_force(on: date, prefix: str = "") -> Q:
    """Return the condition that a dated row, or the one at ``prefix``, holds on ``on``."""
    return Q(**{f"{prefix}valid_from__lte": on}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": on})
    )


def same_code(field: str) -> Func:
    """Return a range that overlaps another exactly when both texts are equal."""
    return Func(F(field), F(field), Value("[]"), function="code_range")


def same_row(field: str) -> Func:
    """Return a range that overlaps another exactly when both references are equal."""
    reference: Combinable = Coalesce(F(field), Value(0), output_field=models.BigIntegerField())
    return Func(reference, reference, Value("[]"), function="int8range")


def never_twice_at_once(name: str, *keys: Func, condition: Q | None = None) -> ExclusionConstraint:
    """Return the constraint that no two rows with equal ``keys`` hold on one day."""
    days = Func(F("valid_from"), F("valid_to"), function="daterange")
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((key, RangeOperators.OVERLAPS) for key in keys),
            (days, RangeOperators.OVERLAPS),
        ],
        condition=condition,
    )
