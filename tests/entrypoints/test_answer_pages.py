"""The desk's answers on pages: by when and why, no lateness for what waits for its fee, figures."""

from datetime import timedelta

import pytest
from tests.builders import BIRTH, LAN, MONDAY, Story, build_province
from tests.builders_deadlines import local
from tests.builders_officer import Door, text_of
from tests.builders_payments import filed_online, publish_tariffs

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.answering.facts import AnswerFact, answers_of_desks
from thongsuot.domains.dossiers.answering.queries import answer_due
from thongsuot.domains.dossiers.terms import Channel
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.models import Agency
from thongsuot.domains.payments.terms import Means
from thongsuot.entrypoints.shared.why_limits import why_answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def province(published_calendar):
    return build_province()


@pytest.fixture
def door(province, monkeypatch):
    return Door(monkeypatch, Story(province))


def sent(province, at) -> str:
    """Have a citizen send something online; return its code."""
    return dossiers.register(
        procedure_code=BIRTH, receiving_agency="H99.31.01", channel=Channel.ONLINE, identity=LAN,
        answers={}, by=Actor.citizen(), at=at,
    ).code  # fmt: skip


def test_the_officer_reads_by_when_and_why(door):
    door.story.code = sent(door.province, local("2026-03-06 16:00"))
    door.story.at = local("2026-03-06 16:05")
    words = text_of(door.open("desk").get("dossier", door.story.code))
    assert "Trả lời chậm nhất 16:00 ngày 09/03/2026" in words
    assert "Vì sao là giờ này?" in words
    assert "Hồ sơ gửi đến lúc 16:00 ngày 06/03/2026; nơi tiếp nhận trả lời trong 8 giờ" in words
    assert "Không tính 2 ngày thứ Bảy, Chủ nhật." in words
    assert "Mức thời gian theo quy tắc 2018-1: Thiết lập của hệ thống" in words


def test_what_stood_for_its_fee_is_told_among_the_reasons(province):
    publish_tariffs(MONDAY)
    story = filed_online(province)
    story.at = local("2026-03-09 10:00")
    dossiers.collect_fee(
        code=story.code, means=Means.CASH, amount_vnd=20_000, by=province.desk, at=story.at
    )
    told = " ".join(why_answer(answer_due(story.code)))
    assert "chờ nộp phí rồi mới tiếp nhận được, thời gian đó không tính." in told
    assert "Vì vậy trả lời chậm nhất 10:00 ngày 10/03/2026." in told


def test_nothing_is_told_where_no_hour_is_set(province):
    publish_tariffs(MONDAY)
    assert why_answer(answer_due(filed_online(province).code)) == []
    assert why_answer(None) == []


def test_what_waits_for_its_fee_is_never_told_as_late(door):
    publish_tariffs(MONDAY)
    code = filed_online(door.province).code
    door.story.at = MONDAY + timedelta(days=9)
    inbox = text_of(door.open("desk").get("inbox"))
    assert "Chờ nộp phí rồi mới tiếp nhận" in inbox
    assert "Đồng hồ tạm dừng · 1" in inbox
    page = text_of(door.open("desk").get("dossier", code))
    assert "Chờ nộp phí rồi mới tiếp nhận" in page
    for words in (inbox, page):
        assert "Quá hạn trả lời" not in words


def test_answers_are_counted_by_desk_as_in_time_late_waiting(province):
    in_time, late, never = (sent(province, local(f"2026-03-0{day} 08:00")) for day in (2, 3, 4))
    sent(province, local("2026-03-10 08:00"))
    Story(province, at=local("2026-03-02 08:00")).received()
    dossiers.receive(code=in_time, by=province.desk, at=local("2026-03-02 15:00"))
    dossiers.receive(code=late, by=province.desk, at=local("2026-03-06 15:00"))
    withdrawn = sent(province, local("2026-03-05 08:00"))
    dossiers.withdraw(
        code=withdrawn, reason="Tôi không cần nữa, xin rút.",
        by=Actor.citizen(dossier=withdrawn), at=local("2026-03-05 09:00"),
    )  # fmt: skip
    [counted] = answers_of_desks(
        since=local("2026-03-01 00:00"), until=local("2026-04-01 00:00"),
        at=local("2026-03-10 09:00"),
    )  # fmt: skip
    desk = Agency.objects.get(code="H99.31.01").pk
    assert never
    assert counted == AnswerFact(desk, in_time=1, late=2, waiting=1, standing=0)


def test_the_head_sees_late_answers_among_the_figures(door):
    sent(door.province, local("2026-03-02 08:00"))
    door.story.at = local("2026-03-10 08:00")
    page = door.open("head").get("agency_figures", "H99.31")
    words = text_of(page)
    assert "Chậm trả lời 1 trong 1 hồ sơ gửi đến" in words
    table = door.open("head").get("agency_csv", "H99.31", "tra-loi-ho-so")
    assert "Chậm trả lời" in b"".join(table).decode("utf-8-sig")
