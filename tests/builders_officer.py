"""Officers at their door: a clock that stands, a browser that is logged in, forms to send."""

import re
import uuid
from datetime import datetime
from html import unescape

from django.test import Client
from django.urls import reverse
from tests import builders_documents
from tests.builders import Province, Story
from tests.builders_pages import ReadPage

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import NationalState
from thongsuot.entrypoints.officer import visitors
from thongsuot.entrypoints.officer.process_rows import LINES
from thongsuot.entrypoints.officer.process_table import table_of

PASSWORD = "mau-thu-2026"
_TAG = re.compile(r"<[^>]+>")


class Door:
    """The officers' door at an instant that only a test moves."""

    def __init__(self, monkeypatch, story: Story) -> None:
        self.story = story
        self.at: datetime = story.at
        monkeypatch.setattr(visitors, "utc_now", lambda: self.at)

    @property
    def province(self) -> Province:
        """Who works here."""
        return self.story.province

    def catch_up(self) -> "Door":
        """Come after everything the story did."""
        self.at = self.story.now()
        return self

    def open(self, who: str) -> "Visit":
        """Return a browser in which ``who`` is logged in."""
        self.catch_up()
        return Visit(self, who)


def state(door: Door) -> NationalState:
    """Return the state of the dossier of the story."""
    return NationalState(Dossier.objects.get(code=door.story.code).national_state)


def holder(door: Door) -> str:
    """Return the name of who holds it now."""
    return custodies.holder_of(f"dossier:{door.story.code}").holder.officer_name


class Visit:
    """One officer's browser."""

    def __init__(self, door: Door, who: str) -> None:
        self.door, self.who = door, who
        self.browser = Client()
        self.browser.force_login(door.province.officers[who])

    def get(self, name, *args, **query):
        """Open a page by the name of its address."""
        return self.browser.get(reverse(f"officer:{name}", args=args), query)

    def send(self, name, *args, follow=False, key=None, **fields):
        """Send a form; each sending has its own key unless one is given."""
        self.door.at = self.door.story.now()
        fields = {"key": str(key or uuid.uuid4()), **fields}
        return self.browser.post(reverse(f"officer:{name}", args=args), fields, follow=follow)

    def sign(self, name, code):
        """Sign the text that the page ``name`` shows."""
        return self.send(name, code, seen=hidden_fields(self.get(name, code))["seen"])


def words_of_pdf(response) -> str:
    """Return what a reader reads in a PDF that was sent."""
    return builders_documents.text_of(response.content)


def text_of(response) -> str:
    """Return what a reader reads: no tags, single blanks."""
    html = re.sub(r"<(template|script|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def read_page(response) -> ReadPage:
    """Return the page as a browser reads it."""
    return ReadPage(response.content.decode())


def hidden_fields(response) -> dict[str, str]:
    """Return the hidden fields of a page, the last of a name winning."""
    return read_page(response).hidden


def form_of(process, **changed):
    """Return what the form of a process sends."""
    table = table_of(process)
    sent = {"rows": str(len(table.rows)), **table.whole}
    for n, row in enumerate(table.rows):
        sent |= {f"s{n}-{name}": said for name, said in row.said.items()}
        for part in LINES:
            for k, line in enumerate(row.lines(part)):
                sent |= {f"s{n}-{part}-{k}-{name}": said for name, said in line.items()}
    return sent | changed
