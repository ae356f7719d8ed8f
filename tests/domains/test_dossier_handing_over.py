"""A dossier passes from hand to hand by question and answer.

The numbers in the names are the lines of the list of what such a system must refuse
(docs/law/dossier-life.md).
"""

from datetime import timedelta

import pytest
from tests.builders import MONDAY
from tests.builders_deadlines import SHIPPED, document
from tests.builders_story import grounds, state

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import (
    AlreadyOffered,
    GroundsMissing,
    NobodyOnPost,
    NotOfferedToYou,
    NotTheHolder,
    OfferedToOneself,
    OfferNotOpen,
    ReturnReason,
)
from thongsuot.domains.deadlines import services as deadlines
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import NationalState, NotCompetent, ReasonMissing, Step
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.models import Agency
from thongsuot.domains.organisation.terms import AgencyUnknown

pytestmark = pytest.mark.django_db


def test_6_a_hand_over_to_oneself_is_refused(story):
    story.received()
    with pytest.raises(OfferedToOneself):
        story.offered(story.province.desk, "desk", Step.VERIFY)


def test_6_a_hand_over_to_nobody_or_to_a_disabled_account_is_refused(story):
    story.received()
    handler = story.province.officers["handler"]
    handler.disabled_at = MONDAY - timedelta(days=1)
    handler.save(update_fields=["disabled_at"])
    with pytest.raises(NobodyOnPost):
        story.offered(story.province.desk, "handler", Step.VERIFY)


def test_6_only_the_holder_hands_over(story):
    story.received()
    with pytest.raises(NotTheHolder):
        story.offered(story.province.stranger, "handler", Step.VERIFY)


def test_6_one_question_at_a_time(story):
    story.received().offered(story.province.desk, "handler", Step.VERIFY)
    with pytest.raises(AlreadyOffered):
        story.offered(story.province.desk, "handler", Step.VERIFY)


def test_6_a_share_beyond_the_due_instant_is_flagged(story):
    story.received()
    dossiers.offer_handover(
        code=story.code, to_post=story.province.posts["handler"].pk, step=Step.VERIFY,
        limit_minutes=5 * 480, why="", by=story.province.desk, at=story.now(),
    )  # fmt: skip
    assert custodies.offers_of(f"dossier:{story.code}")[-1].overruns


def test_6_such_a_share_is_counted_by_the_hours_of_the_agency_that_settles(story):
    mornings = {
        "agency": "H99.31", "valid_from": "2026-03-09", "source": "Quyết định mẫu",
        "sessions": [["07:30", "11:30"]],
    }  # fmt: skip
    deadlines.publish_calendar(
        document=document(
            version="mornings", in_force_from="2026-03-09",
            office_hours=[*SHIPPED["office_hours"], mornings],
        ),
        by=Actor.system(), at=MONDAY,
    )  # fmt: skip
    story.at = MONDAY + timedelta(days=7)
    story.received()
    dossiers.offer_handover(
        code=story.code, to_post=story.province.posts["handler"].pk, step=Step.VERIFY,
        limit_minutes=4 * 240, why="", by=story.province.desk, at=story.now(),
    )  # fmt: skip
    assert custodies.offers_of(f"dossier:{story.code}")[-1].overruns


def test_the_giver_holds_until_the_receiver_accepts(story):
    story.received()
    offer = story.offered(story.province.desk, "handler", Step.VERIFY)
    assert custodies.holder_of(f"dossier:{story.code}").holder.officer_name == "Trần Thị Mẫu Một"
    dossiers.accept_handover(offer_id=offer, by=story.province.handler, at=story.now())
    assert custodies.holder_of(f"dossier:{story.code}").holder.officer_name == "Đỗ Văn Mẫu Hai"
    assert state(story) == NationalState.PROCESSING


def test_only_whom_the_question_was_put_to_may_answer(story):
    story.received()
    offer = story.offered(story.province.desk, "handler", Step.VERIFY)
    with pytest.raises(NotOfferedToYou):
        dossiers.accept_handover(offer_id=offer, by=story.province.stranger, at=story.now())


