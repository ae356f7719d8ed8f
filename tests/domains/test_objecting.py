"""A citizen who disagrees with a request for papers is answered by another than who asked."""

from dataclasses import replace

import pytest
from tests.builders import Story, add_committee, build_province
from tests.builders_deadlines import local
from tests.builders_story import BIRTH_PAPER, asked, guided, row, state, supplied
from tests.builders_supplement import GENERAL, publish

from thongsuot import bootstrap
from thongsuot.domains.dossiers import facts, queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.lateness.terms import NotTheHead
from thongsuot.domains.dossiers.models import Objection
from thongsuot.domains.dossiers.queries import Block
from thongsuot.domains.dossiers.queries.threads import pauses_of
from thongsuot.domains.dossiers.supplements import rules
from thongsuot.domains.dossiers.terms import (
    ActNotAllowed,
    DossierUnknown,
    NationalState,
    PinNeeded,
    ReasonMissing,
)
from thongsuot.domains.dossiers.terms.objections import (
    NO_ROW,
    NobodyAnswers,
    NoObjectionWaits,
    ObjectionMade,
    ObjectionNotYours,
)
from thongsuot.domains.dossiers.terms.supplements import SupplementPolicyWrong
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor

WHY = "Giấy chứng sinh đã nộp bản rõ, đọc được số"
REASON = "Đã xem lại, số trên giấy chứng sinh đọc được"
OBJECTION = GENERAL["objection"]


@pytest.fixture
def province(published_calendar):
    province = build_province()
    add_committee(province)
    return province


@pytest.fixture
def story(province):
    return asked(Story(province))


def citizen(story) -> Actor:
    return Actor.citizen(dossier=story.code)


def objected(story, **changes):
    given = {"by": citizen(story), "at": story.now(), "words": WHY}
    dossiers.object_to_request(code=story.code, **{**given, **changes})
    return story


def upheld(story, **changes):
    given = {"by": story.province.actor("chairman"), "at": story.now(), "reason": REASON}
    return dossiers.uphold_objection(code=story.code, **{**given, **changes})


def rejected(story, **changes):
    given = {"by": story.province.actor("chairman"), "at": story.now(), "reason": REASON}
    return dossiers.reject_objection(code=story.code, **{**given, **changes})


def viewed(story, at=None):
    return queries.view_for(story.code, by=Actor.system(), at=at or story.now())


def acts(story) -> list[str]:
    return [act.act for act in record.acts_of(f"dossier:{story.code}")]


def waiting(who: Actor, story) -> list[str]:
    found = queries.inbox(Block.OBJECTION, by=who, at=story.now())
    count = queries.block_counts(by=who, at=story.now())[Block.OBJECTION]
    assert count == len(found)
    return [one.code for one in found]


# --- saying it --------------------------------------------------------------------------------


def test_it_goes_to_who_stands_above_the_head_who_asked_and_to_nobody_else(story):
    objected(story)
    who = story.province
    assert waiting(who.actor("chairman"), story) == [story.code]
    assert waiting(who.head, story) == waiting(who.handler, story) == []
    objection = viewed(story).open_supplement.objection
    assert (objection.agency_name, objection.heads) == ("UBND tỉnh Mẫu", ("Ngô Văn Mẫu Chín",))
    assert objection.words == WHY


def test_who_answers_has_two_working_days_and_is_told_so(story):
    objected(story, at=local("2026-03-06 09:00"))
    assert Objection.objects.get().answer_by == local("2026-03-10 17:00")
    told = Message.objects.get(template="objection-due")
    assert told.recipient.endswith(str(story.province.officers["chairman"].pk))


def test_the_dossier_goes_on_waiting_and_its_holder_stays(story):
    before = viewed(story)
    objected(story, key="once")
    objected(story, key="once")
    after = viewed(story)
    assert after.state is NationalState.SUPPLEMENT_REQUESTED
    assert (after.holder, after.due.due_at) == (before.holder, before.due.due_at)
    assert acts(story).count("supplement_objected") == 1
    assert Message.objects.filter(template="objected").count() == 1


def test_the_words_are_the_citizens_own_and_the_record_holds_none_of_them(story):
    objected(story)
    entry = record.acts_of(f"dossier:{story.code}")[-1]
    assert WHY not in str(entry.detail)
    told = queries.timeline_of(story.code, by=Actor.system(), at=story.now())[-1]
    assert told.words == {"reason": WHY, "to_agency": "UBND tỉnh Mẫu", "bringer": ""}


def test_one_disagrees_once_with_a_request(story):
    objected(story)
    with pytest.raises(ObjectionMade):
        objected(story)
    rejected(story)
    with pytest.raises(ObjectionMade):
        objected(story)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        pytest.param({"words": " không "}, ReasonMissing, id="without saying why"),
        pytest.param({"by": Actor.citizen(dossier="H99.31.01-x")}, DossierUnknown, id="a stranger"),
    ],
)
def test_it_is_refused(story, changes, refusal):
    with pytest.raises(refusal):
        objected(story, **changes)
    assert not Objection.objects.exists()


def test_the_end_of_a_telephone_number_lets_nobody_disagree(story):
    follower = Actor.citizen(dossier=story.code, follows_only=True)
    with pytest.raises(PinNeeded):
        objected(story, by=follower)


