"""Pages of what a process binds to: prescribed opinions, files, running dossiers moved on."""

import dataclasses
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.builders import BIRTH, MONDAY, Story
from tests.builders_birth_process import LONGER, birth, place, publish, with_step, with_timer
from tests.builders_officer import hidden_fields, text_of

from thongsuot.domains.catalogue import processes
from thongsuot.domains.catalogue import services as catalogue
from thongsuot.domains.catalogue.bpmn import write_bpmn
from thongsuot.domains.catalogue.terms import OpinionBeside
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.terms import AgencyKind
from thongsuot.entrypoints.citizen.story import story_of
from thongsuot.entrypoints.jobs import tasks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("administrator")]
PLANNING = OpinionBeside("qh", "Ý kiến về quy hoạch", AgencyKind.DEPARTMENT, "phoi-hop", 120, True)


def send(visit, page, *args, **fields):
    visit.door.at = visit.door.story.now()
    return visit.browser.post(reverse(f"officer:{page}", args=args), fields)


# --- opinions ---------------------------------------------------------------------------------


def test_what_the_process_wants_to_be_asked_is_filled_in_and_shown_until_it_is_there(door):
    publish(with_step(birth(), "B2", opinions=(PLANNING,)))
    door.story.processing()
    handler, code = door.open("handler"), door.story.code
    shown = text_of(handler.get("dossier", code))
    assert "Quy trình còn cần ý kiến Ý kiến về quy hoạch (Sở, 2 giờ làm việc): chưa hỏi" in shown
    page = handler.get("ask", code)
    assert hidden_fields(page)["process_opinion"] == "qh"
    assert "Đề nghị cho ý kiến: Ý kiến về quy hoạch." in page.content.decode()
    post = door.province.posts["stranger"].pk
    assert f'<option value="{post}" selected>' in page.content.decode()
    handler.send(
        "ask", code, to=post, question="Đề nghị cho ý kiến: Ý kiến về quy hoạch.",
        basis="phoi-hop", process_opinion="qh",
    )  # fmt: skip
    assert "chưa có trả lời, phải có trước khi ký" in text_of(handler.get("dossier", code))
    assert "Điền sẵn theo quy trình" not in text_of(handler.get("ask", code))
    (asked,) = custodies.opinions_of(f"dossier:{code}")
    assert (asked.answer_by - asked.asked_at).seconds == 7200


def test_a_linked_part_is_told_as_work_done_and_not_as_an_opinion(door):
    part = dataclasses.replace(PLANNING, name="Xác nhận quy hoạch", basis="lien-thong")
    publish(with_step(birth(), "B2", opinions=(part,)))
    code = door.story.processing().code
    asked = door.open("stranger")
    page = text_of(asked.get("opine", code))
    assert ("Đã làm xong" in page, "Đồng ý" in page) == (True, False)
    asked.send("opine", code, answer="agree", text="Đã xác nhận, kết quả gửi kèm.")
    handler = door.open("handler")
    done = "đã làm xong phần việc"
    assert [done in text_of(handler.get(name, code)) for name in ("dossier", "custody")] == [
        True
    ] * 2


# --- time ---------------------------------------------------------------------------------------


def test_what_time_moves_on_is_told_as_the_systems_act_and_the_holder_still_holds(door):
    publish(with_timer("B3"))
    story = door.story.processing()
    story.at += timedelta(hours=2)
    assert dossiers.take_time_for_outcomes(why=tasks.TIME_PASSED, at=story.at) == 1
    shown = text_of(door.open("handler").get("dossier", story.code))
    assert "Đỗ Văn Mẫu Hai vẫn giữ" in shown
    assert f"Việc cần làm: {tasks.TIME_PASSED}" in shown
    assert "Hệ thống : chuyển hồ sơ, chờ bên kia nhận" in shown
    assert story.code in text_of(door.open("head").get("inbox"))
    (told, *_before) = story_of(queries.timeline_of(story.code, by=Actor.system(), at=story.at))
    assert told.text == "Cơ quan chuyển hồ sơ tới UBND xã Mẫu An, chờ bên đó nhận."


# --- files ------------------------------------------------------------------------------------

OUTSIDE = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="P">'
    '<startEvent id="S"/><sequenceFlow id="F" sourceRef="S" targetRef="T"/>'
    '<serviceTask id="T" name="Gửi tin"/></process></definitions>'
).encode()


def sent(content, **more):
    return {"tep": SimpleUploadedFile("quy-trinh.bpmn", content), **more}


def test_a_file_becomes_a_draft_and_what_we_gave_comes_back_the_same(door):
    admin = door.open("admin")
    catalogue.save_process(process=birth(), by=Actor.system(), at=MONDAY)
    given = admin.browser.get(reverse("officer:process_bpmn", args=[BIRTH])).content
    other = write_bpmn(with_step(birth(), "B2", share_minutes=100))
    answer = send(admin, "upload_process", **sent(other))
    assert answer.status_code == 409
    assert "đang có bản nháp khác" in text_of(answer)
    assert send(admin, "upload_process", **sent(other, thay="1")).status_code == 302
    assert processes.read_process(processes.find_draft(BIRTH)).find_step("B2").share_minutes == 100
    send(admin, "upload_process", **sent(given, thay="1"))
    assert processes.read_process(processes.find_draft(BIRTH)) == birth()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(OUTSIDE, "việc của máy (dịch vụ) Gửi tin T", id="an element outside"),
        pytest.param(b"PK", "không phải BPMN 2.0", id="no BPMN"),
        pytest.param(b"", "Chọn tệp BPMN", id="no file"),
    ],
)
def test_a_file_that_cannot_be_taken_says_where_and_saves_nothing(door, content, words):
    answer = send(door.open("admin"), "upload_process", **(sent(content) if content else {}))
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert processes.process_lines(MONDAY.date()) == []


def test_only_who_changes_processes_uploads_or_moves(door):
    publish(birth())
    handler = door.open("handler")
    assert handler.get("upload_process").status_code == 403
    assert handler.get("move_process", BIRTH).status_code == 403


# --- moving -----------------------------------------------------------------------------------


def test_running_dossiers_are_looked_at_first_then_moved_and_told(door):
    publish(birth())
    verified = door.story.processing()
    at_desk = Story(door.province, at=door.story.at).received()
    publish(LONGER)
    admin = door.open("admin")
    shown = text_of(admin.get("move_process", BIRTH))
    assert "Phiên bản 2 không có bước này" in shown
    assert verified.code in shown
    assert "Chuyển 1 hồ sơ" in shown
    assert place(at_desk) == (1, "B1")
    looked = send(admin, "move_process", BIRTH, ban="2", do="look", **{"buoc:B2": "B2a"})
    assert "Chuyển 2 hồ sơ" in text_of(looked)
    assert place(verified) == (1, "B2")
    done = send(admin, "move_process", BIRTH, ban="2", do="move", **{"buoc:B2": "B2a"})
    assert "Đã chuyển 2 hồ sơ sang phiên bản 2" in text_of(done)
    assert (place(verified), place(at_desk)) == ((2, "B2a"), (2, "B1"))
