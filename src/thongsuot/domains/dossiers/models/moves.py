"""Which agency answers for a dossier since something moved it."""

from django.db import models
from django.db.models import F, Q

from thongsuot.domains.dossiers.models.dossier import Dossier, choices
from thongsuot.domains.dossiers.models.requests import SupplementRequest
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


class ProcessOpinion(models.Model):
    """Which opinion that the process wants a question asked for; never changed."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="process_opinions")
    request = models.OneToOneField("custody.OpinionRequest", models.PROTECT, related_name="+")
    version = models.ForeignKey("catalogue.ProcessVersion", models.PROTECT, related_name="+")
    step = models.CharField(max_length=80, help_text="where the dossier was when it was asked")
    opinion = models.CharField(max_length=80, help_text="code of the opinion in the version")


class ProcessTimer(models.Model):
    """That an outcome of a step comes by itself after some time: until then, or until it is left.

    ``ended_at`` is when the dossier left the step or the outcome came, ``fired`` says which. While
    ``left_at`` is not set the dossier still is where the outcome came, whatever its version.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="process_timers")
    version = models.ForeignKey("catalogue.ProcessVersion", models.PROTECT, related_name="+")
    step = models.CharField(max_length=80)
    outcome = models.CharField(max_length=80, help_text="code of the outcome in its step")
    since = models.DateTimeField(help_text="when the dossier came to the step")
    due_at = models.DateTimeField(help_text="as far as is known; pauses push it when it comes")
    ended_at = models.DateTimeField(null=True)
    fired = models.BooleanField(default=False)
    left_at = models.DateTimeField(null=True, help_text="when the dossier left the step")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="process_timer_once_a_stay",
                fields=["dossier", "version", "step", "outcome", "since"],
            ),
            models.CheckConstraint(
                name="process_timer_fires_when_it_ends",
                condition=Q(fired=False) | Q(ended_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="process_timer_due", fields=["due_at"], condition=Q(ended_at__isnull=True)
            ),
        ]


class ProcessSupplement(models.Model):
    """That papers came which the process had asked for in a step, and where they lead from there.

    While ``left_at`` is not set the dossier still is in the step where they came.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="process_supplements")
    request = models.OneToOneField(SupplementRequest, models.PROTECT, related_name="+")
    version = models.ForeignKey("catalogue.ProcessVersion", models.PROTECT, related_name="+")
    step = models.CharField(max_length=80, help_text="where the dossier was when they came")
    outcome = models.CharField(max_length=80, help_text="code of the outcome in its step")
    came_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, help_text="when the dossier left the step")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="process_papers_came_before_they_lead_on",
                condition=Q(left_at=None) | Q(left_at__gte=F("came_at")),
            ),
        ]
