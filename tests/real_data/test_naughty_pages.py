"""The naughty strings in every text field of both doors and of the machine doors, through HTTP.

No fault; nothing comes back as markup; what is taken is stored and shown as it was meant, and
what is not taken is answered with a sentence at the field and given back.
"""

import io
import json
from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from itertools import cycle, islice
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from tests.builders import BIRTH, Story, build_procedure, build_province
from tests.builders_citizen import BIRTH_ANSWERS, PAPER, Citizen
from tests.builders_officer import Door
from tests.builders_pages import BASIS_LETTERS, ENOUGH, MARKUP, ReadPage, packed, sendings, texts

from thongsuot.domains.catalogue import rules as catalogue_rules
from thongsuot.domains.catalogue import shipped
from thongsuot.domains.catalogue.terms import FieldKind
from thongsuot.domains.custody.models import Offer
from thongsuot.domains.documents.models import Attachment
from thongsuot.domains.dossiers.models import Decision, Draft, Ending, SupplementDraft
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.organisation.models import Competence
from thongsuot.domains.people.models import Person
from thongsuot.entrypoints.shared import tokens
from thongsuot.kernel.text import normalise, single_line

FILE = settings.SHARED_DATA / "data" / "security" / "blns.json"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(
        not FILE.is_file(),
        reason=f"no {FILE}: the strings are in the shared data (THONGSUOT_SHARED)",
    ),
]
FORMS = ("1.001193", "1.000894", "1.000656", "2.000635")
ONE_LINE = {FieldKind.TEXT, FieldKind.PERSONAL_ID, FieldKind.PHONE, FieldKind.EMAIL}
TYPED = ONE_LINE | {FieldKind.LONGTEXT, FieldKind.ADDRESS, FieldKind.NUMBER, FieldKind.DATE}
BOXES = range(3)
LINE_LETTERS = 100
ALONE_LETTERS = 8
"""Numbers, blanks, words of machines: where one is all that is said, it may mean something."""
EXPLANATION_LETTERS = 150
WORDS_LETTERS = 4000
SENTENCE_LETTERS = 1000
NAME_LETTERS = 150
FILES_AT_ONCE = 20
EVERY_TWENTIETH = 20
"""Of the names of files that are kept: each costs the making of a page."""
NOT_A_PICTURE = b"no picture"


@pytest.fixture(scope="module")
def strings() -> list[str]:
    return json.loads(FILE.read_text("utf-8"))


@pytest.fixture
def citizen(monkeypatch, db, published_calendar) -> Citizen:
    province = build_province()
    for code in FORMS[1:]:
        build_procedure(code)
        Competence.objects.create(
            procedure_code=code, level="commune", agency=province.agencies["H99.31"],
            valid_from="2020-01-01", source="Bảng thẩm quyền mẫu",
        )  # fmt: skip
    return Citizen(monkeypatch)


@pytest.fixture
def door(monkeypatch, db, published_calendar) -> Door:
    return Door(monkeypatch, Story(build_province()))


def read(answer) -> ReadPage:
    return ReadPage(answer.content.decode())


def is_only_text(page: ReadPage, plain: ReadPage) -> bool:
    """Whether nothing on ``page`` is markup that a page of the same kind does not have."""
    watched = ("script", "img", "iframe", "object", "embed", "style", "form", "input", "marquee")
    return all(page.elements.get(tag) == plain.elements.get(tag) for tag in watched) and not any(
        name.startswith("on") or name == "style" for name in page.attributes
    )


def reads(text: str) -> str:
    """Return a text as somebody reads it on a page: line ends and runs of blanks are one space."""
    return " ".join(normalise(text).split())


def shows_all(topic) -> dict[str, str]:
    """Return the choices that make questions of the topic shown ones."""
    return {
        asked.shown_when.field: asked.shown_when.values[0]
        for asked in topic.fields
        if asked.shown_when
    }


def typed_in(topic, text: str) -> dict[str, str]:
    """Return ``text`` in every field one can type into, boxes of dates included."""
    filled = {}
    for asked in topic.fields:
        if asked.kind is FieldKind.DATE:
            filled |= {f"{asked.name}_{box}": text for box in BOXES}
        elif asked.kind in TYPED:
            filled[asked.name] = text
    return filled


