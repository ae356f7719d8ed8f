"""Fees on the pages: shown with their ground, paid three ways, receipts that anybody can check."""

import re
import uuid
from datetime import timedelta
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.builders import MONDAY, Story, build_province
from tests.builders_citizen import Citizen
from tests.builders_documents import photo
from tests.builders_officer import Door, text_of, words_of_pdf
from tests.builders_payments import (
    KNOWN,
    ONLINE_HALF,
    ORPHANS,
    POLICY,
    POOR,
    collect,
    filed_online,
    give_back,
    publish_tariffs,
)
from tests.payment_stand_in import BACK, DOOR, PARTNER, sent_to_our_door

from thongsuot.adapters.payment_platform.client import HttpPaymentPlatform
from thongsuot.adapters.payment_platform.fake import StandInPlatform
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.payments import queries
from thongsuot.domains.payments import services as payments
from thongsuot.domains.payments.models import ListedTariff, Receipt
from thongsuot.entrypoints.api import confirming

pytestmark = pytest.mark.django_db
MOST_QUERIES = 40


@pytest.fixture
def story(db, published_calendar):
    province = build_province()
    publish_tariffs(MONDAY, exemptions=[ONLINE_HALF, POOR])
    return filed_online(province)


@pytest.fixture
def citizen(monkeypatch, story):
    return follow(monkeypatch, story)


def follow(monkeypatch, story):
    person = Citizen(monkeypatch, at=story.at + timedelta(minutes=1))
    pin = Dossier.objects.get(code=story.code).pin
    person.browser.post("/tra-cuu", {"code": story.code, "secret": pin})
    return person


@pytest.fixture
def platform(monkeypatch, settings, story):
    made = StandInPlatform(
        PARTNER, door=DOOR, back=BACK, clock=lambda: MONDAY, send=sent_to_our_door
    )
    with made.served() as url:
        client = HttpPaymentPlatform(url, PARTNER, patience_s=60)
        settings.PAYMENT_PLATFORM_URL = url
        monkeypatch.setattr(confirming.bootstrap, "payment_platform", lambda _day: client)
        monkeypatch.setattr(confirming, "utc_now", lambda: story.at + timedelta(minutes=9))
        yield made


def page(citizen, story) -> str:
    return text_of(citizen.get("fees", story.code))


def test_whoever_has_just_filed_is_told_at_once_that_money_is_needed(citizen, story):
    text = text_of(citizen.get("confirmation", story.code))
    assert "Nộp xong thì cơ quan mới tiếp nhận hồ sơ và hẹn ngày trả." in text
    assert "Ông/bà không cần đến cơ quan." not in text
    assert "Cần ông/bà: nộp phí, lệ phí" in text_of(citizen.get("mine"))


def test_the_tracking_page_says_what_is_to_be_paid_and_leads_there(citizen, story):
    words = text_of(citizen.get("dossier", story.code))
    assert "Cần ông/bà nộp 10.000 đồng phí, lệ phí" in words


def test_the_page_shows_the_reduction_with_its_resolution_and_the_ways_to_pay(citizen, story):
    words = page(citizen, story)
    assert "Nộp trực tuyến: giảm một nửa . Căn cứ: NQ 09/2025/NQ-HĐND" in words
    assert "Căn cứ: NQ 01/2025/NQ-HĐND" in words
    assert "9990000001" in words
    assert "Nộp tại quầy" in words
    assert "Nộp 10.000 đồng" not in words, "no platform, no button"


def test_who_came_by_the_telephone_number_is_asked_for_the_pin(monkeypatch, story):
    person = Citizen(monkeypatch, at=story.at)
    person.browser.post("/tra-cuu", {"code": story.code, "secret": "0417"})
    assert "Nhập mã PIN" in page(person, story)
    assert "10.000" not in text_of(person.get("dossier", story.code))


