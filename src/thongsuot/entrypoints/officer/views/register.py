"""The register of what a desk received: a page by year, CSV, workbook, paper, closing it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thongsuot.domains.documents import policy
from thongsuot.domains.documents import queries as documents
from thongsuot.domains.documents import services as document_services
from thongsuot.domains.documents.terms import RegisterForm, RegisterNotYours
from thongsuot.domains.dossiers.queries import register as registers
from thongsuot.domains.dossiers.services.heads import head_of
from thongsuot.domains.dossiers.terms import REGISTER
from thongsuot.domains.organisation import queries as organisation
from thongsuot.entrypoints.officer import notices
from thongsuot.entrypoints.officer.entering import for_officers
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.places import number_asked
from thongsuot.entrypoints.officer.registers import (
    CSV_HEAD,
    XLSX_WIDTHS,
    closing_line,
    csv_row,
    paper_of,
    rows_of,
    xlsx_head,
    xlsx_row,
)
from thongsuot.entrypoints.officer.views.papers import pdf_response
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared.figures.tables import csv_answer
from thongsuot.entrypoints.shared.figures.workbooks import xlsx_answer
from thongsuot.entrypoints.shared.paper_sizes import size_asked
from thongsuot.kernel.clock import local_date


@require_safe
@for_officers
def own(_request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Lead to this year's register of the desk that serves the visitor's agency."""
    on = local_date(visitor.at)
    desk = organisation.desk_of(visitor.by.agency, on)
    return redirect("officer:register", desk.code, on.year)


@require_safe
@for_officers
def register(request: HttpRequest, visitor: Visitor, code: str, year: int) -> HttpResponse:
    """Show a hundred lines of a register, from the number the address asks for."""
    after = _after(request)
    entries = registers.register_page(code, year, by=visitor.by, at=visitor.at, after=after)
    closed = documents.find_closing(code, REGISTER, year)
    last = documents.last_line(code, REGISTER, year)
    context: dict[str, Any] = {
        "desk": organisation.get_agency(code),
        "year": year,
        "years": documents.years_of(code, REGISTER),
        "rows": rows_of(entries),
        "after": after,
        "last": last,
        "earlier": max(0, after - registers.LINES) if after else None,
        "later": entries[-1].number if entries and entries[-1].number < last else None,
        "closed": closing_line(closed) if closed else "",
        "may_close": not closed and _may_close(visitor, code, year),
        "crumbs": [(_("Hồ sơ"), reverse("officer:inbox")), (_("Sổ theo dõi"), "")],
    }
    return page(request, visitor, "register.html", context)


@require_safe
@for_officers
def register_csv(_request: HttpRequest, visitor: Visitor, code: str, year: int) -> HttpResponseBase:
    """Give the whole register of a year as CSV; that it was taken is on record."""
    _taken(visitor, code, year, RegisterForm.TABLE)
    whole = registers.whole_register(code, year, by=visitor.by, at=visitor.at)
    return csv_answer(f"so-theo-doi-{code}-{year}", CSV_HEAD, map(csv_row, whole))


@require_safe
@for_officers
def register_xlsx(
    _request: HttpRequest, visitor: Visitor, code: str, year: int
) -> HttpResponseBase:
    """Give the whole register of a year as a workbook; that it was taken is on record."""
    _taken(visitor, code, year, RegisterForm.WORKBOOK)
    whole = registers.whole_register(code, year, by=visitor.by, at=visitor.at)
    name = f"so-theo-doi-{code}-{year}"
    return xlsx_answer(name, xlsx_head(), map(xlsx_row, whole), widths=XLSX_WIDTHS)


@require_safe
@for_officers
def register_pdf(request: HttpRequest, visitor: Visitor, code: str, year: int) -> HttpResponse:
    """Print a hundred lines of a register, on record; the last part bears the closing line.

    Raises:  Http404 where there is no line to print: nothing was taken.
    """
    after = _after(request)
    entries = registers.register_page(code, year, by=visitor.by, at=visitor.at, after=after)
    if not entries:
        raise Http404
    upto = entries[-1].number
    _taken(visitor, code, year, RegisterForm.PAPER, after=after, upto=upto)
    is_last = upto == documents.last_line(code, REGISTER, year)
    closed = documents.find_closing(code, REGISTER, year) if is_last else None
    head = head_of(organisation.get_agency(code))
    paper = paper_of(head, year, entries, closed)
    pdf = documents.preview(paper, at=visitor.at, size=size_asked(request))
    return pdf_response(pdf, name=f"so-theo-doi-{code}-{year}-{after + 1}")


@require_POST
@for_officers
def close(request: HttpRequest, visitor: Visitor, code: str, year: int) -> HttpResponse:
    """Close the register of a year that is over."""
    document_services.close_register(
        agency_code=code, book=REGISTER, year=year, by=visitor.by, at=visitor.at
    )
    notices.put(request, "register-closed")
    return redirect("officer:register", code, year)


def _taken(
    visitor: Visitor, code: str, year: int, form: RegisterForm, after: int = 0,
    upto: int | None = None,
) -> None:  # fmt: skip
    document_services.take_register(
        agency_code=code, book=REGISTER, year=year, form=form, after=after, upto=upto,
        by=visitor.by, at=visitor.at,
    )  # fmt: skip


def _after(request: HttpRequest) -> int:
    """Return behind which number to begin.  Raises: Http404 for what is no number."""
    asked = number_asked(request)
    if asked is None:
        raise Http404
    return asked


def _may_close(visitor: Visitor, code: str, year: int) -> bool:
    on = local_date(visitor.at)
    try:
        policy.check_may_close(code, visitor.by, on)
    except RegisterNotYours:
        return False
    return year < on.year
