"""Papers that the citizen was asked for, where the process leads elsewhere with them."""

import dataclasses
from datetime import timedelta

import pytest
from tests.builders import BIRTH, Story, add_officer
from tests.builders_birth_process import (
    DESK,
    HANDLER,
    HEAD,
    birth,
    last_detail,
    place,
    publish,
    step,
    with_papers,
    with_step,
)
from tests.builders_bpmn import drawn_elsewhere
from tests.builders_staff import on_leave
from tests.builders_story import asked, drafted_and_signed, row, state, supplied

from thongsuot.domains.catalogue.bpmn import read_bpmn, write_bpmn
from thongsuot.domains.catalogue.terms import (
    OpinionBeside,
    StepDocument,
    StepNotInProcess,
    StepOutcome,
    Trigger,
    Work,
)
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import Answer
from thongsuot.domains.dossiers import process_signing
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import ProcessSupplement
from thongsuot.domains.dossiers.terms import ActNotAllowed, NationalState, Step
from thongsuot.domains.ledger.queries import acts_of
from thongsuot.domains.ledger.terms import Actor, ActorKind
from thongsuot.domains.organisation.terms import AgencyKind, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_calendar")]
WAITING = Answer.WAITING
CHECK = step("B2b", Work.VERIFY, HANDLER, 0, "B3")
REVIEW = step("B2c", Work.APPROVE, HEAD, 0, "B3")


def holder(story):
    return custodies.holder_of(f"dossier:{story.code}").holder.officer_id


def waiting(story):
    found = custodies.offers_of(f"dossier:{story.code}")
    return [offer for offer in found if offer.answer is WAITING]


def accepted(story, who):
    (offer,) = waiting(story)
    dossiers.accept_handover(offer_id=offer.id, by=story.province.actor(who), at=story.now())


def test_papers_that_come_are_offered_to_the_step_they_lead_to_and_the_holder_holds_on(
    story, photo
):
    publish(with_papers("B1"))
    supplied(asked(story), photo)
    assert state(story) == NationalState.PROCESSING
    answered, handed_on = acts_of(f"dossier:{story.code}")[-2:]
    assert (answered.act, answered.detail["process_step"]) == ("supplement_received", "B1")
    assert (handed_on.act, handed_on.actor.kind) == ("handover_offered", ActorKind.SYSTEM)
    assert (handed_on.detail["supplement"], handed_on.detail["outside_process"]) == (
        "bo-sung", False,
    )  # fmt: skip
    assert holder(story) == story.province.handler.officer_id, "until the desk accepts"
    assert place(story) == (1, "B2")
    accepted(story, "desk")
    assert holder(story) == story.province.desk.officer_id
    assert place(story) == (1, "B1")


def test_from_there_it_goes_its_way_again_to_the_signature(story, photo):
    publish(with_papers("B1"))
    supplied(asked(story), photo)
    accepted(story, "desk")
    story.handed(story.province.desk, "handler", Step.VERIFY)
    assert place(story) == (1, "B2")
    story.drafted_by_handler()
    assert place(story) == (1, "B3")
    assert row(story).due_at > story.at


def test_where_the_same_people_go_on_it_is_at_their_step_at_once_and_nobody_is_asked(story, photo):
    publish(with_papers("B2b", CHECK))
    supplied(asked(story), photo)
    assert place(story) == (1, "B2b")
    assert waiting(story) == []
    assert holder(story) == story.province.handler.officer_id
    assert last_detail(story, "supplement_received")["process_step"] == "B2b"


def test_where_they_lead_back_to_their_own_step_nothing_moves(story, photo):
    publish(with_papers("B2"))
    supplied(asked(story), photo)
    assert place(story) == (1, "B2")
    assert waiting(story) == []
    assert "process_step" not in last_detail(story, "supplement_received")
    assert not ProcessSupplement.objects.exists()


def test_a_step_that_the_same_people_do_next_may_say_where_papers_lead(story, photo):
    came = StepOutcome("bo-sung", "Đã bổ sung", "B1", Trigger.SUPPLEMENT)
    waits = dataclasses.replace(CHECK, outcomes=(*CHECK.outcomes, came))
    second = step("B2", Work.VERIFY, HANDLER, 240, "B3", "B2b")
    first, _second, *rest = birth().steps
    publish(birth(first, second, waits, *rest))
    supplied(asked(story), photo)
    assert [offer.to_post_id for offer in waiting(story)] == [story.province.posts["desk"].pk]


# --- what the holder may do himself -----------------------------------------------------------


def test_before_papers_come_nobody_hands_it_over_to_where_they_lead(story):
    publish(with_papers("B2c", REVIEW))
    story.processing()
    with pytest.raises(StepNotInProcess):
        story.offered(story.province.handler, "head", Step.VERIFY, process_step="B2c")


def test_once_they_came_the_holder_hands_it_over_to_where_they_lead(story, photo):
    publish(with_papers("B1"))
    on_leave(story.province, "desk")
    supplied(asked(story), photo)
    assert waiting(story) == [], "nobody was there to be asked; the answer stands all the same"
    assert state(story) == NationalState.PROCESSING
    story.offered(story.province.handler, "desk", Step.INTAKE, process_step="B1")
    said = last_detail(story, "handover_offered")
    assert (said["process_step"], said["outside_process"]) == ("B1", False)
    accepted(story, "desk")
    assert place(story) == (1, "B1")


