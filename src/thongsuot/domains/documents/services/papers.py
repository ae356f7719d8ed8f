"""Writing papers: take in, take back, print, sign."""

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError

from thongsuot.domains.documents import printing, rules, sandbox, templates
from thongsuot.domains.documents.models import (
    SIGNED_KINDS,
    Attachment,
    PaperWords,
    StoredFile,
)
from thongsuot.domains.documents.ports import Incoming, Signer, SigningFailed
from thongsuot.domains.documents.services.sweeping import lock_content
from thongsuot.domains.documents.storage import content_store, sha256_of
from thongsuot.domains.documents.terms import (
    ApologyPaper,
    FileAsBefore,
    FiledPaper,
    FileEmpty,
    FileTooLarge,
    Kind,
    MediaType,
    Notice,
    NotSignable,
    NotWithdrawable,
    Paper,
    PaperUnknown,
    Readable,
    ReadUpload,
    Result,
    SignatureUnavailable,
    TooManyFiles,
    UploadInterrupted,
)
from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger import services as ledger
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor, DetailValue

_log = logging.getLogger(__name__)
PIECE_BYTES: Final = 64 * 1024
DRAFT: Final = "draft:"


def attach_upload(
    *, subject: str, component_code: str, name: str, stream: Incoming, by: Actor, at: datetime,
    check: Callable[[], None] = lambda: None, anew_since: datetime | None = None,
) -> FiledPaper:  # fmt: skip
    """Take in a file for one component of a subject and return it with a PDF to read.

    The same file sent twice to the same place is there once: the second time returns the first
    and writes nothing; first sent before ``anew_since``, it is refused. ``check`` is asked in the
    transaction that keeps the file, when reading it is done: the room that owns the subject locks
    and refuses there.

    Raises:  FileRefused in one of its kinds; FileAsBefore; TooManyFiles; what ``check`` raises.
             Nothing is kept then.
    """
    upload = read_upload(stream)
    with transaction.atomic():
        check()
        paper = _attach(subject, component_code, name, upload, by=by, at=at)
        if anew_since and paper.attached_at < anew_since:
            raise FileAsBefore("the same file was sent before")
        return paper


@bookkeeping("writes nothing: the act that keeps what was read is the one entry")
def read_upload(stream: Incoming) -> ReadUpload:
    """Read what comes in and make the PDF to read of it; writes nothing.

    It takes its time: read before the transaction that keeps it, so that none waits.
    Raises:  FileRefused in one of its kinds.
    """
    content = _taken(stream)
    return ReadUpload(content, _made_readable(content))


@bookkeeping("the act that passes the notice on is the one entry, and commits to the paper")
@transaction.atomic
def attach_notice(
    *, subject: str, name: str, upload: ReadUpload, at: datetime, kind: Kind = Kind.PAYMENT_NOTICE
) -> FiledPaper:
    """Keep a notice, a proof or a request that came as a file, for the act the caller is in."""
    original = _stored_upload(upload, at)
    return _create(subject, kind, "", name, original, at).filed()


def _attach(
    subject: str,
    component_code: str,
    name: str,
    upload: ReadUpload,
    *,
    by: Actor,
    at: datetime,
) -> FiledPaper:
    original = _stored_upload(upload, at)
    _lock("paper", subject)
    sent = Attachment.objects.filter(subject=subject, kind=Kind.UPLOAD, withdrawn_at=None)
    again = sent.filter(component_code=component_code, original=original).first()
    if again:
        return again.filed()
    if sent.count() >= rules.MAX_FILES:
        raise TooManyFiles("the subject holds enough files", max_files=rules.MAX_FILES)
    attachment = _create(subject, Kind.UPLOAD, component_code, name, original, at)
    return _record(attachment, "paper_attached", by=by, at=at)


def _create(
    subject: str, kind: Kind, component_code: str, name: str, original: StoredFile, at: datetime
) -> Attachment:
    return Attachment.objects.create(
        subject=subject,
        kind=kind,
        component_code=component_code,
        name=rules.file_name(name),
        original=original,
        pdf=original.readable or original,
        pages=original.pages,
        attached_at=at,
    )


def _taken(stream: Incoming) -> bytes:
    """Return what the stream holds, stopping at the first byte too many.

    Raises:  FileEmpty; FileTooLarge; FileTypeRefused; UploadInterrupted.
    """
    most, taken, typed = settings.MAX_UPLOAD_BYTES, bytearray(), False
    try:
        while piece := stream.read(PIECE_BYTES):
            taken += piece
            if len(taken) > most:
                raise FileTooLarge("more bytes than allowed", max_bytes=most)
            if not typed and len(taken) >= rules.HEAD_BYTES:
                typed = bool(rules.media_type_of(bytes(taken[: rules.HEAD_BYTES])))
    except OSError as error:
        raise UploadInterrupted("the sender went away") from error
    if not taken:
        raise FileEmpty("the file holds nothing")
    return bytes(taken)


