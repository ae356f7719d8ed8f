"""Requests for missing papers that went out."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from thongsuot.domains.deadlines.fields import Counted
from thongsuot.domains.dossiers.models.dossier import Dossier
from thongsuot.domains.ledger.fields import SaltField
from thongsuot.domains.people.fields import SealedJSONField, SealedTextField


class SupplementRequest(Counted):
    """The one consolidated request for missing papers, and its answer."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="supplements")
    before_receipt = models.BooleanField(
        default=False, db_default=False,
        help_text="the desk guided whoever sent it; no clock ran that could stand",
    )  # fmt: skip
    salt = SaltField()
    papers = SealedJSONField(help_text="list of {component, name, problem}")
    legal_base = models.CharField(
        max_length=400, help_text="the law by which the clock stands; special_base allows the day"
    )
    special_base = models.CharField(max_length=200, blank=True)
    exception = SealedTextField(
        blank=True, help_text="why the head asks once more than allowed; the record commits to it"
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("organisation.Officer", models.PROTECT, related_name="+")
    asked_for = models.ForeignKey(
        "organisation.Officer", models.PROTECT, related_name="+", null=True,
        help_text="in whose stead it was asked; null: in nobody's",
    )  # fmt: skip
    agency = models.ForeignKey(
        "organisation.Agency", models.PROTECT, related_name="+", db_index=False,
        help_text="in whose name it was asked; found by its dossier",
    )  # fmt: skip
    drafted_by = models.ForeignKey(
        "organisation.Officer", models.PROTECT, related_name="+", null=True,
        help_text="who wrote it and answers questions; null: who asked",
    )  # fmt: skip
    answered_at = models.DateTimeField(null=True)
    answer_by = models.DateTimeField(
        null=True, help_text="until when the citizen may answer; none: no law sets an end"
    )
    expiry_basis = models.CharField(
        max_length=300, blank=True, help_text="the law on which it may be stopped after answer_by"
    )
    policy = models.CharField(max_length=40, blank=True, help_text="version it was asked under")
    restarts_clock = models.BooleanField(
        default=True, help_text="whether the limit is counted anew after the answer"
    )
    window_ended_at = models.DateTimeField(null=True, help_text="when the end was put on record")
    overturned_at = models.DateTimeField(null=True, help_text="when an objection was upheld")
    window_from = models.DateTimeField(null=True, help_text="since when it runs; null: asked_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="supplement_one_open_request",
                fields=["dossier"],
                condition=Q(answered_at__isnull=True),
            ),
            models.CheckConstraint(name="supplement_has_a_legal_base", condition=~Q(legal_base="")),
            models.CheckConstraint(
                name="supplement_answered_after_it_was_asked",
                condition=(Q(answered_at=None) | Q(answered_at__gte=F("asked_at")))
                & (Q(answer_by=None) | Q(answer_by__gte=F("asked_at")))
                & (Q(window_ended_at=None) | Q(window_ended_at__gte=F("asked_at"))),
            ),
            models.CheckConstraint(
                name="supplement_overturned_when_it_ends",
                condition=Q(overturned_at=None) | Q(overturned_at=F("answered_at")),
            ),
        ]
        indexes = [BrinIndex(name="supplement_by_time", fields=["asked_at"])]
