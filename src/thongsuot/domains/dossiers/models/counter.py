"""What a person brings to the counter for a dossier that runs."""

from django.db import models
from django.db.models import Q

from thongsuot.domains.dossiers.models.dossier import Dossier, choices
from thongsuot.domains.dossiers.terms.counter import AtCounter, Bringer
from thongsuot.domains.ledger.fields import SaltField
from thongsuot.domains.people.fields import SealedTextField


class CounterVisit(models.Model):
    """Who brought something to the counter, or sent it by post, and which officer entered it.

    Never changed, but that the name may be sealed anew; the record commits to it.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="counter_visits")
    what = models.CharField(max_length=20, choices=choices(AtCounter))
    bringer = models.CharField(max_length=20, choices=choices(Bringer))
    salt = SaltField()
    named = SealedTextField(
        blank=True, help_text="the representative and his authority, or the number of the item"
    )
    entered_by = models.ForeignKey("organisation.Officer", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="dossier_withdrawn_once_at_the_counter",
                fields=["dossier"],
                condition=Q(what=AtCounter.WITHDRAWAL.value),
            ),
        ]
