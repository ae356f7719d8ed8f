"""Paying: what is due and why, to the platform and back, by QR; receipts and their check."""

from collections.abc import Sequence
from functools import partial, wraps
from http import HTTPStatus
from typing import BinaryIO, Final

import structlog
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thongsuot import bootstrap
from thongsuot.domains.dossiers import queries, services
from thongsuot.domains.dossiers.rules import code_of, subject_of
from thongsuot.domains.dossiers.terms import ActNotAllowed
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments.ports import PlatformRefused, PlatformUnavailable
from thongsuot.domains.payments.queries import Payment
from thongsuot.domains.payments.terms import (
    ClaimWaits,
    Means,
    NothingDue,
    OnlinePaymentOff,
    PaymentState,
    PaymentUnknown,
    ReceiptUnknown,
    Verdict,
)
from thongsuot.entrypoints.citizen import bounds, paying, visitor
from thongsuot.entrypoints.citizen.forms import ActForm
from thongsuot.entrypoints.citizen.views.entering import (
    DossierView,
    DossierVisit,
    of_dossier,
    page,
)
from thongsuot.entrypoints.shared import receipts, uploads
from thongsuot.entrypoints.shared.paper_sizes import size_asked
from thongsuot.entrypoints.shared.policy import PAGE_POLICY
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

PROOF: Final = "transfer-proof"
BILLED: Final = frozenset({PaymentState.PAID, PaymentState.REFUNDED})

log = structlog.get_logger("thongsuot.payments")


def _by_form(view: DossierView[[]]) -> DossierView[[]]:
    """Lead whoever comes without the form, as after giving the PIN anew, to the page it is on."""

    @wraps(view)
    def entered(request: HttpRequest, visit: DossierVisit) -> HttpResponseBase:
        if request.method != "POST":
            return redirect("citizen:fees", visit.code)
        return view(request, visit)

    return entered


@of_dossier
def fees(request: HttpRequest, visit: DossierVisit) -> HttpResponseBase:
    """Show what is due, on which ground, and every way to pay it; then how far it is."""
    return _fees(request, visit, [])


def _fees(
    request: HttpRequest, visit: DossierVisit, problems: list[uploads.Problem]
) -> HttpResponseBase:
    view = queries.view_for(visit.code, by=visit.by, at=visit.at)
    told = paying.bill_of(view, visit.at)
    context = {"view": view, "bill": told, "form": ActForm(), "track_url": receipts.check_url(""),
               "problems": problems, "accept": uploads.ACCEPT}  # fmt: skip
    answer = page(
        request, "fees", context, status=uploads.status_of(problems) if problems else HTTPStatus.OK
    )
    return _may_go_on_to(answer, bootstrap.payment_pages())


@of_dossier
@_by_form
def pay(request: HttpRequest, visit: DossierVisit) -> HttpResponseBase:
    """Open the payment with the platform and lead there; a lost answer is asked for again."""
    platform = bootstrap.payment_platform(local_date(visit.at))
    try:
        if platform is None:
            raise OnlinePaymentOff("no platform")
        view = queries.view_for(visit.code, by=visit.by, at=visit.at)
        reference = services.begin_payment(code=visit.code, by=visit.by, at=visit.at)
        address = platform.open(paying.order_of(view, reference, visit.at))
    except (PlatformUnavailable, PlatformRefused, OnlinePaymentOff) as error:
        log.warning("payment-not-opened", fault=type(error).__name__)
        visitor.tell_next(request, _(
            "Chưa mở được trang thanh toán, chưa có khoản tiền nào bị trừ. Thử lại sau ít phút, "
            "chuyển khoản bằng mã QR hoặc nộp tại quầy."
        ))  # fmt: skip
        return redirect("citizen:fees", visit.code)
    except NothingDue:
        return redirect("citizen:fees", visit.code)
    return redirect(address)


