"""At the counter: papers that were asked for are brought, or the dossier is withdrawn."""

import re

import pytest
from tests.builders_browser import CHROMIUM, launched
from tests.builders_citizen import named
from tests.builders_officer import Door, hidden_fields, state, text_of
from tests.builders_story import asked, guided

from thongsuot.domains.documents.queries import attachments_of
from thongsuot.domains.documents.terms import Kind
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import CounterVisit
from thongsuot.domains.dossiers.terms import NationalState
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.cli.story import story_of

pytestmark = pytest.mark.django_db
APPLICANT = {"bringer": "applicant"}


@pytest.fixture
def door(story, monkeypatch):
    return Door(monkeypatch, asked(story))


def uploads(door):
    sent = attachments_of(f"dossier:{door.story.code}")
    return [paper for paper in sent if paper.kind is Kind.UPLOAD]


def test_the_desk_finds_the_dossier_in_its_list_and_the_page_in_its_bar(door):
    desk, code = door.open("desk"), door.story.code
    listed = text_of(desk.get("inbox"))
    assert "Chờ người nộp bổ sung" in listed
    assert "Ghi nhận giấy tờ bổ sung" in listed
    page = text_of(desk.get("supply", code))
    assert "Giấy chứng sinh" in page
    assert "Giấy chứng sinh (không bắt buộc)" not in page
    assert "Ảnh bị mờ, không đọc được số" in page
    assert "Chờ người nộp bổ sung" not in text_of(door.open("handler").get("inbox"))


def test_what_is_brought_is_entered_and_the_clock_runs(door, photo):
    desk, code = door.open("desk"), door.story.code
    sent = desk.send(
        "supply", code, follow=True, **APPLICANT, **{"file-KQ2": named("quet.jpg", photo())}
    )
    assert "Đã ghi nhận giấy tờ bổ sung" in text_of(sent)
    assert state(door) is NationalState.PROCESSING
    assert [paper.name for paper in uploads(door)] == ["quet.jpg"]
    assert CounterVisit.objects.get().bringer == "applicant"


def test_pressed_twice_it_is_entered_once(door, photo):
    desk, code = door.open("desk"), door.story.code
    key = hidden_fields(desk.get("supply", code))["key"]
    for _press in range(2):
        file = {"file-KQ2": named("quet.jpg", photo())}
        assert desk.send("supply", code, key=key, **APPLICANT, **file).status_code == 302
    assert CounterVisit.objects.count() == 1
    assert len(uploads(door)) == 1


def test_a_file_that_came_stays_while_the_rest_is_said_at_its_field(door, photo):
    desk, code = door.open("desk"), door.story.code
    wrong = desk.send(
        "supply", code, bringer="representative", **{"file-KQ2": named("quet.jpg", photo())}
    )
    assert wrong.status_code == 422
    assert "Ghi họ tên người được ủy quyền và số giấy ủy quyền" in text_of(wrong)
    assert "quet.jpg" in text_of(wrong)
    assert state(door) is NationalState.SUPPLEMENT_REQUESTED
    done = desk.send("supply", code, bringer="representative", named="Nguyễn Thị Ví Dụ Hai, 12/UQ")
    assert done.status_code == 302
    assert state(door) is NationalState.PROCESSING


def test_who_brought_it_is_told_as_a_role_and_by_name_once_it_is_disclosed(door, photo):
    desk, code = door.open("desk"), door.story.code
    file = {"file-KQ2": named("quet.jpg", photo())}
    aunt = "Nguyễn Thị Ví Dụ Hai, 12/UQ"
    desk.send("supply", code, bringer="representative", named=aunt, **file)
    masked = text_of(desk.get("dossier", code))
    assert "Người được ủy quyền mang đến lúc" in masked
    assert "đã che." in masked
    assert aunt not in masked
    shown = text_of(desk.send("disclose", code, purpose="handling"))
    salt = CounterVisit.objects.get().salt.hex()
    assert f": {aunt}. Mã đối chiếu với hồ sơ chứng cứ: {salt}." in shown
    assert salt not in masked


def test_without_a_file_nothing_is_entered_and_the_field_says_which(door):
    answer = door.open("desk").send("supply", door.story.code, **APPLICANT)
    assert answer.status_code == 422
    assert "Chụp hoặc chọn tệp cho giấy tờ “Giấy chứng sinh”" in text_of(answer)
    assert state(door) is NationalState.SUPPLEMENT_REQUESTED


def test_a_file_taken_by_mistake_is_taken_out_again(door, photo):
    desk, code = door.open("desk"), door.story.code
    desk.send("supply", code, **{"file-KQ2": named("nham.jpg", photo())})
    (paper,) = uploads(door)
    assert desk.send("supply", code, bo=str(paper.id)).status_code == 302
    assert "nham.jpg" not in text_of(desk.get("supply", code))


