"""Forms of the acts that need words: refusal, return, decision, result, stop, disclosure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.custody.rules import EXPLANATION_LETTERS
from thongsuot.domains.custody.terms import Grounds, ReturnReason
from thongsuot.domains.dossiers.terms import HandedTo, Outcome, TextNotShown
from thongsuot.domains.organisation import queries as organisation
from thongsuot.entrypoints.officer.forms.base import ActForm, LegalBasis, Line, Words
from thongsuot.entrypoints.officer.words import PURPOSES, REFUSAL_GROUNDS, RETURN_REASONS
from thongsuot.entrypoints.shared.forms import Choice, Form
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.text import sort_key

TAKEN_BY_LETTERS = 150
POSTAL_ITEM_LETTERS = 60
Choices = list[tuple[str, Any]]


class AcceptForm(ActForm):
    """Take over what was offered; names the very offer that was on the screen."""

    offer = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ForwardForm(ActForm):
    """Send a submission on to the right desk: which, and why."""

    desk = forms.ChoiceField(
        label=later("Nơi tiếp nhận đúng"), error_messages={"required": later("Chọn nơi tiếp nhận")}
    )
    why = Words(
        label=later("Vì sao"),
        help_text=later("Người nộp và nơi tiếp nhận mới đều đọc được."),
        rows=3,
    )

    def __init__(self, *args: Any, own: str, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing: Iterable[Any] = organisation.agencies(local_date(at))
        named = sorted((a for a in standing if a.is_desk), key=lambda a: sort_key(a.name))
        self.fields["desk"].choices = [("", _("– chọn nơi tiếp nhận –"))] + [  # type: ignore[attr-defined]  # ChoiceField
            (agency.code, agency.name) for agency in named if agency.code != own
        ]


class RefuseForm(ActForm):
    """Refuse to receive, or stop: reason and legal basis, both demanded."""

    reason = Words(
        label=later("Lý do"),
        help_text=later("Viết để người nộp hiểu được: vướng điều gì, cần làm gì, đến đâu."),
    )
    legal_basis = LegalBasis(
        label=later("Căn cứ pháp lý"),
        help_text=later("Số hiệu văn bản, điều, khoản. Ví dụ: Nghị định 61/2018/NĐ-CP, Điều 17."),
    )


def _refusal_grounds() -> Choices:
    return [(ground.value, Choice(str(words))) for ground, words in REFUSAL_GROUNDS.items()]


class DeskRefusalForm(RefuseForm):
    """Refuse to receive: on which ground, then reason and legal basis."""

    ground = forms.ChoiceField(
        label=later("Vì sao chưa tiếp nhận"), choices=_refusal_grounds, widget=forms.RadioSelect
    )
    field_order = ("ground", "reason", "legal_basis")


def _return_reasons() -> Choices:
    return [(reason.value, Choice(str(label))) for reason, label in RETURN_REASONS.items()]


class ReturnForm(ActForm):
    """Return what was offered: reason, legal basis and the right agency, all three demanded."""

    offer = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = forms.ChoiceField(
        label=later("Lý do trả lại"), choices=_return_reasons, widget=forms.RadioSelect
    )
    legal_basis = LegalBasis(
        label=later("Căn cứ"),
        help_text=later(
            "Số hiệu văn bản, điều, khoản quy định nơi đúng thẩm quyền. Văn bản mà thủ tục này nêu "
            "làm căn cứ được gợi ý khi nhập."
        ),
    )
    other_reason = Line(
        label=later("Lý do khác là gì?"), required=False, max_length=EXPLANATION_LETTERS
    )
    right_agency = forms.ChoiceField(label=later("Cơ quan có thẩm quyền"), widget=forms.Select)

    def __init__(self, *args: Any, own_agency: str, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["right_agency"]
        field.choices = agency_choices(own_agency, at)  # type: ignore[attr-defined]  # ChoiceField

    def clean(self) -> dict[str, Any]:
        """Demand another reason in words; what was typed beside a reason of ours does not count."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("reason") != ReturnReason.OTHER:
            cleaned["other_reason"] = ""
        elif not cleaned.get("other_reason") and "other_reason" not in self.errors:
            self.add_error("other_reason", _("Nhập lý do khác là gì"))
        return cleaned

    def grounds(self) -> Grounds:
        """Return the three grounds, and another reason in words."""
        cleaned = self.cleaned_data
        return Grounds(
            reason=ReturnReason(cleaned["reason"]),
            legal_basis=cleaned["legal_basis"],
            right_agency=cleaned["right_agency"],
            explanation=cleaned["other_reason"],
        )


