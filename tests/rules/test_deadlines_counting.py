"""When limits end: known cases, and what is refused."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from tests.builders_deadlines import SHIPPED, calendar, local

from thongsuot.domains.deadlines.rules import (
    add_working_minutes,
    due_after,
    end_of_next_working_day,
    is_late,
    most_working_days,
    pass_on_by,
    same_working_day,
    timeliness,
    working_days_between,
    working_minutes,
)
from thongsuot.domains.deadlines.terms import (
    CalendarGap,
    LimitWrong,
    TimeLimit,
    Timeliness,
    Unit,
    UnitUnknown,
)

YEARS = calendar()
HOURS, WORKING, DAYS, MONTHS = Unit.WORKING_HOUR, Unit.WORKING_DAY, Unit.DAY, Unit.MONTH


def due(start, quantity, unit, by=YEARS):
    return due_after(local(start), TimeLimit(quantity, unit), by)


# --- working days ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "quantity", "due_on"),
    [
        pytest.param("2024-04-26 09:00", 1, "2024-05-02", id="a swapped Monday is off"),
        pytest.param("2024-05-03 09:00", 1, "2024-05-04", id="a make-up Saturday is counted"),
        pytest.param("2025-04-25 09:00", 2, "2025-04-28", id="a make-up Saturday of 2025, then on"),
        pytest.param("2025-12-31 09:00", 1, "2026-01-05", id="2 January 2026 is off by a swap"),
        pytest.param("2026-01-09 09:00", 1, "2026-01-10", id="10 January 2026 is worked for it"),
        pytest.param("2026-08-21 09:00", 1, "2026-08-22", id="22 August 2026 is worked"),
        pytest.param("2026-08-28 09:00", 1, "2026-09-03", id="National Day 2026 with its swap"),
        pytest.param("2026-02-13 09:00", 3, "2026-02-25", id="Tết 2026 is not counted"),
        pytest.param("2026-03-02 09:00", 1, "2026-03-03", id="the day of receipt is not counted"),
        pytest.param("2026-03-02 22:00", 1, "2026-03-03", id="whatever its hour"),
        pytest.param("2026-03-07 09:00", 1, "2026-03-09", id="a Saturday's counts from Monday"),
        pytest.param("2026-03-06 16:00", 5, "2026-03-13", id="a week holds five working days"),
        pytest.param("2021-12-31 09:00", 1, "2022-01-04", id="the day before the first year"),
        pytest.param("2026-12-30 09:00", 1, "2026-12-31", id="the last published day"),
        pytest.param("2022-01-01 00:00", 1248, "2026-12-31", id="all working days of five years"),
    ],
)  # fmt: skip
def test_working_days(start, quantity, due_on):
    found = due(start, quantity, WORKING)
    assert found.due_on.isoformat() == due_on
    assert found.due_at == local(f"{due_on} 17:00")
    assert found.due_at.tzinfo is UTC
    assert (found.calendar_version, found.rule_version) == ("2022-2026.1", "day-after.1")


# --- plain days and months ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "quantity", "due_on"),
    [
        pytest.param("2026-03-02 09:00", 3, "2026-03-05", id="every day counts"),
        pytest.param("2026-03-02 09:00", 7, "2026-03-09", id="the weekend too"),
        pytest.param("2026-03-02 09:00", 5, "2026-03-09", id="off a Saturday to Monday"),
        pytest.param("2026-01-05 09:00", 5, "2026-01-10", id="a worked Saturday stays"),
        pytest.param("2026-02-10 09:00", 6, "2026-02-23", id="off Tết and the weekend after it"),
        pytest.param("2021-12-02 09:00", 30, "2022-01-04", id="only the last day must be known"),
    ],
)
def test_plain_days(start, quantity, due_on):
    assert due(start, quantity, DAYS).due_on.isoformat() == due_on


@pytest.mark.parametrize(
    ("start", "quantity", "due_on"),
    [
        pytest.param("2026-03-02 09:00", 1, "2026-04-02", id="the day of the same number"),
        pytest.param("2026-03-14 09:00", 1, "2026-04-14", id="from a Saturday as well"),
        pytest.param("2024-01-31 09:00", 1, "2024-02-29", id="or the last day of the month"),
        pytest.param("2025-01-31 09:00", 1, "2025-02-28", id="or the last day of a common year's"),
        pytest.param("2025-12-15 09:00", 2, "2026-02-23", id="over the year, off Tết"),
        pytest.param("2025-11-30 09:00", 12, "2026-11-30", id="twelve months"),
        pytest.param("2022-12-01 09:00", 48, "2026-12-01", id="four years"),
    ],
)
def test_months(start, quantity, due_on):
    assert due(start, quantity, MONTHS).due_on.isoformat() == due_on


# --- working hours -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "quantity", "due_at"),
    [
        pytest.param("2026-03-02 09:00", 2, "2026-03-02 11:00", id="within the morning"),
        pytest.param("2026-03-02 09:30", 2, "2026-03-02 11:30", id="to the end of the morning"),
        pytest.param("2026-03-02 10:00", 2, "2026-03-02 14:00", id="over noon"),
        pytest.param("2026-03-02 12:15", 1, "2026-03-02 14:30", id="begun at noon"),
        pytest.param("2026-03-02 09:00", 8, "2026-03-03 09:00", id="eight hours are a day"),
        pytest.param("2026-03-02 07:00", 8, "2026-03-02 17:00", id="from the first minute"),
        pytest.param("2026-03-06 17:00", 1, "2026-03-09 08:00", id="after Friday comes Monday"),
        pytest.param("2026-03-07 10:00", 4, "2026-03-09 11:00", id="begun on a Saturday"),
        pytest.param("2026-01-09 16:00", 2, "2026-01-10 08:00", id="into a worked Saturday"),
        pytest.param("2026-03-02 16:59:30", 1, "2026-03-03 07:59:30", id="to the second"),
        pytest.param("2026-03-02", 1, "2026-03-02 08:00", id="from midnight"),
    ],
)
def test_working_hours(start, quantity, due_at):
    found = due(start, quantity, HOURS)
    assert found.due_at == local(due_at)
    assert found.due_on == local(due_at).date()


def test_office_hours_may_change_on_a_day():
    later = {"valid_from": "2026-03-03", "sessions": [["08:00", "12:00"]], "source": "mẫu"}
    changed = calendar(office_hours=[*SHIPPED["office_hours"], later])
    assert due("2026-03-02 16:00", 2, HOURS, changed).due_at == local("2026-03-03 09:00")
    assert due("2026-03-02 16:00", 1, WORKING, changed).due_at == local("2026-03-03 12:00")


# --- the rules of counting are data ------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "due_at"),
    [
        pytest.param("2026-03-02 14:59", "2026-03-02 17:00", id="before 15:00, the same day"),
        pytest.param("2026-03-02 15:00", "2026-03-02 17:00", id="at 15:00 sharp too"),
        pytest.param("2026-03-02 15:00:01", "2026-03-03 17:00", id="after 15:00, the next"),
        pytest.param("2026-03-06 15:30", "2026-03-09 17:00", id="after 15:00 on a Friday, Monday"),
        pytest.param("2026-03-07 09:00", "2026-03-09 17:00", id="on a day off, the next worked"),
    ],
)
def test_what_is_settled_the_same_day(start, due_at):
    found = same_working_day(local(start), YEARS)
    assert (found.due_at, found.due_on) == (local(due_at), local(due_at).date())


@pytest.mark.parametrize(
    ("received", "by"),
    [
        ("2026-03-02 15:00", "2026-03-02 17:00"),
        ("2026-03-02 15:01", "2026-03-03 11:30"),
        ("2026-03-07 09:00", "2026-03-09 11:30"),
    ],
)
def test_a_desk_passes_on_the_same_day_and_after_three_first_thing_on_the_next(received, by):
    assert pass_on_by(local(received), YEARS) == local(by)


@pytest.mark.parametrize(
    ("at", "end"),
    [
        pytest.param("2026-03-02 06:00", "2026-03-03 17:00", id="Monday early, to Tuesday's close"),
        pytest.param("2026-03-02 23:30", "2026-03-03 17:00", id="Monday late, the same"),
        pytest.param("2026-03-06 09:00", "2026-03-09 17:00", id="a Friday, to Monday's close"),
        pytest.param("2026-03-07 09:00", "2026-03-09 17:00", id="a Saturday too"),
    ],
)
def test_the_next_working_day_ends_when_its_offices_close(at, end):
    assert end_of_next_working_day(local(at), YEARS) == local(end)


def _counting(**row):
    return {
        "version": "clock.1", "valid_from": "2022-01-01", "first_day": "same-clock",
        "same_day_until": "16:00", "source": "mẫu",
    } | row  # fmt: skip


@pytest.mark.parametrize(
    ("start", "due_at"),
    [
        pytest.param("2026-03-02 09:15", "2026-03-03 09:15", id="the same clock time"),
        pytest.param("2026-03-02 06:00", "2026-03-03 07:00", id="moved to the opening"),
        pytest.param("2026-03-02 12:00", "2026-03-03 13:30", id="moved out of noon"),
        pytest.param("2026-03-02 19:00", "2026-03-03 17:00", id="after hours, to the close"),
        pytest.param("2026-03-07 09:00", "2026-03-09 17:00", id="from a day off, to the close"),
    ],
)
def test_another_rule_ends_days_at_the_clock_time_of_receipt(start, due_at):
    found = due(start, 1, WORKING, calendar(counting=[_counting()]))
    assert (found.due_at, found.rule_version) == (local(due_at), "clock.1")


def test_the_rule_in_force_on_the_day_of_receipt_counts():
    rules = calendar(
        counting=[_counting(), _counting(version="clock.2", valid_from="2026-03-02",
                                         same_day_until="14:00")],
    )  # fmt: skip
    assert due("2026-03-01 09:00", 3, WORKING, rules).rule_version == "clock.1"
    assert due("2026-03-02 09:00", 3, WORKING, rules).rule_version == "clock.2"
    assert same_working_day(local("2026-03-02 15:00"), rules).due_on == date(2026, 3, 3)
    assert rules.counting_on(date(2026, 3, 1)).same_day_until == time(16, 0)


# --- measuring ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-03-02 07:00", "2026-03-02 17:00", 480),
        ("2026-03-02 11:00", "2026-03-02 14:00", 60),
        ("2026-03-06 16:30", "2026-03-09 07:30", 60),
        ("2026-03-07 00:00", "2026-03-08 23:59", 0),
        ("2026-03-02 09:00:30", "2026-03-02 09:01:00", 0),
        ("2026-03-09 07:30", "2026-03-06 16:30", -60),
    ],
)
def test_working_minutes_between_instants(start, end, minutes):
    assert working_minutes(local(start), local(end), YEARS) == minutes


def test_working_days_between_days():
    assert working_days_between(date(2026, 1, 1), date(2026, 1, 12), YEARS) == 7
    assert working_days_between(date(2026, 1, 12), date(2026, 1, 1), YEARS) == -7
    assert working_days_between(date(2026, 3, 2), date(2026, 3, 2), YEARS) == 0


def test_an_instant_counts_by_its_local_day_whatever_zone_it_is_written_in():
    evening_in_utc = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)  # 01:00 on 3 March here
    assert due_after(evening_in_utc, TimeLimit(1, WORKING), YEARS).due_on == date(2026, 3, 4)


def test_lateness_is_judged_by_day_and_for_hours_by_the_hour():
    due_at = local("2026-03-03 17:00")
    assert timeliness(due_at, local("2026-03-02 23:59")) is Timeliness.EARLY
    assert timeliness(due_at, local("2026-03-03 18:00")) is Timeliness.ON_TIME
    assert timeliness(due_at, local("2026-03-04 00:00")) is Timeliness.LATE
    assert timeliness(due_at, local("2026-03-03 18:00"), by_hour=True) is Timeliness.LATE
    assert not is_late(due_at, local("2026-03-03 18:00"))
    assert is_late(due_at, local("2026-03-03 18:00"), by_hour=True)
    assert is_late(due_at, local("2026-03-04 00:00"))


# --- refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "quantity", "unit"),
    [
        pytest.param("2026-12-31 09:00", 1, WORKING, id="one working day into 2027"),
        pytest.param("2026-12-31 16:00", 2, HOURS, id="two hours into 2027"),
        pytest.param("2026-12-31 09:00", 1, DAYS, id="one day into 2027"),
        pytest.param("2026-12-15 09:00", 1, MONTHS, id="a month into 2027"),
        pytest.param("2021-06-01 09:00", 1, WORKING, id="working days of 2021"),
        pytest.param("2021-12-31 16:00", 1, HOURS, id="hours of 2021"),
        pytest.param("2021-06-01 09:00", 1, DAYS, id="a day of 2021"),
        pytest.param("2021-06-01 09:00", 1, MONTHS, id="a month of 2021"),
        pytest.param("2026-03-02 09:00", 10**6, WORKING, id="a million working days"),
        pytest.param("2026-03-02 09:00", 10**12, HOURS, id="more hours than there are"),
        pytest.param("2026-03-02 09:00", 10**12, DAYS, id="more days than there are"),
        pytest.param("2026-03-02 09:00", 10**12, MONTHS, id="more months than there are"),
    ],
)
def test_a_year_without_a_published_calendar_is_never_guessed(start, quantity, unit):
    with pytest.raises(CalendarGap) as refused:
        due(start, quantity, unit)
    assert "year" in refused.value.facts


def test_measuring_over_an_unpublished_year_is_refused_too():
    with pytest.raises(CalendarGap):
        working_minutes(local("2026-12-31 09:00"), local("2027-01-01 09:00"), YEARS)
    with pytest.raises(CalendarGap):
        working_days_between(date(2026, 12, 31), date(2027, 1, 1), YEARS)
    with pytest.raises(CalendarGap):
        same_working_day(local("2026-12-31 16:00"), YEARS)


@pytest.mark.parametrize("quantity", [0, -1, 1.5, "3", None, True])
def test_a_limit_under_one_or_no_whole_number_is_refused(quantity):
    with pytest.raises(LimitWrong):
        TimeLimit(quantity, WORKING)


@pytest.mark.parametrize("unit", ["other", "OTHER", "", "week", "WORKING_DAY", "Ngày"])
def test_an_unknown_unit_is_refused_and_never_taken_for_another(unit):
    with pytest.raises(UnitUnknown):
        TimeLimit.read(3, unit)
    with pytest.raises(UnitUnknown):
        TimeLimit(3, unit)


def test_a_known_unit_is_read():
    assert TimeLimit.read(3, "working-day") == TimeLimit(3, WORKING)


def test_time_does_not_run_backwards_and_an_instant_has_a_zone():
    with pytest.raises(LimitWrong):
        add_working_minutes(local("2026-03-02 09:00"), -1, YEARS)
    with pytest.raises(ValueError, match="time zone"):
        due_after(datetime(2026, 3, 2, 9), TimeLimit(1, WORKING), YEARS)  # noqa: DTZ001 - the point


@pytest.mark.parametrize(
    ("limit", "most"),
    [
        pytest.param(TimeLimit(1, DAYS), 1, id="one day, moved off a day off or not"),
        pytest.param(TimeLimit(2, DAYS), 2, id="Thursday's two days end on the Monday"),
        pytest.param(
            TimeLimit(7, DAYS), 7, id="a Sunday's week with a swap, moved to the Monday after"
        ),
        pytest.param(TimeLimit(100, MONTHS), None, id="longer than the calendar"),
    ],
)
def test_plain_days_hold_at_most_so_many_working_days(limit, most):
    assert most_working_days(limit, YEARS) == most


@pytest.mark.parametrize("limit", [TimeLimit(15, DAYS), TimeLimit(1, MONTHS)])
def test_no_dossier_has_more_working_days_than_its_limit_can_hold(limit):
    most = most_working_days(limit, YEARS)
    held = {
        working_days_between(day.date(), due_after(day, limit, YEARS).due_on, YEARS)
        for day in (local("2024-01-01 09:00") + timedelta(days=n) for n in range(366))
    }
    assert max(held) <= most <= limit.quantity * 31
