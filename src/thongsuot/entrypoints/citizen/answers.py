"""One page of a procedure's form: its fields to fill in, its errors in words."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from thongsuot.domains.catalogue import rules as catalogue_rules
from thongsuot.domains.catalogue.rules.answers import known_answers
from thongsuot.domains.catalogue.rules.dates import CONFIRMED
from thongsuot.domains.catalogue.terms import AnswerError, Field, FieldKind, ShownWhen, Topic
from thongsuot.domains.catalogue.terms import Form as Questions
from thongsuot.entrypoints.shared.forms import DateBoxes, Form
from thongsuot.kernel import formats
from thongsuot.kernel.canonical import canonical_json

_ISO_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
YEAR_ALONE: Final = 4
MARK: Final = 16
"""Letters of the mark that a page carries."""
TILES_UP_TO: Final = 7
"""More choices than this are a list to open."""


class Boxes(DateBoxes):
    """Three boxes that give back what was typed, and take it again, right or wrong."""

    def decompress(self, value: Any) -> list[str]:
        """Split stored text over the boxes: ``2026-03-27``, ``27/3/2026``, ``1990``.

        Of what is no date, nothing is lost: what is too much for three boxes stays in the last.
        """
        text = str(value or "")
        if _ISO_DATE.fullmatch(text):
            return text.split("-")[::-1]
        return ["", "", *text.split("/", 2)][-3:]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the boxes as one text, ``27/3/2026``; empty when all are."""
        parts = [str(part or "").strip() for part in super().value_from_datadict(data, files, name)]
        if not any(parts):
            return ""
        return parts[2] if not any(parts[:2]) else "/".join(parts)


def as_typed(topic: Topic, kept: Mapping[str, str]) -> dict[str, str]:
    """Return kept text as a browser would send it again, dates over their three boxes."""
    fields: dict[str, str] = {}
    for asked in topic.fields:
        text = kept.get(asked.name, "")
        if asked.kind is FieldKind.DATE:
            boxes = enumerate(Boxes().decompress(text))
            fields |= {f"{asked.name}_{place}": part for place, part in boxes}
        else:
            fields[asked.name] = text
    return {**kept, **fields}


def mark_of(kept: Mapping[str, str]) -> str:
    """Return what tells one saving of a topic from another; the page carries it back."""
    return hashlib.sha256(canonical_json(dict(kept))).hexdigest()[:MARK]


def kept_where_blank(
    topic: Topic, typed: Mapping[str, str], kept: Mapping[str, str]
) -> dict[str, str]:
    """Return kept text of the fields that were sent blank, as a browser would send it."""
    before, found = as_typed(topic, kept), dict[str, str]()
    for asked in topic.fields:
        boxes = [f"{asked.name}_{place}" for place in range(3)]
        names = boxes if asked.kind is FieldKind.DATE else [asked.name]
        if not any(typed.get(name, "").strip() for name in names):
            found |= {name: before[name] for name in names if before.get(name)}
    return found


class Asked(forms.Field):
    """A field that leaves judging to the catalogue, which judges a topic as a whole."""

    def clean(self, value: Any) -> str:
        """Return what was typed."""
        return str(value or "")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A date to be confirmed: under which name, as what, in which words."""

    name: str
    given: str
    words: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One field of a topic with what the catalogue says of it.

    ``condition`` says when it is to be answered, for pages without scripts and once for a run of
    such fields.
    """

    field: forms.BoundField
    asked: Field
    condition: str
    doubt: Doubt | None


