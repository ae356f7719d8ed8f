"""The dossier page: holder first, clock, story of custody, papers, and data shown in full."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.builders import LAN, Story, add_neighbour, add_officer
from tests.builders_officer import text_of

from thongsuot import bootstrap
from thongsuot.domains.catalogue.models import Component, ProcedureVersion
from thongsuot.domains.custody.terms import Grounds, ReturnReason
from thongsuot.domains.documents import services as documents
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import HandedTo, MissingPaper, Step
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.terms import Role

pytestmark = pytest.mark.django_db

TABS = ("dossier", "papers", "custody", "decision")
MOST_QUERIES = 41
THURSDAY = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)


def returned(story) -> Story:
    """Offer it to the wrong agency, which returns it."""
    offer = story.received().offered(story.province.desk, "stranger", Step.VERIFY)
    dossiers.return_handover(
        offer_id=offer,
        grounds=Grounds(ReturnReason.WRONG_COMPETENCE, "Quyết định 5/QĐ-UBND, Điều 4", "H99.31"),
        by=story.province.stranger,
        at=story.now(),
    )
    return story


def photo_for(story, photo) -> str:
    """Attach a photo as the citizen and return the paper's address."""
    paper = documents.attach_upload(
        subject=f"dossier:{story.code}", component_code="KQ2", name="Giấy chứng sinh.jpg",
        stream=photo(), by=Actor.citizen(dossier=story.code), at=story.now(),
    )  # fmt: skip
    return reverse("officer:paper", args=[story.code, paper.id])


def test_the_head_of_another_commune_is_not_offered_the_signature(door):
    add_neighbour(door.province)
    door.story.drafted()
    address = reverse("officer:sign", args=[door.story.code])
    assert address in door.open("head").get("dossier", door.story.code).content.decode()
    door.story.handed(door.province.head, "neighbour_head", Step.SIGN)
    seen = door.open("neighbour_head").get("dossier", door.story.code)
    assert seen.status_code == 200
    assert address not in seen.content.decode()


def test_a_file_for_a_paper_of_the_form_alone_is_named_as_the_form_names_it(door, photo):
    door.story.received()
    documents.attach_upload(
        subject=f"dossier:{door.story.code}", component_code="van-ban-uy-quyen", name="IMG.jpg",
        stream=photo(), by=Actor.citizen(dossier=door.story.code), at=door.story.now(),
    )  # fmt: skip
    words = text_of(door.open("desk").get("papers", door.story.code))
    assert "Văn bản ủy quyền – – IMG.jpg" in words
    assert "van-ban-uy-quyen" not in words


def test_a_file_stands_at_the_published_line_that_begins_with_the_name_in_the_form(door, photo):
    version = ProcedureVersion.objects.get(procedure__code="1.001193")
    Component.objects.create(
        version=version, position=9, code="UQ", originals=1,
        name="- Văn bản ủy quyền (được chứng thực) theo quy định của pháp luật",
    )  # fmt: skip
    door.story.received()
    documents.attach_upload(
        subject=f"dossier:{door.story.code}", component_code="van-ban-uy-quyen", name="IMG.jpg",
        stream=photo(), by=Actor.citizen(dossier=door.story.code), at=door.story.now(),
    )  # fmt: skip
    words = text_of(door.open("desk").get("papers", door.story.code))
    assert "Văn bản ủy quyền 1 – IMG.jpg" in words
    assert words.count("Văn bản ủy quyền") == 1


def test_notes_among_the_published_components_are_no_papers_to_tick(door):
    version = ProcedureVersion.objects.get(procedure__code="1.001193")
    Component.objects.create(
        version=version, position=9, code="GC", name="Lưu ý chung cho mọi hồ sơ"
    )
    words = text_of(door.open("handler").get("supplement", door.story.processing().code))
    assert "Lưu ý chung" not in words


def test_holder_clock_and_next_acts_stand_on_the_page(door):
    door.story.processing()
    words = text_of(door.open("handler").get("dossier", door.story.code))
    assert "Đang giữ Đỗ Văn Mẫu Hai" in words
    assert "Còn 1 ngày" in words
    assert "17:00 03/03/2026" in words
    assert (
        "Dự thảo quyết định Người giữ không đổi. Phải có người khác ký. Đồng hồ vẫn chạy." in words
    )
    assert "Không làm được lúc này: đổi ngày hẹn" in words


