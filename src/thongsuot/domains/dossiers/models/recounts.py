"""Counting open promises anew by a calendar that came late."""

from django.db import models
from django.db.models import Q

from thongsuot.domains.dossiers.terms.recounts import RecountProgress


class Recount(models.Model):
    """One run of counting all open dossiers anew by a calendar; it goes on where it was broken off.

    What it changed are rows of DueDateSet.
    """

    calendar_version = models.CharField(max_length=80)
    after = models.BigIntegerField(default=0, help_text="id of the last dossier looked at")
    total = models.PositiveIntegerField(help_text="open dossiers when it began")
    examined = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0, help_text="due dates that stay, with a cause")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

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
