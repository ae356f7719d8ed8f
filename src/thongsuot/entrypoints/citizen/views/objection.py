"""Disagreeing with a request for papers: why, who answers and by when."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from thongsuot.domains.dossiers import queries, services
from thongsuot.domains.dossiers.supplements import queries as supplements
from thongsuot.domains.dossiers.terms import ActNotAllowed
from thongsuot.domains.dossiers.terms.objections import ObjectionMade, ObjectionTooLate
from thongsuot.entrypoints.citizen import visitor
from thongsuot.entrypoints.citizen.forms import ObjectionForm
from thongsuot.entrypoints.citizen.views.drafts import WRONG, to_its_errors
from thongsuot.entrypoints.citizen.views.entering import DossierVisit, of_dossier, page
from thongsuot.entrypoints.shared import posted
from thongsuot.kernel.clock import local_date


@of_dossier
def object_to_request(request: HttpRequest, visit: DossierVisit) -> HttpResponseBase:
    """Show what is asked for and ask why the citizen disagrees; say it once."""
    view = queries.view_for(visit.code, by=visit.by, at=visit.at)
    asked = view.open_supplement
    form = ObjectionForm(request.POST or _nothing_said(request))
    if request.method == "POST" and form.is_valid():
        return _object(request, visit, form)
    if request.method == "POST" and not posted.line(request, "words"):
        return to_its_errors(request)  # nothing was typed that could be lost
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    stated = supplements.policy_of(view.procedure_code, local_date(visit.at)).objection
    context: dict[str, Any] = {
        "form": form,
        "view": view,
        "asked": asked,
        "possible": asked is not None and asked.may_be_objected_to,
        "window": stated.window,
        "within": stated.answer_within,
    }
    return page(request, "objection", context, status=status)


def _nothing_said(request: HttpRequest) -> dict[str, str] | None:
    return {"key": str(uuid4())} if WRONG in request.GET else None


def _object(request: HttpRequest, visit: DossierVisit, form: ObjectionForm) -> HttpResponseBase:
    try:
        services.object_to_request(
            code=visit.code, words=form.cleaned_data["words"], by=visit.by, at=visit.at,
            key=str(form.cleaned_data["key"]),
        )  # fmt: skip
    except (ActNotAllowed, ObjectionMade, ObjectionTooLate):
        return redirect("citizen:object", visit.code)
    visitor.tell_next(request, _("Đã gửi ý kiến không đồng ý. Ai trả lời, trước lúc nào ở dưới."))
    return redirect("citizen:supplement", visit.code)
