"""Administrative units, and what became of them."""

from django.db import models
from django.db.models import F, Q

from thongsuot.domains.organisation.models.validity import never_twice_at_once, same_code
from thongsuot.domains.organisation.terms import AreaLevel, Share


class Area(models.Model):
    """An administrative unit as it stood, under one name and one parent, in one span of days.

    A unit whose territory, name and parent stay the same stays the same row.
    """

    code = models.CharField(
        max_length=5, help_text="of the General Statistics Office: 2, 3 or 5 digits"
    )
    name = models.CharField(max_length=80, help_text="with its kind: Phường Ba Đình")
    name_folded = models.CharField(max_length=80, help_text="for search without marks")
    level = models.CharField(max_length=10, choices=[(x.value, x.value) for x in AreaLevel])
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    valid_from = models.DateField(
        null=True, help_text="first day, local; empty = before the day of the oldest list"
    )
    valid_to = models.DateField(
        null=True, help_text="first day on which it no longer stands; empty = open"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="area_ends_after_it_begins",
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="area_code_fits_its_level",
                condition=Q(level=AreaLevel.PROVINCE, code__regex=r"^[0-9]{2}$")
                | Q(level=AreaLevel.DISTRICT, code__regex=r"^[0-9]{3}$")
                | Q(level=AreaLevel.COMMUNE, code__regex=r"^[0-9]{5}$"),
            ),
            models.CheckConstraint(
                name="area_only_a_province_has_no_parent",
                condition=Q(level=AreaLevel.PROVINCE, parent__isnull=True)
                | ~Q(level=AreaLevel.PROVINCE) & Q(parent__isnull=False),
            ),
            never_twice_at_once("area_one_unit_per_code_and_day", same_code("code")),
        ]


class AreaSuccession(models.Model):
    """One old unit going, whole or in part, into one new unit.

    An old unit that was divided has several rows; until a person settles which new unit answers
    for what is known by the old one alone, they are open decisions (``decided`` is false).
    """

    old = models.ForeignKey(Area, models.PROTECT, related_name="successions")
    new = models.ForeignKey(Area, models.PROTECT, related_name="predecessions")
    effective_on = models.DateField(help_text="first day of the new unit, local")
    share = models.CharField(max_length=10, choices=[(x.value, x.value) for x in Share])
    decided = models.BooleanField(help_text="false: a person still has to settle it")
    is_successor = models.BooleanField(
        help_text="the new unit answers for what is known by the old unit alone"
    )
    source = models.CharField(max_length=200, help_text="list or document that says so")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="area_succession_once_a_pair", fields=["old", "new"]),
            models.UniqueConstraint(
                name="area_succession_one_successor_a_unit",
                fields=["old"],
                condition=Q(is_successor=True),
            ),
            models.CheckConstraint(
                name="area_succession_chosen_only_when_decided",
                condition=Q(decided=True) | Q(is_successor=False),
            ),
            models.CheckConstraint(
                name="area_succession_whole_needs_no_decision",
                condition=Q(share=Share.PART) | Q(decided=True, is_successor=True),
            ),
            models.CheckConstraint(
                name="area_succession_not_into_itself", condition=~Q(old=F("new"))
            ),
            models.CheckConstraint(name="area_succession_says_its_source", condition=~Q(source="")),
        ]
        indexes = [
            models.Index(
                name="area_succession_open",
                fields=["old"],
                condition=Q(decided=False),
            )
        ]
