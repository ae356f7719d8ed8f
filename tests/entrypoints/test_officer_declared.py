"""What the applicant declared and wished, as officers meet it on the pages of a dossier."""

import re

import pytest
from tests.builders import BIRTH, LAN, Story
from tests.builders_officer import text_of

from thongsuot import bootstrap
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import Channel, Step

pytestmark = pytest.mark.django_db

BASIS = "Nghị định 61/2018/NĐ-CP, Điều 17"
ANSWERS = {
    "nguoi-nop": {
        "applicant_full_name": "Nguyễn Thị Ví Dụ",
        "applicant_personal_id": "999300001234",
        "applicant_birth_on": "27/03/1995",
        "applicant_phone": "0900000123",
        "applicant_relation": "mother",
    }
}


def declared(door, answers=None) -> str:
    """Enter a dossier with answers; return its code."""
    door.story.code = dossiers.register(
        procedure_code=BIRTH, receiving_agency="H99.31.01", channel=Channel.DIRECT,
        identity=LAN, answers=answers or ANSWERS, by=door.province.desk, at=door.story.now(),
    ).code  # fmt: skip
    return door.story.code


def test_what_was_declared_is_read_by_topic_and_masked_until_it_is_disclosed(door):
    code = declared(door)
    desk = door.open("desk")
    masked = text_of(desk.get("dossier", code))
    assert "Nội dung khai" in masked
    assert "Ông/bà là ai?" in masked
    assert "Quan hệ với bé Mẹ" in masked
    assert "Ngày sinh 1995" in masked
    for secret in ("Nguyễn Thị Ví Dụ", "999 300 001234", "999300001234", "27/03/1995"):
        assert secret not in masked
    full = text_of(desk.send("disclose", code, purpose="handling"))
    assert "999 300 001234" in full
    assert "27/03/1995" in full


def test_words_are_masked_as_their_form_says_and_not_like_names(door):
    about_the_child = {
        "child_full_name": "Nguyễn Ví Dụ An", "child_ethnicity": "Kinh",
        "child_nationality": "Việt Nam",
    }  # fmt: skip
    code = declared(door, {**ANSWERS, "em-be": about_the_child})
    masked = text_of(door.open("desk").get("dossier", code))
    assert "Quốc tịch Việt Nam" in masked
    assert "Dân tộc •••" in masked
    assert "Nguyễn Ví" in masked
    assert "Nguyễn Ví Dụ An" not in masked


def test_the_purpose_of_reading_in_full_is_never_assumed(door):
    code = declared(door)
    desk = door.open("desk")
    assert "– chọn mục đích –" in text_of(desk.get("dossier", code))
    refused = text_of(desk.send("disclose", code, purpose=""))
    assert "Chọn xem đầy đủ để làm gì" in refused
    assert "999 300 001234" not in refused


@pytest.mark.parametrize(
    ("wish", "words", "chosen"),
    [("electronic", "Chỉ cần bản điện tử", "electronic"), ("counter", "Đến quầy nhận", "applicant"),
     ("post", "Qua bưu chính", "post")],
)  # fmt: skip
def test_the_result_is_handed_out_as_the_applicant_wished(door, wish, words, chosen):
    slug = "nhan-ket-qua"
    code = declared(door, {**ANSWERS, slug: {"delivery": wish}})
    dossiers.receive(code=code, by=door.province.desk, at=door.story.now())
    door.story.handed(door.province.desk, "handler", Step.VERIFY).drafted_by_handler()
    dossiers.sign_decision(
        code=code, signer=bootstrap.signer(), by=door.province.head, at=door.story.now()
    )
    dossiers.issue_decision(code=code, by=door.province.clerk, at=door.story.now())
    door.story.handed(door.province.head, "desk", Step.RETURN)
    desk = door.open("desk")
    page = desk.get("return_result", code)
    assert f"Người nộp chọn khi nộp hồ sơ: {words}" in text_of(page)
    checked = re.findall(r'value="(\w+)"[^>]* checked', page.content.decode())
    assert checked == [chosen]
    assert "Chọn người nhận kết quả" in text_of(desk.send("return_result", code, to=""))


def test_after_the_signature_nobody_is_led_to_hand_over_before_the_text_is_issued(door):
    code = door.story.drafted().code
    head = door.open("head")
    head.sign("sign", code)
    page = head.get("dossier", code)
    assert "văn thư phát hành tiếp; chưa phải chuyển" in text_of(page)
    assert "Văn bản đã ký, chờ văn thư phát hành." in text_of(page)
    assert "ts-action--first" not in page.content.decode()
    assert "Văn thư phát hành tiếp; chưa phải chuyển" in text_of(head.get("hand_over", code))


def test_a_return_begins_with_the_competent_agency_and_demands_another_reason_in_words(door):
    code = door.story.received().code
    offer = door.story.offered(door.province.desk, "stranger", Step.VERIFY)
    visit = door.open("stranger")
    page = visit.get("send_back", code).content.decode()
    assert re.search(r'value="H99\.31"[^>]*selected', page)
    grounds = {"reason": "other", "legal_basis": BASIS, "right_agency": "H99.31"}
    shown = text_of(visit.send("send_back", code, offer=offer, **grounds))
    assert "Nhập lý do khác là gì" in shown
    visit.send("send_back", code, offer=offer, other_reason="Trụ sở đang sửa chữa", **grounds)
    grounds = custodies.offers_of(f"dossier:{code}")[-1].grounds
    assert (grounds.explanation, grounds.legal_basis) == ("Trụ sở đang sửa chữa", BASIS)
    assert "Trụ sở đang sửa chữa" in text_of(door.open("desk").get("dossier", code))


def test_the_checklist_names_the_declaration_and_says_why_a_paper_has_no_file(door):
    code = declared(door)
    dossiers.prepare_papers(code=code, at=door.story.now())
    words = text_of(door.open("desk").get("receive", code))
    assert re.search(r"Tờ khai \(PDF, \d+ trang\)", words)
    assert "declaration.pdf" not in words
    assert "chưa có tệp" not in words
    assert "bản sao 0" not in words
    assert "đối chiếu bản giấy" in words


def test_the_frame_with_the_text_can_be_passed_by(door):
    code = declared(door)
    dossiers.prepare_papers(code=code, at=door.story.now())
    page = door.open("desk").get("receive", code).content.decode()
    assert page.index('href="#of-check"') < page.index("<iframe") < page.index('id="of-check"')


def test_figures_that_say_nothing_outside_office_hours_are_not_shown(door):
    code = door.story.received().code
    door.story.at = door.story.at.replace(day=8, hour=3)  # a Sunday
    door.story.code = code
    sunday = Story(door.province, at=door.story.at)
    sunday.received()
    words = text_of(door.open("desk").get("custody", sunday.code))
    assert "Ngoài giờ làm việc, chưa tính thời gian" in words
    assert "Tổng 0" not in words
    assert "đã dùng 0" not in words