def test_paying_leads_to_the_platform_and_back_to_a_receipt(citizen, story, platform):
    shown = citizen.get("fees", story.code)
    assert f"form-action 'self' {platform.address};" in shown["Content-Security-Policy"]
    gone = citizen.browser.post(f"/ho-so/{story.code}/phi/nop")
    assert gone["Location"].startswith(f"{platform.address}/tra/TS")
    reference = gone["Location"].rpartition("/")[2]
    platform.pay(reference)
    back = citizen.browser.get("/thanh-toan/ve", {"MaThamChieu": reference}, follow=True)
    words = text_of(back)
    assert "Đã nhận 10.000 đồng ông/bà nộp. Biên lai ở dưới." in words
    assert "Biên lai 0000001/BLLP-2026 (PDF)" in words


@pytest.mark.parametrize(("how", "said"), [
    ("short", "Nhận được 9.000 đồng, không khớp 10.000 đồng phải nộp, nên chưa tính là đã nộp."),
    ("short", "(nhận 9.000 đồng, phải nộp 10.000 đồng)"),
    ("refused", "Chưa trả được, không có tiền bị trừ. Nộp lại được"),
])  # fmt: skip
def test_who_comes_back_without_having_paid_is_told_what_came(citizen, story, platform, how, said):
    gone = citizen.browser.post(f"/ho-so/{story.code}/phi/nop")
    reference = gone["Location"].rpartition("/")[2]
    platform.pay(reference, how)
    back = citizen.browser.get("/thanh-toan/ve", {"MaThamChieu": reference}, follow=True)
    assert said in text_of(back)


def test_who_only_follows_by_the_telephone_number_comes_back_to_no_sum(
    citizen, story, platform, monkeypatch
):
    gone = citizen.browser.post(f"/ho-so/{story.code}/phi/nop")
    reference = gone["Location"].rpartition("/")[2]
    platform.pay(reference)
    other = Citizen(monkeypatch, at=story.at)
    other.browser.post("/tra-cuu", {"code": story.code, "secret": "0417"})
    back = other.browser.get("/thanh-toan/ve", {"MaThamChieu": reference}, follow=True)
    assert "10.000" not in text_of(back)
    followed = text_of(other.get("dossier", story.code))
    assert "Đã nhận tiền ông/bà nộp và lập biên lai." in followed
    assert "10.000" not in followed
    assert "BLLP" not in followed
    assert "Đã nhận 10.000 đồng ông/bà nộp" in text_of(citizen.get("dossier", story.code))


def test_who_comes_back_before_a_lost_message_is_told_at_once(citizen, story, platform):
    gone = citizen.browser.post(f"/ho-so/{story.code}/phi/nop")
    reference = gone["Location"].rpartition("/")[2]
    platform.pay(reference, "lost-callback")
    back = citizen.browser.get("/thanh-toan/ve", {"MaThamChieu": reference}, follow=True)
    assert "Biên lai 0000001/BLLP-2026" in text_of(back)


def test_a_platform_that_is_down_is_said_and_nothing_is_lost(citizen, story, platform):
    platform.fault = "down"
    shown = citizen.browser.post(f"/ho-so/{story.code}/phi/nop", follow=True)
    assert "chưa có khoản tiền nào bị trừ" in text_of(shown)
    platform.fault = ""
    assert citizen.browser.post(f"/ho-so/{story.code}/phi/nop").status_code == 302


def test_an_address_that_somebody_made_up_settles_nothing(citizen, story, platform):
    gone = citizen.browser.post(f"/ho-so/{story.code}/phi/nop")
    reference = gone["Location"].rpartition("/")[2]
    citizen.browser.get("/thanh-toan/ve", {"MaThamChieu": reference, "MaLoi": "00"})
    assert queries.due_of(f"dossier:{story.code}") == 10_000
    assert citizen.browser.get("/thanh-toan/ve", {"MaThamChieu": "x"}).status_code == 302


