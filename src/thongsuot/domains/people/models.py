"""Tables of people; what identifies them is sealed, and found through keyed indexes."""

import uuid

from django.db import models
from django.db.models import F, Q

from thongsuot.domains.ledger.fields import SaltField
from thongsuot.domains.people import rules
from thongsuot.domains.people.fields import BlindIndexField, SealedJSONField, SealedTextField
from thongsuot.domains.people.terms import Basis, Identity, PersonKind
from thongsuot.kernel.canonical import canonical_json


class Person(models.Model):
    """A citizen or a business that applied, or for whom somebody did.

    A number is a claim until a register confirms it. Two claims to one number under different
    names stay two people: neither may read, or be mistaken for, the other.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in PersonKind])
    identity = SealedJSONField(help_text="the fields of terms.Identity that are known")
    salt = SaltField()
    name_index = BlindIndexField(help_text="of the folded name")
    personal_id_index = BlindIndexField(null=True)
    enterprise_index = BlindIndexField(null=True)
    phone_index = BlindIndexField(null=True, db_index=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="people_one_person_a_personal_id_and_name",
                fields=["personal_id_index", "name_index"],
            ),
            models.UniqueConstraint(
                name="people_one_person_an_enterprise_number_and_name",
                fields=["enterprise_index", "name_index"],
            ),
        ]
        indexes = [models.Index(name="people_person_by_name", fields=["name_index"])]

    @property
    def subject(self) -> str:
        """The name of this person in the record."""
        return f"person:{self.id}"

    def as_identity(self) -> Identity:
        """Return who this is, in full."""
        return rules.from_stored(self.kind, self.identity)

    def committed_text(self) -> str:
        """Return the words to which the record keeps a salted commitment."""
        return canonical_json({"kind": self.kind, **self.identity}).decode()


class Representation(models.Model):
    """One person acting for another on a document, from one day until before another."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="representations")
    represents = models.ForeignKey(Person, models.PROTECT, related_name="represented_by")
    basis = models.CharField(max_length=30, choices=[(b.value, b.value) for b in Basis])
    document = SealedTextField(help_text="number, date and place of the authority, as written")
    salt = SaltField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="the first day on which it no longer holds")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="representation_is_of_somebody_else",
                condition=~Q(person=F("represents")),
            ),
            models.CheckConstraint(
                name="representation_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            ),
        ]


class KeyMark(models.Model):
    """A known word under one of the keys: whoever cannot read it has other keys than ours."""

    number = models.PositiveIntegerField(
        primary_key=True, help_text="of the newest key when the mark was made"
    )
    index_mark = models.BinaryField(
        max_length=32, help_text="keyed digest of a known word: tells the index key"
    )
    sealed_mark = SealedTextField(help_text="a known word: tells the sealing key")
