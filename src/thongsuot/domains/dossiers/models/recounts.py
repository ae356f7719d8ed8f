"""Counting open promises anew by a calendar that came late."""

from django.db import models
from django.db.models import Q

from thongsuot.domains.dossiers.terms.recounts import DUE_DATE, RecountProgress


class Recount(models.Model):
    """One run of counting all open dossiers anew by a calendar; it goes on where it was broken off.

    What it changed are rows of DueDateSet and of LimitSet, what it left rows of RecountKept.
    """

    calendar_version = models.CharField(max_length=80)
    after = models.BigIntegerField(default=0, help_text="id of the last dossier looked at")
    total = models.PositiveIntegerField(help_text="open dossiers when it began")
    examined = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0, help_text="due dates that stay, with a cause")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    kind = models.CharField(
        max_length=20, default=DUE_DATE, db_default=DUE_DATE,
        help_text="what is counted now: due dates first, then each kind of limit",
    )  # fmt: skip
    limits = models.PositiveIntegerField(
        default=0, db_default=0, help_text="other limits looked at"
    )
    limits_changed = models.PositiveIntegerField(
        default=0, db_default=0, help_text="other limits that end otherwise now"
    )
    limits_kept = models.PositiveIntegerField(
        default=0, db_default=0, help_text="other limits that stay, with a cause"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="recount_one_open_run",
                fields=["calendar_version"],
                condition=Q(finished_at__isnull=True),
            )
        ]

    def progress(self) -> RecountProgress:
        """Return how far it has come."""
        return RecountProgress(
            **{name: getattr(self, name) for name in RecountProgress.__dataclass_fields__}
        )


class RecountKept(models.Model):
    """A date or limit that a run left as it was, and why; never changed."""

    run = models.ForeignKey(Recount, models.PROTECT, related_name="stays")
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=60)
    was_at = models.DateTimeField()
    was_by = models.CharField(max_length=80, blank=True)
    due_at = models.DateTimeField(null=True)
    counted_from = models.DateTimeField()
    kept = models.CharField(max_length=40)