def _made_readable(content: bytes) -> Readable | None:
    """Return the PDF to read of a content, or None where one was made of it before."""
    if StoredFile.objects.filter(pk=sha256_of(content)).exists():
        return None
    return sandbox.make_readable(content, rules.media_type_of(content[: rules.HEAD_BYTES]))


def _stored_upload(upload: ReadUpload, at: datetime) -> StoredFile:
    """Return the row of a content that came in, kept with its PDF now or known before."""
    content, made = upload.content, upload.readable
    if made is None:
        known = _known(content)
        if known:
            return known
        # Forgotten a moment ago with the only draft that held it.
        made = sandbox.make_readable(content, rules.media_type_of(content[: rules.HEAD_BYTES]))
    if made.pdf == content:
        return _keep(content, MediaType.PDF, made, at)
    readable = _keep(made.pdf, MediaType.PDF, made, at)
    media_type = rules.media_type_of(content[: rules.HEAD_BYTES])
    return _keep(content, media_type, made, at, readable)


def _known(content: bytes) -> StoredFile | None:
    """Return the row of a content that came in before, and heal a store that lost it."""
    sha256 = sha256_of(content)
    lock_content(sha256, shared=True)  # nobody forgets it before this transaction ends
    row = StoredFile.objects.select_related("readable").filter(pk=sha256).first()
    if row:
        content_store().put(content)
    return row


def _keep(
    content: bytes,
    media_type: MediaType,
    made: Readable,
    at: datetime,
    readable: StoredFile | None = None,
) -> StoredFile:
    """Write a content and its row; when another writer was first, his row is returned."""
    sha256 = sha256_of(content)
    lock_content(sha256, shared=True)  # the sweeper waits until the row is there, or never will be
    content_store().put(content)
    row = StoredFile(
        sha256=sha256,
        size=len(content),
        media_type=media_type,
        pages=made.pages,
        readable=readable,
        disarmed=made.disarmed and readable is not None,
        stored_at=at,
    )
    StoredFile.objects.bulk_create([row], ignore_conflicts=True)
    return StoredFile.objects.select_related("readable").get(pk=sha256)


@transaction.atomic
def withdraw_upload(*, subject: str, attachment_id: UUID, by: Actor, at: datetime) -> FiledPaper:
    """Mark a file that was sent in for ``subject`` as taken back; it stays, shown no more.

    Raises:  PaperUnknown; NotWithdrawable.
    """
    attachment = _locked(attachment_id)
    if attachment.subject != subject:
        raise PaperUnknown("not a paper of this subject")
    if attachment.kind != Kind.UPLOAD or attachment.withdrawn_at:
        raise NotWithdrawable("only what was sent in can be taken back, and once")
    attachment.withdrawn_at = max(at, attachment.attached_at)
    attachment.save(update_fields=["withdrawn_at"])
    return _record(attachment, "paper_withdrawn", by=by, at=at)


@bookkeeping("the submission that turns a draft into a dossier is the act, and names the papers")
@transaction.atomic
def adopt(*, from_subject: str, to_subject: str) -> int:
    """Move the papers of a draft to the dossier made of it; return how many there are."""
    return Attachment.objects.filter(subject=from_subject).update(subject=to_subject)


@transaction.atomic
def copy_uploads(*, from_subject: str, to_subject: str, by: Actor, at: datetime) -> int:
    """File what was sent in for one subject for another too; return how many papers there were.

    The contents are kept once; each paper of the new subject has its own row and entry.
    """
    sent = Attachment.objects.filter(subject=from_subject, kind=Kind.UPLOAD, withdrawn_at=None)
    papers = list(sent.select_related("original__readable").order_by("attached_at", "pk"))
    for paper in papers:
        original, _pdf = paper.contents()
        lock_content(original.pk, shared=True)
        copied = _create(to_subject, Kind.UPLOAD, paper.component_code, paper.name, original, at)
        _record(copied, "paper_attached", by=by, at=at)
    return len(papers)