def test_before_receipt_the_desk_that_must_answer_is_named(door):
    door.story.registered()
    words = text_of(door.open("desk").get("dossier", door.story.code))
    assert "Chưa tiếp nhận, nơi phải trả lời Bộ phận Một cửa xã Mẫu An" in words
    assert "Tiếp nhận Giữ hồ sơ từ lúc bấm. Đồng hồ bắt đầu chạy: 1 ngày làm việc" in words


def test_who_does_not_hold_it_reads_who_does_and_is_offered_nothing(door):
    door.story.processing()
    words = text_of(door.open("head").get("dossier", door.story.code))
    assert "Đỗ Văn Mẫu Hai đang giữ; chỉ người giữ làm được bước tiếp theo" in words
    assert "Yêu cầu bổ sung Chỉ một lần" not in words


def test_an_officer_of_an_agency_it_never_came_to_learns_nothing(door):
    door.story.received()
    answer = door.open("stranger").get("dossier", door.story.code)
    assert answer.status_code == 404
    words = text_of(answer)
    assert "Không mở được hồ sơ này" in words
    assert "Nguyễn" not in words
    assert "Trần Thị Mẫu Một" not in words


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_in_every_state(door, tab):
    story = door.story
    visits = {}

    def opens(who):
        door.catch_up()
        visit = visits.setdefault(who, door.open(who))
        page = visit.get(tab, story.code)
        assert page.status_code == 200
        assert "Nguyễn Thị Ví Dụ" not in page.content.decode()

    story.registered()
    opens("desk")
    dossiers.receive(code=story.code, by=story.province.desk, at=story.now())
    opens("desk")
    offer = story.offered(story.province.desk, "handler", Step.VERIFY)
    opens("handler")
    dossiers.accept_handover(offer_id=offer, by=story.province.handler, at=story.now())
    opens("handler")
    dossiers.request_supplement(
        signer=bootstrap.signer(),
        code=story.code, papers=[MissingPaper("KQ2", "Giấy chứng sinh", "Ảnh bị mờ, chụp lại")],
        by=story.province.head, at=story.now(),
    )  # fmt: skip
    opens("handler")


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_after_the_result_was_returned(door, tab):
    story = door.story.drafted()
    signer = bootstrap.signer()
    dossiers.sign_decision(code=story.code, signer=signer, by=story.province.head, at=story.now())
    dossiers.issue_decision(code=story.code, by=story.province.clerk, at=story.now())
    story.handed(story.province.head, "desk", Step.RETURN)
    dossiers.return_result(
        code=story.code, to=HandedTo.APPLICANT, by=story.province.desk, at=story.now()
    )
    page = door.open("desk").get(tab, story.code)
    assert page.status_code == 200
    words = text_of(page)
    assert "Trước hạn" in words
    assert "Đã kết thúc, người giữ cuối Trần Thị Mẫu Một" in words
    assert "Hồ sơ đã kết thúc; không còn bước nào" in words


def test_a_return_is_told_with_reason_basis_and_right_agency(door):
    returned(door.story)
    page = door.open("desk").get("custody", door.story.code)
    words = text_of(page)
    assert "bị trả lại 1 lần" in words
    assert "Sở Mẫu · Chuyên viên trả lại, không nhận" in words
    assert (
        "Trả lại: sai thẩm quyền. Căn cứ: Quyết định 5/QĐ-UBND, Điều 4. "
        "Nơi đúng thẩm quyền: UBND xã Mẫu An." in words
    )
    assert "ts-thread__mark--return" in page.content.decode()


def test_lateness_is_charged_to_who_held_it(door):
    door.story.processing()
    door.story.at = THURSDAY
    words = text_of(door.open("handler").get("custody", door.story.code))
    assert "quá hạn 1,3 ngày, khi đang ở UBND xã Mẫu An" in words
    assert "vượt phần được chia" in words


def test_waiting_for_an_answer_is_shown_apart_and_the_giver_still_holds(door):
    door.story.received().offered(door.province.desk, "handler", Step.VERIFY)
    words = text_of(door.open("desk").get("custody", door.story.code))
    assert "Đang chờ UBND xã Mẫu An · Công chức hộ tịch trả lời" in words
    assert "Trần Thị Mẫu Một vẫn giữ" in words
    assert "đang chờ UBND xã Mẫu An trả lời, vẫn giữ" in words


