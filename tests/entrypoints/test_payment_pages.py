"""A payment on the pages: passed on by the holder, seen by the citizen, confirmed; who took it."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.builders_citizen import Citizen
from tests.builders_documents import photo as photo_of
from tests.builders_officer import state, text_of

from thongsuot.domains.dossiers import queries, services
from thongsuot.domains.dossiers.models import Dossier, Ending, Obligation
from thongsuot.domains.dossiers.terms import NationalState, Step
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor

pytestmark = pytest.mark.django_db

ASKED = {
    "issuer": "tax-office", "number": "1520/TB-CT", "issued_on_0": "2", "issued_on_1": "3",
    "issued_on_2": "2026", "amount": "1.250.000", "legal_basis": "Luật Đất đai 2024, Điều 155",
}  # fmt: skip


def notice(content=None) -> SimpleUploadedFile:
    return SimpleUploadedFile("thong-bao.jpg", content or photo_of(), "image/jpeg")


def ask(door, who="handler", *, file=True, **fields):
    files = {"file-notice": notice()} if file is True else ({"file-notice": file} if file else {})
    return door.open(who).send("request_payment", door.story.code, **{**ASKED, **files, **fields})


def test_the_holder_passes_a_notice_on_and_confirms_the_receipt(door):
    code = door.story.processing().code
    assert ask(door).status_code == 302
    assert state(door) == NationalState.OBLIGATION_REQUESTED
    handler = door.open("handler")
    words = text_of(handler.get("dossier", code))
    assert "Chờ nộp 1.250.000 đồng" in words
    assert "Chờ nộp tiền, từ 02/03" in words
    assert "Chờ nộp 1.250.000 đồng theo thông báo 1520/TB-CT" in text_of(
        handler.get("confirm_payment", code)
    )
    handler.send("confirm_payment", code, receipt="BL-77")
    assert state(door) == NationalState.PROCESSING
    assert Obligation.objects.get().receipt == "BL-77"


def test_the_inbox_shows_the_clock_standing(door):
    door.story.processing()
    ask(door)
    assert "Đồng hồ tạm dừng" in text_of(door.open("handler").get("inbox"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"amount": "12,5"}, "Số tiền là số đồng chẵn"),
        ({"amount": "0"}, "Số tiền là số đồng chẵn"),
        ({"number": ""}, "Nhập số thông báo"),
        ({"issued_on_2": "2031"}, "không thể sau hôm nay"),
        ({"legal_basis": ""}, "Nhập căn cứ pháp lý"),
        ({"file": None}, "Chọn tệp thông báo"),
        ({"file": SimpleUploadedFile("a.jpg", b"", "image/jpeg")}, "không có nội dung"),
        ({"file": SimpleUploadedFile("a.jpg", b"PK no picture" * 99, "image/jpeg")}, "chưa đọc"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(door, fields, said):
    door.story.processing()
    shown = ask(door, **fields)
    assert shown.status_code == 422
    assert said in text_of(shown)
    assert "1520/TB-CT" in shown.content.decode() or fields.get("number") == ""
    assert state(door) == NationalState.PROCESSING


def test_who_does_not_hold_the_dossier_asks_for_nothing(door):
    door.story.processing()
    assert ask(door, "head").status_code == 403
    assert not Obligation.objects.exists()


def test_sent_twice_it_is_asked_for_once(door):
    door.story.processing()
    key = uuid.uuid4()
    ask(door, key=key)
    assert ask(door, key=key).status_code == 302
    assert Obligation.objects.count() == 1


def test_the_citizen_reads_what_to_pay_and_the_notice(door, monkeypatch):
    code = door.story.processing().code
    ask(door)
    citizen = Citizen(monkeypatch, at=door.story.now())
    citizen.open(code, Dossier.objects.get(code=code).pin)
    words = text_of(citizen.get("dossier", code))
    assert "Cần ông/bà nộp 1.250.000 đồng" in words
    assert "Căn cứ: Luật Đất đai 2024, Điều 155" in words
    assert "tạm dừng từ 02/03/2026 để chờ ông/bà nộp tiền" in words
    owed = queries.view_for(code, by=door.province.handler, at=door.at).open_obligation
    paper = citizen.get("paper", code, owed.paper)
    assert paper.content.startswith(b"%PDF")
    assert "Cần ông/bà: nộp tiền" in text_of(citizen.get("mine"))


def test_while_money_of_a_notice_is_looked_for_no_page_asks_for_it(door, monkeypatch):
    code = door.story.processing().code
    ask(door)
    services.claim_transfer(
        code=code, name="man-hinh.jpg", stream=io.BytesIO(photo_of()),
        by=Actor.citizen(dossier=code), at=door.story.now(), key=None,
    )  # fmt: skip
    citizen = Citizen(monkeypatch, at=door.story.now())
    citizen.open(code, Dossier.objects.get(code=code).pin)
    words = text_of(citizen.get("dossier", code))
    assert "đang tìm khoản tiền ông/bà báo đã chuyển; không nộp lần nữa" in words
    for told in (words, text_of(citizen.get("mine"))):
        assert "Cần ông/bà" not in told


def test_what_was_withdrawn_asks_for_nothing_any_more(door, monkeypatch):
    code = door.story.processing().code
    ask(door)
    services.withdraw(
        code=code, reason="Không làm nữa", by=Actor.citizen(dossier=code), at=door.story.now()
    )
    citizen = Citizen(monkeypatch, at=door.story.now())
    citizen.open(code, Dossier.objects.get(code=code).pin)
    page = citizen.get("dossier", code)
    for words in (text_of(page), text_of(door.open("handler").get("dossier", code))):
        assert "Cần ông/bà nộp" not in words
        assert "tạm dừng để chờ" not in words
        assert "Đang tạm dừng" not in words
        assert "đồng hồ dừng" not in words
    assert "xong ngày 02/03/2026, trong hạn" in page.content.decode()


def test_the_end_of_a_telephone_number_shows_no_sum(door, monkeypatch):
    code = door.story.processing().code
    ask(door)
    citizen = Citizen(monkeypatch, at=door.story.now())
    citizen.open(code, "0417")
    words = text_of(citizen.get("dossier", code))
    assert "Cần ông/bà nộp tiền" in words
    assert "1.250.000" not in words


def to_the_desk(door):
    code = door.story.drafted().code
    head = door.open("head")
    head.sign("sign", code)
    door.open("clerk").send("issue", code)
    door.story.at = door.at
    door.story.handed(door.province.head, "desk", Step.RETURN)
    return code, door.open("desk")


@pytest.mark.parametrize(
    ("to", "field", "who", "missing"),
    [
        ("representative", "representative", "Đỗ Thị Mẫu Ba, giấy ủy quyền 12", "Ghi họ tên"),
        ("post", "postal_item", "EV123456789VN", "Ghi số bưu gửi"),
    ],
)
def test_whoever_takes_the_result_for_the_applicant_is_named(door, to, field, who, missing):
    code, desk = to_the_desk(door)
    assert missing in text_of(desk.send("return_result", code, to=to))
    assert desk.send("return_result", code, to=to, **{field: who}).status_code == 302
    assert state(door) == NationalState.RETURNED
    assert Ending.objects.get().reason == who
    entry = record.acts_of(f"dossier:{code}")[-1]
    assert entry.act == "result_returned"
    assert set(entry.detail) == {"to", "taken_by"}
    assert who not in str(entry.detail)
