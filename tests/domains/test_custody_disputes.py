"""Loops go to the common superior by themselves; his decision binds and becomes a precedent."""

import json
from datetime import timedelta
from importlib.resources import files

import pytest
from django.db import IntegrityError, transaction
from tests.builders import BIRTH, MONDAY, Story, add_committee, add_neighbour, build_province
from tests.builders_at_once import AT_ONCE, at_once, refusals, successes
from tests.builders_custody import BASIS, COMMITTEE, COMMUNE, DEPARTMENT, DESK, WRONG, returned
from tests.conftest import publish_calendar

from thongsuot.domains.custody import officer_facts, policy
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody import services as custody
from thongsuot.domains.custody.models import Dispute, Offer
from thongsuot.domains.custody.terms import (
    Answer,
    BoundByRuling,
    Cause,
    DisputeNotOpen,
    Grounds,
    NoSuperior,
    NotTheSuperior,
    NotToBeNamed,
    ReturnReason,
    WithTheSuperior,
)
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines.rules import working_minutes
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import DossierUnknown, Outcome, Step
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.models import Agency, Competence
from thongsuot.kernel.clock import local_date

SYSTEM = Actor.system()


@pytest.fixture
def story(published_calendar):
    province = build_province()
    add_committee(province)
    return Story(province)


def looped(story: Story) -> Story:
    """Return it twice on the same ground: by the department, then by the commune."""
    story.received()
    returned(story, "stranger")
    returned(story, "handler", right=DEPARTMENT)
    return story


def crossed_thrice(story: Story) -> None:
    """Hand it over and back between desk and commune; the third time it goes up."""
    who = story.province
    story.received().handed(who.desk, "head", Step.VERIFY)
    story.handed(who.head, "handler", Step.VERIFY).handed(who.handler, "desk", Step.VERIFY)
    dossiers.offer_handover(
        code=story.code, to_post=who.posts["handler"].pk, step=Step.VERIFY,
        limit_minutes=60, why="Việc của xã", by=who.desk, at=story.now(),
    )  # fmt: skip


def dispute(story: Story):
    return custodies.last_dispute_of(f"dossier:{story.code}")


def decided(story: Story, agency: str = DEPARTMENT) -> Story:
    dossiers.decide_dispute(
        dispute_id=dispute(story).id, agency=agency, legal_basis=BASIS,
        by=story.province.actor("chairman"), at=story.now(),
    )  # fmt: skip
    return story


def acts(story: Story) -> list[str]:
    return [act.act for act in record.acts_of(f"dossier:{story.code}")]


def crossings_count_for_nothing() -> None:
    stated = json.loads(files("thongsuot.domains.custody").joinpath("data/policy.json").read_text())
    stated |= {"version": "mau", "valid_from": "2026-01-01", "crossings_of_two_agencies": 9}
    custody.publish_policy(document=stated, by=SYSTEM, at=MONDAY)


def desk_returns(story: Story, giver: Actor) -> None:
    """Let the desk return what somebody in the commune offers it."""
    offer = story.offered(giver, "desk", Step.VERIFY)
    dossiers.return_handover(
        offer_id=offer, grounds=Grounds(WRONG, BASIS, COMMUNE), by=story.province.desk,
        at=story.now(),
    )  # fmt: skip


