"""Officers, the posts they hold, and the roles they were given."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from thongsuot.domains.organisation.models.validity import (
    Dated,
    never_twice_at_once,
    same_code,
    same_row,
)
from thongsuot.domains.organisation.terms import Role


class OfficerManager(BaseUserManager["Officer"]):
    """Finds accounts by their name, however it was capitalised."""

    def get_by_natural_key(self, username: str | None) -> "Officer":
        """Return the account of this name."""
        return self.get(username=(username or "").strip().lower())


class Officer(AbstractBaseUser):
    """A person in the state's service; one account a person, never shared."""

    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=100, help_text="published with the post (NĐ 61/2018)")
    full_name_folded = models.CharField(max_length=100, help_text="for search without marks")
    phone = models.CharField(max_length=20, blank=True, help_text="at work; public")
    disabled_at = models.DateTimeField(
        null=True, blank=True, help_text="from this instant the account has no authority at all"
    )
    tokens_from = models.DateTimeField(
        null=True, blank=True, help_text="tokens issued before this instant were revoked"
    )

    objects = OfficerManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="officer_username_is_plain",
                condition=Q(username__regex=r"^[a-z0-9][a-z0-9._-]{1,59}$"),
            )
        ]

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # Django asks it, and never sets it
        """Whether the account may log in at all; what it may do is a matter of days and posts."""
        return self.disabled_at is None


class Appointment(Dated):
    """That an officer holds a post."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="appointments")
    post = models.ForeignKey("organisation.Post", models.PROTECT, related_name="appointments")
    end_source = models.CharField(
        max_length=200, blank=True, help_text="document that ended it; empty = as first recorded"
    )

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            never_twice_at_once(
                "appointment_to_a_post_once_a_day", same_row("officer_id"), same_row("post_id")
            ),
        ]


class RoleGrant(Dated):
    """That an officer may do something for an agency."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="roles")
    agency = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="roles")
    role = models.CharField(max_length=20, choices=[(x.value, x.value) for x in Role])
    source = models.CharField(max_length=200, help_text="document that gave the role")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            never_twice_at_once(
                "role_granted_once_a_day",
                same_row("officer_id"),
                same_row("agency_id"),
                same_code("role"),
            ),
            models.CheckConstraint(name="role_grant_says_its_source", condition=~Q(source="")),
        ]
