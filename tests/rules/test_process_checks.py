"""What a process table is refused for, and how it is written and read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders_birth_process import (
    DESK,
    HANDLER,
    HEAD,
    birth,
    step,
    with_papers,
    with_step,
)

from thongsuot.domains.catalogue.rules.process_checks import (
    check_process,
    hops_from,
    longest_minutes,
    unsigned,
)
from thongsuot.domains.catalogue.rules.process_content import content_of, digest_of, process_of
from thongsuot.domains.catalogue.rules.process_policy import outcome_outside
from thongsuot.domains.catalogue.rules.process_staffing import check_staffing
from thongsuot.domains.catalogue.shipped import process_policy
from thongsuot.domains.catalogue.terms import (
    Lane,
    OpinionBeside,
    Outside,
    ProcessWrong,
    Seat,
    Seatings,
    StepDocument,
    StepOutcome,
    Trigger,
    Work,
)
from thongsuot.domains.organisation.terms import AgencyKind, PostKind

GOOD = birth()


def came(to):
    """Return where papers lead that came."""
    return StepOutcome(f"bo-sung-{to}", "Đã bổ sung", to, Trigger.SUPPLEMENT)


def problems(process, **law):
    return {(fault.step, fault.problem) for fault in check_process(process, **law)}


def test_a_process_in_which_nobody_signs_is_flagged_and_may_still_be_published():
    (fault,) = unsigned(with_step(GOOD, "B3", work=Work.APPROVE))
    assert (fault.problem, fault.refuses, unsigned(GOOD)) == ("nobody-signs", False, [])


def test_the_shares_may_use_the_whole_limit_and_what_is_sent_back_is_not_counted_twice():
    assert problems(GOOD) == set()
    assert longest_minutes(GOOD) == 480


def way_up_and_down(*rows):
    """Return B1 → B3 → B2 → the end, in which B2 may send back to B3, with the rows in an order."""
    steps = {
        "B2": step("B2", Work.SIGN, HEAD, 100, "", "B3"),
        "B3": step("B3", Work.VERIFY, HANDLER, 200, "B2"),
    }
    return birth(step("B1", Work.RECEIVE, DESK, 40, "B3"), *(steps[code] for code in rows))


def test_a_share_counts_also_where_the_way_leads_up_the_table():
    assert longest_minutes(way_up_and_down("B3", "B2")) == 340
    assert longest_minutes(way_up_and_down("B2", "B3")) == 340


def test_a_step_that_is_skipped_or_sent_back_to_counts_once_whichever_is_named_first():
    for first, second in (("B2", "B3"), ("B3", "B2")):
        process = birth(
            step("B1", Work.RECEIVE, DESK, 40, first, second),
            step("B2", Work.VERIFY, HANDLER, 200, "B3"),
            step("B3", Work.APPROVE, HEAD, 100, "B4", "B2"),
            step("B4", Work.SIGN, HEAD, 10, ""),
        )
        assert longest_minutes(process) == 350


def test_two_ways_within_what_is_sent_back_are_not_added_up():
    process = birth(
        step("B1", Work.RECEIVE, DESK, 40, "B2"),
        step("B2", Work.ASSIGN, HEAD, 10, "B3", "B4"),
        step("B3", Work.VERIFY, HANDLER, 200, "B5"),
        step("B4", Work.VERIFY, HANDLER, 300, "B5"),
        step("B5", Work.SIGN, HEAD, 100, "", "B2"),
    )
    assert longest_minutes(process) == 450


@st.composite
def tables(draw):
    """Return a table of up to eight steps that lead anywhere, and its rows in another order."""
    codes = [f"B{n}" for n in range(draw(st.integers(2, 8)))]
    leads = st.lists(st.sampled_from([*codes, ""]), min_size=1, max_size=3, unique=True)
    first, *others = [
        step(code, Work.VERIFY, HANDLER, draw(st.integers(0, 1000)), *draw(leads)) for code in codes
    ]
    return birth(first, *others), birth(first, *draw(st.permutations(others)))


@given(tables())
def test_the_rows_of_a_table_may_stand_in_any_order(both):
    written, otherwise = both
    assert longest_minutes(written) == longest_minutes(otherwise)


@given(tables())
def test_no_way_that_does_each_step_once_takes_longer(both):
    written, _ = both
    assert longest_minutes(written) >= longest_walked(written, written.start.code, frozenset())


def longest_walked(process, code, done):
    """Return the longest of all ways on from a step that do no step twice, tried one by one."""
    here = process.find_step(code)
    if here is None or code in done:
        return 0
    ways = (longest_walked(process, o.next, done | {code}) for o in here.outcomes)
    return here.share_minutes + max(ways, default=0)


@pytest.mark.parametrize(
    ("process", "found"),
    [
        pytest.param(
            birth(limit_minutes=479), {("", "shares-over-limit")}, id="shares beyond the limit"
        ),
        pytest.param(
            with_step(GOOD, "B2", outcomes=(StepOutcome("k", "", "B9"),)),
            {("B2", "next-unknown"), ("B3", "not-reachable"), ("B4", "not-reachable"),
             ("", "no-end")},
            id="a step that leads to nothing",
        ),
        pytest.param(
            birth(*GOOD.steps, step("B5", Work.VERIFY, HANDLER, 0, "B4")),
            {("B5", "not-reachable")},
            id="a step that nothing leads to",
        ),
        pytest.param(
            birth(
                step("B1", Work.RECEIVE, DESK, 0, "B2", ""),
                step("B2", Work.VERIFY, HANDLER, 0, "B3"),
                step("B3", Work.SIGN, HEAD, 0, "B2"),
            ),
            {("B2", "leads-nowhere"), ("B3", "leads-nowhere")},
            id="steps that send each other round",
        ),
        pytest.param(
            with_step(GOOD, "B3", lane=HANDLER), {("B3", "drafter-signs")}, id="one post for both"
        ),
        pytest.param(
            with_step(GOOD, "B2", documents=(StepDocument("Trích lục", "B2"),)),
            {("B2", "drafter-signs")},
            id="a paper signed where it is drafted",
        ),
        pytest.param(
            with_step(GOOD, "B2", documents=(StepDocument("Trích lục", "B4"),)),
            {("B2", "signed-nowhere")},
            id="a paper signed where nobody signs",
        ),
        pytest.param(
            with_step(GOOD, "B2", documents=(StepDocument("Biên bản", must=True),)),
            {("B2", "must-unsigned")},
            id="a paper that must be there and that nothing would show",
        ),
        pytest.param(
            with_step(GOOD, "B1", work=Work.VERIFY), {("B1", "start-not-receipt")}, id="no receipt"
        ),
        pytest.param(
            birth(*GOOD.steps, GOOD.steps[3]), {("B4", "code-twice")}, id="a code given twice"
        ),
        pytest.param(
            with_papers("B9"), {("B2", "next-unknown")}, id="papers that lead to no step"
        ),
        pytest.param(
            with_step(GOOD, "B2", outcomes=(*GOOD.steps[1].outcomes, came("B1"), came("B3"))),
            {("B2", "papers-two-ways")},
            id="papers that lead to two steps",
        ),
        pytest.param(
            with_step(GOOD, "B2", outcomes=(*GOOD.steps[1].outcomes, came(""))),
            {("B2", "papers-to-the-end")},
            id="papers with which it would all be over",
        ),
        pytest.param(
            with_step(GOOD, "B4", outcomes=(*GOOD.steps[3].outcomes, came("B2"))),
            {("B4", "papers-never-asked")},
            id="papers asked for once it is decided",
        ),
        pytest.param(
            with_step(GOOD, "B1", outcomes=(*GOOD.steps[0].outcomes, came("B3"))),
            {("B1", "papers-never-asked")},
            id="papers asked for before anybody handles it",
        ),
    ],
)  # fmt: skip
def test_a_faulty_table_is_refused_at_the_step(process, found):
    assert found <= problems(process)


def test_a_process_may_not_give_more_than_the_law():
    assert problems(GOOD, law_minutes=240) == {("", "limit-over-law"), ("", "shares-over-limit")}


def test_a_process_comes_back_from_its_document_as_it_was():
    rich = with_step(
        GOOD, "B2",
        opinions=(OpinionBeside("Y1", "Hỏi thuế", AgencyKind.TAX_OFFICE, "phoi-hop", 120),),
        outcomes=(
            StepOutcome("k1", "Đủ", "B3"),
            StepOutcome("k2", "Quá lâu", "B3", Trigger.TIME, 240),
            StepOutcome("k3", "Đã bổ sung", "B2", Trigger.SUPPLEMENT),
        ),
        lane=Lane(Seat.KIND, PostKind.HANDLER, AgencyKind.LAND_OFFICE, "Chi nhánh"),
    )  # fmt: skip
    assert process_of(content_of(rich)) == rich
    assert digest_of(rich) != digest_of(GOOD)


def test_a_document_is_refused_by_the_name_of_what_is_wrong():
    document = content_of(GOOD)
    document["steps"][1]["share_minutes"] = -1
    with pytest.raises(ProcessWrong) as refused:
        process_of(document)
    assert refused.value.facts == {"field": "share_minutes", "step": "B2"}


def test_steps_of_the_same_people_need_no_hand_over_and_give_their_share():
    process = birth(
        step("B1", Work.RECEIVE, DESK, 10, "B1b"), step("B1b", Work.RECEIVE, DESK, 20, "B2"),
        step("B2", Work.ASSIGN, HEAD, 30, "B2b"), step("B2b", Work.APPROVE, HEAD, 40, "B3"),
        step("B3", Work.VERIFY, HANDLER, 50, "B2", ""),
    )  # fmt: skip
    assert [(hop.step.code, hop.share_minutes) for hop in hops_from(process, "B1")] == [("B2", 70)]
    assert [hop.step.code for hop in hops_from(process, "B3")] == ["B2"]


def test_papers_that_came_lead_to_a_step_that_nothing_else_leads_to():
    process = with_papers("B5", step("B5", Work.APPROVE, HEAD, 0, "B3"))
    assert problems(process) == set()
    assert [hop.step.code for hop in hops_from(process, "B2")] == ["B3"]
    after = hops_from(process, "B2", papers_came=True)
    assert [hop.step.code for hop in after] == ["B5", "B3"]
    assert [hop.step.code for hop in hops_from(process, "B1", papers_came=True)] == ["B2"]


def test_papers_may_lead_back_to_receipt_and_be_asked_for_there_again():
    back = with_papers("B1")
    again = with_step(back, "B1", outcomes=(*back.steps[0].outcomes, came("B2")))
    assert problems(back) == problems(again) == set()


def seated(**changed):
    posts = {"desk": {PostKind.DESK: {1}}, "own": {PostKind.HANDLER: {2}, PostKind.HEAD: {3}}}
    return Seatings("H99.31", **{**posts, "by_kind": {}, **changed})


@pytest.mark.parametrize(
    ("seatings", "found"),
    [
        pytest.param([seated()], set(), id="somebody everywhere"),
        pytest.param([], {("", "nobody-competent")}, id="no agency settles it"),
        pytest.param(
            [seated(), seated(desk={})],
            {("B1", "not-staffed"), ("B4", "not-staffed")},
            id="one of two agencies has no desk",
        ),
        pytest.param(
            [seated(own={PostKind.HANDLER: {2}, PostKind.HEAD: {2}})],
            {("B3", "drafter-signs")},
            id="one person on both posts",
        ),
    ],
)
def test_every_step_has_somebody_on_the_day(seatings, found):
    assert {(fault.step, fault.problem) for fault in check_staffing(GOOD, seatings)} == found


@pytest.mark.parametrize(
    ("follows", "staffed", "then"),
    [
        pytest.param(True, True, Outside.ALLOW, id="as the process says"),
        pytest.param(True, False, Outside.REASON, id="other people for the step"),
        pytest.param(False, True, Outside.REFUSE, id="another step"),
    ],
)
def test_a_hand_over_outside_the_process_is_refused_or_gives_its_reason(follows, staffed, then):
    assert outcome_outside(process_policy(), follows=follows, staffed=staffed) is then
