"""Transfers to the desk: the bank's statement, its open lines, what applicants say they sent."""

import time
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.queries import money
from thongsuot.domains.dossiers.rules import subject_of
from thongsuot.domains.dossiers.terms import Act, DossierUnknown
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments import services as paying
from thongsuot.domains.payments.statements import MOST_BYTES
from thongsuot.domains.payments.terms import (
    LineNotOfDossier,
    News,
    StatementUnreadable,
)
from thongsuot.entrypoints.officer import keeping, notices
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.forms.fees import AnswerClaimForm, LineForm
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.pages import brought_back, do, page
from thongsuot.entrypoints.officer.places import number_asked
from thongsuot.entrypoints.officer.sentences import DOOR
from thongsuot.entrypoints.officer.views.acting import act_page, filled, ready
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.officer.words import LINE_FIELDS, LINE_REFUSALS, NOT_NOW
from thongsuot.entrypoints.shared.forms import error_items
from thongsuot.entrypoints.shared.sentences import sentence_for

FILE = "tep"
TOLD = {
    News.SETTLED: "line-taken", News.MISMATCHED: "line-mismatched", News.REPEATED: "line-known",
}  # fmt: skip
A_MOMENT = timedelta(seconds=2)
"""So long a request takes lines in; the worker, asked already, does the rest."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def statement(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Take a bank's statement in; what takes longer than a moment is left to the worker."""
    if request.method != "POST":
        return _page(request, visitor, {})
    sent = request.FILES.get(FILE)
    if sent is None:
        return _page(request, visitor, {"wrong": _("Chọn tệp sao kê cần nhập.")})
    if (sent.size or 0) > MOST_BYTES:
        return _page(request, visitor, {"wrong": _wrong("file")})
    try:
        run, *_told = services.begin_statement(
            content=sent.read(), desk=visitor.by.agency, by=visitor.by, at=visitor.at
        )
    except StatementUnreadable as error:
        return _page(request, visitor, {"wrong": _wrong(str(error.facts.get("field")))})
    begun = time.monotonic()
    services.take_lines(
        run_id=run.pk, within=A_MOMENT,
        clock=lambda: visitor.at + timedelta(seconds=time.monotonic() - begun),
    )  # fmt: skip
    return redirect("officer:statement_run", run.pk)


@require_safe
@for_officers
def statement_run(request: HttpRequest, visitor: Visitor, run: int) -> HttpResponse:
    """Show how far a statement is, what its lines came to, and what still waits."""
    found = payments.desk_run(run, by=visitor.by, at=visitor.at)
    return _page(request, visitor, _came(found), HTTPStatus.OK)


@require_http_methods(["POST"])
@for_officers
def go_on(request: HttpRequest, visitor: Visitor, run: int) -> HttpResponse:  # noqa: ARG001 - the way in passes it
    """Have the worker try again what a run left; the file is not needed again."""
    payments.desk_run(run, by=visitor.by, at=visitor.at)
    ahead = services.go_on_with_lines(run_id=run, by=visitor.by, at=visitor.at)
    return redirect("officer:statement_run", ahead.pk)


@require_http_methods(["POST"])
@for_officers
@shows_again
def line(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Take an open line for the dossier that was named, or keep what it was."""
    form = LineForm(request.POST)
    if keeping.is_shown_again(request):
        return _again(request, visitor, form)
    if not form.is_valid():
        return _page(request, visitor, {"typed": _wrong_of(form)})
    said = form.cleaned_data
    if said["dossier"]:
        try:
            news = services.take_transfer(
                line_id=said["line"], code=said["dossier"], by=visitor.by, at=visitor.at
            )
        except (DossierUnknown, LineNotOfDossier) as refusal:
            form.add_error("dossier", str(sentence_for(refusal, DOOR).why))
            return _page(request, visitor, {"typed": _wrong_of(form)})
        notices.put(request, TOLD[news], said["dossier"])
    else:
        paying.explain_line(line_id=said["line"], why=said["why"], by=visitor.by, at=visitor.at)
        notices.put(request, "line-explained")
    return redirect("officer:statement_import")


def _again(request: HttpRequest, visitor: Visitor, form: LineForm) -> HttpResponse:
    """Show what a log-in brought back at its line; to be copied where somebody was faster."""
    form.is_valid()
    open_ones = payments.desk_lines(
        by=visitor.by, at=visitor.at, after=number_asked(request) or 0
    ).waiting
    if form.cleaned_data.get("line") in {one.pk for one in open_ones}:
        return _page(request, visitor, {"typed": _typed(form)}, HTTPStatus.OK)
    return brought_back(request, visitor)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def answer_claim(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Ask where the money was looked for; the applicant is told."""
    frame = Frame(code, visitor)
    form = AnswerClaimForm(**filled(request))
    if ready(request, form):
        return do(
            request, code,
            lambda: services.answer_claim(
                code=code, why=form.cleaned_data["why"], by=visitor.by, at=visitor.at,
                key=form.act_key,
            ),
            "claim-answered",
        )  # fmt: skip
    context = {"form": form, "claim": payments.open_claim(subject_of(frame.view.code))}
    return act_page(request, visitor, frame, Act.ANSWER_CLAIM, "act.html", context)


def _page(
    request: HttpRequest, visitor: Visitor, context: dict[str, Any],
    status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> HttpResponse:  # fmt: skip
    crumbs = [(_("Sổ thu"), reverse("officer:till")), (_("Sao kê ngân hàng"), "")]
    lines = payments.desk_lines(by=visitor.by, at=visitor.at, after=number_asked(request) or 0)
    common = {"crumbs": crumbs, "lines": lines, "after": number_asked(request) or 0}
    shown = status if context else HTTPStatus.OK
    return page(request, visitor, "statement_import.html", common | context, status=shown)


def _wrong(field: str) -> str:
    if field == "heading":
        return _(
            "Chưa thấy dòng tiêu đề có đủ bốn cột: số giao dịch, ngày, số tiền ghi có, nội dung. "
            "Tên cột khác thì báo người quản trị thêm vào chính sách thanh toán."
        )
    return _("Tệp này không đọc được. Xuất sao kê ra CSV (UTF-8) hoặc XLSX, tối đa 5 MB.")


def _came(run: payments.StatementRun) -> dict[str, Any]:
    return {
        "taken": run,
        "stands": money.stands_still(run),
        "faults": [(row, str(LINE_FIELDS[field])) for row, field in run.faults],
        "more_faults": run.unreadable - len(run.faults),
        "refusals": [
            (number, str(LINE_REFUSALS.get(why, NOT_NOW))) for number, why in run.refusals
        ],
        "more_refusals": run.refused - len(run.refusals),
    }


def _typed(form: LineForm) -> dict[str, Any]:
    """Return what was typed of a line."""
    return {
        "line": form.cleaned_data.get("line"), "dossier": form.data.get("dossier", ""),
        "why": form.data.get("why", ""),
    }  # fmt: skip


def _wrong_of(form: LineForm) -> dict[str, Any]:
    """Return what was typed of a line, and what is wrong with it."""
    return _typed(form) | {"wrong": error_items(form)[0].text}
