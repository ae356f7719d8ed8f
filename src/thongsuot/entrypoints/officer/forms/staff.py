"""Forms about people: giving work to others, standing in."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.custody.terms import MoveReason, Receiver
from thongsuot.domains.dossiers.queries import Colleague, Holding
from thongsuot.domains.organisation.delegations import forms_of_signing
from thongsuot.domains.organisation.terms.delegations import (
    DelegatedAct,
    DelegationTerms,
    Grant,
    SigningForm,
)
from thongsuot.entrypoints.officer.forms.base import ActForm, Line, Words
from thongsuot.entrypoints.officer.words import ABSENCES, DELEGATED_ACTS, MOVE_REASONS
from thongsuot.entrypoints.shared.forms import Choice, DateField

NUMBER_LETTERS: Final = 120
PROCEDURES_LETTERS: Final = 300


def _reasons() -> list[tuple[str, Any]]:
    chosen = [(r.value, name) for r, name in MOVE_REASONS.items() if r != MoveReason.REORGANISED]
    return [("", _("– chọn lý do –")), *chosen]


def seat_of(colleague: Colleague) -> str:
    """Return what a form sends for an officer on a post."""
    return f"{colleague.officer_id}-{colleague.post_id}"


def _receiver(given: str) -> Receiver:
    officer, _dash, post = given.partition("-")
    return Receiver(int(officer), int(post))


class ReassignForm(ActForm):
    """Which dossiers go to whom, and why; what was looked at is what is done."""

    codes = forms.MultipleChoiceField(
        label=later("Hồ sơ phân công lại"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": later("Đánh dấu ít nhất một hồ sơ")},
    )  # fmt: skip
    to = forms.MultipleChoiceField(
        label=later("Giao cho ai?"), widget=forms.CheckboxSelectMultiple,
        help_text=later("Chọn nhiều người thì chia lần lượt, hồ sơ gấp trước."),
        error_messages={"required": later("Chọn ít nhất một người nhận")},
    )  # fmt: skip
    reason = forms.ChoiceField(label=later("Lý do"), choices=_reasons)
    why = Words(
        label=later("Nói rõ vì sao"),
        rows=3,
        help_text=later("Người giữ trước, người nhận và sổ ghi đều có lời này."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, held: Sequence[Holding], colleagues: Sequence[Colleague], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("codes", [(holding.code, holding.code) for holding in held])
        self._offer("to", [(seat_of(one), _colleague(one)) for one in colleagues])
        self.initial.setdefault("codes", [holding.code for holding in held])

    def _offer(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field

    @property
    def receivers(self) -> list[Receiver]:
        """Who is to take over."""
        return [_receiver(given) for given in self.cleaned_data["to"]]

    @property
    def digest(self) -> str:
        """What tells one choice of dossiers and receivers from another."""
        chosen = [*sorted(self.cleaned_data["codes"]), "|", *self.cleaned_data["to"]]
        return hashlib.sha256("\n".join(chosen).encode()).hexdigest()

    @property
    def was_seen(self) -> bool:
        """Whether the preview on the screen was of this very choice."""
        return bool(self.cleaned_data["seen"] == self.digest)


def _colleague(one: Colleague) -> Choice:
    held = _("{post} · đang giữ {n} hồ sơ").format(post=one.post_title, n=one.held)
    return Choice(one.name, held)


def _kinds() -> list[tuple[str, Any]]:
    return [(kind.value, name) for kind, name in ABSENCES.items()]


def _forms() -> list[tuple[str, str]]:
    return [(form.code.value, form.name) for form in forms_of_signing().values()]


class DaysForm(ActForm):
    """From which day to which, both included."""

    first_day = DateField(label=later("Từ ngày"))
    last_day = DateField(label=later("Đến hết ngày"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("first_day", today)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Refuse a last day before the first, or one that has passed."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("last_day", _("Ngày cuối không thể trước ngày đầu"))
        elif isinstance(last, date) and last < self.today:
            self.add_error("last_day", _("Ngày cuối đã qua"))
        return cleaned


class AbsenceForm(DaysForm):
    """Note that oneself or somebody under one is away, and who stands in."""

    who = forms.ChoiceField(label=later("Ai vắng mặt?"))
    kind = forms.ChoiceField(label=later("Vì sao"), choices=_kinds)
    source = Line(
        label=later("Văn bản, nếu có"), required=False, max_length=NUMBER_LETTERS,
        help_text=later("Số, ký hiệu đơn nghỉ phép, quyết định cử đi công tác…"),
    )  # fmt: skip
    delegation = forms.ChoiceField(
        label=later("Ai làm thay, theo ủy quyền nào?"), required=False,
        help_text=later("Chưa có trong danh sách thì ghi ở trang Ủy quyền trước."),
    )  # fmt: skip
    field_order = ("who", "kind", "first_day", "last_day", "delegation", "source")

    def __init__(
        self, *args: Any, people: Mapping[int, str], granted: Sequence[DelegationTerms],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.granted = {one.id: one for one in granted}
        self.fields["who"].choices = [(str(pk), name) for pk, name in people.items()]  # type: ignore[attr-defined]
        self.fields["delegation"].choices = [  # type: ignore[attr-defined]
            ("", _("– không ai làm thay –")),
            *((str(one.id), _stand_in(one)) for one in granted),
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse a delegation of another than who is away."""
        cleaned = super().clean()
        chosen = self.granted.get(int(cleaned.get("delegation") or 0))
        if chosen and str(chosen.from_officer) != cleaned.get("who"):
            self.add_error("delegation", _("Ủy quyền này không phải của người vắng mặt"))
        return cleaned