def sent_in(asked, text: str) -> str:
    """Return what one field was sent: its boxes make one text."""
    return "/".join([text.strip()] * len(BOXES)) if asked.kind is FieldKind.DATE else text


def given_back(page: ReadPage, asked) -> str:
    if asked.kind is not FieldKind.DATE:
        return reads(page.fields[asked.name])
    return reads("/".join(page.fields[f"{asked.name}_{box}"] for box in BOXES))


@pytest.mark.parametrize("code", FORMS)
def test_every_field_of_every_topic_says_what_is_wrong_and_gives_it_back(citizen, strings, code):
    (form,) = shipped.forms()[code]
    citizen.begin(code)
    everything = " ¦ ".join(strings)
    for topic in filter(lambda topic: typed_in(topic, ""), form.topics):
        chosen = shows_all(topic)
        wrong = citizen.answer(topic.slug, **chosen, **typed_in(topic, "?" * 2000))
        plain = read(citizen.errors_of(wrong))
        answer = citizen.errors_of(
            citizen.answer(topic.slug, **chosen, **typed_in(topic, everything))
        )
        page = read(answer)
        assert is_only_text(page, plain), topic.slug
        for asked in filter(lambda asked: asked.kind in TYPED, topic.fields):
            assert given_back(page, asked) == reads(sent_in(asked, everything)), asked.name
        for asked in topic.fields:
            if asked.kind in TYPED and catalogue_rules.is_shown(asked, chosen):
                assert f'id="id_{asked.name}_error"' in answer.content.decode(), asked.name


def test_what_a_citizen_may_write_is_kept_and_shown_as_it_was_meant(citizen, strings):
    citizen.begin()
    names = ("child_full_name", "child_hometown")
    plain = read(citizen.get("topic", citizen.draft, "em-be"))
    taken = 0
    for text in packed(strings, LINE_LETTERS):
        answer = citizen.answer("em-be", **(BIRTH_ANSWERS["em-be"] | dict.fromkeys(names, text)))
        wanted = single_line(text)
        assert (answer.status_code == HTTPStatus.FOUND) == (0 < len(wanted) <= LINE_LETTERS), text
        if answer.status_code == HTTPStatus.FOUND:
            taken += 1
            kept = Draft.objects.get(pk=citizen.draft).answers["em-be"]
            page = read(citizen.get("topic", citizen.draft, "em-be"))
            assert [kept[name] for name in names] == [wanted, wanted]
            assert [page.fields[name] for name in names] == [wanted, wanted]
            assert is_only_text(page, plain), text
            assert reads(text) in read(citizen.get("check", citizen.draft)).words, text
    assert taken


def test_every_string_is_searched_for_and_looked_up_and_stands_in_its_box_again(citizen, strings):
    plain, looked = read(citizen.get("search", q="?")), read(citizen.open("?", "?"))
    citizen.begin()
    alone = [text for text in strings if len(text) <= ALONE_LETTERS]
    for text in [*packed(strings, LINE_LETTERS), *alone]:
        assert citizen.get("desk", citizen.draft, xa=text).status_code == HTTPStatus.OK, text
        found = citizen.get("search", q=text)
        assert found.status_code == HTTPStatus.OK, text
        assert is_found_as_text(read(found), plain), text
        answer = citizen.open(text, text)
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY, text
        page = read(answer)
        assert is_only_text(page, looked), text
        assert reads(page.fields["code"]) == reads(text), text


def is_found_as_text(page: ReadPage, plain: ReadPage) -> bool:
    """Whether the page of a search has no markup that another one has not, but for its hits."""
    return all(page.elements.get(tag) == plain.elements.get(tag) for tag in ("script", "img"))


