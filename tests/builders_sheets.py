"""Pages as a browser opens and prints them, with their own style sheets."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pypdf
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route
from tests.builders_browser import launched


def sheets_of(page: str) -> list[pypdf.PageObject]:
    """Return the sheets that a browser prints of a page, with its own style sheets."""
    with opened(page) as shown:
        printed = shown.pdf(prefer_css_page_size=True)
    return list(pypdf.PdfReader(io.BytesIO(printed)).pages)


@contextmanager
def opened(page: str) -> Iterator[Page]:
    """Open a page in a browser."""

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
        yield shown
