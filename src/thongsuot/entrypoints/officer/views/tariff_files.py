"""A tariff file: tried first, row by row, then taken over; and what holds, as a file."""

import json
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments import services
from thongsuot.domains.payments.services import Rehearsal
from thongsuot.domains.payments.terms import TariffFileWrong, TariffsMovedOn
from thongsuot.entrypoints.officer import notices
from thongsuot.entrypoints.officer.entering import for_officers
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.tariff_words import SECTIONS, changed_lines, remarks_in_words
from thongsuot.entrypoints.officer.views.tariffs import let_in
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared import posted
from thongsuot.kernel import formats

FILE: Final = "tep"
MOST_BYTES: Final = 1_500_000
"""The file goes back and forth with the page between the trial and the press that takes it over."""
SHOWN: Final = 200
"""So many rows of a kind are shown before they are taken over; the history shows all."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def replace(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Try a file and show what it comes to; taken over by a second press, if it still does."""
    let_in(visitor)
    if request.method != "POST":
        return _page(request, visitor, {}, HTTPStatus.OK)
    content, wrong = _content(request)
    try:
        document = _document(content) if not wrong else None
    except ValueError:
        wrong = _("Tệp này không phải tệp JSON đọc được (UTF-8). Mở tệp bằng trình soạn thảo, sửa.")
    if wrong:
        return _page(request, visitor, {"wrong": wrong})
    try:
        return _answered(request, visitor, document)
    except TariffFileWrong as error:
        return _page(request, visitor, {"wrong": _file_wrong(error)})


def _answered(request: HttpRequest, visitor: Visitor, document: object) -> HttpResponse:
    seen = posted.line(request, "seen")
    moved_on = False
    if seen:
        try:
            services.import_tariffs(document=document, by=visitor.by, at=visitor.at, seen=seen)
        except TariffsMovedOn:
            moved_on = True
        else:
            notices.put(request, "tariffs-imported")
            return redirect("officer:tariff_history")
    tried = services.rehearse_tariffs(document=document, by=visitor.by, at=visitor.at)
    if moved_on and not (tried.report.created or tried.report.refused):
        notices.put(request, "tariffs-known")
        return redirect("officer:tariff_history")
    context = _tried(visitor, tried, document) | {"moved_on": moved_on}
    return _page(request, visitor, context, _status(tried, moved_on=moved_on))


def _status(tried: Rehearsal, *, moved_on: bool) -> HTTPStatus:
    if moved_on:
        return HTTPStatus.CONFLICT
    return HTTPStatus.UNPROCESSABLE_ENTITY if tried.report.refused else HTTPStatus.OK


def _content(request: HttpRequest) -> tuple[bytes, str]:
    """Return the file, or the one that was tried before, and what is wrong with it."""
    sent = request.FILES.get(FILE)
    if sent is None or not sent.size:
        kept = posted.source(request, "document").encode(errors="replace")
        return kept, "" if kept else _("Chọn tệp biểu phí cần nhập.")
    if sent.size > MOST_BYTES:
        return b"", _("Tệp lớn hơn {most}; tách thành nhiều tệp rồi nhập lần lượt.").format(
            most=formats.file_size(MOST_BYTES)
        )
    return sent.read(), ""


def _document(content: bytes) -> object:
    """Return what a file says.  Raises: ValueError where it is no JSON in UTF-8."""
    try:
        said = json.loads(content.decode("utf-8-sig"))
        json.dumps(
            said, ensure_ascii=False, allow_nan=False
        ).encode()  # half a surrogate is no text
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return said


def _file_wrong(error: TariffFileWrong) -> str:
    return _(
        "Tệp không đúng dạng biểu phí ở mục “{field}”: tệp cần có format “thongsuot-tariffs/1”, "
        "version, source và các danh sách tariffs, exemptions, payees. Chưa nhập gì."
    ).format(field=error.facts.get("field", ""))


def _tried(visitor: Visitor, tried: Rehearsal, document: object) -> dict[str, Any]:
    report, groups = tried.report, payments.groups_on(let_in(visitor))
    parts = []
    for section, words in SECTIONS.items():
        of_it = [one for one in tried.changes if one.section is section]
        if of_it:
            lines = changed_lines(section, of_it[:SHOWN], groups)
            parts.append((section, words, lines, len(of_it) - len(lines)))
    return {
        "report": report,
        "refused": remarks_in_words(report.refused)[:SHOWN],
        "refused_more": max(0, len(report.refused) - SHOWN),
        "warned": remarks_in_words(report.warnings)[:SHOWN],
        "warned_more": max(0, len(report.warnings) - SHOWN),
        "parts": parts,
        "seen": tried.mark,
        "document": json.dumps(document, ensure_ascii=False, separators=(",", ":")),
    }


def _page(
    request: HttpRequest, visitor: Visitor, context: dict[str, Any],
    status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> HttpResponse:  # fmt: skip
    crumbs = [(_("Biểu phí"), reverse("officer:tariffs")), (_("Nhập biểu phí"), "")]
    return page(request, visitor, "tariff_file.html", context | {"crumbs": crumbs}, status=status)


@require_safe
@for_officers
def download(_request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Give what holds today as a file that can be changed and taken over again."""
    on = let_in(visitor)
    answer = JsonResponse(
        payments.tariff_document(on), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="bieu-phi-{on.isoformat()}.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
