"""Acceptance by silence: the limit is dated data, the act is the system's, nobody is lost."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.builders import MONDAY, Story, add_officer, build_province
from tests.builders_at_once import AT_ONCE, at_once, refusals, successes
from tests.builders_staff import add_deputy, granted, on_leave
from tests.conftest import publish_calendar

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody import services as custody
from thongsuot.domains.custody.models import Offer
from thongsuot.domains.custody.terms import (
    Answer,
    AnswerNotDue,
    AnswerTooLate,
    Grounds,
    OfferNotOpen,
    PolicyNotYours,
    PolicyVersionTaken,
    ReturnReason,
)
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.models import Appointment
from thongsuot.domains.organisation.terms import Role
from thongsuot.domains.organisation.terms.delegations import DelegatedAct
from thongsuot.kernel.errors import Refused

SYSTEM = Actor.system()
POLICY = {
    "format": "thongsuot-handover-policy/1", "no_longer_owed": ["lien-thong"],
    "version": "mau-2", "valid_from": "2026-03-02",
    "source": "Quyết định mẫu 02", "answer_minutes": 60, "returns_on_one_ground": 2,
    "crossings_of_two_agencies": 3, "opinion_bases": [],
}  # fmt: skip
WRONG = Grounds(ReturnReason.WRONG_COMPETENCE, "Điều 13 Luật Hộ tịch 60/2014/QH13", "H99.05")


def offered(story: Story, who: str = "handler") -> tuple[int, datetime]:
    """Offer it to a post; return the offer and the instant from which silence accepts."""
    offer = story.received().offered(story.province.desk, who, Step.VERIFY)
    return offer, Offer.objects.get(pk=offer).answer_by


def holder(story: Story) -> int:
    return custodies.holder_of(f"dossier:{story.code}").holder.officer_id


def acts(story: Story) -> list[str]:
    return [act.act for act in record.acts_of(f"dossier:{story.code}")]


@pytest.mark.django_db
class TestTheLimit:
    def test_an_offer_keeps_the_policy_and_the_working_time_it_gave(self, story):
        offer, answer_by = offered(story)
        row = Offer.objects.get(pk=offer)
        assert row.policy == "2018-1"
        assert answer_by == row.offered_at + timedelta(hours=4 + 2), "over the lunch break"
        said = record.acts_of(f"dossier:{story.code}")[-1].detail
        assert (said["answer_by"], said["policy"]) == (answer_by.isoformat(), "2018-1")

    def test_a_policy_published_later_holds_from_its_first_day_only(self, story):
        custody.publish_policy(document=POLICY, by=SYSTEM, at=MONDAY)
        assert custodies.policy_in_force(date(2026, 3, 1)).version == "2018-1"
        offer, answer_by = offered(story)
        row = Offer.objects.get(pk=offer)
        assert (row.policy, answer_by - row.offered_at) == ("mau-2", timedelta(minutes=60))

    @pytest.mark.usefixtures("story")
    def test_the_same_policy_again_is_no_second_act_and_another_one_needs_another_name(self):
        for _turn in range(2):
            custody.publish_policy(document=POLICY, by=SYSTEM, at=MONDAY)
        assert len(record.acts_of("policy:handover")) == 1
        with pytest.raises(PolicyVersionTaken):
            custody.publish_policy(document=POLICY | {"answer_minutes": 30}, by=SYSTEM, at=MONDAY)

    def test_an_officer_who_is_no_administrator_sets_no_policy(self, story):
        with pytest.raises(PolicyNotYours):
            custody.publish_policy(document=POLICY, by=story.province.head, at=MONDAY)

    def test_the_database_lets_nobody_move_the_time_for_answering(self, story):
        offer, answer_by = offered(story)
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            Offer.objects.filter(pk=offer).update(answer_by=answer_by + timedelta(days=1))


@pytest.mark.django_db
class TestSilence:
    def test_before_the_limit_silence_says_nothing(self, story):
        offer, answer_by = offered(story)
        with pytest.raises(AnswerNotDue):
            dossiers.accept_by_silence(offer_id=offer, at=answer_by - timedelta(seconds=1))
        assert dossiers.take_silence_for_answers(at=answer_by - timedelta(seconds=1)) == 0

    def test_at_the_limit_the_post_holds_from_the_instant_of_the_act(self, story):
        _offer, answer_by = offered(story)
        late = answer_by + timedelta(seconds=40)
        assert dossiers.take_silence_for_answers(at=late) == 1
        spans = custodies.spans_of(f"dossier:{story.code}")
        assert [span.holder.officer_id for span in spans] == [
            story.province.desk.officer_id, story.province.handler.officer_id,
        ]  # fmt: skip
        assert spans[0].ended_at == spans[1].started_at == late
        told = custodies.offers_of(f"dossier:{story.code}")[0]
        assert (told.answer, told.answered_at) == (Answer.SILENT, late)
        entry = record.acts_of(f"dossier:{story.code}")[-1]
        assert entry.act == "handover_accepted_by_silence"
        assert entry.actor == SYSTEM
        assert entry.detail["officer"] == story.province.handler.officer_id
        assert queries.get_dossier(story.code, by=SYSTEM, at=late).processing_at == late
        assert not list(queries.holder_faults())
        assert record.verify_all().ok

    def test_a_second_turn_and_the_same_key_change_nothing(self, story):
        offer, answer_by = offered(story)
        dossiers.take_silence_for_answers(at=answer_by)
        done = acts(story)
        assert dossiers.take_silence_for_answers(at=answer_by + timedelta(minutes=1)) == 0
        dossiers.accept_by_silence(offer_id=offer, at=answer_by, key=f"silence:offer:{offer}")
        assert acts(story) == done
        with pytest.raises(OfferNotOpen):
            dossiers.accept_by_silence(offer_id=offer, at=answer_by)

    def test_of_several_on_the_post_the_least_burdened_takes_over(self, story):
        province = story.province
        busy = Story(province).processing()
        add_officer(
            province, "second", "H99.31", "Công chức hộ tịch", "handler", "Vũ Thị Mẫu Sáu",
            [Role.HANDLE],
        )  # fmt: skip
        Appointment.objects.create(
            officer=province.officers["second"], post=province.posts["handler"],
            valid_from=date(2020, 1, 1),
        )  # fmt: skip
        story.at = busy.at
        _offer, answer_by = offered(story)
        dossiers.take_silence_for_answers(at=answer_by)
        assert holder(story) == province.officers["second"].pk

    def test_where_nobody_serves_the_post_the_giver_holds_on_and_it_is_said(self, story):
        offer, answer_by = offered(story)
        Appointment.objects.filter(post=story.province.posts["handler"]).update(
            valid_to=date(2026, 3, 2)
        )
        dossiers.take_silence_for_answers(at=answer_by)
        assert holder(story) == story.province.desk.officer_id
        assert acts(story)[-1] == "handover_unserved"
        assert Offer.objects.get(pk=offer).answer == Answer.UNSERVED
        dossiers.accept_by_silence(offer_id=offer, at=answer_by, key=f"silence:offer:{offer}")
        story.at = answer_by
        story.offered(story.province.desk, "head", Step.VERIFY, "Chuyển Chủ tịch vì trống vị trí")

    def test_who_is_on_leave_becomes_no_holder_but_who_stands_in_for_him_does(self, story):
        province = story.province
        add_deputy(province)
        _offer, answer_by = offered(story)
        on_leave(province, "handler")
        granted(province, giver="handler", to="colleague", acts=(DelegatedAct.HAND_OVER,))
        dossiers.take_silence_for_answers(at=answer_by)
        held = custodies.holder_of(f"dossier:{story.code}").holder
        assert (held.officer_id, held.post_id) == (
            province.officers["colleague"].pk, province.posts["colleague"].pk,
        )  # fmt: skip
        assert not list(queries.holder_faults())

    def test_where_nobody_stands_in_another_one_at_work_on_the_post_takes_over(self, story):
        province = story.province
        add_deputy(province)
        Appointment.objects.create(
            officer=province.officers["colleague"], post=province.posts["handler"],
            valid_from=date(2020, 1, 1),
        )  # fmt: skip
        _offer, answer_by = offered(story)
        on_leave(province, "handler")
        dossiers.take_silence_for_answers(at=answer_by)
        assert holder(story) == province.officers["colleague"].pk

    def test_where_all_are_on_leave_the_giver_holds_on(self, story):
        _offer, answer_by = offered(story)
        on_leave(story.province, "handler")
        dossiers.take_silence_for_answers(at=answer_by)
        assert holder(story) == story.province.desk.officer_id
        assert acts(story)[-1] == "handover_unserved"

    def test_after_the_limit_a_return_is_refused_and_acceptance_is_not(self, story):
        offer, answer_by = offered(story)
        by = story.province.handler
        with pytest.raises(AnswerTooLate):
            dossiers.return_handover(offer_id=offer, grounds=WRONG, by=by, at=answer_by)
        dossiers.accept_handover(offer_id=offer, by=by, at=answer_by)
        assert custodies.offers_of(f"dossier:{story.code}")[0].answer == Answer.ACCEPTED

    def test_what_was_recalled_is_not_accepted_by_silence(self, story):
        _offer, answer_by = offered(story)
        dossiers.recall_handover(code=story.code, by=story.province.desk, at=story.now())
        assert dossiers.take_silence_for_answers(at=answer_by) == 0

    def test_the_time_waited_is_told_per_offer_and_the_overrun_apart(self, story):
        _offer, answer_by = offered(story)
        dossiers.take_silence_for_answers(at=answer_by + timedelta(minutes=10))
        (waited,) = custodies.waits_of(f"dossier:{story.code}", at=answer_by + timedelta(days=3))
        assert (waited.minutes, waited.minutes_over) == (250, 10)
        assert waited.answer is Answer.SILENT
        assert waited.to_agency_code == "H99.31"


def test_a_human_answer_and_silence_at_once_leave_one_holder(committed_db):
    publish_calendar()
    story = Story(build_province())
    offer, answer_by = offered(story)

    def answer(n: int) -> object:
        if n % 2:
            return dossiers.accept_handover(
                offer_id=offer, by=story.province.handler, at=answer_by + timedelta(seconds=1)
            )
        return dossiers.accept_by_silence(offer_id=offer, at=answer_by + timedelta(seconds=1))

    outcomes = at_once(AT_ONCE, answer)
    assert successes(outcomes) == 1
    assert refusals(outcomes) == {"offer-not-open"}
    assert len(custodies.spans_of(f"dossier:{story.code}")) == 2
    assert not list(queries.holder_faults())
    assert record.verify_all().ok


def test_many_workers_at_once_hand_over_once(committed_db):
    publish_calendar()
    story = Story(build_province())
    _offer, answer_by = offered(story)
    done = at_once(AT_ONCE, lambda _n: dossiers.take_silence_for_answers(at=answer_by))
    assert not [found for found in done if isinstance(found, Refused)]
    assert acts(story).count("handover_accepted_by_silence") == 1
    assert len(custodies.spans_of(f"dossier:{story.code}")) == 2
    connection.close()
