"""Coming in: who one is, on which post, and what was typed when the session ended."""

import re
import uuid
from datetime import timedelta
from functools import cache

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse
from tests.builders import EVER, Story, add_officer, build_province
from tests.builders_officer import PASSWORD, Door, hidden_fields, state, text_of

from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import NationalState, Step
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.organisation.models import Appointment
from thongsuot.domains.organisation.terms import Role
from thongsuot.entrypoints.shared.sessions import SessionStore

pytestmark = pytest.mark.django_db

LOGIN = "/can-bo/dang-nhap/"


@pytest.fixture
def door(db, published_calendar, monkeypatch):
    door = Door(monkeypatch, Story(build_province()))
    for officer in door.province.officers.values():
        officer.password = hashed_once()
        officer.save(update_fields=["password"])
    return door


@cache
def hashed_once() -> str:
    """Return the hash of everybody's password: it is made to be slow."""
    return make_password(PASSWORD)


def log_in(browser, who="desk", password=PASSWORD, **fields):
    return browser.post(LOGIN, {"username": f"mau.{who}", "password": password, **fields})


def give_second_post(door, who="handler", post="desk"):
    Appointment.objects.create(
        officer=door.province.officers[who], post=door.province.posts[post], valid_from=EVER
    )


def test_every_page_sends_a_stranger_to_the_log_in_and_back(door):
    browser = Client()
    address = "/can-bo/viec/cho-tiep-nhan/"
    asked = browser.get(address)
    assert asked.status_code == 302
    assert asked["Location"] == LOGIN + "?tiep=%2Fcan-bo%2Fviec%2Fcho-tiep-nhan%2F"
    page = browser.get(asked["Location"])
    assert hidden_fields(page)["tiep"] == address
    assert log_in(browser, tiep=address)["Location"] == address


def test_behind_a_proxy_a_guesser_does_not_lock_out_who_comes_from_elsewhere(door, settings):
    settings.PROXIES = 1
    for _try in range(6):
        log_in(Client(headers={"X-Forwarded-For": "203.0.113.9"}), password="sai")
    officer = Client(headers={"X-Forwarded-For": "198.51.100.4"})
    assert log_in(officer).status_code == 302


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "/tra-cuu/"])
def test_the_log_in_leads_nowhere_but_into_this_door(door, elsewhere):
    assert log_in(Client(), tiep=elsewhere)["Location"] == "/can-bo/"


def test_a_wrong_password_says_what_to_check_and_how_many_tries_are_left(door):
    answer = log_in(Client(), password="sai")
    words = text_of(answer)
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in words
    assert "còn 4 lần thử" in words
    assert words.startswith("Lỗi: Đăng nhập")


def test_too_many_wrong_passwords_close_the_door_for_a_while(door):
    browser = Client()
    for _try in range(5):
        log_in(browser, password="sai")
    answer = log_in(browser)
    assert answer.status_code == 429
    assert "Chờ 15 phút" in text_of(answer)
    door.at += timedelta(minutes=16)
    assert log_in(browser).status_code == 302


def test_both_fields_are_demanded_at_their_places(door):
    words = text_of(Client().post(LOGIN, {"username": "", "password": ""}))
    assert words.count("Nhập tên đăng nhập") == 2
    assert words.count("Nhập mật khẩu") == 2


def test_the_only_post_is_taken_without_asking(door):
    browser = Client()
    log_in(browser)
    assert "Trần Thị Mẫu Một · Công chức Một cửa" in text_of(browser.get("/can-bo/"))


def test_who_logs_in_under_a_key_that_somebody_left_stays_logged_in(door):
    browser = Client()
    browser.session.save()
    SessionStore(browser.cookies[settings.SESSION_COOKIE_NAME].value).renew()
    log_in(browser)
    assert browser.get("/can-bo/").status_code == 200


