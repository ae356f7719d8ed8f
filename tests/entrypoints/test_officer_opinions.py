"""Asking and giving opinions at the desk: ask, find, answer, take back, and where it is shown."""

import pytest
from django.urls import reverse
from tests.builders_officer import Door, holder, text_of

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers import services
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.cli import story as told

pytestmark = pytest.mark.django_db
QUESTION = "Thửa đất có nằm trong quy hoạch giao thông không?"


@pytest.fixture
def story(story):
    return story.processing()


def ask(door: Door, **fields):
    given = {
        "to": door.province.posts["stranger"].pk, "question": QUESTION, "basis": "phoi-hop",
    } | fields  # fmt: skip
    return door.open("handler").send("ask", door.story.code, follow=True, **given)


def test_the_holder_asks_and_reads_that_nothing_else_changes(door):
    page = text_of(door.open("handler").get("ask", door.story.code))
    assert "Trả lời trong 3 ngày làm việc. Im lặng không phải là đồng ý." in page
    assert "Im lặng được coi là đồng ý" not in page, "no law says so of a birth"
    assert "Cấp giấy phép xây dựng" not in page
    refused = ask(door, basis="cap-phep-xay-dung")
    assert refused.status_code == 422
    after = text_of(ask(door))
    assert "Người giữ và đồng hồ không đổi" in after
    assert "Sở Mẫu (Chuyên viên): chưa trả lời" in after.replace(" )", ")").replace(" :", ":")
    assert holder(door) == "Đỗ Văn Mẫu Hai"


def test_a_question_that_says_too_little_is_told_at_the_field(door):
    wrong = ask(door, question="Ý kiến?")
    assert wrong.status_code == 422
    assert "ít nhất 20 ký tự" in text_of(wrong)


def test_the_asked_officer_finds_it_and_answers(door):
    ask(door)
    stranger = door.open("stranger")
    inbox = stranger.get("inbox")
    assert "Chờ cho ý kiến 1" in text_of(inbox)
    assert QUESTION in inbox.content.decode()
    assert QUESTION in text_of(stranger.get("opine", door.story.code))
    done = stranger.send(
        "opine", door.story.code, answer="with-conditions", follow=True,
        text="Đồng ý nếu chừa lộ giới 6 m.",
    )  # fmt: skip
    assert "Đã gửi ý kiến" in text_of(done)
    page = text_of(door.open("handler").get("dossier", door.story.code))
    assert "đồng ý có điều kiện" in page
    assert "Đồng ý nếu chừa lộ giới 6 m." in page
    thread = text_of(door.open("handler").get("custody", door.story.code))
    assert "Ý kiến của Sở Mẫu: đồng ý có điều kiện" in thread


def test_nobody_else_opens_the_page_of_the_answer(door):
    ask(door)
    assert door.open("head").get("opine", door.story.code).status_code == 409
    assert reverse("officer:ask", args=[door.story.code]) not in text_of(
        door.open("head").get("dossier", door.story.code)
    )


def test_the_asker_takes_the_question_back(door):
    ask(door)
    handler = door.open("handler")
    asked = custodies.opinions_of(f"dossier:{door.story.code}")[0]
    done = handler.send("recall_opinion", door.story.code, question=asked.id, follow=True)
    assert "Đã thu hồi câu hỏi" in text_of(done)
    assert "Chờ cho ý kiến" not in text_of(door.open("stranger").get("inbox"))


def test_the_picture_of_custody_has_a_lane_for_who_was_asked_and_does_not_hold(door):
    ask(door)
    drawn = door.open("handler").get("custody", door.story.code).content.decode()
    assert "được hỏi ý kiến, không giữ" in drawn
    assert "chờ trả lời đến" in drawn


def test_silence_is_marked_and_told(door):
    ask(door)
    door.story.at = custodies.opinions_of(f"dossier:{door.story.code}")[0].answer_by
    services.take_silence_for_answers(at=door.story.at)
    page = text_of(door.open("handler").get("dossier", door.story.code))
    assert "quá hạn không có ý kiến" in page
    at = door.story.now()
    view = dossiers.view_for(door.story.code, by=Actor.system(), at=at)
    moments = dossiers.timeline_of(door.story.code, by=Actor.system(), at=at)
    story = "\n".join(told.story_of(view, moments, at))
    assert "hỏi ý kiến Sở Mẫu" in story
    assert "Sở Mẫu không trả lời đúng hạn: không có ý kiến, im lặng không phải là đồng ý" in story
