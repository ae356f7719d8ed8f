"""The hand-over as a question: for what, to whom, how long, what to do."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.dossiers.terms import Step
from thongsuot.entrypoints.officer.forms.base import REASON_LETTERS, ActForm, Words
from thongsuot.entrypoints.officer.handing import OTHER, REST, Proposal
from thongsuot.entrypoints.shared.forms import Choice


class HandOverForm(ActForm):
    """To a proposed post, or to another one with the reason in words."""

    to = forms.ChoiceField(
        label=later("Cho ai?"), widget=forms.RadioSelect({"class": "ts-tiles--joined"})
    )
    other = forms.ChoiceField(
        label=later("Nơi khác"),
        required=False,
        help_text=later("Chỉ dùng khi chọn “Nơi khác” ở trên."),
    )
    limit = forms.ChoiceField(
        label=later("Thời gian chia cho bên nhận"),
        help_text=later("Hẹn trả người nộp không đổi."),
    )
    why = Words(
        label=later("Việc cần làm, lý do"),
        required=False,
        rows=3,
        help_text=later("Bên nhận thấy đúng như ở đây. Bắt buộc khi chuyển nơi khác."),
    )

    def __init__(
        self,
        *args: Any,
        step: Step,
        proposed: Sequence[Proposal],
        others: Sequence[tuple[str, Any]],
        shares: Sequence[tuple[str, str]],
        rest: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.step, self.rest = step, rest
        last = (OTHER, Choice(_("Nơi khác…"), _("Ngoài danh sách đề xuất: phải ghi vì sao.")))
        self._offer(
            to=[*(proposal.as_choice() for proposal in proposed), last],
            other=[("", _("– chọn bên nhận –")), *others],
            limit=list(shares),
        )
        known = {OTHER, *(str(proposal.post_id) for proposal in proposed)}
        if self.initial.get("to") not in known:
            self.initial["to"] = str(proposed[0].post_id) if proposed else OTHER
        if shares:
            self.initial.setdefault("limit", shares[0][0])

    def _offer(self, **choices: list[Any]) -> None:
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # ChoiceField

    def clean(self) -> dict[str, Any]:
        """Demand the place and the reason where another place is chosen."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("to") != OTHER:
            if cleaned.get("to") and cleaned.get("other"):
                self.add_error("to", _("Đã chọn nơi khác ở dưới: đánh dấu “Nơi khác…” ở đây"))
            return cleaned
        if not cleaned.get("other") and "other" not in self.errors:
            self.add_error("other", _("Chọn bên nhận trong danh sách"))
        if not cleaned.get("why") and "why" not in self.errors:
            self.add_error(
                "why",
                _("Ghi vì sao chuyển nơi khác, ít nhất {n} ký tự").format(n=REASON_LETTERS),
            )
        return cleaned

    @property
    def to_post(self) -> int:
        """The post chosen."""
        cleaned = self.cleaned_data
        return int(cleaned["other"] if cleaned["to"] == OTHER else cleaned["to"])

    @property
    def limit_minutes(self) -> int:
        """The share given, in minutes of working time."""
        chosen = self.cleaned_data["limit"]
        return self.rest if chosen == REST else int(chosen)
