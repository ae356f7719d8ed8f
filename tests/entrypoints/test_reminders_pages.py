"""Nhắc việc: the page, the block of apologies to sign, the worker's turn, the command."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import MONDAY, Story
from tests.builders_officer import Door, text_of
from tests.entered import run

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.lateness import rules
from thongsuot.domains.dossiers.lateness.models import Digest, Extension, Reminder
from thongsuot.domains.dossiers.supplements import rules as supplements
from thongsuot.entrypoints.jobs import tasks

pytestmark = pytest.mark.django_db
CODE = re.compile(r"H99[\w.]*-\d{8}-\d{7}")
WEDNESDAY = MONDAY.replace(day=4, hour=2)
"""09:00 on Wednesday, the first working day after what was promised for Tuesday."""


@pytest.fixture
def story(story):
    return story.processing()


def at(door, instant) -> Door:
    door.story.at = instant
    return door


def test_the_holder_reads_what_he_is_reminded_of_and_what_to_do(door):
    dossiers.remind(at=WEDNESDAY)
    handler = at(door, WEDNESDAY).open("handler")
    assert "Nhắc việc: 1 hồ sơ đã được nhắc hạn" in text_of(handler.get("inbox"))
    page = text_of(handler.get("reminders"))
    assert "Đang giữ 1 hồ sơ quá hạn , 0 đến hạn hôm nay" in page
    assert f"Quá hạn 1 ngày làm việc 17:00 ngày 03/03/2026 {door.story.code}" in page
    assert "không kịp thì soạn văn bản xin lỗi, hẹn lại." in page


def test_the_page_says_late_within_the_minute_without_waiting_for_any_job(door):
    midnight = MONDAY.replace(day=3, hour=17, minute=0)
    story = at(door, midnight - timedelta(minutes=9)).story
    story.step = timedelta(minutes=1)
    assert "0 hồ sơ quá hạn , 1 đến hạn hôm nay" in text_of(door.open("handler").get("reminders"))
    at(door, midnight - timedelta(minutes=1))
    assert "1 hồ sơ quá hạn , 0 đến hạn hôm nay" in text_of(door.open("handler").get("reminders"))
    assert not Reminder.objects.exists()


def test_the_heads_list_of_late_work_counts_it_within_the_minute(door):
    midnight = MONDAY.replace(day=3, hour=17, minute=0)
    door.story.step = timedelta(minutes=1)
    at(door, midnight - timedelta(minutes=5))
    before = text_of(door.open("head").get("agency_late", "H99.31"))
    at(door, midnight - timedelta(minutes=1))
    after = text_of(door.open("head").get("agency_late", "H99.31"))
    assert "0 hồ sơ đang quá hạn" in before
    assert "1 hồ sơ đang quá hạn" in after


def test_the_head_finds_the_systems_draft_among_what_waits_for_his_signature(door):
    dossiers.draft_extensions(at=MONDAY.replace(hour=8, minute=30))
    assert not Extension.objects.exists(), "received that very day"
    dossiers.draft_extension_for(code=door.story.code, at=door.story.now())
    head = door.open("head")
    inbox = text_of(head.get("inbox"))
    assert "Chờ ký xin lỗi 1" in inbox
    assert door.story.code in inbox
    assert "1 văn bản xin lỗi chờ ký" in text_of(head.get("reminders"))
    assert "Chờ ký xin lỗi" not in text_of(door.open("handler").get("inbox"))


def test_the_head_opens_the_decisions_that_wait_for_his_signature_from_their_number(door):
    code = door.story.drafted_by_handler().code
    head = door.open("head")
    numbers = head.get("reminders")
    assert "1 quyết định chờ ký" in text_of(numbers)
    assert 'href="/can-bo/viec/cho-ky-ket-qua/"' in numbers.content.decode()
    listed = text_of(head.get("block", "cho-ky-ket-qua"))
    assert "Chờ ký quyết định 1" in listed
    assert code in listed
    inbox = text_of(head.get("inbox"))
    assert "Đang xử lý 1" in inbox
    assert "Chờ ký quyết định" not in inbox, "a part of what is held, no tab of its own"


def test_what_was_handed_on_reminds_its_former_holder_no_more(door):
    dossiers.remind(at=WEDNESDAY)
    at(door, WEDNESDAY).story.handed(door.province.handler, "head", "sign")
    assert "Không có việc nào phải nhắc." in text_of(door.open("handler").get("reminders"))


def test_the_page_asks_few_questions(door):
    for place in range(3):
        Story(door.province, at=MONDAY + timedelta(minutes=30 + place)).received()
    dossiers.remind(at=WEDNESDAY)
    desk = at(door, WEDNESDAY).open("desk")
    desk.get("reminders")
    with CaptureQueriesContext(connection) as asked:
        page = text_of(desk.get("reminders"))
    assert "Đang giữ 3 hồ sơ quá hạn" in page
    assert len(asked) <= 29


def test_reminders_go_on_page_by_page_and_each_list_says_how_much_there_is(door, monkeypatch):
    for module in ("domains.dossiers.queries.reminders", "entrypoints.officer.views.reminders"):
        monkeypatch.setattr(f"thongsuot.{module}.MOST", 2)
    for place in range(3):
        Story(door.province, at=MONDAY + timedelta(minutes=30 + place)).received()
    dossiers.remind(at=WEDNESDAY)
    desk = at(door, WEDNESDAY).open("desk")
    first = desk.get("reminders")
    told, due = text_of(first).split("Quá hạn (3)")
    assert "Xem tất cả ở mục Đang xử lý" in due
    place = re.search(r'sau=([^"]*)" rel="next"', first.content.decode())[1]
    second = text_of(desk.get("reminders", sau=place))
    shown = [CODE.findall(told), CODE.findall(second)]
    assert [len(codes) for codes in shown] == [2, 1]
    assert not set(shown[0]) & set(shown[1])
    for odd in ("x", "2026-01-01_x", f"9999-12-31_{10**30}"):
        assert desk.get("reminders", sau=odd).status_code == 200


def test_the_workers_turn_reminds_drafts_and_counts_and_does_so_once(door, monkeypatch):
    monkeypatch.setattr(tasks, "utc_now", lambda: WEDNESDAY)
    for _turn in range(2):
        tasks.remind(0)
    assert Reminder.objects.count() == 1
    assert Digest.objects.count() == 1


def test_the_command_shows_and_publishes_the_supplement_policy(tmp_path):
    shown = run("supplement", "policy").stdout
    assert "every other procedure: at most 1 before receipt; after it 1, within 3 working" in shown
    file = tmp_path / "policy.json"
    file.write_text(json.dumps(supplements.shipped_document() | {"version": "2027-1"}))
    rehearsed = run("supplement", "publish", str(file), "--dry-run", "--json").stdout
    assert json.loads(rehearsed)["applied"] is False
    assert "2027-1 is in force" in run("supplement", "publish", str(file)).stdout
    file.write_text(json.dumps(supplements.shipped_document() | {"policies": []}))
    assert "policies" in run("supplement", "publish", str(file)).stderr


def test_the_command_shows_and_publishes_the_policy(tmp_path):
    shown = run("lateness", "policy", "--json")
    assert shown.exit_code == 0, shown.exception
    assert json.loads(shown.stdout)["ladder"][0]["code"] == "T-2"
    assert "T+3: +3 working days, to the head, by message" in run("lateness", "policy").stdout
    file = tmp_path / "policy.json"
    file.write_text(json.dumps(rules.shipped_document() | {"version": "2027-1"}))
    assert json.loads(run("lateness", "publish", str(file), "--dry-run", "--json").stdout)[
        "applied"
    ] is (False)
    assert "2027-1 is in force" in run("lateness", "publish", str(file)).stdout
    file.write_text(json.dumps(rules.shipped_document() | {"digest_at": "soon"}))
    wrong = run("lateness", "publish", str(file))
    assert wrong.exit_code != 0
    assert "digest_at" in wrong.stderr