def test_an_agency_outside_the_competence_table_needs_a_reason_in_words(story):
    story.received()
    with pytest.raises(ReasonMissing):
        story.offered(story.province.desk, "stranger", Step.VERIFY, why="")


def test_a_return_names_reason_basis_and_the_competent_agency(story):
    story.received()
    offer = story.offered(
        story.province.desk, "stranger", Step.VERIFY, why="Cần ý kiến chuyên môn của Sở"
    )
    unexplained = {"reason": ReturnReason.OTHER, "explanation": " "}
    for missing in ({"legal_basis": " "}, {"right_agency": ""}, unexplained):
        with pytest.raises(GroundsMissing):
            dossiers.return_handover(
                offer_id=offer, grounds=grounds(**missing), by=story.province.stranger,
                at=story.now(),
            )  # fmt: skip
    dossiers.return_handover(
        offer_id=offer, grounds=grounds(), by=story.province.stranger, at=story.now()
    )
    view = queries.view_for(story.code, by=story.province.desk, at=story.at)
    assert view.holder.holder.officer_name == "Trần Thị Mẫu Một"
    assert view.offers[-1].right_agency_name == "UBND xã Mẫu An"
    with pytest.raises(OfferNotOpen):
        dossiers.accept_handover(offer_id=offer, by=story.province.stranger, at=story.now())


def test_a_return_names_no_agency_that_has_ended(story):
    story.received()
    offer = story.offered(story.province.desk, "stranger", Step.VERIFY)
    Agency.objects.filter(code="H99.31").update(valid_to=MONDAY.date())
    with pytest.raises(AgencyUnknown):
        dossiers.return_handover(
            offer_id=offer, grounds=grounds(), by=story.province.stranger, at=story.now()
        )


def test_nobody_returns_a_dossier_by_naming_his_own_agency(story):
    story.received()
    offer = story.offered(story.province.desk, "handler", Step.VERIFY)
    with pytest.raises(NotCompetent):
        dossiers.return_handover(
            offer_id=offer, grounds=grounds(), by=story.province.handler, at=story.now()
        )


def test_a_question_nobody_answered_is_taken_back_and_the_giver_has_held_it_all_along(story):
    story.received()
    offer = story.offered(story.province.desk, "stranger", Step.VERIFY)
    dossiers.recall_handover(code=story.code, by=story.province.desk, at=story.now())
    (told,) = custodies.offers_of(f"dossier:{story.code}")
    assert told.answer == "recalled"
    assert len(custodies.spans_of(f"dossier:{story.code}")) == 1
    with pytest.raises(OfferNotOpen):
        dossiers.accept_handover(offer_id=offer, by=story.province.stranger, at=story.now())
    story.handed(story.province.desk, "handler", Step.VERIFY)


def test_an_accepted_hand_over_is_never_taken_back(story):
    story.processing()
    with pytest.raises(NotTheHolder):
        dossiers.recall_handover(code=story.code, by=story.province.desk, at=story.now())
    with pytest.raises(OfferNotOpen):
        dossiers.recall_handover(code=story.code, by=story.province.handler, at=story.now())


def test_only_the_giver_takes_a_question_back(story):
    story.received()
    story.offered(story.province.desk, "handler", Step.VERIFY)
    with pytest.raises(NotTheHolder):
        dossiers.recall_handover(code=story.code, by=story.province.handler, at=story.now())


def test_a_question_taken_back_twice_under_one_key_is_taken_back_once(story):
    story.received()
    story.offered(story.province.desk, "handler", Step.VERIFY)
    for _time in range(2):
        dossiers.recall_handover(
            code=story.code, by=story.province.desk, at=story.now(), key="recall-0001"
        )
    acts = [act.act for act in record.acts_of(f"dossier:{story.code}")]
    assert acts.count("handover_recalled") == 1
