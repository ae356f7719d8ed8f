"""Following a dossier: who holds it, what to do, until when; supplement, withdrawal, result."""

import re
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import Story, build_province
from tests.builders_citizen import Citizen, named, text_of, title_of

from thongsuot import bootstrap
from thongsuot.domains.custody.terms import Grounds, ReturnReason
from thongsuot.domains.documents import queries as documents
from thongsuot.domains.documents import services as filing
from thongsuot.domains.documents.terms import Kind, PaperUnknown
from thongsuot.domains.dossiers import policy, services
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import (
    HandedTo,
    MissingPaper,
    NationalState,
    PinNeeded,
    Step,
)
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.models import Officer

pytestmark = pytest.mark.django_db
PHONE_END = "0417"


@pytest.fixture
def story(db, published_calendar):
    return Story(build_province())


@pytest.fixture
def come(monkeypatch, story):
    """Return a citizen who has opened the dossier of the story, after all that happened."""

    def opened() -> Citizen:
        citizen = Citizen(monkeypatch, at=story.now())
        pin = Dossier.objects.get(code=story.code).pin
        assert citizen.open(story.code, pin).status_code == 302
        return citizen

    return opened


def asked(story, *names) -> None:
    papers = [
        MissingPaper(f"giay-{n}", name, "Ảnh mờ, không đọc được") for n, name in enumerate(names)
    ]
    services.request_supplement(
        code=story.code, papers=papers, by=story.province.handler, at=story.now()
    )


def signed(story) -> None:
    services.sign_decision(
        code=story.code, signer=bootstrap.signer(), by=story.province.head, at=story.now()
    )


def issued(story) -> None:
    signed(story)
    services.issue_decision(code=story.code, by=story.province.clerk, at=story.now())


def papers_of(story):
    return documents.attachments_of(f"dossier:{story.code}")


def page_of(citizen, story):
    return citizen.get("dossier", story.code)


# --- the secret ----------------------------------------------------------------------------


def test_a_dossier_opens_to_its_code_with_the_pin_or_the_end_of_the_telephone(story, monkeypatch):
    story.registered()
    for secret in (Dossier.objects.get().pin, PHONE_END):
        citizen = Citizen(monkeypatch, at=story.now())
        assert citizen.open(story.code.lower(), f" {secret[:2]} {secret[2:]} ").status_code == 302
        assert story.code in text_of(page_of(citizen, story))


@pytest.mark.parametrize("code", ["H99.31.01-20260302-0000001", "H99.31.01-20260302-9999999"])
def test_a_wrong_secret_and_a_wrong_code_are_answered_alike(story, monkeypatch, code):
    story.registered()
    page = Citizen(monkeypatch, at=story.now()).open(code, "0000")
    assert page.status_code == 422
    assert title_of(page).startswith("Lỗi: ")
    assert "Mã hồ sơ và số bí mật không khớp nhau." in text_of(page)


def test_after_too_many_guesses_one_waits_even_with_the_right_secret(story, monkeypatch):
    story.registered()
    citizen = Citizen(monkeypatch, at=story.now())
    left = [text_of(citizen.open(story.code, "0000")) for _ in range(5)]
    assert "Còn thử được 4 lần." in left[0]
    assert "Đã hết lượt thử" in left[4]
    page = citizen.open(story.code, PHONE_END)
    assert page.status_code == 429
    assert 800 < int(page["Retry-After"]) <= 900
    assert re.search(r"Thử lại từ \d\d:\d\d", text_of(page))
    citizen.wait(minutes=16)
    assert citizen.open(story.code, PHONE_END).status_code == 302


def test_the_end_of_the_telephone_lets_one_follow_and_nothing_more(story, monkeypatch):
    story.processing()
    asked(story, "Giấy chứng sinh")
    citizen = Citizen(monkeypatch, at=story.now())
    citizen.open(story.code, PHONE_END)
    text = text_of(page_of(citizen, story))
    assert "Cần mã PIN để xem giấy tờ" in text
    assert "Ảnh mờ" not in text
    for name in ("confirmation", "supplement", "withdraw", "result"):
        assert "Nhập mã PIN" in text_of(citizen.get(name, story.code)), name
    pin = Dossier.objects.get().pin
    assert pin not in citizen.get("confirmation", story.code).content.decode()
    way_on = citizen.open(story.code, pin, tiep=f"/ho-so/{story.code}/bo-sung")
    assert way_on["Location"] == f"/ho-so/{story.code}/bo-sung"
    assert "Giấy chứng sinh" in text_of(citizen.get("supplement", story.code))


