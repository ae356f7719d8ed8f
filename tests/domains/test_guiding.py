"""Before receipt the desk says, once and completely, what is missing (NĐ 61/2018 Art. 15(3))."""

from datetime import timedelta

import pytest
from tests.builders import Story, add_neighbour, build_province
from tests.builders_deadlines import local
from tests.builders_story import BIRTH_PAPER, guided, row, state, supplied
from tests.builders_supplement import GENERAL, OWN, publish

from thongsuot import bootstrap
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import NotTheHolder
from thongsuot.domains.documents.terms import Kind
from thongsuot.domains.dossiers import facts, queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.queries import Block
from thongsuot.domains.dossiers.queries.threads import pauses_of
from thongsuot.domains.dossiers.rules import check_guidance
from thongsuot.domains.dossiers.supplements.queries import policy_of
from thongsuot.domains.dossiers.terms import (
    ActNotAllowed,
    MissingPaper,
    NationalState,
    ReasonMissing,
    SentToAnotherDesk,
    SupplementExhausted,
)
from thongsuot.domains.dossiers.terms.refusing import RefusalGround
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.terms import RoleMissing

REFUSAL = {"reason": "Quá thời gian bổ sung mà chưa gửi.", "legal_basis": "Điều 17 NĐ 61/2018"}


@pytest.fixture
def story(published_calendar):
    province = build_province()
    add_neighbour(province)
    return Story(province).registered()


def viewed(story):
    return queries.view_for(story.code, by=Actor.system(), at=story.now())


def acts(story) -> list[str]:
    return [act.act for act in record.acts_of(f"dossier:{story.code}")]


def test_the_sender_is_told_once_nobody_holds_it_and_no_clock_runs(story):
    guided(story, key="once")
    guided(story, key="once")
    assert acts(story) == ["submitted", "submission_guided"]
    assert state(story) is NationalState.SUPPLEMENT_REQUESTED
    assert (row(story).received_at, row(story).due_at) == (None, None)
    assert custodies.holder_of(f"dossier:{story.code}") is None
    view = viewed(story)
    assert (view.pauses, view.requests) == ([], [])
    assert view.guided.papers == [BIRTH_PAPER]
    assert Message.objects.get(template="guided").values["papers"] == 1
    assert record.verify_all().ok


def test_the_answer_brings_it_back_to_the_desk_with_its_whole_time_and_one_request_left(
    story, photo
):
    sent_at = row(story).submitted_at
    guided(story)
    story.at += timedelta(days=1)
    supplied(story, photo)
    assert state(story) is NationalState.REGISTERED
    assert acts(story)[-1] == "submission_completed"
    assert (row(story).submitted_at, row(story).sent_anew_at) == (sent_at, story.at)
    with pytest.raises(SupplementExhausted):
        guided(story)
    dossiers.receive(code=story.code, by=story.province.desk, at=story.now())
    due = row(story).due_at
    story.handed(story.province.desk, "handler", "verify")
    dossiers.request_supplement(
        signer=bootstrap.signer(),
        code=story.code,
        papers=[BIRTH_PAPER],
        by=story.province.head,
        at=story.now(),
    )
    asked_at = viewed(story).requests[0].asked_at
    assert [pause.started_at for pause in viewed(story).pauses] == [asked_at]
    assert [pause.started_at for pause in pauses_of([story.code])[story.code]] == [asked_at]
    assert facts.clocks_of([story.code])[0].pauses == ((asked_at, None),)
    assert [p.place for p in facts.pauses(since=sent_at, until=story.now())] == [1]
    assert row(story).due_at == due


def test_form_02_names_what_is_missing_and_who_said_so(story):
    guided(story)
    dossiers.prepare_papers(code=story.code, at=story.now())
    dossiers.prepare_papers(code=story.code, at=story.now())
    kinds = [paper.kind for paper in viewed(story).papers]
    assert kinds.count(Kind.SUPPLEMENT_REQUEST) == 1
    told = queries.timeline_of(story.code, by=story.province.desk, at=story.now())
    assert told[1].words["papers"] == "Giấy chứng sinh: Ảnh bị mờ, không đọc được số"


def test_it_stays_before_the_eyes_of_the_desk_after_what_it_has_to_answer(story):
    guided(story)
    other = Story(story.province, at=story.now()).registered()
    rows = queries.inbox(Block.INTAKE, by=story.province.desk, at=other.now())
    assert [row.code for row in rows] == [other.code, story.code]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        pytest.param({"papers": []}, ReasonMissing, id="naming nothing"),
        pytest.param(
            {"papers": [MissingPaper("KQ2", "Giấy chứng sinh", "mờ")]}, ReasonMissing,
            id="without what is wrong",
        ),
        pytest.param({"who": "neighbour_desk"}, SentToAnotherDesk, id="by another desk"),
        pytest.param({"who": "handler"}, RoleMissing, id="by who does not receive"),
    ],
)  # fmt: skip
def test_it_is_refused(story, change, refusal):
    if who := change.pop("who", None):
        change["by"] = story.province.actor(who)
    with pytest.raises(refusal):
        guided(story, **change)


def test_while_the_sender_may_answer_the_desk_neither_receives_nor_refuses_nor_stops(story):
    guided(story)
    desk = {"code": story.code, "by": story.province.desk, "at": story.now()}
    for refused in (
        lambda: dossiers.receive(**desk),
        lambda: dossiers.refuse(
            ground=RefusalGround.OTHER, signer=bootstrap.signer(), **desk, **REFUSAL
        ),
        lambda: dossiers.forward_submission(**desk, to_desk="H99.32.01", why="Nộp nhầm nơi."),
        lambda: guided(story),
    ):
        with pytest.raises(ActNotAllowed):
            refused()
    with pytest.raises(NotTheHolder):
        dossiers.stop(signer=bootstrap.signer(), **desk, **REFUSAL)


def test_the_applicant_may_withdraw_what_was_never_received(story):
    guided(story)
    citizen = Actor.citizen(dossier=story.code)
    dossiers.withdraw(code=story.code, reason="", by=citizen, at=story.now())
    assert state(story) is NationalState.WITHDRAWN
    assert viewed(story).open_supplement is None
    assert record.verify_all().ok


def test_once_a_window_set_by_law_is_over_the_desk_may_refuse(story):
    publish(GENERAL, OWN)
    guided(story)
    assert viewed(story).guided.answer_by == local("2026-03-09 17:00")
    assert viewed(story).guided.expiry_basis == ""
    story.at = local("2026-03-10 08:00")
    assert dossiers.end_windows(at=story.now()) == 1
    dossiers.refuse(
        ground=RefusalGround.OTHER,
        signer=bootstrap.signer(),
        code=story.code,
        by=story.province.desk,
        at=story.now(),
        **REFUSAL,
    )
    assert state(story) is NationalState.NOT_RECEIVED
    assert dossiers.end_windows(at=story.now()) == 0


def test_how_often_before_receipt_is_a_setting_with_one_as_its_default(story):
    shipped = policy_of(row(story).procedure_code, story.at.date())
    assert shipped.guidances == 1
    publish(GENERAL | {"guidances": 2})
    twice = policy_of(row(story).procedure_code, story.at.date())
    check_guidance(twice, 1, [BIRTH_PAPER])
    with pytest.raises(SupplementExhausted):
        check_guidance(twice, 2, [BIRTH_PAPER])