@pytest.mark.django_db
class TestALoopGoesUpByItself:
    def test_a_second_return_on_the_same_ground_goes_to_the_common_superior(self, story):
        looped(story)
        found = dispute(story)
        assert (found.cause, found.superior_code, found.is_open) == (
            Cause.SAME_GROUND, COMMITTEE, True,
        )  # fmt: skip
        assert found.offer.grounds.right_agency == DEPARTMENT
        assert found.earlier.to_agency_code == DEPARTMENT
        last = record.acts_of(f"dossier:{story.code}")[-1]
        assert last.act == "handover_returned"
        assert last.detail["dispute"] == found.id
        assert last.detail["superior"] == COMMITTEE
        assert custodies.holder_of(f"dossier:{story.code}").holder.officer_id == (
            story.province.desk.officer_id
        )

    def test_a_second_return_on_another_ground_does_not(self, story):
        story.received()
        returned(story, "stranger")
        returned(story, "handler", ground=ReturnReason.MISSING_COMPONENT, right=DEPARTMENT)
        assert dispute(story) is None

    def test_two_returns_inside_one_agency_are_no_dispute_of_agencies(self, story):
        story.processing()
        for _turn in range(2):
            offer = story.offered(story.province.handler, "head", Step.VERIFY)
            dossiers.return_handover(
                offer_id=offer, grounds=Grounds(WRONG, BASIS, DEPARTMENT), by=story.province.head,
                at=story.now(),
            )  # fmt: skip
        assert dispute(story) is None

    def test_a_third_crossing_of_two_agencies_is_not_offered_but_goes_up(self, story):
        story.processing().handed(story.province.handler, "stranger", Step.VERIFY)
        story.handed(story.province.stranger, "handler", Step.VERIFY)
        dossiers.offer_handover(
            code=story.code, to_post=story.province.posts["stranger"].pk, step=Step.VERIFY,
            limit_minutes=60, why="Vẫn cho là việc của Sở", by=story.province.handler,
            at=story.now(), key="third",
        )  # fmt: skip
        found = dispute(story)
        assert (found.cause, found.offer.answer) == (Cause.CROSSINGS, Answer.REFERRED)
        assert found.offer.why == "Vẫn cho là việc của Sở"
        assert found.earlier.why, "the other side's words stand beside them"
        assert acts(story)[-1] == "handover_referred"
        assert custodies.open_offers_of([f"dossier:{story.code}"]) == {}
        again = dossiers.offer_handover(
            code=story.code, to_post=story.province.posts["stranger"].pk, step=Step.VERIFY,
            limit_minutes=60, why="", by=story.province.handler, at=story.now(), key="third",
        )  # fmt: skip
        assert again.code == story.code
        assert acts(story).count("handover_referred") == 1

    def test_signatures_and_results_given_back_are_no_crossings(self, story):
        story.received().handed(story.province.desk, "handler", Step.VERIFY)
        dossiers.draft_decision(
            code=story.code, outcome=Outcome.GRANTED, grounds="Đủ điều kiện theo quy định",
            by=story.province.handler, at=story.now(),
        )  # fmt: skip
        for giver, who, step in [
            ("handler", "stranger", Step.SIGN), ("stranger", "handler", Step.SIGN),
            ("handler", "stranger", Step.SIGN),
        ]:  # fmt: skip
            story.handed(story.province.actor(giver), who, step)
        assert dispute(story) is None

    def test_the_count_that_makes_a_loop_is_dated_policy(self, story):
        custody.publish_policy(
            document={
                "format": "thongsuot-handover-policy/1", "no_longer_owed": ["lien-thong"],
                "version": "replay",
                "valid_from": "2020-01-01", "source": "thử lại sổ cũ", "answer_minutes": 240,
                "returns_on_one_ground": 1_000_000, "crossings_of_two_agencies": 1_000_000,
                "opinion_bases": [],
            },
            by=SYSTEM, at=MONDAY,
        )  # fmt: skip
        story.received()
        for _turn in range(3):
            returned(story, "stranger")
        assert dispute(story) is None

    def test_the_superior_has_the_time_of_the_policy_to_decide_and_it_stays(self, story):
        looped(story)
        calendar, found = deadlines.calendar_at(story.at, COMMITTEE), dispute(story)
        allowed = custodies.policy_in_force(local_date(story.at)).decide_minutes
        assert working_minutes(found.opened_at, found.decide_by, calendar) == allowed
        said = record.acts_of(f"dossier:{story.code}")[-1].detail
        assert said["decide_by"] == found.decide_by.isoformat()
        assert not found.is_overdue(found.decide_by - timedelta(seconds=1))
        assert found.is_overdue(found.decide_by)
        with pytest.raises(IntegrityError, match="once"), transaction.atomic():
            Dispute.objects.update(decide_by=found.decide_by + timedelta(days=1))

    def test_without_anybody_above_both_the_act_is_refused_and_says_so(self, story):
        Agency.objects.filter(code=COMMITTEE).update(kind="other")
        story.received()
        returned(story, "stranger")
        before = acts(story)
        with pytest.raises(NoSuperior):
            returned(story, "handler", right=DEPARTMENT)
        assert acts(story) == [*before, "handover_offered"]

    @pytest.mark.parametrize(
        ("who", "right", "superior"),
        [
            pytest.param("clerk", DESK, COMMUNE, id="inside one commune its chairman"),
            pytest.param("head", DESK, COMMITTEE, id="not a chairman who took a side himself"),
            pytest.param("clerk", DEPARTMENT, COMMITTEE, id="above the agency named instead too"),
        ],
    )
    def test_the_nearest_above_all_decides(self, story, who, right, superior):
        story.received()
        for _turn in range(2):
            returned(story, who, right=right)
        assert dispute(story).superior_code == superior

    def test_a_chairman_who_gave_the_first_time_does_not_decide_the_second_return(self, story):
        crossings_count_for_nothing()
        who = story.province
        story.received().handed(who.desk, "head", Step.VERIFY)
        desk_returns(story, who.head)
        story.handed(who.head, "handler", Step.VERIFY)
        desk_returns(story, who.handler)
        assert dispute(story).superior_code == COMMITTEE
        decided(story, agency=DESK)

    def test_nor_one_who_took_part_in_any_crossing_before(self, story):
        crossed_thrice(story)
        assert dispute(story).superior_code == COMMITTEE
        assert story.province.head.officer_id in dispute(story).took_sides

    def test_and_that_is_told_of_everybody_who_took_a_side(self, story):
        crossed_thrice(story)
        for who in ("desk", "head", "handler"):
            him, until = story.province.actor(who).officer_id, story.now()
            assert officer_facts.loops_of(him, since=MONDAY, until=until)[0].took_side


