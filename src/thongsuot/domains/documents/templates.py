"""Printing with the template in force: the shipped one, or the one that has taken its place."""

import logging
from datetime import date, datetime

from django.conf import settings

from thongsuot.domains.documents import printing
from thongsuot.domains.documents.models import FormTemplate
from thongsuot.domains.documents.printing import Printable
from thongsuot.domains.documents.terms import LegalForm
from thongsuot.kernel.clock import local_date

_log = logging.getLogger(__name__)


def printed(paper: Printable, *, at: datetime) -> bytes:
    """Return a paper as PDF, by the template that is in force on its day.

    A replaced template that fails on real words, though it was tried, gives way to the shipped
    one: no paper waits for a template.
    """
    source = source_of(paper, at)
    if source:
        try:
            return printing.render(paper, at=at, sample=settings.SAMPLE_DATA, source=source)
        except printing.TemplateFault:
            _log.warning("the replaced template of %s failed", printing.template_of(paper))
    return printing.render(paper, at=at, sample=settings.SAMPLE_DATA)


def source_of(paper: Printable, at: datetime) -> bytes:
    """Return the template that took the shipped one's place, or nothing."""
    form = printing.form_of(paper, at)
    if form is None or form.paper != printing.template_of(paper):
        return b""
    found = find_template(form, local_date(at))
    return found.source.encode() if found else b""


def find_template(form: LegalForm, on: date) -> FormTemplate | None:
    """Return the published template that prints a form on a day, if one was published."""
    kept = FormTemplate.objects.filter(circular=form.circular, number=form.number)
    return kept.filter(valid_from__lte=on).order_by("-valid_from", "-id").first()


def published_for(form: LegalForm) -> list[FormTemplate]:
    """Return what was published for a form, the newest first."""
    kept = FormTemplate.objects.filter(circular=form.circular, number=form.number)
    return list(kept.select_related("published_by").order_by("-valid_from", "-id"))
