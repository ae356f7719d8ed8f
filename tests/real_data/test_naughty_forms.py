"""The naughty strings in every text field of every form that the doors declare, old and new.

The forms are found, not listed: one that is added tomorrow is tried tomorrow. What a field takes
is a text of one spelling within its bound; what it shows again is text and nothing else.
"""

import importlib
import json
import pkgutil
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import quote

import pytest
from django import forms
from django.conf import settings
from django.test import Client
from tests.builders import Story, build_province
from tests.builders_officer import Door
from tests.builders_pages import ReadPage, packed

from thongsuot.entrypoints.citizen import forms as citizen_forms
from thongsuot.entrypoints.officer import forms as officer_forms
from thongsuot.kernel.text import normalise

FILE = settings.SHARED_DATA / "data" / "security" / "blns.json"
pytestmark = pytest.mark.skipif(
    not FILE.is_file(),
    reason=f"no {FILE}: the strings are in the shared data (THONGSUOT_SHARED)",
)
JUDGED_BY_THEIR_FORM = {
    "ContactWish.phone", "ContactWish.email",
    "OwnContactForm.phone", "OwnContactForm.email", "PaymentNoticeForm.amount",
}  # fmt: skip
"""Kept as the form's own ``clean_…`` says, which the pages' tests try."""
ONLY_COMPARED = {
    "LookUp.code", "LookUp.secret", "LogInForm.username", "LogInForm.password", "SignForm.seen",
    "ReassignForm.seen", "DifferenceForm.reference", "AskForm.process_opinion", "ProofForm.proof",
    "TurnDraftForm.seen",
}  # fmt: skip
SAID_IN_ADDRESSES = {
    "citizen": ["/thu-tuc?q=", "/bien-lai?ma=", "/thanh-toan/ve?MaThamChieu=", "/so-lieu?theo="],
    "desk": [
        "/can-bo/viec/dang-xu-ly/?sau=", "/can-bo/viec/dang-xu-ly/?truoc=",
        "/can-bo/nhac-viec/?sau=", "/can-bo/so-thu/?ngay=",
        "/can-bo/so-thu/sao-ke/?sau=", "/can-bo/so-lieu/cua-toi/?tu=",
        "/can-bo/so-lieu/cua-toi/?den=", "/can-bo/quy-trinh/1.001193/so-do/?ban=",
        "/can-bo/so-theo-doi/?sau=", "/can-bo/ho-so/{code}/chuyen/?buoc=",
        "/can-bo/ho-so/{code}/chuyen/?noi=", "/can-bo/ho-so/{code}/phieu-kiem-soat.pdf?kho=",
        "/can-bo/dang-nhap/?tiep=", "/can-bo/thu-tuc/?q=", "/can-bo/thu-tuc/?sau=",
        "/can-bo/thu-tuc/1.001193/?tu=",
    ],
}  # fmt: skip
EVERY = 40
"""Of the texts that go into an address: each costs a page."""


def text_fields() -> Iterator[tuple[str, forms.CharField]]:
    for module in modules():
        for name, form in vars(module).items():
            if not isinstance(form, type) or form.__module__ != module.__name__:
                continue
            for field, declared in getattr(form, "base_fields", {}).items():
                is_text = isinstance(declared, forms.CharField)
                if is_text and not isinstance(declared, forms.UUIDField):
                    yield f"{name}.{field}", declared


def modules():
    inside = pkgutil.iter_modules(officer_forms.__path__, f"{officer_forms.__name__}.")
    return [citizen_forms, *(importlib.import_module(found.name) for found in inside)]


FIELDS = dict(text_fields())


@pytest.fixture(scope="module")
def strings() -> list[str]:
    return json.loads(FILE.read_text("utf-8"))


def test_the_forms_of_both_doors_are_found():
    named = {
        "Withdrawal.reason",
        "ObjectionForm.words",
        "ObjectionAnswerForm.reason",
        "RulingForm.legal_basis",
        "LineForm.why",
    }
    assert (named | JUDGED_BY_THEIR_FORM | ONLY_COMPARED) - FIELDS.keys() == set()


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_takes_a_text_of_one_spelling_within_its_bound_or_none(strings, name):
    field = FIELDS[name]
    is_kept_as_taken = name not in JUDGED_BY_THEIR_FORM | ONLY_COMPARED
    for text in strings:
        with suppress(forms.ValidationError):  # any other error fails
            taken = field.clean(text)
            assert len(str(taken)) <= (field.max_length or len(text)), text
            assert not is_kept_as_taken or taken == normalise(taken), text


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_shows_again_what_was_typed_as_text(strings, name):
    everything = " ¦ ".join(strings).replace("\r", "")
    page = ReadPage(FIELDS[name].widget.render("typed", everything))
    assert set(page.elements) <= {"input", "textarea"}
    assert not any(attribute.startswith("on") for attribute in page.attributes)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("who", SAID_IN_ADDRESSES)
def test_what_an_address_says_is_read_as_text_or_not_at_all(
    strings, who, monkeypatch, published_calendar
):
    door = Door(monkeypatch, Story(build_province()))
    code = door.story.received().code
    browser = Client() if who == "citizen" else door.open(who).browser
    for address in SAID_IN_ADDRESSES[who]:
        for text in list(packed(strings, 150))[::EVERY]:
            answer = browser.get(address.format(code=code) + quote(text))
            assert answer.status_code < 500, (address, text)
            if answer["Content-Type"].startswith("text/html"):
                page = ReadPage(answer.content.decode())
                assert not any(name.startswith("on") for name in page.attributes), (address, text)