@pytest.mark.django_db
class TestWhileItIsBeforeTheSuperior:
    def test_the_giver_holds_and_nothing_is_handed_on(self, story):
        looped(story)
        with pytest.raises(WithTheSuperior):
            story.offered(story.province.desk, "head", Step.VERIFY)
        assert not list(queries.holder_faults())

    def test_the_database_itself_refuses_an_offer(self, story):
        looped(story)
        row = Offer.objects.first()
        row.pk, row.answer, row.answered_at, row.answered_by = None, "", None, None
        row.reason, row.right_agency = "", None
        with pytest.raises(IntegrityError, match="before the superior"), transaction.atomic():
            row.save(force_insert=True)

    def test_only_the_head_of_the_superior_decides_and_nobody_who_took_a_side(self, story):
        looped(story)
        for who in ("desk", "handler", "stranger", "head"):
            with pytest.raises(NotTheSuperior):
                dossiers.decide_dispute(
                    dispute_id=dispute(story).id, agency=DEPARTMENT, legal_basis=BASIS,
                    by=story.province.actor(who), at=story.now(),
                )  # fmt: skip

    def test_the_superior_sees_the_dossier_and_finds_it_in_his_inbox(self, story):
        story.received()
        chairman = story.province.actor("chairman")
        with pytest.raises(DossierUnknown):
            queries.view_for(story.code, by=chairman, at=story.now())
        returned(story, "stranger")
        returned(story, "handler", right=DEPARTMENT)
        assert queries.view_for(story.code, by=chairman, at=story.now()).dispute.is_open
        (row,) = queries.inbox(queries.Block.DISPUTED, by=chairman, at=story.now())
        assert row.code == story.code
        assert not queries.inbox(queries.Block.DISPUTED, by=story.province.head, at=story.now())

    def test_when_the_dossier_ends_the_question_lapses(self, story):
        looped(story)
        dossiers.withdraw(
            code=story.code, reason="", by=Actor.citizen(dossier=story.code), at=story.now()
        )
        assert dispute(story).lapsed_at is not None
        with pytest.raises(DisputeNotOpen):
            policy.check_may_decide(
                dispute(story), by=story.province.actor("chairman"), at=story.now()
            )


