"""Several decisions signed by one press, and what a list of them says to look at first."""

from datetime import timedelta

import pytest
from tests.builders import Story
from tests.builders_birth_process import last_detail
from tests.builders_story import grounds

from thongsuot import bootstrap
from thongsuot.domains.custody.terms import Opinion
from thongsuot.domains.documents.terms import SignatureUnavailable
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Decision
from thongsuot.domains.dossiers.terms import Outcome, Step
from thongsuot.domains.dossiers.terms.drafts import DraftKind
from thongsuot.domains.dossiers.terms.signing import Mark, Shown
from thongsuot.domains.ledger.queries import acts_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_calendar")]
KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"
QUESTION = "Thửa đất này có nằm trong quy hoạch giao thông không?"


@pytest.fixture
def three(story):
    """Let three drafted decisions wait for the head."""
    stories = [Story(story.province, at=story.at + timedelta(hours=n)) for n in range(3)]
    for one in stories:
        one.drafted()
    return stories


def shown(*stories, seen_at=None):
    drafted = dict(Decision.objects.values_list("dossier__code", "drafted_at"))
    return [Shown(one.code, seen_at or drafted[one.code]) for one in stories]


def signed(chosen, stories, signer=None):
    return dossiers.sign_decisions(
        chosen=chosen, signer=signer or bootstrap.signer(), by=stories[-1].province.head,
        at=stories[-1].now(), key=KEY,
    )  # fmt: skip


def listed(story, at=None):
    found = queries.decisions_to_sign(by=story.province.head, at=at or story.at)
    return {one.row.code: one for one in found}


def test_each_is_signed_by_an_act_of_its_own_and_gets_its_own_number(three):
    found = signed(shown(*three), three)
    assert [one.code for one in found] == [one.code for one in three]
    assert len({one.number for one in found if one.number}) == 3
    for one, result in zip(three, found, strict=True):
        assert last_detail(one, "decision_signed")["number"] == result.number


def test_one_that_is_refused_leaves_the_others_signed_and_is_named(three):
    first, second, third = three
    dossiers.send_back_draft(
        code=second.code, draft=DraftKind.DECISION, reason="Thiếu căn cứ, xem lại Điều 5",
        by=first.province.head, at=three[-1].now(),
        seen_at=Decision.objects.get(dossier__code=second.code).drafted_at,
    )  # fmt: skip
    found = {one.code: one for one in signed(shown(*three), three)}
    assert found[first.code].number
    assert found[third.code].number
    assert (found[second.code].number, found[second.code].refused.code) == (
        "", "no-draft-decision",
    )  # fmt: skip
    assert Decision.objects.get(dossier__code=second.code).signed_at is None


def test_a_text_drafted_anew_since_it_was_shown_is_not_signed(three):
    stale = three[0].at - timedelta(days=1)
    (found,) = signed(shown(three[0], seen_at=stale), three)
    assert found.refused.code == "draft-changed"


def test_a_signing_service_that_fails_in_between_leaves_what_came_before_signed(three):
    real, calls = bootstrap.signer(), []

    class Failing:
        def __getattr__(self, name):
            def call(*args, **kwargs):
                calls.append(name)
                if len(calls) > 1:
                    raise SignatureUnavailable("out of reach")
                return getattr(real, name)(*args, **kwargs)

            return call

    found = signed(shown(*three), three, signer=Failing())
    assert [bool(one.number) for one in found] == [True, False, False]
    assert {one.refused.code for one in found if one.refused} == {"signature-unavailable"}


def test_what_breaks_in_between_is_named_and_told_and_the_others_are_signed(three):
    real, calls, told = bootstrap.signer(), [], []

    class Breaking:
        def __getattr__(self, name):
            def call(*args, **kwargs):
                calls.append(name)
                if len(calls) == 2:
                    raise ZeroDivisionError
                return getattr(real, name)(*args, **kwargs)

            return call

    found = dossiers.sign_decisions(
        chosen=shown(*three), signer=Breaking(), by=three[-1].province.head,
        at=three[-1].now(), key=KEY, told=told.append,
    )  # fmt: skip
    assert [bool(one.number) for one in found] == [True, False, True]
    assert isinstance(found[1].fault, ZeroDivisionError)
    assert told == found


def test_pressed_twice_each_is_signed_once(three):
    chosen = shown(*three)
    first = signed(chosen, three)
    again = signed(chosen, three)
    assert again == first
    for one in three:
        acts = [act.act for act in acts_of(f"dossier:{one.code}")]
        assert acts.count("decision_signed") == 1


# --- what to look at first --------------------------------------------------------------------


def test_a_plain_grant_in_time_bears_no_mark(three):
    found = listed(three[-1])
    assert [found[one.code].marks for one in three] == [(), (), ()]
    assert found[three[0].code].drafted_by == "Đỗ Văn Mẫu Hai"
    assert found[three[0].code].grounds == "Đủ điều kiện theo quy định"


