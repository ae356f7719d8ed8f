"""What is brought to the counter for a dossier that runs: papers, a withdrawal, an objection."""

import io
from datetime import timedelta

import pytest
from tests.builders import Story, add_committee, add_neighbour
from tests.builders_birth_process import place, publish, with_papers
from tests.builders_deadlines import local
from tests.builders_story import asked, drafted_and_signed, guided, row, state
from tests.builders_supplement import GENERAL, OWN
from tests.builders_supplement import publish as publish_policies

from thongsuot.domains.documents import queries as documents
from thongsuot.domains.documents.terms import FileRefused, Kind
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import CounterVisit, Objection
from thongsuot.domains.dossiers.terms import (
    AnswersIncomplete,
    DecisionExists,
    DossierUnknown,
    NationalState,
    ReasonMissing,
    SentToAnotherDesk,
)
from thongsuot.domains.dossiers.terms.counter import Bringer, BringerMissing, Brought
from thongsuot.domains.dossiers.terms.objections import ObjectionMade, ObjectionTooLate
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.ledger.queries import acts_of
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.terms import RoleMissing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_calendar")]
APPLICANT = Brought(Bringer.APPLICANT)
AUNT = Brought(Bringer.REPRESENTATIVE, "Nguyễn Thị Ví Dụ Hai, giấy ủy quyền 12/2026")
WHY = "Gia đình chuyển nơi ở, không làm thủ tục nữa"


def attached(story, photo, who="desk"):
    dossiers.attach_supplement(
        code=story.code, component_code="KQ2", name="ban-quet.jpg", stream=photo(),
        by=story.province.actor(who), at=story.now(),
    )  # fmt: skip
    return story


def entered(story, brought=APPLICANT, who="desk", **more):
    return dossiers.supply(
        code=story.code, by=story.province.actor(who), at=story.now(), brought=brought, **more
    )


def withdrawn(story, request, brought=APPLICANT, reason=WHY, who="desk", **more):
    dossiers.enter_withdrawal(
        code=story.code, reason=reason, brought=brought, name="don.jpg", stream=request,
        by=story.province.actor(who), at=story.now(), **more,
    )  # fmt: skip


def last(story):
    return acts_of(f"dossier:{story.code}")[-1]


def test_papers_brought_to_the_counter_let_the_clock_run_as_if_they_were_sent(story, photo):
    due = row(asked(story)).due_at
    story.at += timedelta(days=2)
    entered(attached(story, photo))
    assert state(story) == NationalState.PROCESSING
    assert row(story).due_at > due
    entry = last(story)
    assert entry.act == "supplement_received"
    assert entry.actor.officer_id == story.province.desk.officer_id
    assert (entry.detail["channel"], entry.detail["bringer"]) == ("direct", "applicant")
    assert Message.objects.filter(template="supplied").exists(), "told like anybody else"


def test_who_brought_them_for_the_applicant_is_kept_sealed_and_the_record_commits_to_it(
    story, photo
):
    entered(attached(asked(story), photo), AUNT)
    kept = CounterVisit.objects.get()
    assert (kept.bringer, kept.named) == (Bringer.REPRESENTATIVE, AUNT.named)
    detail = last(story).detail
    assert detail["brought_by"]
    assert "Ví Dụ Hai" not in str(detail)


def test_what_comes_by_post_is_of_the_postal_channel_and_bears_its_number(story, photo):
    entered(attached(asked(story), photo), Brought(Bringer.POST, "EX123456789VN"))
    assert last(story).detail["channel"] == "postal"
    assert CounterVisit.objects.get().named == "EX123456789VN"


@pytest.mark.parametrize(
    "brought",
    [
        pytest.param(None, id="nobody"),
        pytest.param(Brought(Bringer.REPRESENTATIVE, "  "), id="a representative without a name"),
        pytest.param(Brought(Bringer.POST), id="an item without a number"),
    ],
)
def test_nothing_is_entered_without_saying_who_brought_it(story, photo, brought):
    attached(asked(story), photo)
    with pytest.raises(BringerMissing):
        entered(story, brought)
    assert state(story) == NationalState.SUPPLEMENT_REQUESTED
    assert not CounterVisit.objects.exists()