def test_the_weak_secret_acts_and_reads_nothing_whatever_the_door_does(story):
    story.processing()
    services.prepare_papers(code=story.code, at=story.now())
    weak = services.open_with_secret(code=story.code, secret=PHONE_END, at=story.now())
    with pytest.raises(PinNeeded):
        services.withdraw(code=story.code, reason="Không cần nữa", by=weak, at=story.now())
    slip = next(p for p in papers_of(story) if p.kind is Kind.INTAKE_SLIP)
    with pytest.raises(PaperUnknown):
        documents.read_pdf(slip.id, by=weak, may_read=policy.may_read(story.now()))


def test_the_slip_with_the_pin_is_for_the_desk_that_hands_it_out(story):
    story.processing()
    services.prepare_papers(code=story.code, at=story.now())
    slip = next(p for p in papers_of(story) if p.kind is Kind.INTAKE_SLIP)
    read = partial(documents.read_pdf, slip.id, may_read=policy.may_read(story.now()))
    assert read(by=story.province.desk).startswith(b"%PDF")
    for officer in (story.province.handler, story.province.head):
        with pytest.raises(PaperUnknown):
            read(by=officer)


def test_the_printed_address_leads_to_the_dossier_and_asks_for_the_secret(story, monkeypatch):
    story.registered()
    citizen = Citizen(monkeypatch, at=story.now())
    page = citizen.browser.get(f"/tra-cuu/{story.code}/", follow=True)
    assert page.redirect_chain == [(f"/ho-so/{story.code}", 302)]
    assert f'value="{story.code}"' in page.content.decode()


@pytest.mark.parametrize(
    "then", ["https://vi-du.invalid/", "//vi-du.invalid", "/can-bo/", "/ho-so/X/rut"]
)
def test_the_way_on_never_leaves_the_dossier(story, monkeypatch, then):
    story.registered()
    answer = Citizen(monkeypatch, at=story.now()).open(story.code, PHONE_END, tiep=then)
    assert answer["Location"] == f"/ho-so/{story.code}"


def test_another_browser_sees_nothing(story, come, monkeypatch):
    story.registered()
    come()
    other = Citizen(monkeypatch, at=story.now())
    for name in ("dossier", "confirmation", "supplement", "withdraw", "result"):
        page = other.get(name, story.code)
        assert "Nhập mã hồ sơ và 4 số cuối điện thoại" in text_of(page)
        assert "Mẫu An" not in text_of(page)


# --- the page ------------------------------------------------------------------------------


def test_before_receipt_the_desk_answers_and_says_by_when(story, come):
    story.registered()
    text = text_of(page_of(come(), story))
    assert "Đang chờ tiếp nhận tại Bộ phận Một cửa xã Mẫu An" in text
    assert "Hiện ông/bà chưa phải làm gì." in text
    assert re.search(
        r"Trước \d\d:\d\d thứ Ba 03/03/2026, Bộ phận Một cửa xã Mẫu An sẽ trả lời", text
    )


def test_the_holder_stands_on_top_with_post_agency_and_telephone(story, come):
    story.processing()
    page = page_of(come(), story)
    assert "Đang giữ hồ sơ Đỗ Văn Mẫu Hai Công chức hộ tịch, UBND xã Mẫu An từ" in text_of(page)
    assert 'class="ts-plate__phone" href="tel:0900000001"' in page.content.decode()
    assert page.content.decode().count('class="ts-plate"') == 1


def test_the_order_is_holder_then_what_to_do_then_clock_then_hands_then_proof(story, come):
    story.processing()
    text = text_of(page_of(come(), story))
    places = [
        text.index(part)
        for part in (
            "Đang giữ hồ sơ", "Hiện ông/bà chưa phải làm gì.", "Hẹn trả kết quả",
            "Hồ sơ đã qua tay ai", "Không ai sửa được những dòng trên.", "Giấy tờ trong hồ sơ",
        )
    ]  # fmt: skip
    assert places == sorted(places)


def test_the_clock_says_the_day_what_is_left_and_draws_it(story, come):
    story.processing()
    page = page_of(come(), story)
    assert "Thứ Ba 03/03/2026 Còn 1 ngày làm việc" in text_of(page)
    assert 'class="ts-ruler"' in page.content.decode()