def test_an_officer_on_two_posts_chooses_and_switches_by_one_press(door):
    give_second_post(door)
    browser = Client()
    log_in(browser, "handler")
    assert browser.get("/can-bo/")["Location"] == "/can-bo/vi-tri/"
    choice = text_of(browser.get("/can-bo/vi-tri/"))
    assert "Công chức hộ tịch, UBND xã Mẫu An" in choice
    assert "Công chức Một cửa, Bộ phận Một cửa xã Mẫu An" in choice

    browser.post("/can-bo/vi-tri/", {"post": door.province.posts["handler"].pk})
    page = browser.get("/can-bo/")
    assert "Đỗ Văn Mẫu Hai · Công chức hộ tịch" in text_of(page)
    assert f'name="post" value="{door.province.posts["desk"].pk}"' in page.content.decode()

    browser.post("/can-bo/vi-tri/", {"post": door.province.posts["desk"].pk})
    assert "Đỗ Văn Mẫu Hai · Công chức Một cửa" in text_of(browser.get("/can-bo/"))


def test_a_post_of_somebody_else_cannot_be_taken(door):
    give_second_post(door)
    visit = door.open("handler")
    answer = visit.browser.post("/can-bo/vi-tri/", {"post": door.province.posts["head"].pk})
    assert answer.status_code == 200
    assert visit.browser.get("/can-bo/")["Location"] == "/can-bo/vi-tri/"


def test_a_post_that_ended_is_asked_for_anew(door):
    visit = door.open("desk")
    visit.get("inbox")
    Appointment.objects.filter(officer=door.province.officers["desk"]).update(
        valid_to=door.at.date()
    )
    assert visit.get("inbox")["Location"] == "/can-bo/vi-tri/"
    assert "Tài khoản chưa có vị trí làm việc" in text_of(visit.browser.get("/can-bo/vi-tri/"))


TENDING = {"administrator": Role.ADMINISTER, "control": Role.CONTROL, "supervisor": Role.SUPERVISE}


@pytest.mark.parametrize("who", ["desk", "handler", "head", "clerk", "chief", *TENDING])
def test_the_bar_leads_nobody_to_a_page_that_does_not_open_for_him(door, who):
    if who == "chief":
        roles = [Role.SIGN, Role.HANDLE]
        add_officer(door.province, who, "H99.05", "Giám đốc", "head", "Mẫu Bảy", roles)
    if who in TENDING:
        role = [TENDING[who]]
        add_officer(door.province, who, "H99.31", "Vị trí mẫu", "control", "Mẫu Sáu", role)
    visit = door.open(who)
    bar = visit.get("inbox").content.decode()
    led_to = re.findall(r'of-who__item" href="([^"]+)"', bar)
    assert len(led_to) >= 4
    closed = {where: visit.browser.get(where, follow=True).status_code for where in led_to}
    assert set(closed.values()) == {200}, closed


@pytest.mark.parametrize("who", ["desk", "head"])
def test_the_bar_leads_the_desk_and_its_head_to_register_and_till(door, who):
    bar = text_of(door.open(who).get("inbox"))
    assert "Sổ theo dõi hồ sơ" in bar
    assert "Sổ thu phí, lệ phí" in bar


def test_leaving_ends_the_session(door):
    visit = door.open("desk")
    assert visit.browser.post("/can-bo/dang-xuat/").status_code == 302
    assert visit.get("inbox")["Location"] == LOGIN


def test_what_was_typed_when_the_session_ended_comes_back_to_its_page(door):
    door.story.processing()
    address = reverse("officer:stop", args=[door.story.code])
    typed = {"key": "not-yet", "reason": "Người nộp đã rút giấy tờ gốc", "legal_basis": ""}
    browser = Client()
    expired = browser.post(address, typed)
    assert expired.status_code == 403
    assert "Thông tin đã nhập vẫn còn" in text_of(expired)

    fields = hidden_fields(expired)
    back = log_in(browser, "handler", **{"tiep": fields["tiep"], "da-nhap": fields["da-nhap"]})
    assert "Đã đăng nhập lại" in text_of(back)
    resumed = hidden_fields(back)
    assert resumed["reason"] == typed["reason"]
    shown = browser.post(address, {k: resumed[k] for k in ("reason", "legal_basis", "xem-lai")})
    assert typed["reason"] in shown.content.decode()
    assert "stopped" not in shown.content.decode()