def test_a_paper_that_was_not_brought_keeps_the_clock_where_it_stands(story):
    asked(story)
    with pytest.raises(AnswersIncomplete):
        entered(story)
    assert state(story) == NationalState.SUPPLEMENT_REQUESTED


def test_nobody_enters_it_but_the_desk_that_received_the_dossier(story, photo):
    add_neighbour(story.province)
    asked(story)
    for who, refusal in (("handler", RoleMissing), ("neighbour_desk", DossierUnknown)):
        with pytest.raises(refusal):
            attached(story, photo, who)
        with pytest.raises(refusal):
            entered(story, who=who)


def test_entered_twice_under_one_key_it_is_entered_once(story, photo):
    attached(asked(story), photo)
    key = "0f8fad5b-d9cb-469f-a165-70867728950e"
    entered(story, key=key)
    entered(story, key=key)
    assert CounterVisit.objects.count() == 1


def test_papers_asked_for_before_receipt_may_be_brought_as_well(story, photo):
    guided(story.registered())
    entered(attached(story, photo))
    assert state(story) == NationalState.REGISTERED
    assert last(story).act == "submission_completed"


def test_papers_brought_to_the_counter_go_where_the_process_leads(story, photo):
    publish(with_papers("B1"))
    entered(attached(asked(story), photo), why="Đã bổ sung")
    (offer,) = [o for o in queries.view_for(
        story.code, by=story.province.desk, at=story.at
    ).offers if o.why == "Đã bổ sung"]  # fmt: skip
    dossiers.accept_handover(offer_id=offer.id, by=story.province.desk, at=story.now())
    assert place(story) == (1, "B1")


def test_the_desk_sees_for_which_of_its_dossiers_papers_are_waited_for(story, photo):
    asked(story)
    Story(story.province, at=story.at).received()
    by = story.province.desk

    def listed(who=by):
        return [row.code for row in queries.inbox(queries.Block.PAPERS, by=who, at=story.at)]

    assert listed() == [story.code]
    assert queries.block_counts(by=by, at=story.at)[queries.Block.PAPERS] == 1
    assert listed(story.province.handler) == []
    entered(attached(story, photo))
    assert listed() == []


# --- withdrawn at the counter -----------------------------------------------------------------


def test_a_withdrawal_brought_to_the_counter_ends_the_dossier_and_says_who_asked(story, photo):
    story.processing()
    withdrawn(story, photo(), AUNT)
    assert state(story) == NationalState.WITHDRAWN
    entry = last(story)
    assert (entry.act, entry.actor.officer_id) == ("withdrawn", story.province.desk.officer_id)
    assert (entry.detail["channel"], entry.detail["bringer"]) == ("direct", "representative")
    told = queries.timeline_of(story.code, by=Actor.citizen(dossier=story.code), at=story.at)[-1]
    assert (told.words["reason"], told.words["bringer"]) == (WHY, "representative")


def test_the_written_request_is_kept_with_the_dossier_and_the_record_commits_to_it(story, photo):
    story.processing()
    withdrawn(story, photo())
    (paper,) = papers_of(story)
    assert last(story).detail["paper"] == paper.commitment
    by = Actor.citizen(dossier=story.code)
    view = queries.view_for(story.code, by=by, at=story.at)
    assert paper.id in {one.id for one in view.papers}, "the applicant sees on what it rests"


def test_nobody_withdraws_for_the_applicant_without_his_request_a_reason_or_a_bringer(story, photo):
    story.processing()
    nothing = io.BytesIO(b"")
    for request, brought, reason, refusal in (
        (nothing, APPLICANT, WHY, FileRefused),
        (photo(), Brought(Bringer.POST), WHY, BringerMissing),
        (photo(), APPLICANT, "", ReasonMissing),
    ):
        with pytest.raises(refusal):
            withdrawn(story, request, brought, reason)
    with pytest.raises(RoleMissing):
        withdrawn(story, photo(), who="handler")
    assert state(story) == NationalState.PROCESSING
    assert papers_of(story) == [], "nothing is kept of what was refused"


def test_nor_once_the_decision_is_signed(story, photo):
    drafted_and_signed(story.processing())
    with pytest.raises(DecisionExists):
        withdrawn(story, photo())


def test_a_withdrawal_pressed_twice_is_entered_once(story, photo):
    story.processing()
    key = "0f8fad5b-d9cb-469f-a165-70867728950e"
    for _press in range(2):
        withdrawn(story, photo(), key=key)
    assert len(papers_of(story)) == CounterVisit.objects.count() == 1