def test_the_applicant_is_masked_and_the_newest_hash_is_shown(story, come):
    story.processing()
    text = text_of(page_of(come(), story))
    assert "Nguyễn Thị Ví D•" in text or "Nguyễn Thị V• D•" in text
    assert "Nguyễn Thị Ví Dụ" not in text
    head = record.head_hash(f"dossier:{story.code}")
    assert " ".join(re.findall("....", head)) in text


def test_a_return_is_told_with_its_reason_and_the_right_agency(story, come):
    story.received()
    offer = story.offered(
        story.province.desk, "stranger", Step.VERIFY, why="Thử gửi nơi khác xem sao"
    )
    services.return_handover(
        offer_id=offer, by=story.province.stranger, at=story.now(),
        grounds=Grounds(ReturnReason.WRONG_COMPETENCE, "NĐ 61/2018 Điều 17", "H99.31"),
    )  # fmt: skip
    text = text_of(page_of(come(), story))
    assert "Sở Mẫu không nhận" in text
    assert "Trả lại vì sai thẩm quyền; chỉ rõ nơi đúng là UBND xã Mẫu An" in text


def test_a_return_for_a_missing_paper_names_no_right_agency(story, come):
    story.received()
    offer = story.offered(
        story.province.desk, "stranger", Step.VERIFY, why="Thử gửi nơi khác xem sao"
    )
    services.return_handover(
        offer_id=offer, by=story.province.stranger, at=story.now(),
        grounds=Grounds(ReturnReason.MISSING_COMPONENT, "NĐ 61/2018 Điều 17", "H99.31"),
    )  # fmt: skip
    text = text_of(page_of(come(), story))
    assert "Trả lại vì thiếu thành phần hồ sơ; nơi chuyển vẫn giữ hồ sơ" in text
    assert "ơi đúng" not in text


def test_a_question_to_another_agency_stands_on_the_thread(story, come):
    story.processing()
    services.ask_opinion(
        code=story.code, to_post=story.province.posts["stranger"].pk, basis="phoi-hop",
        question="Giấy chứng sinh này có do Sở cấp không?", by=story.province.handler,
        at=story.now(),
    )  # fmt: skip
    assert "Sở Mẫu được hỏi ý kiến" in text_of(page_of(come(), story))


def test_while_an_offer_waits_the_giver_still_holds(story, come):
    story.received().offered(story.province.desk, "handler", Step.VERIFY)
    text = text_of(page_of(come(), story))
    assert "Đang giữ hồ sơ Trần Thị Mẫu Một" in text
    assert "Đã chuyển tới UBND xã Mẫu An" in text


def test_a_late_dossier_begins_with_an_apology_and_who_answers(story, come):
    story.processing()
    story.at += timedelta(days=7)
    page = page_of(come(), story)
    text = text_of(page)
    assert "Đã quá hẹn 4 ngày làm việc UBND xã Mẫu An xin lỗi ông/bà." in text
    assert text.index("xin lỗi ông/bà") < text.index("Đang giữ hồ sơ")
    assert "Người chịu trách nhiệm: Đỗ Văn Mẫu Hai" in text


def test_a_refusal_at_the_desk_gives_its_reason_and_basis(story, come):
    story.registered()
    services.refuse(
        code=story.code, reason="Không thuộc phạm vi của thủ tục", by=story.province.desk,
        legal_basis="NĐ 118/2025/NĐ-CP Điều 17", at=story.now(),
    )  # fmt: skip
    text = text_of(page_of(come(), story))
    assert "Hồ sơ không được tiếp nhận." in text
    assert "Lý do: Không thuộc phạm vi của thủ tục. Căn cứ: NĐ 118/2025/NĐ-CP Điều 17." in text


def test_the_page_costs_few_queries_however_long_the_story(story, come):
    story.drafted()
    citizen = come()
    with CaptureQueriesContext(connection) as seen:
        page_of(citizen, story)
    assert len(seen) <= 24


# --- supplement ----------------------------------------------------------------------------


