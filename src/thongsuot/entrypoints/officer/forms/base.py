"""What every writing form carries: the key that makes a second sending harmless."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thongsuot.domains.custody.rules import LEGAL_BASIS_LETTERS
from thongsuot.entrypoints.shared.forms import Form
from thongsuot.kernel.text import normalise

REASON_LETTERS = 10
"""Least letters of a reason; the rooms refuse fewer, the form says so at the field."""
MOST_LETTERS = 4000


class Words(forms.CharField):
    """Free text in several lines, stored normalised, with the least length that says something."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 4, least: int = REASON_LETTERS, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", MOST_LETTERS)
        kwargs.setdefault("widget", forms.Textarea({"rows": rows}))
        super().__init__(**kwargs)
        self.least = least

    def clean(self, value: Any) -> str:
        """Return the text normalised.  Raises: ValidationError with the sentence at the field."""
        text = normalise(str(super().clean(value) or ""))
        if text and len(text) < self.least:
            raise forms.ValidationError(
                _("Ghi rõ hơn: ít nhất %(least)s ký tự, hiện có %(now)s."),
                params={"least": self.least, "now": len(text)},
            )
        return text


class Line(forms.CharField):
    """One line of text, stored normalised."""

    def clean(self, value: Any) -> str:
        """Return the text normalised.  Raises: ValidationError."""
        return normalise(str(super().clean(value) or ""))


class LegalBasis(Line):
    """A document by its number; those that the procedure cites are proposed (``cited.html``)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LEGAL_BASIS_LETTERS)
        super().__init__(widget=forms.TextInput({"list": "cited"}), **kwargs)


class ActForm(Form):
    """A form that does one act; sent twice, the act still happens once."""

    key = forms.UUIDField(
        label=_("dấu của trang"),
        widget=forms.HiddenInput,
        initial=uuid.uuid4,
        error_messages={"invalid": _("Trang này đã cũ: tải lại rồi gửi lần nữa")},
    )

    @property
    def act_key(self) -> str:
        """The idempotency key the act is recorded under."""
        return str(self.cleaned_data["key"])
