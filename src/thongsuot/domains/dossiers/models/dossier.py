"""Tables of a dossier's life; instants are written once, by the database's own refusal."""

import uuid

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.functions import Collate, Greatest, Reverse

from thongsuot.domains.dossiers.answering import models as _answering  # noqa: F401 - more tables
from thongsuot.domains.dossiers.lateness import models as _lateness  # noqa: F401 - more tables
from thongsuot.domains.dossiers.supplements import models as _supplements  # noqa: F401 - more
from thongsuot.domains.dossiers.terms import (
    Channel,
    HandedTo,
    Milestones,
    NationalState,
    Outcome,
    PayeeSide,
    PaymentNotice,
)
from thongsuot.domains.dossiers.terms.refusing import FORBIDDEN, RefusalGround
from thongsuot.domains.ledger.fields import SaltField
from thongsuot.domains.people.fields import SealedJSONField, SealedTextField

_S = NationalState
_DECIDED = Q(decided_at__isnull=False)
CODE_BACKWARDS = Collate(Reverse("code"), "C")
"""By it the last digits of a code are looked up; the plain collation serves beginnings."""


def choices(of: type) -> list[tuple[str, str]]:
    """Return the values of an enum as a column's choices."""
    return [(member.value, member.value) for member in of]  # type: ignore[attr-defined]  # an enum