@require_safe
def paid_back(request: HttpRequest) -> HttpResponseBase:
    """Come back from the platform: ask it what happened, whatever the address says.

    A browser that has not opened the dossier asks nobody and is not told its code; one that only
    follows it is told of no sum.
    """
    try:
        payment = payments.get_payment(request.GET.get("MaThamChieu", ""))
    except PaymentUnknown:
        return redirect("citizen:mine")
    by = visitor.find_actor(request, code_of(payment.subject))
    if by is None:
        return redirect("citizen:mine")
    platform = bootstrap.payment_platform(local_date(visitor.now()))
    if platform is not None and payment.state == PaymentState.PENDING:
        services.ask_platform(
            reference=payment.reference, platform=platform, source="query", at=visitor.now()
        )
    said = _came_to(payments.get_payment(payment.reference))
    if said and not by.follows_only:
        visitor.tell_next(request, said)
    return redirect("citizen:fees", code_of(payment.subject))


def _came_to(payment: Payment) -> str:
    """Return what a try to pay came to, in words; empty while the platform has not said it."""
    sums = {"sum": formats.dong(payment.received_vnd), "asked": formats.dong(payment.amount_vnd)}
    if payment.state == PaymentState.PAID:
        return _("Đã nhận {sum} ông/bà nộp. Biên lai ở dưới.").format(**sums)
    if payment.state == PaymentState.SHORT:
        return _(
            "Nhận được {sum}, không khớp {asked} phải nộp, nên chưa tính là đã nộp. Nơi tiếp nhận "
            "sẽ hoàn trả khoản này; ông/bà nộp lại đủ {asked}."
        ).format(**sums)
    if payment.state == PaymentState.FAILED:
        return _("Chưa trả được, không có tiền bị trừ. Nộp lại được bằng một trong các cách dưới.")
    return ""


@of_dossier
@_by_form
def claim_transfer(request: HttpRequest, visit: DossierVisit) -> HttpResponseBase:
    """Take in the applicant's word, and proof, that the money was sent; it settles nothing."""
    form = ActForm(request.POST)
    if not form.is_valid() or not request.FILES:
        missing = uploads.missing(request, [(PROOF, _("Chứng từ chuyển khoản"))])
        return _fees(request, visit, missing)
    try:
        keep = bounds.counted(request, partial(_claim, visit, form))
        problems = uploads.take_in(request, [PROOF], keep)
    except (NothingDue, ClaimWaits, ActNotAllowed):
        return redirect("citizen:fees", visit.code)
    if problems:
        return _fees(request, visit, problems)
    visitor.tell_next(request, _(
        "Đã gửi chứng từ cho nơi tiếp nhận. Tìm thấy tiền thì biên lai hiện ở đây; chưa thấy thì "
        "ông/bà được báo kèm lý do."
    ))  # fmt: skip
    return redirect("citizen:fees", visit.code)


def _claim(
    visit: DossierVisit, form: ActForm, _component: str, name: str, content: BinaryIO
) -> None:
    services.claim_transfer(
        code=visit.code, name=name, stream=content, by=visit.by, at=visit.at,
        key=str(form.cleaned_data["key"]),
    )  # fmt: skip


@of_dossier
@_by_form
def ask_again(request: HttpRequest, visit: DossierVisit) -> HttpResponseBase:
    """Ask the platform about the payment that waits; what it says is done at once."""
    platform = bootstrap.payment_platform(local_date(visit.at))
    waiting = _waiting(visit)
    said = None
    if platform is not None and waiting is not None:
        said, _news = services.ask_platform(
            reference=waiting.reference, platform=platform, source="query", at=visit.at
        )
    if said is None:
        visitor.tell_next(request, _(
            "Nền tảng thanh toán chưa trả lời. Hệ thống hỏi lại vài phút một lần; không nộp lại "
            "khoản đã trừ tiền."
        ))  # fmt: skip
    elif said.verdict is not Verdict.PAID:
        visitor.tell_next(request, _("Nền tảng thanh toán trả lời: chưa thấy khoản này được trả."))
    return redirect("citizen:fees", visit.code)


