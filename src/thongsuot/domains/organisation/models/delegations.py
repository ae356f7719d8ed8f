"""Who stands in for whom, and who is away."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from thongsuot.domains.organisation.models.validity import Dated
from thongsuot.domains.organisation.terms.delegations import (
    AbsenceKind,
    DelegatedAct,
    SigningForm,
)


class Delegation(Dated):
    """That an officer may do certain acts in another's stead, from a day to a day, by a document.

    A trigger lets nothing be written later but its early end, once. It never gives more than the
    grantor has on the day of the act, and is not delegated further.
    """

    from_officer = models.ForeignKey("organisation.Officer", models.PROTECT, related_name="+")
    from_post = models.ForeignKey("organisation.Post", models.PROTECT, related_name="+")
    to_officer = models.ForeignKey("organisation.Officer", models.PROTECT, related_name="+")
    to_post = models.ForeignKey(
        "organisation.Post", models.PROTECT, related_name="+", help_text="the delegate's own"
    )
    acts = ArrayField(
        models.CharField(max_length=20, choices=[(x.value, x.value) for x in DelegatedAct])
    )
    procedures = ArrayField(
        models.CharField(max_length=20), default=list, help_text="codes; empty = all"
    )
    form = models.CharField(max_length=10, choices=[(x.value, x.value) for x in SigningForm])
    number = models.CharField(max_length=120, help_text="number of the document that grants it")
    granted_by = models.ForeignKey(
        "organisation.Officer", models.PROTECT, null=True, related_name="+",
        help_text="empty = the installation's own command",
    )  # fmt: skip
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="set where it ended before its last day")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="delegation_has_an_end", condition=Q(valid_to__isnull=False)
            ),
            models.CheckConstraint(
                name="delegation_to_somebody_else", condition=~Q(from_officer=F("to_officer"))
            ),
            models.CheckConstraint(name="delegation_of_something", condition=Q(acts__len__gt=0)),
            models.CheckConstraint(name="delegation_says_its_source", condition=~Q(number="")),
        ]
        indexes = [models.Index(name="delegation_to_somebody", fields=["to_officer", "valid_to"])]


class Absence(Dated):
    """That an officer is not at work on some days, and who stands in meanwhile."""

    officer = models.ForeignKey("organisation.Officer", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(x.value, x.value) for x in AbsenceKind])
    source = models.CharField(max_length=120, blank=True, help_text="document, where there is one")
    delegation = models.ForeignKey(Delegation, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="set where the officer came back earlier")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(name="absence_has_an_end", condition=Q(valid_to__isnull=False)),
        ]
        indexes = [models.Index(name="absence_of_an_officer", fields=["officer", "valid_to"])]
