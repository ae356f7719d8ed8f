"""How a dossier ends here: the result is handed out, or the settlement is stopped."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thongsuot import bootstrap
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.terms import Act, HandedTo
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.forms.acts import RefuseForm, ResultForm
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.pages import do
from thongsuot.entrypoints.officer.views.acting import act_page, basis_at_its_field, filled, ready
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.kernel import formats

_TAKEN_AS: Final = {
    "counter": HandedTo.APPLICANT.value,
    "electronic": HandedTo.ELECTRONIC.value,
    "post": HandedTo.POST.value,
}
"""How the result is wanted, as the form asked, and to whom that hands it out."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def return_result(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Ask who takes the result, then close the dossier."""
    wished, in_words = dossiers.delivery_wished(code, by=visitor.by, at=visitor.at)
    form = ResultForm(**filled(request, to=_TAKEN_AS.get(wished)))
    if ready(request, form):
        return do(
            request, code,
            lambda: services.return_result(
                code=code, to=HandedTo(form.cleaned_data["to"]), named=form.named,
                by=visitor.by, at=visitor.at, key=form.act_key,
            ),
            "returned",
        )  # fmt: skip
    frame = Frame(code, visitor)
    context = {"form": form, "wished": in_words}
    return act_page(request, visitor, frame, Act.RETURN_RESULT, "result.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def stop(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Ask for reason and legal basis, then stop."""
    frame = Frame(code, visitor)
    form = RefuseForm(**filled(request, **_proposed(frame)))
    if ready(request, form):
        with basis_at_its_field(form):
            return do(
                request, code,
                lambda: services.stop(
                    code=code, reason=form.cleaned_data["reason"],
                    legal_basis=form.cleaned_data["legal_basis"], signer=bootstrap.signer(),
                    by=visitor.by, at=visitor.at, key=form.act_key,
                ),
                "stopped",
            )  # fmt: skip
    return act_page(request, visitor, frame, Act.STOP, "act.html", {"form": form})


def _proposed(frame: Frame) -> dict[str, str]:
    """Return the words of a stop that the law allows once the time for sending papers is over."""
    asked = frame.view.open_supplement
    if asked is None or asked.window_ended_at is None or not asked.expiry_basis:
        return {}
    reason = _("Đã hết thời gian bổ sung ({when}) mà chưa nhận được giấy tờ còn thiếu.")
    return {
        "reason": reason.format(when=formats.moment(asked.answer_by or asked.window_ended_at)),
        "legal_basis": asked.expiry_basis,
    }
