"""Draft the apology: why, and by how many working days; the date is counted, never typed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.dossiers.lateness.terms import Promise
from thongsuot.entrypoints.officer.forms.base import ActForm, Line, Words
from thongsuot.kernel import formats

BASIS_LETTERS = 200


class ExtensionForm(ActForm):
    """The one re-dating of a dossier."""

    reason = Words(
        label=later("Lý do chậm"),
        help_text=later("Người nộp đọc được trong văn bản xin lỗi: vướng điều gì, ai đang làm gì."),
        max_length=1000,
    )
    days = forms.TypedChoiceField(
        label=later("Hẹn lại"), coerce=int, error_messages={"required": later("Chọn ngày hẹn lại")}
    )
    legal_basis = Line(
        label=later("Căn cứ"),
        max_length=BASIS_LETTERS,
        help_text=later("Số hiệu văn bản, điều, khoản."),
    )

    def __init__(self, *args: Any, dates: Sequence[tuple[int, Promise]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = _("thêm {n} ngày làm việc: {moment}, {weekday}")
        self.fields["days"].choices = [("", _("– chọn ngày hẹn lại –"))] + [  # type: ignore[attr-defined]  # ChoiceField
            (
                days,
                text.format(
                    n=days,
                    moment=formats.moment(promised.new_due_at),
                    weekday=formats.weekday(promised.new_due_on),
                ),
            )
            for days, promised in dates
        ]
