"""The inbox: what waits, by due time, in blocks, with few queries."""

import re
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import LAN, Story, add_officer, build_province
from tests.builders_officer import Door, text_of

from thongsuot import bootstrap
from thongsuot.domains.custody.terms import Grounds, ReturnReason
from thongsuot.domains.deadlines.queries import calendar_at
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import MissingPaper, NationalState, Step
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.organisation.models import Agency, Appointment, Post
from thongsuot.domains.organisation.terms import Role
from thongsuot.entrypoints.officer.clocks import Times, chip

pytestmark = pytest.mark.django_db


@pytest.fixture
def province(db, published_calendar):
    return build_province()


@pytest.fixture
def door(province, monkeypatch):
    return Door(monkeypatch, Story(province))


def another(door, **changes) -> Story:
    """Begin another dossier after everything that happened."""
    return Story(door.province, at=door.story.now(), **changes)


def rows_of(page) -> list[str]:
    return re.findall(r'data-dock="dock-([^"]+)"', page.content.decode())


def to(page, rel: str) -> str:
    """Return where the pager leads."""
    link = re.search(rf'href="([^"]+)" rel="{rel}"', page.content.decode())
    return link[1] if link else ""


def test_each_block_counts_what_waits_for_this_officer(door):
    door.story.registered()
    another(door).received().offered(door.province.desk, "handler", Step.VERIFY)
    desk = text_of(door.open("desk").get("inbox"))
    assert "Chờ tiếp nhận 1" in desk
    assert "Chờ nhận chuyển 0" in desk
    assert "Đang xử lý 1" in desk
    handler = text_of(door.open("handler").get("inbox"))
    assert "Chờ tiếp nhận" not in handler
    assert "Chờ phát hành" not in handler
    assert "Chờ nhận chuyển 1" in handler


def test_the_clerk_finds_what_is_signed_and_waits_for_issuing(door):
    door.story.drafted()
    dossiers.sign_decision(
        code=door.story.code, signer=bootstrap.signer(), by=door.province.head, at=door.story.now()
    )
    page = door.open("clerk").get("inbox")
    assert rows_of(page) == [door.story.code]
    assert "Chờ phát hành 1" in text_of(page)


def test_an_empty_inbox_says_so_and_how_dossiers_get_here(door):
    words = text_of(door.open("desk").get("inbox"))
    assert "Không còn hồ sơ nào chờ xử lý" in words
    assert "Hồ sơ đến từ quầy, cổng trực tuyến hoặc cơ quan khác" in words


def test_rows_come_late_first_then_by_due_time_and_paused_last(door):
    late = door.story.processing()
    paused = another(door).processing()
    dossiers.request_supplement(
        signer=bootstrap.signer(),
        code=paused.code, papers=[MissingPaper("KQ2", "Giấy chứng sinh", "Ảnh bị mờ, chụp lại")],
        by=door.province.head, at=paused.now(),
    )  # fmt: skip
    fresh = Story(door.province, at=datetime(2026, 3, 5, 2, 0, tzinfo=UTC)).processing()
    door.story.at = fresh.at
    page = door.open("handler").get("inbox")
    assert rows_of(page) == [late.code, fresh.code, paused.code]
    words = text_of(page)
    assert "Quá hạn · 1" in words
    assert "Quá 2 ngày" in words
    assert "Hôm nay và ngày mai · 1" in words
    assert "Đồng hồ tạm dừng · 1" in words
    assert "Chờ bổ sung, từ 02/03" in words


def test_the_desk_reads_by_when_it_passes_on_what_it_received_and_that_this_is_past(door):
    door.story.received()
    desk = door.open("desk")
    assert "Chuyển trước 17:00" in text_of(desk.get("block", "dang-xu-ly"))
    door.story.at = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)
    assert "Quá hạn chuyển 17:00 02/03" in text_of(door.open("desk").get("block", "dang-xu-ly"))


def test_the_hour_of_a_promised_day_is_past_in_a_group_of_its_own(door):
    door.story.processing()
    due = Dossier.objects.get(code=door.story.code).due_at
    door.story.at = due + timedelta(minutes=8)
    page = text_of(door.open("handler").get("inbox"))
    assert "Đã qua giờ hẹn, còn trong ngày hẹn · 1" in page
    assert "Quá giờ hẹn" in page


