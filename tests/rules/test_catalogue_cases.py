"""What the card asks leaves out the papers of other cases, and no paper that nobody asked about."""

import pytest

from thongsuot.domains.catalogue import shipped
from thongsuot.domains.catalogue.rules.cases import (
    deciding_answers,
    deciding_questions,
    is_called_for,
    papers_left,
)
from thongsuot.domains.catalogue.terms import Needed

FORMS = [form for versions in shipped.forms().values() for form in versions]
(BIRTH,) = shipped.forms()["1.001193"]
QUESTIONS = ["applicant_relation", "mother_known", "parents_married"]


def names_left(**answers):
    return {paper.name for paper in BIRTH.papers} - {p.name for p in papers_left(BIRTH, answers)}


def test_only_choices_on_which_papers_depend_are_asked_in_the_forms_order():
    assert [field.name for _topic, field in deciding_questions(BIRTH, {})] == QUESTIONS


@pytest.mark.parametrize(("answers", "gone"), [
    pytest.param({}, set(), id="no answer leaves every paper"),
    pytest.param({"applicant_relation": "father"}, {"Văn bản ủy quyền"}, id="a father"),
    pytest.param({"applicant_relation": "carer"}, set(), id="a carer"),
    pytest.param({"parents_married": "no"}, {"Giấy chứng nhận kết hôn của cha mẹ"},
                 id="parents not married"),
])  # fmt: skip
def test_a_paper_goes_only_when_its_question_was_answered_otherwise(answers, gone):
    assert names_left(**answers) == gone


def test_a_paper_is_called_for_by_an_answer_and_not_by_silence():
    called = {p.name for p in BIRTH.papers if is_called_for(p, {"mother_known": "no"})}
    assert called == {"Biên bản về việc trẻ bị bỏ rơi"}
    assert not any(is_called_for(paper, {}) for paper in BIRTH.papers)


def test_only_known_questions_and_answers_are_taken():
    given = {"mother_known": "no", "parents_married": "maybe", "child_full_name": "An"}
    assert deciding_answers(BIRTH, given) == {"mother_known": "no"}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_no_answer_takes_away_a_paper_that_every_case_must_bring(form):
    always = {p.name for p in form.papers if p.needed is Needed.REQUIRED and not p.shown_when}
    for _topic, field in deciding_questions(form, {}):
        for choice in field.choices:
            left = {paper.name for paper in papers_left(form, {field.name: choice.value})}
            assert always <= left
