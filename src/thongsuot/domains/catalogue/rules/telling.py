"""Answers as people read them, on the check page and on the printed declaration alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from thongsuot.domains.catalogue.rules.answers import is_shown
from thongsuot.domains.catalogue.terms import Field, FieldKind, Form, Topic
from thongsuot.kernel import formats


@dataclass(frozen=True, slots=True)
class Told:
    """One question with its answer; empty text where none was given."""

    label: str
    text: str
    name: str = ""


def told(topic: Topic, answers: Mapping[str, str]) -> list[Told]:
    """Return the answers of the topic's questions that were asked, in their order."""
    return [
        Told(asked.label, text_of(asked, answers.get(asked.name, "")), asked.name)
        for asked in topic.fields
        if is_shown(asked, answers)
    ]


def stated(form: Form, answers: Mapping[str, Mapping[str, str]]) -> list[tuple[str, list[Told]]]:
    """Return the parts of the form's result with the answers they state, empty parts left out."""
    texts = {
        asked.name: text_of(asked, given.get(asked.name, ""))
        for topic in form.topics
        for given in [answers.get(topic.slug, {})]
        for asked in topic.fields
        if is_shown(asked, given)
    }
    parts = [
        (part.title, [Told(line.label, texts.get(line.field, "")) for line in part.lines])
        for part in form.result
    ]
    filled = [(title, [line for line in lines if line.text]) for title, lines in parts]
    return [(title, lines) for title, lines in filled if lines]


def text_of(asked: Field, answer: str) -> str:
    """Return one cleaned answer in words: ``27/03/2026``, ``079 205 001234``, a choice's label."""
    if not answer:
        return ""
    match asked.kind:
        case FieldKind.DATE:
            return _day(answer)
        case FieldKind.CHOICE:
            labels = {choice.value: choice.label for choice in asked.choices}
            return labels.get(answer, answer)
        case FieldKind.PERSONAL_ID:
            return formats.personal_id(answer)
        case FieldKind.PHONE:
            return formats.phone(answer)
        case _:
            return answer


def _day(answer: str) -> str:
    try:
        return formats.date(date.fromisoformat(answer))
    except ValueError:  # the year alone, where the form allows it
        return answer
