"""Printing with the template in force: the shipped one, or the one that has taken its place."""

import logging
from datetime import date, datetime

from django.conf import settings

from thongsuot.domains.documents import forms, printing
from thongsuot.domains.documents.models import FormTemplate
from thongsuot.domains.documents.printing import Printable, Words
from thongsuot.domains.documents.terms import LegalForm, PaperSize, PrintedAgain, TemplateUnknown
from thongsuot.kernel.clock import local_date

_log = logging.getLogger(__name__)


def printed(paper: Printable, *, at: datetime, size: PaperSize | None = None) -> bytes:
    """Return a paper as PDF, by the template that is in force on its day.

    Raises:  PaperSizeUnknown.
    """
    return typeset(printing.words_of(paper, at=at), made_at=at, at=at, size=size)


def typeset(
    words: Words, *, made_at: datetime, at: datetime, size: PaperSize | None = None,
    again: PrintedAgain | None = None,
) -> bytes:  # fmt: skip
    """Return words as PDF, by the template that was in force when they were put together.

    A replaced template that fails on real words, though it was tried, gives way to the shipped
    one: no paper waits for a template.
    Raises:  PaperSizeUnknown.
    """
    sample, source = settings.SAMPLE_DATA, source_of(words, local_date(made_at))
    if source:
        try:
            return printing.typeset(
                words, at=at, sample=sample, source=source, size=size, again=again
            )
        except printing.TemplateFault:
            _log.warning("the replaced template of %s failed", words["template"])
    return printing.typeset(words, at=at, sample=sample, size=size, again=again)


def source_of(words: Words, on: date) -> bytes:
    """Return the template that took the shipped one's place, or nothing."""
    form = _replaced_as(words)
    found = find_template(form, on) if form else None
    return found.source.encode() if found else b""


def _replaced_as(words: Words) -> LegalForm | None:
    """Return under which name the template of these words is replaced."""
    template, said = str(words["template"]), words["form"]
    if isinstance(said, dict):
        form = forms.get_form(f"{said['circular']}:{said['number']}")
        if form.paper == template:
            return form
    return forms.find_ours(template)


def find_template(form: LegalForm, on: date) -> FormTemplate | None:
    """Return the published template that prints a form on a day, if one was published."""
    kept = FormTemplate.objects.filter(circular=form.circular, number=form.number)
    return kept.filter(valid_from__lte=on).order_by("-valid_from", "-id").first()


def standing_on(on: date) -> dict[tuple[str, str], FormTemplate]:
    """Return what prints each form on a day, by circular and number, where any was published."""
    begun = FormTemplate.objects.filter(valid_from__lte=on).order_by("valid_from", "id")
    return {(kept.circular, kept.number): kept for kept in begun}


def source_by(form: LegalForm, digest: str) -> str:
    """Return a template of a form by the beginning of its SHA-256; the shipped one without.

    Raises:  TemplateUnknown.
    """
    if not digest:
        return (printing.FOLDER / f"{form.paper}.typ").read_text("utf-8")
    kept = FormTemplate.objects.filter(circular=form.circular, number=form.number)
    found = kept.filter(sha256__startswith=digest.lower()).order_by("-id").first()
    if found is None:
        raise TemplateUnknown("no such template was published", form=form.key)
    return found.source


def published_for(form: LegalForm) -> list[FormTemplate]:
    """Return what was published for a form, the newest first."""
    kept = FormTemplate.objects.filter(circular=form.circular, number=form.number)
    return list(kept.select_related("published_by").order_by("-valid_from", "-id"))
