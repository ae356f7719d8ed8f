"""Tables of the desk's answers: what each waits for, and the published policy."""

from typing import Any

from django.db import models
from django.db.models import Q

from thongsuot.domains.dossiers.answering.terms import WaitsFor


class DeskAnswer(models.Model):
    """That a desk owes an answer to what was sent to it, by when, and when it gave one.

    A trigger lets it be ended, once, and nothing else: an hour that is counted anew, because a fee
    or a calendar came, is another row, and so is what the heir of a desk that ended owes.
    """

    dossier = models.ForeignKey(  # open ones are found by desk_answer_one_open
        "dossiers.Dossier", models.PROTECT, related_name="desk_answers", db_index=False
    )
    desk = models.ForeignKey(
        "organisation.Agency", models.PROTECT, related_name="+", db_index=False,
        help_text="who is to answer",
    )  # fmt: skip
    is_sent = models.BooleanField(
        help_text="by whoever applies; else the desk entered it at its own counter"
    )
    counted_from = models.DateTimeField(help_text="when it came to the desk")
    minutes = models.PositiveIntegerField(help_text="of working time")
    answer_by = models.DateTimeField(null=True)
    waits_for = models.CharField(
        max_length=10, blank=True, default="",
        choices=[(why.value, why.value) for why in WaitsFor],
        help_text="why no hour is set, where none is",
    )  # fmt: skip
    stood = models.JSONField(
        default=list, help_text="list of [since, until or null], while a fee was unpaid"
    )
    policy = models.CharField(max_length=40, help_text="version of the answering policy")
    calendar_version = models.CharField(max_length=80, blank=True, default="")
    hours_of = models.CharField(
        max_length=60, blank=True, default="",
        help_text="agency whose office hours counted; empty: everybody's",
    )  # fmt: skip
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(
        max_length=40,
        blank=True,
        default="",
        help_text="the act by which it was answered, or 'recounted'",
    )

    inherited_at = models.DateTimeField(
        null=True, help_text="when the desk that was asked ended; what was late by then was its own"
    )

    class Meta:
        app_label = "dossiers"
        constraints = [
            models.UniqueConstraint(
                name="desk_answer_one_open",
                fields=["dossier"],
                condition=Q(answered_at__isnull=True),
            ),
            models.CheckConstraint(
                name="desk_answer_due_or_waiting_for_something",
                condition=Q(answer_by__isnull=False, waits_for="") & ~Q(calendar_version="")
                | Q(answer_by__isnull=True) & ~Q(waits_for=""),
            ),
            models.CheckConstraint(
                name="desk_answer_given_by_an_act",
                condition=Q(answered_at__isnull=True, answer="")
                | Q(answered_at__isnull=False) & ~Q(answer=""),
            ),
        ]
        indexes = [
            models.Index(
                name="desk_answer_open_by_limit",
                fields=["answer_by"],
                condition=Q(answered_at__isnull=True),
            ),
            models.Index(
                name="desk_answer_sent_by_limit",
                fields=["answer_by", "desk"],
                include=["answered_at", "answer", "inherited_at"],
                condition=Q(is_sent=True),
            ),
        ]

    def going_on(self, **now: Any) -> "DeskAnswer":
        """Return, not written yet, the row by which the same is owed from now on."""
        kept = (
            "dossier_id", "desk_id", "is_sent", "counted_from", "minutes", "answer_by",
            "waits_for", "stood", "policy", "calendar_version", "hours_of", "inherited_at",
        )  # fmt: skip
        return DeskAnswer(**({name: getattr(self, name) for name in kept} | now))


class AnsweringPolicyVersion(models.Model):
    """One published version of the answering policy; never changed, the next one begins later."""

    version = models.CharField(max_length=40, unique=True)
    valid_from = models.DateField(help_text="first day, local")
    document = models.JSONField(help_text="as published (answering.rules)")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the canonical document")
    published_at = models.DateTimeField()

    class Meta:
        app_label = "dossiers"