def agency_choices(without: str, at: datetime) -> Choices:
    """Return the agencies standing that day, in Vietnamese order, but the one ``without``."""
    standing: Iterable[Any] = organisation.agencies(local_date(at))
    named = sorted(standing, key=lambda agency: sort_key(agency.name))
    return [("", _("– chọn cơ quan –"))] + [
        (agency.code, agency.name) for agency in named if agency.code != without
    ]


def _outcomes() -> Choices:
    return [
        (Outcome.GRANTED.value, Choice(_("Giải quyết theo đề nghị"))),
        (
            Outcome.REFUSED.value,
            Choice(
                _("Không giải quyết"),
                _("Vẫn là kết quả, có văn bản nêu lý do và căn cứ; khác với từ chối tiếp nhận."),
            ),
        ),
    ]


class DraftForm(ActForm):
    """Draft the decision: what, and on what grounds."""

    outcome = forms.ChoiceField(
        label=later("Kết quả thẩm định"), choices=_outcomes, widget=forms.RadioSelect
    )
    grounds = Words(
        label=later("Căn cứ và nội dung"),
        help_text=later("Đã kiểm tra những gì, thấy thế nào, theo quy định nào."),
        rows=6,
    )


def _recipients() -> Choices:
    return [
        (
            HandedTo.APPLICANT.value,
            Choice(_("Người nộp nhận tại quầy"), _("Đã đối chiếu giấy tờ tùy thân.")),
        ),
        (
            HandedTo.REPRESENTATIVE.value,
            Choice(_("Người được ủy quyền nhận tại quầy"), _("Đã xem giấy ủy quyền.")),
        ),
        (
            HandedTo.ELECTRONIC.value,
            Choice(
                _("Trả bản điện tử"), _("Người nộp tải về ở trang tra cứu bằng mã hồ sơ và mã PIN.")
            ),
        ),
        (
            HandedTo.POST.value,
            Choice(_("Gửi qua bưu chính"), _("Đã giao cho bưu chính, có số bưu gửi.")),
        ),
    ]


class ResultForm(ActForm):
    """Hand out the result: to whom."""

    to = forms.ChoiceField(
        label=later("Trả kết quả cho ai?"), choices=_recipients, widget=forms.RadioSelect,
        error_messages={"required": later("Chọn người nhận kết quả")},
    )  # fmt: skip
    representative = Line(
        label=later("Họ tên người được ủy quyền, số giấy ủy quyền"),
        required=False,
        max_length=TAKEN_BY_LETTERS,
    )
    postal_item = Line(label=later("Số bưu gửi"), required=False, max_length=POSTAL_ITEM_LETTERS)

    def clean(self) -> dict[str, Any]:
        """Demand who took the result where it was not the applicant."""
        cleaned = super().clean() or self.cleaned_data
        field = _NAMED_IN.get(cleaned.get("to", ""))
        if field and not cleaned.get(field) and field not in self.errors:
            self.add_error(field, _("Ghi {label}").format(label=_spoken(self.fields[field])))
        return cleaned

    @property
    def named(self) -> str:
        """Who took the result for the applicant, empty where the applicant did."""
        field = _NAMED_IN.get(self.cleaned_data["to"])
        return str(self.cleaned_data[field]) if field else ""


_NAMED_IN = {
    HandedTo.REPRESENTATIVE.value: "representative",
    HandedTo.POST.value: "postal_item",
}


def _spoken(field: forms.Field) -> str:
    label = str(field.label)
    return label[:1].lower() + label[1:]


def _purposes() -> Choices:
    named = [(purpose.value, str(label)) for purpose, label in PURPOSES.items()]
    return [("", _("– chọn mục đích –")), *named]


class SignForm(ActForm):
    """Sign the text that was shown: ``seen`` says which draft that was."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    @property
    def seen_at(self) -> datetime:
        """When the draft that was shown had been written.

        Raises:  TextNotShown where what was sent does not say.
        """
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            raise TextNotShown("what was sent names no draft that was shown") from None


class DisclosureForm(Form):
    """See somebody's data in full: for what, so that the record can say it; nothing is assumed."""

    purpose = forms.ChoiceField(
        label=later("Để làm gì?"), choices=_purposes, widget=forms.Select,
        error_messages={"required": later("Chọn xem đầy đủ để làm gì")},
    )  # fmt: skip
