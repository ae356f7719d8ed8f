"""Whom a citizen calls: when the desk is silent beyond its time, and where nobody has a number."""

import re
from datetime import timedelta

import pytest
from tests.builders import LAN, MONDAY
from tests.builders_citizen import Citizen, text_of
from tests.builders_following import page_of
from tests.builders_story import asked

from thongsuot import bootstrap
from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.terms.refusing import RefusalGround
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.exchange.queries import said_on
from thongsuot.domains.exchange.services.writing import Surroundings, values_of
from thongsuot.domains.organisation.models import Agency, Officer
from thongsuot.kernel.clock import local_date

pytestmark = pytest.mark.django_db

A_WEEK = timedelta(days=7)
DESK = "Bộ phận Một cửa xã Mẫu An"
HALVES = (", .", ",  .", '"tel:"', " ,", "gọi .")
"""What is left of a sentence, or of a link, that had a number in it."""


@pytest.fixture
def without_numbers(story, settings):
    """Nobody in the province has a telephone on file, and no hotline is set."""
    settings.HOTLINE = ""
    Agency.objects.update(phone="")
    Officer.objects.update(phone="")
    return story


def confirmed(citizen, story) -> str:
    return text_of(citizen.get("confirmation", story.code))


class TestADeskThatIsSilentBeyondItsTime:
    def test_the_page_no_longer_promises_what_is_past(self, story, come):
        story.registered()
        story.at += A_WEEK
        text = text_of(page_of(come(), story))
        assert "sẽ trả lời" not in text
        assert "không cần đến cơ quan" not in text
        assert re.search(
            rf"Đã quá giờ trả lời: {DESK} phải trả lời trước \d\d:\d\d thứ Ba 03/03/2026", text
        )
        assert f"Ông/bà gọi {DESK}, 0900 000 001." in text

    def test_nor_does_the_page_after_sending(self, story, come):
        story.registered()
        story.at += A_WEEK
        text = confirmed(come(), story)
        assert "sẽ trả lời" not in text
        assert "Đã quá giờ trả lời" in text
        assert f"Ông/bà gọi {DESK}, 0900 000 001." in text

    def test_until_then_both_say_by_when(self, story, come):
        story.registered()
        citizen = come()
        for text in (text_of(page_of(citizen, story)), confirmed(citizen, story)):
            assert re.search(rf"Trước \d\d:\d\d thứ Ba 03/03/2026, {DESK} sẽ trả lời", text)
            assert "quá giờ" not in text

    def test_the_minute_itself_is_still_in_time(self, story, come):
        story.registered()
        citizen = come()
        text = text_of(page_of(citizen, story))
        hour, minute = map(int, re.search(r"Trước (\d\d):(\d\d) thứ Ba", text).groups())
        citizen.at = MONDAY.replace(day=3, hour=hour - 7, minute=minute)
        assert "sẽ trả lời" in text_of(page_of(citizen, story))
        citizen.wait(minutes=1)
        assert "Đã quá giờ" in text_of(page_of(citizen, story))


class TestWhereNobodyHasANumber:
    def whole(self, page) -> str:
        """Return what the page says, once nothing of it is half a sentence."""
        assert page.status_code == 200
        assert [half for half in HALVES if half in page.content.decode().split("<main")[1]] == []
        return text_of(page)

    def test_a_refused_dossier_says_where_to_ask(self, without_numbers, come):
        story = without_numbers.registered()
        services.refuse(
            ground=RefusalGround.OTHER, signer=bootstrap.signer(),
            code=story.code, reason="Không thuộc phạm vi của thủ tục", by=story.province.desk,
            legal_basis="NĐ 118/2025/NĐ-CP Điều 17", at=story.now(),
        )  # fmt: skip
        assert f"cần hỏi thì hỏi tại {DESK}." in self.whole(page_of(come(), story))

    def test_so_does_a_stopped_one(self, without_numbers, come):
        story = stopped(without_numbers)
        assert f"Cần hỏi thì hỏi tại {DESK}." in self.whole(page_of(come(), story))

    def test_a_late_one_names_who_answers_and_links_to_nothing(self, without_numbers, come):
        story = without_numbers.processing()
        story.at += A_WEEK
        assert "Người chịu trách nhiệm: Đỗ Văn Mẫu Hai." in self.whole(page_of(come(), story))

    def test_papers_are_asked_for_without_a_number(self, without_numbers, come):
        story = asked(without_numbers)
        self.whole(come().get("supplement", story.code))

    def test_a_desk_that_is_silent_is_still_named(self, without_numbers, come):
        story = without_numbers.registered()
        story.at += A_WEEK
        citizen = come()
        assert f"Ông/bà hỏi tại {DESK}." in self.whole(page_of(citizen, story))
        self.whole(citizen.get("confirmation", story.code))

    def test_the_hotline_is_named_as_such(self, without_numbers, come, settings):
        settings.HOTLINE = "1900 0000"
        story = stopped(without_numbers)
        assert "Cần hỏi thì gọi tổng đài 1900 0000." in self.whole(page_of(come(), story))

    def test_a_message_that_names_a_number_to_call_names_the_desk_then(self, without_numbers):
        story = without_numbers.processing()
        message = Message.objects.filter(subject=f"dossier:{story.code}").first()
        now = said_on(local_date(story.now()))
        values = values_of(
            message, now.templates[message.template], now, Surroundings("https://mau.test", "")
        )
        assert values["hotline"] == values["agency"] == DESK


def stopped(story):
    """Bring the dossier to its handler, who stops it."""
    story.processing()
    services.stop(
        signer=bootstrap.signer(),
        code=story.code, reason="Không còn căn cứ để giải quyết", by=story.province.handler,
        legal_basis="Điều 21 NĐ 118/2025/NĐ-CP", at=story.now(),
    )  # fmt: skip
    return story


class TestWhoKnowsOnlyTheEndOfATelephone:
    """They follow without PIN: grounds are not told to them, nor referred to as if they were."""

    def follow(self, monkeypatch, story) -> str:
        citizen = Citizen(monkeypatch, at=story.now())
        assert citizen.open(story.code, LAN.phone[-4:]).status_code == 302
        return text_of(page_of(citizen, story))

    def test_a_refusal_says_where_its_reason_stands(self, story, monkeypatch):
        story.registered()
        services.refuse(
            ground=RefusalGround.OTHER, signer=bootstrap.signer(),
            code=story.code, reason="Không thuộc phạm vi của thủ tục", by=story.province.desk,
            legal_basis="NĐ 118/2025/NĐ-CP Điều 17", at=story.now(),
        )  # fmt: skip
        text = self.follow(monkeypatch, story)
        assert "Sửa theo đó" not in text
        assert "Lý do ghi trong phiếu từ chối; cần mã PIN để xem." in text

    def test_so_does_a_stop(self, story, monkeypatch):
        text = self.follow(monkeypatch, stopped(story))
        assert "Lý do ghi trong thông báo dừng; cần mã PIN để xem." in text
