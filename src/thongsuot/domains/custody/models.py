"""Tables of custody; one holder at a time, without gap, held by the database."""

from datetime import datetime

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from thongsuot.domains.custody.terms import (
    GIVEN,
    Answer,
    Cause,
    EndReason,
    MoveReason,
    Opinion,
    ReturnReason,
    Silence,
)
from thongsuot.domains.deadlines.fields import Counted
from thongsuot.domains.ledger.fields import SaltField, SubjectField
from thongsuot.domains.people.fields import SealedTextField


class Custody(models.Model):
    """One unbroken span of time in which one officer answers for one subject.

    A trigger refuses a span that does not begin where the one before it ended, and any change
    but the ending of an open span.
    """

    subject = SubjectField()
    officer = models.ForeignKey("organisation.Officer", models.PROTECT, related_name="+")
    post = models.ForeignKey("organisation.Post", models.PROTECT, related_name="+", db_index=False)
    step = models.CharField(max_length=40)
    limit_minutes = models.PositiveIntegerField(
        null=True, help_text="own share of the time limit, in minutes of working time"
    )
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(
        max_length=20, blank=True, choices=[(r.value, r.value) for r in EndReason]
    )

    move = models.ForeignKey(
        "custody.Move",
        models.PROTECT,
        null=True,
        related_name="custodies",
        db_index=False,
        help_text="the reassignment by which it began, if no hand-over did",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="custody_one_holder_at_a_time",
                fields=["subject"],
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="custody_ends_after_it_starts_and_for_a_reason",
                condition=Q(ended_at__isnull=True, end_reason="")
                | Q(ended_at__gt=F("started_at")) & ~Q(end_reason=""),
            ),
        ]
        indexes = [
            models.Index(name="custody_by_subject", fields=["subject", "started_at"]),
            BrinIndex(name="custody_by_time", fields=["started_at"]),
            models.Index(
                name="custody_open_by_officer",
                fields=["officer", "subject"],
                condition=Q(ended_at__isnull=True),
            ),
            models.Index(name="custody_by_move", fields=["move"], condition=Q(move__isnull=False)),
        ]


