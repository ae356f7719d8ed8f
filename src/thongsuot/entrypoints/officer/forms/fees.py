"""Taking a fee, correcting it, giving money back, mending a receipt."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.payments.terms import ApplicantGroup, Means
from thongsuot.entrypoints.officer.forms.base import ActForm, LegalBasis, Line, Words
from thongsuot.entrypoints.shared.forms import Choice, Form
from thongsuot.kernel import formats

MOST_COPIES = 999


def _means() -> list[tuple[str, Any]]:
    return [
        (Means.CASH.value, Choice(_("Tiền mặt"))),
        (Means.TRANSFER.value, Choice(_("Chuyển khoản, đã thấy tiền vào tài khoản"))),
    ]


class CollectForm(ActForm):
    """How the fee was paid; the sum is the tariff's and nobody types it.

    What was on the screen comes back hidden: another sum by now is shown before it is taken.
    """

    means = forms.ChoiceField(
        label=later("Thu bằng cách nào?"), choices=_means, widget=forms.RadioSelect,
        error_messages={"required": later("Chọn tiền mặt hoặc chuyển khoản")},
    )  # fmt: skip
    proof = Line(
        label=later("Số giao dịch của ngân hàng"), required=False, max_length=60,
        help_text=later("Chỉ khi chuyển khoản: ghi đúng như trong sao kê."),
    )  # fmt: skip
    pays_several = forms.BooleanField(
        label=later("Lần chuyển khoản này nộp cho nhiều hồ sơ"), required=False
    )

    def __init__(self, *args: Any, due_vnd: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.due_vnd = due_vnd

    def clean(self) -> dict[str, Any]:
        """Ask for the bank's number where the money came through a bank, and for another look."""
        said: dict[str, Any] = super().clean() or {}
        seen = self.data.get("seen_vnd", "")
        if seen != str(self.due_vnd):
            look = _("Mức phí vừa đổi thành {sum}. Xem lại số tiền đã thu rồi bấm lần nữa.")
            if not seen:
                look = _("Phải thu {sum}. Xem lại số tiền đã thu rồi bấm lần nữa.")
            self.add_error("means", look.format(sum=formats.dong(self.due_vnd)))
        if said.get("means") == Means.TRANSFER and not said.get("proof"):
            self.add_error("proof", _("Ghi số giao dịch của ngân hàng"))
        return said


class CorrectForm(ActForm):
    """To which group the applicant belongs, and what the desk has seen of it."""

    group = forms.ChoiceField(
        label=later("Người nộp thuộc đối tượng nào?"), required=False, widget=forms.RadioSelect,
    )  # fmt: skip
    copies = forms.IntegerField(
        label=later("Số bản sao"), required=False, min_value=0, max_value=MOST_COPIES,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        help_text=later("Chỉ khi phí tính theo bản."),
        error_messages={"invalid": later("Số bản là số nguyên, ví dụ: 2")},
    )  # fmt: skip
    proof = Words(
        label=later("Căn cứ vào giấy tờ, dữ liệu nào?"), rows=2,
        help_text=later("Ví dụ: Giấy chứng nhận hộ nghèo số 12, ngày 02/01/2026."),
    )  # fmt: skip

    def __init__(self, *args: Any, groups: Sequence[ApplicantGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nobody = ("", Choice(_("Không thuộc đối tượng nào dưới đây")))
        known = [(group.code, Choice(group.name)) for group in groups]
        self.fields["group"].choices = [nobody, *known]  # type: ignore[attr-defined]  # a ChoiceField


class RefundForm(ActForm):
    """Which money goes back, why and where to."""

    payment = forms.ChoiceField(
        label=later("Khoản nào?"), widget=forms.RadioSelect,
        error_messages={"required": later("Chọn khoản cần hoàn trả")},
    )  # fmt: skip
    reason = Words(label=later("Lý do hoàn trả"), rows=2)
    legal_basis = LegalBasis(
        label=later("Căn cứ pháp lý"), help_text=later("Số hiệu văn bản, điều, khoản.")
    )
    account = Line(
        label=later("Trả về đâu?"), max_length=120,
        help_text=later("Tiền mặt, hoặc ngân hàng và số tài khoản; được lưu kín."),
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payment"].choices = [(key, Choice(name)) for key, name in choices]  # type: ignore[attr-defined]  # a ChoiceField


class DecideRefundForm(ActForm):
    """Why a refund is approved or not; which proposal was on the screen comes back hidden."""

    proposal = forms.IntegerField(widget=forms.HiddenInput)
    why = Words(label=later("Lý do"), rows=2)


class ReplaceReceiptForm(ActForm):
    """Which receipt is wrong, and in what."""

    receipt = forms.ChoiceField(
        label=later("Biên lai nào ghi sai?"), widget=forms.RadioSelect,
        error_messages={"required": later("Chọn biên lai")},
    )  # fmt: skip
    why = Words(label=later("Sai ở đâu?"), rows=2)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receipt"].choices = [(key, Choice(name)) for key, name in choices]  # type: ignore[attr-defined]  # a ChoiceField


class AnswerClaimForm(ActForm):
    """Why the money that the applicant says was sent was not found."""

    why = Words(
        label=later("Đã tìm ở đâu, vì sao chưa thấy?"), rows=3,
        help_text=later("Người nộp đọc được. Ví dụ: Sao kê đến 16:00 ngày 03/03 chưa có."),
    )  # fmt: skip


class LineForm(Form):
    """For which dossier a line of the bank is, or what else it was."""

    line = forms.IntegerField(widget=forms.HiddenInput)
    dossier = Line(label=later("Mã hồ sơ"), required=False, max_length=60)
    why = Words(label=later("Hoặc đây là khoản gì?"), required=False, rows=1)

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        said: dict[str, Any] = super().clean() or {}
        if bool(said.get("dossier")) == bool(said.get("why")) and not self.errors:
            self.add_error(
                "dossier", _("Ghi mã hồ sơ, hoặc ghi đây là khoản gì; chỉ một trong hai.")
            )
        return said


class DifferenceForm(Form):
    """What a difference of the day was."""

    reference = forms.CharField(widget=forms.HiddenInput, max_length=40)
    why = Words(label=later("Vì sao lệch, đã xử lý thế nào?"), rows=2)