class Draft(models.Model):
    """What a citizen has typed so far; kept between visits, sent once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    procedure_code = models.CharField(max_length=20)
    receiving_agency = models.CharField(max_length=40, blank=True)
    answers = SealedJSONField(default=dict)
    done_topics = models.JSONField(default=list, help_text="slugs of the topics answered")
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="draft_by_age", fields=["saved_at"])]


class CodeCounter(models.Model):
    """The last number given to a dossier of one agency on one day; gaps are fine, reuse is not."""

    agency = models.CharField(max_length=40)
    day = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="counter_one_a_day", fields=["agency", "day"])]


class Dossier(models.Model):
    """One case of one procedure, from submission to its end.

    Triggers refuse to change an instant once written, a due date without its explanation, and a
    received dossier without exactly one holder.
    """

    code = models.CharField(max_length=60, unique=True)
    draft = models.OneToOneField(Draft, models.PROTECT, null=True, related_name="dossier")
    version = models.ForeignKey(
        "catalogue.ProcedureVersion", models.PROTECT, related_name="+", db_index=False
    )
    procedure_code = models.CharField(max_length=20)
    process_version = models.ForeignKey(
        "catalogue.ProcessVersion", models.PROTECT, null=True, related_name="+", db_index=False,
        help_text="the process it follows, as it held at receipt; none where there was none",
    )  # fmt: skip
    process_step = models.CharField(max_length=80, blank=True, help_text="where it is in it")
    channel = models.CharField(max_length=10, choices=choices(Channel))
    applicant = models.ForeignKey(  # found by the index dossier_by_applicant
        "people.Person", models.PROTECT, related_name="+", db_index=False
    )
    answers = SealedJSONField(default=dict)
    declared = SealedJSONField(
        null=True, help_text="who applies, as declared with it; null: filed before it was kept"
    )
    pin = SealedTextField()
    phone_end = SealedTextField(blank=True, help_text="last four digits, for look-up")
    receiving_agency = models.ForeignKey(  # found by the index dossier_by_desk
        "organisation.Agency", models.PROTECT, related_name="+", db_index=False,
        help_text="cơ quan tiếp nhận, or the one that answers for it since a reorganisation",
    )  # fmt: skip
    competent_agency = models.ForeignKey(
        "organisation.Agency", models.PROTECT, null=True, related_name="+",
        help_text="cơ quan có thẩm quyền giải quyết, as the competence table said at receipt, "
        "or the one that answers for it since",
    )  # fmt: skip
    submitted_at = models.DateTimeField()
    sent_anew_at = models.DateTimeField(null=True, help_text="what the desk first asked for came")
    received_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    processing_at = models.DateTimeField(null=True)
    supplement_since = models.DateTimeField(null=True)
    obligation_since = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True, choices=choices(Outcome))
    returned_at = models.DateTimeField(null=True)
    returned_to = models.CharField(max_length=20, blank=True, choices=choices(HandedTo))
    withdrawn_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True, help_text="changes only with a row of DueDateSet")
    last_act_at = models.DateTimeField()
    national_state = models.GeneratedField(
        expression=Case(
            When(refused_at__isnull=False, then=Value(_S.NOT_RECEIVED.value)),
            When(withdrawn_at__isnull=False, then=Value(_S.WITHDRAWN.value)),
            When(stopped_at__isnull=False, then=Value(_S.STOPPED.value)),
            When(returned_at__isnull=False, then=Value(_S.RETURNED.value)),
            When(decided_at__isnull=False, then=Value(_S.RESOLVED.value)),
            When(supplement_since__isnull=False, then=Value(_S.SUPPLEMENT_REQUESTED.value)),
            When(obligation_since__isnull=False, then=Value(_S.OBLIGATION_REQUESTED.value)),
            When(processing_at__isnull=False, then=Value(_S.PROCESSING.value)),
            When(received_at__isnull=False, then=Value(_S.RECEIVED.value)),
            default=Value(_S.REGISTERED.value),
        ),
        output_field=IntegerField(),
        db_persist=True,
    )

    as_locked: dict[str, object]
    """What an act found when it locked the row (``services.act``)."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="dossier_received_or_refused_after_submission",
                condition=Q(received_at__isnull=True, refused_at__isnull=True)
                | Q(received_at__isnull=False, refused_at__isnull=True)
                & Q(received_at__gte=F("submitted_at"))
                | Q(received_at__isnull=True, refused_at__isnull=False)
                & Q(refused_at__gte=F("submitted_at")),
            ),
            models.CheckConstraint(  # of the four ways to end, three were not gone
                name="dossier_ends_in_one_way",
                condition=Q(refused_at=None, withdrawn_at=None, stopped_at=None)
                | Q(refused_at=None, withdrawn_at=None, returned_at=None)
                | Q(refused_at=None, stopped_at=None, returned_at=None)
                | Q(withdrawn_at=None, stopped_at=None, returned_at=None),
            ),
            models.CheckConstraint(
                name="dossier_handled_only_when_received",
                condition=Q(received_at__isnull=False)
                | Q(
                    processing_at__isnull=True,
                    obligation_since__isnull=True,
                    decided_at__isnull=True,
                    returned_at__isnull=True,
                    stopped_at__isnull=True,
                    due_at__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="dossier_received_has_a_due_date",
                condition=Q(received_at__isnull=True)
                | Q(due_at__isnull=False, due_at__gte=F("received_at")),
            ),
            models.CheckConstraint(
                name="dossier_handled_after_receipt",
                condition=(Q(processing_at=None) | Q(processing_at__gte=F("received_at")))
                & (Q(supplement_since=None) | Q(supplement_since__gte=F("received_at")))
                & (Q(obligation_since=None) | Q(obligation_since__gte=F("received_at"))),
            ),
            models.CheckConstraint(
                name="dossier_decided_after_processing_with_outcome",
                condition=Q(decided_at__isnull=True, outcome="")
                | Q(processing_at__isnull=False, decided_at__gte=F("processing_at"))
                & ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="dossier_returned_after_decision_to_someone",
                condition=Q(returned_at__isnull=True, returned_to="")
                | Q(decided_at__isnull=False, returned_at__gte=F("decided_at"))
                & ~Q(returned_to=""),
            ),
            models.CheckConstraint(
                name="dossier_left_after_it_came",
                condition=(
                    Q(withdrawn_at=None)
                    | Q(withdrawn_at__gte=Greatest("submitted_at", "received_at"))
                )
                & (
                    Q(stopped_at=None) | Q(stopped_at__gte=Greatest("received_at", "processing_at"))
                ),
            ),
            models.CheckConstraint(
                name="dossier_not_withdrawn_or_stopped_once_decided",
                condition=Q(decided_at__isnull=True)
                | Q(withdrawn_at__isnull=True, stopped_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                name="dossier_by_desk", fields=["receiving_agency", "national_state", "id"]
            ),
            models.Index(name="dossier_by_due", fields=["national_state", "due_at", "id"]),
            models.Index(name="dossier_by_decision", fields=["decided_at"], condition=_DECIDED),
            models.Index(
                name="dossier_left_by_receipt",
                fields=["received_at"],
                condition=Q(national_state__in=[_S.WITHDRAWN.value, _S.STOPPED.value]),
            ),
            models.Index(
                name="dossier_by_procedure_decision",
                fields=["procedure_code", "decided_at"],
                condition=_DECIDED,
            ),
            models.Index(name="dossier_by_applicant", fields=["applicant", "-id"]),
            models.Index(CODE_BACKWARDS, name="dossier_by_end_of_code"),
            models.Index(
                name="dossier_by_process",
                fields=["process_version", "id"],
                condition=Q(process_version__isnull=False),
            ),
        ]

    @property
    def competent_agency_code(self) -> str:
        """The agency that settles it; empty before it is received."""
        return self.competent_agency.code if self.competent_agency else ""

    @property
    def subject(self) -> str:
        """The name under which record and custody know this dossier."""
        return f"dossier:{self.code}"

    def milestones(self) -> Milestones:
        """Return what has happened, as a value for the rules."""
        return Milestones(**{name: getattr(self, name) for name in Milestones.__dataclass_fields__})


class Obligation(models.Model):
    """A financial obligation: what its notice asks for, and the receipt that met it."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="obligations")
    salt = SaltField()
    issuer = models.CharField(max_length=20, choices=choices(PayeeSide))
    number = models.CharField(max_length=60)
    issued_on = models.DateField()
    amount_vnd = models.PositiveBigIntegerField(help_text="whole đồng")
    legal_basis = models.CharField(max_length=200)
    paper = models.UUIDField(help_text="attachment holding the notice")
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey("organisation.Officer", models.PROTECT, related_name="+")
    receipt = models.CharField(max_length=60, blank=True, help_text="number of the receipt")
    met_at = models.DateTimeField(null=True)
    met_by = models.ForeignKey(  # nobody where the platform told of the payment
        "organisation.Officer", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="obligation_one_open_request", fields=["dossier"], condition=Q(met_at=None)
            ),
            models.CheckConstraint(
                name="obligation_names_amount_and_basis",
                condition=Q(amount_vnd__gte=1) & ~Q(number="") & ~Q(legal_basis=""),
            ),
            models.CheckConstraint(
                name="obligation_met_by_a_receipt",
                condition=Q(met_at__isnull=True, met_by__isnull=True, receipt="")
                | Q(met_at__gt=F("requested_at")) & ~Q(receipt=""),
            ),
        ]
        indexes = [BrinIndex(name="obligation_by_time", fields=["requested_at"])]

    def notice(self) -> PaymentNotice:
        """Return what the notice says."""
        return PaymentNotice(
            PayeeSide(self.issuer), self.number, self.issued_on, self.amount_vnd, self.legal_basis
        )


class Decision(models.Model):
    """The decision of a dossier: drafted by one, signed by another, numbered, issued."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=10, choices=choices(Outcome))
    salt = SaltField()
    grounds = SealedTextField(help_text="what the drafter found, in words")
    drafted_by = models.ForeignKey("organisation.Officer", models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    draft_paper = models.UUIDField(null=True, help_text="attachment holding the draft")
    signed_by = models.ForeignKey(
        "organisation.Officer", models.PROTECT, null=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True)
    number = models.CharField(max_length=60, blank=True)
    paper = models.UUIDField(null=True, help_text="attachment holding the signed result")
    issued_by = models.ForeignKey(
        "organisation.Officer", models.PROTECT, null=True, related_name="+"
    )
    issued_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="decision_signed_by_another_than_its_drafter",
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="decision_signed_means_numbered_paper",
                condition=Q(signed_at__isnull=True, signed_by__isnull=True, number="")
                | Q(signed_at__gte=F("drafted_at"), signed_at__isnull=False)
                & Q(signed_by__isnull=False, paper__isnull=False)
                & ~Q(number=""),
            ),
            models.CheckConstraint(
                name="decision_issued_only_when_signed",
                condition=Q(issued_at__isnull=True, issued_by__isnull=True)
                | Q(
                    issued_at__gte=F("signed_at"), signed_at__isnull=False, issued_by__isnull=False
                ),
            ),
        ]


class Ending(models.Model):
    """Why a dossier was refused at the desk, withdrawn or stopped; to whom a result went."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="ending")
    salt = SaltField()
    reason = SealedTextField()
    legal_basis = models.CharField(max_length=200, blank=True)
    ground = models.CharField(
        max_length=20, blank=True, default="", choices=choices(RefusalGround),
        help_text="why it was not received; empty = another end, or refused before it was asked",
    )  # fmt: skip
    at = models.DateTimeField()
    by = models.ForeignKey("organisation.Officer", models.PROTECT, null=True, related_name="+")

    class Meta:
        app_label = "dossiers"
        constraints = [
            models.CheckConstraint(
                name="ending_refused_for_what_may_be", condition=~Q(ground__in=sorted(FORBIDDEN))
            ),
        ]
