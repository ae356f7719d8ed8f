"""Following a dossier: who holds it, what to do, until when; withdrawal, result."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders_citizen import text_of
from tests.builders_following import asked, issued, owing, page_of, signed

from thongsuot import bootstrap
from thongsuot.domains.custody.terms import Grounds, ReturnReason
from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import HandedTo, NationalState, Step
from thongsuot.domains.dossiers.terms.refusing import RefusalGround
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor

pytestmark = pytest.mark.django_db


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
    assert "Đã quá hạn 4 ngày làm việc UBND xã Mẫu An xin lỗi ông/bà." in text
    assert text.index("xin lỗi ông/bà") < text.index("Đang giữ hồ sơ")
    assert "Người chịu trách nhiệm: Đỗ Văn Mẫu Hai" in text


def test_a_refusal_at_the_desk_gives_its_reason_and_basis(story, come):
    story.registered()
    services.refuse(
        ground=RefusalGround.OTHER, signer=bootstrap.signer(),
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
    assert len(seen) <= 31


def test_withdrawing_says_its_effect_and_needs_a_reason(story, come):
    story.processing()
    citizen = come()
    assert "hồ sơ này không mở lại được" in text_of(citizen.get("withdraw", story.code))
    page = citizen.send("withdraw", story.code, reason="thôi")
    assert page.status_code == 422
    assert "ít nhất 10 ký tự, hiện có 4" in text_of(page)
    assert Dossier.objects.get().withdrawn_at is None


def test_back_does_not_ask_whether_to_send_an_empty_withdrawal_again(story, come):
    story.processing()
    citizen = come()
    wrong = citizen.send("withdraw", story.code, reason="  ")
    assert (wrong.status_code, wrong["Location"]) == (303, f"/ho-so/{story.code}/rut?loi=1")
    assert "Ghi lý do rút hồ sơ" in text_of(citizen.browser.get(wrong["Location"]))


def test_withdrawn_twice_it_is_withdrawn_once(story, come):
    story.processing()
    citizen = come()
    key = "22222222-2222-4222-8222-222222222222"
    for _ in range(2):
        page = citizen.send(
            "withdraw", story.code, reason="Tôi đã nộp nhầm thủ tục", key=key, follow=True
        )
        assert "Ông/bà đã rút hồ sơ này." in text_of(page)
        assert "Ngày hẹn trước khi hồ sơ dừng, không còn hiệu lực" in text_of(page)
    assert Dossier.objects.get().national_state == NationalState.WITHDRAWN


def test_once_the_result_is_signed_it_is_too_late_to_withdraw(story, come):
    signed(story.drafted())
    citizen = come()
    page = citizen.send("withdraw", story.code, reason="Tôi đã nộp nhầm thủ tục", follow=True)
    assert "Chỉ rút được trước khi cơ quan ký kết quả." in text_of(page)
    assert Dossier.objects.get().withdrawn_at is None


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


@pytest.mark.parametrize("ended", ["withdrawn", "stopped"])
def test_once_it_has_ended_the_clock_no_longer_stands_for_papers(story, come, ended):
    asked(story.processing(), "Giấy chứng sinh")
    story.at += timedelta(days=2)
    end(story, ended)
    page = page_of(come(), story)
    assert "Tạm dừng 02/03–04/03 để chờ ông/bà bổ sung 1 giấy tờ." in text_of(page)
    assert "Xem yêu cầu" not in text_of(page)
    assert "Tạm dừng từ" not in text_of(page)


@pytest.mark.parametrize("ended", ["withdrawn", "stopped"])
def test_nor_for_a_payment(story, come, ended):
    owing(story.processing())
    story.at += timedelta(days=2)
    end(story, ended)
    text = text_of(page_of(come(), story))
    assert "Tạm dừng 02/03–04/03 để chờ ông/bà nộp tiền." in text
    assert "Tạm dừng từ" not in text


def end(story, how: str) -> None:
    """Let the citizen withdraw the dossier, or its holder stop it."""
    who, at, why = story.province, story.now(), "Không còn nhu cầu giải quyết"
    if how == "withdrawn":
        services.withdraw(code=story.code, reason=why, by=Actor.citizen(dossier=story.code), at=at)
    else:
        services.stop(
            signer=bootstrap.signer(),
            code=story.code, reason=why, legal_basis="Điều 21 NĐ 118/2025/NĐ-CP",
            by=who.handler, at=at,
        )  # fmt: skip
