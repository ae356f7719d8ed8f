"""Figures on a phone: the first rows of a table at once, its columns inside a frame of its own."""

import pytest
from django.core.cache import cache
from django.template.loader import render_to_string
from tests.builders import Story, add_neighbour, add_officer, build_province
from tests.builders_browser import AXE, CHROMIUM, broken_rules, launched, show_markup
from tests.builders_officer import Door

from thongsuot.domains.organisation.terms import Role
from thongsuot.entrypoints.shared.figures.sections import AT_FIRST, Section
from thongsuot.entrypoints.shared.figures.tables import Table

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install Debian's package"),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is missing: run `make setup`"),
]
ROWS, PHONE, DESK = 12, 390, 1280
LONG = "Trung tâm Phục vụ hành chính công phường Mẫu Thượng Trung"


@pytest.fixture
def page(published_calendar, monkeypatch) -> str:
    """Return the page of who controls, with a figure of many rows and many columns on it."""
    cache.clear()
    province = build_province()
    add_neighbour(province)
    add_officer(province, "control", "H99.05", "Kiểm soát", "control", "Vũ Thị Mẫu", [Role.CONTROL])
    answer = Door(monkeypatch, Story(province).processing()).open("control").get("whole_figures")
    table = Table(
        name="bang-dai", caption="Thời gian giữ hồ sơ, theo cơ quan",
        head=["Cơ quan", *(f"Chờ bên nhận trả lời {n}" for n in range(10))],
        rows=[[f"{LONG} {n}", *[n] * 10] for n in range(ROWS)], numbers=frozenset(range(1, 11)),
    )  # fmt: skip
    section = Section(title="Sở Mẫu giữ lâu nhất", subtitle="", table=table, n="n = 12")
    figure = render_to_string("shared/figures/section.html", {"section": section, "as_of": ""})
    return answer.content.decode().replace("</main>", f"{figure}</main>")


def shown(browser, body: str, width: int):
    opened = browser.new_page()
    show_markup(opened, body, width)
    return opened


def rows_seen(opened) -> int:
    return opened.locator("#bang-bang-dai tbody tr:visible").count()


def test_a_phone_shows_the_first_rows_and_all_of_them_when_asked(page):
    with launched() as browser:
        opened = shown(browser, page, PHONE)
        assert rows_seen(opened) == AT_FIRST
        opened.get_by_role("link", name=f"Xem đủ {ROWS} dòng").click()
        assert rows_seen(opened) == ROWS
        wide = shown(browser, page, DESK)
        assert rows_seen(wide) == ROWS
        assert not wide.get_by_role("link", name=f"Xem đủ {ROWS} dòng").is_visible()


def test_columns_pass_beside_what_a_row_is_about_and_the_page_stays(page):
    with launched() as browser:
        opened = shown(browser, page, PHONE)
        frame = opened.get_by_role("region", name="Thời gian giữ hồ sơ, theo cơ quan")
        name = frame.get_by_role("rowheader").first
        before = name.bounding_box()["x"]
        frame.focus()
        frame.evaluate("frame => frame.scrollTo(400, 0)")
        assert frame.evaluate("frame => frame.scrollLeft") == 400, "it is wider than the window"
        assert name.bounding_box()["x"] == pytest.approx(before, abs=1)
        assert broken_rules(opened) == {}
        assert opened.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_what_follows_is_listed_where_figures_stand_far_apart(page):
    with launched() as browser:
        opened = shown(browser, page, PHONE)
        opened.locator(".ts-contents summary").click()
        opened.get_by_role("navigation", name="Các mục trên trang").get_by_role(
            "link", name="Vòng lặp cấp trên phân định"
        ).click()
        assert opened.url.endswith("#phan-dinh")
        assert not shown(browser, page, DESK).locator(".ts-contents").is_visible()


def test_paper_has_every_row_however_narrow_the_window_was(page):
    with launched() as browser:
        opened = shown(browser, page, PHONE)
        opened.emulate_media(media="print")
        assert rows_seen(opened) == ROWS