def test_who_must_choose_a_post_first_loses_nothing_of_what_was_typed(door):
    door.story.processing()
    give_second_post(door)
    browser = Client()
    log_in(browser, "handler")
    address = reverse("officer:stop", args=[door.story.code])
    asked = browser.post(address, {"reason": "Người nộp đã rút giấy tờ gốc", "xem-lai": "1"})
    assert "Công chức hộ tịch, UBND xã Mẫu An" in text_of(asked)
    fields = {name: hidden_fields(asked)[name] for name in ("tiep", "da-nhap")}
    seat = {"post": door.province.posts["handler"].pk}
    resumed = browser.post("/can-bo/vi-tri/", {**fields, **seat})
    assert hidden_fields(resumed)["reason"] == "Người nộp đã rút giấy tờ gốc"
    assert f'action="{address}"' in resumed.content.decode()


def test_nothing_is_done_by_bringing_kept_words_back(door):
    door.story.received().offered(door.province.desk, "handler", Step.VERIFY)
    visit = door.open("handler")
    visit.send("accept", door.story.code, **{"xem-lai": "1", "offer": "1"})
    assert "Chờ nhận chuyển 1" in text_of(visit.get("block", "cho-nhan-chuyen"))


def test_a_page_that_shows_no_form_filled_does_nothing_and_shows_the_words_to_copy(door):
    code, visit = door.story.processing().code, door.open("handler")
    person = f"person:{Dossier.objects.get(code=code).applicant_id}"
    entries = len(record.acts_of(person))
    back = {"xem-lai": "1", "purpose": "contact", "why": "Hồ sơ chuyển sang địa chỉ mới"}
    answer = visit.send("disclose", code, **back)
    assert answer.status_code == 409
    assert "Chưa có gì được gửi đi" in text_of(answer)
    assert "Hồ sơ chuyển sang địa chỉ mới" in text_of(answer)
    assert len(record.acts_of(person)) == entries, "nobody looked at anything"


def test_pages_of_this_door_are_kept_by_no_cache_and_run_no_inline_script(door):
    page = door.open("desk").get("inbox")
    assert page["Cache-Control"] == "no-store"
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert " style=" not in page.content.decode()


def old_form(door, **headers):
    """Return the answer to a form that was open when its officer came in anew elsewhere."""
    door.story.processing()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(door.province.officers["handler"])
    said = {
        "csrfmiddlewaretoken": "a" * 64, "key": str(uuid.uuid4()), "password": "bi-mat",
        "reason": "Người nộp <b>đã rút</b> giấy tờ gốc", "legal_basis": "",
    }  # fmt: skip
    address = reverse("officer:stop", args=[door.story.code])
    return browser, address, browser.post(address, said, headers=headers)


def test_a_page_older_than_the_log_in_brings_back_what_was_typed_and_does_nothing(door):
    browser, address, answer = old_form(door, Origin="http://testserver")
    assert answer.status_code == 403
    assert answer["Cache-Control"] == "no-store"
    assert "Những gì đã nhập vẫn còn" in text_of(answer)
    assert f'action="{address}"' in answer.content.decode()
    assert b"<b>" not in answer.content
    assert b"bi-mat" not in answer.content
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', answer.content.decode())[1]
    fields = {**hidden_fields(answer), "csrfmiddlewaretoken": token}
    shown = browser.post(address, fields, headers={"Origin": "http://testserver"})
    assert shown.status_code == 200
    assert "Người nộp &lt;b&gt;đã rút&lt;/b&gt; giấy tờ gốc" in shown.content.decode()
    assert state(door) is NationalState.PROCESSING


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="where the browser does not say so"),
        pytest.param({"Origin": "https://example.org"}, id="another site"),
        pytest.param(
            {"Origin": "http://testserver", "Sec-Fetch-Site": "same-site"}, id="a neighbour's page"
        ),
    ],
)
def test_nothing_is_shown_again_that_was_not_typed_on_a_page_of_ours(door, headers):
    _browser, _address, answer = old_form(door, **headers)
    assert answer.status_code == 403
    assert "giấy tờ gốc" not in answer.content.decode()
    assert 'href="/can-bo/"' in answer.content.decode()
