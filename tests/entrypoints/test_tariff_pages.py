"""Tariffs on pages: what applies on a day, a file that is tried first, what each file changed."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.builders import MONDAY, Story, add_officer, build_province
from tests.builders_officer import Door, hidden_fields, text_of
from tests.builders_payments import ONLINE_HALF, POOR, ROW, publish_tariffs, tariff_file

from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.terms import Role
from thongsuot.domains.payments import queries
from thongsuot.domains.payments import services as payments
from thongsuot.domains.payments.models import ListedTariff

DEARER = {
    **ROW, "amount_vnd": 35_000, "valid_from": "2026-04-01", "legal_basis": "NQ 02/2026/NQ-HĐND",
}  # fmt: skip


@pytest.fixture
def door(db, published_calendar, monkeypatch):
    province = build_province()
    add_officer(province, "admin", "H99.05", "Quản trị", "control", "Mẫu Sáu", [Role.ADMINISTER])
    return Door(monkeypatch, Story(province))


def file_of(*rows, **more) -> SimpleUploadedFile:
    return SimpleUploadedFile("bieu-phi.json", json.dumps(tariff_file(*rows, **more)).encode())


def bring(visit, content):
    return visit.send("replace_tariffs", tep=content)


def press(visit, tried):
    """Press the button under what the trial showed."""
    hidden = hidden_fields(tried)
    return visit.send("replace_tariffs", seen=hidden["seen"], document=hidden["document"])


def test_what_applies_on_a_day_is_listed_with_scope_days_and_ground(door):
    publish_tariffs(MONDAY, ROW, DEARER, exemptions=[ONLINE_HALF, POOR])
    admin = door.open("admin")
    today = text_of(admin.get("tariffs"))
    assert "Biểu phí, lệ phí áp dụng ngày 02/03/2026" in today
    assert "20.000 đồng 01/01/2025 đến hết 31/03/2026 NQ 01/2025/NQ-HĐND" in today
    assert "35.000 đồng" not in today
    assert "35.000 đồng từ 01/04/2026" in text_of(admin.get("tariffs", ngay="1/4/2026"))
    assert "35.000 đồng" in text_of(admin.get("tariffs", ca="1"))
    less = text_of(admin.get("tariffs_of", "mien-giam"))
    assert "nộp trực tuyến giảm 50 %" in less
    assert "Người thuộc hộ nghèo Hộ nghèo miễn" in less
    assert "970400" in text_of(admin.get("tariffs_of", "tai-khoan"))


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ({"q": "1.001193"}, True),
        ({"q": "01/2025"}, True),
        ({"q": "khai SINH"}, True),
        ({"q": "2.000635"}, False),
        ({"kenh": "online"}, False),
        ({"nhom": "poor"}, False),
        ({"dia-ban": "99"}, False),
        ({"ngay": "31/12/2024"}, False),
    ],
)
def test_the_list_is_narrowed_by_what_a_row_says(door, asked, is_found):
    publish_tariffs(MONDAY, ROW)
    page = text_of(door.open("admin").get("tariffs", **asked))
    assert ("20.000 đồng" in page) is is_found
    assert ("Không có dòng nào như vậy." in page) is not is_found


def test_a_day_that_cannot_be_read_is_named_at_its_field(door):
    page = door.open("admin").get("tariffs", ngay="mai")
    assert page.status_code == 422
    assert "Ghi ngày theo dạng ngày/tháng/năm" in text_of(page)


def test_an_empty_list_says_what_to_do(door):
    assert "Chưa có dòng nào áp dụng hôm nay." in text_of(door.open("admin").get("tariffs"))
    assert "Chưa nhập biểu phí lần nào." in text_of(door.open("admin").get("tariff_history"))


@pytest.mark.parametrize("name", ["tariffs", "replace_tariffs", "tariff_history", "tariff_file"])
def test_who_does_not_keep_tariffs_is_told_why_and_what_to_do(door, name):
    page = door.open("handler").get(name)
    assert page.status_code == 403
    assert "Đổi vị trí làm việc" in text_of(page)


def test_the_pages_follow_one_another_by_the_last_row_and_cost_as_many_queries(
    door, django_assert_num_queries
):
    rows = ({**ROW, "item": f"khoan-{n:03d}", "name": f"Khoản {n:03d}"} for n in range(60))
    publish_tariffs(MONDAY, *rows)
    admin = door.open("admin")
    assert text_of(admin.get("tariffs")).count("20.000 đồng") == 50
    last = ListedTariff.objects.get(item="khoan-049").pk
    assert text_of(admin.get("tariffs", sau=last)).count("20.000 đồng") == 10
    with CaptureQueriesContext(connection) as asked:
        assert text_of(admin.get("tariffs", q="Khoản 007")).count("20.000 đồng") == 1
    with django_assert_num_queries(len(asked)):
        admin.get("tariffs", q="Khoản")


def test_a_file_is_tried_before_anything_is_kept_and_taken_over_by_the_second_press(door):
    publish_tariffs(MONDAY, ROW)
    admin = door.open("admin")
    tried = bring(admin, file_of(DEARER, version="mau-2"))
    words = text_of(tried)
    assert tried.status_code == 200
    assert "Thử xong: sẽ thêm 1 dòng, thay 1 dòng" in words
    assert "20.000 đồng 01/01/2025 đến hết 31/03/2026 35.000 đồng từ 01/04/2026" in words
    assert ListedTariff.objects.count() == 1
    done = press(admin, tried)
    assert done.status_code == 302
    assert ListedTariff.objects.count() == 2
    act = record.acts_of("tariffs")[-1]
    assert act.actor.officer_id == door.province.officers["admin"].pk
    told = text_of(admin.get("tariff_history"))
    assert "Đã nhập biểu phí." in told
    assert "Mẫu Sáu mau-2 1 1" in told
    changed = text_of(admin.get("tariff_changes", act.seq))
    assert "Lần nhập này thêm 1 dòng, thay 1 dòng" in changed
    assert "20.000 đồng 01/01/2025 đến hết 31/03/2026 35.000 đồng từ 01/04/2026" in changed
    assert admin.get("tariff_changes", 99).status_code == 404


def test_rows_that_are_wrong_are_named_with_row_field_and_problem(door):
    publish_tariffs(MONDAY, ROW)
    wrong = (
        {**ROW, "amount_vnd": 1}, {**DEARER, "areas": ["77"]}, {**DEARER, "group": "nobody"},
        {**DEARER, "amount_vnd": 1.5}, {**DEARER, "valid_to": "2020-01-01"}, {**DEARER, "gia": 1},
        {**DEARER, "valid_from": "1/4/2026"}, {**DEARER, "kind": "thue"}, {**DEARER, "name": "\0"},
        {**DEARER, "procedure": "9.999999"},
    )  # fmt: skip
    tried = bring(door.open("admin"), file_of(*wrong))
    words = text_of(tried)
    assert tried.status_code == 422
    for said in (
        "1 1.001193 ngày bắt đầu (valid_from) đã có mức khác",
        "2 1.001193 địa bàn (areas) không có địa bàn",
        "3 1.001193 đối tượng (group) chính sách thanh toán không có",
        "4 1.001193 số tiền (amount_vnd) ghi số nguyên từ 0 đến 1.000.000.000.000.",
        "5 1.001193 ngày hết hiệu lực (valid_to) ngày hết hiệu lực phải sau",
        "6 1.001193 gia không trường nào tên như vậy",
        "7 1.001193 ngày bắt đầu (valid_from) ghi ngày theo dạng 2027-01-31.",
        "8 1.001193 loại (phí, lệ phí) (kind) ghi một trong: fee, charge.",
        "9 1.001193 tên (name) ghi chữ, từ 1 đến 200 ký tự",
        "10 9.999999 mã thủ tục (procedure) danh mục chưa có thủ tục này",
    ):
        assert said in words
    assert ListedTariff.objects.count() == 1


def test_a_row_is_counted_in_the_list_where_it_stands(door):
    wrong = {**ONLINE_HALF, "percent": 0}
    tried = text_of(bring(door.open("admin"), file_of(ROW, ROW, exemptions=[wrong])))
    assert "Miễn, giảm (exemptions), mục thứ 1 truc-tuyen phần trăm giảm (percent)" in tried


def test_of_many_wrong_rows_it_is_said_how_many_are_not_shown(door):
    wrong = [{**ROW, "areas": ["77"]}] * 203
    tried = text_of(bring(door.open("admin"), file_of(*wrong)))
    assert "203 chỗ sai" in tried
    assert "Mức thu (tariffs), mục thứ 200" in tried
    assert "mục thứ 201" not in tried
    assert "và 3 chỗ nữa" in tried


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Chọn tệp biểu phí"),
        (b"\xff\xfe", "không phải tệp JSON"),
        (b"{", "không phải tệp JSON"),
        (b"[" * 100_000, "không phải tệp JSON"),
        (b'{"format": NaN}', "không phải tệp JSON"),
        (b'{"format": "\\ud800"}', "không phải tệp JSON"),
        (b"[]", "không đúng dạng biểu phí ở mục “format”"),
        (b'{"format": "thongsuot-tariffs/1"}', "ở mục “version”"),
        (b'{"format": "thongsuot-tariffs/1", "muc": []}', "ở mục “muc”"),
        (b" " * 1_500_001, "tách thành nhiều tệp"),
    ],
    ids=range(10),
)
def test_what_is_no_tariff_file_is_refused_at_the_field(door, content, said):
    page = bring(door.open("admin"), SimpleUploadedFile("a.json", content))
    assert page.status_code == 422
    assert said in text_of(page)


def test_what_another_took_over_meanwhile_is_shown_before_anything_is_kept(door):
    publish_tariffs(MONDAY, ROW)
    admin = door.open("admin")
    tried = bring(admin, file_of(DEARER))
    between = {**ROW, "amount_vnd": 30_000, "valid_from": "2026-03-15"}
    payments.import_tariffs(document=tariff_file(between), by=Actor.system(), at=door.story.now())
    again = press(admin, tried)
    assert again.status_code == 409
    assert "có người vừa nhập biểu phí khác" in text_of(again)
    assert "30.000 đồng 15/03/2026 đến hết 31/03/2026 35.000 đồng" in text_of(again)
    assert ListedTariff.objects.count() == 2
    assert press(admin, again).status_code == 302
    assert ListedTariff.objects.count() == 3


def test_the_button_that_is_pressed_twice_takes_a_file_over_once(door):
    admin = door.open("admin")
    tried = bring(admin, file_of(ROW))
    assert press(admin, tried).status_code == 302
    assert press(admin, tried).status_code == 302
    assert "không có gì thay đổi thêm" in text_of(admin.get("tariff_history"))
    assert len(record.acts_of("tariffs")) == 1


def test_the_second_press_on_a_file_with_a_wrong_row_leads_to_what_was_taken_over(door):
    admin = door.open("admin")
    tried = bring(admin, file_of(ROW, {**ROW, "item": "khac", "areas": ["77"]}))
    assert press(admin, tried).status_code == 302
    again = press(admin, tried)
    assert again.status_code == 409
    assert "Không còn dòng nào để nhập; xem Các lần nhập" in text_of(again)
    assert "có người vừa nhập" not in text_of(again)
    assert f'<a href="{reverse("officer:tariff_history")}">Các lần nhập</a>' in (
        again.content.decode()
    )
    assert len(record.acts_of("tariffs")) == 1


def test_the_field_is_called_by_what_it_finds_in_each_part(door):
    admin = door.open("admin")
    for place, said in (
        ("muc-thu", "tên khoản thu"), ("mien-giam", "tên miễn giảm"), ("tai-khoan", "tên tài khoản")
    ):  # fmt: skip
        assert said in text_of(admin.get("tariffs_of", place))


def test_the_history_asks_the_record_for_one_page(door):
    publish_tariffs(MONDAY, ROW)
    publish_tariffs(MONDAY, DEARER)
    with CaptureQueriesContext(connection) as asked:
        assert [act.seq for act in queries.imports()] == [2, 1]
        assert [act.seq for act in queries.imports(before=2)] == [1]
    assert all("LIMIT 51" in one["sql"] for one in asked)


def test_the_file_of_today_taken_over_again_changes_nothing(door):
    publish_tariffs(
        MONDAY, ROW, {**ROW, "per": "copy", "least": 1, "item": "ban-sao", "areas": ["99"]},
        exemptions=[ONLINE_HALF, {**POOR, "procedures": []}],
    )  # fmt: skip
    admin = door.open("admin")
    given = admin.get("tariff_file")
    assert given["Content-Disposition"] == 'attachment; filename="bieu-phi-2026-03-02.json"'
    tried = text_of(bring(admin, SimpleUploadedFile("a.json", given.content)))
    assert "Thử xong: tệp này không đổi gì" in tried
    assert "5 dòng đã có sẵn, 0 chỗ sai" in tried
