"""The one re-dating on the pages: the holder drafts, the head signs, the citizen reads."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.builders import MONDAY, Story
from tests.builders_citizen import Citizen
from tests.builders_officer import hidden_fields, text_of

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.lateness.models import Extension
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.ledger import queries as record

pytestmark = pytest.mark.django_db
WHY = "Phải xác minh thêm tại nơi cư trú trước đây"
TUESDAY_CLOSE = MONDAY.replace(day=3, hour=10, minute=0)


@pytest.fixture
def story(story):
    return story.processing()


def drafted(door):
    return door.open("handler").send(
        "propose_extension", door.story.code, reason=WHY, days=2, legal_basis="NĐ 61/2018, Điều 19"
    )


def signed(door):
    drafted(door)
    return door.open("head").sign("sign_extension", door.story.code)


def test_the_holder_chooses_among_counted_dates_and_the_head_signs(door):
    code = door.story.code
    page = text_of(door.open("handler").get("propose_extension", code))
    assert "thêm 2 ngày làm việc: 17:00 ngày 05/03/2026, thứ Năm" in page
    assert "văn bản xin lỗi phải gửi chậm nhất 17:00 ngày 02/03/2026" in page
    assert drafted(door).status_code == 302
    head = door.open("head")
    assert "Dự thảo xin lỗi chờ lãnh đạo ký" in text_of(head.get("dossier", code))
    assert "Hẹn lại: 17:00 ngày 05/03/2026" in text_of(head.get("sign_extension", code))
    assert head.get("preview_apology", code)["Content-Type"] == "application/pdf"
    read = record.acts_of(f"person:{Dossier.objects.get(code=code).applicant_id}")[-1]
    assert (read.act, read.detail["paper"]) == ("person_paper_read", f"draft-apology:{code}")
    assert head.sign("sign_extension", code).status_code == 302
    assert Extension.objects.get().timing == "in-time"


def test_the_head_begins_an_apology_that_nobody_drafted_and_signs_it(door):
    code, head = door.story.code, door.open("head")
    assert "Xin lỗi, hẹn lại" in text_of(head.get("dossier", code))
    assert "Xin lỗi, hẹn lại" not in text_of(door.open("clerk").get("dossier", code))
    said = {"reason": WHY, "days": 2, "legal_basis": "NĐ 61/2018, Điều 19"}
    assert head.send("propose_extension", code, **said).status_code == 302
    assert head.sign("sign_extension", code).status_code == 302
    assert Extension.objects.get().signed_as_head


def test_after_the_signature_the_pages_show_both_dates_and_close_a_second_time(door):
    signed(door)
    handler = door.open("handler")
    page = text_of(handler.get("dossier", door.story.code))
    assert "Đã xin lỗi và hẹn lại 17:00 ngày 05/03/2026" in page
    assert "Ngày hẹn đầu 17:00 ngày 03/03/2026 vẫn dùng để tính quá hạn" in page
    assert "hẹn lại lần nữa (đã hẹn lại một lần, đến 05/03/2026)" in page
    refused = handler.send(
        "propose_extension", door.story.code, reason=WHY, days=2, legal_basis="x"
    )
    assert "Hồ sơ đã được hẹn lại một lần" in text_of(refused)
    assert "Đã ký văn bản xin lỗi" not in text_of(handler.get("custody", door.story.code))
    assert "ký văn bản xin lỗi, hẹn lại một lần" in text_of(handler.get("custody", door.story.code))


def test_the_head_signs_the_apology_that_was_shown_or_none(door):
    drafted(door)
    code, head = door.story.code, door.open("head")
    seen = hidden_fields(head.get("sign_extension", code))["seen"]
    drafted(door)
    stale = head.send("sign_extension", code, seen=seen)
    assert stale.status_code == 409
    assert "Văn bản vừa được soạn lại" in text_of(stale)
    assert Extension.objects.get().signed_at is None
    for unsaid in ("", "hôm qua"):
        blind = head.send("sign_extension", code, seen=unsaid)
        assert blind.status_code == 409
        assert "Chưa rõ ông/bà đã xem văn bản nào để ký" in text_of(blind)
    assert head.sign("sign_extension", code).status_code == 302


def test_a_page_opened_late_says_what_a_signature_of_now_would_be(door):
    drafted(door)
    door.story.at = TUESDAY_CLOSE + timedelta(hours=1)
    page = text_of(door.open("head").get("sign_extension", door.story.code))
    assert "Ký lúc này được ghi là: Xin lỗi sau khi đã quá hạn" in page


def test_a_draft_of_the_system_asks_a_person_for_the_reason(door):
    dossiers.draft_extension_for(code=door.story.code, at=door.story.now())
    head = door.open("head")
    assert "Hệ thống đã lập bản thảo xin lỗi" in text_of(head.get("dossier", door.story.code))
    assert head.get("sign_extension", door.story.code).status_code == 422
    assert "để trống lý do" in text_of(head.get("propose_extension", door.story.code))


@pytest.fixture
def citizen(door, monkeypatch):
    """Return the page of the dossier as its applicant sees it, at an instant."""

    def look(at):
        visit = Citizen(monkeypatch, at=at)
        visit.open(door.story.code, Dossier.objects.get(code=door.story.code).pin)
        return visit.get("dossier", door.story.code)

    return look


def test_the_citizen_reads_apology_reason_and_new_date_with_the_first_one_struck_through(
    door, citizen
):
    signed(door)
    page = citizen(TUESDAY_CLOSE + timedelta(days=1))
    words = text_of(page)
    assert "Đã quá hạn 1 ngày làm việc UBND xã Mẫu An xin lỗi ông/bà. Lý do: " + WHY in words
    assert "Hẹn lại 17:00 ngày 05/03/2026 , thay cho 17:00 ngày 03/03/2026" in words
    assert "<del>03/03/2026</del>" in page.content.decode()
    assert "Đọc văn bản xin lỗi (PDF)" in words
    assert ">hẹn 03/03<" in page.content.decode()
    assert ">hẹn lại 05/03<" in page.content.decode()


def test_before_the_first_date_the_citizen_is_told_that_it_will_be_late(door, citizen):
    signed(door)
    words = text_of(citizen(TUESDAY_CLOSE - timedelta(hours=5)))
    assert "Hồ sơ sẽ chậm so với ngày hẹn" in words
    assert "Còn 2 ngày làm việc đến ngày hẹn lại" in words


def leads_to(visit) -> list[str]:
    page = visit.get("block", "cho-ky-xin-loi").content.decode()
    return re.findall(r'<a class="ts-code" href="([^"]+)"\s+data-open>', page)


def test_a_row_that_waits_for_an_apology_leads_to_the_page_that_signs_it(door):
    drafted(door)
    assert leads_to(door.open("head")) == [
        reverse("officer:sign_extension", args=[door.story.code])
    ]


def test_an_apology_of_the_system_leads_to_the_page_that_asks_for_its_reason(door):
    dossiers.draft_extension_for(code=door.story.code, at=door.story.now())
    assert leads_to(door.open("head")) == [
        reverse("officer:propose_extension", args=[door.story.code])
    ]


def test_the_list_of_apologies_asks_as_much_for_three_as_for_one(door):
    drafted(door)
    head = door.open("head")
    leads_to(head)
    with CaptureQueriesContext(connection) as one:
        leads_to(head)
    first = door.story
    for _more in range(2):
        door.story = Story(first.province, at=door.story.now()).processing()
        drafted(door)
    door.catch_up()
    with CaptureQueriesContext(connection) as three:
        assert len(leads_to(head)) == 3
    assert len(three) == len(one) <= 45
