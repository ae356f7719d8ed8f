"""Messages at the doors: dead letters for administrators, what was told, how to be told."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import Story, add_officer, build_province
from tests.builders_citizen import Citizen
from tests.builders_citizen import text_of as page_text
from tests.builders_messages import Way, copies_of, ways
from tests.builders_officer import Door, text_of
from tests.conftest import publish_calendar
from tests.entered import run

from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.exchange import queries, rules, services
from thongsuot.domains.exchange.models import GivenUp, Message
from thongsuot.domains.exchange.ports import NeverWorks
from thongsuot.domains.exchange.terms import AddressNotProven, Channel, to_applicant
from thongsuot.domains.organisation.terms import Role
from thongsuot.entrypoints.jobs import messages as sending
from thongsuot.entrypoints.shared import messages

pytestmark = pytest.mark.django_db
MOST_QUERIES = 9


@pytest.fixture
def story(db):
    publish_calendar()
    province = build_province()
    add_officer(province, "admin", "H99.05", "Quản trị", "control", "Mẫu Sáu", [Role.ADMINISTER])
    return Story(province).received()


@pytest.fixture
def door(story, monkeypatch):
    return Door(monkeypatch, story)


@pytest.fixture
def dead(story):
    message = Message.objects.get()
    using = ways(email=Way(NeverWorks("smtp-550")))
    while services.send_next(ways=using, at=message.created_at) is not None:
        pass
    return message


def test_every_occasion_has_its_words():
    worded = {template.code for template in rules.shipped().templates}
    assert worded == set(messages.OCCASIONS)


def test_an_administrator_sees_why_and_sends_again(door, dead):
    visit = door.open("admin")
    shown = text_of(visit.get("messages"))
    assert "1 tin không gửi được" in shown
    assert "Máy chủ thư từ chối, thường vì địa chỉ không còn" in shown
    assert "l•••@vidu.example" in shown
    again = text_of(visit.send("messages", tin=str(dead.pk), follow=True))
    assert "1 tin sẽ được gửi lại" in again
    assert "Không có tin nào bị kẹt" in again
    assert visit.send("messages", tin=str(dead.pk)).status_code == 409
    unknown = visit.send("messages", tin="gì đó")
    assert unknown.status_code == 404
    assert "Không có tin này" in text_of(unknown)


def test_one_press_says_how_many_remain(door, dead, monkeypatch):
    monkeypatch.setattr("thongsuot.entrypoints.officer.views.messages.MOST_AT_ONCE", 1)
    copies_of(Message.objects.get(), 2)
    visit = door.open("admin")
    assert "Gửi lại 1 tin cũ nhất" in text_of(visit.get("messages"))
    shown = text_of(visit.send("messages", tin="tat-ca", follow=True))
    assert "còn 2 tin bị kẹt" in shown


def test_giving_up_asks_why(door, dead):
    visit = door.open("admin")
    assert "Ghi lý do không gửi" in text_of(visit.send("give_up", dead.pk, why=""))
    shown = text_of(visit.send("give_up", dead.pk, why="Đã gọi điện báo trực tiếp", follow=True))
    assert "Đã ghi không gửi tin này" in shown
    assert GivenUp.objects.get().why == "Đã gọi điện báo trực tiếp"


def test_others_are_not_let_in(door, dead):
    visit = door.open("handler")
    assert visit.get("messages").status_code == 403
    assert visit.send("messages", tin="tat-ca").status_code == 403
    assert visit.send("give_up", dead.pk, why="Đã gọi điện báo").status_code == 403


def test_the_list_costs_a_fixed_number_of_queries(door, dead):
    visit = door.open("admin")
    visit.get("messages")
    with CaptureQueriesContext(connection) as asked:
        assert visit.get("messages").status_code == 200
    assert len(asked) <= MOST_QUERIES


def test_a_place_that_is_none_shows_the_beginning(door, dead):
    visit = door.open("admin")
    shown = visit.browser.get("/can-bo/tin-nhan/?sau=xyz_1")
    assert "1 tin không gửi được" in text_of(shown)


def test_the_officer_sees_what_the_applicant_was_told(door, dead):
    shown = text_of(door.open("desk").get("dossier", door.story.code))
    assert "Đã báo cho người nộp" in shown
    assert "Đã tiếp nhận, ngày hẹn trả: không gửi được" in shown


@pytest.fixture
def citizen(story, monkeypatch):
    come = Citizen(monkeypatch, at=story.now())
    come.open(story.code, Dossier.objects.get(code=story.code).pin)
    return come


def test_the_applicant_sees_what_was_sent_where(story, citizen):
    message = Message.objects.get()
    services.send_next(ways=ways(email=Way()), at=message.created_at)
    shown = page_text(citizen.get("dossier", story.code))
    assert "Đã tiếp nhận, ngày hẹn trả: đã gửi qua thư điện tử l•••@vidu.example." in shown


def test_the_applicant_chooses_how_to_be_told(story, citizen):
    shown = page_text(citizen.get("contact", story.code))
    assert "091••••417" in shown
    answer = citizen.send(
        "contact", story.code, channel="sms", email="moi@vidu.example", phone="", only_needed="on"
    )
    assert answer.status_code == 302
    to = to_applicant(story.code)
    kept = queries.recipient_of(to, dossiers.recipient(to))
    assert (kept.first, kept.email, kept.phone, kept.only_needed) == (
        Channel.SMS, "moi@vidu.example", "0912000417", True,
    )  # fmt: skip


def test_an_address_that_cannot_be_one_is_said_at_its_field(story, citizen):
    answer = citizen.send("contact", story.code, channel="sms", email="moi", phone="12")
    assert answer.status_code == 422
    shown = page_text(answer)
    assert "Nhập thư điện tử có dạng ten@noigui.vn" in shown
    assert "Nhập số điện thoại gọi được, ví dụ 0912 345 678" in shown


def test_the_job_sends_into_the_letterbox_and_the_commands_show_it(story, settings, tmp_path):
    settings.LETTERBOX = tmp_path
    at = Message.objects.get().created_at
    assert sending.send_due(lambda: at) == 1
    (kept,) = json.loads(run("message", "letterbox", "--json").output)
    assert (kept["channel"], kept["address"]) == ("zalo", "0912000417")
    assert "Đã nhận hồ sơ" in kept["text"]
    assert "0 dead" in run("message", "list").output


def test_the_commands_list_send_again_and_give_up(dead):
    assert str(dead.pk) in run("message", "list").output
    assert run("message", "give-up", str(dead.pk), "--why", "kệ").exit_code == 4
    assert json.loads(run("message", "resend", str(dead.pk), "--json").output)["resent"] == 1
    assert run("message", "resend", str(dead.pk)).exit_code == 5
    assert run("message", "resend", "0" * 32).exit_code == 3
    assert json.loads(run("message", "resend", "--all", "--json").stdout)["resent"] == 0


def test_texts_are_shown_and_published_by_command(story, tmp_path):
    assert "received  needed" in run("message", "texts").output
    (tmp_path / "texts.json").write_text("{}")
    assert run("message", "publish", str(tmp_path / "texts.json")).exit_code == 4


def test_an_officer_is_reached_where_he_said(story):
    assert run("message", "contact", "mau.handler", "--email", "hai@mau.example").exit_code == 0
    officer = story.province.officers["handler"].pk
    assert queries.recipient_of(f"officer:{officer}").email == "hai@mau.example"
    assert run("message", "contact", "nobody").exit_code == 3


def test_an_officer_says_himself_where_he_is_reminded_and_sees_it_masked(story, door):
    handler = door.open("handler")
    assert handler.send("own_contact", channel="sms", phone="12").status_code == 422
    handler.send("own_contact", channel="email", email="hai@mau.example", phone="")
    shown = text_of(handler.get("own_contact"))
    assert "Đã gửi mã tới h" in shown
    assert "hai@mau.example" not in shown
    handler.send("own_contact", channel="sms", email="", phone="0912 345 678")
    to = f"officer:{story.province.officers['handler'].pk}"
    assert queries.recipient_of(to).email == "", "nothing goes to an address nobody has proven"
    [sent] = Message.objects.filter(recipient=f"new-{to}")
    wrong = handler.send("own_contact", proof="AAAAAAAA")
    assert "không phải mã mới nhất" in text_of(wrong)
    handler.send("own_contact", proof=f" {sent.values['proof'].lower()} ")
    kept = queries.recipient_of(to)
    assert (kept.email, kept.first) == ("hai@mau.example", "sms")
    assert "Đã gửi mã tới" not in text_of(handler.get("own_contact"))


def test_a_code_proves_the_newest_address_for_a_day(story, door):
    to = f"officer:{story.province.officers['handler'].pk}"
    for email in ("mot@mau.example", "hai@mau.example"):
        services.ask_for_proof(to=to, email=email, at=story.now())
    sent = Message.objects.filter(template="address-check").order_by("created_at")
    older, newest = (message.values["proof"] for message in sent)
    for code, at in ((older, story.now()), (newest, story.now() + timedelta(days=2))):
        with pytest.raises(AddressNotProven):
            services.prove_address(to=to, code=code, at=at)
    services.prove_address(to=to, code=newest, at=story.now())
    assert queries.recipient_of(to).email == "hai@mau.example"


def test_what_had_nowhere_to_go_is_listed_with_whom_it_was_for(story, door):
    officer = story.province.officers["handler"]
    for to in (f"officer:{officer.pk}", f"applicant:{story.code}"):
        Message.objects.create(
            subject=f"dossier:{story.code}", recipient=to, template="step-time", cause=to,
            values={}, state="unaddressed", created_at=story.at, next_at=story.at,
            ended_at=story.at,
        )  # fmt: skip
    shown = text_of(door.open("admin").get("messages_nowhere"))
    assert "2 tin không có nơi nhận" in shown
    assert officer.full_name in shown
    assert door.open("handler").get("messages_nowhere").status_code == 403


def test_where_an_officer_wants_to_be_reminded_stands_typed_after_a_log_in(story, door):
    handler = door.open("handler")
    back = {"channel": "email", "email": "hai@mau.example", "phone": "12", "xem-lai": "1"}
    shown = handler.send("own_contact", **back)
    assert shown.status_code == 200
    assert 'value="hai@mau.example"' in shown.content.decode()
    to = f"officer:{story.province.officers['handler'].pk}"
    assert not Message.objects.filter(recipient=f"new-{to}").exists(), "nothing was done by it"
    handler.send("own_contact", channel="email", email="hai@mau.example")
    [sent] = Message.objects.filter(recipient=f"new-{to}")
    again = handler.send("own_contact", proof=sent.values["proof"], **{"xem-lai": "1"})
    assert again.status_code == 200
    assert sent.values["proof"] in again.content.decode()
    assert not queries.recipient_of(to).email
