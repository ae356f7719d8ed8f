"""The evidence pack of a dossier, for control; each taking is on record."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from thongsuot.entrypoints.officer.entering import for_officers
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.templatetags.officer import details, what, who
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared.evidence import pack_of
from thongsuot.kernel import formats


@require_POST
@for_officers
def evidence(_request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Give paper and proofs in one file.  Raises: RoleMissing."""
    frame = Frame(code, visitor)
    pack = pack_of(frame.view, _story(frame), by=visitor.by, at=visitor.at)
    answer = HttpResponse(pack.as_zip(), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="chung-cu-{frame.view.code}.zip"'
    answer["Cache-Control"] = "no-store"
    return answer


def _story(frame: Frame) -> list[str]:
    """Return every recorded act in a line, oldest first, and who held it."""
    told = [
        "; ".join([f"{formats.moment(m.at)}, {who(m)}: {what(m)}", *details(m)])
        for m in reversed(frame.moments)
    ]
    return [*told, frame.story.sentence]