def test_once_it_left_the_step_they_lead_nowhere_any_more(story, photo):
    publish(with_papers("B1"))
    supplied(asked(story), photo)
    dossiers.recall_handover(code=story.code, by=story.province.handler, at=story.now())
    story.drafted_by_handler()
    assert place(story) == (1, "B3")
    assert ProcessSupplement.objects.get().left_at is not None
    story.handed(story.province.head, "handler", Step.VERIFY)
    with pytest.raises(StepNotInProcess):
        story.offered(story.province.handler, "desk", Step.INTAKE, process_step="B1")


def test_nothing_is_handed_back_to_receipt_where_the_process_does_not_lead_there(story):
    publish(birth())
    story.processing()
    with pytest.raises(StepNotInProcess):
        story.offered(story.province.handler, "desk", Step.INTAKE)
    free = Story(story.province, at=story.at.replace(year=2025)).processing()
    with pytest.raises(ActNotAllowed):
        free.offered(free.province.handler, "desk", Step.INTAKE)


def test_a_returned_offer_leaves_it_with_the_holder_and_answering_twice_moves_nothing(story, photo):
    publish(with_papers("B2c", REVIEW))
    key = "0f8fad5b-d9cb-469f-a165-70867728950e"
    supplied(asked(story), photo)
    dossiers.recall_handover(code=story.code, by=story.province.handler, at=story.now())
    assert holder(story) == story.province.handler.officer_id
    with pytest.raises(ActNotAllowed):
        dossiers.supply(
            code=story.code, by=Actor.citizen(dossier=story.code), at=story.now(), key=key
        )
    assert waiting(story) == []


# --- what else the process binds to -----------------------------------------------------------


def test_papers_move_no_dossier_past_a_paper_that_its_step_must_make(story, photo):
    process = with_papers("B2c", REVIEW)
    made = (StepDocument("Trích lục", "B3", must=True),)
    publish(with_step(process, "B2", documents=made))
    supplied(asked(story), photo)
    assert waiting(story) == []
    assert place(story) == (1, "B2")


def test_an_opinion_wanted_in_the_step_is_not_passed_by_with_the_papers(story, photo):
    wanted = OpinionBeside("qh", "Quy hoạch", AgencyKind.DEPARTMENT, "phoi-hop", 120)
    publish(with_step(with_papers("B2b", CHECK), "B2", opinions=(wanted,)))
    supplied(asked(story), photo)
    assert place(story) == (1, "B2b")
    missing = process_signing.missing_opinions(row(story))
    assert [one.code for one in missing] == ["qh"]
    drafted_and_signed(story)
    assert last_detail(story, "decision_signed")["without_opinions"] == ["qh"]


def test_of_several_posts_the_one_that_holds_least_is_asked(story, photo):
    add_officer(
        story.province, "second", "H99.31.01", "Công chức Một cửa 2", "desk", "Vũ Thị Mẫu Bảy",
        [Role.RECEIVE],
    )  # fmt: skip
    publish(with_papers("B1"))
    Story(story.province, at=story.at).received()
    story.at += timedelta(minutes=30)
    supplied(asked(story), photo)
    assert [offer.to_post_id for offer in waiting(story)] == [story.province.posts["second"].pk]


# --- drawn as BPMN ----------------------------------------------------------------------------


def test_a_process_that_comes_back_from_its_bpmn_file_runs_so(story, photo):
    process = read_bpmn(write_bpmn(with_papers("B1"))).process
    assert process == with_papers("B1")
    publish(process)
    supplied(asked(story), photo)
    accepted(story, "desk")
    assert place(story) == (1, "B1")


def test_a_process_drawn_by_another_tool_waits_for_the_citizen_and_goes_where_its_event_leads(
    story, photo
):
    drawn = read_bpmn(drawn_elsewhere(
        '<laneSet id="ls"><lane id="l1" name="Một cửa"><flowNodeRef>nhan</flowNodeRef></lane>'
        '<lane id="l2" name="Chuyên môn"><flowNodeRef>tham-dinh</flowNodeRef></lane></laneSet>'
        '<startEvent id="s"/><userTask id="nhan" name="Tiếp nhận"/>'
        '<userTask id="tham-dinh" name="Thẩm định"/><exclusiveGateway id="x"/>'
        '<intermediateCatchEvent id="cho" name="Đã bổ sung"><messageEventDefinition/>'
        '</intermediateCatchEvent><endEvent id="e"/>'
        '<sequenceFlow id="1" sourceRef="s" targetRef="nhan"/>'
        '<sequenceFlow id="2" sourceRef="nhan" targetRef="tham-dinh"/>'
        '<sequenceFlow id="3" sourceRef="tham-dinh" targetRef="x"/>'
        '<sequenceFlow id="4" sourceRef="x" targetRef="e" name="Đủ"/>'
        '<sequenceFlow id="5" sourceRef="x" targetRef="cho" name="Thiếu"/>'
        '<sequenceFlow id="6" sourceRef="cho" targetRef="nhan"/>'
    )).process  # fmt: skip
    publish(dataclasses.replace(drawn, code=BIRTH, procedure=BIRTH))
    supplied(asked(story), photo)
    assert place(story) == (1, "tham-dinh")
    accepted(story, "desk")
    assert (place(story), holder(story)) == ((1, "nhan"), story.province.desk.officer_id)
    assert DESK.post == drawn.start.lane.post
