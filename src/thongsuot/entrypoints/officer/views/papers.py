"""Papers of a dossier: the list by component, and each as a PDF in a tab of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thongsuot.domains.documents import queries as documents
from thongsuot.domains.documents.terms import FiledPaper, Kind, PaperPrint, PaperSize
from thongsuot.domains.dossiers import policy
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.queries.appointments import renewed_slips
from thongsuot.domains.dossiers.rules import subject_of
from thongsuot.domains.dossiers.terms import PurposeNeeded
from thongsuot.domains.organisation import queries as organisation
from thongsuot.entrypoints.officer.components import component_lines
from thongsuot.entrypoints.officer.entering import for_officers
from thongsuot.entrypoints.officer.forms.acts import DisclosureForm
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.officer.words import PAPER_KINDS
from thongsuot.entrypoints.shared.paper_names import renewed_name, replaced_name
from thongsuot.kernel import formats

SIZES: Final[Mapping[PaperSize, str]] = {
    PaperSize.A4: "A4",
    PaperSize.A5: "A5",
    PaperSize.ROLL: "80 mm",
}


@dataclass(frozen=True, slots=True)
class MadePaper:
    """One paper the State wrote for the dossier, on what it can be printed, when it was.

    ``key`` makes a button that is pressed twice print once.
    """

    name: str
    paper: Any
    sizes: list[tuple[str, str]]
    prints: list[str]
    key: UUID


@require_safe
@for_officers
def components(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show every component with what was sent in for it, then the papers made here."""
    frame = Frame(code, visitor)
    context = {
        "frame": frame,
        "view": frame.view,
        "lines": component_lines(frame.view),
        "made": _made(frame),
        "tabs": frame.tabs("officer:papers"),
        "crumbs": frame.crumbs(),
    }
    return page(request, visitor, "papers.html", context)


def _made(frame: Frame) -> list[MadePaper]:
    """Return what was made here, as far as this officer may read it."""
    view, by = frame.view, frame.visitor.by
    found = [
        paper for paper in view.papers
        if paper.kind != Kind.UPLOAD
        and policy.may_read_kind(view.receiving_agency_code, by, paper.kind)
    ]  # fmt: skip
    if not found:
        return []
    prints = _prints(view.code)
    sizes = documents.sizes_of([paper.id for paper in found])
    renewed = renewed_slips(view)
    return [
        MadePaper(
            name=_name_of(paper, renewed),
            paper=paper,
            sizes=[(size.value, SIZES[size]) for size in sizes.get(paper.id, ())],
            prints=prints.get(paper.id, []),
            key=uuid4(),
        )
        for paper in found
    ]


def _name_of(paper: FiledPaper, renewed: Mapping[UUID, date]) -> str:
    """Return what a paper is called; appointments say which date they promise, if still any."""
    name = str(PAPER_KINDS.get(paper.kind, paper.kind))
    if paper.id in renewed:
        name = renewed_name(name, renewed[paper.id])
    if paper.kind is Kind.INTAKE_SLIP and renewed and paper.id != [*renewed][-1]:
        return replaced_name(name)
    return name


def _prints(code: str) -> dict[UUID, list[str]]:
    """Return in words when and by whom each paper was printed, the first print first."""
    done = documents.prints_of(subject_of(code))
    names = organisation.officers_by_id({one.by for one in done if one.by})
    found: dict[UUID, list[str]] = {}
    for one in done:
        who = names[one.by].full_name if one.by else ""
        found.setdefault(one.paper, []).append(_print_in_words(one, who))
    return found


def _print_in_words(done: PaperPrint, who: str) -> str:
    said = {"when": formats.moment(done.at), "who": who, "size": SIZES[done.size]}
    if done.copy == 1:
        return _("In khổ {size} lúc {when}, {who}").format(**said)
    return _("In lại lần {n}, khổ {size}, lúc {when}, {who}").format(n=done.copy - 1, **said)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def paper(request: HttpRequest, visitor: Visitor, code: str, paper: UUID) -> HttpResponse:
    """Show one paper as the PDF that is safe to read; who has no work on it first says why."""
    form, purpose = _purpose(request)
    try:
        opened = dossiers.open_paper(
            code=code, paper=paper, by=visitor.by, at=visitor.at, purpose=purpose
        )
    except PurposeNeeded:
        return asked_why(request, visitor, code, form)
    return pdf_response(opened.pdf, name=f"{code}-{opened.filed.kind}-{str(paper)[:8]}")


def _purpose(request: HttpRequest) -> tuple[DisclosureForm, str | None]:
    """Return the form that asks what is read for, and what was answered, if it was."""
    form = DisclosureForm(request.POST if request.method == "POST" else None)
    return form, form.cleaned_data["purpose"] if form.is_valid() else None


Look = Callable[..., bytes]
"""One of the services that show a draft as PDF.  Raises: PurposeNeeded."""


def draft_response(
    request: HttpRequest, visitor: Visitor, code: str, look: Look, *, name: str
) -> HttpResponse:
    """Show a text not signed yet; it names people in full, so that reading it is recorded."""
    form, purpose = _purpose(request)
    try:
        pdf = look(code=code, by=visitor.by, at=visitor.at, purpose=purpose)
    except PurposeNeeded:
        return asked_why(request, visitor, code, form)
    return pdf_response(pdf, name=name)


def asked_why(
    request: HttpRequest, visitor: Visitor, code: str, form: DisclosureForm, *, size: str = ""
) -> HttpResponse:
    """Ask what a paper is read for; ``size`` where it is to be printed."""
    frame = Frame(code, visitor)
    context = {
        "frame": frame,
        "view": frame.view,
        "disclosure": form,
        "size": size,
        "tabs": frame.tabs("officer:papers"),
        "crumbs": frame.crumbs(),
    }
    return page(request, visitor, "paper_purpose.html", context)


def pdf_response(pdf: bytes, *, name: str) -> HttpResponse:
    """Return a PDF for the browser's own viewer; no cache keeps it."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store"
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response
