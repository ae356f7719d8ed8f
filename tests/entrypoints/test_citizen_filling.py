"""Filling in: one topic a page, nothing typed gets lost, nobody else comes in."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.builders import BIRTH
from tests.builders_citizen import (
    APPLICANT,
    BIRTH_ANSWERS,
    DESK,
    Citizen,
    hidden_fields,
    text_of,
    title_of,
    value_of,
)

from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers.models import Draft
from thongsuot.domains.dossiers.terms import DRAFT_KEPT
from thongsuot.domains.organisation.models import Area, AreaSuccession, Officer
from thongsuot.entrypoints.citizen import visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(citizen):
    citizen.begin()
    return citizen


def test_the_start_page_says_what_is_needed_how_long_and_that_one_may_stop(citizen):
    text = text_of(citizen.get("apply", BIRTH))
    assert "Mất khoảng 8 phút." in text
    assert "thông tin đã nhập được giữ đến 01/04/2026" in text
    assert "Giấy chứng sinh" in text


def test_a_double_click_on_begin_begins_one_draft(citizen):
    key = hidden_fields(citizen.get("apply", BIRTH))["key"]
    first, second = (citizen.send("apply", BIRTH, key=key) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Draft.objects.count() == 1


def test_a_browser_holds_so_many_drafts_and_is_told_what_to_do_then(citizen, monkeypatch):
    monkeypatch.setattr(visitor, "MOST_UNSENT", 2)
    for _draft in range(3):
        key = hidden_fields(citizen.get("apply", BIRTH))["key"]
        answer = citizen.send("apply", BIRTH, key=key)
    assert Draft.objects.count() == 2
    assert "đang giữ 2 hồ sơ nhập dở" in text_of(citizen.browser.get(answer["Location"]))


@pytest.mark.parametrize("typed", ["mẫu an", "mau an", "MAU", "an"])
def test_the_desk_is_found_by_the_name_of_its_commune(begun, typed):
    text = text_of(begun.get("desk", begun.draft, xa=typed))
    assert "Bộ phận Một cửa xã Mẫu An" in text
    assert "0900 000 001".replace(" ", "\u00a0") in begun.get("desk", begun.draft).content.decode()


def test_the_name_a_commune_bore_before_its_merger_still_leads_to_its_desk(begun):
    today = Area.objects.get(code="99001")
    former = Area.objects.create(
        code="99901", name="Xã Thượng Mẫu", name_folded="xa thuong mau", level="commune",
        parent=today.parent, valid_from=date(2000, 1, 1), valid_to=date(2025, 7, 1),
    )  # fmt: skip
    AreaSuccession.objects.create(
        old=former, new=today, effective_on=date(2025, 7, 1), share="whole", decided=True,
        is_successor=True, source="Nghị quyết mẫu",
    )  # fmt: skip
    text = text_of(begun.get("desk", begun.draft, xa="thuong"))
    assert "Bộ phận Một cửa xã Mẫu An" in text
    assert "trước là Xã Thượng Mẫu" in text


def test_a_name_nobody_bears_says_whom_to_call(begun):
    text = text_of(begun.get("desk", begun.draft, xa="hong kong"))
    assert "Chưa thấy xã, phường nào có tên “hong kong”" in text


def test_a_desk_at_which_nobody_receives_is_told_with_its_address_and_not_offered(begun, story):
    Officer.objects.filter(pk=story.province.officers["desk"].pk).update(disabled_at=begun.at)
    page = begun.get("desk", begun.draft, xa="mau an")
    assert "Nơi sau chưa nhận hồ sơ trực tuyến" in text_of(page)
    assert "Bộ phận Một cửa xã Mẫu An, Số 1 đường Mẫu, xã Mẫu An" in text_of(page)
    assert "Chưa thấy xã, phường nào" not in text_of(page)
    assert f'value="{DESK}"' not in page.content.decode()
    begun.errors_of(begun.send("desk", begun.draft, desk=DESK))
    assert dossiers.draft_of(begun.draft).receiving_agency == ""
    assert "Chưa nhận hồ sơ trực tuyến" in text_of(begun.get("places", BIRTH))


def test_going_on_without_a_desk_asks_to_choose_one(begun):
    page = begun.errors_of(begun.send("desk", begun.draft))
    assert title_of(page).startswith("Lỗi: ")
    assert "Chọn nơi tiếp nhận hồ sơ" in text_of(page)


def test_a_desk_that_is_none_is_refused(begun):
    begun.errors_of(begun.send("desk", begun.draft, desk="H99.05"))
    assert dossiers.draft_of(begun.draft).receiving_agency == ""


def test_after_the_desk_come_the_topics_in_their_order(begun):
    assert begun.send("desk", begun.draft, desk=DESK)["Location"].endswith("/nguoi-nop")
    assert begun.answer("nguoi-nop", **APPLICANT)["Location"].endswith("/em-be")


def test_what_is_missing_is_named_on_top_and_at_its_field(begun):
    page = begun.errors_of(begun.answer("nguoi-nop"))
    text = text_of(page)
    assert title_of(page).startswith("Lỗi: Ông/bà là ai?")
    assert "Có 4 chỗ cần sửa trước khi tiếp tục" in text
    assert text.count("Nhập họ, chữ đệm, tên") == 2
    assert 'href="#id_applicant_full_name"' in page.content.decode()


def test_an_older_page_of_the_same_topic_takes_nothing_away_that_a_newer_one_saved(begun):
    older = hidden_fields(begun.get("topic", begun.draft, "nguoi-nop"))["dau"]
    begun.answer("nguoi-nop", **APPLICANT)
    again = begun.answer("nguoi-nop", dau=older, applicant_phone="0912 000 555")
    kept = dossiers.draft_of(begun.draft).answers["nguoi-nop"]
    assert (kept["applicant_full_name"], kept["applicant_phone"]) == (
        APPLICANT["applicant_full_name"], "0912000555",
    )  # fmt: skip
    assert "vừa được lưu ở một trang khác" in text_of(begun.browser.get(again["Location"]))


WRONG = [
    ("applicant_personal_id", "99919000001", "12 chữ số; ông/bà đã nhập 11 chữ số"),
    ("applicant_phone", "12", "Số điện thoại gồm 10 chữ số, bắt đầu bằng số 0"),
    ("applicant_birth_on_2", "2027", "Ngày sinh không thể sau hôm nay (02/03/2026)"),
    ("applicant_birth_on_1", "13", "Ngày sinh: không có tháng 13; tháng ghi từ 1 đến 12."),
    ("applicant_relation", "neighbour", "Chọn một trường hợp phù hợp với ông/bà"),
    ("applicant_full_name", "x" * 101, "dài quá 100 ký tự; ông/bà đã nhập 101"),
    ("applicant_email", "khong-phai", "Thư điện tử phải có dạng ten@noi-gui.vn"),
]


@pytest.mark.parametrize(("field", "typed", "sentence"), WRONG, ids=[w[0] for w in WRONG])
def test_what_cannot_be_right_is_said_in_words_and_stays_typed(begun, field, typed, sentence):
    page = begun.errors_of(begun.answer("nguoi-nop", **(APPLICANT | {field: typed})))
    assert sentence in text_of(page)
    if field != "applicant_relation":
        assert value_of(page, field) == typed


def test_wrong_answers_are_kept_too_so_that_a_lost_answer_page_loses_nothing(begun):
    begun.answer("nguoi-nop", **(APPLICANT | {"applicant_personal_id": "12"}))
    again = begun.get("topic", begun.draft, "nguoi-nop")
    assert value_of(again, "applicant_personal_id") == "12"
    assert value_of(again, "applicant_full_name") == "Nguyễn Thị Văn Dụ"
    assert value_of(again, "applicant_birth_on_2") == "1990"


def test_a_wrong_answer_leads_to_its_errors_by_an_address_that_tells_nothing(begun):
    fields = APPLICANT | {"applicant_personal_id": "12"}
    wrong = begun.answer("nguoi-nop", **fields, query="?sua=1")
    assert (wrong.status_code, wrong["Location"].partition("?")[2]) == (303, "sua=1&loi=1")
    page = begun.errors_of(wrong)
    assert "Có 1 chỗ cần sửa trước khi tiếp tục" in text_of(page)
    right = begun.answer("nguoi-nop", **APPLICANT, query="?sua=1&loi=1")
    assert right["Location"].endswith("/kiem-tra")


DATES = [
    (("31", "2", "1995"), "Ngày sinh: tháng 2 năm 1995 không có ngày 31."),
    (("27", "3", "95"), "Ngày sinh: năm gồm 4 chữ số. Ví dụ: 1995"),
    (("27", "ba", "1995"), "Ngày sinh: ngày, tháng, năm ghi bằng số."),
    (("", "", "1995"), "Ngày sinh còn thiếu ngày, tháng."),
    (("27", "", "1995"), "Ngày sinh còn thiếu tháng."),
    (("1", "1", "1066"), "Ngày sinh: năm 1066 đã quá xa."),
]


@pytest.mark.parametrize(("boxes", "sentence"), DATES, ids=["/".join(b) for b, _ in DATES])
def test_what_is_wrong_with_a_date_is_said_of_that_date(begun, boxes, sentence):
    typed = {f"applicant_birth_on_{place}": part for place, part in enumerate(boxes)}
    page = begun.errors_of(begun.answer("nguoi-nop", **(APPLICANT | typed)))
    assert sentence in text_of(page)


def test_a_choice_left_out_is_not_answered_for_the_citizen(begun):
    page = text_of(begun.errors_of(begun.answer("cha")))
    assert "Cho biết có ghi tên cha vào giấy khai sinh hay không" in page
    assert "Chọn ghi tên cha" not in page


def test_a_date_that_is_hard_to_believe_is_taken_once_it_is_confirmed(begun):
    typed = BIRTH_ANSWERS["ngay-sinh-noi-sinh"] | {"child_birth_on_2": "1926"}
    page = begun.errors_of(begun.answer("ngay-sinh-noi-sinh", **typed))
    assert "Ngày sinh của bé cách nay hơn 18 năm." in text_of(page)
    assert "Đúng, ngày sinh của bé là 18/02/1926" in text_of(page)
    answer = begun.answer("ngay-sinh-noi-sinh", **typed, child_birth_on_sure="1926-02-18")
    assert answer.status_code == 302
    again = begun.get("topic", begun.draft, "ngay-sinh-noi-sinh").content.decode()
    assert 'value="1926-02-18" checked' in again


def test_errors_are_said_only_once_they_were_asked_for(begun):
    begun.answer("nguoi-nop", **(APPLICANT | {"applicant_personal_id": "12"}))
    page = text_of(begun.get("topic", begun.draft, "nguoi-nop"))
    assert "chỗ cần sửa" not in page


def test_a_year_alone_is_enough_where_people_know_no_more(begun):
    fields = {
        "mother_known": "yes", "mother_full_name": "Trần Thị Mẫu", "mother_birth_on_2": "1968",
        "mother_ethnicity": "Kinh", "mother_nationality": "Việt Nam", "mother_residence": "Mẫu An",
    }  # fmt: skip
    assert begun.answer("me", **fields).status_code == 302
    assert dossiers.draft_of(begun.draft).answers["me"]["mother_birth_on"] == "1968"


def test_questions_that_were_not_asked_are_neither_required_nor_kept(begun):
    assert begun.answer("me", mother_known="no", mother_full_name="Ai đó").status_code == 302
    assert dossiers.draft_of(begun.draft).answers["me"] == {"mother_known": "no"}


def test_a_page_without_scripts_says_when_a_question_is_to_be_answered(begun):
    text = text_of(begun.get("topic", begun.draft, "me"))
    assert "Chỉ trả lời khi ở mục “Biết mẹ của bé” đã chọn “Có”." in text


def test_the_page_says_when_it_was_saved_and_how_long_it_is_kept(begun):
    begun.send("desk", begun.draft, desk=DESK)
    text = text_of(begun.get("topic", begun.draft, "nguoi-nop"))
    assert "Đã lưu lúc 08:30. Thông tin được giữ đến 01/04/2026." in text


def test_who_stops_keeps_what_was_typed_and_comes_back_to_the_first_open_part(begun):
    begun.send("desk", begun.draft, desk=DESK)
    stopped = begun.answer("nguoi-nop", dung="1", applicant_full_name="Nguyễn Thị", follow=True)
    assert "Làm giấy khai sinh cho con" in text_of(stopped) or BIRTH in text_of(stopped)
    back = begun.get("resume", begun.draft, follow=True)
    assert back.redirect_chain[0][0].endswith("/nguoi-nop")
    assert value_of(back, "applicant_full_name") == "Nguyễn Thị"


def test_a_correction_leads_back_to_the_check_page(begun):
    answer = begun.answer("me", query="?sua=1", mother_known="no")
    assert answer["Location"].endswith("/kiem-tra")


def test_an_unknown_topic_is_an_unknown_page(begun):
    assert begun.get("topic", begun.draft, "khong-co").status_code == 404


@pytest.mark.parametrize("name", ["resume", "desk", "papers", "check"])
def test_another_browser_does_not_get_in(begun, monkeypatch, name):
    page = Citizen(monkeypatch).get(name, begun.draft)
    assert page.status_code == 404
    assert "Không mở được hồ sơ đang nhập ở đây" in text_of(page)


def test_another_browser_cannot_write_either(begun, monkeypatch):
    other = Citizen(monkeypatch)
    other.draft = begun.draft
    assert other.answer("me", mother_known="no").status_code == 404
    assert dossiers.draft_of(begun.draft).answers == {}


def test_my_page_lists_what_this_browser_began_and_can_forget_it(begun, monkeypatch):
    assert f"/nop/{begun.draft}" in begun.get("mine").content.decode()
    assert "Không có hồ sơ nào đang nhập dở." in text_of(Citizen(monkeypatch).get("mine"))
    forgotten = begun.send("leave", follow=True)
    assert "Trình duyệt này không còn giữ hồ sơ nào của ông/bà." in text_of(forgotten)
    assert begun.get("resume", begun.draft).status_code == 404


def test_my_page_costs_one_query_a_draft_and_never_shows_more_than_ten(begun):
    for _ in range(11):
        begun.begin()
    with CaptureQueriesContext(connection) as seen:
        page = begun.get("mine")
    assert page.content.decode().count('href="/nop/') == 10
    assert len(seen) <= 17


def test_pages_of_a_draft_are_kept_by_no_browser(begun):
    for name in ("desk", "papers", "check"):
        assert begun.get(name, begun.draft)["Cache-Control"] == "no-store"


def test_a_page_on_the_way_costs_few_queries(begun):
    for name, *rest in (("desk",), ("topic", "nguoi-nop"), ("papers",), ("check",)):
        with CaptureQueriesContext(connection) as seen:
            assert begun.get(name, begun.draft, *rest).status_code == 200
        assert len(seen) <= 7, name


def test_answers_are_no_part_of_any_address(begun):
    begun.send("desk", begun.draft, desk=DESK)
    for topic, fields in BIRTH_ANSWERS.items():
        where = begun.answer(topic, **fields)["Location"]
        assert re.fullmatch(r"/nop/[0-9a-f-]{36}/[a-z-]+", where)


def test_a_number_for_trying_out_is_refused_where_it_is_typed_in_real_service(begun, settings):
    settings.SAMPLE_DATA = False
    page = begun.answer("nguoi-nop", **APPLICANT)
    assert "Số bắt đầu bằng 999 chỉ dùng để thử" in text_of(begun.errors_of(page))
    settings.SAMPLE_DATA = True
    assert begun.answer("nguoi-nop", **APPLICANT).status_code == 302


def test_an_officer_who_logs_in_on_the_same_machine_gets_a_session_of_officers_length(begun):
    officer = Officer.objects.get(username="mau.desk")
    officer.set_password("mau-thu-2026")
    officer.save(update_fields=["password"])
    assert begun.browser.session.get_expiry_age() == DRAFT_KEPT.total_seconds()
    begun.browser.post(
        reverse("officer:login"), {"username": "mau.desk", "password": "mau-thu-2026"}
    )
    assert begun.browser.session.get_expiry_age() == settings.SESSION_COOKIE_AGE


def test_a_mother_who_files_need_not_tell_a_second_time_who_she_is(begun):
    begun.answer("nguoi-nop", **(APPLICANT | {"applicant_address": "Thôn Mẫu"}))
    page = begun.get("topic", begun.draft, "me")
    assert value_of(page, "mother_full_name") == "Nguyễn Thị Văn Dụ"
    assert value_of(page, "mother_birth_on_2") == "1990"
    assert value_of(page, "mother_personal_id") == "999190000017"
    assert value_of(page, "mother_nationality") == "Việt Nam"
    assert 'value="yes" id="id_mother_known_0" checked' in " ".join(page.text.split())
    assert "father_full_name" in begun.get("topic", begun.draft, "cha").text
    assert not value_of(begun.get("topic", begun.draft, "cha"), "father_full_name")


def test_what_was_typed_instead_is_not_overwritten_by_what_was_known(begun):
    begun.answer("nguoi-nop", **APPLICANT)
    begun.answer("me", mother_known="yes", mother_full_name="Trần Thị Mẫu")
    page = begun.get("topic", begun.draft, "me")
    assert value_of(page, "mother_full_name") == "Trần Thị Mẫu"
    assert not value_of(page, "mother_personal_id")


def test_papers_that_the_answers_exclude_are_not_asked_for(begun):
    begun.send("desk", begun.draft, desk=DESK)
    begun.answer("nguoi-nop", **APPLICANT)
    begun.answer("me", mother_known="yes")
    text = text_of(begun.get("papers", begun.draft))
    assert "Văn bản ủy quyền" not in text
    assert "trẻ bị bỏ rơi" not in text
    assert "Trường hợp đặc biệt: giấy tờ khác Văn bản xác nhận của cơ sở y tế" in text
    begun.answer("nguoi-nop", **(APPLICANT | {"applicant_relation": "relative"}))
    begun.answer("me", mother_known="no")
    text = text_of(begun.get("papers", begun.draft))
    assert "Văn bản ủy quyền" in text
    assert "trẻ bị bỏ rơi" in text
