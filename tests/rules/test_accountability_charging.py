"""Whose time it was and whose lateness: examples by hand, and what must hold for every life."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders_deadlines import calendar, local

from thongsuot.domains.accountability.rules import reckon
from thongsuot.domains.accountability.terms import Asked, Consulted, Held, Holder, Life, Run
from thongsuot.domains.deadlines.rules import add_working_minutes, working_minutes

YEARS = calendar()
DESK, HANDLER, HEAD = Holder(1, 10, 100), Holder(2, 20, 200), Holder(2, 21, 201)
OTHER = Holder(3, 30)
SUPERIOR = Holder(9, 0)
MONDAY = local("2026-03-02 07:00")
HOUR = 60
DAY = 8 * HOUR


def after(minutes: int):
    """Return the instant so many working minutes after Monday's opening."""
    return add_working_minutes(MONDAY, minutes, YEARS)


def life(*held, due: int, stopped: int | None = None, **parts) -> Life:
    """Return a life whose spans follow each other: (holder, share, until) in working minutes."""
    spans, begun = [], 0
    for holder, share, until in held:
        ended = None if until is None else after(until)
        spans.append(Held(holder, after(begun), ended, share))
        begun = until
    run = Run(MONDAY, after(due), None if stopped is None else after(stopped), by_hour=True)
    return Life(replace(run, pauses=parts.pop("pauses", ())), tuple(spans), **parts)


def told(found) -> dict[Holder, int]:
    """Return the lateness of everybody who is charged some."""
    return {account.holder: account.late for account in found.accounts if account.late}


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


# --- what must hold for every life ------------------------------------------------------------

HOLDERS = [DESK, HANDLER, HEAD, Holder(3, 30, 300)]
minutes = st.integers(0, 3 * DAY)
ASKED = [Holder(4, 40), Holder(5, 50), SUPERIOR]
CONSULTED = [Holder(4, 40), Holder(5, 50), Holder(7, 70)]
NEW = Holder(6, 60, 600)


@st.composite
def opinions_until(draw, end: int) -> Consulted:
    """Return any opinion, answered late or in time; several may be out at once."""
    a, due, b = sorted(draw(st.tuples(*[st.integers(0, end)] * 3)))
    return Consulted(draw(st.sampled_from(CONSULTED)), after(a), after(due), after(b))


