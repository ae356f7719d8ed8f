"""Many limits at once give the answers that counting one by one gives."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders_deadlines import OWN_HOURS, SHIPPED, calendar, local, with_half_days

from thongsuot.domains.deadlines.rules import add_working_minutes, due_after, pushed
from thongsuot.domains.deadlines.rules.columns import (
    GAP,
    CalendarColumns,
    add_minutes_each,
    due_after_each,
    microseconds,
    moment,
    pushed_each,
)
from thongsuot.domains.deadlines.terms import (
    CalendarGap,
    LimitWrong,
    TimeLimit,
    Unit,
    Wait,
    WaitedIn,
)

COUNTING = SHIPPED["counting"][0]
SEASONS = [
    {"valid_from": "2022-01-01", "source": "x",
     "sessions": [["07:00", "11:30"], ["13:30", "17:00"]]},
    {"valid_from": "2024-10-16", "source": "x", "sessions": [["07:30", "12:00"]]},
    {"valid_from": "2025-04-16", "source": "x",
     "sessions": [["06:30", "09:00"], ["09:30", "11:30"], ["13:00", "16:30"]]},
]  # fmt: skip
KINDS = {
    "as shipped": calendar(),
    "each day ends at the clock of receipt": calendar(
        counting=[COUNTING, COUNTING | {"valid_from": "2024-06-01", "first_day": "same-clock"}]
    ),
    "an agency's hours, by season, with half days": calendar(
        years=with_half_days(), office_hours=[*SHIPPED["office_hours"], OWN_HOURS]
    ).of("H99.31"),
    "with other hours from a day on": calendar(
        office_hours=SEASONS, counting=[COUNTING | {"first_day": "same-clock"}]
    ),
}
limits = st.tuples(
    st.datetimes(
        datetime(2022, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
        datetime(2027, 1, 10),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
    st.integers(1, 70),
)


def one_by_one(count):
    """Return what the plain rule answers, or None where it refuses to guess."""
    try:
        return count()
    except CalendarGap:
        return None


def ints(values):
    """Return a column."""
    return np.array(list(values), dtype=np.int64)


@pytest.mark.parametrize("kind", KINDS)
@given(st.lists(limits, min_size=1, max_size=40), st.sampled_from(list(Unit)))
@settings(max_examples=60, deadline=None)
def test_a_column_of_limits_ends_where_each_of_them_ends(kind, asked, unit):
    years = KINDS[kind]
    asked = [(at, 1 if unit is Unit.SAME_DAY else n) for at, n in asked]
    found = due_after_each(
        ints(microseconds(at) for at, _n in asked), ints(n for _at, n in asked), unit,
        CalendarColumns(years),
    )  # fmt: skip
    for (at, quantity), value in zip(asked, found, strict=True):
        due = one_by_one(lambda: due_after(at, TimeLimit(quantity, unit), years).due_at)  # noqa: B023
        assert (None if value == GAP else moment(int(value))) == due


@pytest.mark.parametrize("kind", KINDS)
@given(st.lists(st.tuples(limits.map(lambda x: x[0]), st.integers(0, 20_000)), min_size=1))
@settings(max_examples=40, deadline=None)
def test_a_column_of_minutes_ends_where_each_ends(kind, asked):
    years = KINDS[kind]
    found = add_minutes_each(
        ints(microseconds(at) for at, _n in asked), ints(n for _at, n in asked),
        CalendarColumns(years),
    )  # fmt: skip
    for (at, minutes), value in zip(asked, found, strict=True):
        due = one_by_one(lambda: add_working_minutes(at, minutes, years))  # noqa: B023
        assert (None if value == GAP else moment(int(value))) == due


@pytest.mark.parametrize("kind", KINDS)
@given(
    st.lists(st.tuples(limits, st.integers(0, 40)), min_size=1, max_size=40),
    st.sampled_from(list(Unit)), st.sampled_from(list(WaitedIn)),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_a_column_of_waits_moves_each_as_it_is_moved_alone(kind, asked, unit, waited_in):
    years, table = KINDS[kind], CalendarColumns(KINDS[kind])
    asked = [(at, 1 if unit is Unit.SAME_DAY else n, wait) for (at, n), wait in asked]
    starts = ints(microseconds(at) for at, _n, _wait in asked)
    due = due_after_each(starts, ints(n for _at, n, _wait in asked), unit, table)
    waits = ints(wait for _at, _n, wait in asked)
    found = pushed_each(due, waits, waited_in, starts, unit, table)
    for (at, quantity, wait), value in zip(asked, found, strict=True):
        limit = TimeLimit(quantity, unit)
        alone = one_by_one(
            lambda: pushed(
                due_after(at, limit, years).due_at, Wait(wait, waited_in), limit, at, years  # noqa: B023
            )
        )  # fmt: skip
        assert (None if value == GAP else moment(int(value))) == alone


@pytest.mark.parametrize("unit", list(Unit))
def test_what_began_before_the_calendar_is_not_guessed(unit):
    start = ints([microseconds(local("2021-12-31 09:00"))])
    assert due_after_each(start, ints([1]), unit, CalendarColumns(calendar())).tolist() == [GAP]


def test_a_limit_under_one_is_refused_in_a_column_too():
    start = ints([microseconds(local("2026-03-02 09:00"))])
    with pytest.raises(LimitWrong):
        due_after_each(start, ints([0]), Unit.DAY, CalendarColumns(calendar()))
    with pytest.raises(LimitWrong):
        add_minutes_each(start, ints([-1]), CalendarColumns(calendar()))
    with pytest.raises(LimitWrong):
        pushed_each(
            start, ints([-1]), WaitedIn.DAY, start, Unit.DAY, CalendarColumns(calendar())
        )  # fmt: skip