def test_every_string_as_the_name_of_a_file_is_told_or_kept(citizen, strings, photo):
    citizen.fill_in()
    plain = read(citizen.get("papers", citizen.draft))
    for first in range(0, len(strings), FILES_AT_ONCE):
        files = [Sent(text, NOT_A_PICTURE) for text in strings[first : first + FILES_AT_ONCE]]
        answer = citizen.upload(*files)
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY, first
        page = read(answer)
        assert page.elements.get("script") == plain.elements.get("script")
        assert not any(name.startswith("on") for name in page.attributes)
    for place, text in enumerate(list(packed(strings, NAME_LETTERS))[::EVERY_TWENTIETH]):
        sent = Sent(text, photo((place % 256, place // 256, 99)).getvalue())
        with transaction.atomic():
            answer = citizen.upload(sent, tai="1")
            assert answer.status_code == HTTPStatus.FOUND, text
            kept = Attachment.objects.get(component_code=PAPER)
            assert kept.name == single_line(kept.name)
            page = read(citizen.get("papers", citizen.draft))
            assert not any(name.startswith("on") for name in page.attributes), text
            transaction.set_rollback(True)


class Sent(io.BytesIO):
    """A file under any name, as a browser writes it into a form."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name = name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
        self.content_type = "image/jpeg"


def registered(story):
    return story.registered().code, "desk"


def received(story):
    return story.received().code, "desk"


def offered(story):
    story.received().offered(story.province.desk, "handler", Step.VERIFY)
    return story.code, "handler"


def processing(story):
    return story.processing().code, "handler"


def late(story):
    """Past the general time for asking: only then is a special basis asked for."""
    story.processing()
    story.at += timedelta(days=20)
    return story.code, "handler"


OFFICERS_FORMS = [
    pytest.param("refuse", {"reason": WORDS_LETTERS, "legal_basis": BASIS_LETTERS},
                 registered, Ending, id="refusal"),
    pytest.param("hand_over", {"why": WORDS_LETTERS}, received, Offer, id="offer"),
    pytest.param("send_back", {"legal_basis": BASIS_LETTERS, "other_reason": EXPLANATION_LETTERS},
                 offered, Offer, id="return"),
    pytest.param("supplement", {"problem-0": SENTENCE_LETTERS, "special_base": BASIS_LETTERS},
                 late, SupplementDraft, id="missing paper, late"),
    pytest.param("draft", {"grounds": WORDS_LETTERS}, processing, Decision, id="draft"),
    pytest.param("stop", {"reason": WORDS_LETTERS, "legal_basis": BASIS_LETTERS},
                 processing, Ending, id="stop"),
]  # fmt: skip
"""Acts, and their fields with the letters that each takes."""
COLUMNS = {"problem-0": "papers", "other_reason": "explanation"}
"""Where a field is kept under another name than its own."""
BESIDE = {
    "refuse": {"ground": "other", "reason": "Không thuộc thẩm quyền",
               "legal_basis": "Nghị định mẫu, Điều 1"},
    "stop": {"reason": "Người nộp đề nghị dừng", "legal_basis": "Nghị định mẫu, Điều 1"},
    "send_back": {"reason": "other", "other_reason": "Việc của Sở Mẫu, đã nói ở công văn trước",
                  "legal_basis": "Nghị định 61/2018, Điều 1", "right_agency": "H99.05"},
    "supplement": {"missing-0": "on", "problem-0": "Thiếu chữ ký của người khai"},
    "draft": {"outcome": "granted", "grounds": "Đủ điều kiện theo quy định"},
    "hand_over": {"buoc": Step.VERIFY.value, "other": ""},
}  # fmt: skip
SHOWN_ON = ("dossier", "custody")
SHOWN_BESIDE = {"draft": ("decision",)}
"""What stands on a page of its own."""


@pytest.mark.parametrize(("act", "fields", "before", "model"), OFFICERS_FORMS)
def test_what_an_officer_writes_is_kept_and_shown_as_it_was_meant(
    door, strings, act, fields, before, model
):
    code, who = before(door.story)
    visit = door.open(who)
    beside = offered_choices(visit.get(act, code)) | BESIDE[act]
    plain, began = read(visit.get("dossier", code)), door.story.at
    told_on: Iterator[str] = iter(())
    for place, typed in enumerate(sendings(fields, strings)):
        door.story.at = began
        with transaction.atomic():
            answer = visit.send(act, code, **(beside | typed))
            assert answer.status_code == HTTPStatus.FOUND, read(answer).words[:2000]
            for name, text in typed.items():
                assert normalise(text) in stored(model, COLUMNS.get(name, name)), text
            if place == 0:
                watched = SHOWN_ON + SHOWN_BESIDE.get(act, ())
                shown = [read(visit.get(page, code)) for page in watched]
                told = told_in(watched, shown)
                assert told, "no page tells what was typed: nothing would be looked at"
                told_on = cycle(told)
                assert_only_text(shown, plain, typed)
            elif MARKUP & set("".join(typed.values())):
                shown = [read(visit.get(page, code)) for page in islice(told_on, 1)]
                assert len(shown) == 1
                assert_only_text(shown, plain, typed)
            transaction.set_rollback(True)


def told_in(watched, shown) -> list[str]:
    """Return the addresses of the pages that tell what was typed; they take turns."""
    return [name for name, page in zip(watched, shown, strict=True) if ENOUGH.strip() in page.words]


def assert_only_text(shown, plain, typed):
    """Whether no page has markup that was typed."""
    for page in shown:
        assert page.elements.get("script") == plain.elements.get("script"), typed
        assert not page.elements.get("iframe"), typed
        assert not any(name.startswith("on") for name in page.attributes), typed


def offered_choices(form) -> dict[str, str]:
    """Return the hidden fields and the chosen options of an officer's form."""
    page = read(form)
    return page.hidden | page.chosen


def stored(model, column) -> list[str]:
    value = getattr(model.objects.latest("pk"), column)
    return [paper["problem"] for paper in value] if column == "papers" else [value]


def assert_given_back(answer, name, text):
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f'id="id_{name}_error"' in answer.content.decode()
    assert reads(read(answer).fields[name]) == reads(text)


@pytest.mark.parametrize(("act", "fields", "before", "model"), OFFICERS_FORMS)
def test_what_is_too_much_for_an_officers_field_is_said_there_and_given_back(
    door, strings, act, fields, before, model
):
    code, who = before(door.story)
    visit = door.open(who)
    beside = offered_choices(visit.get(act, code)) | BESIDE[act]
    everything = " ¦ ".join(strings)
    for name, most in fields.items():
        for text in [everything, *(text for text in texts(strings, most) if len(text) > most)]:
            assert_given_back(visit.send(act, code, **(beside | {name: text})), name, text)


def test_every_string_an_officer_looks_for_or_logs_in_with_gets_a_page(door, strings):
    desk = door.open("desk")
    for text in packed(strings, BASIS_LETTERS):
        for answer in (
            desk.browser.post("/can-bo/tim/", {"q": text}),
            Client().post("/can-bo/dang-nhap/", {"username": text, "password": text, "tiep": text}),
        ):
            assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, text
            page = read(answer)
            assert not any(name.startswith("on") for name in page.attributes), text
            assert not page.elements.get("iframe"), text


def test_every_string_in_every_field_of_the_machine_doors_is_taken_or_named(door, strings, client):
    by = door.province.desk
    token = tokens.issue(officer_id=by.officer_id, post_id=by.post_id)
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    entry = {"procedure": BIRTH, "agency": "H99.31.01", "channel": "direct", "answers": {}}
    applicant = {"full_name": "Nguyễn Thị Ví Dụ", "personal_id": "999190000017"}
    for place, text in enumerate(packed(strings, LINE_LETTERS)):
        number = {"personal_id": f"999190{place:06d}", "full_name": text, "address": text}
        with transaction.atomic():
            answer = enter(client, entry | {"applicant": number, "answers": {"x": {"y": text}}})
            if answer.status_code == HTTPStatus.CREATED:
                kept = Person.objects.latest("recorded_at").identity
                assert kept["full_name"] == kept["address"] == single_line(text)
            else:
                assert_named(answer)
            transaction.set_rollback(True)
        for name in ("procedure", "agency", "channel"):
            assert_named(enter(client, entry | {"applicant": applicant, name: text}))
        for name in ("personal_id", "phone", "email", "birth_on"):
            assert_named(enter(client, entry | {"applicant": applicant | {name: text}}))
        read_back = client.get(f"/api/dossiers/{quote(text, safe='')}")
        assert HTTPStatus.BAD_REQUEST <= read_back.status_code < HTTPStatus.INTERNAL_SERVER_ERROR


def enter(client, body):
    return client.post(
        "/api/dossiers", json.dumps(body), content_type="application/json",
        headers={"Idempotency-Key": "naughty-0001"},
    )  # fmt: skip


def assert_named(answer):
    """Whether it was refused with a problem document."""
    assert HTTPStatus.BAD_REQUEST <= answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"]
