"""What a process binds a dossier to: who signs, which opinions come first, what time does."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.builders import BIRTH, MONDAY, Story, add_officer
from tests.builders_birth_process import (
    HANDLER,
    birth,
    last_detail,
    place,
    publish,
    step,
    with_step,
    with_timer,
)
from tests.builders_staff import add_deputy, on_leave
from tests.builders_story import drafted_and_signed

from thongsuot import bootstrap
from thongsuot.domains.catalogue import services as catalogue
from thongsuot.domains.catalogue.terms import (
    OpinionBeside,
    OpinionMissing,
    PaperNotMade,
    SignerNotOfStep,
    StepDocument,
    StepNotInProcess,
    Work,
)
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import Opinion
from thongsuot.domains.dossiers import process_signing
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier, ProcessTimer
from thongsuot.domains.dossiers.terms import Outcome, Step
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.ledger.queries import acts_of
from thongsuot.domains.ledger.terms import Actor, ActorKind, Behalf
from thongsuot.domains.organisation.terms import AgencyKind, Role
from thongsuot.kernel.clock import local_date

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_calendar")]
QUESTION = "Thửa đất này có nằm trong quy hoạch giao thông không?"
WHY = "Đã hết thời gian của bước"


def with_opinion(**changed):
    wanted = OpinionBeside("qh", "Quy hoạch", AgencyKind.DEPARTMENT, "phoi-hop", 120, **changed)
    return with_step(birth(), "B2", opinions=(wanted,))


def policy(**said):
    document = {
        "format": "thongsuot-process-policy/1", "version": str(said["valid_from"]),
        "source": "Quyết định mẫu", "another_step": "refuse", "another_post": "reason", **said,
    }  # fmt: skip
    catalogue.publish_process_policy(document=document, by=Actor.system(), at=MONDAY)


def sign(story, who):
    dossiers.sign_decision(
        code=story.code, signer=bootstrap.signer(), by=story.province.actor(who), at=story.now()
    )


def asked(story, **more):
    dossiers.ask_opinion(
        code=story.code, to_post=story.province.posts["stranger"].pk, question=QUESTION,
        basis="phoi-hop", by=story.province.handler, at=story.now(), **more,
    )  # fmt: skip
    return custodies.opinions_of(f"dossier:{story.code}")[-1]


# --- who signs --------------------------------------------------------------------------------


@pytest.fixture
def deputy(story):
    publish(birth())
    add_officer(
        story.province, "deputy", "H99.31", "Phó Chủ tịch", "division-head", "Vũ Văn Mẫu Tám",
        [Role.SIGN, Role.HANDLE],
    )  # fmt: skip
    return story.province.actor("deputy")


def test_the_step_names_who_signs_and_another_post_is_not_even_offered_to_sign(story, deputy):
    story.processing()
    with pytest.raises(SignerNotOfStep):
        story.offered(story.province.handler, "deputy", Step.SIGN)
    drafted_and_signed_by_head = drafted_and_signed(story)
    assert last_detail(drafted_and_signed_by_head, "decision_signed")["process_step"] == "B3"


def test_who_holds_it_for_signing_and_is_not_on_the_post_does_not_sign(story, deputy):
    policy(valid_from="2026-03-02", another_signer="reason")
    story.processing()
    dossiers.draft_decision(
        code=story.code, outcome=Outcome.GRANTED, grounds="Đủ điều kiện theo quy định",
        by=story.province.handler, at=story.now(),
    )  # fmt: skip
    story.handed(story.province.handler, "deputy", Step.SIGN)
    assert place(story) == (1, "B3")
    policy(valid_from="2026-03-03", another_signer="refuse")
    story.at += timedelta(days=1)
    with pytest.raises(SignerNotOfStep) as refused:
        sign(story, "deputy")
    assert refused.value.facts == {"step": "B3", "post": "head"}
    head = story.province.head
    instead = Actor.officer(
        officer_id=deputy.officer_id, post_id=deputy.post_id, agency="H99.31",
        on_behalf_of=Behalf(head.officer_id, head.post_id, 1),
    )  # fmt: skip
    dossier, on = Dossier.objects.get(code=story.code), local_date(story.at)
    assert process_signing.check_signer(dossier, instead, on) is False


def test_a_policy_may_let_another_sign_and_the_record_says_so(story, deputy):
    policy(valid_from="2026-03-02", another_signer="reason")
    story.processing()
    dossiers.draft_decision(
        code=story.code, outcome=Outcome.GRANTED, grounds="Đủ điều kiện theo quy định",
        by=story.province.handler, at=story.now(),
    )  # fmt: skip
    story.handed(story.province.handler, "deputy", Step.SIGN)
    sign(story, "deputy")
    assert last_detail(story, "decision_signed")["outside_process"] is True


def test_nobody_signs_in_a_step_that_signs_nothing(story, deputy):
    story.processing()
    dossier = Dossier.objects.get(code=story.code)
    with pytest.raises(StepNotInProcess):
        process_signing.check_signer(dossier, story.province.head, local_date(story.at))


def test_where_no_step_of_a_process_signs_the_roles_alone_decide_who_does(story):
    publish(with_step(with_step(birth(), "B3", work=Work.APPROVE), "B2", documents=()))
    story.processing()
    dossiers.draft_decision(
        code=story.code, outcome=Outcome.GRANTED, grounds="Đủ điều kiện theo quy định",
        by=story.province.handler, at=story.now(),
    )  # fmt: skip
    story.handed(story.province.handler, "head", Step.VERIFY)
    sign(story, "head")
    assert "outside_process" not in last_detail(story, "decision_signed")


# --- opinions ---------------------------------------------------------------------------------


def test_an_opinion_that_must_come_holds_the_signature_until_it_is_there(story):
    publish(with_opinion(must=True))
    story.processing()
    found = asked(story)
    assert found.answer_by - found.asked_at == timedelta(hours=2), "the time the process gives"
    assert last_detail(story, "opinion_asked")["process_opinion"] == "qh"
    with pytest.raises(OpinionMissing):
        drafted_and_signed(story)
    dossiers.give_opinion(
        opinion_id=found.id, answer=Opinion.AGREE, text="Nằm ngoài quy hoạch.",
        by=story.province.stranger, at=story.now(),
    )  # fmt: skip
    sign(story, "head")
    assert "without_opinions" not in last_detail(story, "decision_signed")


def test_signing_without_an_opinion_that_is_only_wished_is_flagged(story):
    publish(with_opinion())
    story.processing()
    drafted_and_signed(story)
    assert last_detail(story, "decision_signed")["without_opinions"] == ["qh"]


def test_leaving_a_step_without_the_paper_it_makes_is_flagged(story):
    publish(birth())
    story.processing()
    story.offered(story.province.handler, "head", Step.SIGN)
    assert last_detail(story, "handover_offered")["without_papers"] == 1
    other = Story(story.province, at=story.at).processing()
    other.drafted_by_handler()
    assert "without_papers" not in last_detail(other, "handover_offered")


def test_a_step_is_not_left_onwards_without_the_paper_that_it_must_make(story):
    publish(with_step(birth(), "B2", documents=(StepDocument("Trích lục", "B3", must=True),)))
    story.processing()
    with pytest.raises(PaperNotMade) as refused:
        story.offered(story.province.handler, "head", Step.SIGN)
    assert refused.value.facts == {"step": "B2", "papers": "Trích lục"}
    assert place(story) == (1, "B2")
    story.drafted_by_handler()
    assert place(story) == (1, "B3")


def test_time_moves_no_dossier_past_a_paper_that_its_step_must_make(story):
    process = with_timer("B3", 60)
    made = (StepDocument("Trích lục", "B3", must=True),)
    publish(with_step(process, "B2", documents=made))
    story.processing()
    assert pass_time(story, hours=2) == 1
    assert last_detail(story, "process_time_passed")["handed_on"] is False
    assert place(story) == (1, "B2")


# --- time -------------------------------------------------------------------------------------


def holder(story):
    return custodies.holder_of(f"dossier:{story.code}").holder


def pass_time(story, **past):
    story.at += timedelta(**past)
    return dossiers.take_time_for_outcomes(why=WHY, at=story.at)


def test_time_offers_the_dossier_to_the_next_post_and_the_holder_holds_on(story):
    publish(with_timer("B3"))
    story.processing()
    assert pass_time(story, minutes=50) == 0
    assert pass_time(story, minutes=12) == 1
    entry = acts_of(f"dossier:{story.code}")[-1]
    assert (entry.act, entry.actor.kind) == ("handover_offered", ActorKind.SYSTEM)
    assert (entry.detail["timer"], entry.detail["process_step"]) == ("qua-gio", "B3")
    assert holder(story).officer_id == story.province.handler.officer_id
    (offer,) = [o for o in custodies.offers_of(f"dossier:{story.code}") if o.why == WHY]
    assert offer.to_post_id == story.province.posts["head"].pk
    assert pass_time(story, hours=1) == 0, "once a stay"
    dossiers.accept_handover(offer_id=offer.id, by=story.province.head, at=story.now())
    assert place(story) == (1, "B3")
    assert holder(story).officer_id == story.province.head.officer_id


def test_time_offers_it_to_nobody_who_is_on_leave(story):
    add_deputy(story.province)
    publish(with_timer("B3"))
    story.processing()
    on_leave(story.province, "head")
    assert pass_time(story, minutes=62) == 1
    (offer,) = [o for o in custodies.offers_of(f"dossier:{story.code}") if o.why == WHY]
    assert offer.to_post_id == story.province.posts["deputy"].pk


def test_time_that_can_move_nothing_is_recorded_and_the_holder_stays(story):
    publish(with_timer("B3"))
    story.processing()
    story.offered(story.province.handler, "head", Step.SIGN)
    assert pass_time(story, hours=2) == 1
    entry = acts_of(f"dossier:{story.code}")[-1]
    assert (entry.act, entry.detail["handed_on"]) == ("process_time_passed", False)
    assert holder(story).officer_id == story.province.handler.officer_id


def test_a_timer_goes_on_through_versions_and_back_and_fires_once(story):
    publish(with_timer("B3", 120))
    story.processing()
    publish(with_timer("B3", 180))
    move = {"process_code": BIRTH, "by": Actor.system()}
    for number in (2, 1, 2, 1):
        dossiers.move_to_process(number=number, at=story.now(), **move)
    running = ProcessTimer.objects.get(ended_at=None)
    first, last = ProcessTimer.objects.order_by("pk")
    assert (running, first.since) == (first, last.since)
    assert pass_time(story, hours=2) == 1
    dossiers.move_to_process(number=2, at=story.now(), **move)
    dossiers.move_to_process(number=1, at=story.now(), **move)
    assert ProcessTimer.objects.filter(fired=True).count() == 1


def test_a_time_that_no_published_calendar_counts_keeps_nobody_from_the_step(story):
    publish(with_timer("B3", 1_000_000))
    story.processing()
    assert place(story) == (1, "B2")
    assert ProcessTimer.objects.get().due_at == datetime(2026, 12, 31, 17, tzinfo=UTC)
    assert pass_time(story, days=365) == 0, "nor does it stop what else time brings about"


def test_what_time_brought_about_is_not_brought_about_again_by_another_version(story):
    publish(with_timer("B3"))
    story.processing()
    publish(with_timer("B3", 180))
    assert pass_time(story, hours=2) == 1
    dossiers.move_to_process(process_code=BIRTH, number=2, by=Actor.system(), at=story.now())
    assert not ProcessTimer.objects.filter(ended_at=None).exists(), "the stay is the same"
    assert pass_time(story, days=2) == 0


def test_a_time_that_leads_back_to_its_step_reminds_the_holder_by_a_message(story):
    publish(with_timer("B2"))
    story.processing()
    assert pass_time(story, hours=2) == 1
    assert acts_of(f"dossier:{story.code}")[-1].act == "process_time_passed"
    told = Message.objects.get(template="step-time")
    assert told.recipient.endswith(str(story.province.handler.officer_id))
    assert list(told.values) == ["since"], "an instant and nothing else"


def test_an_opinion_that_must_come_is_not_passed_by_with_the_time_of_its_step(story):
    before, wanted = with_timer("B5"), with_opinion(must=True).find_step("B2").opinions
    before = with_step(before, "B2", opinions=wanted, share_minutes=200)
    after = step("B5", Work.VERIFY, HANDLER, 40, "B3")
    publish(birth(*before.steps[:2], after, *before.steps[2:]))
    story.processing()
    assert pass_time(story, hours=2) == 1
    assert place(story) == (1, "B5")
    missing = process_signing.missing_opinions(Dossier.objects.get(code=story.code))
    assert [one.code for one in missing] == ["qh"]


def test_time_that_the_clock_stands_does_not_count_and_leaving_the_step_ends_it(story):
    publish(with_timer("B3", 120))
    story.processing()
    timer = ProcessTimer.objects.get()
    ProcessTimer.objects.update(due_at=story.at)
    assert pass_time(story, minutes=1) == 0, "asked too early it only looks again later"
    assert ProcessTimer.objects.get().due_at == timer.due_at
    story.drafted_by_handler()
    assert ProcessTimer.objects.get().ended_at is not None
    assert pass_time(story, days=1) == 0
