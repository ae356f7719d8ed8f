"""Browsers that look at single pages: how one is started, and the rules its pages are held to."""

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from shutil import which
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, sync_playwright

from thongsuot.entrypoints.shared.policy import PAGE_POLICY

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(which, NAMES)), None)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]})
  .then(found => found.violations)"""


class PolicedPage(SimpleHTTPRequestHandler):
    """Serves the rendered pages under the policy of the product, so that a breach shows."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", PAGE_POLICY)
        super().end_headers()

    def log_message(self, *args: object) -> None:
        """Stay quiet."""


@contextmanager
def launched() -> Iterator[Browser]:
    """A headless browser.  While it is there, this process runs an event loop."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def broken_rules(page: Page) -> dict[str, list[Any]]:
    """Return the rules of accessibility that a page breaks as it stands, with the places.

    Whoever looks at many pages shows them one after the other in one tab: the first page of a tab
    costs three times what the next ones do.
    """
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(RUN_AXE, AXE_RULES)
    return {rule["id"]: [node["target"] for node in rule["nodes"]] for rule in found}


def show_markup(page: Page, body: str, width: int) -> None:
    """Show what was rendered as a window of this width has it, under the policy of the product."""

    def serve(route: Any) -> None:
        path = urlsplit(route.request.url).path
        found = finders.find(path.removeprefix("/static/")) if "/static/" in path else None
        if path == "/":
            headers = {"content-type": "text/html; charset=utf-8"}
            route.fulfill(body=body, headers=headers | {"content-security-policy": PAGE_POLICY})
        elif found:
            kind = mimetypes.guess_type(path)[0] or ""
            route.fulfill(body=Path(found).read_bytes(), content_type=kind)
        else:
            route.fulfill(status=404)

    page.unroute_all()
    page.route("**/*", serve)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("http://page.test/")
