"""A page of the desk on paper, as the browser prints it."""

from datetime import timedelta

import pytest
from tests.builders_browser import CHROMIUM
from tests.builders_officer import Door, text_of
from tests.builders_sheets import opened, sheets_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: install Debian's chromium"),
]


def test_who_held_a_dossier_stands_on_the_first_sheet_with_its_picture(story, monkeypatch):
    door = Door(monkeypatch, story.processing())
    page = door.open("handler").get("custody", story.code)
    assert "người đang giữ" in text_of(page)
    sheets = sheets_of(page.content.decode())
    first = sheets[0]
    words = "".join(first.extract_text().split())  # fonts of two kinds part letters of one word
    assert story.code in words
    assert "ngườiđanggiữ" in words, "the legend under the picture"
    assert first.mediabox.width > first.mediabox.height
    for number, sheet in enumerate(sheets, 1):
        said = "".join(sheet.extract_text().split())
        assert f"Trang{number}/{len(sheets)}" in said


@pytest.mark.parametrize("name", ["statement", "inbox"])
def test_each_sheet_says_which_of_how_many_it_is(story, monkeypatch, name):
    page = Door(monkeypatch, story.processing()).open("handler").get(name)
    sheets = sheets_of(page.content.decode())
    for number, sheet in enumerate(sheets, 1):
        assert f"Trang{number}/{len(sheets)}" in "".join(sheet.extract_text().split())


def test_the_name_of_who_holds_it_can_be_read_on_its_bar_on_paper(story, monkeypatch):
    story.processing()
    story.at += timedelta(days=2)
    page = Door(monkeypatch, story).open("handler").get("custody", story.code)
    with opened(page.content.decode()) as shown:
        shown.emulate_media(media="print")
        words = shown.locator(".of-lane__on-plate")
        assert "Đỗ Văn Mẫu Hai" in words.inner_html()
        bar = words.locator("xpath=preceding-sibling::*[1]")
        fills = [it.evaluate("e => getComputedStyle(e).fill") for it in (words, bar)]
    assert fills[0] != fills[1]