def papers_of(story, kind=Kind.WITHDRAWAL_REQUEST):
    found = documents.attachments_of(f"dossier:{story.code}")
    return [paper for paper in found if paper.kind is kind]


# --- disagreed with at the counter ------------------------------------------------------------

SAYS = "Giấy chứng sinh đã nộp bản rõ, đọc được số"


@pytest.fixture
def above(story):
    """Papers are asked for, and somebody stands above the commune's head who asked."""
    add_committee(story.province)
    return asked(story)


def objected(story, letter, brought=APPLICANT, words=SAYS, who="desk", at=None, **more):
    dossiers.enter_objection(
        code=story.code, words=words, brought=brought, name="y-kien.jpg", stream=letter,
        by=story.province.actor(who), at=at or story.now(), **more,
    )  # fmt: skip


def test_an_objection_brought_to_the_counter_is_the_applicants_and_says_who_entered_it(
    above, photo
):
    objected(above, photo(), AUNT)
    entry = last(above)
    assert (entry.act, entry.actor.officer_id) == (
        "supplement_objected", above.province.desk.officer_id,
    )  # fmt: skip
    assert (entry.detail["channel"], entry.detail["bringer"]) == ("direct", "representative")
    assert entry.detail["brought_by"]
    (letter,) = papers_of(above, Kind.OBJECTION)
    assert entry.detail["paper"] == letter.commitment
    assert SAYS not in str(entry.detail)
    told = queries.timeline_of(above.code, by=Actor.citizen(dossier=above.code), at=above.at)[-1]
    assert (told.words["reason"], told.words["bringer"]) == (SAYS, "representative")


def test_it_is_answered_by_another_in_the_same_time_as_one_that_was_sent(above, photo):
    objected(above, photo(), at=local("2026-03-06 09:00"))
    row = Objection.objects.get()
    assert (row.agency.name, row.answer_by) == ("UBND tỉnh Mẫu", local("2026-03-10 17:00"))
    assert state(above) == NationalState.SUPPLEMENT_REQUESTED, "papers are still waited for"
    to_answer = Message.objects.get(template="objection-due").recipient
    assert to_answer.endswith(str(above.province.officers["chairman"].pk))
    assert Message.objects.filter(template="objected").count() == 1, "told like anybody else"


def test_nobody_objects_for_the_applicant_without_his_hand_a_reason_or_a_bringer(above, photo):
    add_neighbour(above.province)
    for letter, brought, words, refusal in (
        (io.BytesIO(b""), APPLICANT, SAYS, FileRefused),
        (photo(), Brought(Bringer.POST), SAYS, BringerMissing),
        (photo(), APPLICANT, "không", ReasonMissing),
    ):
        with pytest.raises(refusal):
            objected(above, letter, brought, words)
    for who, refusal in (("handler", RoleMissing), ("neighbour_desk", SentToAnotherDesk)):
        with pytest.raises(refusal):
            objected(above, photo(), who=who)
    assert not Objection.objects.exists()
    assert papers_of(above, Kind.OBJECTION) == [], "nothing is kept of what was refused"


def test_one_objects_once_whether_online_or_at_the_counter(above, photo):
    citizen = Actor.citizen(dossier=above.code)
    dossiers.object_to_request(code=above.code, words=SAYS, by=citizen, at=above.now())
    with pytest.raises(ObjectionMade):
        objected(above, photo())
    assert papers_of(above, Kind.OBJECTION) == []
    assert not CounterVisit.objects.exists()


def test_at_the_counter_too_one_objects_only_while_papers_may_be_sent(story, photo):
    add_committee(story.province)
    publish_policies(GENERAL, OWN)
    request = row(asked(story)).supplements.get()
    with pytest.raises(ObjectionTooLate):
        objected(story, photo(), at=request.answer_by + timedelta(minutes=1))


def test_an_objection_pressed_twice_is_entered_once(above, photo):
    key = "0f8fad5b-d9cb-469f-a165-70867728950e"
    for _press in range(2):
        objected(above, photo(), key=key)
    assert len(papers_of(above, Kind.OBJECTION)) == CounterVisit.objects.count() == 1
    assert Objection.objects.count() == 1
