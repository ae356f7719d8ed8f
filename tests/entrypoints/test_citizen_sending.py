"""Check, declare, send: once. Then the page that can be opened again."""

import re
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders_citizen import BIRTH_ANSWERS, DESK, PAPER, Citizen, named, text_of, title_of
from tests.conftest import Interrupted

from thongsuot.domains.documents.queries import uploads_of
from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.models import Dossier, Draft
from thongsuot.domains.dossiers.terms import DraftSent
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.models import Agency, Officer
from thongsuot.entrypoints.citizen import visitor
from thongsuot.entrypoints.shared.sentences import registered_codes

pytestmark = pytest.mark.django_db
SENT_BEFORE = "Chúng tôi không tạo thêm hồ sơ mới."


@pytest.fixture
def ready(citizen, photo):
    citizen.finish(photo)
    return citizen


def test_everything_that_will_be_sent_is_on_one_page_each_with_a_way_to_correct_it(ready):
    page = ready.get("check", ready.draft)
    text = text_of(page)
    assert "Kiểm tra thông tin trước khi gửi hồ sơ" in text
    assert "Nơi tiếp nhận Bộ phận Một cửa xã Mẫu An" in text
    assert "Số định danh cá nhân 999 190 000017" in text
    assert "Ngày sinh của bé 18/02/2026" in text
    assert "Giới tính Nữ" in text
    assert "Bé tên là gì? Sửa : Bé tên là gì?" in text
    assert "giay-chung-sinh.jpg , 1 trang" in text
    assert f"/nop/{ready.draft}/em-be?sua=1" in page.content.decode()


def test_what_was_left_out_is_called_not_given(ready):
    assert "Không cung cấp: Thư điện tử, Nơi cư trú" in text_of(ready.get("check", ready.draft))


def test_what_copies_will_cost_is_said_and_a_contradiction_is_asked_about(ready):
    assert "Tiền sẽ phải trả" not in text_of(ready.get("check", ready.draft))
    ready.answer("nhan-ket-qua", delivery="counter", copies="2")
    text = text_of(ready.get("check", ready.draft)).replace("\u00a0", " ")
    assert "2 bản × 8.000 đồng = 16.000 đồng" in text
    assert "chọn chỉ cần bản điện tử" not in text
    ready.answer("nhan-ket-qua", delivery="electronic", copies="2")
    assert "chọn chỉ cần bản điện tử" in text_of(ready.get("check", ready.draft))


def test_without_the_declaration_nothing_is_sent(ready):
    page = ready.errors_of(ready.send("check", ready.draft))
    assert title_of(page).startswith("Lỗi: ")
    assert "Đánh dấu vào lời cam đoan để gửi hồ sơ" in text_of(page)
    assert not Dossier.objects.exists()


def test_what_is_still_missing_is_named_with_its_part(ready):
    ready.answer("em-be", **(BIRTH_ANSWERS["em-be"] | {"child_full_name": ""}))
    assert "Còn phần chưa xong: Bé tên là gì?" in text_of(ready.get("check", ready.draft))
    shown = text_of(ready.get("check", ready.draft))
    assert "Họ, chữ đệm, tên của bé Còn thiếu – Trả lời" in shown
    page = ready.errors_of(ready.send("check", ready.draft, agreed="on"))
    assert "Nhập họ, chữ đệm, tên của bé" in text_of(page)
    assert "em-be?sua=1&amp;loi=1#id_child_full_name" in page.content.decode()
    assert not Dossier.objects.exists()


def test_a_file_that_is_read_while_the_draft_is_sent_is_refused_and_not_lost_in_silence(
    ready, photo
):
    late = Interrupted(
        photo((10, 20, 30)).getvalue(), lambda: ready.send("check", ready.draft, agreed="on")
    )
    with pytest.raises(DraftSent):
        services.attach_paper(
            draft_id=UUID(ready.draft), component_code=PAPER, name="muon.jpg", stream=late,
            by=Actor.citizen(), at=ready.at,
        )  # fmt: skip
    kept = uploads_of(f"dossier:{Dossier.objects.get().code}")
    assert [paper.name for paper in kept] == ["giay-chung-sinh.jpg"]
    assert not uploads_of(f"draft:{ready.draft}")
    assert "draft-sent" in registered_codes("citizen")


@pytest.mark.parametrize("meanwhile", [False, True], ids=["before", "at that moment"])
def test_an_answer_typed_into_a_draft_that_another_page_sent_is_shown_and_not_saved_in_silence(
    ready, monkeypatch, meanwhile
):
    def sent():
        ready.send("check", ready.draft, agreed="on")

    if meanwhile:
        tell_once_happened(monkeypatch, ready, sent)
    else:
        sent()
    typed = BIRTH_ANSWERS["em-be"] | {"child_full_name": "Trần Bảo Vi Dụ"}
    page = ready.answer("em-be", **typed)
    assert page.status_code == 409
    text = text_of(page)
    assert "Phần vừa nhập không vào hồ sơ" in text
    assert "Trần Bảo Vi Dụ" in text
    assert "Kinh" not in text
    kept, dossier = Draft.objects.get().answers, Dossier.objects.get()
    assert kept == dossier.answers
    assert kept["em-be"]["child_full_name"] == "Trần Bảo Ví Dụ"
    assert ready.get("dossier", dossier.code).status_code == 200


def tell_once_happened(monkeypatch, citizen, happens):
    """Have something happen after the next page has read its draft and asks what time it is."""
    waiting = [happens]

    def now():
        while waiting:
            waiting.pop()()
        return citizen.at

    monkeypatch.setattr(visitor, "utc_now", now)