class TopicForm(Form):
    """The fields of one topic; ``answers`` holds what passed."""

    def __init__(
        self, questions: Questions, topic: Topic, typed: Any = None, *,
        kept: Mapping[str, Mapping[str, str]] | None = None, on: date,
    ) -> None:  # fmt: skip
        self.others = kept or {}
        before = self.others.get(topic.slug) or known_answers(questions, topic, self.others)
        super().__init__(typed, initial=dict(before))
        self.questions, self.topic, self.on = questions, topic, on
        self.answers: dict[str, str] = {}
        self.doubtful: dict[str, str] = {}
        for asked in topic.fields:
            self.fields[asked.name] = Asked(
                label=asked.label,
                required=asked.required,
                help_text=asked.hint,
                widget=_widget(asked),
            )

            if asked.usual_years is not None:
                self.fields[asked.name + CONFIRMED] = Asked(required=False, label="")

    def typed(self) -> dict[str, str]:
        """Return everything that was typed, right or wrong: none of it may get lost."""
        return {name: str(self[name].value() or "") for name in self.fields}

    def clean(self) -> dict[str, Any]:
        """Judge the topic, and put each error into words at its field."""
        raw = dict(self.cleaned_data)
        self.answers, errors = catalogue_rules.clean_answers(
            self.questions, self.topic, raw, today=self.on, others=self.others,
            samples=settings.SAMPLE_DATA,
        )  # fmt: skip
        by_name = {asked.name: asked for asked in self.topic.fields}
        self.doubtful = {
            error.field: str(error.facts["given"])
            for error in errors
            if error.code == "date-doubtful"
        }
        for error in errors:
            self.add_error(error.field, sentence_of(error, by_name[error.field]))
        return self.cleaned_data

    @property
    def rows(self) -> list["Row"]:
        """The fields in their order."""
        found, before = [], None
        for asked in self.topic.fields:
            condition = asked.shown_when
            words = self._condition(condition) if condition and condition != before else ""
            found.append(Row(self[asked.name], asked, words, self._doubt(asked)))
            before = condition
        return found

    def _doubt(self, asked: Field) -> "Doubt | None":
        """Return what to confirm: a date that is doubtful, or was confirmed before."""
        name = asked.name + CONFIRMED
        if name not in self.fields:
            return None
        sure = str(self[name].value() or "")
        doubted = self.doubtful.get(asked.name, "")
        given = doubted or sure
        if not given:
            return None
        sentence = _("Đúng, {label} là {given}")
        words = sentence.format(label=_lower_first(asked.label), given=_day_in_words(given))
        return Doubt(name, given, words, is_confirmed=not doubted)

    def _condition(self, condition: ShownWhen) -> str:
        asked = next(field for field in self.topic.fields if field.name == condition.field)
        labels = [choice.label for choice in asked.choices if choice.value in condition.values]
        sentence = _("Chỉ trả lời khi ở mục “{question}” đã chọn “{answers}”.")
        return sentence.format(question=asked.label, answers="”, “".join(labels))


_INPUTS: Final[Mapping[FieldKind, Mapping[str, str]]] = {
    FieldKind.TEXT: {},
    FieldKind.PERSONAL_ID: {"inputmode": "numeric", "class": "ts-input--20", "spellcheck": "false"},
    FieldKind.PHONE: {"inputmode": "tel", "class": "ts-input--20"},
    FieldKind.EMAIL: {"inputmode": "email", "spellcheck": "false", "autocapitalize": "none"},
    FieldKind.NUMBER: {"inputmode": "numeric", "class": "ts-input--12"},
}


def _widget(asked: Field) -> forms.Widget:
    filled = {"autocomplete": asked.autocomplete or "off"}
    if asked.kind is FieldKind.DATE:
        return Boxes()
    if asked.kind is FieldKind.CHOICE:
        return _choices(asked)
    if asked.kind is FieldKind.LONGTEXT:
        return forms.Textarea({"rows": 4})
    if asked.kind is FieldKind.ADDRESS:
        return forms.Textarea({"rows": 2, "class": "cz-short"} | filled)
    kind = "tel" if asked.kind is FieldKind.PHONE else "text"
    return forms.TextInput({"type": kind} | dict(_INPUTS[asked.kind]) | filled)


def _choices(asked: Field) -> forms.Widget:
    choices = [(choice.value, choice.label) for choice in asked.choices]
    if len(choices) > TILES_UP_TO:
        return forms.Select(choices=[("", _("Chọn…")), *choices])
    return forms.RadioSelect(choices=choices)