def test_what_is_asked_for_stands_on_top_and_leads_to_a_table_with_reasons(story, come):
    story.processing()
    asked(story, "Giấy chứng sinh", "Giấy cam đoan")
    citizen = come()
    text = text_of(page_of(citizen, story))
    assert "Cần ông/bà bổ sung 2 giấy tờ" in text
    assert "Thời gian giải quyết tạm dừng từ 02/03/2026" in text
    table = text_of(citizen.get("supplement", story.code))
    assert "Giấy chứng sinh Ảnh mờ, không đọc được chưa" in table
    assert "Đỗ Văn Mẫu Hai yêu cầu ngày 02/03/2026" in table


def test_all_of_it_is_needed_and_what_was_sent_stays(story, come, photo):
    story.processing()
    asked(story, "Giấy chứng sinh", "Giấy cam đoan")
    citizen = come()
    page = citizen.send("supplement", story.code, **{"file-giay-0": named("a.jpg", photo())})
    assert page.status_code == 422
    assert "Chụp hoặc chọn tệp cho giấy tờ “Giấy cam đoan”" in text_of(page)
    assert "a.jpg đã nhận, 1 trang" in text_of(page)


def test_the_very_file_that_was_not_enough_is_not_taken_for_the_answer(story, come, photo):
    story.processing()
    filing.attach_upload(
        subject=f"dossier:{story.code}", component_code="giay-0", name="cu.jpg", stream=photo(),
        by=Actor.citizen(dossier=story.code), at=story.now(),
    )  # fmt: skip
    asked(story, "Giấy chứng sinh")
    citizen = come()
    page = citizen.send("supplement", story.code, **{"file-giay-0": named("a.jpg", photo())})
    assert page.status_code == 422
    assert "Tệp “a.jpg” giống hệt tệp đã gửi trước khi có yêu cầu bổ sung." in text_of(page)
    assert "Chụp hoặc chọn tệp cho giấy tờ" not in text_of(page)
    sent = {"file-giay-0": named("b.jpg", photo((10, 20, 30))), "follow": True}
    assert "Đã nhận giấy tờ bổ sung." in text_of(citizen.send("supplement", story.code, **sent))


def test_sent_once_the_clock_starts_again_and_a_second_sending_changes_nothing(story, come, photo):
    story.processing()
    asked(story, "Giấy chứng sinh")
    citizen = come()
    sent = {"file-giay-0": named("a.jpg", photo()), "follow": True}
    text = text_of(citizen.send("supplement", story.code, **sent))
    assert "Đã nhận giấy tờ bổ sung." in text
    assert "Hẹn lại sau khi bổ sung" in text
    assert "Giấy chứng sinh (bổ sung 02/03)" in text
    again = citizen.send("supplement", story.code, follow=True)
    assert "Hiện không có giấy tờ nào cần bổ sung cho hồ sơ này." in text_of(again)
    acts = [act.act for act in record.acts_of(f"dossier:{story.code}")]
    assert acts.count("supplement_received") == 1


def test_a_file_added_by_mistake_is_taken_out_before_sending_and_not_after(story, come, photo):
    story.processing()
    asked(story, "Giấy chứng sinh")
    citizen = come()
    sent = {"file-giay-0": named("a.jpg", photo()), "tai": "giay-0"}
    citizen.send("supplement", story.code, **sent)
    added = re.search(r'name="bo" value="([^"]+)"', citizen.get("supplement", story.code).text)[1]
    page = citizen.send("supplement", story.code, bo=added, follow=True)
    assert "Đã bỏ một tệp khỏi phần bổ sung." in text_of(page)
    assert "a.jpg" not in text_of(page)
    assert citizen.send("supplement", story.code).status_code == 422
    citizen.send("supplement", story.code, **{"file-giay-0": named("b.jpg", photo())})
    assert "Giấy chứng sinh (bổ sung" in text_of(citizen.get("dossier", story.code))
    citizen.send("supplement", story.code, bo=added)
    assert "Giấy chứng sinh (bổ sung" in text_of(citizen.get("dossier", story.code))


def test_the_request_shows_whom_to_call(story, come):
    story.processing()
    asked(story, "Giấy chứng sinh")
    Officer.objects.filter(pk=story.province.handler.officer_id).update(phone="0900 111 222")
    page = come().get("supplement", story.code)
    assert "Chưa rõ cần giấy gì thì gọi 0900 111 222" in text_of(page)


