"""A citizen without a browser: the same pages and forms, read and sent as plain HTTP.

For tests whose point begins where the dossier, or the draft, is there.
"""

import re
from html import unescape
from typing import Any

import httpx
from tests.births import BIRTH, BIRTH_ANSWERS, BIRTH_PAPER

_HIDDEN = re.compile(r'<input type="hidden" name="(?P<name>[^"]+)"[^>]*? ?value="(?P<value>[^"]*)"')
_NAMES = re.compile(r'<(?:input|textarea|select)[^>]*? name="(?P<name>[^"]+)"')
_CODE = re.compile(r'class="ts-receipt__code">([^<]+)<')
_PIN = re.compile(r'class="ts-code cz-pin">([^<]+)<')


class PlainCitizen:
    """A citizen's session of plain requests."""

    def __init__(self, home: str, wire: httpx.BaseTransport | None = None) -> None:
        self.session = httpx.Client(
            base_url=home, follow_redirects=True, timeout=60, transport=wire
        )
        self.page = httpx.Response(200, request=httpx.Request("GET", home))

    @property
    def path(self) -> str:
        """The address of the page that is open."""
        return self.page.url.path

    def opens(self, path: str) -> str:
        """Open a page and return it."""
        self.page = self.session.get(path)
        self.page.raise_for_status()
        return self.page.text

    def sends(self, fields: dict[str, str], **options: Any) -> httpx.Response:
        """Send the form of the open page, its hidden fields included."""
        self.page = self.session.post(self.path, data=self.hidden() | fields, **options)
        return self.page

    def hidden(self) -> dict[str, str]:
        """Return the hidden fields of the last form of the open page that writes."""
        form = self.page.text.rpartition('method="post"')[2]
        return {m["name"]: unescape(m["value"]) for m in _HIDDEN.finditer(form)}

    def begins_a_birth(self) -> None:
        """Fill in everything up to the page of papers."""
        self.opens(f"/thu-tuc/{BIRTH}/nop")
        self.sends({})
        desk = re.search(r'name="desk"[^>]* value="([^"]+)"', self.page.text)
        assert desk, "no desk is offered"
        self.sends({"desk": desk[1]})
        while not self.path.endswith("/giay-to"):
            before = self.path
            self.sends(self._answers())
            assert self.path != before, f"{before} was not taken"

    def adds(self, content: bytes, name: str = "anh.jpg") -> None:
        """Send one file as the birth paper, and go on."""
        self.sends({}, files={f"file-{BIRTH_PAPER}": (name, content)})

    def files_a_birth(self, photo: bytes) -> tuple[str, str]:
        """File a birth registration; return code and PIN."""
        self.begins_a_birth()
        self.adds(photo)
        self.sends({"agreed": "on"})
        code, pin = _CODE.search(self.page.text), _PIN.search(self.page.text)
        assert code, f"no receipt at {self.path}"
        assert pin, f"no PIN at {self.path}"
        return code[1], pin[1]

    def _answers(self) -> dict[str, str]:
        """Return the answers that the open page asks for."""
        given: dict[str, str] = {}
        for match in _NAMES.finditer(self.page.text):
            stem, box = match["name"], ""
            if found := re.fullmatch(r"(.+)_([012])", match["name"]):
                stem, box = found[1], found[2]
            if stem in BIRTH_ANSWERS:
                answer = BIRTH_ANSWERS[stem]
                given[match["name"]] = answer.split("/")[int(box)] if box else answer
        return given