def test_where_nothing_is_asked_for_there_is_nothing_to_disagree_with(province):
    with pytest.raises(ActNotAllowed):
        objected(Story(province).processing())


def test_where_nobody_else_heads_anything_it_is_refused_and_not_lost_in_silence(
    published_calendar,
):
    with pytest.raises(NobodyAnswers):
        objected(asked(Story(build_province())))


def test_where_the_holder_asked_the_head_of_the_agency_answers(province):
    publish(GENERAL | {"signed_by": "holder"})
    story = Story(province).processing()
    dossiers.request_supplement(
        signer=bootstrap.signer(), code=story.code, papers=[BIRTH_PAPER],
        by=province.handler, at=story.now(),
    )  # fmt: skip
    objected(story)
    assert waiting(province.head, story) == [story.code]
    assert waiting(province.actor("chairman"), story) == []
    upheld(story, by=province.head)
    assert state(story) is NationalState.PROCESSING


def test_a_policy_may_put_it_to_the_superior_whoever_asked(province):
    publish(GENERAL | {"signed_by": "holder", "objection": OBJECTION | {"answered_by": "superior"}})
    story = Story(province).processing()
    dossiers.request_supplement(
        signer=bootstrap.signer(), code=story.code, papers=[BIRTH_PAPER],
        by=province.handler, at=story.now(),
    )  # fmt: skip
    objected(story)
    assert waiting(province.actor("chairman"), story) == [story.code]


@pytest.mark.parametrize("field", ["answer_within", "answered_by", "window", "note"])
def test_a_policy_that_says_half_of_it_is_refused_with_its_field(field):
    stated = rules.shipped_document()
    half = GENERAL | {"objection": {k: v for k, v in OBJECTION.items() if k != field}}
    with pytest.raises(SupplementPolicyWrong) as refused:
        rules.parse_policies(stated | {"policies": [half]})
    assert refused.value.facts["field"] == field


def test_a_row_that_says_nothing_of_it_holds_as_the_one_that_ships():
    (shipped,) = rules.parse_policies(rules.shipped_document()).rows
    assert replace(shipped.objection, note="") == NO_ROW
    silent = {field: value for field, value in GENERAL.items() if field != "objection"}
    (read,) = rules.parse_policies(rules.shipped_document() | {"policies": [silent]}).rows
    assert read.objection == NO_ROW


# --- the answer -------------------------------------------------------------------------------


def test_upheld_the_clock_goes_on_as_if_nothing_had_been_asked(story):
    promised = viewed(story).due.due_at
    objected(story)
    upheld(story, key="once")
    upheld(story, key="once")
    view = viewed(story)
    assert view.state is NationalState.PROCESSING
    assert (view.due.due_at, view.pauses, view.requests) == (promised, [], [])
    assert pauses_of([story.code]) == {}
    (clock,) = facts.clocks_of([story.code])
    assert clock.pauses == ()
    assert acts(story)[-1] == "objection_upheld"
    assert Message.objects.filter(template="objection-upheld").count() == 1


def test_an_overturned_request_counts_for_none_and_another_may_be_made(story):
    objected(story)
    upheld(story)
    dossiers.request_supplement(
        signer=bootstrap.signer(), code=story.code, papers=[BIRTH_PAPER],
        by=story.province.head, at=story.now(),
    )  # fmt: skip
    assert state(story) is NationalState.SUPPLEMENT_REQUESTED
    assert len(viewed(story).requests) == 1


def test_rejected_the_request_stands_with_its_reasons(story):
    objected(story)
    rejected(story)
    view = viewed(story)
    assert view.state is NationalState.SUPPLEMENT_REQUESTED
    told = view.open_supplement.objection
    assert (told.answer, told.answered_by, told.outcome) == (
        REASON, "Ngô Văn Mẫu Chín", "rejected",
    )  # fmt: skip
    assert waiting(story.province.actor("chairman"), story) == []
    assert Message.objects.filter(template="objection-rejected").count() == 1


@pytest.mark.parametrize("who", ["head", "handler", "desk", "stranger"])
def test_nobody_answers_for_another_least_of_all_who_asked(story, who):
    objected(story)
    for answer in (upheld, rejected):
        with pytest.raises((ObjectionNotYours, NotTheHead)):
            answer(story, by=story.province.actor(who))


def test_an_answer_gives_its_reasons_once(story):
    with pytest.raises(NoObjectionWaits):
        upheld(story)
    objected(story)
    with pytest.raises(ReasonMissing):
        rejected(story, reason="Không.")
    rejected(story)
    with pytest.raises(NoObjectionWaits):
        upheld(story)


def test_papers_that_come_meanwhile_leave_nothing_to_answer(story, photo):
    objected(story)
    supplied(story, photo)
    assert Objection.objects.get().outcome == "dropped"
    assert waiting(story.province.actor("chairman"), story) == []


def test_before_receipt_the_desk_has_its_whole_time_again(province):
    story = guided(Story(province).registered())
    objected(story)
    assert waiting(province.head, story) == [story.code]  # the desk has no head of its own
    upheld(story, by=province.head)
    view = viewed(story)
    assert view.state is NationalState.REGISTERED
    assert view.guidances == []
    assert view.sent_at == row(story).sent_anew_at
    dossiers.receive(code=story.code, by=province.desk, at=story.now())
