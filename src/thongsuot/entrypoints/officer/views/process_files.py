"""A process as a file: a BPMN 2.0 file in as a draft, each fault at its element."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thongsuot.domains.catalogue import services
from thongsuot.domains.catalogue.bpmn import MOST_BYTES, names_in
from thongsuot.domains.catalogue.terms import FileNotReadable, ProcessDraftChanged
from thongsuot.entrypoints.officer import notices, process_file_words
from thongsuot.entrypoints.officer.entering import for_officers
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.views.processes import let_in
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared import posted

FILE = "tep"


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def upload(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Take over a BPMN file as a draft, or say at which element it is refused."""
    let_in(visitor)
    if request.method != "POST":
        return _page(request, visitor, {}, HTTPStatus.OK)
    sent = request.FILES.get(FILE)
    content = sent.read(MOST_BYTES + 1) if sent else b""
    try:
        if not sent or not sent.size:
            return _page(request, visitor, {"wrong": _("Chọn tệp BPMN cần tải lên.")})
        names = names_in(content)
        report, code = services.import_bpmn(
            content=content,
            replaces=bool(posted.line(request, "thay")),
            by=visitor.by,
            at=visitor.at,
        )
    except FileNotReadable:
        wrong = _("Tệp này không phải BPMN 2.0, bị hỏng hoặc quá lớn (tối đa 5 MB).")
        return _page(request, visitor, {"wrong": wrong})
    except ProcessDraftChanged:
        wrong = _("Quy trình này đang có bản nháp khác. Đánh dấu “Thay bản nháp” nếu muốn thay.")
        return _page(request, visitor, {"wrong": wrong}, HTTPStatus.CONFLICT)
    if code and not report.warnings:
        notices.put(request, "process-saved", code)
        return redirect("officer:edit_process", code)
    context = {
        "code": code,
        "refused": process_file_words.in_words(report.refused, names),
        "warned": process_file_words.in_words(report.warnings, names),
    }
    status = HTTPStatus.OK if code else HTTPStatus.UNPROCESSABLE_ENTITY
    return _page(request, visitor, context, status)


def _page(
    request: HttpRequest, visitor: Visitor, context: dict[str, Any],
    status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> HttpResponse:  # fmt: skip
    crumbs = [(_("Quy trình"), reverse("officer:processes")), (_("Tải tệp BPMN"), "")]
    return page(
        request, visitor, "process_upload.html", {"crumbs": crumbs, **context}, status=status
    )