def test_taking_a_file_out_loses_nothing_else_that_was_typed_or_chosen(door, photo):
    desk, code = door.open("desk"), door.story.code
    desk.send("supply", code, **{"file-KQ2": named("nham.jpg", photo())})
    (wrong,) = uploads(door)
    page = desk.send(
        "supply", code, follow=True, bo=str(wrong.id), bringer="post", named="EX1VN",
        **{"file-KQ2": named("dung.jpg", photo())},
    )  # fmt: skip
    words, fields = text_of(page), page.content.decode()
    assert "dung.jpg" in words
    assert "nham.jpg" not in words
    assert 'value="EX1VN"' in fields
    assert re.search(r'value="post"[^>]* checked', fields)
    assert state(door) is NationalState.SUPPLEMENT_REQUESTED, "taking out enters nothing"


def test_a_bad_file_chosen_when_another_is_taken_out_is_said_at_its_field(door, photo):
    desk, code = door.open("desk"), door.story.code
    desk.send("supply", code, **{"file-KQ2": named("nham.jpg", photo())})
    (wrong,) = uploads(door)
    answer = desk.send(
        "supply", code, bo=str(wrong.id), **APPLICANT, **{"file-KQ2": named("x.jpg", b"#!/bin/sh")}
    )
    assert answer.status_code == 422
    assert "“x.jpg”" in text_of(answer)
    assert uploads(door) == []


def test_what_the_applicant_sent_himself_is_named_so_and_stays(door, photo):
    code, desk = door.story.code, door.open("desk")
    dossiers.attach_supplement(
        code=code, component_code="KQ2", name="cua-dan.jpg", stream=photo(),
        by=Actor.citizen(dossier=code), at=door.story.now(),
    )  # fmt: skip
    page = desk.get("supply", code)
    assert "Người nộp tự gửi trên mạng; quầy không bỏ được." in text_of(page)
    assert "Bỏ tệp này" not in text_of(page)
    (paper,) = uploads(door)
    desk.send("supply", code, bo=str(paper.id))
    assert [kept.name for kept in uploads(door)] == ["cua-dan.jpg"]


def test_nobody_but_the_desk_opens_the_pages(door):
    for who in ("handler", "head"):
        assert door.open(who).get("supply", door.story.code).status_code in {403, 409}
        assert door.open(who).get("withdraw", door.story.code).status_code in {403, 409}


def test_papers_asked_for_before_receipt_are_brought_in_the_same_way(story, monkeypatch, photo):
    early = Door(monkeypatch, guided(story.registered()))
    desk = early.open("desk")
    page = desk.get("supply", story.code)
    assert "Hồ sơ chờ tiếp nhận" in text_of(page)
    done = desk.send(
        "supply", story.code, follow=True, **APPLICANT, **{"file-KQ2": named("a.jpg", photo())}
    )
    assert "Hồ sơ chờ tiếp nhận; hạn trả lời tính lại." in text_of(done)
    assert state(early) is NationalState.REGISTERED


def test_papers_brought_before_receipt_start_no_clock_however_often_they_are_sent(
    story, monkeypatch, photo
):
    early = Door(monkeypatch, guided(story.registered()))
    desk, code = early.open("desk"), story.code
    before = text_of(desk.get("dossier", code))
    assert "đồng hồ chạy" not in before
    assert "hồ sơ chờ tiếp nhận, hạn trả lời tính lại" in before
    key = hidden_fields(desk.get("supply", code))["key"]
    for _press in range(2):
        file = {"file-KQ2": named("a.jpg", photo())}
        told = text_of(desk.send("supply", code, key=key, follow=True, **APPLICANT, **file))
        assert "Hồ sơ chờ tiếp nhận; hạn trả lời tính lại." in told
        assert "Đồng hồ chạy, có ngày hẹn mới" not in told


def test_the_applicant_reads_that_the_desk_entered_what_was_brought(door, come, photo):
    desk, code = door.open("desk"), door.story.code
    desk.send("supply", code, **APPLICANT, **{"file-KQ2": named("quet.jpg", photo())})
    told = text_of(come().get("dossier", code))
    assert "Bộ phận Một cửa xã Mẫu An ghi nhận giấy tờ bổ sung ông/bà đưa đến" in told


@pytest.mark.parametrize(
    ("bringer", "words"),
    [("representative", "người được ông/bà ủy quyền đưa đến"), ("post", "gửi qua bưu chính")],
)
def test_the_applicant_reads_it_when_another_brought_it(door, come, photo, bringer, words):
    desk, code = door.open("desk"), door.story.code
    desk.send(
        "supply", code, bringer=bringer, named="Nguyễn Thị Ví Dụ Hai, giấy ủy quyền 12/2026",
        **{"file-KQ2": named("quet.jpg", photo())},
    )  # fmt: skip
    told = text_of(come().get("dossier", code))
    assert f"ghi nhận giấy tờ bổ sung {words}; đồng hồ chạy" in told
    assert "ông/bà đưa đến" not in told
    assert "Ví Dụ Hai" not in told


