"""Whose time it was and whose lateness: examples by hand."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders_charging import (
    DAY,
    DESK,
    HANDLER,
    HEAD,
    HOUR,
    MONDAY,
    NEXT_SUPERIOR,
    OTHER,
    SUPERIOR,
    YEARS,
    after,
    life,
    told,
)

from thongsuot.domains.accountability.rules import asked_of, reckon, spend
from thongsuot.domains.accountability.terms import Asked, Consulted, Holder, Life, Run, Use


def at_noon_of_day(number: int):
    """Return an instant well after everything in an example."""
    return after(number * DAY)


def test_nothing_is_charged_when_it_was_on_time():
    found = reckon(
        life((DESK, 60, 60), (HANDLER, 60, 300), (HEAD, 60, None), due=400, stopped=400),
        at=at_noon_of_day(9), calendar=YEARS,
    )  # fmt: skip
    assert (found.used, found.late, told(found)) == (400, 0, {})
    assert [(a.held, a.over) for a in found.accounts] == [(60, 0), (240, 180), (100, 40)]


def test_one_who_used_more_than_his_share_bears_it_all():
    found = reckon(
        life((DESK, 60, 60), (HANDLER, 300, 500), (HEAD, 40, 520), due=400, stopped=520),
        at=at_noon_of_day(9), calendar=YEARS,
    )  # fmt: skip
    assert told(found) == {HANDLER: 120}


def test_two_who_used_more_bear_it_in_proportion():
    found = reckon(
        life((DESK, 100, 200), (HANDLER, 200, 600), (HEAD, 100, 700), due=400, stopped=700),
        at=at_noon_of_day(9), calendar=YEARS,
    )  # fmt: skip
    assert told(found) == {DESK: 100, HANDLER: 200}


def test_time_nobody_was_given_belongs_to_whoever_had_no_share():
    found = reckon(
        life((DESK, None, 90), (HANDLER, 300, 500), due=400, stopped=500),
        at=at_noon_of_day(9), calendar=YEARS,
    )  # fmt: skip
    assert [(a.held, a.share) for a in found.accounts] == [(90, 90), (410, 300)]
    assert told(found) == {HANDLER: 100}


def test_a_minute_that_others_left_is_no_share_that_a_desk_overruns():
    story = life((DESK, None, 141), (HANDLER, 299, 300), due=300)
    desk = reckon(story, at=after(300), calendar=YEARS).accounts[0]
    assert (desk.held, desk.share, desk.was_given, desk.over) == (141, 1, False, 0)


def test_what_was_saved_on_one_hand_over_makes_no_other_step_one_of_those_in_time():
    story = life((HANDLER, 200, 50), (HEAD, 100, 100), (HANDLER, 200, 400), due=400, stopped=400)
    found = reckon(story, at=after(400), calendar=YEARS)
    assert [(a.held, a.share, a.over) for a in found.accounts] == [(350, 400, 100), (50, 100, 0)]
    assert [one.over for one in spend(story, at=after(400), calendar=YEARS)] == [0, 0, 100]


def test_the_share_runs_out_while_nobody_else_was_waited_for():
    question = Asked(OTHER, after(50), after(150), allowed=4 * HOUR)
    silent = Consulted(OTHER, after(200), due_at=after(220), ended_at=after(260))
    story = life((HANDLER, 100, 300), due=400, stopped=300, offers=(question,), opinions=(silent,))
    [spent] = spend(story, at=after(300), calendar=YEARS)
    assert [(one.use, one.minutes, one.waited_for) for one in spent.stretches] == [
        (Use.HELD, 50, ()), (Use.AWAITING, 100, (OTHER,)), (Use.HELD, 50, ()), (Use.OVER, 20, ()),
        (Use.SILENT, 40, (OTHER,)), (Use.OVER, 40, ()),
    ]  # fmt: skip
    assert (spent.held, spent.over, spent.late) == (160, 60, 0)


def test_what_is_held_over_night_once_the_share_was_overrun_is_over_too():
    story = life((HANDLER, HOUR, None), due=2 * DAY)
    evening = after(2 * DAY) + timedelta(hours=3)
    [spent] = spend(story, at=evening, calendar=YEARS)
    assert [(one.use, one.minutes, one.ended_at) for one in spent.stretches] == [
        (Use.HELD, HOUR, after(HOUR)), (Use.OVER, 2 * DAY - HOUR, evening),
    ]  # fmt: skip


def test_what_is_held_over_night_with_a_share_just_used_up_is_not_over_yet():
    story = life((HANDLER, DAY, None), due=DAY)
    evening = after(DAY) + timedelta(hours=3)
    [spent] = spend(story, at=evening, calendar=YEARS)
    assert [(one.use, one.minutes, one.ended_at) for one in spent.stretches] == [
        (Use.HELD, DAY, evening)
    ]


def test_a_span_that_begins_after_now_counts_for_nothing_yet():
    story = life((DESK, None, 60), (HANDLER, 100, None), due=400)
    desk, handler = spend(story, at=after(30), calendar=YEARS)
    assert (desk.held, handler.stretches, handler.until) == (30, (), after(60))


def carried(story: Life, *places: int) -> Life:
    """Return the life in which these spans began by a reassignment."""
    spans = (replace(span, carried=at in places) for at, span in enumerate(story.spans))
    return replace(story, spans=tuple(spans))


def test_a_share_that_was_used_up_is_not_used_again_after_a_reassignment():
    story = life((HANDLER, 200, 200), (HEAD, 200, 400), due=200, stopped=400)
    found = reckon(carried(story, 1), at=at_noon_of_day(9), calendar=YEARS)
    assert [(a.held, a.share, a.over) for a in found.accounts] == [(200, 200, 0), (200, 0, 200)]
    assert told(found) == {HEAD: 200}


def test_moving_to_and_fro_launders_nothing():
    story = life((HANDLER, 200, 50), (HEAD, 200, 200), (HANDLER, 200, 400), due=200, stopped=400)
    found = reckon(carried(story, 1, 2), at=at_noon_of_day(9), calendar=YEARS)
    assert [(a.held, a.share, a.over) for a in found.accounts] == [(250, 50, 200), (150, 150, 0)]
    assert told(found) == {HANDLER: 200}


def test_shares_that_do_not_fit_the_limit_shrink_in_proportion():
    found = reckon(
        life((DESK, 120, 120), (HANDLER, 360, 480), (HEAD, 240, 720), due=600, stopped=720),
        at=at_noon_of_day(9), calendar=YEARS,
    )  # fmt: skip
    assert told(found) == {DESK: 20, HANDLER: 60, HEAD: 40}


def test_waiting_for_an_acceptance_is_charged_to_the_side_that_was_asked():
    question = Asked(OTHER, after(100), after(400), allowed=4 * HOUR)
    found = reckon(
        life((HANDLER, 300, 400), (OTHER, 100, 500), due=440, stopped=500, offers=(question,)),
        at=at_noon_of_day(9), calendar=YEARS,
    )  # fmt: skip
    giver, asked = found.accounts[0], found.accounts[1]
    assert (giver.held, giver.awaiting, giver.over) == (100, 300, 0)
    assert (asked.answering, asked.allowed, asked.answering_over) == (300, 240, 60)
    assert told(found) == {OTHER: 60}


def test_waiting_for_a_ruling_is_charged_to_the_superior_and_not_to_who_may_not_hand_on():
    put_up = Asked(SUPERIOR, after(100), after(700), allowed=2 * DAY)
    story = life((DESK, 200, 800), due=500, stopped=800, offers=(put_up,))
    found = reckon(story, at=at_noon_of_day(9), calendar=YEARS)
    giver, superior = found.accounts
    assert (giver.held, giver.awaiting, giver.over) == (200, 600, 0)
    assert (superior.answering, superior.answering_over) == (600, 0)
    assert sum(told(found).values()) == found.late == 300, "shares and the limit shrink together"
    hour = replace(story, offers=(replace(put_up, allowed=HOUR),))
    assert told(reckon(hour, at=at_noon_of_day(9), calendar=YEARS)) == {SUPERIOR: 300}


def test_each_superior_before_whom_a_loop_was_is_charged_with_his_own_stretch():
    first = Asked(SUPERIOR, after(100), after(300), allowed=HOUR)
    next_one = Asked(NEXT_SUPERIOR, after(300), after(700), allowed=2 * HOUR)
    story = life((DESK, 200, 800), due=500, stopped=800, offers=(first, next_one))
    found = reckon(story, at=at_noon_of_day(9), calendar=YEARS)
    waits = {a.holder: (a.answering, a.answering_over) for a in found.accounts if a.answering}
    assert waits == {SUPERIOR: (200, 140), NEXT_SUPERIOR: (400, 280)}
    assert sum(told(found).values()) == found.late == 300
    assert told(found) == {SUPERIOR: 100, NEXT_SUPERIOR: 200}


def test_what_another_let_pass_before_is_no_time_that_is_left_to_whoever_answers_next():
    asked = asked_of(
        NEXT_SUPERIOR, after(300), after(400), answer_by=after(200), calendar=YEARS
    )  # fmt: skip
    assert asked.allowed == 0


def test_an_opinion_that_is_late_is_charged_to_who_keeps_silent():
    asked = Consulted(OTHER, after(100), due_at=after(200), ended_at=after(350))
    found = reckon(
        life((HANDLER, 250, 400), due=300, stopped=400, opinions=(asked,)),
        at=at_noon_of_day(9), calendar=YEARS,
    )  # fmt: skip
    handler, silent = found.accounts
    assert (handler.held, handler.consulting, silent.silent) == (250, 250, 150)
    assert told(found) == {OTHER: 100}


@pytest.mark.parametrize("order", [1, -1], ids=["as asked", "the other way round"])
def test_two_that_keep_silent_at_once_share_the_charge_whoever_was_asked_first(order):
    third = Holder(4, 40)
    asked = [
        Consulted(OTHER, after(100), due_at=after(200), ended_at=after(350)),
        Consulted(third, after(100), due_at=after(200), ended_at=after(350)),
    ]
    found = reckon(
        life((HANDLER, 250, 400), due=300, stopped=400, opinions=tuple(asked[::order])),
        at=at_noon_of_day(9), calendar=YEARS,
    )  # fmt: skip
    assert [(a.holder, a.silent) for a in found.accounts[1:]] == [(OTHER, 75), (third, 75)]
    assert told(found) == {OTHER: 50, third: 50}


def test_a_pause_is_nobodys_use_and_after_the_decision_nobody_is_late():
    pause = (after(100), after(300))
    found = reckon(
        life((HANDLER, 100, 500), (DESK, 30, None), due=400, stopped=500, pauses=(pause,)),
        at=at_noon_of_day(9), calendar=YEARS,
    )  # fmt: skip
    handler, desk = found.accounts
    assert (handler.held, handler.paused, handler.late) == (300, 200, 100)
    assert (desk.held, desk.late, desk.after) == (0, 0, 9 * DAY - 500)


def test_while_papers_are_waited_for_lateness_stands_still():
    pause = (after(450), None)
    found = reckon(
        life((HANDLER, 400, None), due=400, pauses=(pause,)), at=at_noon_of_day(9), calendar=YEARS
    )
    assert (found.late, told(found)) == (50, {HANDLER: 50})


def test_what_was_used_before_the_clock_began_again_is_told_and_not_charged():
    story = life((HANDLER, 400, 1300), due=1200, stopped=1300, pauses=((after(300), after(800)),))
    story = replace(story, run=replace(story.run, counted_from=after(800)))
    [account] = reckon(story, at=at_noon_of_day(9), calendar=YEARS).accounts
    assert (account.earlier, account.paused, account.held, account.late) == (300, 500, 500, 100)


def test_a_limit_in_days_lasts_as_long_as_its_last_day():
    story = life((HANDLER, 10, 100), due=90, stopped=100)
    by_day = replace(story, run=replace(story.run, by_hour=False))
    assert reckon(by_day, at=at_noon_of_day(9), calendar=YEARS).late == 0


def test_what_was_late_when_the_clock_began_again_stays_late():
    story = life((DESK, 60, 100), (HANDLER, 300, 1300), due=1300, stopped=1300,
                 pauses=((after(500), after(800)),))  # fmt: skip
    first = Run(MONDAY, after(400), after(800), by_hour=True, pauses=story.run.pauses)
    story = replace(story, run=replace(story.run, counted_from=after(800)), before=(first,))
    found = reckon(story, at=at_noon_of_day(9), calendar=YEARS)
    assert (found.used, found.late, found.late_before) == (500, 100, 100), "to the asking, not more"
    assert told(found) == {DESK: 29, HANDLER: 71}, "40 and 100 beyond their own"