def test_the_first_promise_stays_struck_through_after_a_supplement(door, photo):
    story = door.story.processing()
    dossiers.request_supplement(
        signer=bootstrap.signer(),
        code=story.code, papers=[MissingPaper("KQ2", "Giấy chứng sinh", "Ảnh bị mờ, chụp lại")],
        by=story.province.head, at=story.now(),
    )  # fmt: skip
    story.at = THURSDAY
    photo_for(story, photo)
    dossiers.supply(code=story.code, by=Actor.citizen(dossier=story.code), at=story.now())
    page = door.open("handler").get("dossier", story.code)
    assert "<del>03/03/2026</del>" in page.content.decode()
    words = text_of(page)
    assert "17:00 06/03/2026" in words
    assert "yêu cầu bổ sung (đã yêu cầu 1 lần, quy định cho 1 lần)" in words


def test_every_recorded_act_is_listed_with_its_hash(door):
    door.story.received()
    words = text_of(door.open("desk").get("custody", door.story.code))
    for act in record.acts_of(f"dossier:{door.story.code}"):
        assert act.hash in words


def test_on_paper_the_custody_tab_is_the_control_sheet(door):
    returned(door.story).handed(door.province.desk, "handler", Step.VERIFY)
    page = door.open("handler").get("custody", door.story.code).content.decode()
    sheet = page.split('of-sheet">')[1].split("</section>")[0]
    assert "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ" in sheet
    assert door.story.code in sheet
    lines = sheet.split("<tbody>")[1].split("<tr>")[1:]
    assert "Người nộp" in lines[0]
    assert "Tiếp nhận hồ sơ" in lines[0]
    assert "không nhận" in lines[1]
    assert "Nơi đúng thẩm quyền: UBND xã Mẫu An" in lines[1]
    assert "Đỗ Văn Mẫu Hai, UBND xã Mẫu An" in lines[2]
    assert len(lines) == 3


def test_the_number_of_queries_of_the_dossier_page_is_bounded(door):
    returned(door.story)
    door.story.handed(door.province.desk, "handler", Step.VERIFY)
    visit = door.open("handler")
    visit.get("dossier", door.story.code)
    for tab in TABS:
        with CaptureQueriesContext(connection) as asked:
            visit.get(tab, door.story.code)
        assert len(asked) <= MOST_QUERIES


def test_papers_are_listed_by_component_and_open_as_pdf(door, photo):
    address = photo_for(door.story.received(), photo)
    visit = door.open("desk")
    page = visit.get("papers", door.story.code)
    assert address in page.content.decode()
    words = text_of(page)
    assert "Giấy chứng sinh.jpg" in words
    assert "đối chiếu bản giấy" in words
    pdf = visit.browser.get(address)
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf["Cache-Control"] == "no-store"
    assert pdf["Content-Disposition"].startswith("inline")
    assert pdf["X-Frame-Options"] == "SAMEORIGIN"
    assert pdf.content.startswith(b"%PDF")


def test_a_paper_of_another_dossier_or_for_other_eyes_does_not_exist(door, photo):
    address = photo_for(door.story.received(), photo)
    other = Story(door.province, at=door.story.now()).received()
    door.story.at = other.at
    visit = door.open("desk")
    assert visit.browser.get(address.replace(door.story.code, other.code)).status_code == 404
    assert visit.get("paper", door.story.code, uuid.uuid4()).status_code == 404
    assert door.open("stranger").browser.get(address).status_code == 404


def test_control_reads_which_papers_there_are_and_is_offered_none_that_would_be_refused(
    door, photo
):
    address = photo_for(door.story.received(), photo)
    door.story.handed(door.province.desk, "handler", Step.VERIFY).drafted_by_handler()
    add_officer(
        door.province, "control", "H99.05", "Kiểm soát", "control", "Hồ Văn Mẫu Tám",
        [Role.CONTROL],
    )  # fmt: skip
    visit = door.open("control")
    papers, decision = (visit.get(tab, door.story.code) for tab in ("papers", "decision"))
    assert "Giấy chứng sinh.jpg" in text_of(papers)
    assert "Chỉ người tiếp nhận, thụ lý, ký hoặc phát hành hồ sơ mở được tệp" in text_of(papers)
    preview = reverse("officer:preview", args=[door.story.code])
    for page in (papers, decision):
        assert address not in page.content.decode()
        assert preview not in page.content.decode()
    assert visit.browser.get(address).status_code == 403
    assert visit.browser.get(preview).status_code == 403


