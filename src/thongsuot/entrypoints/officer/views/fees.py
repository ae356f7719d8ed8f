"""The desk and a dossier's money: taken, corrected, receipts mended and printed."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.rules import subject_of
from thongsuot.domains.dossiers.terms import Act
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments.terms import LineTooSmall, Means, NumberNoted
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.forms.fees import (
    CollectForm,
    CorrectForm,
    ReplaceReceiptForm,
)
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.pages import do
from thongsuot.entrypoints.officer.views.acting import act_page, filled, ready, refused_at_its_field
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared import receipts
from thongsuot.entrypoints.shared.paper_sizes import size_asked
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def collect(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show what the tariff asks for and why; one press takes it and numbers the receipt."""
    frame = Frame(code, visitor)
    fees = payments.find_fees_of(subject_of(frame.view.code))
    due_vnd = fees.due_vnd if fees else 0
    form = CollectForm(**filled(request), due_vnd=due_vnd)
    if ready(request, form):
        said = form.cleaned_data
        with refused_at_its_field(form, "proof", LineTooSmall, NumberNoted):
            return do(
                request, code,
                lambda: services.collect_fee(
                    code=code, means=Means(said["means"]), amount_vnd=due_vnd, proof=said["proof"],
                    pays_several=said["pays_several"], by=visitor.by, at=visitor.at,
                    key=form.act_key,
                ),
                "fee-collected",
            )  # fmt: skip
    context = {"form": form, "fees": fees, "seen_vnd": str(due_vnd)}
    return act_page(request, visitor, frame, Act.COLLECT_FEE, "collect_fee.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def correct(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Ask for the group and its proof, then apply the tariff anew."""
    frame = Frame(code, visitor)
    fees = payments.find_fees_of(subject_of(frame.view.code))
    known = {"group": fees.group, "copies": fees.copies} if fees else {}
    on = local_date(fees.assessed_at if fees else visitor.at)
    groups = payments.groups_on(on, held=fees.group if fees else "")
    form = CorrectForm(**filled(request, **known), groups=groups)
    if ready(request, form):
        said = form.cleaned_data
        return do(
            request, code,
            lambda: services.correct_fee(
                code=code, group=said["group"], case=fees.case if fees else "",
                copies=said["copies"] or 0, proof=said["proof"],
                by=visitor.by, at=visitor.at, key=form.act_key,
            ),
            "fee-corrected",
        )  # fmt: skip
    context = {"form": form, "fees": fees}
    return act_page(request, visitor, frame, Act.CORRECT_FEE, "collect_fee.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def replace_receipt(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Ask which receipt is wrong and in what."""
    frame = Frame(code, visitor)
    known = payments.receipts_of(subject_of(frame.view.code))
    choices = [
        (str(r.pk), f"{r.name}: {formats.dong(r.amount_vnd)}") for r in known if not r.cancelled_at
    ]
    form = ReplaceReceiptForm(**filled(request), choices=choices)
    if ready(request, form):
        return do(
            request, code,
            lambda: services.replace_receipt(
                code=code, receipt_id=int(form.cleaned_data["receipt"]),
                why=form.cleaned_data["why"], by=visitor.by, at=visitor.at, key=form.act_key,
            ),
            "receipt-replaced",
        )  # fmt: skip
    return act_page(request, visitor, frame, Act.REPLACE_RECEIPT, "act.html", {"form": form})


@require_safe
@for_officers
def receipt(request: HttpRequest, visitor: Visitor, code: str, receipt_id: int) -> HttpResponse:
    """Give the receipt as PDF."""
    view = Frame(code, visitor).view
    found = payments.get_receipt(receipt_id, subject_of(view.code))
    payer = services.payer_named(
        code=view.code, receipt=f"receipt:{found.pk}", by=visitor.by, at=visitor.at
    )
    return receipts.answer(found, procedure=view.plain_name, payer=payer, size=size_asked(request))
