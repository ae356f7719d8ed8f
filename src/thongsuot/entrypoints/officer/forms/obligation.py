"""Asking for a payment by its notice, and confirming it by its receipt."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.custody.rules import LEGAL_BASIS_LETTERS
from thongsuot.domains.dossiers.terms import PayeeSide, PaymentNotice
from thongsuot.entrypoints.officer.forms.base import ActForm, Line
from thongsuot.entrypoints.shared.forms import Choice, DateField
from thongsuot.kernel import formats

NUMBER_LETTERS = 60
MOST_VND = 10**15
COMPONENT = "notice"
FILE = f"file-{COMPONENT}"
"""The field of the notice itself, named as ``shared.uploads`` takes files in."""


class Money(forms.CharField):
    """A sum in whole đồng, typed with or without points between the thousands."""

    def clean(self, value: Any) -> int | None:
        """Return the sum.  Raises: ValidationError with the sentence at the field."""
        text = str(super().clean(value) or "")
        if not text:
            return None
        try:
            sum_vnd = formats.parse_whole(text.replace(" ", ""))
        except formats.Unreadable:
            sum_vnd = 0
        if not 0 < sum_vnd < MOST_VND:
            raise forms.ValidationError(_("Số tiền là số đồng chẵn, lớn hơn 0. Ví dụ: 1.250.000"))
        return sum_vnd


def _issuers() -> list[tuple[str, Any]]:
    return [
        (PayeeSide.TAX_OFFICE.value, Choice(_("Cơ quan thuế"))),
        (PayeeSide.AGENCY.value, Choice(_("Cơ quan giải quyết hồ sơ"))),
    ]


class PaymentNoticeForm(ActForm):
    """What the notice says, and the notice itself."""

    issuer = forms.ChoiceField(
        label=later("Ai ra thông báo?"), choices=_issuers, widget=forms.RadioSelect,
        error_messages={"required": later("Chọn cơ quan ra thông báo")},
    )  # fmt: skip
    number = Line(label=later("Số thông báo"), max_length=NUMBER_LETTERS)
    amount = Money(
        label=later("Số tiền (đồng)"),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        help_text=later("Đúng như trong thông báo. Ví dụ: 1.250.000"),
    )
    legal_basis = Line(
        label=later("Căn cứ pháp lý"),
        max_length=LEGAL_BASIS_LETTERS,
        help_text=later("Số hiệu văn bản, điều, khoản quy định khoản tiền này."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issued_on"] = DateField(label=_("Ngày ra thông báo"), not_after=today)
        self.fields[FILE] = forms.FileField(
            label=_("Bản chụp hoặc tệp PDF của thông báo"),
            allow_empty_file=True,
            help_text=_("Người nộp xem và tải được tệp này ở trang tra cứu."),
            error_messages={"required": _("Chọn tệp thông báo")},
        )
        self.order_fields(["issuer", "number", "issued_on", "amount", "legal_basis", FILE])

    def notice(self) -> PaymentNotice:
        """Return what the notice says."""
        cleaned = self.cleaned_data
        return PaymentNotice(
            issuer=PayeeSide(cleaned["issuer"]),
            number=cleaned["number"],
            issued_on=cleaned["issued_on"],
            amount_vnd=cleaned["amount"],
            legal_basis=cleaned["legal_basis"],
        )


class ReceiptForm(ActForm):
    """That the payment came in: by the number of its receipt."""

    receipt = Line(
        label=later("Số biên lai hoặc số chứng từ nộp tiền"),
        max_length=NUMBER_LETTERS,
        help_text=later("Ghi đúng như trên biên lai, giấy nộp tiền vào ngân sách."),
    )
