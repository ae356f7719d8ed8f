"""What is written and not signed yet: nothing of it has gone out."""

from django.db import models
from django.db.models import F, Q

from thongsuot.domains.dossiers.models.dossier import Dossier
from thongsuot.domains.ledger.fields import SaltField
from thongsuot.domains.people.fields import SealedJSONField


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
