"""Printing a paper of ours for somebody at a counter: the first time as it is, then marked."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from thongsuot.domains.documents import forms, printing, queries, templates
from thongsuot.domains.documents.models import Attachment, PaperWords
from thongsuot.domains.documents.printing import Words
from thongsuot.domains.documents.storage import content_store
from thongsuot.domains.documents.terms import (
    PaperSize,
    PaperSizeUnknown,
    PaperUnknown,
    PrintedAgain,
    WordsNotKept,
)
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger import services as ledger
from thongsuot.domains.ledger.terms import Actor, KeyReused


@transaction.atomic
def print_paper(
    *, attachment_id: UUID, size: PaperSize, by: Actor, named: str, at: datetime,
    key: str | None = None,
) -> bytes:  # fmt: skip
    """Return a paper for printing on a size; each print is an entry, and numbered.

    The first on the usual size is the very file that is kept. From the second on every page is
    marked as printed again: when, by whom (``named``), of which bytes. The file stays as it is.
    Asked for again under the same ``key`` it is the same print, and no further entry.
    For the room that owns the subject, after it has asked its own policy.

    Raises:  PaperUnknown; WordsNotKept; PaperSizeUnknown; KeyReused.
    """
    attachment = _locked(attachment_id)
    words, usual = _words_for(attachment, size)
    before = _done_before(key, attachment, size, by)
    if before is not None:
        return _printed(attachment, words, size, usual, copy=before[0], named=named, at=before[1])
    done = queries.prints_of(attachment.subject)
    copy = sum(one.paper == attachment.pk for one in done) + 1
    pdf = _printed(attachment, words, size, usual, copy=copy, named=named, at=at)
    ledger.record(
        subject=attachment.subject, act=queries.PRINTED, by=by, at=at, key=key,
        detail={"paper": str(attachment.pk), "kind": attachment.kind, "size": size.value,
                "copy": copy},
    )  # fmt: skip
    return pdf


def _printed(
    attachment: Attachment, words: Words, size: PaperSize, usual: bool, *, copy: int, named: str,
    at: datetime,
) -> bytes:  # fmt: skip
    if usual and copy == 1:
        return content_store().get(attachment.contents()[1].pk)
    again = _again(attachment, copy - 1, named, at) if copy > 1 else None
    chosen = None if size is PaperSize.ROLL else size
    return templates.typeset(words, made_at=attachment.attached_at, at=at, size=chosen, again=again)


def _done_before(
    key: str | None, attachment: Attachment, size: PaperSize, by: Actor
) -> tuple[int, datetime] | None:
    """Return which print this key made already, and when; None when it made none.

    Raises:  KeyReused when it belongs to another print, act or visitor.
    """
    done = record.find_by_key(key) if key else None
    if done is None:
        return None
    said = (done.act, done.detail.get("paper"), done.detail.get("size"))
    same = said == (queries.PRINTED, str(attachment.pk), size.value)
    if not (same and done.subject == attachment.subject and done.actor.is_same_visitor(by)):
        raise KeyReused("this key belongs to another print", act=done.act)
    return int(str(done.detail["copy"])), done.at


def _locked(attachment_id: UUID) -> Attachment:
    found = Attachment.objects.select_for_update().filter(pk=attachment_id, forgotten_at=None)
    attachment = found.first()
    if attachment is None:
        raise PaperUnknown("no such paper")
    return attachment


def _words_for(attachment: Attachment, size: PaperSize) -> tuple[Words, bool]:
    """Return the words for a size, and whether it is the usual one."""
    kept = PaperWords.objects.filter(attachment=attachment).first()
    if kept is None:
        raise WordsNotKept("only the file of so old a paper can be printed")
    words: Words = kept.words
    sizes = forms.sizes_of(str(words["template"]))
    if size not in sizes:
        raise PaperSizeUnknown("the paper is not made for this size", size=size.value)
    if size is PaperSize.ROLL:
        return printing.on_roll(words), False
    return words, size is sizes[0]


def _again(attachment: Attachment, copy: int, named: str, at: datetime) -> PrintedAgain:
    return PrintedAgain(
        at=at, by=named, copy=copy, made_at=attachment.attached_at,
        sha256=attachment.contents()[1].pk,
    )  # fmt: skip