def _stand_in(one: DelegationTerms) -> str:
    return _("{to} làm thay {giver}, {number}").format(
        to=one.to_name, giver=one.from_name, number=one.number
    )


class DelegationForm(DaysForm):
    """Let a colleague act in one's stead, for some days, for some acts."""

    to = forms.ChoiceField(label=later("Ủy quyền cho ai?"))
    acts = forms.MultipleChoiceField(
        label=later("Làm thay những việc nào?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": later("Chọn ít nhất một việc")},
    )  # fmt: skip
    form = forms.ChoiceField(label=later("Hình thức ký"), choices=_forms)
    number = Line(label=later("Số, ký hiệu văn bản ủy quyền"), max_length=NUMBER_LETTERS)
    procedures = Line(
        label=later("Chỉ với các thủ tục (mã, cách nhau bằng dấu phẩy)"),
        required=False,
        max_length=PROCEDURES_LETTERS,
        help_text=later("Để trống là mọi thủ tục."),
    )
    field_order = ("to", "acts", "form", "first_day", "last_day", "number", "procedures")

    def __init__(
        self,
        *args: Any,
        colleagues: Sequence[Colleague],
        powers: Sequence[DelegatedAct],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        people = [(seat_of(one), f"{one.name}, {one.post_title}") for one in colleagues]
        self.fields["to"].choices = [("", _("– chọn người –")), *people]  # type: ignore[attr-defined]
        self.fields["acts"].choices = [(act.value, DELEGATED_ACTS[act]) for act in powers]  # type: ignore[attr-defined]

    def clean_procedures(self) -> tuple[str, ...]:
        """Return the codes named.  Raises: ValidationError for one that no procedure has."""
        parts = (part.strip() for part in self.cleaned_data["procedures"].split(","))
        named = tuple(dict.fromkeys(filter(None, parts)))
        known = catalogue.known_codes(named)
        if wrong := [code for code in named if code not in known]:
            raise forms.ValidationError(
                _("Không có thủ tục mã %(codes)s. Xem mã ở trang hồ sơ, ví dụ 1.001193."),
                params={"codes": ", ".join(wrong)},
            )
        return named

    def grant(self, *, officer_id: int, post_id: int) -> Grant:
        """Return what is granted by the officer on the post."""
        cleaned, to = self.cleaned_data, _receiver(self.cleaned_data["to"])
        return Grant(
            from_officer=officer_id, from_post=post_id, to_officer=to.officer_id,
            to_post=to.post_id, first_day=cleaned["first_day"], last_day=cleaned["last_day"],
            acts=tuple(DelegatedAct(act) for act in cleaned["acts"]),
            form=SigningForm(cleaned["form"]), number=cleaned["number"],
            procedures=cleaned["procedures"],
        )  # fmt: skip
