"""Reading papers. The room that owns the subject decides who may (``ports.MayRead``).

Papers know ``dossier:…`` and ``draft:…`` as names only. Whoever asks for one paper hands that
decision over; it cannot be forgotten, and a paper that may not be read does not exist for the
visitor. Lists are asked for by the room that owns the subject.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import F

from thongsuot.domains.documents import forms, templates
from thongsuot.domains.documents.models import (
    Attachment,
    PaperWords,
    RegisterClosing,
    RegisterNumber,
    StoredFile,
)
from thongsuot.domains.documents.ports import MayRead
from thongsuot.domains.documents.printing import Printable
from thongsuot.domains.documents.storage import content_store
from thongsuot.domains.documents.terms import (
    REGISTER_CLOSED,
    ClosedRegister,
    FiledPaper,
    Kind,
    PaperPrint,
    PaperSize,
    PaperUnknown,
    RegisterLine,
)
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor

PRINTED = "paper_printed"
_PAPERS = Attachment.objects.filter(forgotten_at=None).select_related("original", "pdf")


def attachments_of(subject: str) -> list[FiledPaper]:
    """Return the papers of a subject that are not withdrawn, oldest first.

    Of one instant those come first that nobody signed: what an earlier act still owed is made in
    the act that signs the next one.

    For the room that owns the subject, after it has asked its own policy.
    """
    kept = _PAPERS.filter(subject=subject, withdrawn_at=None)
    by_age = kept.order_by("attached_at", F("signed_at").asc(nulls_first=True), "pk")
    return [row.filed() for row in by_age]


def get_paper(attachment_id: UUID, *, by: Actor, may_read: MayRead) -> FiledPaper:
    """Return one paper.  Raises: PaperUnknown, also where ``by`` may not read it."""
    return _readable(attachment_id, by, may_read).filed()


def read_pdf(attachment_id: UUID, *, by: Actor, may_read: MayRead) -> bytes:
    """Return the PDF of a paper, safe to show: nothing in it acts on its own.

    Raises:  PaperUnknown; FileMissing and SealBroken if the store was tampered with.
    """
    return content_store().get(_readable(attachment_id, by, may_read).contents()[1].pk)


@dataclass(frozen=True, slots=True)
class PaperHashes:
    """What a paper hashes to, and the salt with which the record committed to it."""

    id: UUID
    kind: str
    component_code: str
    pages: int
    content_sha256: str
    original_sha256: str
    salt: bytes


def hashes_of(subject: str) -> list[PaperHashes]:
    """Return the hashes of all papers of a subject, withdrawn ones too, oldest first.

    For the room that owns the subject, after it has asked its own policy.
    """
    kept = _PAPERS.filter(subject=subject).order_by("attached_at", "pk")
    return [
        PaperHashes(
            row.pk, row.kind, row.component_code, row.pages, row.contents()[1].pk,
            row.contents()[0].pk, bytes(row.salt),
        )
        for row in kept
    ]  # fmt: skip


def preview(values: Printable, *, at: datetime, size: PaperSize | None = None) -> bytes:
    """Return a paper as it would be printed; nothing is kept.  Raises: PaperSizeUnknown."""
    return templates.printed(values, at=at, size=size)


def sizes_of(papers: Iterable[UUID]) -> dict[UUID, tuple[PaperSize, ...]]:
    """Return on which sizes papers of ours can be printed; those whose words were not kept miss.

    For the room that owns the subject, after it has asked its own policy.
    """
    found = PaperWords.objects.filter(attachment__in=list(papers))
    named = found.values_list("attachment_id", "attachment__name")
    return {paper: forms.sizes_of(str(name).removesuffix(".pdf")) for paper, name in named}


def prints_of(subject: str) -> list[PaperPrint]:
    """Return every print of the papers of a subject, oldest first, as the record has them."""
    return [
        PaperPrint(
            paper=UUID(str(done.detail["paper"])), copy=int(str(done.detail["copy"])),
            size=PaperSize(str(done.detail["size"])), at=done.at, by=done.actor.officer_id,
        )
        for done in record.acts_of(subject)
        if done.act == PRINTED
    ]  # fmt: skip


def missing_contents(newest: int | None = None) -> Iterator[str]:
    """Yield the SHA-256 of every content that has a row and no file; there should be none.

    With ``newest`` only so many are looked at, those stored last.
    """
    store = content_store()
    known = StoredFile.objects.order_by("-stored_at").values_list("pk", flat=True)[:newest]
    return (sha256 for sha256 in known.iterator() if not store.holds(sha256))


def _readable(attachment_id: UUID, by: Actor, may_read: MayRead) -> Attachment:
    found = _PAPERS.filter(pk=attachment_id).first()
    if not found or not may_read(by, found.subject, Kind(found.kind)):
        raise PaperUnknown("no such paper for this visitor")
    return found


def uploads_of(subject: str, *, since: datetime | None = None) -> list[FiledPaper]:
    """Return the files sent in for a subject, oldest first; see ``attachments_of``."""
    sent = _PAPERS.filter(subject=subject, kind=Kind.UPLOAD, withdrawn_at=None)
    if since:
        sent = sent.filter(attached_at__gte=since)
    return [row.filed() for row in sent.order_by("attached_at", "pk")]


# --- registers -------------------------------------------------------------------------------


def register_lines(
    agency_code: str, book: str, year: int, *, after: int = 0, most: int | None = None
) -> list[RegisterLine]:
    """Return the lines of a register in order, at most ``most`` of them behind ``after``."""
    kept = RegisterNumber.objects.filter(agency_code=agency_code, book=book, year=year)
    found = kept.filter(number__gt=after).order_by("number").values_list("number", "subject")
    return [RegisterLine(*line) for line in found[:most]]


def last_line(agency_code: str, book: str, year: int) -> int:
    """Return the number of the last line, which is how many there are; 0 without any."""
    kept = RegisterNumber.objects.filter(agency_code=agency_code, book=book, year=year)
    return kept.order_by("-number").values_list("number", flat=True).first() or 0


def find_register_line(subject: str, book: str) -> RegisterLine | None:
    """Return the line of a subject in a book, if it has one."""
    kept = RegisterNumber.objects.filter(subject=subject, book=book)
    found = kept.values_list("number", "subject").first()
    return RegisterLine(*found) if found else None


def years_of(agency_code: str, book: str) -> list[int]:
    """Return the years of which there is a register, the newest first."""
    kept = RegisterNumber.objects.filter(agency_code=agency_code, book=book)
    return list(kept.order_by("-year").values_list("year", flat=True).distinct())


def find_closing(agency_code: str, book: str, year: int) -> ClosedRegister | None:
    """Return when, by whom and from which post a register was closed, if it was."""
    closed = RegisterClosing.objects.filter(agency_code=agency_code, book=book, year=year).first()
    if closed is None:
        return None
    acts = record.acts_of(f"register:{agency_code}:{book}:{year}")
    entry = next(act for act in reversed(acts) if act.act == REGISTER_CLOSED)
    return replace(
        closed.stated(), closed_on_post=entry.actor.post_id, hash=entry.hash, line=entry.seq
    )
