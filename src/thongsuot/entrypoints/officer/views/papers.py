"""Papers of a dossier: the list by component, and each as a PDF in a tab of its own."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from thongsuot.domains.documents import queries as documents
from thongsuot.domains.documents.terms import Kind, PaperUnknown
from thongsuot.domains.dossiers import policy
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.domains.dossiers.rules import subject_of
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.officer.components import component_lines
from thongsuot.entrypoints.officer.entering import for_officers
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.officer.words import PAPER_KINDS


@dataclass(frozen=True, slots=True)
class MadePaper:
    """One paper the State wrote for the dossier."""

    name: str
    paper: Any

    @property
    def on_roll(self) -> bool:
        """Whether it can be printed on a roll too."""
        return bool(self.paper.kind == Kind.INTAKE_SLIP)


@require_safe
@for_officers
def components(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show every component with what was sent in for it, then the papers made here."""
    frame = Frame(code, visitor)
    context = {
        "frame": frame,
        "view": frame.view,
        "lines": component_lines(frame.view),
        "made": _made(frame.view, visitor.by),
        "tabs": frame.tabs("officer:papers"),
        "crumbs": frame.crumbs(),
    }
    return page(request, visitor, "papers.html", context)


def _made(view: DossierView, by: Actor) -> list[MadePaper]:
    """Return what was made here, as far as this officer may read it."""
    return [
        MadePaper(str(PAPER_KINDS.get(paper.kind, paper.kind)), paper)
        for paper in view.papers
        if paper.kind != Kind.UPLOAD
        and policy.may_read_kind(view.receiving_agency_code, by, paper.kind)
    ]


@require_safe
@for_officers
def paper(_request: HttpRequest, visitor: Visitor, code: str, paper: UUID) -> HttpResponse:
    """Show one paper as the PDF that is safe to read."""
    may_read = policy.may_read(visitor.at)
    found = documents.get_paper(paper, by=visitor.by, may_read=may_read)
    if found.subject != subject_of(code):
        raise PaperUnknown("the paper belongs to another dossier")
    pdf = documents.read_pdf(paper, by=visitor.by, may_read=may_read)
    return pdf_response(pdf, name=f"{code}-{found.kind}-{str(paper)[:8]}")


def pdf_response(pdf: bytes, *, name: str) -> HttpResponse:
    """Return a PDF for the browser's own viewer; no cache keeps it."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store"
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response
