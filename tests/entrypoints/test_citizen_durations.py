"""How long it really took, on the card of a procedure: parts, the sentence, no small number."""

from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from tests.builders import BIRTH, MONDAY, Story, build_province
from tests.builders_citizen import Citizen, text_of
from tests.builders_story import resolved

from thongsuot.domains.dossiers.queries.durations import DayCount, Took, decided_by_days
from thongsuot.entrypoints.citizen import durations
from thongsuot.kernel.clock import local_date

FIRST, LAST = date(2026, 8, 22), date(2026, 11, 20)


def told(*took: tuple[int, int], late: int = 0):
    """Return what is told of so many dossiers by days, and of ``late`` ones that took 30."""
    rows = [Took(days, late=False, dossiers=number) for days, number in took]
    rows += [Took(30, late=True, dossiers=late)] if late else []
    return durations.told(rows, FIRST, LAST)


def parts(one):
    return [(part.name, part.dossiers, part.late) for part in one.parts]


def test_the_parts_are_the_same_day_one_day_two_or_three_more_and_late():
    one = told((0, 780), (1, 140), (2, 30), (3, 20), (9, 10), late=20)
    assert parts(one) == [
        ("trong ngày", 780, False), ("1 ngày", 140, False), ("2–3 ngày", 50, False),
        ("trên 3 ngày", 10, False), ("quá hạn", 20, True),
    ]  # fmt: skip
    assert one.finding == "9 trên 10 hồ sơ loại này xong trong 1 ngày làm việc."
    assert "78% trong ngày" in one.bar
    assert "2% quá hạn" in one.bar


@pytest.mark.parametrize(("took", "days"), [
    pytest.param([(0, 90), (7, 10)], 0, id="just nine in ten on the day"),
    pytest.param([(0, 89), (7, 11)], 7, id="one fewer"),
    pytest.param([(2, 100)], 2, id="all alike"),
])  # fmt: skip
def test_the_sentence_says_what_nine_in_ten_needed_at_most(took, days):
    assert told(*took).nine_in_ten == days


def test_what_is_late_took_its_time_in_the_sentence_too():
    assert told((1, 89), late=11).nine_in_ten == 30


def test_small_numbers_are_told_together_and_never_alone():
    one = told((0, 60), (1, 30), (2, 6), late=2)
    assert parts(one) == [("trong ngày", 60, False), ("1 ngày", 30, False), ("còn lại", 8, False)]
    assert "quá hạn" not in one.bar
    assert told((0, 28), (1, 2)).parts == [], "the one would give the other away"


def test_what_takes_weeks_is_drawn_on_a_longer_scale():
    one = told((4, 40), (8, 40), (15, 20))
    assert [part.name for part in one.parts] == ["đến 5 ngày", "6–10 ngày", "11–20 ngày"]


@pytest.mark.django_db
@pytest.mark.usefixtures("published_calendar")
def test_the_card_tells_it_of_enough_dossiers_alone(monkeypatch):
    story = resolved(Story(build_province()))
    day = local_date(MONDAY)
    assert decided_by_days(BIRTH, first=day, last=day) == [DayCount(day, day, False, 1)]
    assert decided_by_days("1.000000", first=day, last=day) == []
    assert decided_by_days(BIRTH, first=day + timedelta(days=1), last=day + timedelta(days=9)) == []
    assert durations.durations_of(BIRTH, story.at, enough=1) is None, "today is not over"
    tomorrow = story.at + timedelta(days=1)
    found = durations.durations_of(BIRTH, tomorrow, enough=1)
    assert (found.dossiers, found.nine_in_ten, found.parts) == (1, 0, [])
    citizen = Citizen(monkeypatch)
    assert "Thực tế mất bao lâu" not in text_of(citizen.get("procedure", BIRTH))


def test_the_section_has_sentence_bar_and_the_same_as_a_table():
    one = told((0, 940), (1, 150), (2, 90), late=24)
    html = render_to_string("citizen/durations.html", {"took": one})
    assert "1.204 hồ sơ có kết quả từ 22/08/2026 đến 20/11/2026, toàn tỉnh." in html
    assert "<details" in html
    assert html.count('<th scope="row">') == len(one.parts) == 4
