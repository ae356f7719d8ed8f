"""The checker on a procedure's card: a few questions, one at a time, that leave papers out.

Nothing of it is kept: the answers stand in the address and in no other place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _

from thongsuot.domains.catalogue.rules.answers import known_answers
from thongsuot.domains.catalogue.rules.cases import deciding_answers, deciding_questions
from thongsuot.domains.catalogue.terms import Field, Topic
from thongsuot.domains.catalogue.terms import Form as Questions
from thongsuot.entrypoints.shared.forms import Form

ASKED: Final = "cau"
"""Query that tells which question was sent, so that one sent empty is asked for again."""
IN_A_ROW: Final = 3
"""More choices than this stand one under the other."""


@dataclass(frozen=True, slots=True)
class Checker:
    """What was answered, by field and in words, and what is asked next; none when all is."""

    answers: Mapping[str, str]
    told: Sequence[tuple[str, str]]
    question: forms.BoundField | None
    number: int
    total: int

    @property
    def query(self) -> str:
        """The answers as the end of an address."""
        return f"?{urlencode(self.answers)}" if self.answers else ""


def checker_of(form: Questions | None, given: Mapping[str, str]) -> Checker:
    """Return the checker for what stands in the address; of no question where none decides."""
    if form is None:
        return Checker({}, [], None, 0, 0)
    answers = deciding_answers(form, given)
    asked = deciding_questions(form, answers)
    answers = {field.name: answers[field.name] for _t, field in asked if field.name in answers}
    told = [(field.label, _label(field, answers)) for _t, field in asked if field.name in answers]
    for number, (topic, field) in enumerate(asked, 1):
        if field.name not in answers:
            known = _known(form, topic, field, answers)
            was_empty = given.get(ASKED) == str(number)
            question = _question(topic, field, known, was_empty=was_empty)
            return Checker(answers, told, question, number, len(asked))
    return Checker(answers, told, None, len(asked), len(asked))


def _label(field: Field, answers: Mapping[str, str]) -> str:
    return next(one.label for one in field.choices if one.value == answers[field.name])


def _known(form: Questions, topic: Topic, field: Field, answers: Mapping[str, str]) -> str:
    by_topic = {
        each.slug: {one.name: answers[one.name] for one in each.fields if one.name in answers}
        for each in form.topics
    }
    return known_answers(form, topic, by_topic).get(field.name, "")


def _question(topic: Topic, field: Field, known: str, *, was_empty: bool) -> forms.BoundField:
    row = {"class": "ts-tiles--row"} if len(field.choices) <= IN_A_ROW else {}
    form = Form({} if was_empty else None, initial={field.name: known})
    form.fields[field.name] = forms.ChoiceField(
        label=field.label,
        help_text=topic.title,
        choices=[(choice.value, choice.label) for choice in field.choices],
        widget=forms.RadioSelect(row),
        error_messages={"required": _("Chọn một trường hợp phù hợp với ông/bà")},
    )
    return form[field.name]
