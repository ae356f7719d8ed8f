"""What is written and not signed yet: nothing of it has gone out."""

from django.db import models
from django.db.models import F, Q

from thongsuot.domains.dossiers.models.dossier import Dossier, choices
from thongsuot.domains.dossiers.terms.drafts import DraftKind
from thongsuot.domains.ledger.fields import SaltField
from thongsuot.domains.people.fields import SealedJSONField, SealedTextField


class SupplementDraft(models.Model):
    """What the citizen is to be asked for, as the handler wrote it; it goes out once it is signed.

    Written anew as often as needed; what went out stands in ``SupplementRequest``.
    """

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="supplement_draft")
    salt = SaltField()
    papers = SealedJSONField(help_text="list of {component, name, problem}")
    special_base = models.CharField(max_length=200, blank=True)
    drafted_by = models.ForeignKey("organisation.Officer", models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, help_text="when papers were asked for since")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="supplement_sent_after_it_was_drafted",
                condition=Q(sent_at__isnull=True) | Q(sent_at__gt=F("drafted_at")),
            )
        ]


class TurnedDraft(models.Model):
    """That a draft was taken back, or sent back by who would sign it, and why; never changed.

    It is about the text of one instant: what is written anew waits for its signature again.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="turned_drafts")
    draft = models.CharField(max_length=20, choices=choices(DraftKind))
    drafted_at = models.DateTimeField(help_text="when the text it is about was written")
    sent_back = models.BooleanField(help_text="by who would sign it; else taken back")
    salt = SaltField()
    why = SealedTextField(help_text="in words; the record commits to it")
    by = models.ForeignKey("organisation.Officer", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="draft_turned_once", fields=["dossier", "draft", "drafted_at"]
            ),
            models.CheckConstraint(
                name="draft_turned_after_it_was_written", condition=Q(at__gt=F("drafted_at"))
            ),
        ]
