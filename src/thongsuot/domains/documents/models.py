"""Tables of papers: contents and register lines are never changed, papers never deleted.

The papers of a draft that was never sent may be forgotten: their content goes, the row stays.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from thongsuot.domains.documents.terms import (
    ClosedRegister,
    FiledPaper,
    Kind,
    MediaType,
    PaperUnknown,
)
from thongsuot.domains.ledger.fields import SaltField, SubjectField
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.people.fields import SealedJSONField, SealedTextField

_PROTECT = models.PROTECT


SIGNED_KINDS = (
    Kind.RESULT, Kind.APOLOGY, Kind.SUPPLEMENT_REQUEST, Kind.REFUSAL_TO_RECEIVE, Kind.STOP_NOTICE,
)  # fmt: skip
"""Papers that bear an officer's signature of their own."""


class StoredFile(models.Model):
    """One content in the store, known by the SHA-256 of itself; never changed."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField(help_text="bytes, before sealing")
    media_type = models.CharField(max_length=20, choices=[(m.value, m.value) for m in MediaType])
    pages = models.PositiveIntegerField()
    readable = models.ForeignKey(
        "self", _PROTECT, null=True, related_name="+",
        help_text="the PDF made of it to be read; none where it is read itself",
    )  # fmt: skip
    disarmed = models.BooleanField(
        default=False, help_text="the PDF to read leaves out scripts, actions or embedded files"
    )
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="stored_file_is_named_by_a_sha256",
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
            ),
            models.CheckConstraint(
                name="stored_file_holds_something", condition=Q(size__gt=0, pages__gt=0)
            ),
            models.CheckConstraint(
                name="stored_file_without_readable_is_a_pdf",
                condition=Q(readable__isnull=False) | Q(media_type=MediaType.PDF),
            ),
        ]


class Attachment(models.Model):
    """One paper of one subject; it may be withdrawn and never disappears.

    Triggers refuse any change but four: moving from a draft to its dossier, withdrawing,
    replacing a result's text by the same text signed, and forgetting what was never sent; each
    once. What was sent can never be forgotten.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = SubjectField()
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in Kind])
    component_code = models.CharField(max_length=40, blank=True)
    salt = SaltField()
    name = SealedTextField(help_text="the file's name as sent; the template of our own papers")
    original = models.ForeignKey(
        StoredFile, _PROTECT, null=True, related_name="+",
        help_text="as it came; none once forgotten",
    )  # fmt: skip
    pdf = models.ForeignKey(
        StoredFile, _PROTECT, null=True, related_name="+",
        help_text="as it is read; none once forgotten",
    )  # fmt: skip
    pages = models.PositiveIntegerField()
    attached_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey("organisation.Officer", _PROTECT, null=True, related_name="+")
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="attachment_same_file_once_in_its_place",
                fields=["subject", "component_code", "original"],
                condition=Q(kind=Kind.UPLOAD, withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="attachment_withdrawn_only_after_it_was_attached",
                condition=Q(withdrawn_at__isnull=True)
                | Q(withdrawn_at__gte=models.F("attached_at")),
            ),
            models.CheckConstraint(
                name="attachment_only_uploads_are_withdrawn",
                condition=Q(withdrawn_at__isnull=True) | Q(kind=Kind.UPLOAD),
            ),
            models.CheckConstraint(
                name="attachment_signed_is_of_a_kind_that_officers_sign",
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False, kind__in=SIGNED_KINDS),
            ),
            models.CheckConstraint(
                name="attachment_has_its_content_until_it_is_forgotten",
                condition=Q(forgotten_at__isnull=True, original__isnull=False, pdf__isnull=False)
                | Q(
                    forgotten_at__isnull=False,
                    original__isnull=True,
                    pdf__isnull=True,
                    subject__startswith="draft:",
                ),
            ),
        ]
        indexes = [models.Index(name="attachment_by_subject", fields=["subject", "attached_at"])]

    def contents(self) -> tuple[StoredFile, StoredFile]:
        """Return the file as it came and as it is read.  Raises: PaperUnknown once forgotten."""
        if self.original is None or self.pdf is None:
            raise PaperUnknown("forgotten with the draft it was for")
        return self.original, self.pdf

    def filed(self) -> FiledPaper:
        """Return the paper as other rooms see it; give both files along with the row."""
        original, pdf = self.contents()
        return FiledPaper(
            id=self.pk,
            subject=self.subject,
            kind=Kind(self.kind),
            component_code=self.component_code,
            name=self.name,
            media_type=MediaType(original.media_type),
            size=original.size,
            pdf_size=pdf.size,
            pages=self.pages,
            disarmed=original.disarmed,
            commitment=commitment(pdf.pk, bytes(self.salt)),
            original_commitment=commitment(original.pk, bytes(self.salt)),
            attached_at=self.attached_at,
            withdrawn_at=self.withdrawn_at,
            signed_at=self.signed_at,
            signed_by=self.signed_by_id,
        )


class PaperWords(models.Model):
    """What a paper of ours says, so that it can be printed again on another size; never changed,
    but sealed anew under another key.
    """

    attachment = models.OneToOneField(Attachment, _PROTECT, primary_key=True, related_name="+")
    words = SealedJSONField(help_text="as ``printing.words_of`` spells them")


class RegisterNumber(models.Model):
    """One line of an agency's register of outgoing papers; 1, 2, 3 … a year, without gap."""

    agency_code = models.CharField(max_length=40)
    book = models.CharField(max_length=40, help_text="which register, e.g. TNHS, QĐ")
    year = models.PositiveSmallIntegerField(help_text="local year")
    number = models.PositiveIntegerField()
    subject = SubjectField(
        blank=True, default="", db_default="", help_text="what the line is for, if named"
    )
    taken_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="register_each_number_once", fields=["agency_code", "book", "year", "number"]
            ),
            models.CheckConstraint(name="register_starts_at_one", condition=Q(number__gte=1)),
            models.UniqueConstraint(
                name="register_each_subject_once",
                fields=["subject", "book"],
                condition=~Q(subject=""),
            ),
        ]


class RegisterCounter(models.Model):
    """The last number of a register: whoever takes the next holds this row until he is done.

    A transaction that is undone gives its number back with the row. Triggers on the lines refuse
    a number that does not follow the last line, whatever this row says.
    """

    agency_code = models.CharField(max_length=40)
    book = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="register_one_counter", fields=["agency_code", "book", "year"]
            )
        ]


class RegisterClosing(models.Model):
    """That a register of a year is closed: the database refuses any later line of it."""

    agency_code = models.CharField(max_length=40)
    book = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(help_text="number of the last line, 0 without any")
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey("organisation.Officer", _PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="register_closed_once", fields=["agency_code", "book", "year"]
            )
        ]

    def stated(self) -> ClosedRegister:
        """Return the closing as other rooms and doors see it."""
        return ClosedRegister(
            agency_code=self.agency_code,
            book=self.book,
            year=self.year,
            last=self.last,
            closed_at=self.closed_at,
            closed_by=self.closed_by_id,
        )


class FormTemplate(models.Model):
    """A template that an administrator put in the place of the shipped one; never changed.

    The newest whose ``valid_from`` has come prints the form from that day on.
    """

    circular = models.CharField(max_length=40, blank=True)
    number = models.CharField(
        max_length=40, help_text="of the form within its circular; ours have a name and no circular"
    )
    source = models.TextField(help_text="typst; tried with invented words before it was kept")
    sha256 = models.CharField(max_length=64)
    valid_from = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("organisation.Officer", _PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(name="form_template_newest", fields=["circular", "number", "-valid_from"])
        ]
