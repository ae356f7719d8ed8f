"""Giving up a message that could not be delivered: why; where an officer is reminded."""

from collections.abc import Callable

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from thongsuot.domains.exchange.terms import Channel
from thongsuot.domains.people.rules import check_email, check_phone
from thongsuot.domains.people.terms import PeopleError
from thongsuot.entrypoints.officer.forms.base import ActForm, Words
from thongsuot.entrypoints.shared.forms import Form


class GiveUpForm(ActForm):
    """Say why a message is not sent."""

    why = Words(
        label=_("Vì sao không gửi tin này?"),
        help_text=_("Ví dụ: đã gọi điện báo trực tiếp lúc 9 giờ ngày 03/03."),
        error_messages={"required": _("Ghi lý do không gửi")},
    )


class OwnContactForm(Form):
    """Where and how an officer wants to be reminded; an address left empty stays as it is."""

    channel = forms.ChoiceField(
        label=_("Nhắc qua đâu trước?"),
        help_text=_("Nếu cách này không tới được, tin đi bằng cách khác."),
        widget=forms.RadioSelect,
        choices=[
            (Channel.EMAIL.value, _("Thư điện tử")), (Channel.SMS.value, _("Tin nhắn SMS")),
            (Channel.ZALO.value, _("Zalo")),
        ],
        error_messages={"required": _("Chọn cách nhận tin")},
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Điện thoại nhận tin"), required=False, max_length=30,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    email = forms.CharField(
        label=_("Thư điện tử nhận tin"), required=False, max_length=254,
        widget=forms.TextInput({"type": "email", "autocomplete": "email"}),
    )  # fmt: skip

    def clean_phone(self) -> str:
        """Return the number as it is dialled.  Raises: ValidationError."""
        wrong = _("Nhập số điện thoại gọi được, ví dụ 0912 345 678")
        return _checked(self.cleaned_data["phone"], check_phone, wrong)

    def clean_email(self) -> str:
        """Return the address.  Raises: ValidationError."""
        wrong = _("Nhập thư điện tử có dạng ten@noigui.vn")
        return _checked(self.cleaned_data["email"], check_email, wrong)


class ProofForm(Form):
    """The code that was sent to a new address."""

    proof = forms.CharField(
        label=_("Mã trong thư"), max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "autocapitalize": "characters"}),
        error_messages={"required": _("Nhập mã trong thư xác nhận")},
    )  # fmt: skip


def _checked(given: str, check: Callable[[str], str], wrong: str | Promise) -> str:
    try:
        return check(given.strip()) if given.strip() else ""
    except PeopleError:
        raise forms.ValidationError(str(wrong)) from None
