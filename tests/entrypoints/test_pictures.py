"""Pictures made on the server: well-formed, within their frame, labelled, escaped."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongsuot.entrypoints.shared import icons, svg
from thongsuot.entrypoints.shared.svg import Holding, Ruler, Share, Stretch
from thongsuot.entrypoints.shared.threads import Clock
from thongsuot.kernel.clock import LOCAL

NOW = datetime(2026, 11, 20, 10, 20, tzinfo=LOCAL)
RULER = Ruler("Quá 2 ngày", 17, 14.3, 12.2, "02/11", "hẹn 18/11", ((3.6, 5.6),), 16.2, "hẹn lại")


def _parsed(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(markup)  # noqa: S314 - our own drawing


def test_a_qr_code_has_its_quiet_zone_and_its_words():
    picture = _parsed(svg.qr("https://vi-du.invalid/tra-cuu/H99.31-20261102-0000417", "Mã QR"))
    assert picture.get("aria-label") == "Mã QR"
    cells = picture[1].get("d", "")
    assert min(int(cell.split()[0]) for cell in cells.split("M")[1:]) == svg.QUIET_ZONE


def test_time_beyond_the_limit_is_hatched_beyond_the_tick():
    drawn = svg.mini_thread([Stretch(Holding.OWN, 150)], 100, "quá")
    late = [part for part in _parsed(drawn) if part.get("fill") == "url(#ts-late)"]
    assert [part.get("x") for part in late] == ["76"]


def test_time_within_the_limit_has_no_late_part():
    assert "ts-late" not in svg.mini_thread([Stretch(Holding.OWN, 99)], 100, "còn")


def test_a_pause_pushes_the_promise_and_is_not_late():
    drawn = svg.mini_thread(
        [Stretch(Holding.EARLIER, 50), Stretch(Holding.PAUSED, 100), Stretch(Holding.OWN, 49)],
        100,
        "tạm dừng",
    )
    assert "url(#ts-pause)" in drawn
    assert "url(#ts-late)" not in drawn


@given(
    st.lists(st.tuples(st.sampled_from(list(Holding)), st.integers(0, 10**6)), max_size=12),
    st.integers(1, 10**6),
)
def test_a_mini_thread_never_leaves_its_frame(parts, limit):
    picture = _parsed(svg.mini_thread([Stretch(h, m) for h, m in parts], limit, "…"))
    for part in picture.iter():
        if part.get("x"):
            assert 0 <= float(part.get("x", 0)) + float(part.get("width", 0)) <= 104.1


def test_a_dossier_without_a_holder_has_no_knot():
    drawn = svg.mini_thread([Stretch(Holding.OWN, 10)], 100, "xong", held=False)
    assert "--ts-nghe" not in drawn


@pytest.mark.parametrize(
    "ruler",
    [
        pytest.param(RULER, id="late and promised anew"),
        pytest.param(Ruler("Còn", 10, 3, 8, "02/11", "hẹn"), id="running"),
        pytest.param(Ruler("Xong", 10, 8, 8, "02/11", "hẹn"), id="due now"),
        pytest.param(Ruler("Quá", 10, 40, 8, "02/11", "hẹn", late_label="quá"), id="far beyond"),
    ],
)
def test_a_ruler_is_well_formed_and_says_its_finding(ruler):
    assert _parsed(svg.day_ruler(ruler)).get("aria-label") == ruler.description


def test_only_a_late_ruler_is_hatched():
    assert "url(#ts-late)" in svg.day_ruler(RULER)
    assert "url(#ts-late)" not in svg.day_ruler(Ruler("Còn", 10, 3, 8, "02/11", "hẹn"))


def test_words_in_pictures_cannot_become_markup():
    drawn = svg.day_ruler(Ruler('"><script>', 10, 3, 8, "<b>", "hẹn"))
    assert "<script>" not in drawn
    assert "<b>" not in drawn
    _parsed(drawn)


def test_narrow_parts_carry_no_words_inside():
    drawn = svg.shares_bar([Share(0.97, "97%"), Share(0.03, "3%", "quá", late=True)], "…")
    assert "97%</text>" in drawn
    assert ">3%</text>" not in drawn


@pytest.mark.parametrize("name", sorted(icons.ICONS))
def test_icons_are_line_drawings_hidden_from_screen_readers(name):
    drawing = _parsed(icons.icon_svg(name))
    assert drawing.get("aria-hidden") == "true"
    assert "fill=" not in icons.ICONS[name][1]


def test_the_eight_life_events_have_icons():
    assert len(icons.LIFE_EVENTS) == 8
    assert set(icons.LIFE_EVENTS) <= set(icons.ICONS)


def test_the_hour_of_a_promised_day_is_past_when_it_is_past_and_the_day_is_not_late_yet():
    clock = Clock.running(due_at=NOW - timedelta(minutes=68), at=NOW, working_days=0, is_late=False)
    assert (clock.tone, clock.text) == ("today", "Quá giờ hẹn 1 giờ 8 phút")


@pytest.mark.parametrize(
    ("due_in", "days", "tone", "text"),
    [
        pytest.param(timedelta(days=5), 3, "plain", "Còn 3 ngày", id="plenty"),
        pytest.param(timedelta(days=3), 2, "soon", "Còn 2 ngày", id="two working days"),
        pytest.param(timedelta(hours=6), 0, "today", "Hôm nay 16:20", id="today"),
        pytest.param(timedelta(days=-2), 2, "late", "Quá 2 ngày", id="late by days"),
        pytest.param(
            timedelta(hours=-1), 0, "late", "Quá hạn từ 09:20", id="late since this morning"
        ),
        pytest.param(timedelta(minutes=-8), 0, "late", "Quá hạn 8 phút", id="late by minutes"),
        pytest.param(
            timedelta(hours=-17),
            0,
            "late",
            "Quá hạn từ 17:20 19/11",
            id="since yesterday",
        ),
    ],
)
def test_a_running_clock_says_how_long_in_words_and_shape(due_in, days, tone, text):
    late = due_in < timedelta(0)
    clock = Clock.running(due_at=NOW + due_in, at=NOW, working_days=days, is_late=late)
    assert (clock.tone, clock.text) == (tone, text)
    assert bool(clock.sign) == (tone != "plain")


def test_an_ended_clock_never_hides_that_it_was_late():
    assert Clock.ended(working_days_late=0).text == "Đúng hạn"
    assert Clock.ended(working_days_late=0, is_early=True).text == "Trước hạn"
    late = Clock.ended(working_days_late=3)
    assert (late.sign, late.lateness) == ("done", "quá hạn 3 ngày")
