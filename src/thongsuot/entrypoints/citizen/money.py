"""What will have to be paid, as far as the form knows it from the answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from thongsuot.domains.catalogue.rules.answers import all_answers
from thongsuot.domains.catalogue.terms import Form as Questions
from thongsuot.kernel import formats

MOST_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class Bill:
    """How the sum comes about; ``doubt`` where the answers contradict each other."""

    words: str
    doubt: str


def bill_of(questions: Questions, answers: Mapping[str, Mapping[str, str]]) -> Bill | None:
    """Return what the answers will cost; None where they ask for nothing that costs."""
    given = all_answers(questions, answers)
    parts = []
    for topic in questions.topics:
        for field in topic.fields:
            count = given[field.name]
            is_count = len(count) <= MOST_DIGITS and count.isascii() and count.isdigit()
            if field.each_vnd and is_count and int(count):
                cost = int(count) * field.each_vnd
                sentence = _("{n} bản × {each} = {cost}")
                facts = {"each": formats.dong(field.each_vnd), "cost": formats.dong(cost)}
                parts.append(sentence.format(n=int(count), **facts))
    if not parts:
        return None
    doubt = ""
    if given.get("delivery") == "electronic":
        doubt = _(
            "Ông/bà chọn chỉ cần bản điện tử nhưng xin thêm bản sao giấy phải trả tiền. Không cần "
            "bản sao giấy thì sửa số bản; cần thì sửa cách nhận."
        )
    return Bill("; ".join(parts), doubt)
