"""Papers that are asked for and come, and the papers that each act owes the applicant.

The numbers in the names are the lines of the list of what such a system must refuse
(docs/law/dossier-life.md).
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from tests.builders import BIRTH, MONDAY, Story
from tests.builders_story import BIRTH_PAPER, asked, row, state, supplied
from tests.builders_supplement import GENERAL, publish
from tests.conftest import Interrupted

from thongsuot import bootstrap
from thongsuot.domains.accountability import queries as charging
from thongsuot.domains.custody.terms import BasisNamesNothing
from thongsuot.domains.deadlines.queries import calendar_at
from thongsuot.domains.deadlines.rules import working_minutes
from thongsuot.domains.documents.terms import Kind
from thongsuot.domains.dossiers import facts, queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.lateness.terms import NotTheHead
from thongsuot.domains.dossiers.rules import check_supplement
from thongsuot.domains.dossiers.supplements.queries import policy_of
from thongsuot.domains.dossiers.terms import (
    ActNotAllowed,
    NationalState,
    Step,
    SupplementExhausted,
    SupplementTooLate,
)
from thongsuot.domains.dossiers.terms.refusing import RefusalGround
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.terms import RoleMissing
from thongsuot.kernel.clock import local_date

pytestmark = pytest.mark.django_db


def test_one_supplement_pauses_the_clock_and_its_answer_starts_it_anew(story, photo):
    story.processing()
    first_due = row(story).due_at
    dossiers.request_supplement(
        signer=bootstrap.signer(),
        code=story.code,
        papers=[BIRTH_PAPER],
        by=story.province.head,
        at=story.now(),
    )
    assert state(story) == NationalState.SUPPLEMENT_REQUESTED
    citizen = Actor.citizen(dossier=story.code)
    dossiers.attach_supplement(
        code=story.code, component_code="KQ2", name="anh.jpg", stream=photo(), by=citizen,
        at=story.now(),
    )  # fmt: skip
    story.at += timedelta(days=2)
    dossiers.supply(code=story.code, by=citizen, at=story.now())
    assert state(story) == NationalState.PROCESSING
    assert row(story).due_at > first_due
    with pytest.raises(SupplementExhausted):
        dossiers.request_supplement(
            signer=bootstrap.signer(),
            code=story.code,
            papers=[BIRTH_PAPER],
            by=story.province.head,
            at=story.now(),
        )


def test_the_head_asks_once_more_with_a_reason_that_is_kept_as_an_exception(story, photo):
    supplied(asked(story), photo)
    story.handed(story.province.handler, "head", Step.VERIFY)
    again = {"code": story.code, "papers": [BIRTH_PAPER], "by": story.province.head}
    with pytest.raises(SupplementExhausted):
        dossiers.request_supplement(signer=bootstrap.signer(), **again, at=story.now())
    why = "Giấy tờ gửi bổ sung bị mờ, không đọc được số"
    dossiers.request_supplement(signer=bootstrap.signer(), **again, exception=why, at=story.now())
    assert state(story) == NationalState.SUPPLEMENT_REQUESTED
    entry = record.acts_of(f"dossier:{story.code}")[-1]
    assert entry.detail["exception"]
    assert why not in str(entry.detail)
    with pytest.raises(SupplementExhausted):
        check_supplement(policy_of(BIRTH, local_date(story.at)), 2, [BIRTH_PAPER], why)


def test_the_first_request_is_no_exception_and_keeps_to_the_days(story):
    story.processing().handed(story.province.handler, "head", Step.VERIFY)
    story.at += timedelta(days=8)
    with pytest.raises(SupplementTooLate):
        dossiers.request_supplement(
            signer=bootstrap.signer(),
            code=story.code, papers=[BIRTH_PAPER], by=story.province.head, at=story.now(),
            exception="Giấy tờ bị mờ, không đọc được số",
        )  # fmt: skip


def test_nobody_but_the_head_asks_once_more(story, photo):
    supplied(asked(story), photo)
    with pytest.raises((RoleMissing, NotTheHead)):
        dossiers.request_supplement(
            signer=bootstrap.signer(),
            code=story.code, papers=[BIRTH_PAPER], by=story.province.handler, at=story.now(),
            exception="Giấy tờ gửi bổ sung bị mờ, không đọc được số",
        )  # fmt: skip


def test_where_the_policy_does_not_restart_the_clock_it_runs_on_from_where_it_stood(story, photo):
    publish(GENERAL | {"restart_clock": False})
    before = row(asked(story)).due_at
    story.at += timedelta(days=2)
    supplied(story, photo)
    view = queries.view_for(story.code, by=story.province.desk, at=story.at)
    detail = record.acts_of(f"dossier:{story.code}")[-1].detail
    assert (detail["waited"], detail["waited_in"]) == (2, "working-day")
    assert view.due.reason == "pause"
    assert view.due.due_at == before + timedelta(days=2)
    assert view.due.due_on == local_date(view.due.due_at)


def test_a_file_read_while_the_answer_is_sent_is_refused_and_not_lost_in_silence(story, photo):
    citizen = Actor.citizen(dossier=asked(story).code)
    late = Interrupted(photo((10, 20, 30)).getvalue(), lambda: supplied(story, photo))
    with pytest.raises(ActNotAllowed):
        dossiers.attach_supplement(
            code=story.code, component_code="KQ2", name="muon.jpg", stream=late, by=citizen,
            at=story.now(),
        )  # fmt: skip
    view = queries.view_for(story.code, by=story.province.desk, at=story.at)
    sent = [paper.name for paper in view.papers if paper.kind is Kind.UPLOAD]
    assert sent == ["anh.jpg"]


def test_3_no_request_later_than_three_working_days_without_a_special_law(story):
    story.processing()
    story.at += timedelta(days=8)
    with pytest.raises(SupplementTooLate):
        dossiers.request_supplement(
            signer=bootstrap.signer(),
            code=story.code,
            papers=[BIRTH_PAPER],
            by=story.province.head,
            at=story.now(),
        )


@pytest.mark.parametrize("words", ["Luật Hộ tịch, Điều 16", "Theo luật chuyên ngành"])
def test_a_special_law_without_its_number_allows_nothing(story, words):
    story.processing()
    story.at += timedelta(days=8)
    with pytest.raises(BasisNamesNothing):
        dossiers.request_supplement(
            signer=bootstrap.signer(),
            code=story.code, papers=[BIRTH_PAPER], special_base=words, by=story.province.head,
            at=story.now(),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("asked_at", "special_base"),
    [
        pytest.param(MONDAY + timedelta(days=18), "Luật Hộ tịch 60/2014/QH13, Điều 16",
                     id="weeks late, by a special law"),
        pytest.param(MONDAY.replace(day=5, hour=9, minute=0), "", id="late on the last day to ask"),
    ],
)  # fmt: skip
def test_a_late_dossier_is_late_for_ever_whatever_papers_are_asked_for(
    story, photo, asked_at, special_base
):
    story.processing()
    due_at, calendar = row(story).due_at, calendar_at(story.at)
    assert asked_at > due_at
    story.at = asked_at
    dossiers.request_supplement(
        signer=bootstrap.signer(), code=story.code, papers=[BIRTH_PAPER], special_base=special_base,
        by=story.province.head, at=story.now(),
    )  # fmt: skip
    beyond = working_minutes(due_at, row(story).supplement_since, calendar)
    supplied(story, photo)
    assert row(story).due_at > story.at, "the citizen has his new date"
    period = {"since": MONDAY, "until": MONDAY + timedelta(days=40)}
    assert list(facts.late_codes(**period, at=story.at)) == [[story.code]]
    found = charging.reckon_dossier(story.code, at=story.at, calendar=calendar)
    assert found.late == found.late_before == beyond > 0
    drafted_and_signed_at(story)
    assert list(facts.late_codes(**period, at=period["until"])) == [[story.code]]
    assert [(count, on_time) for _a, count, on_time, _early in facts.punctual(**period)] == [(1, 0)]


def drafted_and_signed_at(story):
    """Decide what is in hand."""
    story.drafted_by_handler()
    who = story.province
    dossiers.sign_decision(code=story.code, signer=bootstrap.signer(), by=who.head, at=story.now())
    dossiers.issue_decision(code=story.code, by=who.clerk, at=story.now())


def test_the_clock_stands_on_a_law_that_is_named_and_the_database_wants_one(story):
    request = row(asked(story)).supplements.get()
    assert request.legal_base == GENERAL["source"]
    request.pk, request.answered_at, request.legal_base = None, story.at, ""
    with pytest.raises(IntegrityError, match="supplement_has_a_legal_base"):
        request.save()


def papers_of(story) -> set[str]:
    dossiers.prepare_papers(code=story.code, at=story.now())
    dossiers.prepare_papers(code=story.code, at=story.now())
    view = queries.view_for(story.code, by=story.province.desk, at=story.at)
    kinds = [paper.kind.value for paper in view.papers]
    assert len(kinds) == len(set(kinds)), "each paper is made once"
    return set(kinds)


def test_receipt_and_request_owe_the_applicant_their_papers(story):
    story.processing()
    assert papers_of(story) == {"intake_slip"}
    dossiers.request_supplement(
        signer=bootstrap.signer(),
        code=story.code,
        papers=[BIRTH_PAPER],
        by=story.province.head,
        at=story.now(),
    )
    assert papers_of(story) == {"intake_slip", "supplement"}


def test_each_request_for_papers_owes_the_applicant_a_paper(story, photo):
    publish(GENERAL | {"max_supplements": 2})
    supplied(asked(story), photo)
    dossiers.request_supplement(
        signer=bootstrap.signer(),
        code=story.code,
        papers=[BIRTH_PAPER],
        by=story.province.head,
        at=story.now(),
    )
    for _ in range(2):
        dossiers.prepare_papers(code=story.code, at=story.now())
    view = queries.view_for(story.code, by=story.province.desk, at=story.at)
    kinds = sorted(paper.kind.value for paper in view.papers)
    assert kinds == ["intake_slip", "supplement", "supplement", "upload"]


def again(story):
    """Have the head ask for papers once more, without naming a special law."""
    return dossiers.request_supplement(
        signer=bootstrap.signer(), code=story.code, papers=[BIRTH_PAPER],
        by=story.province.head, at=story.now(),
    )  # fmt: skip


def test_a_second_request_has_its_days_from_when_the_limit_was_counted_anew(story, photo):
    publish(GENERAL | {"max_supplements": 2})
    asked(story).at += timedelta(days=8)
    again(supplied(story, photo))
    assert state(story) == NationalState.SUPPLEMENT_REQUESTED


def test_a_second_request_is_too_late_once_the_days_counted_anew_are_over(story, photo):
    publish(GENERAL | {"max_supplements": 2})
    supplied(asked(story), photo).at += timedelta(days=8)
    with pytest.raises(SupplementTooLate):
        again(story)


def test_where_the_limit_goes_on_a_second_request_has_its_days_from_receipt(story, photo):
    publish(GENERAL | {"max_supplements": 2, "restart_clock": False})
    asked(story).at += timedelta(days=8)
    supplied(story, photo)
    with pytest.raises(SupplementTooLate):
        again(story)


def test_a_refusal_and_a_stop_owe_the_applicant_their_notices(story):
    words = {"reason": "Người nộp không thuộc đối tượng", "legal_basis": "Điều 17 NĐ 61/2018"}
    story.registered()
    dossiers.refuse(
        ground=RefusalGround.OTHER,
        signer=bootstrap.signer(),
        code=story.code,
        **words,
        by=story.province.desk,
        at=story.now(),
    )
    assert papers_of(story) == {"refusal_to_receive"}
    other = Story(story.province, at=story.at).processing()
    dossiers.stop(
        signer=bootstrap.signer(),
        code=other.code,
        **words,
        by=story.province.handler,
        at=other.now(),
    )
    assert papers_of(other) == {"intake_slip", "stop_notice"}