@transaction.atomic
def forget(*, subject: str, by: Actor, at: datetime) -> int:
    """Forget the papers of a draft that was never sent; return how many.

    Their rows stay without name and content, and what the record committed to stays committed.
    Contents that no other paper refers to lose their row now and their file in the next sweep.

    Raises:  ValueError for anything but a draft; the database refuses it too.
    """
    if not subject.startswith(DRAFT):
        raise ValueError("only the papers of a draft are ever forgotten")
    _lock("paper", subject)
    papers = list(Attachment.objects.select_for_update().filter(subject=subject, forgotten_at=None))
    if not papers:
        return 0
    contents = {file for paper in papers for file in paper.contents()}
    for paper in papers:
        paper.original = paper.pdf = None
        paper.name, paper.forgotten_at = "", max(at, paper.attached_at)
        paper.save(update_fields=["original", "pdf", "name", "forgotten_at"])
    _let_go(contents)
    ids: DetailValue = [str(paper.pk) for paper in papers]
    ledger.record(subject=subject, act="papers_forgotten", by=by, at=at, detail={"papers": ids})
    return len(papers)


def _let_go(contents: Iterable[StoredFile]) -> None:
    """Delete the rows of contents that no paper refers to any more."""
    # What is read first, then what it was made of: the order in which both are written.
    in_order = sorted(contents, key=lambda file: (file.readable_id is not None, file.pk))
    for file in in_order:
        lock_content(file.pk, shared=False)
    for file in reversed(in_order):
        with suppress(ProtectedError):
            file.delete()


@bookkeeping("the act it belongs to is the one entry, and commits to the signed paper")
@transaction.atomic
def make_unsigned(
    *, subject: str, values: Result | ApologyPaper | Notice, at: datetime
) -> FiledPaper:
    """Print what an officer answers for by his name, ready to be signed by him."""
    return _print(subject, values, at).filed()


@transaction.atomic
def make_paper(*, subject: str, values: Notice, by: Actor, at: datetime) -> FiledPaper:
    """Print a paper that goes with a dossier: declaration, slip, request, notice."""
    return _record(_print(subject, values, at), "paper_made", by=by, at=at)


def _print(subject: str, values: Paper, at: datetime) -> Attachment:
    words = printing.words_of(values, at=at)
    pdf = templates.typeset(words, made_at=at, at=at)
    made = Readable(pdf, printing.pages_of(pdf), disarmed=False)
    file = _keep(pdf, MediaType.PDF, made, at)
    attachment = Attachment.objects.create(
        subject=subject,
        kind=printing.kind_of(values),
        name=f"{words['template']}.pdf",
        original=file,
        pdf=file,
        pages=file.pages,
        attached_at=at,
    )
    PaperWords.objects.create(attachment=attachment, words=words)
    return attachment


@bookkeeping("the act it belongs to is the one entry, and commits to the signed paper")
@transaction.atomic
def sign_paper(*, attachment_id: UUID, signer: Signer, by: Actor, at: datetime) -> FiledPaper:
    """Put the signature of the officer ``by`` on a paper; the text stays beside it.

    Raises:  PaperUnknown; NotSignable; SignatureUnavailable.
    """
    attachment = _locked(attachment_id)
    if attachment.kind not in SIGNED_KINDS or attachment.signed_at or by.officer_id is None:
        raise NotSignable("only some kinds are signed, by an officer, and once")
    unsigned = content_store().get(attachment.contents()[0].pk)
    try:
        signed = signer.sign(unsigned, officer_id=by.officer_id, reason=attachment.subject, at=at)
    except SigningFailed as fault:
        _log.exception("the signing service did not sign")
        raise SignatureUnavailable("nothing was signed") from fault
    made = Readable(signed, attachment.pages, disarmed=False)
    attachment.pdf = _keep(signed, MediaType.PDF, made, at)
    attachment.signed_at, attachment.signed_by_id = at, by.officer_id
    attachment.save(update_fields=["pdf", "signed_at", "signed_by"])
    return attachment.filed()


def _locked(attachment_id: UUID) -> Attachment:
    found = (
        Attachment.objects.select_for_update().filter(pk=attachment_id, forgotten_at=None).first()
    )
    if not found:
        raise PaperUnknown("no such paper")
    return found


def _record(attachment: Attachment, act: str, *, by: Actor, at: datetime) -> FiledPaper:
    """Write the entry: which paper, where it belongs, and a salted commitment to its content."""
    paper = attachment.filed()
    ledger.record(
        subject=paper.subject,
        act=act,
        by=by,
        at=at,
        detail={
            "paper": str(paper.id),
            "kind": paper.kind.value,
            "component": paper.component_code,
            "pages": paper.pages,
            "content": paper.commitment,
            "original": paper.original_commitment,
        },
    )
    return paper


def _lock(what: str, name: str) -> None:
    """Let one transaction at a time work on ``name``."""
    locks.hold(f"{what}:{name}")
