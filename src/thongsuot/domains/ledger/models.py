"""The record and the public log over it: added to by services, changed by nobody."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from thongsuot.domains.ledger.fields import SubjectField
from thongsuot.domains.ledger.terms import Act, Actor, ActorKind, Behalf


class Entry(models.Model):
    """One act on one subject, chained to the entry before it by hash."""

    subject = SubjectField()
    seq = models.PositiveIntegerField(help_text="1, 2, 3 … without gap within the subject")
    act = models.CharField(max_length=40)
    at = models.DateTimeField(help_text="the instant of the act, as the door's clock gave it")
    recorded_at = models.DateTimeField(
        db_default=Now(), help_text="the database's own clock, beside the door's"
    )
    actor_kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in ActorKind])
    officer_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    agency = models.CharField(max_length=40, blank=True)
    behalf_officer_id = models.BigIntegerField(
        null=True, help_text="in whose stead the officer acted; empty = in his own"
    )
    behalf_post_id = models.BigIntegerField(null=True)
    delegation_id = models.BigIntegerField(null=True)
    detail = models.JSONField(help_text="codes and numbers only")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    key = models.CharField(  # noqa: DJ001 - NULL, not "", lets entries without a key coexist
        max_length=80,
        null=True,
        help_text="idempotency key of the writing door",
    )

    class Meta:
        indexes = [
            models.Index(
                name="entry_by_delegation",
                fields=["delegation_id", "at"],
                condition=Q(delegation_id__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(name="entry_one_per_place_in_chain", fields=["subject", "seq"]),
            models.UniqueConstraint(name="entry_one_per_key", fields=["key"]),
            models.CheckConstraint(name="entry_chain_starts_at_one", condition=Q(seq__gte=1)),
            models.CheckConstraint(
                name="entry_officer_acts_on_a_post",
                condition=~Q(actor_kind=ActorKind.OFFICER)
                | Q(officer_id__isnull=False, post_id__isnull=False) & ~Q(agency=""),
            ),
            models.CheckConstraint(
                name="entry_in_anothers_stead_says_under_what",
                condition=Q(
                    behalf_officer_id__isnull=True,
                    behalf_post_id__isnull=True,
                    delegation_id__isnull=True,
                )
                | Q(
                    behalf_officer_id__isnull=False,
                    behalf_post_id__isnull=False,
                    delegation_id__isnull=False,
                    actor_kind=ActorKind.OFFICER,
                ),
            ),
        ]

    def _actor(self) -> Actor:
        behalf = None
        if self.behalf_officer_id and self.behalf_post_id and self.delegation_id:
            behalf = Behalf(self.behalf_officer_id, self.behalf_post_id, self.delegation_id)
        kind = ActorKind(self.actor_kind)
        return Actor(kind, self.officer_id, self.post_id, self.agency, on_behalf_of=behalf)

    def as_act(self) -> Act:
        """Return the entry as readers of the record see it."""
        return Act(
            subject=self.subject,
            seq=self.seq,
            act=self.act,
            at=self.at,
            actor=self._actor(),
            detail=self.detail,
            hash=self.hash,
            recorded_at=self.recorded_at,
        )


class Edition(models.Model):
    """A mark of all that a room has settled for everybody; a trigger replaces it at each change."""

    room = models.CharField(max_length=40, primary_key=True)
    mark = models.UUIDField()
    begun_by = models.BigIntegerField(db_default=0)
    looks = models.BigIntegerField(db_default=0)


class Unsealed(models.Model):
    """An entry that waits for its place in the public log; a trigger puts every entry here."""

    entry = models.OneToOneField(
        Entry, models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )


class Leaf(models.Model):
    """The place of one entry in the public log: 0, 1, 2 … without gap."""

    number = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="leaf")

    class Meta:
        constraints = [
            models.CheckConstraint(name="leaf_numbers_start_at_zero", condition=Q(number__gte=0))
        ]


class Tile(models.Model):
    """Up to 256 hashes of one level of the tree (``rules.tiles``); a trigger lets it only grow."""

    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="tile_one_per_place", fields=["level", "number"])
        ]


class Sealed(models.Model):
    """One checkpoint: a size of the tree with its root, signed."""

    size = models.BigIntegerField(primary_key=True)
    root = models.CharField(max_length=64)
    at = models.DateTimeField()
    note = models.TextField(help_text="the signed note, as it is published")


class Cosignature(models.Model):
    """A witness saw a checkpoint, and that the log had only grown until then."""

    sealed = models.ForeignKey(Sealed, models.PROTECT, related_name="cosignatures")
    key = models.TextField(help_text="the witness's verifier key")
    line = models.TextField(help_text="the signature line, as the witness gave it")
    seen_at = models.DateTimeField(help_text="the instant that the witness states")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cosignature_one_per_witness", fields=["key", "sealed"])
        ]
        ordering = ["key"]
