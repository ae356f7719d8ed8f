"""Citizens at their door: a clock that stands, a browser, forms filled in as people fill them."""

import io
import re
import uuid
from datetime import datetime, timedelta
from html import unescape

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.builders import BIRTH, MONDAY
from tests.builders_officer import hidden_fields, text_of

from thongsuot.entrypoints.citizen import visitor

DESK = "H99.31.01"
APPLICANT = {
    "applicant_full_name": "Nguyễn Thị Văn Dụ",
    "applicant_personal_id": "999190000017",
    "applicant_birth_on_0": "27",
    "applicant_birth_on_1": "3",
    "applicant_birth_on_2": "1990",
    "applicant_phone": "0912 000 417",
    "applicant_relation": "mother",
}
BIRTH_ANSWERS = {
    "nguoi-nop": APPLICANT,
    "em-be": {
        "child_full_name": "Trần Bảo Ví Dụ",
        "child_sex": "female",
        "child_ethnicity": "Kinh",
        "child_nationality": "Việt Nam",
        "child_hometown": "Xã Mẫu An, tỉnh Mẫu",
    },
    "ngay-sinh-noi-sinh": {
        "child_birth_on_0": "18",
        "child_birth_on_1": "2",
        "child_birth_on_2": "2026",
        "birth_place_kind": "hospital",
        "birth_place": "Trạm y tế xã Mẫu An",
    },
    "me": {"mother_known": "no"},
    "cha": {"father_known": "no"},
    "cha-me-ket-hon": {"parents_married": "no"},
    "nhan-ket-qua": {"delivery": "counter"},
}
"""The whole form of the birth registration, answered."""
PAPER = "giay-chung-sinh"
_DRAFT = re.compile(r"/nop/([0-9a-f-]{36})")


class Citizen:
    """One citizen's browser, at an instant that only a test moves."""

    def __init__(self, monkeypatch, at: datetime = MONDAY, browser: Client | None = None) -> None:
        cache.clear()
        self.at = at
        self.browser = browser or Client()
        self.draft = ""
        monkeypatch.setattr(visitor, "utc_now", lambda: self.at)

    def wait(self, **span) -> None:
        """Let time pass."""
        self.at += timedelta(**span)

    def get(self, name, *args, follow=False, **query):
        """Open a page by the name of its address."""
        return self.browser.get(reverse(f"citizen:{name}", args=args), query, follow=follow)

    def send(self, name, *args, follow=False, query="", **fields):
        """Send a form; each sending has its own key unless one is given."""
        self.wait(seconds=20)
        fields = {"key": str(uuid.uuid4()), **fields}
        address = reverse(f"citizen:{name}", args=args) + query
        return self.browser.post(address, fields, follow=follow)

    def begin(self, code: str = BIRTH) -> str:
        """Begin a draft and return its id."""
        answer = self.send("apply", code)
        self.draft = _DRAFT.match(answer["Location"])[1]
        return self.draft

    def answer(self, topic: str, query="", **fields):
        """Send one topic of the draft."""
        return self.send("topic", self.draft, topic, query=query, **fields)

    def errors_of(self, answer):
        """Return the page to which a sending that is wrong leads, where "Back" asks nothing."""
        assert answer.status_code == 303
        return self.browser.get(answer["Location"])

    def fill_in(self) -> None:
        """Answer everything but the papers."""
        self.begin()
        assert self.send("desk", self.draft, desk=DESK).status_code == 302
        for topic, fields in BIRTH_ANSWERS.items():
            assert self.answer(topic, **fields).status_code == 302, topic

    def upload(self, *files, to: str = PAPER, **buttons):
        """Send files for one paper of the draft."""
        return self.send("papers", self.draft, **{f"file-{to}": list(files)}, **buttons)

    def finish(self, photo) -> None:
        """Fill in everything, papers included."""
        self.fill_in()
        assert self.upload(named("giay-chung-sinh.jpg", photo())).status_code == 302

    def file(self, photo) -> str:
        """File a birth registration and return the dossier's code."""
        self.finish(photo)
        answer = self.send("check", self.draft, agreed="on")
        assert answer.status_code == 302, text_of(answer)
        return answer["Location"].split("/")[2]

    def open(self, code: str, secret: str, **fields):
        """Look a dossier up by its code and a secret."""
        return self.send("track", code=code, secret=secret, **fields)

    def pin(self, code: str) -> str:
        """Return the PIN as the confirmation page shows it."""
        page = self.get("confirmation", code).content.decode()
        return re.search(r'cz-pin">(\d+)<', page)[1]


def named(name: str, content: io.BytesIO | bytes) -> SimpleUploadedFile:
    """Return a file as a browser sends it; what it calls itself is not believed."""
    raw = content if isinstance(content, bytes) else content.getvalue()
    return SimpleUploadedFile(name, raw, "image/jpeg")


def value_of(page, name: str) -> str | None:
    """Return what stands in a text field of the page."""
    html = page.content.decode()
    found = re.search(rf'<input[^>]*name="{name}"[^>]*?value="([^"]*)"', html)
    return unescape(found[1]) if found else None


def title_of(page) -> str:
    """Return the page's title."""
    return unescape(re.search(r"<title>(.*?)</title>", page.content.decode(), re.S)[1])


__all__ = ["Citizen", "hidden_fields", "named", "text_of", "title_of", "value_of"]
