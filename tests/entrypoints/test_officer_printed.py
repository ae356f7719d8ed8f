"""A page of the desk on paper, as the browser prints it."""

import io
from pathlib import Path
from urllib.parse import urlsplit

import pypdf
import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Route
from tests.builders_browser import CHROMIUM, launched
from tests.builders_officer import Door, text_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: install Debian's chromium"),
]


def sheets_of(page: str) -> list[pypdf.PageObject]:
    """Return the sheets that a browser prints of a page, with its own style sheets."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/":
            route.fulfill(body=page, content_type="text/html; charset=utf-8")
            return
        found = finders.find(path.removeprefix("/static/"))
        route.fulfill(path=Path(found)) if found else route.abort()

    with launched() as browser:
        shown = browser.new_page()
        shown.route("**/*", answer)
        shown.goto("http://mau.invalid/")
        printed = shown.pdf(prefer_css_page_size=True)
    return list(pypdf.PdfReader(io.BytesIO(printed)).pages)


def test_who_held_a_dossier_stands_on_the_first_sheet_with_its_picture(story, monkeypatch):
    door = Door(monkeypatch, story.processing())
    page = door.open("handler").get("custody", story.code)
    assert "người đang giữ" in text_of(page)
    first = sheets_of(page.content.decode())[0]
    words = "".join(first.extract_text().split())  # fonts of two kinds part letters of one word
    assert story.code in words
    assert "ngườiđanggiữ" in words, "the legend under the picture"
    assert first.mediabox.width > first.mediabox.height
