"""A dossier on its way through the process that held at its receipt."""

import pytest
from tests.builders import BIRTH, MONDAY, Story, add_neighbour, add_officer, build_province
from tests.builders_birth_process import LONGER, TOLD, birth, last_detail, place, publish, with_step

from thongsuot.domains.catalogue import services as catalogue
from thongsuot.domains.catalogue.terms import StepNotInProcess
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import ReasonMissing, Step
from thongsuot.domains.ledger.queries import acts_of
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.terms import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_calendar")]


@pytest.fixture
def story():
    province = build_province()
    publish(birth())
    return Story(province)


def test_it_keeps_the_version_of_its_receipt_and_goes_from_step_to_step(story):
    story.received()
    assert place(story) == (1, "B1")
    assert last_detail(story, "received")["process"] == f"{BIRTH}/1"
    publish(with_step(birth(), "B2", share_minutes=200))
    story.handed(story.province.desk, "handler", Step.VERIFY)
    assert place(story) == (1, "B2")
    detail = last_detail(story, "handover_offered")
    assert (detail["process_step"], detail["outside_process"]) == ("B2", False)
    story.drafted_by_handler()
    assert place(story) == (1, "B3")


def test_a_hop_that_the_process_does_not_know_is_refused(story):
    story.received()
    with pytest.raises(StepNotInProcess) as refused:
        story.offered(story.province.desk, "head", Step.SIGN)
    assert refused.value.facts == {"step": "B1", "next": "B3"}
    assert place(story) == (1, "B1")


def test_other_people_than_those_of_the_step_need_a_reason_and_are_marked(story):
    story.received()
    with pytest.raises(ReasonMissing):
        story.offered(story.province.desk, "head", Step.VERIFY, why="")
    story.handed(story.province.desk, "head", Step.VERIFY)
    assert last_detail(story, "handover_offered")["outside_process"] is True
    assert place(story) == (1, "B2")


def test_a_colleague_on_the_same_step_takes_over_without_a_reason(story):
    add_officer(
        story.province, "second", "H99.31", "Công chức hộ tịch", "handler", "Vũ Thị Mẫu Sáu",
        [Role.HANDLE],
    )  # fmt: skip
    story.processing()
    offer = story.offered(story.province.handler, "second", Step.VERIFY, why="")
    dossiers.accept_handover(offer_id=offer, by=story.province.actor("second"), at=story.now())
    assert last_detail(story, "handover_offered")["outside_process"] is False
    assert place(story) == (1, "B2")


def test_a_policy_may_allow_what_the_shipped_one_refuses(story):
    document = {
        "format": "thongsuot-process-policy/1", "version": "mau-1", "valid_from": "2026-03-02",
        "source": "Quyết định mẫu", "another_step": "reason", "another_post": "allow",
    }  # fmt: skip
    catalogue.publish_process_policy(document=document, **TOLD)
    story.received()
    story.handed(story.province.desk, "head", Step.SIGN)
    assert place(story) == (1, "B3")
    assert last_detail(story, "handover_offered")["outside_process"] is True


def test_a_dossier_without_a_process_is_handed_over_as_ever(story):
    Dossier.objects.all().delete()
    free = Story(story.province, at=MONDAY.replace(year=2025))
    free.received()
    assert place(free) == (None, "")
    free.handed(free.province.desk, "head", Step.SIGN)
    assert "process_step" not in last_detail(free, "handover_offered")


def test_running_dossiers_move_by_an_act_of_its_own_and_their_clocks_stay(story):
    at_desk, verified = story.received(), Story(story.province, at=story.at)
    verified.processing()
    publish(LONGER)
    before = Dossier.objects.get(code=verified.code).due_at
    now = verified.now()
    move = {"process_code": BIRTH, "number": 2, "by": Actor.system(), "at": now}
    planned = dossiers.move_to_process(**move, dry_run=True)
    assert [d.code for d in planned.moved] == [at_desk.code]
    assert [(d.code, d.from_step) for d in planned.undecided] == [(verified.code, "B2")]
    assert place(at_desk) == (1, "B1")
    dossiers.move_to_process(**move, steps={"B2": "B2a"})
    assert (place(at_desk), place(verified)) == ((2, "B1"), (2, "B2a"))
    assert Dossier.objects.get(code=verified.code).due_at == before
    assert last_detail(verified, "process_changed")["step"] == "B2a"
    assert acts_of("processes")[-1].detail["moved"] == 2
    verified.at = now
    verified.drafted_by_handler()
    assert place(verified) == (2, "B3")


def test_an_offer_made_before_the_move_arrives_where_the_new_version_has_the_step(story):
    story.processing()
    offer = story.offered(story.province.handler, "head", Step.SIGN)
    publish(with_step(birth(), "B1", share_minutes=30))
    dossiers.move_to_process(process_code=BIRTH, number=2, by=Actor.system(), at=story.now())
    dossiers.accept_handover(offer_id=offer, by=story.province.head, at=story.now())
    assert place(story) == (2, "B3")


def test_each_commune_hands_over_to_its_own_people_without_a_reason(story):
    add_neighbour(story.province)
    story.received()
    with pytest.raises(ReasonMissing):
        story.offered(story.province.desk, "neighbour_handler", Step.VERIFY, why="")
