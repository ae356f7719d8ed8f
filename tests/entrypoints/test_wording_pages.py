"""Texts of messages on a page: read, measured, worded anew, refused with the faulty place."""

from datetime import timedelta

import pytest
from tests.builders import Story, add_officer, build_province
from tests.builders_officer import Door, text_of

from thongsuot.domains.exchange import queries
from thongsuot.domains.ledger import queries as ledger
from thongsuot.domains.organisation.terms import Role
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

NEW = "Hồ sơ {code} đã nhận, trả {due_at:day}: {link}"


@pytest.fixture
def door(db, published_calendar, monkeypatch):
    province = build_province()
    add_officer(province, "admin", "H99.05", "Quản trị", "control", "Mẫu Sáu", [Role.ADMINISTER])
    return Door(monkeypatch, Story(province).received())


def worded(door, **changed):
    fields = {
        "sms": NEW, "title": "Đã nhận {code}", "body": "Kính gửi ông/bà,\n\nXem {link}",
        "source": "Quyết định mẫu 7/QĐ", "first": formats.date(local_date(door.at)),
    }  # fmt: skip
    return door.open("admin").send("wording", "received", **{**fields, **changed})


def sms_on(door, days=0):
    on = local_date(door.at) + timedelta(days=days)
    return queries.said_on(on).templates["received"].sms


def test_every_text_is_listed_with_its_letters_and_parts_for_administrators(door):
    page = text_of(door.open("admin").get("wordings"))
    assert "Đã tiếp nhận, ngày hẹn trả" in page
    assert "SMS có dấu: mỗi phần 70 chữ." in page
    one = text_of(door.open("admin").get("wording", "received"))
    assert "chữ, 2 phần; một phần chứa 70 chữ." in one
    assert door.open("handler").get("wordings").status_code == 403
    assert door.open("admin").get("wording", "nothing").status_code == 404


def test_an_occasion_is_worded_anew_from_a_day_on(door):
    before = sms_on(door)
    tomorrow = formats.date(local_date(door.at) + timedelta(days=1))
    assert worded(door, first=tomorrow).status_code == 302
    assert (sms_on(door), sms_on(door, days=1)) == (before, NEW)
    assert ledger.acts_of("policy:messages")[-1].act == "messages_published"
    standing = queries.said_on(local_date(door.at) + timedelta(days=1)).templates["received"]
    assert standing.needed
    assert standing.zalo.template == "chua-dang-ky"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"sms": "Nhận {code} của {name}"}, "Tin SMS, dòng 1, cột 17: ô trống {name}"),
        ({"body": "Kính gửi\n\nXem {link"}, "Nội dung thư, dòng 3, cột 5: dấu ngoặc nhọn"),
        ({"title": "Nhận {due_at:hour}"}, "Tiêu đề thư, dòng 1, cột 6: ô trống {due_at}"),
        ({"sms": "ầ" * 300}, "Tin SMS quá dài"),
        ({"source": ""}, "Ghi căn cứ"),
        ({"sms": "a" * 601}, "Tin SMS dài nhất 600 chữ"),
        ({"source": "a" * 401}, "dài nhất 400 chữ"),
        ({"body": "a" * 6001}, "Nội dung thư có 6.001 chữ, dài nhất được 6.000 chữ"),
        ({"first": "1/1/2020"}, "từ hôm nay trở đi"),
        ({"first": "mai"}, "ngày/tháng/năm"),
    ],
)
def test_a_text_that_is_wrong_is_refused_with_the_place(door, changed, said):
    refused = worded(door, **changed)
    assert refused.status_code == 422
    assert said in text_of(refused)
    assert sms_on(door) != NEW


def test_a_letter_that_is_too_long_is_shown_again_to_its_last_letter(door):
    refused = worded(door, body="a" * 50_000 + "\n\nHết thư")
    assert refused.status_code == 422
    assert "Hết thư" in text_of(refused)


def test_a_letter_of_the_greatest_length_is_taken_whole(door):
    assert worded(door, body="a" * 5_994 + "\n\nHết").status_code == 302
    body = queries.said_on(local_date(door.at)).templates["received"].body
    assert [len(part) for part in body] == [5_994, 3]
