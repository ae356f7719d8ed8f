"""How waiting for others is charged, told of one dossier or summed over many."""

import pytest
from tests.builders_deadlines import calendar, local

from thongsuot.domains.accountability.rules import (
    asked_of,
    consulted,
    is_waited_for,
    superior,
    was_in_time_to_answer,
)
from thongsuot.domains.accountability.terms import Asked, Consulted, Holder
from thongsuot.domains.custody.terms import Answer

YEARS = calendar()
POST = Holder(3, 30)
PUT, LIMIT, ANSWERED = (local(f"2026-03-0{day} 09:00") for day in (2, 3, 5))
DAY = 8 * 60


@pytest.mark.parametrize(
    ("answer_by", "allowed"),
    [
        pytest.param(LIMIT, DAY, id="the time for the answer is the asked one's to take"),
        pytest.param(None, None, id="all of it where there was no limit"),
    ],
)
def test_a_question_has_its_own_time(answer_by, allowed):
    found = asked_of(POST, PUT, ANSWERED, answer_by=answer_by, calendar=YEARS)
    assert found == Asked(POST, PUT, ANSWERED, allowed)


@pytest.mark.parametrize(
    ("silent", "charged_from"),
    [
        pytest.param(False, LIMIT, id="a late answer from its limit on"),
        pytest.param(True, PUT, id="silence to the end from the asking on"),
    ],
)
def test_an_opinion_is_charged(silent, charged_from):
    found = consulted(POST, PUT, ANSWERED, answer_by=LIMIT, silent=silent, stopped_at=None)
    assert found == Consulted(POST, PUT, charged_from, ANSWERED)


@pytest.mark.parametrize(
    ("stopped_at", "in_time"),
    [
        pytest.param(PUT, True, id="decided before the limit"),
        pytest.param(LIMIT, False, id="decided at the limit"),
        pytest.param(ANSWERED, False, id="decided after it"),
        pytest.param(None, False, id="what goes on overtakes nothing"),
    ],
)
def test_who_had_time_left_when_it_was_decided_kept_no_silence(stopped_at, in_time):
    assert was_in_time_to_answer(LIMIT, stopped_at) is in_time


def test_what_went_to_the_superior_was_never_put_to_the_other_side():
    assert [a for a in Answer if not is_waited_for(a)] == [Answer.REFERRED]


def test_a_loop_waits_for_whoever_heads_the_superior():
    assert superior(9) == Holder(9, 0, 0)
