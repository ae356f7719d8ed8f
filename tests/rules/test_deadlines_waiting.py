"""Where a limit ends whose clock stood: what was left when it stopped is left when it goes on."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders_deadlines import OWN_HOURS, SHIPPED, calendar, local, with_half_days

from thongsuot.domains.deadlines.rules import after_standing, due_after, is_late
from thongsuot.domains.deadlines.terms import CalendarGap, TimeLimit, Unit, Wait, WaitedIn
from thongsuot.kernel.clock import LOCAL

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
YEARS = calendar()
COUNTING = SHIPPED["counting"][0]
KINDS = {
    "as shipped": YEARS,
    "each day ends at the clock of receipt": calendar(
        counting=[COUNTING | {"first_day": "same-clock"}]
    ),
    "an agency's hours, by season, with half days": calendar(
        years=with_half_days(), office_hours=[*SHIPPED["office_hours"], OWN_HOURS]
    ).of("H99.31"),
}
OFF = {day for year in SHIPPED["years"].values() for day in year["day_off"]}
WORKED = {day for year in SHIPPED["years"].values() for day in year["work_on"]}

HOURS, DAYS, PLAIN, MONTH, SAME = (
    TimeLimit(4, Unit.WORKING_HOUR), TimeLimit(5, Unit.WORKING_DAY), TimeLimit(10, Unit.DAY),
    TimeLimit(1, Unit.MONTH), TimeLimit(1, Unit.SAME_DAY),
)  # fmt: skip


def stood(start, limit, since, until, years=YEARS):
    """Return when a limit ends that began at ``start`` and stood once, and what was waited."""
    due = due_after(local(start), limit, years).due_at
    return after_standing(
        due, limit, local(start), years, since=local(since), until=local(until)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("start", "limit", "since", "until", "due", "waited"),
    [
        pytest.param(
            "2026-03-02 09:00", DAYS, "2026-03-04 10:00", "2026-03-04 10:01",
            "2026-03-09 17:00", Wait(0, WaitedIn.WORKING_DAY),
            id="a minute wins no working day",
        ),
        pytest.param(
            "2026-03-02 09:00", DAYS, "2026-03-04 10:00", "2026-03-06 16:00",
            "2026-03-11 17:00", Wait(2, WaitedIn.WORKING_DAY),
            id="working days move on by the working days that were lost",
        ),
        pytest.param(
            "2026-03-02 09:00", DAYS, "2026-03-06 10:00", "2026-03-08 22:00",
            "2026-03-10 17:00", Wait(1, WaitedIn.WORKING_DAY),
            id="a weekend in a pause is no working day lost",
        ),
        pytest.param(
            "2026-03-02 09:00", DAYS, "2026-03-09 16:59", "2026-03-15 08:00",
            "2026-03-16 17:00", Wait(5, WaitedIn.WORKING_DAY),
            id="what stopped on its last day has a day left, also when it goes on on a Sunday",
        ),
        pytest.param(
            "2026-03-02 09:00", PLAIN, "2026-03-04 10:00", "2026-03-09 10:00",
            "2026-03-17 17:00", Wait(5, WaitedIn.DAY),
            id="plain days move on by plain days, weekends with them",
        ),
        pytest.param(
            "2026-03-02 09:00", PLAIN, "2026-03-04 10:00", "2026-03-06 10:00",
            "2026-03-16 17:00", Wait(2, WaitedIn.DAY),
            id="plain days that end on a Saturday move to the Monday",
        ),
        pytest.param(
            "2026-03-02 09:00", PLAIN, "2026-03-04 10:00", "2026-03-04 16:00",
            "2026-03-12 17:00", Wait(0, WaitedIn.DAY),
            id="hours within a day win no plain day",
        ),
        pytest.param(
            "2026-03-02 09:00", MONTH, "2026-03-10 10:00", "2026-03-20 10:00",
            "2026-04-13 17:00", Wait(10, WaitedIn.DAY),
            id="a month moves on by plain days",
        ),
        pytest.param(
            "2026-03-06 09:00", HOURS, "2026-03-06 10:00", "2026-03-09 08:00",
            "2026-03-09 11:00", Wait(360, WaitedIn.WORKING_MINUTE),
            id="hours move on by office time alone",
        ),
        pytest.param(
            "2026-03-06 09:00", HOURS, "2026-03-06 10:00", "2026-03-06 10:01",
            "2026-03-06 15:01", Wait(1, WaitedIn.WORKING_MINUTE),
            id="a minute moves hours by a minute",
        ),
        pytest.param(
            "2026-03-06 09:00", SAME, "2026-03-06 10:00", "2026-03-06 16:00",
            "2026-03-06 17:00", Wait(0, WaitedIn.WORKING_DAY),
            id="the same day stays that day when the clock goes on within it",
        ),
        pytest.param(
            "2026-03-06 09:00", SAME, "2026-03-06 10:00", "2026-03-10 16:00",
            "2026-03-10 17:00", Wait(2, WaitedIn.WORKING_DAY),
            id="the same day is the day on which the clock goes on",
        ),
    ],
)  # fmt: skip
def test_where_a_limit_ends_whose_clock_stood(start, limit, since, until, due, waited):
    ends, wait = stood(start, limit, since, until)
    assert (f"{ends.astimezone(LOCAL):%Y-%m-%d %H:%M}", wait) == (due, waited)


def test_where_days_end_at_the_clock_of_receipt_they_still_do():
    years = KINDS["each day ends at the clock of receipt"]
    ends, _wait = stood("2026-03-02 09:00", DAYS, "2026-03-04 10:00", "2026-03-05 10:00", years)
    assert ends == local("2026-03-10 09:00")


def test_a_late_dossier_in_plain_days_is_not_moved_out_of_its_lateness_by_a_weekend():
    ends, _wait = stood("2026-03-02 09:00", PLAIN, "2026-03-13 10:00", "2026-03-15 10:00")
    assert ends == local("2026-03-13 17:00")


# --- against a counter that walks the days ---------------------------------------------------


def worked_on(day):
    """Whether the published lists say that the day is worked."""
    text = day.isoformat()
    return text in WORKED or (day.isoweekday() <= 5 and text not in OFF)


def worked_at(at):
    """Whether the minute that begins at ``at`` is worked."""
    here = at.astimezone(LOCAL)
    clock = f"{here:%H:%M}"
    return worked_on(here.date()) and ("07:00" <= clock < "11:30" or "13:30" <= clock < "17:00")


def walked_minutes(due, since, until):
    """Walk the pause for the worked minutes in it, then as many on from the due instant."""
    left = sum(worked_at(since + n * MINUTE) for n in range((until - since) // MINUTE))
    while left:
        left -= worked_at(due)
        due += MINUTE
    return due


def walked_days(due_on, since, until, counts):
    """Walk the days of the pause for those that count, then as many on from the due day."""
    day, left = since, 0
    while day < until:
        left += counts(day)
        day += DAY
    while left:
        due_on += DAY
        left -= counts(due_on)
    while not worked_on(due_on):
        due_on += DAY
    return due_on


instants = st.datetimes(
    datetime(2025, 1, 6),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2026, 5, 30),  # noqa: DTZ001
    timezones=st.just(LOCAL),
).map(lambda at: at.replace(second=0, microsecond=0))
spans = st.one_of(st.integers(0, 8 * 60), st.integers(0, 20 * 24 * 60))
units = st.sampled_from(list(Unit))


def limit_in(unit, quantity):
    """Return a limit; the same day and months have short ones."""
    return TimeLimit({Unit.SAME_DAY: 1, Unit.MONTH: 1 + quantity % 2}.get(unit, quantity), unit)


@given(instants, units, st.integers(1, 20), spans, spans)
@settings(max_examples=150, deadline=None)
def test_a_clock_that_stood_ends_where_a_walk_ends(start, unit, quantity, runs, stands):
    limit = limit_in(unit, quantity)
    due = due_after(start, limit, YEARS)
    since = start + runs * MINUTE
    until = since + stands * MINUTE
    ends, _wait = after_standing(due.due_at, limit, start, YEARS, since=since, until=until)
    if unit is Unit.WORKING_HOUR:
        assert ends == walked_minutes(due.due_at, since, until)
        return
    if is_late(due.due_at, since):
        assert is_late(ends, until)
        return
    counts = worked_on if unit in {Unit.WORKING_DAY, Unit.SAME_DAY} else (lambda _day: True)
    day = walked_days(due.due_on, since.date(), until.date(), counts)
    assert ends == local(f"{day} 17:00")


@pytest.mark.parametrize("kind", KINDS)
@given(instants, units, st.integers(1, 20), st.lists(st.tuples(spans, spans), max_size=4))
@settings(max_examples=80, deadline=None)
def test_pauses_neither_make_late_nor_take_lateness_away(kind, start, unit, quantity, pauses):
    years, limit = KINDS[kind], limit_in(unit, quantity)
    due, at = due_after(start, limit, years).due_at, start
    by_hour = unit is Unit.WORKING_HOUR
    for runs, stands in pauses:
        since = at + runs * MINUTE
        at = since + stands * MINUTE
        was_due = due
        due, _wait = after_standing(due, limit, start, years, since=since, until=at)
        assert due >= was_due
        assert is_late(was_due, since, by_hour=by_hour) >= is_late(due, at, by_hour=by_hour)
        if not by_hour:
            assert is_late(was_due, since) == is_late(due, at)


@given(instants, st.sampled_from(sorted(set(Unit) - {Unit.WORKING_HOUR})), st.integers(1, 20))
@settings(max_examples=60, deadline=None)
def test_pauses_within_a_day_never_move_a_limit_in_days(start, unit, quantity):
    limit = limit_in(unit, quantity)
    due = due_after(start, limit, YEARS).due_at
    day = start.date() + DAY
    for clock in ("07:30", "11:00", "16:58"):
        since = local(f"{day} {clock}")
        ends, wait = after_standing(
            due, limit, start, YEARS, since=since, until=since + MINUTE
        )  # fmt: skip
        assert (ends, wait.quantity) == (due, 0)


@given(instants, units, st.integers(1, 20), st.integers(0, 5 * 24 * 60), spans, spans)
@settings(max_examples=80, deadline=None)
def test_a_pause_cut_in_two_moves_as_far_as_the_whole(start, unit, quantity, runs, one, two):
    limit = limit_in(unit, quantity)
    if limit.unit in {Unit.DAY, Unit.MONTH}:
        return  # the day between may lie on a day off, and the appointment then moves twice
    due = due_after(start, limit, YEARS).due_at
    since = start + runs * MINUTE
    halfway, until = since + one * MINUTE, since + (one + two) * MINUTE
    whole, _wait = after_standing(due, limit, start, YEARS, since=since, until=until)
    first, _wait = after_standing(due, limit, start, YEARS, since=since, until=halfway)
    both, _wait = after_standing(first, limit, start, YEARS, since=halfway, until=until)
    assert both == whole


def test_a_wait_that_runs_into_a_year_without_a_calendar_is_not_guessed():
    due = due_after(local("2026-12-21 09:00"), DAYS, YEARS).due_at
    with pytest.raises(CalendarGap):
        after_standing(
            due, DAYS, local("2026-12-21 09:00"), YEARS,
            since=local("2026-12-22 09:00"), until=local("2026-12-31 09:00"),
        )  # fmt: skip
