"""The naughty strings in the few fields that no form declares: buttons, marks, rows.

The reader of such fields is tried with every string; each page with a few packets of them, in all
of its fields at once: one page shows as well as a hundred whether it writes text as text.
"""

import json
from http import HTTPStatus

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse
from tests.builders import BIRTH, Story, add_officer, build_province
from tests.builders_birth_process import birth, publish
from tests.builders_citizen import PAPER, Citizen
from tests.builders_officer import PASSWORD, Door, form_of
from tests.builders_pages import BASIS_LETTERS, MARKUP, ReadPage, packed
from tests.conftest import publish_calendar

from thongsuot.domains.catalogue import processes
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.organisation.terms import Role
from thongsuot.entrypoints.officer import keeping
from thongsuot.entrypoints.officer.process_rows import FIELDS
from thongsuot.entrypoints.shared import posted
from thongsuot.kernel.text import normalise, single_line

FILE = settings.SHARED_DATA / "data" / "security" / "blns.json"
pytestmark = pytest.mark.skipif(
    not FILE.is_file(),
    reason=f"no {FILE}: the strings are in the shared data (THONGSUOT_SHARED)",
)
NOT_STORABLE = ["\x00", "a\x00b", "\ud800"]
"""What a database cannot keep; a browser sends the first two as they are."""
FEW_PACKETS = 4
UNDECLARED = {
    "hand_over": ["buoc"],
    "publish_process": ["number", "seen", "valid_from"],
    "discard_process": ["seen"],
    "move_process": ["ban", "buoc:B2", "do"],
    "wording": ["sms", "title", "body", "source", "first"],
    "messages": ["tin"],
    "template": ["seen", "first", "back"],
    "settle_difference": ["reference", "why"],
    "sign_many": ["ky"],
    "upload_process": ["thay"],
    "posts": ["post", keeping.NEXT, keeping.KEPT],
}
"""Pages with fields of their own, and the fields."""
AT_THE_DESK = {"hand_over", "settle_difference", "sign_many"}
OF_THE_PROCESS = {"publish_process", "discard_process", "move_process"}


@pytest.fixture(scope="module")
def strings() -> list[str]:
    return [*json.loads(FILE.read_text("utf-8")), *NOT_STORABLE]


@pytest.fixture
def packets(strings) -> list[str]:
    marked = [text for text in strings if MARKUP & set(text)]
    return [*list(packed(marked, BASIS_LETTERS))[:FEW_PACKETS], "\x00?" * 9, "²", "9" * 5000]


@pytest.fixture
def door(monkeypatch, db) -> Door:
    publish_calendar()
    province = build_province()
    add_officer(province, "admin", "H99.05", "Quản trị", "control", "Mẫu Sáu", [Role.ADMINISTER])
    publish(birth())
    return Door(monkeypatch, Story(province).received())


def test_a_field_that_no_form_declares_is_text_of_one_spelling_within_its_bound(strings):
    request = RequestFactory().post("/", {f"f{n}": text for n, text in enumerate(strings[:-1])})
    for n, text in enumerate(strings[:-1]):
        line, words = posted.line(request, f"f{n}", 50), posted.words(request, f"f{n}", 50)
        assert (line, words) == (single_line(text)[:50], normalise(text)[:50]), text
        assert "\x00" not in line + words
        assert posted.several(request, f"f{n}", 50) == [line], text
    assert posted.several(request, "not sent") == []
    assert posted.line(request, "not sent") == posted.words(request, "not sent") == ""
    assert set(map(len, posted.lines(request, 5).values())) <= set(range(6))
    assert posted.line_of(NOT_STORABLE[-1]) == ""


