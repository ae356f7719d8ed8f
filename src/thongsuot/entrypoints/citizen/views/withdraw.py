"""Taking a dossier back before a decision exists: why, and what then happens."""

from http import HTTPStatus
from uuid import uuid4

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from thongsuot.domains.dossiers import queries, rules, services
from thongsuot.domains.dossiers.terms import Act, ActNotAllowed, DecisionExists
from thongsuot.entrypoints.citizen import visitor
from thongsuot.entrypoints.citizen.forms import Withdrawal
from thongsuot.entrypoints.citizen.views.drafts import WRONG, to_its_errors
from thongsuot.entrypoints.citizen.views.entering import DossierVisit, of_dossier, page
from thongsuot.entrypoints.shared import posted


@of_dossier
def withdraw(request: HttpRequest, visit: DossierVisit) -> HttpResponseBase:
    """Ask for the reason and say the effect; withdraw once."""
    view = queries.view_for(visit.code, by=visit.by, at=visit.at)
    form = Withdrawal(request.POST or _nothing_said(request))
    if request.method == "POST" and form.is_valid():
        return _withdraw(request, visit, form)
    if request.method == "POST" and not posted.line(request, "reason"):
        return to_its_errors(request)  # nothing was typed that could be lost
    possible = view.state in rules.ALLOWED[Act.WITHDRAW] and not _is_decided(view.decision)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return page(
        request, "withdraw", {"form": form, "view": view, "possible": possible}, status=status
    )


def _nothing_said(request: HttpRequest) -> dict[str, str] | None:
    return {"key": str(uuid4())} if WRONG in request.GET else None


def _withdraw(request: HttpRequest, visit: DossierVisit, form: Withdrawal) -> HttpResponseBase:
    try:
        services.withdraw(
            code=visit.code,
            reason=form.cleaned_data["reason"],
            by=visit.by,
            at=visit.at,
            key=str(form.cleaned_data["key"]),
        )
    except (ActNotAllowed, DecisionExists):
        return redirect("citizen:withdraw", visit.code)
    visitor.tell_next(request, _("Đã rút hồ sơ. Cơ quan ngừng giải quyết từ lúc này."))
    return redirect("citizen:dossier", visit.code)


def _is_decided(decision: object) -> bool:
    return getattr(decision, "signed_at", None) is not None