_SENTENCES: Final[Mapping[str, str]] = {
    "too-long": gettext_noop("{label} dài quá {limit} ký tự; ông/bà đã nhập {length} ký tự."),
    "date-wrong": gettext_noop("{label} phải có đủ ngày, tháng, năm. Ví dụ: 27/3/2007"),
    "date-incomplete": gettext_noop("{label} còn thiếu {missing}. Ví dụ: 27/3/2007"),
    "year-incomplete": gettext_noop(
        "{label} còn thiếu {missing}. Ví dụ: 27/3/2007; không nhớ ngày, tháng thì chỉ ghi năm."
    ),
    "date-not-digits": gettext_noop("{label}: ngày, tháng, năm ghi bằng số. Ví dụ: 27/3/2007"),
    "date-year-digits": gettext_noop("{label}: năm gồm 4 chữ số. Ví dụ: 1995"),
    "date-no-such-month": gettext_noop("{label}: không có tháng {month}; tháng ghi từ 1 đến 12."),
    "date-no-such-day": gettext_noop("{label}: tháng {month} năm {year} không có ngày {day}."),
    "date-too-old": gettext_noop("{label}: năm {year} đã quá xa. Xem lại năm."),
    "date-before": gettext_noop("{label} không thể trước {other}. Xem lại cả hai ngày."),
    "date-after": gettext_noop("{label} không thể sau {other}. Xem lại cả hai ngày."),
    "date-doubtful": gettext_noop(
        "{label} cách nay hơn {years} năm. Xem lại năm; nếu đúng là {given} thì đánh dấu xác nhận."
    ),
    "date-in-future": gettext_noop("{label} không thể sau hôm nay ({today})."),
    "personal-id-wrong": gettext_noop(
        "Số định danh cá nhân gồm 12 chữ số như in trên thẻ căn cước. Xem lại từng chữ số."
    ),
    "personal-id-length": gettext_noop(
        "Số định danh cá nhân gồm 12 chữ số; ông/bà đã nhập {digits} chữ số."
    ),
    "personal-id-sample": gettext_noop(
        "Số bắt đầu bằng 999 chỉ dùng để thử. Nhập số định danh in trên thẻ căn cước."
    ),
    "phone-wrong": gettext_noop("{label} gồm 10 chữ số, bắt đầu bằng số 0. Ví dụ: 0912 345 678"),
    "email-wrong": gettext_noop("{label} phải có dạng ten@noi-gui.vn. Không có thì để trống."),
    "choice-wrong": gettext_noop("Chọn một trường hợp phù hợp với ông/bà"),
    "number-wrong": gettext_noop("{label} chỉ gồm chữ số. Ví dụ: 3"),
    "number-too-small": gettext_noop("{label} ít nhất là {minimum}."),
    "number-too-large": gettext_noop("{label} nhiều nhất là {maximum}."),
}


def sentence_of(error: AnswerError, asked: Field) -> str:
    """Return what is wrong with one answer, and what to enter instead."""
    if error.code == "required":
        return _required(asked)
    facts: dict[str, str | int] = {"label": asked.label, **error.facts}
    for name, spell in _SPELT.items():
        if name in facts:
            facts[name] = spell(str(facts[name]))
    return _(_SENTENCES[_closest(error, asked)]).format(**facts)


def _closest(error: AnswerError, asked: Field) -> str:
    if error.code == "personal-id-wrong" and error.facts.get("digits", 12) != 12:
        return "personal-id-length"
    if error.code == "date-incomplete" and asked.year_only:
        return "year-incomplete"
    return error.code


def _required(asked: Field) -> str:
    if asked.missing:
        return asked.missing
    if asked.kind is FieldKind.CHOICE:
        return _("Trả lời mục “{label}”").format(label=asked.label)
    return _("Nhập {label}").format(label=_lower_first(asked.label))


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _parts_in_words(names: str) -> str:
    words = {"day": _("ngày"), "month": _("tháng"), "year": _("năm")}
    return ", ".join(words[name] for name in names.split())


def _day_in_words(answer: str) -> str:
    return answer if len(answer) == YEAR_ALONE else formats.date(date.fromisoformat(answer))


_SPELT: Final[Mapping[str, Callable[[str], str]]] = {
    "today": _day_in_words,
    "given": _day_in_words,
    "missing": _parts_in_words,
    "other": _lower_first,
}
"""Facts that are told otherwise than they are written."""