def test_what_is_late_or_denied_is_marked(story):
    story.processing()
    dossiers.draft_decision(
        code=story.code, outcome=Outcome.REFUSED, grounds="Không đủ điều kiện theo Điều 5",
        by=story.province.handler, at=story.now(),
    )  # fmt: skip
    story.handed(story.province.handler, "head", Step.SIGN)
    assert listed(story)[story.code].marks == (Mark.REFUSAL,)
    late = listed(story, at=story.at + timedelta(days=9))
    assert late[story.code].marks == (Mark.REFUSAL, Mark.LATE)


@pytest.mark.parametrize(
    ("answer", "marks"),
    [
        pytest.param(Opinion.AGREE, (), id="an opinion that agrees"),
        pytest.param(Opinion.DISAGREE, (Mark.DIFFERING,), id="one that does not"),
        pytest.param(Opinion.CONDITIONS, (Mark.DIFFERING,), id="one with conditions"),
        pytest.param(None, (Mark.UNHEARD,), id="none that came"),
    ],
)
def test_opinions_that_say_otherwise_than_the_draft_or_nothing_are_marked(story, answer, marks):
    story.processing()
    dossiers.ask_opinion(
        code=story.code, to_post=story.province.posts["stranger"].pk, question=QUESTION,
        basis="phoi-hop", by=story.province.handler, at=story.now(),
    )  # fmt: skip
    (asked,) = queries.view_for(story.code, by=story.province.handler, at=story.at).opinions
    if answer:
        dossiers.give_opinion(
            opinion_id=asked.id, answer=answer, text="Nằm trong quy hoạch đường.",
            by=story.province.stranger, at=story.now(),
        )  # fmt: skip
    story.drafted_by_handler()
    found = listed(story)[story.code]
    assert found.marks == marks
    assert [one.text for one in found.heard] == (
        ["Nằm trong quy hoạch đường."] if Mark.DIFFERING in marks else [""] if marks else []
    )


@pytest.mark.parametrize(
    ("answer", "outcome", "marks"),
    [
        pytest.param(None, Outcome.GRANTED, (Mark.PART_OPEN,), id="one that is not done"),
        pytest.param(Opinion.AGREE, Outcome.GRANTED, (), id="one that is done"),
        pytest.param(Opinion.AGREE, Outcome.REFUSED, (Mark.REFUSAL,), id="done, a refusal"),
        pytest.param(Opinion.DISAGREE, Outcome.GRANTED, (Mark.PART_UNDONE,), id="one that cannot"),
    ],
)
def test_a_part_of_a_linked_procedure_is_no_opinion_on_the_draft(story, answer, outcome, marks):
    story.processing()
    dossiers.ask_opinion(
        code=story.code, to_post=story.province.posts["stranger"].pk, question=QUESTION,
        basis="lien-thong", by=story.province.handler, at=story.now(),
    )  # fmt: skip
    (asked,) = queries.view_for(story.code, by=story.province.handler, at=story.at).opinions
    if answer:
        dossiers.give_opinion(
            opinion_id=asked.id, answer=answer, text="Phần việc của cơ quan này.",
            by=story.province.stranger, at=story.now(),
        )  # fmt: skip
    dossiers.draft_decision(
        code=story.code, outcome=outcome, grounds="Theo quy định tại Điều 5",
        by=story.province.handler, at=story.now(),
    )  # fmt: skip
    story.handed(story.province.handler, "head", Step.SIGN)
    assert listed(story)[story.code].marks == marks


def test_what_was_returned_or_sent_back_before_is_marked(story):
    story.received()
    offer = story.offered(story.province.desk, "stranger", Step.VERIFY)
    dossiers.return_handover(
        offer_id=offer, grounds=grounds(), by=story.province.stranger, at=story.now()
    )
    story.handed(story.province.desk, "handler", Step.VERIFY)
    story.drafted_by_handler()
    assert listed(story)[story.code].marks == (Mark.CONTESTED,)
    dossiers.send_back_draft(
        code=story.code, draft=DraftKind.DECISION, reason="Thiếu căn cứ, xem lại Điều 5",
        by=story.province.head, at=story.now(),
        seen_at=Decision.objects.get().drafted_at,
    )  # fmt: skip
    assert listed(story) == {}, "it waits for no signature until it is written anew"
    story.handed(story.province.head, "handler", Step.VERIFY)
    story.drafted_by_handler()
    assert listed(story)[story.code].marks == (Mark.CONTESTED, Mark.SENT_BACK)


def test_reading_the_list_asks_as_often_for_many_as_for_few(
    three, django_assert_max_num_queries, django_assert_num_queries
):
    by, at = three[-1].province.head, three[-1].at
    with django_assert_max_num_queries(25) as few:
        queries.decisions_to_sign(by=by, at=at)
    Story(three[0].province, at=at).drafted()
    with django_assert_num_queries(len(few.captured_queries)):
        assert len(queries.decisions_to_sign(by=by, at=at + timedelta(hours=2))) == 4