def test_a_browser_that_has_not_opened_the_dossier_asks_nothing_by_its_reference(
    citizen, story, platform
):
    gone = citizen.browser.post(f"/ho-so/{story.code}/phi/nop")
    reference = gone["Location"].rpartition("/")[2]
    platform.pay(reference, "lost-callback")
    back = Client().get("/thanh-toan/ve", {"MaThamChieu": reference})
    assert story.code not in back["Location"]
    assert queries.due_of(f"dossier:{story.code}") == 10_000


def test_the_pages_ask_the_database_few_questions(citizen, story):
    page(citizen, story)
    with CaptureQueriesContext(connection) as asked:
        page(citizen, story)
    assert len(asked) <= MOST_QUERIES


@pytest.mark.parametrize("seen", [{"seen_vnd": "50000"}, {}])
def test_a_sum_is_taken_only_where_the_officer_saw_it(counter, story, seen):
    shown = counter.send("collect_fee", story.code, means="cash", **seen)
    assert shown.status_code == 422
    assert "10.000 đồng. Xem lại số tiền đã thu rồi bấm lần nữa." in text_of(shown)
    assert not Receipt.objects.exists()


def test_the_desk_sees_why_it_cannot_receive_takes_the_fee_and_then_can(counter, story):
    before = text_of(counter.get("dossier", story.code))
    assert "chưa thu phí, lệ phí" in before
    shown = text_of(counter.get("collect_fee", story.code))
    assert "10.000 đồng" in shown
    after = text_of(collect(counter, story.code, means="cash", follow=True))
    assert "lập biên lai" in after
    assert "Biên lai 0000001/BLLP-2026 (PDF)" in after
    counter.send("receive", story.code)
    assert "chưa thu phí" not in text_of(counter.get("dossier", story.code))


def test_a_transfer_without_the_banks_number_is_said_at_the_field(counter, story):
    shown = collect(counter, story.code, means="transfer")
    assert shown.status_code == 422
    assert "Ghi số giao dịch của ngân hàng" in text_of(shown)


def test_a_number_that_paid_another_dossier_is_said_at_its_field_and_may_be_meant(counter, story):
    other = filed_online(story.province)
    collect(counter, other.code, means="transfer", proof="FT777")
    shown = collect(counter, story.code, means="transfer", proof="FT777")
    assert shown.status_code == 422
    assert "Số giao dịch này đã ghi thu cho hồ sơ khác" in text_of(shown)
    assert 'value="FT777"' in shown.content.decode(), "what was typed stays"
    assert other.code not in text_of(shown)
    meant = {"means": "transfer", "proof": "FT777", "pays_several": "on"}
    assert collect(counter, story.code, **meant).status_code == 302


def test_the_desk_corrects_the_group_and_the_fee_is_nothing_with_its_ground(counter, story):
    shown = counter.send(
        "correct_fee", story.code, group="poor", proof="Giấy xác nhận hộ nghèo số 12/XN",
        follow=True,
    )  # fmt: skip
    words = text_of(shown)
    assert "Người thuộc hộ nghèo . Căn cứ: NQ 10/2025/NQ-HĐND" in words
    assert "0 đồng" in words


def test_the_groups_that_are_offered_are_those_of_the_policy(counter, story):
    poor, *others = KNOWN
    groups = [{**poor, "valid_to": "2026-03-01"}, *others, {**ORPHANS, "valid_from": "2026-03-01"}]
    document = {**POLICY, "valid_from": "2026-03-01", "groups": groups}
    payments.publish_policy(document=document, by=Actor.system(), at=story.now())
    shown = text_of(counter.get("correct_fee", story.code))
    assert "Trẻ mồ côi" in shown
    assert "Hộ cận nghèo" in shown
    refused = counter.send("correct_fee", story.code, group="poor", proof="Giấy số 12/XN")
    assert refused.status_code == 422


