"""That a citizen disagrees with a request for papers, and what was answered."""

from django.db import models
from django.db.models import F, Q

from thongsuot.domains.deadlines.fields import Counted
from thongsuot.domains.dossiers.models.dossier import choices
from thongsuot.domains.dossiers.models.requests import SupplementRequest
from thongsuot.domains.dossiers.terms.objections import ObjectionOutcome, WindowAfter
from thongsuot.domains.ledger.fields import SaltField
from thongsuot.domains.people.fields import SealedTextField


class Objection(Counted):
    """One objection to one request; a trigger lets it be answered, once, and nothing else."""

    request = models.OneToOneField(SupplementRequest, models.PROTECT, related_name="objection")
    salt = SaltField()
    words = SealedTextField(help_text="why the citizen disagrees; the record commits to it")
    made_at = models.DateTimeField()
    agency = models.ForeignKey(
        "organisation.Agency", models.PROTECT, related_name="+",
        help_text="whose head is to answer",
    )  # fmt: skip
    answer_by = models.DateTimeField(null=True, help_text="null: no calendar reached it yet")
    policy = models.CharField(max_length=40, help_text="version it was made under")
    window = models.CharField(
        max_length=10, choices=choices(WindowAfter), help_text="what a rejection does to it"
    )
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(
        max_length=10, blank=True, default="", choices=choices(ObjectionOutcome)
    )
    answer = SealedTextField(blank=True, help_text="the reasons; the record commits to them")
    answered_by = models.ForeignKey(
        "organisation.Officer", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        app_label = "dossiers"
        constraints = [
            models.CheckConstraint(
                name="objection_answered_after_it_was_made",
                condition=Q(answered_at__isnull=True, outcome="", answered_by__isnull=True)
                | Q(answered_at__gte=F("made_at"), outcome="dropped", answered_by__isnull=True)
                | Q(
                    answered_at__gte=F("made_at"), outcome__in=["upheld", "rejected"],
                    answered_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="objection_due_after_it_was_made",
                condition=Q(answer_by=None) | Q(answer_by__gte=F("made_at")),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                name="objection_open", fields=["agency"], condition=Q(answered_at__isnull=True)
            ),
        ]
