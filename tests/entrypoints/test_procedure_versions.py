"""What changed between versions of a procedure: for who keeps the catalogue, and for citizens."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.urls import reverse
from tests.builders import MONDAY
from tests.builders_browser import AXE, CHROMIUM, broken_rules, launched, show_markup
from tests.builders_catalogue import component, method, row, take_over
from tests.builders_citizen import Citizen
from tests.builders_officer import text_of

from thongsuot.domains.catalogue import services
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.officer.views import procedures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("administrator")]

CODE = "1.900001"
ONLINE = method(channel="Trực tuyến", limit=5.0, fee_text="Miễn phí", fee_amount=0)
FIRST = row(decision="1/QĐ-BTP", components=[component(), component("Đơn")])
SECOND = row(
    decision="2/QĐ-BTP",
    methods=[method(limit=5.0, fee_text="30,000 Việt Nam Đồng", fee_amount=30000), ONLINE],
    components=[component(copies=2), component("Ảnh", copies=1)],
    steps="Bước 1.\nBước 2 mới.",
)
MOST_QUERIES_OF_A_PAGE = 10


@pytest.fixture
def changed(door):
    """Return the door after a procedure was published twice, a month apart."""
    take_over(FIRST, at=MONDAY - timedelta(days=60))
    take_over(SECOND, at=MONDAY - timedelta(days=30))
    return door


def test_the_list_leads_to_each_procedure_with_its_newest_version(changed):
    page = changed.open("admin").get("procedures")
    assert f"{CODE} Đăng ký thử nghiệm Hộ tịch 2, từ 31/01/2026" in text_of(page)
    assert reverse("officer:procedure", args=[CODE]) in page.content.decode()


def test_versions_are_listed_with_their_validity_their_decision_and_what_they_changed(changed):
    words = text_of(changed.open("admin").get("procedure", CODE))
    assert "Phiên bản 2 có hiệu lực từ 31/01/2026." in words
    assert (
        "2 từ 31/01/2026 2/QĐ-BTP thời hạn giải quyết: 7 Ngày làm việc → 5 Ngày làm việc; "
        "phí, lệ phí: 20,000 Việt Nam Đồng → 30,000 Việt Nam Đồng; thêm 1 cách nộp; thêm 1 giấy "
        "tờ; bỏ 1 giấy tờ; số bản sao: 0 → 2; quyết định công bố: 1/QĐ-BTP → 2/QĐ-BTP; trình tự "
        "thực hiện So 1 và 2"
    ) in words
    assert "1 từ 01/01/2026 đến trước 31/01/2026 1/QĐ-BTP –" in words


@pytest.mark.parametrize("line", [
    pytest.param("Thời hạn giải quyết Trực tiếp 7 Ngày làm việc 5 Ngày làm việc", id="a limit"),
    pytest.param("Phí, lệ phí Trực tiếp 20,000 Việt Nam Đồng 30,000 Việt Nam Đồng", id="a fee"),
    pytest.param("Cách nộp – – Trực tuyến", id="a channel that came"),
    pytest.param("Thành phần hồ sơ – Đơn (1 bản chính) –", id="a paper that went"),
    pytest.param("Thành phần hồ sơ – – Ảnh (1 bản chính, 1 bản sao)", id="a paper that came"),
    pytest.param("Số bản sao Tờ khai 0 2", id="a paper of which more sheets are asked"),
    pytest.param("Trình tự thực hiện – Bước 2. Bước 2 mới.", id="the line of a long text"),
    pytest.param("Quyết định công bố – 1/QĐ-BTP 2/QĐ-BTP", id="a field"),
])  # fmt: skip
def test_both_sides_of_each_change_stand_beside_each_other(changed, line):
    words = text_of(changed.open("admin").get("procedure", CODE, tu="1", den="2"))
    assert line in words.partition("Trước (phiên bản 1) Sau (phiên bản 2)")[2]


@pytest.mark.parametrize("asked", [
    {"tu": "2", "den": "1"}, {"tu": "²", "den": "9" * 400}, {"tu": "7", "den": "2"}, {},
])  # fmt: skip
def test_the_older_comes_first_and_what_is_no_version_is_the_last_two(changed, asked):
    words = text_of(changed.open("admin").get("procedure", CODE, **asked))
    assert "Trước (phiên bản 1) Sau (phiên bản 2)" in words


def test_one_version_alone_says_so_and_compares_nothing(door):
    take_over(FIRST, at=MONDAY)
    page = door.open("admin").get("procedure", CODE)
    assert "Thủ tục này mới có một phiên bản." in text_of(page)
    assert "<select" not in page.content.decode()


def test_versions_of_the_same_content_are_said_to_be_the_same(door):
    early = MONDAY - timedelta(days=30)
    take_over(FIRST, at=early)
    services.end_procedure(
        code=CODE, on=early.date(), source="Quyết định mẫu 1", by=Actor.system(), at=early
    )
    take_over(FIRST, at=MONDAY)
    words = text_of(door.open("admin").get("procedure", CODE))
    assert "nội dung như cũ So 1 và 2" in words
    assert "Hai phiên bản này có nội dung như nhau." in words


@pytest.mark.parametrize(
    ("never", "said"),
    [
        pytest.param(
            lambda **given: services.withdraw_version(**given, reason="Công bố nhầm, sẽ sửa lại"),
            "đã rút, không có hiệu lực ngày nào", id="withdrawn",
        ),
        pytest.param(
            lambda **given: services.end_procedure(
                **given, on=MONDAY.date(), source="Quyết định mẫu 1"
            ),
            "không có hiệu lực ngày nào, vì thủ tục bị bãi bỏ trước ngày này", id="repealed",
        ),
    ],
)  # fmt: skip
def test_a_version_that_never_held_says_whether_it_was_withdrawn_or_repealed(door, never, said):
    take_over(FIRST, at=MONDAY - timedelta(days=30))
    coming = date(2099, 1, 1)  # the database's own day decides whether it has begun
    take_over(row(decision="2/QĐ-BTP", steps="Khác."), at=MONDAY - timedelta(days=9), on=coming)
    never(code=CODE, by=Actor.system(), at=MONDAY)
    words = text_of(door.open("admin").get("procedure", CODE))
    assert f"· {said}" in words
    assert words.count("không có hiệu lực ngày nào") == 1


def test_only_who_keeps_the_catalogue_sees_it_behind_the_desk(changed):
    for page in (("procedures",), ("procedure", CODE)):
        assert changed.open("handler").get(*page).status_code == 403
    assert "Danh mục thủ tục" in text_of(changed.open("admin").get("inbox"))
    assert "Danh mục thủ tục" not in text_of(changed.open("handler").get("inbox"))


def test_words_find_a_code_opens_and_nothing_found_is_said(changed):
    admin = changed.open("admin")
    assert CODE in text_of(admin.get("procedures", q="dang ky thu nghiem"))
    assert admin.get("procedures", q=CODE).url == reverse("officer:procedure", args=[CODE])
    assert "Chưa tìm thấy thủ tục nào theo “zzzz”." in text_of(admin.get("procedures", q="zzzz"))
    assert "Danh mục chưa có" in text_of(admin.get("procedures", sau="9.999999"))


def test_a_long_catalogue_goes_on_page_by_page_without_a_gap(door, monkeypatch):
    monkeypatch.setattr(procedures, "A_PAGE", 2)
    take_over(*(row(n, code=f"1.90000{n}", name=f"Việc {n}") for n in range(1, 6)))
    admin, seen, after = door.open("admin"), [], ""
    for _page in range(4):
        page = admin.get("procedures", sau=after)
        seen += [version.code for version in page.context["rows"]]
        after = page.context["next"]
        if not after:
            break
    assert [code for code in seen if code.startswith("1.9000")] == [
        f"1.90000{n}" for n in range(1, 6)
    ]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("code", ["\x00", "khong-co", "1.999999", "🙂", "x" * 300])
def test_a_code_that_names_no_procedure_is_not_found(door, code):
    assert door.open("admin").get("procedure", code).status_code == 404


def test_many_versions_and_procedures_ask_the_database_as_often_as_one(
    changed, django_assert_max_num_queries
):
    for n in range(2, 8):
        take_over(row(name=f"Tên thứ {n}"), at=MONDAY - timedelta(days=20 - n))
    take_over(*(row(n, code=f"1.90000{n}", name=f"Việc {n}") for n in range(2, 8)))
    admin = changed.open("admin")
    admin.get("procedures")
    with django_assert_max_num_queries(MOST_QUERIES_OF_A_PAGE):
        admin.get("procedures")
    with django_assert_max_num_queries(MOST_QUERIES_OF_A_PAGE):
        admin.get("procedure", CODE)


def test_the_card_says_in_one_line_from_when_what_changed(changed, monkeypatch):
    words = text_of(Citizen(monkeypatch, at=MONDAY).get("procedure", CODE))
    assert (
        "Phiên bản 2, áp dụng từ 31/01/2026 · 2/QĐ-BTP Đổi so với phiên bản trước: thời hạn giải "
        "quyết: 7 Ngày làm việc → 5 Ngày làm việc; phí, lệ phí: 20,000 Việt Nam Đồng → 30,000 "
        "Việt Nam Đồng; thêm 1 cách nộp; thêm 1 giấy tờ; bỏ 1 giấy tờ; số bản sao: 0 → 2; trình "
        "tự thực hiện Phiên bản 1"
    ) in words
    assert words.count("Đổi so với phiên bản trước") == 1


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install Debian's package chromium")
@pytest.mark.skipif(not AXE.exists(), reason="axe-core is missing: run `make setup`")
def test_the_pages_break_no_rule_of_accessibility_and_do_not_scroll_sideways(changed):
    admin = changed.open("admin")
    pages = [admin.get("procedures"), admin.get("procedure", CODE), admin.get("procedures", q="zz")]
    bodies = [page.content.decode() for page in pages]
    with launched() as browser:
        page = browser.new_page()
        for width, body in product((390, 1280), bodies):
            show_markup(page, body, width)
            assert broken_rules(page) == {}
            assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
