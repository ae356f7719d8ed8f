"""What a dossier costs its applicant now, and everything the page of paying says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.domains.dossiers.rules import subject_of
from thongsuot.domains.dossiers.terms import FINAL
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments import rules
from thongsuot.domains.payments.queries import Fees, TransferClaim
from thongsuot.domains.payments.terms import (
    FeeKind,
    Means,
    OnlinePaymentOff,
    Payee,
    PaymentState,
    PlatformOrder,
    Purpose,
)
from thongsuot.kernel.clock import local_date

STATES: Final[Mapping[str, str | Promise]] = {
    PaymentState.PENDING: later("Đang chờ nền tảng thanh toán xác nhận"),
    PaymentState.PAID: later("Đã nhận"),
    PaymentState.SHORT: later("Số tiền nhận được không khớp, nơi tiếp nhận sẽ hoàn trả"),
    PaymentState.SURPLUS: later("Nhận thừa một khoản, nơi tiếp nhận sẽ hoàn trả"),
    PaymentState.FAILED: later("Chưa trả được, không có tiền bị trừ"),
    PaymentState.EXPIRED: later("Quá giờ, không thấy tiền về; nộp lại được"),
    PaymentState.REFUNDED: later("Đã hoàn trả"),
}
WAYS: Final[Mapping[str, str | Promise]] = {
    Means.PLATFORM: later("trực tuyến"),
    Means.TRANSFER: later("chuyển khoản"),
    Means.CASH: later("tiền mặt tại quầy"),
}


@dataclass(frozen=True, slots=True)
class Bill:
    """What is to be paid now and how; ``qr`` is the text of a VietQR, empty without an account.

    Units:  whole đồng.
    """

    due_vnd: int
    fees: Fees | None
    tries: tuple[tuple[Any, str, str], ...]
    receipts: tuple[Any, ...]
    refunds: tuple[Any, ...]
    payee: Payee | None
    qr: str
    purpose: str
    online: bool
    waits: bool
    claim: TransferClaim | None = None
    online_bills: bool = False

    @property
    def claimed(self) -> bool:
        """Whether the applicant's word waits for the desk."""
        return self.claim is not None and self.claim.ended_at is None

    @property
    def answer(self) -> str:
        """What the desk answered to the last word, where it found no such money."""
        return self.claim.why if self.claim is not None and self.claim.found is False else ""


def bill_of(view: DossierView, at: datetime) -> Bill:
    """Return what the page of paying says: a notice of state 6 comes before the fee."""
    subject = subject_of(view.code)
    fees, notice = payments.find_fees_of(subject), view.open_obligation
    due = notice.notice.amount_vnd if notice else fees.due_vnd if fees else 0
    due = 0 if view.state in FINAL else due
    payee = _payee(view, at) if due else None
    every = payments.payments_of(subject)
    return Bill(
        due_vnd=due,
        fees=fees,
        tries=tuple((p, str(STATES[p.state]), str(WAYS[p.means])) for p in reversed(every)),
        receipts=tuple(payments.receipts_of(subject)),
        refunds=tuple(payments.refunds_of(subject)),
        payee=payee,
        qr=rules.vietqr(payee, amount_vnd=due, purpose=view.code) if payee else "",
        purpose=rules.purpose_of(view.code),
        online=bool(settings.PAYMENT_PLATFORM_URL and payee),
        waits=bool(every) and every[-1].state == PaymentState.PENDING,
        online_bills=bool(settings.PAYMENT_PLATFORM_URL),
        claim=payments.newest_claim(subject) if payee else None,
    )


def order_of(view: DossierView, reference: str, at: datetime) -> PlatformOrder:
    """Return what the platform is asked to collect under a reference.

    Raises:  OnlinePaymentOff without an account to pay into.
    """
    payment = payments.get_payment(reference)
    payee = payments.payee_of(_agencies(view), local_date(at))
    desk = organisation.get_agency(payment.agency)
    return PlatformOrder(
        reference=reference, amount_vnd=payment.amount_vnd, at=at, dossier=view.code,
        procedure=view.procedure_code, procedure_name=view.plain_name, agency=desk.code,
        agency_name=desk.name, bank=payee.bank, account=payee.account, account_name=payee.name,
        words=f"{PAYING} {view.code}", items=_items(payment.purpose, view, payment.amount_vnd),
    )  # fmt: skip


PAYING: Final = "Nop tien ho so"


def _items(purpose: str, view: DossierView, amount: int) -> tuple[tuple[str, str, str, int], ...]:
    fees = payments.find_fees_of(subject_of(view.code))
    if purpose == Purpose.OBLIGATION or fees is None:
        return ((_KINDS[FeeKind.FEE], "nghia-vu", PAYING, amount),)
    return tuple((_KINDS[x.kind], x.item, x.name, x.amount_vnd) for x in fees.lines if x.amount_vnd)


_KINDS: Final[Mapping[FeeKind, str]] = {FeeKind.FEE: "1", FeeKind.CHARGE: "2"}
"""LoaiPhiLePhi: phí and lệ phí; the numbers were not found in any paper of the platform."""


def _payee(view: DossierView, at: datetime) -> Payee | None:
    try:
        return payments.payee_of(_agencies(view), local_date(at))
    except OnlinePaymentOff:
        return None


def _agencies(view: DossierView) -> list[str]:
    """Return the desk and what it belongs to: the nearest account counts."""
    desk = organisation.get_agency(view.receiving_agency_code)
    return [desk.code, *([desk.parent.code] if desk.parent else [])]
