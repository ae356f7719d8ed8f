"""Before and around an act: what is shown first, what was typed and not sent, who was faster."""

import pytest
from tests.builders_officer import hidden_fields, holder, state, text_of
from tests.builders_story import asked
from tests.builders_supplement import AFTER, GENERAL, LAW, OWN, publish

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Decision
from thongsuot.domains.dossiers.terms import NationalState, Step

pytestmark = pytest.mark.django_db

REASON = "Giấy tờ không thuộc thủ tục này"
BASIS = "Nghị định 61/2018/NĐ-CP, Điều 17"


def test_taking_over_shows_who_asks_for_what_and_how_long_before_anything_is_done(door):
    code = door.story.received().code
    door.story.offered(door.province.desk, "handler", Step.VERIFY)
    handler = door.open("handler")
    page = handler.get("accept", code)
    words = text_of(page)
    assert "Trần Thị Mẫu Một, Bộ phận Một cửa xã Mẫu An chuyển đến" in words
    assert "Thẩm định" in words
    assert "Nhận rồi thì không trả lại được nữa" in words
    sent = hidden_fields(page)
    assert handler.send("accept", code, key=sent["key"], offer=sent["offer"]).status_code == 302
    assert holder(door) == "Đỗ Văn Mẫu Hai"


def test_issuing_shows_number_and_for_whom_and_that_it_cannot_be_taken_back(door):
    code = door.story.drafted().code
    door.open("head").sign("sign", code)
    clerk = door.open("clerk")
    words = text_of(clerk.get("issue", code))
    assert f"Văn bản số {Decision.objects.get().number}" in words
    assert "Nguyễn Thị V• D•" in words
    assert "Không thu lại được" in words
    assert state(door) == NationalState.PROCESSING
    assert clerk.send("issue", code).status_code == 302
    assert state(door) == NationalState.RESOLVED


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("refuse", {"reason": REASON, "legal_basis": "", "ground": "other"}),
        ("refuse", {"reason": "", "legal_basis": BASIS, "ground": "other"}),
    ],
)
def test_a_form_that_was_closed_shows_what_was_typed_when_it_is_opened_again(door, name, fields):
    code = door.story.registered().code
    desk = door.open("desk")
    left = desk.send(name, code, dong="1", follow=True, **fields)
    assert "Đã giữ nội dung chưa gửi" in text_of(left)
    assert state(door) == NationalState.REGISTERED
    page = desk.get(name, code)
    typed = next(value for value in fields.values() if value)
    assert typed in page.content.decode()
    assert "đã nhập lần trước và chưa gửi" in text_of(page)
    assert "ts-field--wrong" not in page.content.decode()
    again = desk.send(name, code, dong="1", follow=True, **fields)
    assert "Đã giữ nội dung" in text_of(again)
    assert typed in desk.get(name, code).content.decode()


def test_what_was_typed_is_kept_sealed_for_its_page_and_session_alone(door):
    code = door.story.registered().code
    desk = door.open("desk")
    desk.send("refuse", code, ground="other", dong="1", reason=REASON, legal_basis="")
    assert REASON not in str(dict(desk.browser.session.items()))
    assert REASON not in door.open("desk").get("refuse", code).content.decode()
    desk.send("refuse", code, ground="other", reason=REASON, legal_basis=BASIS)
    assert desk.browser.session["officer-typed"] == {}


def test_a_form_that_was_closed_untouched_keeps_nothing(door):
    code = door.story.processing().code
    handler = door.open("handler")
    for name in ("draft", "supplement", "stop"):
        words = text_of(handler.send(name, code, dong="1", follow=True))
        assert "Đã giữ nội dung" not in words
    page = handler.get("hand_over", code)
    chosen = {"to": str(door.province.posts["head"].pk), "limit": "240", "buoc": "sign"}
    assert page.status_code == 200
    handler.send("hand_over", code, dong="1", why="Nhờ xem giúp phần này", **chosen)
    again = handler.get("hand_over", code).content.decode()
    assert "Nhờ xem giúp phần này" in again
    assert f'value="{chosen["to"]}"' in again


def test_a_conflict_names_the_last_person_and_not_what_the_system_did(door):
    code = door.story.registered().code
    desk = door.open("desk")
    dossiers.prepare_papers(code=code, at=door.story.now())
    lost = desk.send("draft", code)
    words = text_of(lost)
    assert "nộp hồ sơ lúc" in words, words
    assert "người nộp đã lập" not in words


def test_once_the_time_for_papers_is_over_stopping_is_proposed_with_the_law(door):
    publish(GENERAL, OWN)
    story = asked(door.story)
    assert LAW not in text_of(door.open("handler").get("stop", story.code))
    assert dossiers.end_windows(at=AFTER) == 1
    handler = door.open("handler")
    assert "đề xuất: Dừng giải quyết" in text_of(handler.get("dossier", story.code))
    proposed = handler.get("stop", story.code)
    words = text_of(proposed)
    assert LAW in proposed.content.decode()
    assert "Đã hết thời gian bổ sung" in words


@pytest.mark.parametrize("ground", ["residence", "channel"])
def test_refusing_for_where_somebody_lives_is_answered_with_what_to_do(door, ground):
    code = door.story.registered().code
    said = {"ground": ground, "reason": REASON, "legal_basis": BASIS}
    answer = door.open("desk").send("refuse", code, **said)
    assert "Không được từ chối vì lý do này" in text_of(answer)
    assert "không phụ thuộc địa giới hành chính" in text_of(answer)
    assert state(door) == NationalState.REGISTERED