def test_it_opens_on_the_first_block_in_which_something_waits(door):
    registered = door.story.registered()
    another(door).received()
    assert rows_of(door.open("desk").get("inbox")) == [registered.code]
    assert rows_of(door.open("desk").get("block", "dang-xu-ly")) != [registered.code]


def test_what_is_decided_has_a_block_of_its_own_in_which_no_clock_runs(door):
    code = door.story.drafted().code
    dossiers.sign_decision(
        code=code, signer=bootstrap.signer(), by=door.province.head, at=door.story.now()
    )
    dossiers.issue_decision(code=code, by=door.province.clerk, at=door.story.now())
    head = door.open("head")
    page = head.get("inbox")
    assert rows_of(page) == [door.story.code]
    words = text_of(page)
    assert "Đang xử lý 0" in words
    assert "Chờ trả kết quả 1" in words
    assert "Trước hạn" in words
    assert "Đã có kết quả, chờ chuyển về nơi tiếp nhận · 1" in words
    door.story.handed(door.province.head, "desk", Step.RETURN)
    door.story.at += timedelta(days=30)
    words = text_of(door.open("desk").get("inbox"))
    assert "Chờ người nộp đến nhận · 1" in words
    assert "Trước hạn" in words
    assert "Quá" not in words


def test_intake_says_by_when_an_answer_was_promised_and_shows_the_late_first(door):
    late = door.story.registered()
    fresh = Story(door.province, at=late.at + timedelta(days=2)).registered()
    door.story.at = fresh.at
    page = door.open("desk").get("inbox")
    assert rows_of(page) == [late.code, fresh.code]
    words = text_of(page)
    assert "Quá hạn trả lời · 1" in words
    assert re.search(r"Quá hạn trả lời \d\d:\d\d 03/03", words), words
    assert "Trả lời trước" in words


def test_a_post_without_work_is_told_what_it_can_do_here(door):
    add_officer(
        door.province, "control", "H99.05", "Kiểm soát", "control", "Vũ Thị Mẫu", [Role.CONTROL]
    )
    page = door.open("control").get("inbox")
    words = text_of(page)
    assert "Vị trí này không có hồ sơ để xử lý" in words
    assert "Tìm và xem mọi hồ sơ của tỉnh" in words
    assert "Chờ tiếp nhận" not in words


def test_names_are_masked(door):
    door.story.received()
    page = door.open("desk").get("inbox").content.decode()
    assert "Nguyễn Thị V• D•" in page
    assert "Nguyễn Thị Ví Dụ" not in page


def test_a_dossier_that_was_returned_carries_its_count(door):
    offer = door.story.received().offered(door.province.desk, "stranger", Step.VERIFY)
    dossiers.return_handover(
        offer_id=offer,
        grounds=Grounds(ReturnReason.WRONG_COMPETENCE, "Quyết định 5/QĐ-UBND, Điều 4", "H99.31"),
        by=door.province.stranger,
        at=door.story.now(),
    )
    desk = door.open("desk")
    words = text_of(desk.get("inbox"))
    assert "1 lần trả lại" in words
    assert "vừa trả lại" in words
    assert "Sở Mẫu trả lại: sai thẩm quyền" in words
    page = desk.get("dossier", door.story.code)
    assert "Sở Mẫu trả lại lúc" in text_of(page)
    link = re.search(r'href="([^"]+noi=[^"]+)"', page.content.decode())[1].replace("&amp;", "&")
    form = desk.browser.get(link).content.decode()
    post = door.province.posts["handler"].pk
    assert re.search(rf'value="{post}"[^>]*checked', form)
    door.story.offered(door.province.desk, "handler", Step.VERIFY)
    assert "Sở Mẫu trả lại lúc" not in text_of(door.open("desk").get("dossier", door.story.code))
    assert "vừa trả lại" not in text_of(door.open("desk").get("inbox"))


def test_the_dock_names_holder_and_legal_acts_of_the_first_row(door):
    door.story.processing()
    page = door.open("handler").get("inbox")
    dock = page.content.decode().split('id="dock"')[1].split("<template")[0]
    assert "Đang giữ: Đỗ Văn Mẫu Hai" in dock
    assert "Dự thảo quyết định" in dock
    assert "Soạn yêu cầu bổ sung" in dock
    assert "Ký quyết định" not in dock
    assert re.findall(r'data-key="(.)"', dock) == ["1", "2", "4", "5"]


