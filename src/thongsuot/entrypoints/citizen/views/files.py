"""Papers to look at and to keep: PDF under a readable name, never cached."""

from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from thongsuot.domains.documents import queries as documents
from thongsuot.domains.documents.terms import FiledPaper, Kind, PaperUnknown
from thongsuot.domains.dossiers import policy
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.citizen import tracking, visitor
from thongsuot.entrypoints.citizen.views.entering import (
    DossierVisit,
    DraftVisit,
    of_dossier,
    of_draft,
)
from thongsuot.kernel.text import fold


@of_draft
def draft_paper(request: HttpRequest, visit: DraftVisit, paper_id: UUID) -> HttpResponseBase:  # noqa: ARG001 - a view takes its request
    """Show a file of a draft as officers will read it."""
    chosen = _one_of(list(visit.papers), paper_id)
    content = _read(chosen, visitor.APPLICANT, visit.at)
    return _pdf(content, chosen.name, shown=True)


@of_dossier
def paper(request: HttpRequest, visit: DossierVisit, paper_id: UUID) -> HttpResponseBase:  # noqa: ARG001 - a view takes its request
    """Show a paper of a dossier."""
    view = dossiers.view_for(visit.code, by=visit.by, at=visit.at)
    chosen = _one_of(tracking.papers_for_applicant(view), paper_id)
    content = _read(chosen, visit.by, visit.at)
    return _pdf(content, _name_of(chosen, visit.code), shown=True)


@of_dossier
def result(request: HttpRequest, visit: DossierVisit) -> HttpResponseBase:  # noqa: ARG001 - a view takes its request
    """Hand out the issued result as a file."""
    view = dossiers.view_for(visit.code, by=visit.by, at=visit.at)
    found = tracking.newest(tracking.papers_for_applicant(view), Kind.RESULT)
    if found is None:
        return redirect("citizen:dossier", visit.code)
    content = _read(found, visit.by, visit.at)
    return _pdf(content, _name_of(found, visit.code), shown=False)


def _one_of(papers: list[FiledPaper], paper_id: UUID) -> FiledPaper:
    for one in papers:
        if one.id == paper_id:
            return one
    raise PaperUnknown("no such paper for this visitor")


def _read(chosen: FiledPaper, by: Actor, at: datetime) -> bytes:
    return documents.read_pdf(chosen.id, by=by, may_read=policy.may_read(at))


_NAMES = {
    Kind.RESULT: "ket-qua",
    Kind.INTAKE_SLIP: "giay-tiep-nhan",
    Kind.DECLARATION: "to-khai",
    Kind.SUPPLEMENT_REQUEST: "yeu-cau-bo-sung",
    Kind.REFUSAL_TO_RECEIVE: "tu-choi-tiep-nhan",
    Kind.APOLOGY: "xin-loi",
    Kind.STOP_NOTICE: "thong-bao-dung",
    Kind.PAYMENT_NOTICE: "thong-bao-nop-tien",
    Kind.TRANSFER_PROOF: "chung-tu-chuyen-khoan",
    Kind.WITHDRAWAL_REQUEST: "de-nghi-rut-ho-so",
    Kind.OBJECTION: "y-kien-khong-dong-y",
}


def _name_of(chosen: FiledPaper, code: str) -> str:
    start = _NAMES.get(chosen.kind)
    return f"{start}-{code}.pdf" if start else chosen.name


def _pdf(content: bytes, name: str, *, shown: bool) -> HttpResponseBase:
    """Return a PDF with its name twice: in plain letters, and as it is written."""
    stem = name.rsplit(".", 1)[0] or "tep"
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in fold(stem))
    if stem.isascii():
        plain = "".join(c if c.isalnum() or c in "-_." else "-" for c in stem)
    kind = "inline" if shown else "attachment"
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = (
        f"{kind}; filename=\"{plain}.pdf\"; filename*=UTF-8''{quote(stem, safe='')}.pdf"
    )
    return visitor.privately(response)
