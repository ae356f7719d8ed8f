"""Asking another agency for its opinion, and giving one."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.custody.rules import OPINION_LETTERS, QUESTION_LETTERS
from thongsuot.domains.custody.terms import Opinion, OpinionBasis, OpinionTerms, Silence
from thongsuot.entrypoints.officer.forms.base import ActForm, Words
from thongsuot.entrypoints.officer.words import limit_in_words
from thongsuot.entrypoints.shared.forms import Choice


class AskForm(ActForm):
    """Whom, what, and on which legal basis; the basis gives the time."""

    to = forms.ChoiceField(
        label=later("Hỏi ai?"), error_messages={"required": later("Chọn nơi được hỏi")}
    )
    question = Words(
        label=later("Câu hỏi cụ thể"),
        help_text=later("Hỏi đúng điều cần biết để quyết định; bên kia thấy đúng như ở đây."),
        least=QUESTION_LETTERS,
        rows=4,
    )
    basis = forms.ChoiceField(
        label=later("Căn cứ lấy ý kiến"),
        widget=forms.RadioSelect,
        error_messages={"required": later("Chọn căn cứ lấy ý kiến")},
    )

    process_opinion = forms.CharField(required=False, widget=forms.HiddenInput, max_length=80)

    def __init__(
        self,
        *args: Any,
        posts: Sequence[tuple[str, Any]],
        bases: Iterable[OpinionBasis],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(basis.code, Choice(basis.name, _hint(basis))) for basis in bases]
        first = ("", _("– chọn nơi được hỏi –"))
        self.fields["to"].choices = [first, *posts]  # type: ignore[attr-defined]  # ChoiceField
        self.fields["basis"].choices = named  # type: ignore[attr-defined]  # as above
        if named:
            self.initial.setdefault("basis", named[0][0])


def _hint(basis: OpinionBasis) -> str:
    """Return what a legal basis gives: time, source, and what silence means."""
    silence = {
        Silence.CONSENT: _("Im lặng được coi là đồng ý."),
        Silence.OWED: _("Quá hạn vẫn phải làm, tính vào thời gian trễ."),
        Silence.NONE: _("Im lặng không phải là đồng ý."),
    }[basis.silence]
    limit = limit_in_words(basis.limit.quantity, basis.limit.unit)
    return _("Trả lời trong {limit}. {silence} {source}.").format(
        limit=limit, silence=silence, source=basis.source
    )


def _parts() -> list[tuple[str, Any]]:
    return [
        (Opinion.AGREE.value, Choice(_("Đã làm xong"))),
        (
            Opinion.CONDITIONS.value,
            Choice(_("Đã làm xong, có điều kiện"), _("Nêu điều kiện ở dưới.")),
        ),
        (Opinion.DISAGREE.value, Choice(_("Không làm được"), _("Nêu lý do và căn cứ ở dưới."))),
    ]


def _answers() -> list[tuple[str, Any]]:
    return [
        (Opinion.AGREE.value, Choice(_("Đồng ý"))),
        (Opinion.CONDITIONS.value, Choice(_("Đồng ý có điều kiện"), _("Nêu điều kiện ở dưới."))),
        (Opinion.DISAGREE.value, Choice(_("Không đồng ý"), _("Nêu lý do và căn cứ ở dưới."))),
    ]


class OpinionForm(ActForm):
    """The opinion and its words."""

    answer = forms.ChoiceField(
        label=later("Ý kiến"), choices=_answers, widget=forms.RadioSelect,
        error_messages={"required": later("Chọn ý kiến")},
    )  # fmt: skip
    text = Words(
        label=later("Nội dung, căn cứ"),
        help_text=later("Viết để người hỏi dùng được ngay trong quyết định."),
        least=OPINION_LETTERS,
        rows=5,
    )

    def __init__(self, *args: Any, is_part: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_part:
            self.fields["answer"].label = _("Phần việc của cơ quan")
            self.fields["answer"].choices = _parts()  # type: ignore[attr-defined]  # ChoiceField


class RecallQuestionForm(ActForm):
    """Which of the questions that wait is taken back."""

    question = forms.ChoiceField(
        label=later("Câu hỏi nào?"), widget=forms.RadioSelect,
        error_messages={"required": later("Chọn câu hỏi cần thu hồi")},
    )  # fmt: skip

    def __init__(self, *args: Any, waiting: Sequence[OpinionTerms], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].choices = [  # type: ignore[attr-defined]  # ChoiceField
            (str(asked.id), Choice(asked.to_agency_name, asked.question)) for asked in waiting
        ]
        if len(waiting) == 1:
            self.initial.setdefault("question", str(waiting[0].id))
