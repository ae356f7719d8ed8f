"""Papers are asked for once, with reasons; the clock stands, then begins anew; no second time."""

import json
import re

import pytest
from playwright.sync_api import expect
from tests.journeys.browsers import DESK, PHONE
from tests.journeys.people_at_work import Citizen, Officer, Photo
from tests.journeys.photographs import jpeg_held_upright

pytestmark = [pytest.mark.browser, pytest.mark.slow]
POST = "Ủy ban nhân dân xã Mẫu Tân · Công chức tư pháp - hộ tịch"
PAPER, CODE = "Giấy chứng sinh", "giay-chung-sinh"
PROBLEM = "Ảnh mờ ở phần họ tên mẹ, đề nghị chụp lại rõ cả trang"
WHY = "Vì sao là ngày này?"


@pytest.fixture
def comes(new_context, installation, album):
    """Return a maker of people at a browser of their own."""

    def make(kind, device=DESK):
        return kind(new_context(**device).new_page(), installation.url, album)

    return make


def reads_that_it_begins_anew(reader):
    reader.page.get_by_text(WHY).first.click()
    read = reader.reads()
    assert "được tính lại từ đầu" in read
    assert "Đang tạm dừng" not in read


def test_papers_are_asked_for_once_and_the_limit_begins_anew(
    comes, plain_citizen, installation, album
):
    code, pin = plain_citizen.files_a_birth(jpeg_held_upright("GIAY"))
    desk, handler, head = (
        comes(Officer).logs_in(who) for who in ("lan.motcua", "hai.hotich", "ba.chutich")
    )
    desk.receives(code)
    desk.offers(code, to=POST)
    handler.accepts(code)
    handler.drafts_request(code, PAPER, PROBLEM)
    assert "đồng hồ vẫn chạy" in handler.reads()
    head.signs_request(code)
    assert "đồng hồ dừng" in head.reads()

    citizen = comes(Citizen, PHONE)
    citizen.looks_up(code, pin)
    asked = citizen.reads()
    assert "Đang tạm dừng" in asked
    citizen.clicks(citizen.page.get_by_role("link", name="Bổ sung giấy tờ"))
    assert PROBLEM in citizen.reads()
    photo = Photo(CODE, "IMG_0501.JPG", "image/jpeg", jpeg_held_upright("CHUP LAI"))
    citizen.page.locator(photo.box).set_input_files(photo.payload())
    citizen.clicks(citizen.page.get_by_role("button", name="Gửi giấy tờ bổ sung"))
    expect(citizen.page).to_have_url(re.compile(f"/ho-so/{code}$"))

    reads_that_it_begins_anew(citizen)
    handler.opens(code)
    reads_that_it_begins_anew(handler)
    handler.opens(code, "bo-sung/")
    refused = handler.reads()
    assert "Hồ sơ đã được yêu cầu bổ sung đủ số lần cho phép" in refused
    assert handler.page.get_by_role("checkbox").count() == 0

    shown = json.loads(installation.run("dossier", "show", code, "--json"))
    assert [due["reason"] for due in shown["due_dates"]] == ["receipt", "supplement"]
    told = installation.run("dossier", "explain", code)
    assert "được tính lại từ đầu" in told
    assert album.faults == []
