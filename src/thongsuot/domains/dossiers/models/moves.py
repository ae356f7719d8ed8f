"""Which agency answers for a dossier since something moved it."""

from django.db import models
from django.db.models import F, Q

from thongsuot.domains.dossiers.models.dossier import Dossier, choices
from thongsuot.domains.dossiers.terms import Part
from thongsuot.domains.ledger.fields import SaltField
from thongsuot.domains.people.fields import SealedTextField


class AgencyMove(models.Model):
    """That another agency answers for a dossier: by a reorganisation, or forwarded; never changed.

    The receiving agency of a dossier changes only together with such a row. What the desk or the
    settler was at first is ``was`` of the oldest.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="agency_moves")
    part = models.CharField(max_length=10, choices=choices(Part))
    was = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="+", db_index=False)
    now = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="+", db_index=False)
    plan = models.CharField(
        max_length=60, help_text="code of the reorganisation's plan, or forward-1, -2 …"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="dossier_moves_once_a_plan", fields=["dossier", "part", "plan"]
            ),
            models.CheckConstraint(
                name="dossier_moves_to_another_agency", condition=~Q(was=F("now"))
            ),
        ]


class Forwarding(models.Model):
    """Why a dossier that was sent to the wrong desk went on to the right one before its receipt."""

    move = models.OneToOneField(AgencyMove, models.PROTECT, related_name="forwarding")
    salt = SaltField()
    why = SealedTextField(help_text="in words; the record commits to it")
    by = models.ForeignKey("organisation.Officer", models.PROTECT, related_name="+")


class ProcessHop(models.Model):
    """To which step of its process a dossier was offered; never changed.

    ``outside``: no outcome of the step before leads there, or the post is not the step's.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="process_hops")
    offer = models.OneToOneField("custody.Offer", models.PROTECT, related_name="+")
    version = models.ForeignKey("catalogue.ProcessVersion", models.PROTECT, related_name="+")
    from_step = models.CharField(max_length=80)
    step = models.CharField(max_length=80)
    outside = models.BooleanField()
    at = models.DateTimeField()