def test_what_was_filed_before_the_request_is_shown_as_found_wrong(story, come, photo):
    story.processing()
    subject = f"dossier:{story.code}"
    filing.attach_upload(
        subject=subject, component_code="giay-0", name="mo.jpg", stream=photo(),
        by=story.province.desk, at=story.now(),
    )  # fmt: skip
    asked(story, "Giấy chứng sinh")
    citizen = come()
    page = citizen.get("supplement", story.code)
    assert "Tệp đã nộp trước, chưa đạt: mo.jpg" in text_of(page)
    former = re.search(r"/giay-to/([0-9a-f-]{36})", page.text)[1]
    citizen.send("supplement", story.code, bo=former)
    assert "mo.jpg" in text_of(citizen.get("supplement", story.code))


def test_a_file_that_cannot_be_read_is_named_here_too(story, come):
    story.processing()
    asked(story, "Giấy chứng sinh")
    page = come().send(
        "supplement", story.code, **{"file-giay-0": named("a.jpg", b"PK\x03\x04" + b"x" * 99)}
    )
    assert page.status_code == 422
    assert "Tệp “a.jpg” thuộc loại chưa đọc được." in text_of(page)


# --- withdrawal ----------------------------------------------------------------------------


def test_withdrawing_says_its_effect_and_needs_a_reason(story, come):
    story.processing()
    citizen = come()
    assert "hồ sơ này không mở lại được" in text_of(citizen.get("withdraw", story.code))
    page = citizen.send("withdraw", story.code, reason="thôi")
    assert page.status_code == 422
    assert "ít nhất 10 ký tự, hiện có 4" in text_of(page)
    assert Dossier.objects.get().withdrawn_at is None


def test_withdrawn_twice_it_is_withdrawn_once(story, come):
    story.processing()
    citizen = come()
    key = "22222222-2222-4222-8222-222222222222"
    for _ in range(2):
        page = citizen.send(
            "withdraw", story.code, reason="Tôi đã nộp nhầm thủ tục", key=key, follow=True
        )
        assert "Ông/bà đã rút hồ sơ này." in text_of(page)
    assert Dossier.objects.get().national_state == NationalState.WITHDRAWN


def test_once_the_result_is_signed_it_is_too_late_to_withdraw(story, come):
    signed(story.drafted())
    citizen = come()
    page = citizen.send("withdraw", story.code, reason="Tôi đã nộp nhầm thủ tục", follow=True)
    assert "Chỉ rút được trước khi cơ quan ký kết quả." in text_of(page)
    assert Dossier.objects.get().withdrawn_at is None


# --- result --------------------------------------------------------------------------------


def test_a_result_that_is_signed_but_not_issued_is_nobodys_yet(story, come):
    signed(story.drafted())
    citizen = come()
    assert "Tải kết quả" not in text_of(page_of(citizen, story))
    assert citizen.get("result", story.code).status_code == 302
    paper = Dossier.objects.get().decision.paper
    assert citizen.get("paper", story.code, paper).status_code == 404


def test_the_issued_result_is_handed_out_as_a_pdf_under_its_name(story, come):
    issued(story.drafted())
    citizen = come()
    assert "Kết quả đã có." in text_of(page_of(citizen, story))
    answer = citizen.get("result", story.code)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith(
        f'attachment; filename="ket-qua-{story.code}.pdf"'
    )
    assert answer["Cache-Control"] == "no-store, private"
    assert answer.content.startswith(b"%PDF-")


def test_when_the_result_was_handed_out_the_thread_ends_and_nobody_holds(story, come):
    issued(story.drafted())
    story.handed(story.province.head, "desk", Step.RETURN)
    services.return_result(
        code=story.code, to=HandedTo.APPLICANT, by=story.province.desk, at=story.now()
    )
    page = page_of(come(), story)
    assert "Đã trả kết quả" in text_of(page)
    assert 'class="ts-plate"' not in page.content.decode()


def test_my_page_lists_the_opened_dossier_with_its_state(story, come):
    story.processing()
    text = text_of(come().get("mine"))
    assert f"{story.code} · nộp 02/03/2026 Đang xử lý · hẹn trả" in text
    assert "Đang giữ: Đỗ Văn Mẫu Hai" in text


def test_my_page_begins_with_what_needs_the_citizen(story, come):
    story.processing()
    asked(story, "Giấy chứng sinh")
    page = come().get("mine")
    assert "Cần ông/bà: bổ sung 1 giấy tờ" in text_of(page)
    assert f"/ho-so/{story.code}/bo-sung" in page.content.decode()
    assert "hẹn trả" not in text_of(page)