class Offer(Counted):
    """A hand-over as a question to a post; the giver holds until it is accepted."""

    subject = SubjectField()
    custody = models.ForeignKey(Custody, models.PROTECT, related_name="offers")
    to_post = models.ForeignKey("organisation.Post", models.PROTECT, related_name="+")
    step = models.CharField(max_length=40)
    limit_minutes = models.PositiveIntegerField(
        help_text="the receiver's share of the time limit, in minutes of working time"
    )
    overruns = models.BooleanField(help_text="the share reaches beyond the due instant")
    contestable = models.BooleanField(
        default=True,
        help_text="asks who settles it; not for a signature, nor to give back a result",
    )
    salt = SaltField()
    why = SealedTextField(help_text="what the giver says, in words; the record commits to it")
    offered_at = models.DateTimeField()
    answer_by = models.DateTimeField(
        null=True, help_text="silence accepts from here on; empty = asked before there was a limit"
    )
    policy = models.CharField(
        max_length=40, blank=True, help_text="version of the hand-over policy that gave answer_by"
    )
    answer = models.CharField(
        max_length=20, blank=True, choices=[(a.value, a.value) for a in Answer]
    )
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        "organisation.Officer", models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(
        max_length=30, blank=True, choices=[(r.value, r.value) for r in ReturnReason]
    )
    legal_basis = SealedTextField(blank=True)
    explanation = SealedTextField(
        null=True, help_text="another reason, in words; the record commits to it"
    )
    right_agency = models.ForeignKey(
        "organisation.Agency", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="offer_one_question_at_a_time", fields=["subject"], condition=Q(answer="")
            ),
            models.CheckConstraint(
                name="offer_answered_by_someone_at_some_time",
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | Q(answer__in=[Answer.LAPSED, Answer.REFERRED], answered_at__isnull=False)
                | Q(
                    answer__in=[Answer.ACCEPTED, Answer.RETURNED, Answer.RECALLED],
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                )
                | Q(
                    answer__in=[Answer.SILENT, Answer.UNSERVED],
                    answered_at__gte=F("answer_by"),
                    answered_by__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="offer_limit_names_its_policy",
                condition=Q(answer_by__isnull=True, policy="")
                | Q(answer_by__gte=F("offered_at")) & ~Q(policy=""),
            ),
            models.CheckConstraint(
                name="offer_return_names_all_three_grounds",
                condition=~Q(answer=Answer.RETURNED)
                | ~Q(reason="") & Q(right_agency__isnull=False, legal_basis__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="offer_by_subject", fields=["subject", "offered_at"]),
            BrinIndex(name="offer_by_time", fields=["answered_at"]),
            models.Index(
                name="offer_not_taken_by_time",
                fields=["answered_at"],
                condition=Q(answer__in=[Answer.RETURNED, Answer.SILENT]),
            ),
            models.Index(name="offer_open_to_post", fields=["to_post"], condition=Q(answer="")),
            models.Index(name="offer_open_by_limit", fields=["answer_by"], condition=Q(answer="")),
        ]


class Move(models.Model):
    """One reassignment: what several subjects have in common that changed their holder by it."""

    reason = models.CharField(max_length=30, choices=[(r.value, r.value) for r in MoveReason])
    salt = SaltField()
    why = SealedTextField(help_text="the reason in words; the record commits to it")
    to_officer = models.ForeignKey("organisation.Officer", models.PROTECT, related_name="+")
    to_post = models.ForeignKey("organisation.Post", models.PROTECT, related_name="+")
    made_by = models.ForeignKey(
        "organisation.Officer",
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="empty = the system, by rule or by the installation's own command",
    )
    made_at = models.DateTimeField()
    subjects = models.PositiveIntegerField(help_text="how many changed their holder")
    key = models.CharField(  # noqa: DJ001 - NULL, not "", lets moves without a key coexist
        max_length=80, null=True, unique=True, help_text="idempotency key of the writing door"
    )


class Dispute(Counted):
    """A loop before the common superior of the agencies; the giver holds until he has decided.

    A trigger lets it be decided, or lapse with its subject, once; and pass on to another superior
    only where a ``Passing`` keeps who let it wait until then.
    """

    subject = SubjectField()
    cause = models.CharField(max_length=20, choices=[(c.value, c.value) for c in Cause])
    offer = models.OneToOneField(Offer, models.PROTECT, related_name="dispute")
    earlier = models.ForeignKey(Offer, models.PROTECT, related_name="+")
    superior = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="+")
    policy = models.CharField(max_length=40, help_text="version of the policy that counted")
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "organisation.Officer", models.PROTECT, null=True, related_name="+"
    )
    agency = models.ForeignKey(
        "organisation.Agency", models.PROTECT, null=True, related_name="+",
        help_text="the one decided to be competent",
    )  # fmt: skip
    salt = SaltField()
    legal_basis = SealedTextField(blank=True)
    lapsed_at = models.DateTimeField(null=True, help_text="the subject ended undecided")
    decide_by = models.DateTimeField(
        null=True, help_text="late from here on; empty = went up before there was a limit"
    )
    sides = models.JSONField(
        default=list, help_text="officers, by id, who gave or answered and so do not decide"
    )
    put_at = models.DateTimeField(
        null=True, help_text="since when this superior has it; empty = since it went up"
    )
    counted_from = models.DateTimeField(
        null=True, help_text="from when an heir's limit counts; empty = since this superior has it"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="dispute_one_at_a_time",
                fields=["subject"],
                condition=Q(decided_at__isnull=True, lapsed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="dispute_decided_whole_or_not",
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, agency__isnull=True)
                | Q(
                    decided_at__gte=F("opened_at"), decided_by__isnull=False,
                    agency__isnull=False, lapsed_at__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="dispute_limit_after_it_went_up",
                condition=Q(decide_by__isnull=True) | Q(decide_by__gte=F("opened_at")),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(name="dispute_by_subject", fields=["subject", "opened_at"]),
            models.Index(
                name="dispute_open_by_superior",
                fields=["superior"],
                condition=Q(decided_at__isnull=True, lapsed_at__isnull=True),
            ),
        ]

    @property
    def is_settled(self) -> bool:
        """Whether it was decided, or its subject ended first."""
        return self.decided_at is not None or self.lapsed_at is not None

    @property
    def waits_since(self) -> datetime:
        """Since when it is before the superior that it is before now."""
        return self.put_at or self.opened_at

    @property
    def limit_since(self) -> datetime:
        """From when the time to decide counts; what answers for a superior goes on with its own."""
        return self.counted_from or self.waits_since


class Passing(models.Model):
    """A stretch in which a loop was before a superior that did not decide and may not any more."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="passings")
    superior = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    passed_at = models.DateTimeField(help_text="when it went on to the next superior")
    decide_by = models.DateTimeField(
        null=True, help_text="late from here on; empty = it had no limit"
    )
    policy = models.CharField(
        max_length=40, blank=True, help_text="version of the policy that counted; empty = not kept"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="passing_after_it_began", condition=Q(passed_at__gt=F("began_at"))
            ),
            models.UniqueConstraint(name="passing_once", fields=["dispute", "began_at"]),
        ]


class OpinionRequest(Counted):
    """A question to a post of another agency, with its own clock; it never moves custody.

    A trigger lets it be answered once. Silence is consent only where the legal basis says so.
    """

    subject = SubjectField()
    custody = models.ForeignKey(Custody, models.PROTECT, related_name="+")
    to_post = models.ForeignKey("organisation.Post", models.PROTECT, related_name="+")
    salt = SaltField()
    question = SealedTextField(help_text="the record commits to it")
    basis = models.CharField(max_length=40, help_text="code of the legal basis in the policy")
    policy = models.CharField(max_length=40, help_text="version of the hand-over policy")
    silence = models.CharField(max_length=20, choices=[(s.value, s.value) for s in Silence])
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answer = models.CharField(
        max_length=20, blank=True, choices=[(o.value, o.value) for o in Opinion]
    )
    text = SealedTextField(blank=True, help_text="what the answerer said")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        "organisation.Officer", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="opinion_one_question_a_post",
                fields=["subject", "to_post"],
                condition=Q(answer=""),
            ),
            models.CheckConstraint(
                name="opinion_answered_by_someone_or_by_silence_in_time",
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | Q(answer=Opinion.LAPSED, answered_at__isnull=False)
                | Q(
                    answer__in=[*sorted(GIVEN), Opinion.RECALLED],
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                )
                | Q(
                    answer__in=[Opinion.SILENT, Opinion.CONSENT],
                    answered_at__gte=F("answer_by"),
                    answered_by__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="opinion_silence_consents_only_by_law",
                condition=~Q(answer=Opinion.CONSENT) | Q(silence=Silence.CONSENT) & ~Q(basis=""),
            ),
        ]
        indexes = [
            models.Index(name="opinion_by_subject", fields=["subject", "asked_at"]),
            models.Index(name="opinion_open_to_post", fields=["to_post"], condition=Q(answer="")),
            models.Index(
                name="opinion_open_by_limit", fields=["answer_by"], condition=Q(answer="")
            ),
            BrinIndex(name="opinion_by_time", fields=["asked_at"]),
        ]


class Policy(models.Model):
    """One published version of the hand-over policy; never changed, the next one begins later."""

    version = models.CharField(max_length=40, unique=True)
    valid_from = models.DateField(help_text="first day, local")
    document = models.JSONField(help_text="as published (rules.policies)")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the canonical document")
    published_at = models.DateTimeField()
