"""The shipped calendar day by day, beside the list of days off that was gathered elsewhere."""

import json
from datetime import date, timedelta

import pytest
from django.conf import settings

from thongsuot.domains.deadlines.queries import shipped_calendar

FILE = settings.SHARED_DATA / "data" / "calendar" / "vn_workdays_2022_2026.json"
pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="needs data/calendar; THONGSUOT_SHARED")
SATURDAY = 5


@pytest.mark.parametrize("year", ["2022", "2023", "2024", "2025", "2026"])
def test_every_day_of_a_year_is_worked_or_off_as_the_list_says(year):
    document = json.loads(FILE.read_text("utf-8"))
    listed, calendar = document["years"][year], shipped_calendar()
    first = date(int(year), 1, 1)
    days = [
        first + timedelta(days=n) for n in range((first.replace(year=first.year + 1) - first).days)
    ]
    expected = {
        day: day.isoformat() in listed["work_on"]
        or (day.weekday() < SATURDAY and day.isoformat() not in listed["day_off"])
        for day in days
    }
    assert {day: calendar.is_working(day) for day in days} == expected
    assert len(listed["day_off"]) > 10
