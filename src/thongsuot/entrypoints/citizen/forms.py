"""The forms of the citizen's door that are not made from the catalogue."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from thongsuot.domains.exchange.terms import Channel
from thongsuot.domains.people.rules import check_email, check_phone
from thongsuot.domains.people.terms import PeopleError
from thongsuot.entrypoints.shared.forms import Choice, Form
from thongsuot.kernel.text import normalise, single_line

MOST_LETTERS = 2000
LEAST_LETTERS = 10
"""What the room takes for a reason; the form says so at the field."""


class Words(forms.CharField):
    """What an applicant says in several lines, stored normalised, with the least that says it.

    ``error_messages`` has ``required``, ``max_length`` and ``short``.
    """

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        widget = forms.Textarea({"rows": rows})
        super().__init__(max_length=MOST_LETTERS, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        """Return the text normalised.  Raises: ValidationError with the sentence at the field."""
        text = normalise(str(super().clean(value)))
        if len(text) < LEAST_LETTERS:
            params = {"least": LEAST_LETTERS, "now": len(text)}
            raise forms.ValidationError(self.error_messages["short"], code="short", params=params)
        return text


class ActForm(Form):
    """A form that does one act; sent twice, the act still happens once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sentence = _("Trang gửi thiếu dấu riêng của nó. Tải lại trang rồi gửi lần nữa.")
        self.fields["key"].error_messages |= {"required": sentence, "invalid": sentence}


class LookUp(Form):
    """What opens a dossier: its code and one secret."""

    code = forms.CharField(
        label=_("Mã hồ sơ"),
        max_length=60,
        widget=forms.TextInput(
            {
                "placeholder": "H99.31-20261102-0000417",
                "class": "ts-code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )
    secret = forms.CharField(
        label=_("4 số cuối điện thoại hoặc PIN"),
        max_length=20,
        widget=forms.TextInput(
            {"inputmode": "numeric", "autocomplete": "off", "class": "ts-input--12"}
        ),
    )

    def clean_code(self) -> str:
        """Return the code as it is printed, however it was typed."""
        return "".join(str(self.cleaned_data["code"]).split()).upper()

    def clean_secret(self) -> str:
        """Return the digits of the secret."""
        return "".join(str(self.cleaned_data["secret"]).split())


class DeskChoice(ActForm):
    """Which desk receives the dossier."""

    desk = forms.ChoiceField(
        label=_("Nơi tiếp nhận"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Chọn một nơi trong danh sách dưới đây")},
    )

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["desk"]
        field.choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        field.error_messages["required"] = _("Chọn nơi tiếp nhận hồ sơ")


class Declaration(ActForm):
    """The applicant stands by what was written."""

    agreed = forms.BooleanField(label=_("Lời cam đoan"), widget=forms.CheckboxInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sentence = _("Đánh dấu vào lời cam đoan để gửi hồ sơ")
        self.fields["agreed"].error_messages["required"] = sentence


class Withdrawal(ActForm):
    """Why the applicant takes the dossier back."""

    reason = Words(
        label=_("Vì sao ông/bà rút hồ sơ?"),
        help_text=_("Cơ quan cần biết lý do để dừng giải quyết và ghi vào hồ sơ."),
        error_messages={
            "required": _("Ghi lý do rút hồ sơ"),
            "max_length": _("Lý do dài quá %(limit_value)d ký tự; ông/bà đã nhập %(show_value)d."),
            "short": _("Ghi rõ hơn lý do rút hồ sơ: ít nhất %(least)d ký tự, hiện có %(now)d."),
        },
    )


class ObjectionForm(ActForm):
    """Why the applicant disagrees with what is asked for."""

    words = Words(
        label=_("Vì sao ông/bà không đồng ý?"),
        help_text=_("Ghi giấy nào đã nộp, không cần nộp, hoặc cơ quan nhà nước đã có."),
        rows=5,
        error_messages={
            "required": _("Ghi vì sao ông/bà không đồng ý"),
            "max_length": _("Ý kiến dài quá %(limit_value)d ký tự; ông/bà đã nhập %(show_value)d."),
            "short": _("Ghi rõ hơn vì sao: ít nhất %(least)d ký tự, hiện có %(now)d."),
        },
    )


class ContactWish(Form):
    """Where and how the applicant of one dossier wants to be told.

    An address that is left empty stays as it is: it is shown masked alone.
    """

    channel = forms.ChoiceField(
        label=_("Báo cho ông/bà qua đâu trước?"),
        help_text=_("Nếu cách này không tới được, tin đi bằng cách khác."),
        widget=forms.RadioSelect,
        choices=[
            (Channel.EMAIL.value, Choice(str(_("Thư điện tử")))),
            (Channel.SMS.value, Choice(str(_("Tin nhắn SMS")))),
            (Channel.ZALO.value, Choice(str(_("Zalo")))),
        ],
        error_messages={"required": _("Chọn cách nhận tin")},
    )
    phone = forms.CharField(
        label=_("Điện thoại nhận tin"),
        required=False,
        max_length=30,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.CharField(
        label=_("Thư điện tử nhận tin"),
        required=False,
        max_length=254,
        widget=forms.TextInput({"type": "email", "autocomplete": "email"}),
    )
    only_needed = forms.BooleanField(
        label=_("Chỉ báo những việc ông/bà cần biết theo quy định"),
        help_text=_("Tắt các tin như “đang xử lý”, “đã nhận giấy tờ bổ sung”."),
        required=False,
    )

    def clean_phone(self) -> str:
        """Return the number as it is dialled."""
        return self._checked(
            "phone", check_phone, _("Nhập số điện thoại gọi được, ví dụ 0912 345 678")
        )

    def clean_email(self) -> str:
        """Return the address."""
        return self._checked("email", check_email, _("Nhập thư điện tử có dạng ten@noigui.vn"))

    def _checked(self, name: str, check: Callable[[str], str], sentence: str | Promise) -> str:
        given = str(self.cleaned_data[name]).strip()
        try:
            return check(given) if given else ""
        except PeopleError:
            raise forms.ValidationError(str(sentence)) from None


def line(text: str, most: int = 200) -> str:
    """Return what was typed into a search box as one line of bounded length."""
    return single_line(text[: most * 4])[:most]