def test_a_wrong_receipt_is_replaced(counter, story):
    collect(counter, story.code, means="cash")
    receipt = Receipt.objects.get()
    shown = counter.send(
        "replace_receipt", story.code, receipt=str(receipt.pk), why="Ghi sai tên khoản thu",
        follow=True,
    )  # fmt: skip
    assert "0000002/BLLP-2026" in text_of(shown)


def test_money_goes_back_when_another_has_approved_it(counter, story, monkeypatch, citizen):
    collect(counter, story.code, means="cash")
    reference = queries.payments_of(f"dossier:{story.code}")[0].reference
    shown = counter.send(
        "propose_refund", story.code, payment=reference, reason="Người nộp thuộc hộ nghèo",
        legal_basis="Luật Phí và lệ phí 97/2015/QH13", account="tiền mặt", follow=True,
    )  # fmt: skip
    assert "phải người khác duyệt" in text_of(shown)
    assert "chờ người khác duyệt" in text_of(counter.get("till"))
    head = Door(monkeypatch, story).open("head")
    assert "Người nộp thuộc hộ nghèo" in text_of(head.get("refund", story.code))
    asked = queries.waiting_refund(f"dossier:{story.code}").pk
    after = head.send(
        "refund", story.code, proposal=asked, why="Đã xem giấy xác nhận hộ nghèo", follow=True
    )
    assert after.status_code == 200, "the head saw the dossier for the proposal alone"
    assert "Đã hoàn trả tiền của hồ sơ" in text_of(after)
    assert Receipt.objects.filter(cancelled_at=None).count() == 0
    words = page(citizen, story)
    assert "Phiếu hoàn trả 0000001/PHT-2026 (PDF)" in words
    assert "Nộp phí, lệ phí" in words, "it is owed again"
    (given,) = queries.refunds_of(f"dossier:{story.code}")
    assert citizen.get("refund-slip", story.code, given.pk).content.startswith(b"%PDF")
    assert "Phiếu hoàn trả này có trong sổ" in text_of(
        Client().get(f"/bien-lai/{given.check_code}")
    )


def test_a_receipt_is_a_pdf_with_a_code_by_which_anybody_sees_whether_it_holds(counter, story):
    collect(counter, story.code, means="cash")
    receipt = Receipt.objects.get()
    pdf = counter.get("receipt", story.code, receipt.pk)
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content == counter.get("receipt", story.code, receipt.pk).content
    anybody = Client()
    said = text_of(anybody.get(f"/bien-lai/{receipt.check_code}"))
    assert "còn hiệu lực" in said
    assert "0000001/BLLP-2026" in said
    assert "Ví Dụ" not in said
    counter.send(
        "replace_receipt", story.code, receipt=str(receipt.pk), why="Ghi sai tên khoản thu"
    )
    assert "đã bị hủy" in text_of(anybody.get(f"/bien-lai/{receipt.check_code}"))
    unknown = anybody.get("/bien-lai", {"ma": "KHONGCOMA123"})
    assert unknown.status_code == 404


def test_a_receipt_names_its_payer_to_the_desk_on_the_record_and_in_part_to_others(
    counter, story, monkeypatch
):
    collect(counter, story.code, means="cash")
    counter.send("receive", story.code)
    receipt = Receipt.objects.get()
    person = f"person:{Dossier.objects.get().applicant_id}"
    clerk = Door(monkeypatch, story).open("clerk")
    assert "Ví Dụ" not in words_of_pdf(clerk.get("receipt", story.code, receipt.pk))
    assert record.acts_of(person)[-1].act != "person_paper_read"
    for _again in range(2):
        assert "Ví Dụ" in words_of_pdf(counter.get("receipt", story.code, receipt.pk))
    read = [one for one in record.acts_of(person) if one.act == "person_paper_read"]
    assert [one.detail["paper"] for one in read] == [f"receipt:{receipt.pk}"]


def test_other_desks_and_handlers_get_no_button_for_the_money(monkeypatch, story):
    visit = Door(monkeypatch, story).open("handler")
    assert not re.search(r"thu-phi", visit.get("dossier", story.code).content.decode())


