"""Citizens find procedures in their own words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders_catalogue import LATER_QUESTIONS, QUESTIONS, asked_well, sample_index

from thongsuot.domains.catalogue import shipped
from thongsuot.domains.catalogue.rules.words import plain_name

WORDS = shipped.plain_words()


def first(question):
    return next((hit.code for hit in sample_index().search(question)), None)


def test_at_least_four_in_five_questions_are_answered_within_three():
    share, missed = asked_well(sample_index().search)
    assert len(QUESTIONS) >= 40
    assert share >= 0.8, missed


def test_questions_that_the_word_lists_were_not_made_for_are_answered_as_well():
    share, missed = asked_well(sample_index().search, LATER_QUESTIONS)
    assert share >= 0.8, missed


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("làm giấy khai sinh", id="as one speaks"),
        pytest.param("lam giay khai sinh", id="without marks"),
        pytest.param("LÀM GIẤY KHAI SINH", id="in capitals"),
        pytest.param("khaisinh", id="run together"),
        pytest.param("kahi sinh", id="letters swapped"),
        pytest.param("giấy khai sih", id="a letter lost"),
        pytest.param("Đăng ký khai sinh", id="officially"),
        pytest.param("1.001193", id="by code"),
        pytest.param("mã 1.001193 nộp ở đâu", id="by code in a sentence"),
        pytest.param("la\u0300m gia\u0302\u0301y khai sinh", id="in decomposed Unicode"),
    ],
)
def test_birth_registration_is_found(question):
    assert first(question) == "1.001193"


@pytest.mark.parametrize("question", ["", "   ", "???", "xyzzy qwrtp", "🙂"])
def test_nothing_is_found_for_nothing(question):
    assert sample_index().search(question) == []


@pytest.mark.parametrize(
    ("question", "code"),
    [("căn cước", "1.01406"), ("di chúc", "2.001019"), ("cải chính", "1.004859")],
)
def test_words_that_look_like_fillers_without_marks_still_count(question, code):
    assert first(question).startswith(code)


def test_better_answers_come_first():
    scores = [hit.score for hit in sample_index().search("đăng ký")]
    assert scores == sorted(scores, reverse=True)


def test_no_more_than_asked_for():
    assert len(sample_index().search("đăng ký", 3)) == 3


@settings(deadline=None)
@given(st.text(max_size=300))
def test_no_question_crashes_the_search(question):
    sample_index().search(question)


def test_eight_turns_of_life_each_lead_somewhere():
    assert [event.name for event in WORDS.life_events] == [
        "Có con nhỏ", "Kết hôn", "Nhà đất", "Đi học", "Việc làm", "Kinh doanh", "Xe cộ",
        "Người cao tuổi",
    ]  # fmt: skip
    for event in WORDS.life_events:
        assert len([code for code in event.procedures if sample_index().hit(code)]) >= 3


def test_an_official_name_without_a_plain_one_loses_the_word_procedure():
    assert plain_name(WORDS, "9.999999", "Thủ tục cấp giấy thử") == "Cấp giấy thử"
    assert (
        plain_name(WORDS, "1.001193", "Thủ tục đăng ký khai sinh") == "Làm giấy khai sinh cho con"
    )
