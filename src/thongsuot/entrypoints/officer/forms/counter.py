"""What is brought to the counter for a dossier that runs: papers, a withdrawal, an objection."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.documents.terms import FiledPaper
from thongsuot.domains.dossiers.terms import MissingPaper
from thongsuot.domains.dossiers.terms.counter import Bringer, Brought
from thongsuot.entrypoints.officer.forms.acts import TAKEN_BY_LETTERS, Choices
from thongsuot.entrypoints.officer.forms.base import ActForm, Line, Words
from thongsuot.entrypoints.shared import uploads
from thongsuot.entrypoints.shared.forms import Choice
from thongsuot.entrypoints.shared.uploads import Problem

REQUEST: Final = "request"
REQUEST_FILE: Final = f"file-{REQUEST}"


def _bringers() -> Choices:
    return [
        (
            Bringer.APPLICANT.value,
            Choice(_("Người nộp mang đến"), _("Đã đối chiếu giấy tờ tùy thân.")),
        ),
        (
            Bringer.REPRESENTATIVE.value,
            Choice(_("Người được ủy quyền mang đến"), _("Đã xem giấy ủy quyền.")),
        ),
        (Bringer.POST.value, Choice(_("Gửi qua bưu chính"), _("Có số bưu gửi."))),
    ]


class BroughtForm(ActForm):
    """Who brought it."""

    bringer = forms.ChoiceField(
        label=later("Ai mang đến?"), choices=_bringers, widget=forms.RadioSelect,
        error_messages={"required": later("Chọn ai mang đến")},
    )  # fmt: skip
    named = Line(
        label=later("Họ tên người được ủy quyền, số giấy ủy quyền; hoặc số bưu gửi"),
        required=False,
        max_length=TAKEN_BY_LETTERS,
        help_text=later("Người nộp tự mang đến thì để trống."),
    )

    def clean(self) -> dict[str, Any]:
        """Demand a name or a number where it was not the applicant."""
        cleaned = super().clean() or self.cleaned_data
        bringer = cleaned.get("bringer", Bringer.APPLICANT)
        if bringer != Bringer.APPLICANT and not cleaned.get("named") and "named" not in self.errors:
            self.add_error("named", _NAMED[Bringer(bringer)])
        return cleaned

    @property
    def brought(self) -> Brought:
        """By whom it was brought."""
        return Brought(Bringer(self.cleaned_data["bringer"]), self.cleaned_data["named"])


_NAMED: Final[Mapping[Bringer, Any]] = {
    Bringer.REPRESENTATIVE: later("Ghi họ tên người được ủy quyền và số giấy ủy quyền"),
    Bringer.POST: later("Ghi số bưu gửi"),
}


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper that was asked for: its field, and what was taken in for it already."""

    paper: MissingPaper
    field: BoundField
    files: Sequence[FiledPaper]
    scanned: Collection[UUID]
    """Which of all files the desk took in; the others the applicant sent himself."""


class SupplyForm(BroughtForm):
    """The papers that were asked for, each scanned or photographed, and who brought them."""

    field_order = ("bringer", "named")

    def __init__(
        self, *args: Any, papers: Sequence[MissingPaper],
        filed: Mapping[str, Sequence[FiledPaper]], scanned: Collection[UUID], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.papers, self.filed, self.scanned = papers, filed, scanned
        for paper in papers:
            self.fields[_name(paper.component)] = forms.FileField(
                label=paper.name, help_text=paper.problem, required=False, allow_empty_file=True,
                max_length=None, widget=forms.FileInput({"accept": uploads.ACCEPT}),
            )  # fmt: skip

    @property
    def rows(self) -> list[PaperRow]:
        """The papers asked for, in their order; each is due that nothing was taken in for.

        Whether a file is there is known only when it was taken in, so the fields themselves
        demand none.
        """
        for paper in self.papers:
            self.fields[_name(paper.component)].required = paper.component not in self.filed
        return [
            PaperRow(paper, self[_name(code)], self.filed.get(code, ()), self.scanned)
            for paper in self.papers
            for code in (paper.component,)
        ]

    def say(self, problems: Iterable[Problem]) -> None:
        """Say at its field what is wrong with a file, or that none is there."""
        for problem in problems:
            self.add_error(_name(problem.component), problem.sentence)


def _name(component: str) -> str:
    """Return the field of a paper, named as ``shared.uploads`` takes files in."""
    return f"file-{component}"


class SignedForm(BroughtForm):
    """What the applicant wants, with the paper that he signed."""

    file_label: ClassVar[str | Promise]
    file_help: ClassVar[str | Promise]
    file_missing: ClassVar[str | Promise]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[REQUEST_FILE] = forms.FileField(
            label=str(self.file_label), allow_empty_file=True, help_text=str(self.file_help),
            error_messages={"required": str(self.file_missing)},
            widget=forms.FileInput({"accept": uploads.ACCEPT}),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Say at the file that it is to be chosen again where anything else is wrong."""
        cleaned = super().clean()
        chosen = self.files.get(REQUEST_FILE)
        if self.errors and chosen and REQUEST_FILE not in self.errors:
            self.add_error(
                REQUEST_FILE,
                _("Tệp “{name}” chưa được nhận vì còn chỗ phải sửa. Hãy chọn lại tệp này.").format(
                    name=uploads.name_shown(chosen)
                ),
            )
        return cleaned


class WithdrawForm(SignedForm):
    """Why the dossier is withdrawn, and who asked for it."""

    file_label = later("Bản quét đơn đề nghị rút hồ sơ")
    file_help = later("Có chữ ký người nộp. Không có đơn thì không ghi rút thay được.")
    file_missing = later("Chọn tệp đơn đề nghị rút hồ sơ")
    field_order = ("bringer", "named", "reason", REQUEST_FILE)

    reason = Words(
        label=later("Lý do người nộp nêu"),
        rows=3,
        help_text=later("Ghi theo đơn đề nghị rút hồ sơ; người nộp thấy lại ở trang tra cứu."),
    )


class ObjectForm(SignedForm):
    """Why the applicant disagrees with what is asked for, and who brought it."""

    file_label = later("Bản quét ý kiến có chữ ký người nộp")
    file_help = later(
        "Người nộp tự viết, hoặc viết hộ rồi đọc lại cho nghe; người nộp ký hay điểm chỉ. "
        "Không có thì không ghi thay được."
    )
    file_missing = later("Chọn tệp ý kiến có chữ ký người nộp")
    field_order = ("bringer", "named", "words", REQUEST_FILE)

    words = Words(
        label=later("Vì sao người nộp không đồng ý"),
        rows=3,
        help_text=later("Ghi đúng ý người nộp; người trả lời và người nộp đọc đúng như ở đây."),
    )