@pytest.mark.slow
def test_a_page_takes_what_it_declares_nowhere_as_text_or_not_at_all(door, packets):
    """Sent, and brought back by a log-in."""
    told = {"hand_over": [door.story.code], "wording": ["received"], "template": [0]}
    told |= {page: [BIRTH] for page in OF_THE_PROCESS}
    desk, admin = door.open("desk").browser, door.open("admin").browser
    for page, fields in UNDECLARED.items():
        address = reverse(f"officer:{page}", args=told.get(page, []))
        browser = desk if page in AT_THE_DESK else admin
        for text in packets:
            for again in ({}, {"xem-lai": "1"}) if text in packets[:2] else ({},):
                answer = browser.post(address, dict.fromkeys(fields, text) | again)
                assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, (page, text)
                assert_only_text(answer, (page, text))
    assert len(processes.process_versions(BIRTH)) == 1


@pytest.mark.slow
def test_a_table_of_a_process_with_every_string_in_its_rows_is_shown_and_kept_as_text(
    door, strings
):
    admin = door.open("admin")
    short = [text for text in strings[:-1] if 0 < len(single_line(text)) <= BASIS_LETTERS]
    sent = form_of(birth(), source=short[0])
    count = int(sent["rows"])
    names = {f"s{n % count}-documents-{n // count}-name": text for n, text in enumerate(short)}
    names = {name: text for name, text in names.items() if int(name.split("-")[2]) < 40}
    pages = [names, dict.fromkeys((f"s0-{name}" for name in FIELDS), " ¦ ".join(short))]
    for typed in pages:
        for act in ("add:1", "save"):
            address = reverse("officer:edit_process", args=[BIRTH])
            answer = admin.browser.post(address, sent | typed | {"do": act})
            assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
            assert_only_text(answer, act)
    draft = processes.find_draft(BIRTH)
    assert draft is not None
    kept = {one.name for step in processes.read_process(draft).steps for one in step.documents}
    assert kept >= {single_line(text) for text in names.values()}
    assert_only_text(admin.get("process_version", BIRTH, draft.number), "the draft")


@pytest.mark.slow
def test_what_a_log_in_carries_on_comes_back_as_hidden_text(door, strings):
    door.story.offered(door.province.desk, "handler", Step.VERIFY)
    officer = door.province.officers["handler"]
    officer.set_password(PASSWORD)
    officer.save(update_fields=["password"])
    typed = {f"f{n}": text for n, text in enumerate(strings[:-1])}
    browser, address = Client(), reverse("officer:send_back", args=[door.story.code])
    expired = ReadPage(browser.post(address, typed).content.decode())
    logged_in = browser.post(reverse("officer:login"), {
        "username": officer.username, "password": PASSWORD,
        **{name: expired.hidden[name] for name in (keeping.NEXT, keeping.KEPT)},
    })  # fmt: skip
    back = ReadPage(logged_in.content.decode())
    assert {name: back.hidden[name] for name in typed} == typed
    assert_only_text(logged_in, "what came back")


@pytest.mark.slow
def test_a_citizens_buttons_and_marks_take_text_or_nothing(
    monkeypatch, packets, published_calendar, db
):
    build_province()
    citizen = Citizen(monkeypatch)
    citizen.fill_in()
    for text in packets:
        papers = {"bo": text, f"refused-{PAPER}": f"file-empty:{text}", "tai": text}
        for answer in (
            citizen.send("papers", citizen.draft, **papers),
            citizen.send("papers", citizen.draft, **{f"refused-{PAPER}": f"file-empty:{text}"}),
            citizen.answer("em-be", dau=text, dung=text),
            citizen.open("H99.31.01-260302-000001", "000000", tiep=text),
        ):
            assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, text
            assert_only_text(answer, text)


def assert_only_text(answer, text):
    """Whether nothing of what was typed is markup on the page that answers."""
    if not answer.get("Content-Type", "").startswith("text/html"):
        return
    page = ReadPage(answer.content.decode())
    assert not any(name.startswith("on") or name == "style" for name in page.attributes), text
    assert not {"iframe", "object", "embed", "marquee"} & page.elements.keys(), text