@pytest.mark.django_db
class TestTheDecision:
    def test_is_one_entry_moves_no_clock_and_leaves_the_holder(self, story):
        looped(story)
        before = Dossier.objects.get(code=story.code)
        entries = len(acts(story))
        decided(story)
        after = Dossier.objects.get(code=story.code)
        assert acts(story)[entries:] == ["dispute_decided"]
        assert after.due_at == before.due_at
        assert after.competent_agency.code == DEPARTMENT
        assert custodies.holder_of(f"dossier:{story.code}").holder.officer_id == (
            story.province.desk.officer_id
        )
        assert record.verify_all().ok

    def test_forbids_other_places_and_the_decided_agency_its_return(self, story):
        decided(looped(story))
        with pytest.raises(BoundByRuling):
            story.offered(story.province.desk, "handler", Step.VERIFY)
        offer = story.offered(story.province.desk, "stranger", Step.VERIFY)
        with pytest.raises(BoundByRuling):
            dossiers.return_handover(
                offer_id=offer, grounds=Grounds(WRONG, BASIS, COMMUNE),
                by=story.province.stranger, at=story.now(),
            )  # fmt: skip
        dossiers.return_handover(
            offer_id=offer, by=story.province.stranger, at=story.now(),
            grounds=Grounds(ReturnReason.MISSING_COMPONENT, BASIS, COMMUNE),
        )  # fmt: skip

    def test_becomes_a_precedent_that_the_next_proposal_comes_from(self, story):
        story.at = MONDAY
        decided(looped(story))
        on = local_date(story.at)
        desk = organisation.get_desk("H99.31.01", on)
        first = organisation.competent_agencies(BIRTH, on, desk.areas[0])[0]
        assert first.agency.code == DEPARTMENT
        assert first.is_precedent
        assert first.source.startswith(f"Phân định số {dispute(story).id} của ")
        assert organisation.competent_for(BIRTH, desk, on).code == DEPARTMENT
        entry = record.acts_of(f"dossier:{story.code}")[-1]
        assert entry.detail["precedent"] == first.pk
        follower = Story(story.province, at=story.at).received()
        assert Dossier.objects.get(code=follower.code).competent_agency.code == DEPARTMENT

    def test_for_the_agency_that_the_table_named_anyway_keeps_one_row_a_day(self, story):
        decided(looped(story), agency=COMMUNE)
        on = local_date(story.at)
        area = organisation.get_desk("H99.31.01", on).areas[0]
        named = organisation.competent_agencies(BIRTH, on, area)
        assert named[0].agency.code == COMMUNE
        assert named[0].is_precedent
        assert Competence.objects.filter(is_precedent=True).count() == 1

    def test_names_no_agency_outside_the_parties_and_what_is_under_the_superior(self, story):
        add_neighbour(story.province)
        looped(story)
        with pytest.raises(NotToBeNamed):
            decided(story, agency="H99.32")
        assert not Competence.objects.filter(is_precedent=True).exists()
        Agency.objects.filter(code="H99.32").update(parent=Agency.objects.get(code=COMMITTEE))
        decided(story, agency="H99.32")

    def test_names_no_agency_where_nobody_serves(self, story):
        looped(story)
        story.province.officers["stranger"].appointments.update(valid_to="2021-01-01")
        with pytest.raises(NotToBeNamed):
            decided(story)

    def test_is_made_once(self, story):
        decided(looped(story))
        with pytest.raises(DisputeNotOpen):
            decided(story, agency=COMMUNE)
        with pytest.raises(IntegrityError, match="once"), transaction.atomic():
            Dispute.objects.update(agency=story.province.agencies[COMMUNE])

    def test_sent_twice_under_one_key_is_one(self, story):
        looped(story)
        for _turn in range(2):
            dossiers.decide_dispute(
                dispute_id=dispute(story).id, agency=DEPARTMENT, legal_basis=BASIS,
                by=story.province.actor("chairman"), at=story.now(), key="ruling",
            )  # fmt: skip
        assert acts(story).count("dispute_decided") == 1

    def test_after_it_counting_begins_anew(self, story):
        decided(looped(story))
        returned(story, "stranger", ground=ReturnReason.OTHER)
        assert not dispute(story).is_open


def test_of_32_simultaneous_decisions_one_stands(committed_db):
    publish_calendar()
    province = build_province()
    add_committee(province)
    story = looped(Story(province))
    waiting, at = dispute(story).id, story.now()
    outcomes = at_once(
        AT_ONCE,
        lambda n: dossiers.decide_dispute(
            dispute_id=waiting, agency=(COMMUNE, DEPARTMENT)[n % 2], legal_basis=BASIS,
            by=province.actor("chairman"), at=at + timedelta(microseconds=n),
        )
    )  # fmt: skip
    assert successes(outcomes) == 1
    assert refusals(outcomes) == {"dispute-not-open"}
    assert acts(story).count("dispute_decided") == 1
    assert record.verify_all().ok