def test_data_in_full_is_shown_once_for_a_purpose_and_recorded(door):
    door.story.processing()
    visit = door.open("handler")
    before = visit.get("dossier", door.story.code).content.decode()
    assert LAN.full_name not in before
    assert LAN.personal_id not in before

    shown = visit.send("disclose", door.story.code, purpose="handling")
    words = text_of(shown)
    assert LAN.full_name in words
    assert "999 190 000017" in words.replace("\N{NO-BREAK SPACE}", " ")
    assert shown["Cache-Control"] == "no-store"

    person = Dossier.objects.get(code=door.story.code).applicant_id
    last = record.acts_of(f"person:{person}")[-1]
    assert last.act == "person_disclosed"
    assert last.actor.officer_id == door.province.officers["handler"].pk
    assert last.detail == {"purpose": "handling", "dossier": door.story.code}
    assert LAN.full_name not in visit.get("dossier", door.story.code).content.decode()


def test_data_in_full_needs_a_purpose_from_the_list(door):
    door.story.processing()
    shown = door.open("handler").send("disclose", door.story.code, purpose="curiosity")
    assert LAN.full_name not in shown.content.decode()


def readings(story) -> list:
    """Return what the record says of papers read about the applicant."""
    person = Dossier.objects.get(code=story.code).applicant_id
    return [a for a in record.acts_of(f"person:{person}") if a.act == "person_paper_read"]


def test_who_works_on_it_opens_a_paper_unasked_and_is_recorded_once_a_day(door, photo):
    address = photo_for(door.story.received(), photo)
    visit = door.open("desk")
    assert visit.browser.get(address).content == visit.browser.get(address).content
    (read,) = readings(door.story)
    assert read.actor.officer_id == door.province.officers["desk"].pk
    paper = address.rstrip("/").rpartition("/")[2]
    assert read.detail == {"purpose": "intake", "dossier": door.story.code, "paper": paper}
    door.story.at += timedelta(days=1)
    door.open("desk").browser.get(address)
    assert len(readings(door.story)) == 2


def test_who_reads_a_draft_is_on_record_and_says_why_without_work_on_it(door):
    code = door.story.drafted().code
    head, desk = door.open("head"), door.open("desk")
    assert head.get("preview", code).content == head.get("preview", code).content
    assert "Mở giấy tờ để làm gì?" in text_of(desk.get("preview", code))
    assert [one.detail["purpose"] for one in readings(door.story)] == ["decision"]
    assert desk.send("preview", code, purpose="contact").content.startswith(b"%PDF")
    assert readings(door.story)[-1].detail == {
        "purpose": "contact", "dossier": code, "paper": f"draft-result:{code}",
    }  # fmt: skip


def test_who_has_no_work_on_it_says_what_a_paper_is_read_for(door, photo):
    address = photo_for(door.story.processing(), photo)
    browser = door.open("head").browser
    asked = text_of(browser.get(address))
    assert "Mở giấy tờ để làm gì?" in asked
    assert "Chọn xem đầy đủ để làm gì" in text_of(browser.post(address, {"purpose": ""}))
    assert readings(door.story) == []
    assert browser.post(address, {"purpose": "contact"}).content.startswith(b"%PDF")
    assert [read.detail["purpose"] for read in readings(door.story)] == ["contact"]


def test_a_hand_over_is_no_work_for_an_administrator_of_the_agency_it_is_offered_to(door, photo):
    address = photo_for(door.story.received(), photo)
    door.story.offered(door.province.desk, "handler", Step.VERIFY)
    add_officer(
        door.province, "admin", "H99.31", "Quản trị", "handler", "Vũ Thị Mẫu", [Role.ADMINISTER]
    )
    assert door.open("admin").browser.get(address).status_code == 403
    assert readings(door.story) == []
    assert door.open("handler").browser.get(address).content.startswith(b"%PDF")


def test_addresses_hold_the_code_and_nothing_of_anybody(door):
    door.story.processing()
    page = door.open("handler").get("dossier", door.story.code).content.decode()
    addresses = [part.split('"')[0] for part in page.split('href="')[1:]]
    assert not [a for a in addresses if LAN.personal_id in a or "Nguy" in a]
