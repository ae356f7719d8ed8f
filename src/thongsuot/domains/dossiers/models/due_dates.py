"""What computed the due dates: one row a computation, none ever changed."""

from django.db import models
from django.db.models import Q

from thongsuot.domains.deadlines.terms import WaitedIn
from thongsuot.domains.dossiers.models.dossier import Dossier, choices
from thongsuot.domains.dossiers.terms import DueReason


class DueDateSet(models.Model):
    """One computation of the due date, with the versions that gave it; never changed."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="due_dates")
    due_at = models.DateTimeField()
    due_on = models.DateField()
    reason = models.CharField(max_length=20, choices=choices(DueReason))
    counted_from = models.DateTimeField()
    quantity = models.PositiveIntegerField()
    unit = models.CharField(max_length=20)
    calendar_version = models.CharField(max_length=80)
    rule_version = models.CharField(max_length=80)
    hours_of = models.CharField(
        max_length=60, blank=True, default="", db_default="",
        help_text="agency whose office hours counted; empty: everybody's",
    )  # fmt: skip
    waited = models.PositiveIntegerField(
        null=True, help_text="in waited_in, while the clock stood; none: moved by office minutes"
    )
    waited_in = models.CharField(
        max_length=20, blank=True, default="", db_default="", choices=choices(WaitedIn)
    )
    waiting_rule = models.CharField(
        max_length=40, blank=True, default="", db_default="", help_text="what turned it into a date"
    )
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="due_date_from_receipt_once",
                fields=["dossier"],
                condition=Q(reason=DueReason.RECEIPT),
            ),
            models.CheckConstraint(
                name="due_date_waited_in_a_pause_by_a_rule",
                condition=Q(waited=None, waited_in="", waiting_rule="")
                | Q(waited__isnull=False, reason=DueReason.PAUSE)
                & ~Q(waited_in="")
                & ~Q(waiting_rule=""),
            ),
        ]
        indexes = [
            models.Index(
                name="due_date_after_papers",
                fields=["dossier"],
                condition=Q(reason=DueReason.SUPPLEMENT.value),
            )
        ]
