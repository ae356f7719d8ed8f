"""Every page that a journey visited, looked at once more: rules of accessibility, content policy,
width. The page is kept and shown again, so that one whose moment has passed (a form that is sent,
an error) is inspected too.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Response
from tests.builders_browser import broken_rules
from tests.journeys.shown_again import Again, Visit, showing

PHONE_WIDTH, DESK_WIDTH = 390, 1280
NARROWEST = 320
HEIGHT = 900
CODES = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|H98[\w.]*-\d{8}-\d{7}")
CLASSES = re.compile(r'class="([^"]*)"')
EXPECTED = "Failed to load resource: the server responded with a status of 4"
"""What a browser notes about a page that answers with a refusal: the page itself is the answer."""


def kind_of(visit: Visit) -> str:
    """What tells pages of one make apart from others: address without codes, status, parts."""
    parts = sorted(set(" ".join(CLASSES.findall(visit.body)).split()))
    digest = hashlib.sha256(" ".join(parts).encode()).hexdigest()[:6]
    return CODES.sub("…", f"{urlsplit(visit.address).path} {visit.status} {digest}")


@dataclass
class Album:
    """The pages visited in some contexts, and what the browser complained of meanwhile."""

    visits: dict[str, Visit] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    answers: dict[str, Response] = field(default_factory=dict)

    def watch(self, context: BrowserContext) -> None:
        """Listen to what this context says from now on."""
        context.on("response", self._hear)
        context.on("console", lambda message: self._complain(message.type, message.text))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def keep(self, page: Page) -> None:
        """Keep the page as it stands."""
        answer = self.answers[page.url.partition("#")[0]]
        visit = Visit(page.url, answer.status, answer.headers, page.content())
        self.visits.setdefault(kind_of(visit), visit)

    def _complain(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and not text.startswith(EXPECTED):
            self.complaints.append(text)

    def _hear(self, response: Response) -> None:
        if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self.faults.append(f"{response.status} {response.url}")
        if response.request.is_navigation_request():
            self.answers[response.url] = response


@dataclass(frozen=True)
class Finding:
    """What was found on one page."""

    broken: dict[str, list[Any]]
    """Rules of accessibility by name, with the places where they are broken."""
    excess: int
    """Pixels by which the page is wider than a narrow telephone."""


class Lens:
    """A tab in which kept pages are shown again, under the content policy they came with."""

    def __init__(self, context: BrowserContext, again: Again) -> None:
        self.page: Page = context.new_page()
        self._again = again

    def inspect(self, visit: Visit) -> Finding:
        """Look at a page as wide as whoever it is for has it: at a desk, or on a telephone."""
        self.page.goto(self._again.show(visit), wait_until="load")
        is_officers = urlsplit(visit.address).path.startswith("/can-bo/")
        self._resize(DESK_WIDTH if is_officers else PHONE_WIDTH)
        broken = broken_rules(self.page)
        self._resize(NARROWEST)
        return Finding(broken, self._excess())

    def _resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

    def _excess(self) -> int:
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@contextmanager
def lens(context: BrowserContext) -> Iterator[Lens]:
    """Look at kept pages until the block ends."""
    with showing() as again:
        yield Lens(context, again)
