"""The quick sums of the calendar against a slow counter that knows only the published lists."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders_deadlines import SHIPPED, calendar

from thongsuot.domains.deadlines.rules import (
    add_working_minutes,
    changed_days,
    due_after,
    working_days_between,
    working_minutes,
)
from thongsuot.domains.deadlines.terms import TimeLimit, Unit

YEARS = calendar()
HERE = timedelta(hours=7)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
OFF = {day for year in SHIPPED["years"].values() for day in year["day_off"]}
WORKED = {day for year in SHIPPED["years"].values() for day in year["work_on"]}

instants = st.datetimes(
    datetime(2022, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2026, 9, 30),  # noqa: DTZ001
    timezones=st.just(UTC),
)
days = st.dates(date(2022, 1, 1), date(2026, 9, 30))
whole_minutes = instants.map(lambda at: at.replace(second=0, microsecond=0))


def worked_on(day):
    """Whether the published lists say that the day is worked."""
    text = day.isoformat()
    return text in WORKED or (day.isoweekday() <= 5 and text not in OFF)


def worked_at(at):
    """Whether the minute that begins at ``at`` is worked."""
    here = (at + HERE).replace(tzinfo=None)
    clock = f"{here:%H:%M}"
    return worked_on(here.date()) and ("07:00" <= clock < "11:30" or "13:30" <= clock < "17:00")


@given(whole_minutes, st.integers(1, 2_000))
@settings(max_examples=60, deadline=None)
def test_added_minutes_end_where_a_walk_minute_by_minute_ends(start, minutes):
    at, left = start, minutes
    while left:
        left -= worked_at(at)
        at += MINUTE
    assert add_working_minutes(start, minutes, YEARS) == at


@given(whole_minutes, st.integers(0, 20 * 24 * 60))
@settings(max_examples=40, deadline=None)
def test_minutes_between_are_those_met_on_a_walk(start, span):
    met = sum(worked_at(start + n * MINUTE) for n in range(span))
    assert working_minutes(start, start + span * MINUTE, YEARS) == met


@given(instants, st.integers(1, 30_000))
def test_measuring_finds_the_minutes_that_were_added(start, minutes):
    end = add_working_minutes(start, minutes, YEARS)
    assert working_minutes(start, end, YEARS) == minutes


@given(instants, st.integers(1, 5_000), st.integers(1, 5_000))
def test_two_spans_one_after_the_other_end_where_their_sum_ends(start, first, second):
    halfway = add_working_minutes(start, first, YEARS)
    together = add_working_minutes(start, first + second, YEARS)
    assert add_working_minutes(halfway, second, YEARS) == together


@given(instants, st.integers(1, 60))
def test_working_days_end_where_a_walk_day_by_day_ends(start, quantity):
    day, left = (start + HERE).date(), quantity
    while left:
        day += DAY
        left -= worked_on(day)
    due = due_after(start, TimeLimit(quantity, Unit.WORKING_DAY), YEARS)
    assert due.due_on == day
    assert working_days_between((start + HERE).date(), day, YEARS) == quantity


@given(instants, st.integers(1, 85))
def test_plain_days_end_on_a_worked_day_with_none_skipped(start, quantity):
    day = (start + HERE).date() + quantity * DAY
    while not worked_on(day):
        day += DAY
    assert due_after(start, TimeLimit(quantity, Unit.DAY), YEARS).due_on == day


@given(instants, st.integers(1, 2))
def test_months_end_on_or_after_the_day_of_the_same_number(start, quantity):
    received = (start + HERE).date()
    due_on = due_after(start, TimeLimit(quantity, Unit.MONTH), YEARS).due_on
    months = due_on.year * 12 + due_on.month - received.year * 12 - received.month
    assert worked_on(due_on)
    assert months in {quantity, quantity + 1}
    if months == quantity and due_on.day > received.day:
        skipped = range(received.day, due_on.day)
        assert not any(worked_on(due_on.replace(day=number)) for number in skipped)


@given(
    instants,
    st.sampled_from(sorted(set(Unit) - {Unit.SAME_DAY})),
    st.integers(1, 2),
    st.integers(1, 1),
)
def test_a_longer_limit_is_never_due_earlier(start, unit, quantity, more):
    shorter = due_after(start, TimeLimit(quantity, unit), YEARS)
    longer = due_after(start, TimeLimit(quantity + more, unit), YEARS)
    assert shorter.due_at <= longer.due_at
    assert start < shorter.due_at


@given(days)
def test_a_day_is_worked_when_the_published_lists_say_so(day):
    assert YEARS.is_working(day) is worked_on(day)


swaps = st.tuples(
    st.dates(date(2026, 3, 2), date(2026, 6, 30)).filter(lambda d: worked_on(d)),
    st.dates(date(2026, 3, 2), date(2026, 6, 30)).filter(
        lambda d: d.isoweekday() > 5 and not worked_on(d) and d.isoformat() not in OFF
    ),
)


@given(
    st.datetimes(
        datetime(2026, 2, 2),  # noqa: DTZ001 - hypothesis adds the zone
        datetime(2026, 6, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
    st.integers(1, 40),
    swaps,
)
@settings(max_examples=60, deadline=None)
def test_a_swap_moves_a_promise_exactly_as_a_walk_over_the_new_lists_has_it(start, quantity, swap):
    off, on = swap
    year = SHIPPED["years"]["2026"]
    swapped = calendar(
        years=SHIPPED["years"] | {"2026": {
            "day_off": year["day_off"] | {off.isoformat(): "Ngày nghỉ"},
            "work_on": [*year["work_on"], on.isoformat()],
        }}
    )  # fmt: skip
    day, left = (start + HERE).date(), quantity
    while left:
        day += DAY
        left -= day == on or (day != off and worked_on(day))
    assert due_after(start, TimeLimit(quantity, Unit.WORKING_DAY), swapped).due_on == day
    assert {change.day for change in changed_days(YEARS, swapped)} == {off, on}


@given(whole_minutes, st.integers(1, 10), st.lists(st.integers(0, 3 * 24 * 60), max_size=2))
@settings(max_examples=40, deadline=None)
def test_pauses_push_a_promise_by_the_minutes_a_walk_meets_in_them(start, quantity, spans):
    due = due_after(start, TimeLimit(quantity, Unit.WORKING_DAY), YEARS).due_at
    at, waited = start, 0
    for span in spans:
        end = at + span * MINUTE
        due = add_working_minutes(due, working_minutes(at, end, YEARS), YEARS)
        waited += sum(worked_at(at + n * MINUTE) for n in range(span))
        at = end
    first = due_after(start, TimeLimit(quantity, Unit.WORKING_DAY), YEARS).due_at
    assert working_minutes(first, due, YEARS) == waited
