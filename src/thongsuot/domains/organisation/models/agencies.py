"""Agencies, their posts, and what they are competent for."""

from datetime import date, datetime

from django.db import models
from django.db.models import Q

from thongsuot.domains.organisation.models.validity import (
    CODE_MAX,
    Dated,
    never_twice_at_once,
    same_code,
    same_row,
)
from thongsuot.domains.organisation.terms import AgencyKind, Level, PostKind
from thongsuot.kernel.clock import local_date


class Agency(Dated):
    """A body of the state, or a part of one that receives or settles dossiers."""

    code = models.CharField(
        max_length=CODE_MAX, help_text="order of QĐ 20/2020/QĐ-TTg, highest level first: H99.31"
    )
    code_legacy = models.CharField(
        max_length=CODE_MAX,
        blank=True,
        help_text="order of QCVN 102:2016, highest level last: 000.00.31.H99; empty = none",
    )
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80, help_text="for lists and badges")
    earlier_names = models.JSONField(
        default=list, help_text="[first day it was no longer called so, name], oldest first"
    )
    kind = models.CharField(max_length=30, choices=[(x.value, x.value) for x in AgencyKind])
    level = models.CharField(max_length=10, choices=[(x.value, x.value) for x in Level])
    area = models.ForeignKey("organisation.Area", models.PROTECT, related_name="agencies")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    is_desk = models.BooleanField(default=False, help_text="a one-stop desk: it receives")
    phone = models.CharField(max_length=20, blank=True, help_text="public")
    address = models.CharField(max_length=200, blank=True, help_text="where people go; public")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            never_twice_at_once("agency_one_per_code_and_day", same_code("code")),
            never_twice_at_once(
                "agency_one_per_legacy_code_and_day",
                same_code("code_legacy"),
                condition=~Q(code_legacy=""),
            ),
            models.CheckConstraint(
                name="agency_code_is_highest_level_first",
                condition=Q(code__regex=r"^[A-Z][0-9]{2}(\.[0-9A-Z]{2,3}){0,4}$"),
            ),
            models.CheckConstraint(
                name="agency_legacy_code_is_highest_level_last",
                condition=Q(code_legacy="")
                | Q(code_legacy__regex=r"^[0-9A-Z]{3}\.[0-9A-Z]{2}\.[0-9A-Z]{2}\.[A-Z][0-9]{2}$"),
            ),
        ]

    def name_on(self, day: date) -> str:
        """Return what it was called on a local day; history keeps the name of its time."""
        for until, name in self.earlier_names:
            if day.isoformat() < until:
                return str(name)
        return self.name

    def name_then(self, over_at: datetime | None) -> str:
        """Return its name when something was over; what still goes on bears today's."""
        return self.name_on(local_date(over_at)) if over_at else self.name


class Post(Dated):
    """A place of work in an agency, whoever sits on it."""

    code = models.CharField(max_length=80, help_text="agency code, colon, name: H99.31:desk-1")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=[(x.value, x.value) for x in PostKind])
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="predecessors",
        help_text="the post that stands for it now, if a reorganisation ended it",
    )

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            never_twice_at_once("post_one_per_code_and_day", same_code("code")),
        ]


class Competence(Dated):
    """That an agency settles a procedure, at one level, in one area or in its whole territory."""

    procedure_code = models.CharField(max_length=20)
    level = models.CharField(max_length=10, choices=[(x.value, x.value) for x in Level])
    area = models.ForeignKey(
        "organisation.Area",
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="empty = wherever the agency stands",
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="competences")
    source = models.CharField(max_length=200, help_text="document, or table and row, as shown")
    is_precedent = models.BooleanField(
        default=False, help_text="a superior's decision; proposed before the rest of the table"
    )

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            never_twice_at_once(
                "competence_stated_once_a_day",
                same_code("procedure_code"),
                same_code("level"),
                same_row("area_id"),
                same_row("agency_id"),
            ),
            models.CheckConstraint(name="competence_says_its_source", condition=~Q(source="")),
        ]
        indexes = [models.Index(name="competence_by_procedure", fields=["procedure_code"])]