def test_a_dossier_without_a_tariff_says_that_nobody_may_collect(monkeypatch, story):
    free = Story(story.province, at=story.at + timedelta(days=1))
    ListedTariff.objects.update(valid_to=MONDAY.date())
    free.registered()
    citizen = follow(monkeypatch, free)
    assert "Không ai được thu tiền ngoài biểu phí" in page(citizen, free)


def test_the_till_shows_the_day_of_the_desk_and_nobody_elses(counter, story, monkeypatch):
    collect(counter, story.code, means="cash")
    words = text_of(counter.get("till"))
    assert "Tiền mặt 1 10.000 đồng" in words
    assert "chưa đối soát" in words
    assert "Chưa thu khoản nào" in text_of(counter.get("till", ngay="2026-03-01"))
    stranger = Door(monkeypatch, story).open("handler")
    assert stranger.get("till").status_code == 403


def test_money_that_does_not_match_stands_in_the_till_until_it_goes_back(
    citizen, counter, story, platform
):
    gone = citizen.browser.post(f"/ho-so/{story.code}/phi/nop")
    reference = gone["Location"].rpartition("/")[2]
    platform.pay(reference, "short")
    dossiers.reconcile_day(
        on=MONDAY.date(),
        platform=confirming.bootstrap.payment_platform(MONDAY.date()),
        clock=story.now,
    )
    words = text_of(counter.get("till"))
    assert "Không đúng số tiền phải nộp, chờ hoàn trả" in words
    assert "9.000 đồng, không đúng số tiền phải nộp" in words
    give_back(story, reference)
    assert "Không có khoản nào chờ hoàn trả" in text_of(counter.get("till"))


def test_who_sent_the_money_says_so_the_desk_sees_the_proof_and_answers(citizen, story, counter):
    say_paid = partial(citizen.browser.post, f"/ho-so/{story.code}/phi/da-chuyen", follow=True)
    fields = {"key": str(uuid.uuid4())}
    assert "Chụp hoặc chọn tệp" in text_of(say_paid(fields))
    proof = SimpleUploadedFile("man-hinh.jpg", photo(), "image/jpeg")
    said = text_of(say_paid({**fields, "file-transfer-proof": proof}))
    assert "Nơi tiếp nhận đang tìm khoản tiền này" in said
    for name, args in (("dossier", [story.code]), ("confirmation", [story.code]), ("mine", [])):
        told = text_of(citizen.get(name, *args))
        assert not re.search(r"Cần ông/bà|Ông/bà nộp", told), name
    assert "không nộp lần nữa" in text_of(citizen.get("dossier", story.code))
    assert story.code in text_of(counter.get("till"))
    assert "Người nộp báo đã chuyển khoản 10.000 đồng" in text_of(
        counter.get("dossier", story.code)
    )
    counter.send("answer_claim", story.code, why="Sao kê đến 16:00 chưa có khoản này")
    told = page(citizen, story)
    assert "Sao kê đến 16:00 chưa có khoản này" in told
    assert "Gửi chứng từ, báo đã chuyển" in told


def test_the_citizen_asks_the_platform_again_and_gets_its_own_receipt(citizen, story, platform):
    gone = citizen.browser.post(f"/ho-so/{story.code}/phi/nop")
    reference = gone["Location"].rpartition("/")[2]
    asked = citizen.browser.post(f"/ho-so/{story.code}/phi/hoi-lai", follow=True)
    assert "chưa thấy khoản này được trả" in text_of(asked)
    platform.pay(reference, "lost-callback")
    citizen.browser.post(f"/ho-so/{story.code}/phi/hoi-lai")
    assert "Biên lai của nền tảng (PDF)" in page(citizen, story)
    bill = citizen.get("platform-bill", story.code, reference)
    assert bill.content.startswith(b"%PDF")
    platform.fault = "down"
    assert citizen.get("platform-bill", story.code, reference).status_code == 302
