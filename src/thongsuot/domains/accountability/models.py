"""Tables of this room: what officers answer to the record, and summaries of what is over."""

from django.db import models
from django.db.models import Q

from thongsuot.domains.ledger.fields import SaltField, SubjectField
from thongsuot.domains.people.fields import SealedTextField


class Explanation(models.Model):
    """What an officer answers to one entry of the record that concerns him; never changed.

    The record has an entry of its own for it, with a commitment to the words.
    """

    subject = SubjectField()
    entry = models.PositiveIntegerField(help_text="place in the subject's chain of what it answers")
    officer = models.ForeignKey("organisation.Officer", models.PROTECT, related_name="+")
    post = models.ForeignKey("organisation.Post", models.PROTECT, related_name="+", db_index=False)
    salt = SaltField()
    words = SealedTextField(help_text="the answer; the record commits to it")
    at = models.DateTimeField()
    key = models.CharField(  # noqa: DJ001 - NULL, not "", lets answers without a key coexist
        max_length=80, null=True, unique=True, help_text="idempotency key of the writing door"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="explanation_answers_an_entry", condition=Q(entry__gte=1))
        ]
        indexes = [models.Index(name="explanation_by_subject", fields=["subject", "id"])]


class Summary(models.Model):
    """How far the summaries have read the record; the one row. They can be made anew at any time.

    What is kept is what cannot change any more: hand-overs that happened, the lateness of what
    is decided. ``entries`` is the number up to which every entry was looked at.
    """

    spans = models.BigIntegerField(default=0, help_text="id of the last span that was counted")
    entries = models.BigIntegerField(help_text="number of the last entry of the record looked at")
    began_at = models.DateTimeField(help_text="what was decided before was counted day by day")
    decided_until = models.DateTimeField(
        null=True, help_text="up to when that was done; empty = not begun"
    )
    calendar = models.CharField(max_length=40, help_text="version that counted working minutes")
    as_of = models.DateTimeField(null=True, help_text="last turn; empty = not whole yet")
    open_as_of = models.DateTimeField(
        null=True, help_text="of when the open late ones are kept; empty = few, counted when asked"
    )
    held_until = models.DateTimeField(
        null=True, help_text="who held what was decided before began_at, kept up to here"
    )
    held_entries = models.BigIntegerField(
        help_text="number of the last entry whose decision is in who held what"
    )


class FlowDay(models.Model):
    """Hand-overs of one local day between two agencies or two posts, by their ids."""

    level = models.CharField(max_length=10, help_text="agency or post")
    day = models.DateField()
    giver = models.BigIntegerField()
    taker = models.BigIntegerField()
    giver_agency = models.BigIntegerField()
    taker_agency = models.BigIntegerField()
    handovers = models.PositiveIntegerField()
    bounces = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="flow_once_a_day", fields=["level", "day", "giver", "taker"]
            )
        ]


class LongChain(models.Model):
    """A hand-over between agencies that made a dossier's chain long, with how long it was then."""

    day = models.DateField()
    subject = SubjectField()
    links = models.PositiveIntegerField(help_text="agencies that held it, as often as they did")
    giver_agency = models.BigIntegerField()
    taker_agency = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(name="longchain_by_day", fields=["day"])]


class LoopDay(models.Model):
    """What came straight back between two agencies on one local day.

    Units: ``minutes`` of working time with the other one; ``subjects``: the first ones.
    """

    day = models.DateField()
    one = models.BigIntegerField()
    other = models.BigIntegerField()
    bounces = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()
    last_at = models.DateTimeField()
    subjects = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="loop_once_a_day", fields=["day", "one", "other"])
        ]


class LateShare(models.Model):
    """What one holder bears of the lateness of one dossier.  Units: minutes of working time."""

    subject = SubjectField()
    decided_at = models.DateTimeField(
        null=True, help_text="empty = open, reckoned at the last turn"
    )
    agency = models.BigIntegerField()
    post = models.BigIntegerField()
    officer = models.BigIntegerField(help_text="0 = the post was asked, and let wait")
    first = models.BooleanField(help_text="the first of its agency for this dossier")
    late = models.BigIntegerField()
    answering = models.BigIntegerField()
    silent = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(name="lateshare_by_subject", fields=["subject"]),
            models.Index(name="lateshare_by_decision", fields=["decided_at"]),
        ]


class HoldingDay(models.Model):
    """What one holder did with the time of what was decided on one local day.

    Units: minutes of working time; as ``terms.Holding`` has them.
    """

    day = models.DateField()
    agency = models.BigIntegerField()
    post = models.BigIntegerField()
    officer = models.BigIntegerField(help_text="0 = the post was asked, and let wait")
    turns = models.PositiveIntegerField(help_text="how many dossiers he held")
    held = models.BigIntegerField()
    share = models.BigIntegerField()
    over = models.BigIntegerField()
    paused = models.BigIntegerField()
    awaiting = models.BigIntegerField()
    consulting = models.BigIntegerField()
    answering = models.BigIntegerField()
    answering_over = models.BigIntegerField()
    silent = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="holding_once_a_day", fields=["day", "agency", "post", "officer"]
            )
        ]
