"""Whose time it was and whose lateness: what must hold for every life."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders_charging import (
    DAY,
    DESK,
    HANDLER,
    HEAD,
    NEXT_SUPERIOR,
    SUPERIOR,
    YEARS,
    after,
    life,
    told,
)

from thongsuot.domains.accountability.rules import reckon, spend
from thongsuot.domains.accountability.terms import (
    Account,
    Asked,
    Consulted,
    Held,
    Holder,
    Life,
    Run,
    Use,
)
from thongsuot.domains.deadlines.rules import add_working_minutes, working_minutes

HOLDERS = [DESK, HANDLER, HEAD, Holder(3, 30, 300)]
minutes = st.integers(0, 3 * DAY)
ASKED = [Holder(4, 40), Holder(5, 50), SUPERIOR, NEXT_SUPERIOR]
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
        again = found_in(replace(story, spans=cut)).accounts
        assert [charged(account) for account in again] == [
            charged(account) for account in found_in(story).accounts
        ]


def charged(account: Account) -> Account:
    """Return an account without how much of which hand-over's share was overrun."""
    return replace(account, over=0, was_given=False)


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


def test_a_reassignment_when_a_clock_begins_that_stands_still_changes_nothing():
    run = Run(after(1), after(0), after(DAY), by_hour=False, pauses=((after(1), after(DAY)),))
    story = Life(run, (Held(DESK, after(0), after(DAY), 1),))
    halves = (
        Held(DESK, after(0), after(1), 1),
        Held(DESK, after(1), after(DAY), 1, carried=True),
    )
    assert found_in(replace(story, spans=halves)).accounts == found_in(story).accounts


@given(lives(), st.data())
@settings(max_examples=200)
def test_a_question_that_passes_on_is_charged_to_each_for_his_own_stretch(story, data):
    if not story.offers:
        return
    asked = data.draw(st.sampled_from(story.offers))
    length = working_minutes(asked.began_at, asked.ended_at, YEARS)
    middle = add_working_minutes(asked.began_at, data.draw(st.integers(0, length)), YEARS)
    first = replace(asked, ended_at=middle)
    then = Asked(NEW, middle, asked.ended_at, data.draw(st.none() | st.integers(0, DAY)))
    others = tuple(o for o in story.offers if o is not asked)
    passed = replace(story, offers=(*others, first, then))
    before, found = found_in(story), found_in(passed)
    assert sum(a.late for a in found.accounts) == found.late == before.late
    waited = {a.holder: a.answering for a in found.accounts}
    whole = {a.holder: a.answering for a in before.accounts}
    own = waited.pop(NEW, 0)
    whole[asked.holder] = whole.get(asked.holder, 0) - own
    assert {h: m for h, m in waited.items() if m} == {h: m for h, m in whole.items() if m}
    assert own <= working_minutes(middle, asked.ended_at, YEARS)


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


@given(lives())
@settings(max_examples=200)
def test_the_spans_tell_the_same_minutes_as_the_accounts_of_their_holders(story):
    found, spans = found_in(story), spend(story, at=LATER, calendar=YEARS)
    for account in found.accounts:
        own = [spent for spent in spans if spent.span.holder == account.holder]
        for name, uses in {
            "held": (Use.HELD, Use.OVER), "over": (Use.OVER,), "awaiting": (Use.AWAITING,),
            "paused": (Use.PAUSED,), "earlier": (Use.EARLIER,), "after": (Use.AFTER,),
        }.items():  # fmt: skip
            assert sum(spent.on(*uses) for spent in own) == getattr(account, name), name
    assert sum(spent.on(Use.SILENT) for spent in spans) == sum(a.silent for a in found.accounts)
    assert sum(spent.late for spent in spans) == found.late - found.late_before
    assert sum(spent.late_before for spent in spans) == found.late_before


@given(lives())
def test_the_stretches_of_a_span_follow_each_other_from_its_beginning_to_its_end(story):
    for spent in spend(story, at=LATER, calendar=YEARS):
        ends = [spent.span.began_at, *(stretch.ended_at for stretch in spent.stretches)]
        assert ends[:-1] == [stretch.began_at for stretch in spent.stretches]
        assert ends[-1] == spent.span.ended_at == spent.until
        assert spent.over == (max(0, spent.held - spent.share) if spent.share is not None else 0)


@given(lives(), st.data())
@settings(max_examples=200)
def test_the_spans_of_a_share_that_was_reassigned_tell_the_same_minutes_too(story, data):
    moved = reassigned(story, data, to=NEW)
    found, spans = found_in(moved), spend(moved, at=LATER, calendar=YEARS)
    for account in found.accounts:
        own = [spent.over for spent in spans if spent.span.holder == account.holder]
        assert sum(own) == account.over
