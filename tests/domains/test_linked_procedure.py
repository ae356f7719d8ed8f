"""A linked procedure: one submission, one holder, parts that other agencies do by their limits."""

from datetime import timedelta

import pytest
from django.db import transaction
from tests.builders import Story, add_officer, build_province
from tests.builders_birth_process import birth, last_detail, publish, with_step
from tests.builders_deadlines import local
from tests.builders_recounting import publish_swap, recount
from tests.builders_staff import granted, on_leave
from tests.builders_story import drafted_and_signed

from thongsuot import bootstrap
from thongsuot.domains.catalogue.terms import OpinionBeside, OpinionMissing
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import AnswerNotDue, Opinion
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.exchange.terms import to_officer
from thongsuot.domains.ledger.queries import acts_of
from thongsuot.domains.ledger.terms import Actor, ActorKind
from thongsuot.domains.organisation.terms import AgencyKind, Role
from thongsuot.domains.organisation.terms.delegations import DelegatedAct

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_calendar")]


def part(code="qh", minutes=120):
    return OpinionBeside(code, "Xác nhận quy hoạch", AgencyKind.DEPARTMENT, "lien-thong", minutes)


def linked(*parts):
    province = build_province()
    publish(with_step(birth(), "B2", opinions=parts))
    return Story(province)


@pytest.fixture
def story():
    return linked(part()).processing()


def part_of(story):
    (found,) = custodies.opinions_of(f"dossier:{story.code}")
    return found


def done(story):
    dossiers.give_opinion(
        opinion_id=part_of(story).id, answer=Opinion.AGREE, text="Đã làm xong phần việc.",
        by=story.province.stranger, at=story.now(),
    )  # fmt: skip


def test_whoever_takes_it_over_has_every_part_sent_at_once_with_the_limit_of_each(story):
    part = part_of(story)
    assert part.answer_by - part.asked_at == timedelta(hours=2), "the limit of that agency"
    assert part.to_agency_code != story.province.handler.agency
    (entry,) = [one for one in acts_of(f"dossier:{story.code}") if one.act == "opinion_asked"]
    assert (entry.actor.kind, entry.detail["process_opinion"]) == (ActorKind.SYSTEM, "qh")
    holder = custodies.holder_of(f"dossier:{story.code}").holder
    assert holder.officer_id == story.province.handler.officer_id, "one holder, the lead's"
    told = Message.objects.get(template="part-asked")
    assert told.recipient == to_officer(story.province.officers["stranger"].pk)


def test_whose_part_ends_otherwise_by_a_calendar_is_told_of_a_part():
    linked(part(minutes=3 * 480)).processing()
    publish_swap(off="2026-03-05")
    recount(local("2026-03-03 08:31"))
    assert Message.objects.filter(template="part-moved").count() == 1
    assert not Message.objects.filter(template="opinion-moved").exists()


def test_whose_part_nobody_waits_for_any_more_is_told_of_a_part(story):
    dossiers.withdraw(
        code=story.code, reason="Đổi ý", by=Actor.citizen(dossier=story.code), at=story.now()
    )
    told = Message.objects.get(template="part-not-needed")
    assert told.recipient == to_officer(story.province.officers["stranger"].pk)
    assert not Message.objects.filter(template="opinion-not-needed").exists()


def test_a_part_that_is_late_stays_owed_and_nothing_is_signed_without_it(story):
    story.at += timedelta(hours=3)
    assert dossiers.take_silence_for_answers(at=story.at) == 0, "no silence ends it"
    with pytest.raises(AnswerNotDue):
        dossiers.end_opinion_in_silence(opinion_id=part_of(story).id, at=story.at)
    with pytest.raises(OpinionMissing):
        drafted_and_signed(story)
    done(story)
    assert part_of(story).answered_at > part_of(story).answer_by, "late, and on record as late"
    dossiers.sign_decision(
        code=story.code, signer=bootstrap.signer(), by=story.province.head, at=story.now()
    )
    assert "without_opinions" not in last_detail(story, "decision_signed")


def parts_of(story):
    return custodies.opinions_of(f"dossier:{story.code}")


def to_ask(story, who):
    view = queries.view_for(story.code, by=story.province.actor(who), at=story.at)
    return [one.code for one in queries.opinions_wanted(view).to_ask]


def test_a_part_whose_time_no_calendar_counts_keeps_nobody_from_taking_over():
    story = linked(part(minutes=10**6)).processing()
    assert custodies.holder_of(f"dossier:{story.code}").holder.post_title == "Công chức hộ tịch"
    assert (parts_of(story), to_ask(story, "handler")) == ([], ["qh"]), "the holder's to send"


def test_what_was_taken_back_goes_again_with_whoever_holds_it_next(story):
    back = {"by": story.province.handler, "at": story.now()}
    dossiers.recall_opinion(opinion_id=part_of(story).id, **back)
    assert to_ask(story, "handler") == ["qh"]
    story.handed(story.province.handler, "head", Step.SIGN)
    _recalled, again = parts_of(story)
    assert again.is_open, "though the step that wants it is left behind"
    dossiers.recall_opinion(opinion_id=again.id, by=story.province.head, at=story.now())
    assert to_ask(story, "head") == ["qh"]
    dossiers.ask_opinion(
        code=story.code, to_post=again.to_post_id, question="Đề nghị làm phần việc còn lại.",
        basis="lien-thong", by=story.province.head, at=story.now(),
    )  # fmt: skip
    assert last_detail(story, "opinion_asked")["process_opinion"] == "qh"
    assert to_ask(story, "head") == []


def test_a_part_goes_past_a_post_from_which_all_are_away_unless_somebody_stands_in():
    story = linked(part())
    add_officer(
        story.province, "division", "H99.05", "Trưởng phòng", "division_head", "Vũ Thị Mẫu Tám",
        [Role.HANDLE],
    )  # fmt: skip
    on_leave(story.province, "stranger")
    story.received()
    offer = story.offered(story.province.desk, "handler", Step.VERIFY)
    stand_in = {"giver": "stranger", "to": "division", "acts": (DelegatedAct.HANDLE,)}
    granted(story.province, **stand_in | {"acts": (DelegatedAct.HAND_OVER,)})
    with transaction.atomic():
        dossiers.accept_handover(offer_id=offer, by=story.province.handler, at=story.now())
        assert part_of(story).to_post_id == story.province.posts["division"].pk, (
            "taking things over in another's stead is not answering for him"
        )
        transaction.set_rollback(True)
    granted(story.province, **stand_in)
    dossiers.accept_handover(offer_id=offer, by=story.province.handler, at=story.now())
    assert part_of(story).to_post_id == story.province.posts["stranger"].pk
    told = {m.recipient for m in Message.objects.filter(template="part-asked")}
    able = (story.province.officers[who].pk for who in ("stranger", "division"))
    assert told == {to_officer(one) for one in able}, "who stands in is told too"


def test_two_parts_of_one_agency_go_to_two_of_its_posts():
    story = linked(part(), part("mt"))
    add_officer(
        story.province, "division", "H99.05", "Trưởng phòng", "division_head", "Vũ Thị Mẫu Tám",
        [Role.HANDLE],
    )  # fmt: skip
    posts = [story.province.posts[who].pk for who in ("stranger", "division")]
    assert [one.to_post_id for one in parts_of(story.processing())] == posts
