"""Officers are told, in the act itself, of what becomes theirs; a plain offer waits unannounced."""

import json
from datetime import timedelta
from importlib.resources import files

import pytest
from tests.builders import BIRTH, Story, add_committee, add_neighbour, add_officer
from tests.builders_custody import BUILDING, asked, law_covers, returned, returned_twice
from tests.builders_reorganisation import LATER, actor_now, apply, merger
from tests.builders_staff import granted, on_leave
from tests.builders_story import BIRTH_PAPER

from thongsuot import bootstrap
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody import services as custody
from thongsuot.domains.custody.models import Offer, OpinionRequest
from thongsuot.domains.custody.terms import MoveReason
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.exchange import rules
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.models import Appointment, RoleGrant
from thongsuot.domains.organisation.terms import Role
from thongsuot.domains.organisation.terms.delegations import DelegatedAct

WORDED = {t.code for t in rules.shipped().templates if t.audience == "officer"}
pytestmark = pytest.mark.django_db


def told(story: Story, *templates: str) -> list[tuple[str, str]]:
    """Return which officers were told what, in order."""
    names = {f"officer:{officer.pk}": who for who, officer in story.province.officers.items()}
    rows = Message.objects.filter(recipient__startswith="officer:").order_by("created_at")
    return [(names[r.recipient], r.template) for r in rows if r.template in (templates or WORDED)]


def asked_for(story: Story, by: Actor | None = None) -> None:
    """Let the head sign a request for a paper, or who else may."""
    dossiers.request_supplement(
        code=story.code, papers=[BIRTH_PAPER], signer=bootstrap.signer(),
        by=by or story.province.head, at=story.now(),
    )  # fmt: skip


def crossed_thrice(story: Story) -> None:
    """Offer it across the same two agencies a third time."""
    story.processing().handed(story.province.handler, "stranger", Step.VERIFY)
    story.handed(story.province.stranger, "handler", Step.VERIFY)
    assert told(story) == []
    dossiers.offer_handover(
        code=story.code, to_post=story.province.posts["stranger"].pk, step=Step.VERIFY,
        limit_minutes=60, why="Vẫn cho là việc của Sở", by=story.province.handler, at=story.now(),
    )  # fmt: skip


def test_whoever_may_answer_a_question_is_told_of_it_and_what_silence_means(story):
    story.processing()
    asked(story)
    assert told(story, "opinion-asked", "opinion-consent") == [("stranger", "opinion-asked")]
    law_covers(BIRTH)
    add_officer(story.province, "expert", "H99.05", "Chuyên viên", "handler", "Mẫu Bảy", [])
    question = asked(story, who="expert", basis=BUILDING)
    assert told(story, "opinion-consent") == [("expert", "opinion-consent")]
    until = OpinionRequest.objects.get(pk=question).answer_by
    assert Message.objects.get(template="opinion-consent").values == {
        "answer_by": until.isoformat()
    }


def test_that_a_question_ended_in_silence_is_told_to_the_holder_and_the_head_of_the_desk(story):
    story.processing()
    until = OpinionRequest.objects.get(pk=asked(story)).answer_by
    law_covers(BIRTH)
    add_officer(story.province, "expert", "H99.05", "Chuyên viên", "handler", "Mẫu Bảy", [])
    story.at = until
    agreed = OpinionRequest.objects.get(pk=asked(story, who="expert", basis=BUILDING)).answer_by
    for at in (until, agreed):
        dossiers.take_silence_for_answers(at=at)
    assert sorted(told(story, "opinion-unanswered")) == [
        ("handler", "opinion-unanswered"), ("head", "opinion-unanswered"),
    ]  # fmt: skip
    assert told(story, "opinion-deemed") == [("handler", "opinion-deemed")]


def test_an_offer_is_not_told_but_silence_tells_whom_it_makes_the_holder(story):
    offer = story.received().offered(story.province.desk, "handler", Step.VERIFY)
    assert told(story) == []
    until = Offer.objects.get(pk=offer).answer_by
    for _turn in range(2):
        dossiers.take_silence_for_answers(at=until)
    assert told(story) == [("handler", "held-by-silence")]


def test_whom_a_superior_gives_dossiers_is_told_once_and_not_of_his_own_act(story):
    who, codes = story.province, [story.processing().code]
    given = {
        "to_officer": who.officers["head"].pk, "to_post": who.posts["head"].pk, "by": who.head,
        "reason": MoveReason.ABSENCE, "why": "Công chức nghỉ ốm dài ngày",
    }  # fmt: skip
    dossiers.move_dossiers(codes=codes, at=story.now(), **given)
    assert told(story) == [], "his own act"
    back = given | {
        "to_officer": who.officers["handler"].pk, "to_post": who.posts["handler"].pk, "key": "k",
    }  # fmt: skip
    for _twice in range(2):
        dossiers.move_dossiers(codes=codes, at=story.now(), **back)
    assert told(story) == [("handler", "moved")]
    codes.append(story.processing().code)
    dossiers.move_dossiers(codes=codes[1:], at=story.now(), **given)
    dossiers.move_dossiers(codes=codes[:1], at=story.now(), **given)
    dossiers.move_dossiers(codes=codes, at=story.now(), **(back | {"key": "both"}))
    assert told(story, "moved-many") == [("handler", "moved-many")]
    assert Message.objects.get(template="moved-many").values == {"count": 2}