def _waiting(visit: DossierVisit) -> Payment | None:
    queries.view_for(visit.code, by=visit.by, at=visit.at)  # whose eyes it is for
    every = payments.payments_of(subject_of(visit.code))
    pending = [p for p in every if p.state == PaymentState.PENDING and p.means == Means.PLATFORM]
    return pending[-1] if pending else None


@require_safe
@of_dossier
def platform_bill(request: HttpRequest, visit: DossierVisit, reference: str) -> HttpResponseBase:
    """Give the platform's own receipt of a payment of this dossier: GET_BILL."""
    queries.view_for(visit.code, by=visit.by, at=visit.at)
    every = payments.payments_of(subject_of(visit.code))
    paid = [p for p in every if p.reference == reference and p.means == Means.PLATFORM]
    platform = bootstrap.payment_platform(local_date(visit.at))
    if not paid or paid[0].state not in BILLED:
        raise PaymentUnknown("no payment by the platform")
    try:
        if platform is None:
            raise PlatformUnavailable("no platform")
        content = platform.bill(reference, at=visit.at)
    except (PlatformUnavailable, PlatformRefused) as error:
        log.warning("bill-not-given", fault=type(error).__name__)
        visitor.tell_next(request, _(
            "Nền tảng thanh toán chưa đưa được biên lai của mình. Biên lai của nơi thu ở dưới vẫn "
            "đủ giá trị; thử lại sau ít phút."
        ))  # fmt: skip
        return redirect("citizen:fees", visit.code)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="nen-tang-{reference}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@of_dossier
def fee_receipt(request: HttpRequest, visit: DossierVisit, receipt_id: int) -> HttpResponseBase:
    """Give one of the dossier's receipts as PDF."""
    view = queries.view_for(visit.code, by=visit.by, at=visit.at)
    found = payments.get_receipt(receipt_id, subject_of(visit.code))
    payer = queries.payer_of(visit.code, by=visit.by, at=visit.at)
    return receipts.answer(found, procedure=view.plain_name, payer=payer, size=size_asked(request))


@require_safe
@of_dossier
def refund_slip(request: HttpRequest, visit: DossierVisit, refund_id: int) -> HttpResponseBase:
    """Give the slip of money that went back as PDF."""
    view = queries.view_for(visit.code, by=visit.by, at=visit.at)
    found = payments.get_refund(refund_id, subject_of(visit.code))
    payer = queries.payer_of(visit.code, by=visit.by, at=visit.at)
    return receipts.answer_refund(
        found, procedure=view.plain_name, payer=payer, size=size_asked(request)
    )


@require_safe
def check_receipt(request: HttpRequest, check_code: str = "") -> HttpResponseBase:
    """Tell anybody who has a receipt whether it holds; it names no person."""
    asked = (check_code or request.GET.get("ma", "")).strip().replace(" ", "")
    context: dict[str, object] = {"asked": asked}
    if not asked:
        return page(request, "receipt_check", context)
    try:
        found = payments.receipt_by_code(asked)
    except ReceiptUnknown:
        return page(request, "receipt_check", context, status=HTTPStatus.NOT_FOUND)
    context |= {"receipt": found, "agency": organisation.get_agency(found.agency).name}
    return page(request, "receipt_check", context)


def _may_go_on_to(answer: HttpResponse, pages: Sequence[str]) -> HttpResponse:
    """Let the form of this page lead to the pages of the platform, and nowhere else."""
    if pages:
        origins = " ".join(pages)
        policy = PAGE_POLICY.replace("form-action 'self'", f"form-action 'self' {origins}")
        answer.headers["Content-Security-Policy"] = policy
    return answer


__all__ = [
    "ask_again", "check_receipt", "claim_transfer", "fee_receipt", "fees", "paid_back", "pay",
    "platform_bill", "refund_slip",
]  # fmt: skip
