"""A dossier that is late: the apology drafted, signed, read; a second re-dating refused."""

import json
import re
from datetime import datetime, timedelta

import pytest
from tests.journeys.browsers import DESK
from tests.journeys.moved_clock import doors_at
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


def due_at(installation, code):
    """Return by when the dossier is promised."""
    shown = json.loads(installation.run("dossier", "show", code, "--json"))
    return datetime.fromisoformat(shown["due_at"])


def test_a_late_dossier_is_put_off_once_with_an_apology_and_never_again(
    comes, plain_citizen, installation, album, tmp_path
):
    code, pin = plain_citizen.files_a_birth(jpeg_held_upright("GIAY"))
    desk, handler, head, citizen = comes(Officer), comes(Officer), comes(Officer), comes(Citizen)
    for officer, name in ((desk, "lan.motcua"), (handler, "hai.hotich"), (head, "ba.chutich")):
        officer.logs_in(name)
    desk.receives(code)
    desk.offers(code, to=POST)
    handler.accepts(code)

    late = due_at(installation, code) + timedelta(days=3)
    with doors_at(installation, late, tmp_path) as address:
        for visitor in (handler, head, citizen):
            visitor.home = address
        handler.opens(code)
        assert re.search(r"Quá (\d+ ngày|hạn)", handler.reads())
        asks_for_time(handler)
        handler.is_told("Đã lưu dự thảo xin lỗi")
        handler.does("Xin lỗi, hẹn lại")
        handler.page.get_by_label("Lý do chậm").fill("Vẫn chưa xong, xin thêm thời gian")

        signs_the_apology(head, code)
        handler.presses("Xin lỗi, hẹn lại")
        assert "Hồ sơ đã được hẹn lại một lần" in handler.reads(), "sent though it was open before"
        handler.opens(code)
        assert "hẹn lại lần nữa" in handler.reads()
        handler.opens(code, "xin-loi/")
        assert "Hồ sơ đã được hẹn lại một lần" in handler.reads()
        the_citizen_reads_it(citizen, code, pin)

    told = installation.run("dossier", "explain", code)
    assert "ngày hẹn đầu" in told
    record = json.loads(installation.run("dossier", "show", code, "--json"))
    assert datetime.fromisoformat(record["due_at"]) == late - timedelta(days=3)
    assert json.loads(installation.run("ledger", "verify", "--json"))["ok"]
    assert album.faults == []


def signs_the_apology(head, code):
    head.goes_to("/can-bo/viec/cho-ky-xin-loi/")
    assert code in head.reads()
    head.opens(code)
    head.does("Ký văn bản xin lỗi")
    assert "Xin lỗi sau khi đã quá hạn" in head.reads()
    head.presses("Ký số")
    head.is_told("Đã ký văn bản xin lỗi")


def asks_for_time(handler):
    """Draft the apology, for the nearest date that may be promised."""
    handler.does("Xin lỗi, hẹn lại")
    handler.page.get_by_label("Lý do chậm").fill(WHY)
    handler.page.locator("select[name=days]").select_option(index=1)
    handler.presses("Xin lỗi, hẹn lại")


def the_citizen_reads_it(citizen, code, pin):
    """The page says that it is late, why, and when it is promised now."""
    citizen.looks_up(code, pin)
    read = citizen.reads()
    assert "Đã quá hạn" in read
    assert "xin lỗi ông/bà" in read
    assert WHY in read
    assert citizen.page.locator(".ts-apology del").count() == 1, "the first date, struck through"
