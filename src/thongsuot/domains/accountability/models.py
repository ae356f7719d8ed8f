"""The one table of this room: what officers answer to what the record says of them."""

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
