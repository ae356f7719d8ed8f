"""Answering a citizen who disagrees with a request for papers: take it back, or stand by it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.terms import Act
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.forms.objections import ObjectionAnswerForm
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.pages import do
from thongsuot.entrypoints.officer.views.acting import act_page, filled, ready
from thongsuot.entrypoints.officer.visitors import Visitor


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def uphold(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Ask for the reasons; the request is taken back and the dossier goes on."""
    return _answer(
        request, visitor, code, Act.UPHOLD_OBJECTION, by=services.uphold_objection,
        told="objection-upheld",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def reject(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Ask for the reasons; the request stands and the dossier goes on waiting."""
    return _answer(
        request, visitor, code, Act.REJECT_OBJECTION, by=services.reject_objection,
        told="objection-rejected",
    )  # fmt: skip


def _answer(
    request: HttpRequest, visitor: Visitor, code: str, act: Act, *, by: Callable[..., object],
    told: str,
) -> HttpResponse:  # fmt: skip
    frame, form = Frame(code, visitor), ObjectionAnswerForm(**filled(request))
    asked = frame.view.open_supplement
    if act is Act.UPHOLD_OBJECTION and asked and asked.before_receipt:
        told = "objection-upheld-early"
    if ready(request, form):
        return do(
            request, code,
            lambda: by(
                code=code, reason=form.cleaned_data["reason"], by=visitor.by, at=visitor.at,
                key=form.act_key,
            ),
            told,
        )  # fmt: skip
    context = {"form": form, "asked": asked, "objection": asked.objection if asked else None}
    return act_page(request, visitor, frame, act, "objection.html", context)
