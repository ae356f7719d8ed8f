"""Finding a procedure: own words, turns of life, the card, the list to print."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import MONDAY, Story, build_province
from tests.builders_catalogue import load_sample, take_over
from tests.builders_citizen import Citizen, text_of, title_of
from tests.builders_payments import ROW, publish_tariffs

from thongsuot.domains.catalogue import reading, shipped
from thongsuot.domains.dossiers.queries.figures import DeskFigures
from thongsuot.entrypoints.citizen.figures import ProvinceFigures

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizen(monkeypatch, db):
    return Citizen(monkeypatch)


@pytest.fixture
def catalogue(db):
    load_sample()


def queries_of(see) -> int:
    with CaptureQueriesContext(connection) as seen:
        see()
    return len(seen)


def test_the_first_page_asks_what_is_needed_and_offers_eight_turns_of_life(citizen):
    page = citizen.get("home")
    text = text_of(page)
    assert "Ông/bà cần làm việc gì?" in text
    assert page.content.decode().count('class="ts-event"') == 8
    assert "Tra cứu hồ sơ đã nộp" in text


def test_without_dossiers_there_are_no_public_numbers_rather_than_invented_ones(citizen):
    assert "Số liệu lúc" not in text_of(citizen.get("home"))
    assert "Chưa có hồ sơ nào." in text_of(citizen.get("figures"))


@pytest.mark.parametrize("typed", [
    pytest.param("làm giấy khai sinh", id="with accents"),
    pytest.param("lam giay khai sinh", id="without accents"),
    pytest.param("lam giay khai sihn", id="with a slip of the finger"),
    pytest.param("LÀM GIẤY KHAI SINH", id="in capitals"),
])  # fmt: skip
def test_a_procedure_is_found_by_own_words(citizen, catalogue, typed):
    page = citizen.get("search", q=typed)
    first = page.content.decode().split('class="ts-result__name">')[1]
    assert "/thu-tuc/1.001193" in first
    assert f"“{typed}”" in text_of(page)


def test_results_say_level_time_fee_and_whether_they_can_be_filed_online(citizen, catalogue):
    text = text_of(citizen.get("search", q="khai sinh"))
    assert "Thủ tục đăng ký khai sinh · 1.001193" in text
    assert "cấp xã, phường trong ngày làm việc không mất tiền nộp được trực tuyến" in text


def test_nothing_found_repeats_the_words_and_says_whom_to_call(citizen, catalogue):
    text = text_of(citizen.get("search", q="zzzz qqqq"))
    assert "Chưa tìm thấy thủ tục cho “zzzz qqqq”." in text
    assert "1900 0000" in text
    assert "Chọn theo việc trong đời" in text


def test_a_turn_of_life_lists_its_procedures(citizen, catalogue):
    page = citizen.get("life-event", "co-con-nho")
    assert title_of(page).startswith("Có con nhỏ")
    assert "Làm giấy khai sinh cho con" in text_of(page)


def test_an_unknown_turn_of_life_is_an_unknown_page(citizen):
    assert citizen.get("life-event", "khong-co").status_code == 404


def test_the_card_answers_four_questions(citizen, catalogue):
    text = text_of(citizen.get("procedure", "1.001193"))
    assert "Cần gì 1 giấy tờ 2 giấy tờ khác Nhà nước đã có" in text
    assert "Bao lâu trong ngày làm việc nhận đủ giấy tờ cuối ngày" in text
    assert "Bao nhiêu tiền Không mất tiền" in text
    assert "Nộp ở đâu Trực tuyến" in text


EXTRACT = "2.000635"
BY_THE_CATALOGUE = "Bao nhiêu tiền 8.000 đồng theo danh mục thủ tục đã công bố"


def charged(**changed):
    """Return a row of a tariff file for the extract of civil status."""
    return ROW | {"procedure": EXTRACT, "item": "trich-luc", "per": "copy", "least": 1} | changed


def test_an_amount_without_a_tariff_is_said_to_be_that_of_the_catalogue(citizen, catalogue):
    assert BY_THE_CATALOGUE in text_of(citizen.get("procedure", EXTRACT))


@pytest.mark.parametrize(("rows", "said", "listed"), [
    pytest.param([charged()], "20.000 đồng mỗi bản, theo NQ 01/2025/NQ-HĐND", "20.000 đồng",
                 id="one amount"),
    pytest.param([charged(amount_vnd=0)], "Không mất tiền theo NQ 01/2025/NQ-HĐND",
                 "không mất tiền", id="nothing"),
    pytest.param([charged(), charged(amount_vnd=5_000, group="poor", name="Hộ nghèo")],
                 "5.000 đến 20.000 đồng tùy trường hợp, mỗi bản, theo", "5.000 đến 20.000 đồng",
                 id="by who files"),
    pytest.param([charged(), charged(item="phi", name="Phí sao lục", amount_vnd=3_000)],
                 "Theo biểu phí Phí sao lục: 3.000 đồng; Lệ phí đăng ký khai sinh: 20.000 đồng; "
                 "theo NQ 01/2025/NQ-HĐND",
                 "theo biểu phí", id="two items that are both due"),
])  # fmt: skip
def test_where_there_is_a_tariff_the_card_and_the_list_say_what_will_be_asked_for(
    citizen, catalogue, rows, said, listed
):
    publish_tariffs(MONDAY, *rows)
    assert f"Bao nhiêu tiền {said}" in text_of(citizen.get("procedure", EXTRACT))
    assert listed in text_of(citizen.get("search", q="trích lục khai sinh"))


def test_copies_that_nobody_has_to_ask_for_do_not_make_a_procedure_cost_money(citizen, catalogue):
    copies = {"item": "ban-sao", "name": "Bản sao", "per": "copy", "amount_vnd": 8_000}
    publish_tariffs(MONDAY, ROW | copies | {"procedure": "1.001193"})
    said = "Bao nhiêu tiền Không mất tiền Bản sao: 8.000 đồng mỗi bản nếu xin thêm, theo NQ 01/2025"
    assert said in text_of(citizen.get("procedure", "1.001193"))


def test_a_tariff_for_the_counter_alone_says_nothing_of_filing_online(citizen, catalogue):
    publish_tariffs(MONDAY, charged(channel="direct"))
    assert BY_THE_CATALOGUE in text_of(citizen.get("procedure", EXTRACT))


def test_papers_the_state_holds_come_first_and_need_not_be_brought(citizen, catalogue):
    text = text_of(citizen.get("procedure", "1.001193"))
    held, wanted = text.index("Giấy tờ tùy thân của người nộp"), text.index("Giấy chứng sinh")
    assert held < wanted
    assert "Ông/bà không phải nộp." in text[held:wanted]


def test_a_procedure_without_an_electronic_form_says_where_to_go(citizen, catalogue):
    page = citizen.get("procedure", "1.012783")
    assert "Thủ tục này chưa nộp được trực tuyến ở đây." in text_of(page)
    assert "/thu-tuc/1.012783/nop" not in page.content.decode()
    assert citizen.get("apply", "1.012783").status_code == 302


def test_a_limit_nobody_settled_is_called_unclear_and_never_guessed(citizen, db):
    take_over(*reading.read_jsonl(shipped.SAMPLE_PROCEDURES))
    text = text_of(citizen.get("procedure", "1.001193"))
    assert "Bao lâu Chưa công bố rõ" in text
    assert "Thủ tục này chưa nộp được trực tuyến ở đây." in text


def test_the_papers_can_be_printed_on_one_sheet(citizen, catalogue):
    text = text_of(citizen.get("paper-list", "1.001193"))
    assert "Giấy chứng sinh" in text
    assert "Thời hạn và tiền theo từng cách nộp" not in text


def test_the_card_asks_one_question_at_a_time_and_leaves_out_papers_of_other_cases(
    citizen, catalogue
):
    first = citizen.get("procedure", "1.001193")
    assert "Ông/bà thuộc trường hợp nào?" in text_of(first)
    assert "Câu 1 trên 3. Quan hệ với bé" in text_of(first)
    assert "Văn bản ủy quyền (nếu có)" in text_of(first)
    mother = citizen.get("procedure", "1.001193", applicant_relation="mother", cau="1")
    assert "Câu 2 trên 3. Đã trả lời: Quan hệ với bé: Mẹ" in text_of(mother)
    assert 'type="hidden" name="applicant_relation" value="mother"' in mother.content.decode()
    assert "Văn bản ủy quyền" not in text_of(mother)
    carer = text_of(citizen.get("procedure", "1.001193", applicant_relation="carer"))
    assert "Văn bản ủy quyền (theo trường hợp của ông/bà)" in carer
    assert "Nhà nước đã có; thêm 1 giấy tờ theo trường hợp của ông/bà" in carer


def test_when_all_is_answered_the_card_and_its_print_show_the_same_papers(citizen, catalogue):
    answers = {"applicant_relation": "father", "mother_known": "yes", "parents_married": "no"}
    card = citizen.get("procedure", "1.001193", **answers)
    query = "?applicant_relation=father&amp;mother_known=yes&amp;parents_married=no"
    assert f"/giay-to{query}" in card.content.decode()
    assert "Trả lời lại từ đầu" in text_of(card)
    assert 'name="cau"' not in card.content.decode()
    sheet = citizen.get("paper-list", "1.001193", **answers)
    assert f'/thu-tuc/1.001193{query}"' in sheet.content.decode()
    for page in map(text_of, (card, sheet)):
        assert "Cần gì 1 giấy tờ" in page
        assert "1 giấy tờ khác Nhà nước đã có" in page
        assert "Giấy chứng nhận kết hôn" not in page
        assert "Văn bản ủy quyền" not in page
        assert "Đã đăng ký kết hôn: Không" in page


@pytest.mark.parametrize("odd", [
    pytest.param({"applicant_relation": "<script>"}, id="an answer that is none"),
    pytest.param({"mother": "no", "child_full_name": "An"}, id="no question of the card"),
    pytest.param({"cau": "9"}, id="no number of a question"),
])  # fmt: skip
def test_what_the_card_did_not_ask_is_passed_over(citizen, catalogue, odd):
    usual = text_of(citizen.get("procedure", "1.001193"))
    assert text_of(citizen.get("procedure", "1.001193", **odd)) == usual


def test_a_question_sent_empty_is_asked_for_again(citizen, catalogue):
    page = text_of(citizen.get("procedure", "1.001193", cau="1"))
    assert page.startswith("Lỗi: ")
    assert "Chọn một trường hợp phù hợp với ông/bà" in page


def test_a_procedure_whose_papers_depend_on_nothing_asks_nothing(citizen, catalogue):
    for code in ("1.000894", "1.012783"):
        assert "thuộc trường hợp nào" not in text_of(citizen.get("procedure", code))


def test_where_to_go_and_when_is_told_before_anything_is_filed(monkeypatch, published_calendar):
    build_province()
    citizen = Citizen(monkeypatch)
    assert "Địa chỉ, giờ mở cửa" in text_of(citizen.get("procedure", "1.001193"))
    text = text_of(citizen.get("places", "1.001193"))
    assert "Số 1 đường Mẫu, xã Mẫu An" in text
    assert "Thứ Hai đến thứ Sáu 07:00–11:30, 13:30–17:00 Thứ Bảy, Chủ nhật nghỉ" in text


def test_an_unknown_code_says_what_to_do(citizen, catalogue):
    page = citizen.get("procedure", "9.999999")
    assert page.status_code == 404
    assert "Không có thủ tục mang mã này" in text_of(page)


def test_pages_of_the_catalogue_cost_few_queries_however_many_lines_they_have(citizen, catalogue):
    citizen.get("search", q="khai sinh")  # builds the index
    assert queries_of(lambda: citizen.get("search", q="khai sinh")) <= 5
    assert queries_of(lambda: citizen.get("search", q="cấp")) <= 5
    assert queries_of(lambda: citizen.get("life-event", "nha-dat")) <= 5
    citizen.get("procedure", "1.001193")  # counts how long it took, once an hour
    assert queries_of(lambda: citizen.get("procedure", "1.001193")) <= 6
    assert queries_of(lambda: citizen.get("procedure", "1.001193", mother_known="no")) <= 6


def test_public_numbers_are_counted_from_the_dossiers_and_open_to_each_desk(
    monkeypatch, db, published_calendar
):
    story = Story(build_province()).drafted()
    citizen = Citizen(monkeypatch, at=story.now())
    assert "0 hồ sơ đã có kết quả." in text_of(citizen.get("home"))
    late = Citizen(monkeypatch, at=MONDAY.replace(day=20))
    text = text_of(late.get("home"))
    assert "1 hồ sơ đang quá hạn." in text
    figures = text_of(late.get("figures"))
    assert "Bộ phận Một cửa xã Mẫu An dưới 5 dưới 5" in figures


def test_public_numbers_begin_with_most_overdue_and_say_the_shared_name_once():
    centre = "Trung tâm Phục vụ hành chính công"
    rows = [
        DeskFigures(f"{centre} {place}", 0, 0, 0, None, overdue)
        for place, overdue in (("xã Ví Dụ", 0), ("phường Mẫu", 7), ("xã An Mẫu", 6))
    ]
    told = ProvinceFigures(rows[0], rows, MONDAY)
    assert told.shared_name == centre
    assert [row.name for row in told.table] == ["Phường Mẫu", "Xã An Mẫu", "Xã Ví Dụ"]
    assert ProvinceFigures(rows[0], rows[:1], MONDAY).shared_name == ""


def test_a_small_number_of_one_desk_is_not_told_nor_left_over_from_the_whole():
    rows = [
        DeskFigures(f"Một cửa xã {place}", decided, decided - 1, 9, None, overdue)
        for place, decided, overdue in (("A", 40, 9), ("B", 20, 6), ("C", 3, 1), ("D", 9, 0))
    ]
    told = {row.name: row for row in ProvinceFigures(rows[0], rows, MONDAY).table}
    assert [row.overdue for row in told.values()] == [9, None, None, None]
    assert [row.decided for row in told.values()] == [40, 20, None, None]
    assert [row.on_time for row in told.values()] == [None, None, None, None]
    assert {row.share for row in told.values()} == {""}


def test_the_first_page_asks_for_its_numbers_once_a_minute(monkeypatch, db, published_calendar):
    story = Story(build_province()).received()
    citizen = Citizen(monkeypatch, at=story.now())
    citizen.get("home")
    assert queries_of(lambda: citizen.get("home")) == 0


@pytest.mark.parametrize("code", ["%00", "1.00%001193", "..%2F..", "%F0%9F%8F%9B", "x" * 90, "Ẵ"])
@pytest.mark.parametrize("page", ["thu-tuc/{}", "thu-tuc/{}/nop", "tra-cuu/{}/", "ho-so/{}"])
def test_an_address_that_is_no_code_is_no_page(client, db, page, code):
    assert client.get("/" + page.format(code)).status_code == 404


@pytest.mark.parametrize("address", ["/", "/thu-tuc?q=xyzxyz", "/can-bo/dang-nhap/"])
def test_where_there_is_no_number_to_call_pages_leave_it_out(client, db, settings, address):
    settings.HOTLINE = ""
    page = client.get(address).content.decode()
    assert "tel:" not in page
    assert 'href=""' not in page


@pytest.mark.parametrize("typed", ["ly hôn", "thu tuc ly hon", "toi muon li di"])
def test_what_a_court_settles_is_said_to_be_settled_elsewhere(db, client, typed):
    assert "Tòa án nhân dân" in text_of(client.get("/thu-tuc", {"q": typed}))


def test_other_searches_are_not_sent_elsewhere(db, client):
    assert "Tòa án" not in text_of(client.get("/thu-tuc", {"q": "ket hon"}))
