"""A dossier that will be late: the apology drafted, signed, read; a second re-dating refused."""

import json

import pytest
from tests.journeys.browsers import DESK
from tests.journeys.people_at_work import Citizen, Officer
from tests.journeys.photographs import jpeg_held_upright

pytestmark = [pytest.mark.browser, pytest.mark.slow]
POST = "Ủy ban nhân dân xã Mẫu Tân · Công chức tư pháp - hộ tịch"
WHY = "Phải xác minh thêm tại nơi cư trú trước đây của người mẹ"


@pytest.fixture
def comes(new_context, installation, album):
    """Return a maker of people at a browser of their own."""

    def make(kind):
        return kind(new_context(**DESK).new_page(), installation.url, album)

    return make


def test_a_late_dossier_is_put_off_once_with_an_apology(comes, plain_citizen, installation, album):
    code, pin = plain_citizen.files_a_birth(jpeg_held_upright("GIAY"))
    desk, handler, head = (
        comes(Officer).logs_in(who) for who in ("lan.motcua", "hai.hotich", "ba.chutich")
    )
    desk.receives(code)
    desk.offers(code, to=POST)
    handler.accepts(code)

    handler.does("Xin lỗi, hẹn lại")
    handler.page.get_by_label("Lý do chậm").fill(WHY)
    handler.page.locator("select[name=days]").select_option("2")
    handler.presses("Xin lỗi, hẹn lại")
    handler.is_told("Đã lưu dự thảo xin lỗi")

    head.goes_to("/can-bo/viec/cho-ky-xin-loi/")
    assert code in head.reads()
    head.opens(code)
    head.does("Ký văn bản xin lỗi")
    head.presses("Ký số")
    head.is_told("Đã ký văn bản xin lỗi")

    citizen = comes(Citizen)
    citizen.looks_up(code, pin)
    read = citizen.reads()
    assert "xin lỗi ông/bà" in read
    assert WHY in read
    assert citizen.page.locator(".ts-apology del").count() == 1, "the first date, struck through"

    handler.opens(code)
    assert "hẹn lại lần nữa" in handler.reads()
    handler.opens(code, "xin-loi/")
    assert "Hồ sơ đã được hẹn lại một lần" in handler.reads()

    told = installation.run("dossier", "explain", code)
    assert "ngày hẹn đầu" in told
    assert json.loads(installation.run("ledger", "verify", "--json"))["ok"]
    assert album.faults == []
