"""Papers printed on demand: the control sheet; and those that are kept, for a counter."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from thongsuot.domains.documents import queries as documents
from thongsuot.domains.documents.sheets import ControlLine, ControlSheetPaper
from thongsuot.domains.documents.terms import About, PaperSize, Trace
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.services.heads import head_of
from thongsuot.domains.dossiers.services.papers import check_url
from thongsuot.domains.dossiers.terms import PurposeNeeded
from thongsuot.domains.organisation import queries as organisation
from thongsuot.entrypoints.officer.control_sheet import SheetLine, sheet_of
from thongsuot.entrypoints.officer.entering import for_officers
from thongsuot.entrypoints.officer.forms.acts import DisclosureForm
from thongsuot.entrypoints.officer.forms.base import ActForm
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.views.papers import asked_why, pdf_response
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared import posted
from thongsuot.entrypoints.shared.paper_sizes import size_asked, size_named


@require_safe
@for_officers
def control_sheet(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Print who held the dossier, line by line, as the form of the law has it."""
    frame = Frame(code, visitor)
    lines = sheet_of(frame.view, frame.charges, frame.story.day_minutes, frame.moments)
    pdf = documents.preview(_paper(frame, lines), at=visitor.at, size=size_asked(request))
    return pdf_response(pdf, name=f"{code}-phieu-kiem-soat")


@require_POST
@for_officers
def print_paper(request: HttpRequest, visitor: Visitor, code: str, paper: UUID) -> HttpResponse:
    """Print one of the State's papers on the size that was chosen; every print is recorded.

    Each size of a page that was shown prints once: pressed twice, it is the same print.
    """
    size = size_named(posted.line(request, "size")) or PaperSize.A4
    form = DisclosureForm(request.POST if "purpose" in request.POST else None)
    purpose = form.cleaned_data["purpose"] if form.is_valid() else None
    pressed = ActForm(request.POST)
    key = f"{pressed.act_key}:{size}" if pressed.is_valid() else None
    try:
        pdf = dossiers.print_paper(
            code=code, paper=paper, size=size, by=visitor.by, at=visitor.at, purpose=purpose,
            key=key,
        )  # fmt: skip
    except PurposeNeeded:
        return asked_why(request, visitor, code, form, size=size)
    return pdf_response(pdf, name=f"{code}-{str(paper)[:8]}-{size}")


def _paper(frame: Frame, lines: list[SheetLine]) -> ControlSheetPaper:
    view = frame.view
    return ControlSheetPaper(
        letterhead=head_of(organisation.get_agency(view.receiving_agency_code)),
        about=About(
            code=view.code,
            applicant=view.applicant.full_name,
            procedure_code=view.procedure_code,
            procedure_name=view.procedure_name,
        ),
        received_at=view.received_at or view.submitted_at,
        due_at=view.due.due_at if view.due else None,
        decided_at=view.decided_at,
        lines=tuple(
            ControlLine(
                giver=line.giver, receiver=line.receiver, at=line.at, result=line.result,
                note=line.note, signed=line.signed,
            )
            for line in lines
        ),
        track_url=check_url(view.code),
        record=Trace(hash=view.head_hash, line=len(frame.moments)),
    )  # fmt: skip
