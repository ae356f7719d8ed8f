"""Office hours by agency and season, half days, the same day: against a slow counter."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders_deadlines import HALVES, OWN_HOURS, SHIPPED, calendar, local, with_half_days

from thongsuot.domains.deadlines.rules import (
    add_working_minutes,
    changed_days,
    due_after,
    explained,
    working_days_between,
    working_minutes,
)
from thongsuot.domains.deadlines.terms import CalendarGap, CalendarWrong, TimeLimit, Unit
from thongsuot.entrypoints.shared.opening import opening_by

HERE, MINUTE, DAY = timedelta(hours=7), timedelta(minutes=1), timedelta(days=1)
EVERYBODY = calendar(
    years=with_half_days(), office_hours=[*SHIPPED["office_hours"], OWN_HOURS],
    opening_hours=[{"agency": "H99.31", "valid_from": "2024-01-01", "source": "Thông báo mẫu",
                    "weekdays": {"1": [["07:30", "11:30"]], "6": [["07:30", "11:00"]]}}],
)  # fmt: skip
OWN = EVERYBODY.of("H99.31")
OFF = {day for year in SHIPPED["years"].values() for day in year["day_off"]}
WORKED = {day for year in SHIPPED["years"].values() for day in year["work_on"]}
HALF = {day: row["worked"] for days in HALVES.values() for day, row in days.items()}
SAME_DAY = TimeLimit(1, Unit.SAME_DAY)


def hours_on(day, own):
    """Read the hours of a day from the lists, as a clerk would with the papers before him."""
    if not own or day < date(2023, 3, 1):
        return [("07:00", "11:30"), ("13:30", "17:00")]
    if "04-16" <= f"{day:%m-%d}" <= "10-15":
        return [("06:30", "09:00"), ("09:30", "11:30"), ("13:30", "16:30")]
    if f"{day:%m-%d}" >= "12-20" or f"{day:%m-%d}" <= "01-10":
        return [("08:00", "12:00"), ("13:30", "16:30")]
    return [("07:30", "11:30"), ("13:00", "17:00")]


def sessions_on(day, own):
    """Return what is worked on a day, by the lists alone."""
    text = day.isoformat()
    if text in OFF or (day.isoweekday() > 5 and text not in WORKED and text not in HALF):
        return []
    hours = hours_on(day, own)
    return {"morning": hours[:1], "afternoon": hours[1:], None: hours}[HALF.get(text)]


def worked_at(at, own):
    """Whether the minute that begins at ``at`` is worked."""
    here = (at + HERE).replace(tzinfo=None)
    clock = f"{here:%H:%M}"
    return any(begin <= clock < end for begin, end in sessions_on(here.date(), own))


near_the_edges = st.one_of(
    *(
        st.datetimes(day - 6 * DAY, day + 3 * DAY, timezones=st.just(UTC))
        for day in map(
            datetime.fromisoformat,
            ["2024-02-07", "2024-06-08", "2025-09-03", "2025-12-31", "2024-04-16", "2023-10-15",
             "2023-12-20", "2025-01-10", "2023-03-01"],
        )
    )
).map(lambda at: at.replace(second=0, microsecond=0))  # fmt: skip


@pytest.mark.parametrize("own", [False, True])
@given(near_the_edges, st.integers(1, 3_000))
@settings(max_examples=60, deadline=None)
def test_minutes_by_season_and_half_day_end_where_a_walk_minute_by_minute_ends(own, start, minutes):
    years, at, left = OWN if own else EVERYBODY, start, minutes
    while left:
        left -= worked_at(at, own)
        at += MINUTE
    assert add_working_minutes(start, minutes, years) == at
    assert working_minutes(start, at, years) == minutes


@pytest.mark.parametrize("own", [False, True])
@given(near_the_edges, st.integers(1, 20))
@settings(max_examples=60, deadline=None)
def test_working_days_end_when_that_agency_closes_that_day(own, start, quantity):
    day, left = (start + HERE).date(), quantity
    while left:
        day += DAY
        left -= bool(sessions_on(day, own))
    due = due_after(start, TimeLimit(quantity, Unit.WORKING_DAY), OWN if own else EVERYBODY)
    closes = sessions_on(day, own)[-1][1]
    assert (due.due_on, due.due_at) == (day, local(f"{day} {closes}"))
    assert due.hours_of == ("H99.31" if own else "")


@pytest.mark.parametrize("own", [False, True])
@given(near_the_edges)
@settings(max_examples=60, deadline=None)
def test_the_same_day_ends_where_a_walk_day_by_day_ends(own, start):
    here = (start + HERE).replace(tzinfo=None)
    day, sessions = here.date(), sessions_on(here.date(), own)
    if not sessions or here.time() > time(15) or f"{here:%H:%M}" >= sessions[-1][1]:
        day += DAY
        while not sessions_on(day, own):
            day += DAY
    due = due_after(start, SAME_DAY, OWN if own else EVERYBODY)
    assert (due.due_on, due.due_at) == (day, local(f"{day} {sessions_on(day, own)[-1][1]}"))
    assert due.due_at > start


def test_an_agency_without_hours_of_its_own_takes_everybodys():
    assert EVERYBODY.of("H99.32") is EVERYBODY
    assert OWN.of("H99.32").hours_of == ""
    assert OWN.of("H99.31") is OWN


def test_what_is_received_on_an_open_saturday_is_counted_from_the_next_working_day():
    saturday = local("2024-06-15 08:00")
    assert [OWN.opening_on(saturday.date()), OWN.sessions_on(saturday.date())] == [
        ((7 * 3_600_000_000 + 1_800_000_000, 11 * 3_600_000_000),), ()
    ]  # fmt: skip
    told = explained(saturday, TimeLimit(1, Unit.WORKING_DAY), OWN)
    assert (told.opened, told.due_on) == (True, date(2024, 6, 17))
    assert not explained(saturday, TimeLimit(1, Unit.WORKING_DAY), EVERYBODY).opened
    assert OWN.opening_on(date(2024, 6, 18)) == ()


@pytest.mark.parametrize("limit", [TimeLimit(1, Unit.SAME_DAY), TimeLimit(4, Unit.WORKING_HOUR)])
def test_the_holiday_on_which_it_came_is_named_where_the_day_of_receipt_counts(limit):
    told = explained(local("2025-09-02 09:00"), limit, EVERYBODY)
    assert told.days_off == (date(2025, 9, 2),)
    worked = explained(local("2025-09-03 16:30"), limit, EVERYBODY)
    assert (worked.days_off, worked.half_days, worked.weekend_worked) == ((), (), ())


def test_a_half_day_and_the_hours_that_counted_are_told():
    told = explained(local("2025-12-30 09:00"), TimeLimit(1, Unit.WORKING_DAY), OWN)
    assert (told.half_days, told.due_at) == ((date(2025, 12, 31),), local("2025-12-31 12:00"))
    assert told.hours is not None
    assert (told.hours.agency, told.hours_of) == ("H99.31", "H99.31")


def test_shares_are_told_in_whole_days_also_on_a_half_day():
    half = date(2025, 12, 31)
    assert [EVERYBODY.minutes_of_a_day(half), OWN.minutes_of_a_day(half)] == [480, 420]


def test_a_day_past_the_published_years_is_as_long_as_the_last_one_in_them():
    past = date(2027, 1, 4)
    assert [EVERYBODY.minutes_of_a_day(past), OWN.minutes_of_a_day(past)] == [480, 420]


def test_time_that_is_told_stands_still_where_the_published_years_end():
    told = EVERYBODY.for_telling
    whole = working_minutes(local("2026-12-31 08:00"), local("2026-12-31 17:00"), EVERYBODY)
    assert working_minutes(local("2026-12-31 08:00"), local("2027-01-04 10:00"), told) == whole
    assert working_minutes(local("2027-01-04 08:00"), local("2027-01-05 10:00"), told) == 0
    assert working_days_between(date(2026, 12, 30), date(2027, 1, 4), told) == 1
    assert told.of("H99.31").minutes_of_a_day(date(2025, 12, 31)) == 420
    assert told.uncounted_since(local("2027-01-04 10:00")) == local("2027-01-01 00:00")
    assert told.uncounted_since(local("2026-12-31 17:00")) is None


@pytest.mark.parametrize("ask", [
    pytest.param(lambda told: told.is_working(date(2027, 1, 4)), id="whether a day is worked"),
    pytest.param(
        lambda told: add_working_minutes(local("2026-12-31 16:00"), 600, told), id="an instant"
    ),
    pytest.param(
        lambda told: due_after(
            local("2026-12-31 09:00"), TimeLimit(1, Unit.WORKING_DAY), told
        ), id="a day"
    ),
])  # fmt: skip
def test_no_date_to_come_is_told_past_the_published_years(ask):
    with pytest.raises(CalendarGap):
        ask(EVERYBODY.for_telling)


def test_other_hours_of_one_agency_change_the_days_of_all_that_is_counted():
    before = calendar()
    assert changed_days(before, before.of("H99.31")) == []
    changed = changed_days(before, EVERYBODY, first=date(2026, 1, 12))
    assert changed[0].day == date(2026, 1, 12)


@pytest.mark.parametrize(
    ("parts", "place"),
    [
        ({"office_hours": [OWN_HOURS]}, "office_hours"),
        ({"office_hours": [*SHIPPED["office_hours"], OWN_HOURS | {"agency": "x"}]},
         "office_hours.agency"),
        ({"office_hours": [*SHIPPED["office_hours"], OWN_HOURS | {"seasons": [
            {"from": "04-16", "to": "10-15", "sessions": [["07:00", "11:00"]]},
            {"from": "10-15", "to": "11-15", "sessions": [["07:00", "11:00"]]}]}]},
         "office_hours.seasons"),
        ({"office_hours": [*SHIPPED["office_hours"], OWN_HOURS | {"seasons": [
            {"from": "02-30", "to": "10-15", "sessions": [["07:00", "11:00"]]}]}]},
         "office_hours.seasons"),
        ({"office_hours": [*SHIPPED["office_hours"], OWN_HOURS, OWN_HOURS]}, "office_hours"),
        ({"opening_hours": [{"valid_from": "2024-01-01", "source": "x", "weekdays": {"8": []}}]},
         "opening_hours.weekdays"),
        ({"years": SHIPPED["years"] | {"2026": SHIPPED["years"]["2026"] | {
            "half_day": {"2026-01-05": {"worked": "noon", "name": "x"}}}}},
         "years.2026.half_day.worked"),
        ({"years": SHIPPED["years"] | {"2026": SHIPPED["years"]["2026"] | {
            "half_day": {"2026-01-01": {"worked": "morning", "name": "x"}}}}}, "2026-01-01"),
    ],
)  # fmt: skip
def test_hours_that_cannot_be_are_refused_with_their_place(parts, place):
    with pytest.raises(CalendarWrong) as refused:
        calendar(**parts)
    assert refused.value.facts["place"] == place


def test_a_desk_says_its_usual_days_what_differs_soon_and_when_it_opens_again():
    day_before_the_holiday = local("2024-04-26 17:30")  # a Friday; 27/4 to 1/5 are off
    told = opening_by(EVERYBODY, day_before_the_holiday)
    assert told.usual == [
        ("thứ Hai đến thứ Sáu", "07:00–11:30, 13:30–17:00"), ("thứ Bảy, Chủ nhật", "nghỉ"),
    ]  # fmt: skip
    assert "Nghỉ thứ Tư 01/05/2024" in told.other
    assert "thứ Bảy 04/05/2024 mở 07:00–11:30, 13:30–17:00" in told.other
    assert told.now == "Đang đóng cửa; mở lại lúc 07:00 thứ Năm 02/05/2024."


def test_a_desk_with_opening_hours_of_its_own_says_those_and_not_when_it_works():
    told = opening_by(OWN, local("2024-03-04 08:00"))
    assert told.usual == [
        ("thứ Hai", "07:30–11:30"), ("thứ Bảy", "07:30–11:00"),
        ("thứ Ba đến thứ Sáu", "nghỉ"), ("Chủ nhật", "nghỉ"),
    ]  # fmt: skip
    assert told.now == "Đang mở cửa, đến 11:30."
