"""Papers asked of a citizen: seen, added, taken out, sent once."""

import re

import pytest
from tests.builders_citizen import named, text_of
from tests.builders_following import asked, page_of

from thongsuot.domains.documents import services as filing
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.models import Officer

pytestmark = pytest.mark.django_db


def test_what_is_asked_for_stands_on_top_and_leads_to_a_table_with_reasons(story, come):
    story.processing()
    asked(story, "Giấy chứng sinh", "Giấy cam đoan")
    citizen = come()
    text = text_of(page_of(citizen, story))
    assert "Cần ông/bà bổ sung 2 giấy tờ" in text
    assert "Thời gian giải quyết tạm dừng từ 02/03/2026" in text
    table = text_of(citizen.get("supplement", story.code))
    assert "Giấy chứng sinh Ảnh mờ, không đọc được chưa" in table
    assert "Lê Thị Mẫu Ba yêu cầu ngày 02/03/2026" in table


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
    assert "vẫn là ngày đã hẹn trước" in text, "one day, promised twice, is told as one"
    assert "Tạm dừng ngày 02/03 để chờ ông/bà bổ sung 1 giấy tờ." in text
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


def test_the_request_shows_who_wrote_it_and_may_be_called(story, come):
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
    assert "Bên trong tệp “a.jpg” là tệp nén" in text_of(page)
