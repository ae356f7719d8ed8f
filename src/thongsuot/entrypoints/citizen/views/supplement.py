"""Answering the one request for missing papers: each paper asked for, its reason, its files."""

from collections.abc import Sequence
from functools import partial
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from thongsuot.domains.documents.terms import FiledPaper, Kind, NotWithdrawable, PaperUnknown
from thongsuot.domains.dossiers import queries, services
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.domains.dossiers.queries.asked import SupplementView
from thongsuot.domains.dossiers.terms import ActNotAllowed
from thongsuot.entrypoints.citizen import bounds, visitor
from thongsuot.entrypoints.citizen.forms import ActForm
from thongsuot.entrypoints.citizen.views.entering import (
    DossierVisit,
    of_dossier,
    page,
)
from thongsuot.entrypoints.citizen.views.papers import Row
from thongsuot.entrypoints.shared import posted, uploads
from thongsuot.entrypoints.shared.process_words import PAPERS_CAME
from thongsuot.entrypoints.shared.uploads import Problem


@of_dossier
def supplement(request: HttpRequest, visit: DossierVisit) -> HttpResponseBase:
    """List what was asked for and why, take in files, send when all is there."""
    view = queries.view_for(visit.code, by=visit.by, at=visit.at)
    asked = view.open_supplement
    if asked is None:
        return _nothing_asked(request, view)
    if request.method != "POST":
        return _show(request, view, asked, ActForm(), [])
    form = ActForm(request.POST)
    if not form.is_valid():
        return _show(request, view, asked, ActForm(), [])
    return _taken(request, visit, asked, form)


def _taken(
    request: HttpRequest, visit: DossierVisit, asked: SupplementView, form: ActForm
) -> HttpResponseBase:
    components = [paper.component for paper in asked.papers]
    keep = bounds.counted(request, partial(_keep, visit))
    problems = uploads.take_in(request, components, keep)
    view = queries.view_for(visit.code, by=visit.by, at=visit.at)
    if "bo" in request.POST:
        _remove(request, visit)
        view = queries.view_for(visit.code, by=visit.by, at=visit.at)
    sending = not {"tai", "bo"} & request.POST.keys()
    if sending:
        problems += _missing(request, view, asked, problems)
    if problems:
        return _show(request, view, asked, form, problems)
    return _send(request, visit, asked, form) if sending else redirect(request.path)


def _send(
    request: HttpRequest, visit: DossierVisit, asked: SupplementView, form: ActForm
) -> HttpResponseBase:
    try:
        services.supply(
            code=visit.code, by=visit.by, at=visit.at, key=str(form.cleaned_data["key"]),
            why=PAPERS_CAME,
        )  # fmt: skip
    except ActNotAllowed:
        return redirect("citizen:dossier", visit.code)
    visitor.tell_next(request, _sent_in_words(asked))
    return redirect("citizen:dossier", visit.code)


def _sent_in_words(asked: SupplementView) -> str:
    if asked.before_receipt:
        return _("Đã nhận giấy tờ bổ sung. Nơi tiếp nhận xem lại; hạn trả lời mới ở dưới.")
    return _(
        "Đã nhận giấy tờ bổ sung. Thời gian giải quyết chạy lại từ lúc này; ngày hẹn mới ở dưới."
    )


def _keep(visit: DossierVisit, component: str, name: str, content: BinaryIO) -> None:
    services.attach_supplement(
        code=visit.code, component_code=component, name=name, stream=content, by=visit.by,
        at=visit.at,
    )  # fmt: skip


def _remove(request: HttpRequest, visit: DossierVisit) -> None:
    """Take one file out that is not sent yet; taken out before, it is simply gone."""
    try:
        services.withdraw_supplement(
            code=visit.code,
            attachment_id=UUID(posted.line(request, "bo")),
            by=visit.by,
            at=visit.at,
        )
    except (ActNotAllowed, NotWithdrawable, PaperUnknown, ValueError):
        return
    visitor.tell_next(request, _("Đã bỏ một tệp khỏi phần bổ sung."))


def _nothing_asked(request: HttpRequest, view: DossierView) -> HttpResponseBase:
    """Say so, on the dossier's own page: the request was answered, or there was none."""
    visitor.tell_next(request, _("Hiện không có giấy tờ nào cần bổ sung cho hồ sơ này."))
    return redirect("citizen:dossier", view.code)


def _missing(
    request: HttpRequest, view: DossierView, asked: SupplementView, problems: Sequence[Problem]
) -> list[Problem]:
    told = {problem.component for problem in problems}
    wanted = [
        (paper.component, paper.name)
        for paper in asked.papers
        if paper.component not in told and not _added(view, asked, paper.component)
    ]
    return uploads.missing(request, wanted)


def _added(view: DossierView, asked: SupplementView, component: str) -> list[FiledPaper]:
    """Return the files sent for the component since it was asked for."""
    return [paper for paper in _sent(view, component) if paper.attached_at >= asked.asked_at]


def _former(view: DossierView, asked: SupplementView, component: str) -> list[FiledPaper]:
    """Return the files that were filed for the component before it was asked for."""
    return [paper for paper in _sent(view, component) if paper.attached_at < asked.asked_at]


def _sent(view: DossierView, component: str) -> list[FiledPaper]:
    return [
        paper
        for paper in view.papers
        if paper.kind is Kind.UPLOAD and paper.component_code == component
    ]


def _show(
    request: HttpRequest,
    view: DossierView,
    asked: SupplementView,
    form: ActForm,
    problems: Sequence[Problem],
) -> HttpResponseBase:
    rows = [
        Row(
            code=paper.component,
            name=paper.name,
            hint=paper.problem,
            required=True,
            files=_added(view, asked, paper.component),
            problems=[p.sentence for p in problems if p.component == paper.component],
            former=_former(view, asked, paper.component),
            refused=next((p.refused for p in problems if p.component == paper.component), ""),
        )
        for paper in asked.papers
    ]
    context = {
        "view": view,
        "asked": asked,
        "rows": rows,
        "problems": problems,
        "form": form,
        "accept": uploads.ACCEPT,
        "most_bytes": settings.MAX_UPLOAD_BYTES,
    }
    status = uploads.status_of(problems) if problems else 200
    return page(request, "supplement", context, status=status)