def test_the_dock_leads_to_the_page_where_an_offer_is_taken(door):
    offer = door.story.received().offered(door.province.desk, "handler", Step.VERIFY)
    visit = door.open("handler")
    page = visit.get("block", "cho-nhan-chuyen")
    assert f'href="/can-bo/ho-so/{door.story.code}/nhan/" data-key="1"' in page.content.decode()
    assert "Chuyển lúc" in text_of(page)
    assert visit.send("accept", door.story.code, offer=offer).status_code == 302
    assert rows_of(visit.get("block", "dang-xu-ly")) == [door.story.code]


@pytest.mark.parametrize(
    "name", ["cho-tiep-nhan", "cho-nhan-chuyen", "dang-xu-ly", "cho-phat-hanh"]
)
def test_the_keys_alt_1_to_4_lead_to_the_blocks(door, name):
    page = door.open("desk").get("block", name).content.decode()
    assert re.search(
        rf'href="/can-bo/viec/{name}/" aria-current="page"\s+data-key="alt\+[1-4]"', page
    )


def test_a_block_that_does_not_exist_is_not_found(door):
    assert door.open("desk").get("block", "khac").status_code == 404


def test_pages_of_the_list_follow_each_other(door, monkeypatch):
    monkeypatch.setattr(sys.modules["thongsuot.domains.dossiers.queries.inbox"], "PAGE", 2)
    stories = [door.story.received(), *(another(door).received() for _more in range(4))]
    visit = door.open("desk")
    first = visit.get("block", "dang-xu-ly")
    assert "Hồ sơ 1–2 trên 5" in text_of(first)
    second = visit.browser.get(to(first, "next"))
    assert "Hồ sơ 3–4 trên 5" in text_of(second)
    third = visit.browser.get(to(second, "next"))
    shown = rows_of(first) + rows_of(second) + rows_of(third)
    assert shown == [story.code for story in stories], "by due time, none twice, none left out"
    assert to(third, "next") == ""
    assert rows_of(visit.browser.get(to(third, "prev"))) == rows_of(second)
    assert rows_of(visit.browser.get(to(second, "prev"))) == rows_of(first)


def test_a_page_passes_nothing_over_when_rows_above_it_were_done(door, monkeypatch):
    monkeypatch.setattr(sys.modules["thongsuot.domains.dossiers.queries.inbox"], "PAGE", 2)
    stories = [door.story.received(), *(another(door).received() for _more in range(3))]
    visit = door.open("desk")
    following = to(visit.get("block", "dang-xu-ly"), "next")
    stories[0].handed(door.province.desk, "handler", Step.VERIFY)
    second = visit.browser.get(following)
    assert rows_of(second) == [stories[2].code, stories[3].code]
    assert "Hồ sơ 2–3 trên 3" in text_of(second)
    before = to(second, "prev")
    for story in stories[2:]:
        story.handed(door.province.desk, "handler", Step.VERIFY)
    assert rows_of(visit.browser.get(following)) == [stories[1].code], "nothing is left there"
    assert rows_of(visit.browser.get(before)) == [stories[1].code]


@pytest.mark.parametrize("side", ["sau", "truoc"])
@pytest.mark.parametrize(
    "odd",
    ["99", "x", "²", "1.2.3.²", "1.2.3", "9" * 18 + ".1.1.1", "1.1.1." + "9" * 99],
)
def test_a_place_that_is_none_shows_the_first_page(door, side, odd):
    code = door.story.received().code
    page = door.open("desk").get("block", "dang-xu-ly", **{side: odd})
    assert (page.status_code, rows_of(page)) == (200, [code])


def test_the_number_of_queries_does_not_grow_with_the_list(door):
    door.story.processing()
    visit = door.open("handler")
    visit.get("inbox")
    with CaptureQueriesContext(connection) as one:
        visit.get("inbox")
    for _more in range(4):
        another(door, step=timedelta(minutes=3)).processing()
    door.catch_up()
    with CaptureQueriesContext(connection) as five:
        assert len(rows_of(visit.get("inbox"))) == 5
    assert len(five) == len(one) <= 31