def test_the_story_and_the_next_refusal_say_who_entered_what_was_brought(door, photo):
    desk, code = door.open("desk"), door.story.code
    desk.send(
        "supply", code, bringer="post", named="EX1VN", **{"file-KQ2": named("a.jpg", photo())}
    )
    again = desk.get("supply", code)
    assert again.status_code == 409
    assert "đã ghi nhận giấy tờ bổ sung người nộp đưa đến" in text_of(again)
    at, by = door.story.now(), door.province.desk
    told = story_of(
        queries.view_for(code, by=by, at=at), queries.timeline_of(code, by=by, at=at), at
    )
    assert any("gửi qua bưu chính, cán bộ Trần Thị Mẫu Một" in line for line in told)


def test_who_entered_what_was_brought_answers_for_entering_it_and_for_no_more(door, photo):
    desk, code = door.open("desk"), door.story.code
    desk.send("supply", code, **APPLICANT, **{"file-KQ2": named("a.jpg", photo())})
    said = {**APPLICANT, "reason": "Không làm thủ tục nữa"}
    desk.send("withdraw", code, **said, **{"file-request": named("don.jpg", photo())})
    page = text_of(desk.get("explain", code))
    assert "ghi nhận giấy tờ bổ sung người nộp đưa đến" in page
    assert "ghi nhận người nộp rút hồ sơ" in page
    assert "rút hồ sơ" not in page.replace("ghi nhận người nộp rút hồ sơ", "")


def test_a_withdrawal_is_entered_with_its_reason_its_request_and_who_came(door, come, photo):
    desk, code = door.open("desk"), door.story.code
    said = {"bringer": "post", "named": "EX1VN", "reason": "Không làm thủ tục nữa"}
    assert "Bản quét đơn đề nghị rút hồ sơ" in text_of(desk.get("withdraw", code))
    for name, sentence in (
        ("reason", "Lý do người nộp nêu"), ("named", "Ghi số bưu gửi"),
    ):  # fmt: skip
        wrong = desk.send("withdraw", code, **{**said, name: ""})
        assert wrong.status_code == 422
        assert sentence in text_of(wrong)
    page = desk.get("withdraw", code)
    assert "hoặc số bưu gửi (không bắt buộc)" not in text_of(page)
    again = desk.send(
        "withdraw", code, **{**said, "named": ""}, **{"file-request": named("don.jpg", photo())}
    )
    assert "Tệp “don.jpg” chưa được nhận vì còn chỗ phải sửa. Hãy chọn lại" in text_of(again)
    without = desk.send("withdraw", code, **said)
    assert "Chọn tệp đơn đề nghị rút hồ sơ" in text_of(without)
    assert state(door) is NationalState.SUPPLEMENT_REQUESTED
    done = desk.send(
        "withdraw", code, follow=True, **said, **{"file-request": named("don.jpg", photo())}
    )
    assert "Đã ghi nhận người nộp rút hồ sơ" in text_of(done)
    assert state(door) is NationalState.WITHDRAWN
    told = text_of(come().get("dossier", code))
    assert "ghi nhận ông/bà rút hồ sơ" in told
    assert "Không làm thủ tục nữa" in told
    assert "Đề nghị rút hồ sơ" in told


def test_what_is_no_paper_is_no_request_and_ends_nothing(door):
    desk, code = door.open("desk"), door.story.code
    said = {"bringer": "applicant", "reason": "Không làm thủ tục nữa"}
    wrong = desk.send("withdraw", code, **said, **{"file-request": named("x.jpg", b"#!/bin/sh")})
    assert wrong.status_code == 422
    assert state(door) is NationalState.SUPPLEMENT_REQUESTED


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: install Debian's chromium")
def test_enter_in_a_field_sends_what_was_brought_and_takes_no_file_out(door, photo):
    desk, code = door.open("desk"), door.story.code
    desk.send("supply", code, **{"file-KQ2": named("quet.jpg", photo())})
    page = desk.get("supply", code).content.decode()
    assert 'name="bo"' in page
    with launched() as browser:
        shown = browser.new_page()
        shown.route("**/*", lambda route: route.fulfill(body=page, content_type="text/html"))
        shown.goto("http://mau.invalid/")
        shown.fill("[name=named]", "EX1VN")
        with shown.expect_request(lambda request: request.method == "POST") as sent:
            shown.press("[name=named]", "Enter")
        fields = (sent.value.post_data_buffer or b"").decode()
    assert 'name="named"' in fields
    assert 'name="bo"' not in fields
