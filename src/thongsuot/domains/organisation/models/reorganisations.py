"""Reorganisations that were applied, and what became of agencies by them."""

from django.db import models
from django.db.models import F, Q

from thongsuot.domains.organisation.terms import Share


class Reorganisation(models.Model):
    """One plan that was applied, whole, once; never changed."""

    code = models.CharField(max_length=60, unique=True, help_text="the plan's own name for itself")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the plan as canonical JSON")
    effective_on = models.DateField(help_text="first day on which it holds, local")
    source = models.CharField(max_length=150, help_text="the document that decides it")
    applied_at = models.DateTimeField()
    report = models.JSONField(help_text="what was told when it was applied: codes and counts")


class AgencySuccession(models.Model):
    """One agency that ended going, whole or in part, into another."""

    reorganisation = models.ForeignKey(
        Reorganisation, models.PROTECT, related_name="successions", db_index=False
    )
    old = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="successions")
    new = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="predecessions")
    share = models.CharField(max_length=10, choices=[(x.value, x.value) for x in Share])
    is_successor = models.BooleanField(
        help_text="the new agency answers for what is known by the old one alone"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="agency_succession_once_a_pair", fields=["old", "new"]),
            models.UniqueConstraint(
                name="agency_succession_one_successor_an_agency",
                fields=["old"],
                condition=Q(is_successor=True),
            ),
            models.CheckConstraint(
                name="agency_succession_whole_has_its_successor",
                condition=Q(share=Share.PART) | Q(is_successor=True),
            ),
            models.CheckConstraint(
                name="agency_succession_not_into_itself", condition=~Q(old=F("new"))
            ),
        ]


class FormerAgency(models.Model):
    """What an agency that goes on was called, and where it stood, until a day."""

    reorganisation = models.ForeignKey(
        Reorganisation, models.PROTECT, related_name="+", db_index=False
    )
    agency = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="former")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80)
    area = models.ForeignKey("organisation.Area", models.PROTECT, related_name="+", db_index=False)
    parent = models.ForeignKey(
        "organisation.Agency", models.PROTECT, null=True, related_name="+", db_index=False
    )
    valid_to = models.DateField(help_text="first day on which it no longer was so, local")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="former_agency_once_a_day", fields=["agency", "valid_to"])
        ]