def test_another_desk_chosen_after_the_sending_is_shown_and_not_kept(ready):
    ready.send("check", ready.draft, agreed="on")
    page = ready.send("desk", ready.draft, desk="H99.31")
    assert page.status_code == 409
    assert "Nơi tiếp nhận UBND xã Mẫu An" in text_of(page)
    with pytest.raises(DraftSent):
        services.choose_agency(draft_id=UUID(ready.draft), agency=DESK, at=ready.at)
    assert SENT_BEFORE in text_of(ready.send("desk", ready.draft, desk=DESK, follow=True))


def test_a_desk_that_ended_since_it_was_chosen_is_to_be_chosen_anew(ready):
    Agency.objects.filter(code="H99.31.01").update(valid_to=ready.at.date())
    page = ready.errors_of(ready.send("check", ready.draft, agreed="on"))
    assert "Chọn nơi tiếp nhận hồ sơ" in text_of(page)
    assert "noi-nop?sua=1" in page.content.decode()
    assert not Dossier.objects.exists()


def test_a_desk_that_nobody_serves_any_more_is_to_be_chosen_anew(ready, story):
    Officer.objects.filter(pk=story.province.officers["desk"].pk).update(disabled_at=ready.at)
    page = ready.errors_of(ready.send("check", ready.draft, agreed="on"))
    assert "Chọn nơi tiếp nhận hồ sơ" in text_of(page)
    assert not Dossier.objects.exists()


def test_a_draft_with_a_number_for_trying_out_leads_back_to_that_number_in_real_service(
    ready, settings
):
    settings.SAMPLE_DATA = False
    page = ready.errors_of(ready.send("check", ready.draft, agreed="on"))
    assert "Có 1 chỗ cần sửa" in text_of(page)
    assert "999 190 000017 Số bắt đầu bằng 999 chỉ dùng để thử" in text_of(page)
    assert not Dossier.objects.exists()


def test_the_confirmation_shows_code_pin_picture_and_what_follows_with_dates(ready):
    page = ready.send("check", ready.draft, agreed="on", follow=True)
    text, html = text_of(page), page.content.decode()
    dossier = Dossier.objects.get()
    assert f"Mã hồ sơ {dossier.code}" in text
    assert f"Mã PIN để tra cứu {dossier.pin}" in text
    assert 'class="ts-qr"' in html
    assert re.search(
        r"Trước \d\d:\d\d thứ Ba 03/03/2026, Bộ phận Một cửa xã Mẫu An sẽ trả lời", text
    )
    assert "Giấy chứng sinh ảnh, 1 trang" in text
    assert SENT_BEFORE not in text


def test_sent_twice_back_or_refreshed_it_stays_one_dossier_and_says_so(ready):
    ready.send("check", ready.draft, agreed="on", follow=True)
    again = ready.send("check", ready.draft, agreed="on", follow=True)
    assert SENT_BEFORE in text_of(again)
    for name in ("check", "papers", "desk", "resume"):
        assert SENT_BEFORE in text_of(ready.get(name, ready.draft, follow=True)), name
    assert SENT_BEFORE in text_of(ready.answer("em-be", follow=True))
    assert Dossier.objects.count() == 1


def test_files_sent_after_the_dossier_change_nothing(ready, photo):
    ready.send("check", ready.draft, agreed="on")
    page = ready.send(
        "papers", ready.draft, **{"file-giay-chung-sinh": named("b.jpg", photo())}, follow=True
    )
    assert SENT_BEFORE in text_of(page)


def test_the_confirmation_opens_again_from_a_bookmark_with_the_secret(ready, monkeypatch):
    code = ready.send("check", ready.draft, agreed="on")["Location"].split("/")[2]
    pin = ready.pin(code)
    other = Citizen(monkeypatch, at=ready.at)
    asked = other.get("confirmation", code)
    assert "Nhập mã hồ sơ và 4 số cuối điện thoại đã đăng ký" in text_of(asked)
    assert pin not in asked.content.decode()
    page = other.open(code, pin, tiep=f"/ho-so/{code}/da-gui", follow=True)
    assert page.redirect_chain[-1][0] == f"/ho-so/{code}/da-gui"
    assert pin in text_of(page)


def test_no_secret_and_no_personal_data_stand_in_the_addresses(ready):
    answer = ready.send("check", ready.draft, agreed="on", follow=True)
    dossier = Dossier.objects.get()
    links = re.findall(r'(?:href|action)="([^"]+)"', answer.content.decode())
    for secret in (dossier.pin, "0912", "999190000017", "Nguy"):
        assert not [link for link in links if secret in link]
    assert answer["Cache-Control"] == "no-store"


def test_the_papers_made_by_the_worker_appear_on_the_page(ready):
    code = ready.send("check", ready.draft, agreed="on")["Location"].split("/")[2]
    assert "Tờ khai đang được lập thành PDF" in text_of(ready.get("confirmation", code))
    services.prepare_papers(code=code, at=ready.at)
    page = ready.get("confirmation", code)
    before = page.content.decode().split("Tờ khai (PDF)")[0]
    paper = ready.browser.get(re.findall(r'href="([^"]+)"', before)[-1])
    assert paper["Content-Type"] == "application/pdf"
    assert f'filename="to-khai-{code}.pdf"' in paper["Content-Disposition"]


def test_check_and_confirmation_cost_few_queries(ready):
    with CaptureQueriesContext(connection) as seen:
        ready.get("check", ready.draft)
    assert len(seen) <= 7
    code = ready.send("check", ready.draft, agreed="on")["Location"].split("/")[2]
    with CaptureQueriesContext(connection) as seen:
        ready.get("confirmation", code)
    assert len(seen) <= 22  # what is owed, and when the desk is open