@pytest.mark.parametrize("loop", [returned_twice, crossed_thrice])
def test_the_superior_is_told_of_a_loop_when_it_comes_before_him(story, loop):
    add_committee(story.province)
    returned(story.received(), "stranger")
    assert told(story) == [], "one return is no loop"
    loop(story)
    assert told(story) == [("chairman", "ruling-due")]
    until = custodies.last_dispute_of(f"dossier:{story.code}").decide_by
    assert Message.objects.get(template="ruling-due").values == {"decide_by": until.isoformat()}


def test_where_no_calendar_counts_until_the_ruling_the_superior_is_told_without_a_limit(story):
    add_committee(story.province)
    stated = json.loads(files("thongsuot.domains.custody").joinpath("data/policy.json").read_text())
    stated |= {"version": "long", "valid_from": "2026-01-01", "decide_minutes": 10**6}
    custody.publish_policy(document=stated, by=Actor.system(), at=story.at)
    returned_twice(story)
    assert told(story) == [("chairman", "ruling-asked")]


def test_the_desk_is_told_of_a_signed_request_for_papers_as_the_citizen_is(story):
    story.processing()
    asked_for(story)
    assert told(story) == [("desk", "request-signed")]
    assert Message.objects.get(template="request-signed").values == {"papers": 1}


def test_the_desk_is_told_of_a_signed_apology_and_its_new_date(story):
    story.processing()
    drafted = {"code": story.code, "days": 2, "reason": "Phải xác minh thêm nơi cư trú"}
    dossiers.propose_extension(**drafted, by=story.province.handler, at=story.now())
    assert told(story) == [], "a draft is nobody's promise"
    signed = dossiers.sign_extension(
        code=story.code, signer=bootstrap.signer(), by=story.province.head, at=story.now()
    )
    assert told(story) == [("desk", "apology-signed")]
    new_due = signed.extension.new_due_at.isoformat()
    assert Message.objects.get(template="apology-signed").values == {"due_at": new_due}


def test_in_the_stead_of_who_is_away_from_the_desk_his_delegate_is_told(story):
    who = story.province
    add_officer(who, "window", "H99.31.01", "Công chức", "desk", "Vũ Thị Mẫu Sáu", [Role.RECEIVE])
    story.processing()
    granted(who, giver="desk", to="window", acts=(DelegatedAct.RECEIVE, DelegatedAct.HAND_OVER))
    on_leave(who, "desk")
    asked_for(story)
    assert told(story) == [("window", "request-signed")]


@pytest.mark.parametrize("heir", ["successor", "director"])
def test_who_has_the_post_of_who_left_the_desk_is_told_else_who_heads_it(story, heir):
    who = story.province
    story.processing()
    Appointment.objects.filter(officer=who.officers["desk"]).update(valid_to=story.at.date())
    kind, role = ("head", Role.SUPERVISE) if heir == "director" else ("desk", Role.RECEIVE)
    add_officer(who, heir, "H99.31.01", "Công chức", kind, "Vũ Thị Mẫu Sáu", [role])
    if heir == "successor":
        Appointment.objects.create(
            officer=who.officers[heir], post=who.posts["desk"], valid_from=story.at.date()
        )
    asked_for(story)
    assert told(story) == [(heir, "request-signed")]


def test_after_a_merger_who_heads_the_heir_of_an_unserved_desk_is_told(story):
    who = story.province
    add_neighbour(who)
    add_officer(who, "director", "H99.31.01", "Giám đốc", "head", "Vũ Thị Mẫu Sáu", [])
    story.at += timedelta(days=4)
    story.processing()
    Appointment.objects.filter(officer=who.officers["desk"]).update(valid_to=story.at.date())
    apply(merger())
    story.at = LATER
    asked_for(story, actor_now("mau.head", LATER))
    assert told(story) == [("director", "request-signed")]


def test_who_received_it_is_not_told_of_the_request_that_he_signs_himself(story):
    who = story.processing().province
    signer = {"officer": who.officers["desk"], "valid_from": story.at.date()}
    Appointment.objects.create(post=who.posts["head"], **signer)
    RoleGrant.objects.create(
        agency=who.agencies["H99.31"], role=Role.SIGN, source="Quyết định mẫu", **signer
    )
    post = who.posts["head"].pk
    asked_for(
        story, Actor.officer(officer_id=who.officers["desk"].pk, post_id=post, agency="H99.31")
    )
    assert told(story) == []
