"""Tables of lateness: the one extension of a dossier, who was reminded, digests, the policy."""

from django.db import models
from django.db.models import F, Q

from thongsuot.domains.dossiers.lateness.terms import Addressee, Timing
from thongsuot.domains.ledger.fields import SaltField
from thongsuot.domains.people.fields import SealedTextField


def _choices(of: type) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in of]  # type: ignore[attr-defined]  # an enum


class Extension(models.Model):
    """The one re-dating of a dossier with its apology; the dossier's own due date stays.

    A draft may be written anew until it is signed; a trigger refuses any change after that, and
    an original date that is not the dossier's own.
    """

    dossier = models.OneToOneField("dossiers.Dossier", models.PROTECT, related_name="extension")
    original_due_at = models.DateTimeField(help_text="what was promised at first; still judged")
    new_due_at = models.DateTimeField()
    days = models.PositiveSmallIntegerField(help_text="working days between the two")
    notice_by = models.DateTimeField(help_text="an apology signed by then is in time")
    calendar_version = models.CharField(max_length=80)
    hours_of = models.CharField(
        max_length=60, blank=True, default="", db_default="",
        help_text="agency whose office hours counted; empty: everybody's",
    )  # fmt: skip
    rule_version = models.CharField(
        max_length=80, blank=True, default="", db_default="",
        help_text="the counting rule; empty: signed before that was kept",
    )  # fmt: skip
    policy = models.CharField(max_length=40, help_text="version of the lateness policy")
    salt = SaltField()
    reason = SealedTextField(blank=True, help_text="in words; empty in a draft of the system")
    legal_basis = models.CharField(max_length=200)
    drafted_by = models.ForeignKey(
        "organisation.Officer", models.PROTECT, null=True, related_name="+",
        help_text="who wrote the reason; empty = the system drafted it",
    )  # fmt: skip
    drafted_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        "organisation.Officer", models.PROTECT, null=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True)
    signed_as_head = models.BooleanField(
        default=False, help_text="the head may sign the apology that he wrote himself"
    )
    timing = models.CharField(max_length=20, blank=True, choices=_choices(Timing))
    paper = models.UUIDField(null=True, help_text="attachment holding the signed apology")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="extension_new_date_after_the_first",
                condition=Q(new_due_at__gt=F("original_due_at")),
            ),
            models.CheckConstraint(
                name="extension_signed_by_another_than_its_drafter_or_the_head",
                condition=Q(signed_by__isnull=True)
                | Q(drafted_by__isnull=False) & ~Q(signed_by=F("drafted_by"))
                | Q(drafted_by__isnull=False, signed_as_head=True),
            ),
            models.CheckConstraint(
                name="extension_signed_whole_and_as_what_it_is",
                condition=Q(
                    signed_at__isnull=True, signed_by__isnull=True, paper__isnull=True, timing="",
                    signed_as_head=False,
                )
                | Q(
                    signed_at__gte=F("drafted_at"), signed_by__isnull=False, paper__isnull=False,
                    new_due_at__gt=F("signed_at"),
                )
                & (
                    Q(timing=Timing.IN_TIME, signed_at__lte=F("notice_by"))
                    | Q(
                        timing=Timing.LATE_NOTICE, signed_at__gt=F("notice_by"),
                        signed_at__lte=F("original_due_at"),
                    )
                    | Q(timing=Timing.AFTER_EXPIRY, signed_at__gt=F("original_due_at"))
                ),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                name="extension_unsigned", fields=["dossier"], condition=Q(signed_at__isnull=True)
            ),
            models.Index(
                name="extension_by_promise",
                fields=["new_due_at", "dossier"],
                condition=Q(signed_at__isnull=False),
            ),
        ]


class Reminder(models.Model):
    """That somebody was told of a promise on one rung of the ladder; never changed."""

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="reminders")
    rung = models.CharField(max_length=20)
    to = models.CharField(max_length=20, choices=_choices(Addressee))
    due_at = models.DateTimeField(help_text="the promise it is about")
    officer = models.ForeignKey(
        "organisation.Officer", models.PROTECT, null=True, related_name="+", db_index=False,
        help_text="empty = nobody was there to be told",
    )  # fmt: skip
    policy = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="reminder_once",
                fields=["dossier", "due_at", "rung", "officer"],
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(name="reminder_of_officer", fields=["officer", "-at"])]


class Digest(models.Model):
    """One officer's digest of one day: what waited then, in numbers; made once."""

    officer = models.ForeignKey("organisation.Officer", models.PROTECT, related_name="+")
    day = models.DateField()
    counts = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="digest_once_a_day", fields=["day", "officer"])]


class LatenessPolicyVersion(models.Model):
    """One published version of the lateness policy; never changed, the next one begins later."""

    version = models.CharField(max_length=40, unique=True)
    valid_from = models.DateField(help_text="first day, local")
    document = models.JSONField(help_text="as published (lateness.rules)")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the canonical document")
    published_at = models.DateTimeField()
