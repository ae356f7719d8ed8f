"""Drafts taken back by their writer and sent back by who would sign them, through the forms."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.builders import Story
from tests.builders_officer import hidden_fields, text_of

from thongsuot.domains.dossiers.models import SupplementRequest, TurnedDraft

pytestmark = pytest.mark.django_db
BLURRED = {"missing-1": "on", "problem-1": "Ảnh bị mờ, không đọc được số"}
WHY = "Ảnh đọc được, không cần hỏi lại người nộp"


@pytest.fixture
def code(door):
    found = door.story.processing().code
    door.open("handler").send("supplement", found, **BLURRED)
    return found


def address(name, code):
    return reverse(f"officer:{name}", args=[code])


def turn(visit, page, code, reason=WHY):
    """Open the page, say why, press; return what is answered."""
    seen = hidden_fields(visit.get(page, code))["seen"]
    return visit.send(page, code, draft="request", reason=reason, seen=seen)


def test_the_head_sends_a_request_back_and_the_handler_reads_why_and_writes_it_anew(door, code):
    head, handler = door.open("head"), door.open("handler")
    page = head.get("sign_supplement", code).content.decode()
    sending_back = address("send_back_draft", code)
    assert f'href="{sending_back}?du-thao=request"' in page
    asked = head.get("send_back_draft", code)
    assert "Yêu cầu bổ sung" in text_of(asked)
    assert "checked" in asked.content.decode(), "the only one that waits is chosen"
    done = turn(head, "send_back_draft", code)
    assert done.status_code == 302
    row = handler.get("block", "dang-xu-ly")
    assert "dự thảo cần soạn lại" in text_of(row)
    assert f"Lê Thị Mẫu Ba không ký, trả lại dự thảo yêu cầu bổ sung: {WHY}" in text_of(row)
    shown = text_of(handler.get("dossier", code))
    assert WHY in shown
    assert "trả dự thảo lại người soạn, không ký" in shown
    again = handler.get("supplement", code).content.decode()
    assert WHY in again
    assert "Ảnh bị mờ, không đọc được số" in again, "what was written is not lost"
    assert "Chờ ký bổ sung 0" in text_of(head.get("block", "cho-ky-bo-sung"))
    handler.send("supplement", code, **BLURRED)
    assert WHY not in text_of(handler.get("block", "dang-xu-ly"))
    assert "Chờ ký bổ sung 1" in text_of(head.get("block", "cho-ky-bo-sung"))


def test_the_handler_takes_his_request_back_and_it_is_not_in_his_own_list_of_tasks(door, code):
    handler = door.open("handler")
    assert address("take_back_draft", code) in handler.get("dossier", code).content.decode()
    turn(handler, "take_back_draft", code)
    assert "rút dự thảo chưa ký" in text_of(handler.get("dossier", code))
    assert "dự thảo cần soạn lại" not in text_of(handler.get("block", "dang-xu-ly"))
    assert address("take_back_draft", code) not in handler.get("dossier", code).content.decode()


def test_without_a_reason_the_form_says_so_at_its_field(door, code):
    answer = turn(door.open("handler"), "take_back_draft", code, reason="")
    assert answer.status_code == 422
    assert 'href="#id_reason"' in answer.content.decode()
    assert not TurnedDraft.objects.exists()


@pytest.mark.parametrize(
    ("who", "page", "status"),
    [
        pytest.param("handler", "send_back_draft", 409, id="who wrote it does not send it back"),
        pytest.param("head", "take_back_draft", 409, id="who signs it does not take it back"),
        pytest.param("stranger", "take_back_draft", 404, id="nor does anybody else"),
    ],
)
def test_the_page_is_for_whom_it_concerns(door, code, who, page, status):
    answer = door.open(who).get(page, code)
    assert answer.status_code == status
    assert "<h1" in answer.content.decode()


def signed(door, code):
    door.open("head").sign("sign_supplement", code)


def written_anew(door, code):
    door.open("handler").send("supplement", code, **BLURRED | {"problem-1": "Thiếu trang thứ hai"})


def turned(door, code):
    turn(door.open("head"), "send_back_draft", code)


@pytest.mark.parametrize(
    ("happened", "said", "requests"),
    [
        pytest.param(signed, "Bước này không làm được", 1, id="it was signed"),
        pytest.param(written_anew, "Văn bản vừa được soạn lại", 0, id="it was written anew"),
        pytest.param(turned, "Không còn dự thảo nào như vậy chờ ký", 0, id="it was sent back"),
    ],
)
def test_what_happened_meanwhile_is_said(door, code, happened, said, requests):
    handler = door.open("handler")
    fields = hidden_fields(handler.get("take_back_draft", code))
    happened(door, code)
    before = TurnedDraft.objects.count()
    answer = handler.send("take_back_draft", code, draft="request", reason=WHY, seen=fields["seen"])
    assert answer.status_code == 409
    assert said in text_of(answer)
    assert TurnedDraft.objects.count() == before
    assert SupplementRequest.objects.count() == requests


@pytest.mark.parametrize("seen", ["", "2026-01-01", "request=2026-01-01", "request=hom-nay"])
def test_a_page_that_does_not_say_which_text_it_showed_turns_nothing(door, code, seen):
    answer = door.open("head").send("send_back_draft", code, draft="request", reason=WHY, seen=seen)
    assert answer.status_code == 409
    assert not TurnedDraft.objects.exists()


def test_what_was_typed_before_it_was_written_anew_waits_beside_the_new_text(door, code):
    head = door.open("head")
    seen = hidden_fields(head.get("send_back_draft", code))["seen"]
    head.send("send_back_draft", code, draft="request", reason=WHY, seen=seen, dong="1")
    written_anew(door, code)
    page = head.get("send_back_draft", code)
    assert WHY in page.content.decode()
    assert hidden_fields(page)["seen"] != seen
    assert turn(head, "send_back_draft", code).status_code == 302


def test_what_was_typed_is_shown_again_after_the_session_ended(door, code):
    handler = door.open("handler")
    fields = hidden_fields(handler.get("take_back_draft", code))
    page = address("take_back_draft", code)
    answer = Client().post(page, {"draft": "request", "reason": WHY, **fields})
    assert answer.status_code == 403
    assert urlencode({"reason": WHY}) in hidden_fields(answer)["da-nhap"], "it comes back"
    assert not TurnedDraft.objects.exists()


def test_the_list_of_what_is_held_asks_as_much_for_five_turned_drafts_as_for_one(door, code):
    handler, head = door.open("handler"), door.open("head")
    turn(head, "send_back_draft", code)
    handler.get("block", "dang-xu-ly")
    with CaptureQueriesContext(connection) as one:
        handler.get("block", "dang-xu-ly")
    for _more in range(4):
        other = Story(door.province, at=door.story.now()).processing()
        door.story.at = max(door.story.at, other.at)
        door.catch_up()
        handler.send("supplement", other.code, **BLURRED)
        turn(head, "send_back_draft", other.code)
    door.catch_up()
    handler.get("block", "dang-xu-ly")
    with CaptureQueriesContext(connection) as five:
        page = handler.get("block", "dang-xu-ly").content.decode()
    assert page.count("dự thảo cần soạn lại") == 5
    assert len(five) == len(one)