def test_a_dossier_is_found_by_the_beginning_of_its_code(door):
    door.story.received()
    visit = door.open("desk")
    found = visit.browser.post("/can-bo/tim/", {"q": door.story.code[:12]})
    assert found["Location"] == f"/can-bo/ho-so/{door.story.code}/"
    another(door).received()
    words = text_of(visit.browser.post("/can-bo/tim/", {"q": "h99.31"}))
    assert "2 hồ sơ" in words
    assert "Chưa tìm thấy" in text_of(visit.browser.post("/can-bo/tim/", {"q": "Nguyễn"}))


def test_a_dossier_is_found_by_its_last_digits_and_each_hit_says_whose_what_and_who_holds_it(door):
    door.story.received()
    visit = door.open("desk")
    tail = door.story.code[-4:]
    found = visit.browser.post("/can-bo/tim/", {"q": tail})
    assert found["Location"] == f"/can-bo/ho-so/{door.story.code}/"
    another(door).received()
    words = text_of(visit.browser.post("/can-bo/tim/", {"q": "h99.31"}))
    assert "Nguyễn Thị V• D•" in words
    assert "đang giữ: Trần Thị Mẫu Một" in words


@pytest.mark.parametrize("number", [LAN.personal_id, "999 190 000017", LAN.phone])
def test_a_person_is_found_by_the_exact_number_and_the_record_says_who_looked(door, number):
    door.story.received()
    person = Dossier.objects.get(code=door.story.code).applicant
    visit = door.open("desk")
    found = visit.browser.post("/can-bo/tim/", {"q": number})
    assert found["Location"] == f"/can-bo/ho-so/{door.story.code}/"
    last = record.acts_of(person.subject)[-1]
    assert last.act == "person_looked_up"
    assert number.replace(" ", "") not in str(last.detail)
    stranger = door.open("stranger").browser.post("/can-bo/tim/", {"q": number})
    assert "Chưa tìm thấy" in text_of(stranger)


def test_a_limit_in_days_lasts_to_the_end_of_its_last_day_for_officers_too():
    due = datetime(2026, 3, 3, 10, tzinfo=UTC)  # 17:00 in Vietnam
    times = Times(NationalState.RETURNED, due, due, None, decided_at=due + timedelta(hours=1))
    assert not times.is_late(due + timedelta(hours=1))
    assert times.is_late(due + timedelta(hours=8))
    by_hour = replace(times, by_hour=True)
    assert by_hour.is_late(due + timedelta(hours=1))


def test_lateness_from_before_papers_were_asked_for_is_not_hidden_by_the_pause(
    published_calendar,
):
    due = datetime(2026, 3, 3, 10, tzinfo=UTC)
    asked = due + timedelta(days=2)
    times = Times(NationalState.SUPPLEMENT_REQUESTED, due, due, paused_since=asked)
    clock = chip(times, at=asked + timedelta(days=9), calendar=calendar_at(due))
    assert (clock.tone, clock.lateness) == ("paused", "quá hạn 2 ngày")


def test_choosing_where_to_hand_over_asks_no_more_of_a_province_with_many_agencies(door):
    code = door.story.received().code
    desk = door.open("desk")
    desk.get("hand_over", code)
    with CaptureQueriesContext(connection) as few:
        desk.get("hand_over", code)
    somebody, like = door.province.officers["stranger"], door.province.agencies["H99.05"]
    for number in range(30):
        agency = Agency.objects.create(
            code=f"H99.2{number:02}", name=f"Sở Mẫu {number}", short_name=f"Sở {number}",
            kind=like.kind, level=like.level, area=like.area, valid_from=like.valid_from,
        )  # fmt: skip
        post = Post.objects.create(
            code=f"{agency.code}:x", agency=agency, title="Chuyên viên", kind="handler",
            valid_from=like.valid_from,
        )  # fmt: skip
        Appointment.objects.create(officer=somebody, post=post, valid_from=like.valid_from)
    with CaptureQueriesContext(connection) as many:
        page = desk.get("hand_over", code)
    assert "Sở Mẫu 29" in page.content.decode()
    assert len(many) == len(few)


def test_who_may_not_look_people_up_is_not_told_to(door):
    desk = text_of(door.open("desk").get("search"))
    assert "đủ số định danh, số điện thoại" in desk
    add_officer(
        door.province, "control", "H99.05", "Kiểm soát thủ tục", "control", "Vũ Thị Mẫu Sáu",
        [Role.CONTROL],
    )  # fmt: skip
    control = text_of(door.open("control").get("search"))
    assert "số định danh" not in control