@st.composite
def lives(draw) -> Life:
    """Return any life: spans without gap, questions, opinions and pauses anywhere."""
    cuts = sorted({0, *draw(st.lists(st.integers(1, 4 * DAY), min_size=1, max_size=6))})
    spans = [
        Held(draw(st.sampled_from(HOLDERS)), after(a), after(b),
             draw(st.none() | st.integers(0, 2 * DAY)))
        for a, b in pairwise(cuts)
    ]  # fmt: skip
    end = cuts[-1]
    ends = sorted(draw(st.lists(st.integers(0, end), max_size=6, unique=True)))
    stretches = list(zip(ends[::2], ends[1::2], strict=False))
    offers = tuple(
        Asked(
            draw(st.sampled_from(ASKED)), after(a), after(b), draw(st.none() | st.integers(0, DAY))
        )
        for a, b in stretches
    )
    opinions = tuple(draw(st.lists(opinions_until(end), max_size=3)))
    gaps = sorted(draw(st.lists(st.integers(0, end), max_size=4, unique=True)))
    pauses = tuple((after(a), after(b)) for a, b in zip(gaps[::2], gaps[1::2], strict=False))
    run = Run(
        after(draw(st.integers(0, end // 2))), after(draw(st.integers(0, end))), after(end),
        by_hour=draw(st.booleans()), pauses=pauses,
    )  # fmt: skip
    before = [
        Run(spans[0].began_at, after(due), run.counted_from, run.by_hour, pauses)
        for due in draw(st.lists(st.integers(0, end), max_size=1))
    ]
    return Life(run, tuple(spans), offers, opinions, tuple(before))


LATER = after(5 * DAY)


def found_in(story: Life):
    """Return the reckoning of a life that is over."""
    return reckon(story, at=LATER, calendar=YEARS)


@given(lives())
@settings(max_examples=200)
def test_parts_add_up_to_the_whole(story):
    found = found_in(story)
    assert sum(account.late for account in found.accounts) == found.late
    assert sum(a.held + a.answering + a.silent for a in found.accounts) == found.used


@given(lives(), st.randoms())
@settings(max_examples=200)
def test_who_was_asked_first_does_not_matter(story, chance):
    turned = replace(story, opinions=tuple(chance.sample(story.opinions, len(story.opinions))))
    assert found_in(turned) == found_in(story)


@given(lives())
@settings(max_examples=200)
def test_every_minute_of_custody_is_told_exactly_once(story):
    found = found_in(story)
    whole = working_minutes(story.spans[0].began_at, story.spans[-1].ended_at, YEARS)
    assert whole == found.used + sum(a.earlier + a.paused + a.after for a in found.accounts)


@given(lives())
@settings(max_examples=200)
def test_nobody_bears_more_than_he_used_beyond_his_own_where_that_explains_it(story):
    found = found_in(replace(story, before=()))
    excess = sum(account.excess for account in found.accounts)
    for account in found.accounts:
        assert 0 <= account.late <= account.held + account.answering + account.silent
        if excess >= found.late:
            assert account.late <= account.excess
        else:
            assert account.late >= account.excess


@given(lives())
def test_a_new_count_adds_to_what_was_late_before_it_and_takes_nothing_off(story):
    found = found_in(story)
    runs = [found_in(replace(story, run=run, before=())) for run in (story.run, *story.before)]
    assert found.late == sum(run.late for run in runs)
    assert (
        found.late_before == sum(a.late_before for a in found.accounts) == found.late - runs[0].late
    )
    for account in found.accounts:
        parts = [a.late for run in runs for a in run.accounts if a.holder == account.holder]
        assert account.late == sum(parts)


@given(lives())
def test_an_end_in_time_charges_nobody(story):
    early = replace(story, run=replace(story.run, due_at=LATER), before=())
    found = found_in(early)
    assert found.late == 0
    assert not told(found)


@given(lives(), st.permutations(range(len(HOLDERS))))
def test_names_do_not_matter(story, order):
    renamed = {old: HOLDERS[new] for old, new in zip(HOLDERS, order, strict=True)}
    spans = tuple(replace(span, holder=renamed[span.holder]) for span in story.spans)
    found, again = found_in(story), found_in(replace(story, spans=spans))
    assert [renamed.get(a.holder, a.holder) for a in found.accounts] == [
        a.holder for a in again.accounts
    ]
    assert [a.late for a in found.accounts] == [a.late for a in again.accounts]


@given(lives(), st.data())
def test_a_span_cut_in_two_with_its_share_charges_the_same(story, data):
    place = data.draw(st.integers(0, len(story.spans) - 1))
    span = story.spans[place]
    length = working_minutes(span.began_at, span.ended_at, YEARS)
    middle = add_working_minutes(span.began_at, data.draw(st.integers(0, length)), YEARS)
    if not span.began_at < middle < span.ended_at:
        return
    given_first = data.draw(st.integers(0, span.share)) if span.share else span.share
    rest = span.share - given_first if span.share else span.share
    halves = (
        replace(span, ended_at=middle, share=given_first),
        replace(span, began_at=middle, share=rest),
    )
    cut = story.spans[:place] + halves + story.spans[place + 1 :]
    inside = story.run.counted_from <= span.began_at
    within = span.ended_at <= story.run.stopped_at and inside
    if within:
        assert found_in(replace(story, spans=cut)).accounts == found_in(story).accounts


def reassigned(story: Life, data, to: Holder | None = None) -> Life:
    """Return the life in which a span went to somebody by reassignment at some instant of it."""
    place = data.draw(st.integers(0, len(story.spans) - 1))
    span = story.spans[place]
    length = working_minutes(span.began_at, span.ended_at, YEARS)
    middle = add_working_minutes(span.began_at, data.draw(st.integers(0, length)), YEARS)
    if not span.began_at < middle < span.ended_at:
        return story
    halves = (
        replace(span, ended_at=middle),
        replace(span, began_at=middle, holder=to or span.holder, carried=True),
    )
    return replace(story, spans=story.spans[:place] + halves + story.spans[place + 1 :])


@given(lives(), st.data())
@settings(max_examples=200)
def test_a_reassignment_gives_no_new_share(story, data):
    before, found = found_in(story), found_in(reassigned(story, data, to=NEW))
    assert sum(a.share for a in found.accounts) == sum(a.share for a in before.accounts)
    assert sum(a.over for a in found.accounts) >= sum(a.over for a in before.accounts)


@given(lives(), st.data())
def test_a_reassignment_to_the_same_holder_changes_nothing(story, data):
    again = reassigned(story, data)
    assert found_in(again).accounts == found_in(story).accounts


@pytest.mark.parametrize("seconds", [1, 29, 59])
def test_seconds_are_never_lost_between_holders(seconds):
    odd = timedelta(seconds=seconds)
    story = life((DESK, 10, 100), (HANDLER, 20, 200), due=50, stopped=200)
    shifted = tuple(
        replace(s, began_at=s.began_at + odd, ended_at=s.ended_at + odd) for s in story.spans
    )
    found = found_in(replace(story, spans=shifted))
    assert sum(a.held for a in found.accounts) == found.used
    assert sum(a.late for a in found.accounts) == found.late
