"""Tables of messages: each is told once, and every attempt to deliver it is kept."""

import uuid

from django.db import models
from django.db.models import F, Q

from thongsuot.domains.exchange.terms import Channel, MessageState
from thongsuot.domains.ledger.fields import SaltField, SubjectField
from thongsuot.domains.people.fields import SealedJSONField, SealedTextField

CHANNELS = [(channel.value, channel.value) for channel in Channel]
STATES = [(state.value, state.value) for state in MessageState]
_WAITING = [MessageState.QUEUED.value, MessageState.FAILED.value]


class Message(models.Model):
    """One thing that somebody is told, written in the transaction of what caused it.

    It names its recipient and holds no address: that is asked for when it is sent.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    subject = SubjectField()
    recipient = models.CharField(max_length=80, help_text="applicant:… or officer:…")
    template = models.CharField(max_length=40)
    cause = models.CharField(max_length=80, help_text="what in the subject's life it tells of")
    values = SealedJSONField(help_text="codes, numbers and dates, by name")
    created_at = models.DateTimeField()
    next_at = models.DateTimeField(help_text="not to be sent before")
    state = models.CharField(max_length=12, choices=STATES, default=MessageState.QUEUED.value)
    channel = models.CharField(max_length=8, choices=CHANNELS, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    spent = models.PositiveSmallIntegerField(
        default=0, help_text="attempts before a person had it sent again"
    )
    resent_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True, help_text="a worker is at it since")
    ended_at = models.DateTimeField(null=True, help_text="sent, or not to be tried any more")
    last_error = models.CharField(max_length=40, blank=True, help_text="a code, never a text")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="message_told_once", fields=["subject", "recipient", "template", "cause"]
            ),
            models.CheckConstraint(
                name="message_waits_or_has_ended",
                condition=Q(state__in=_WAITING, ended_at__isnull=True)
                | ~Q(state__in=_WAITING) & Q(ended_at__isnull=False, taken_at__isnull=True),
            ),
            models.CheckConstraint(
                name="message_sent_on_a_channel",
                condition=~Q(state=MessageState.SENT.value) | Q(attempts__gte=1) & ~Q(channel=""),
            ),
            models.CheckConstraint(
                name="message_not_before_it_was_told", condition=Q(next_at__gte=F("created_at"))
            ),
        ]
        indexes = [
            models.Index(name="message_due", fields=["next_at"], condition=Q(state__in=_WAITING)),
            models.Index(
                name="message_dead",
                fields=["-ended_at", "-id"],
                condition=Q(state=MessageState.DEAD.value),
            ),
        ]


class Attempt(models.Model):
    """One attempt to deliver a message: when, how, and what came of it."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="tried", db_index=False)
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    channel = models.CharField(max_length=8, choices=CHANNELS)
    address = SealedTextField(blank=True, help_text="forgotten after a while")
    has_address = models.BooleanField(default=True)
    wording = models.CharField(max_length=40, help_text="version of the text")
    error = models.CharField(max_length=40, blank=True, help_text="a code; empty = delivered")
    final = models.BooleanField(default=False, help_text="never works by this way")
    reference = models.CharField(
        max_length=120, blank=True, help_text="what the other side calls it"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="attempt_numbered", fields=["message", "number"])
        ]


class DeliveryReport(models.Model):
    """What the carrier said became of a letter; the first report stands."""

    attempt = models.OneToOneField(Attempt, models.CASCADE, related_name="report")
    at = models.DateTimeField(help_text="when it was told to us")
    delivered = models.BooleanField()
    fault = models.CharField(max_length=40, blank=True, help_text="a code, never a text")


class GivenUp(models.Model):
    """Why a message is not sent: what a person decided."""

    message = models.OneToOneField(Message, models.CASCADE, related_name="given_up")
    salt = SaltField()
    why = SealedTextField(help_text="in words; the record commits to it")
    at = models.DateTimeField()
    by = models.ForeignKey("organisation.Officer", models.PROTECT, null=True, related_name="+")


class Wording(models.Model):
    """One published document of texts and settings; never changed, the next one begins later."""

    version = models.CharField(max_length=40, unique=True)
    valid_from = models.DateField(help_text="first day, local")
    document = models.JSONField(help_text="as published (rules.wordings)")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the canonical document")
    published_at = models.DateTimeField()


class Contact(models.Model):
    """Where and how somebody wants to be told, where that differs from what is on file."""

    recipient = models.CharField(max_length=80, unique=True, help_text="applicant:… or officer:…")
    email = SealedTextField(blank=True)
    phone = SealedTextField(blank=True)
    channel = models.CharField(
        max_length=8, choices=CHANNELS, blank=True, help_text="tried first; empty = as the policy"
    )
    only_needed = models.BooleanField(
        default=False, help_text="nothing but what the law has the citizen told"
    )
    changed_at = models.DateTimeField()
