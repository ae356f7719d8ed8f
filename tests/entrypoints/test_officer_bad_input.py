"""What nobody should send: it is answered, never a fault, never run."""

import pytest
from django.test import Client
from tests.builders import Story

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.dossiers.terms import Step

pytestmark = pytest.mark.django_db

NASTY = [
    "\x00", "a\x00b", "‮txt.exe", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "' OR 1=1 --", "<script>alert(1)</script>", "{{ 7*7 }}", "%s%n", "../../etc/passwd", "Ẵ" * 50,
    "x" * 90_000, "\r\nSet-Cookie: a=b", "９９９", "🏛️",
]  # fmt: skip


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_every_text_field_takes_or_refuses_it_calmly(door, text):
    code = door.story.processing().code
    handler, desk = door.open("handler"), door.open("desk")
    answers = [
        desk.browser.post("/can-bo/tim/", {"q": text}),
        desk.browser.get("/can-bo/viec/dang-xu-ly/", {"sau": text}),
        desk.browser.post("/can-bo/vi-tri/", {"post": text, "tiep": text}),
        Client().post("/can-bo/dang-nhap/", {"username": text, "password": text, "tiep": text}),
        handler.send("draft", code, outcome=text, grounds=text, key=text),
        handler.send("draft", code, outcome="granted", grounds=text),
        handler.send("supplement", code, **{"missing-0": text, "problem-0": text}),
        handler.send("hand_over", code, to=text, other=text, limit=text, why=text, buoc=text),
        handler.send("accept", code, offer=text),
        handler.send("disclose", code, purpose=text),
        handler.send("stop", code, reason=text, legal_basis=text[:200]),
    ]
    assert not [answer for answer in answers if answer.status_code >= 500]
    assert not [answer for answer in answers if b"<script>alert" in answer.content]


@pytest.mark.parametrize("code", ["%00", "a%00b", "..%2F..", "%F0%9F%8F%9B", "x" * 90, "Ẵ"])
def test_an_address_that_is_no_dossier_code_is_no_page(door, code):
    visit = door.open("desk")
    for tab in ("", "dong-giu/", "tiep-nhan/"):
        assert visit.browser.get(f"/can-bo/ho-so/{code}/{tab}").status_code == 404


@pytest.mark.parametrize("offer", ["0", "-1", "999999999999999999999999", "12345"])
def test_an_offer_that_was_never_made_for_the_dossier_is_not_taken(door, offer):
    code = door.story.received().code
    door.story.offered(door.province.desk, "handler", Step.VERIFY)
    answer = door.open("handler").send("accept", code, offer=offer)
    assert answer.status_code in {409, 422}
    assert custodies.holder_of(f"dossier:{code}").holder.officer_name == "Trần Thị Mẫu Một"


def test_an_offer_of_one_dossier_is_not_taken_under_the_name_of_another(door):
    mine = door.story.received().code
    other = Story(door.province, at=door.story.now()).received()
    offer = other.offered(door.province.desk, "handler", Step.VERIFY)
    door.story.at = other.at
    assert door.open("handler").send("accept", mine, offer=offer).status_code in {404, 409}
    assert custodies.holder_of(f"dossier:{other.code}").holder.officer_name == "Trần Thị Mẫu Một"
