"""A financial obligation: passed on with its notice, confirmed by its receipt."""

from functools import partial
from typing import BinaryIO

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.terms import Act
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.forms.obligation import (
    COMPONENT,
    FILE,
    PaymentNoticeForm,
    ReceiptForm,
)
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.pages import do
from thongsuot.entrypoints.officer.views.acting import act_page, filled, ready
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared import uploads
from thongsuot.kernel.clock import local_date


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def request_payment(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Ask what the notice says and take it in; what is wrong with the file is said at its field."""
    form = PaymentNoticeForm(
        **filled(request), files=request.FILES or None, today=local_date(visitor.at)
    )
    if ready(request, form):
        problems = uploads.take_in(request, [COMPONENT], partial(_ask, visitor, code, form))
        if not problems:
            return do(request, code, lambda: None, "payment-requested")
        for problem in problems:
            form.add_error(FILE, problem.sentence)
    context = {"form": form, "accept": uploads.ACCEPT}
    frame = Frame(code, visitor)
    return act_page(request, visitor, frame, Act.REQUEST_PAYMENT, "payment.html", context)


def _ask(
    visitor: Visitor, code: str, form: PaymentNoticeForm, _component: str, name: str,
    content: BinaryIO,
) -> None:  # fmt: skip
    services.request_payment(
        code=code, notice=form.notice(), name=name, stream=content, by=visitor.by, at=visitor.at,
        key=form.act_key,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def confirm_payment(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Ask for the receipt, then let the clock run on."""
    form = ReceiptForm(**filled(request))
    if ready(request, form):
        return do(
            request, code,
            lambda: services.confirm_payment(
                code=code, receipt=form.cleaned_data["receipt"],
                by=visitor.by, at=visitor.at, key=form.act_key,
            ),
            "payment-confirmed",
        )  # fmt: skip
    frame = Frame(code, visitor)
    context = {"form": form, "owed": frame.view.open_obligation}
    return act_page(request, visitor, frame, Act.CONFIRM_PAYMENT, "receipt.html", context)
