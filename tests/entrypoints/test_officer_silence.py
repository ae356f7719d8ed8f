"""By when to answer, and what silence came to, wherever a hand-over is told."""

from datetime import datetime, timedelta

import pytest
from tests.builders_citizen import Citizen
from tests.builders_citizen import text_of as citizen_text
from tests.builders_officer import Door, holder, text_of

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.cli import story as told
from thongsuot.entrypoints.jobs import tasks

pytestmark = pytest.mark.django_db


def answer_by(door: Door) -> datetime:
    return custodies.offers_of(f"dossier:{door.story.code}")[-1].answer_by


@pytest.fixture
def silent(door, monkeypatch):
    """Offer it, let the limit run out, and let the worker take its turn."""
    door.story.received().offered(door.province.desk, "handler", Step.VERIFY)
    door.story.at = answer_by(door)
    monkeypatch.setattr(tasks, "utc_now", lambda: door.story.at)
    tasks.take_silence_for_answers(0)
    return door


def test_the_asked_officer_reads_by_when_to_answer_and_what_silence_means(door):
    door.story.received().offered(door.province.desk, "handler", Step.VERIFY)
    handler = door.open("handler")
    inbox = text_of(handler.get("block", "cho-nhan-chuyen"))
    assert "trả lời trước 14:51 02/03, quá hạn coi như nhận" in inbox
    page = text_of(handler.get("dossier", door.story.code))
    assert "; im lặng quá hạn thì hệ thống ghi là đã nhận" in page
    assert "Quá hạn mà im lặng: coi như đã nhận" in text_of(handler.get("accept", door.story.code))


def test_the_giver_reads_beforehand_after_how_long_silence_accepts(door):
    door.story.received()
    page = text_of(door.open("desk").get("hand_over", door.story.code))
    assert "Quá 4 giờ làm việc mà không trả lời" in page


def test_after_silence_every_page_of_the_dossier_says_so(silent):
    assert holder(silent) == "Đỗ Văn Mẫu Hai"
    page = text_of(silent.open("handler").get("custody", silent.story.code))
    assert "chấp nhận do im lặng: quá hạn trả lời" in page
    assert "Chấp nhận do im lặng" in page, "on the control sheet"
    assert "1 lần bên nhận im lặng" in page
    assert "Đỗ Văn Mẫu Hai giữ từ lúc này" in page


def test_a_return_after_the_limit_is_refused_in_words(door):
    door.story.received().offered(door.province.desk, "handler", Step.VERIFY)
    handler = door.open("handler")
    door.story.at = answer_by(door) + timedelta(seconds=20)
    offer = custodies.waiting_offer(f"dossier:{door.story.code}")
    answered = handler.send(
        "send_back", door.story.code, offer=offer, reason="wrong-competence",
        legal_basis="Điều 13 Luật Hộ tịch 60/2014/QH13", right_agency="H99.05",
    )  # fmt: skip
    assert "Đã quá hạn trả lời nên không trả lại được nữa" in text_of(answered)


def test_the_citizen_reads_that_silence_accepted_and_who_holds_now(silent, monkeypatch):
    citizen = Citizen(monkeypatch, at=silent.story.now())
    citizen.open(silent.story.code, Dossier.objects.get(code=silent.story.code).pin)
    page = citizen_text(citizen.get("dossier", silent.story.code))
    assert "chấp nhận do im lặng" in page
    assert "được ghi là đã nhận; Đỗ Văn Mẫu Hai giữ từ lúc này" in page


def test_the_story_tells_the_silence(silent):
    at, code = silent.story.now(), silent.story.code
    view = dossiers.view_for(code, by=Actor.system(), at=at)
    moments = dossiers.timeline_of(code, by=Actor.system(), at=at)
    story = "\n".join(told.story_of(view, moments, at))
    assert "hệ thống ghi là đã nhận do im lặng; Đỗ Văn Mẫu Hai là người giữ" in story


def test_what_is_held_after_silence_goes_on_as_ever(silent):
    services.offer_handover(
        code=silent.story.code, to_post=silent.province.posts["head"].pk, step=Step.SIGN,
        limit_minutes=60, why="", by=silent.province.handler, at=silent.story.now(),
    )  # fmt: skip
    assert holder(silent) == "Đỗ Văn Mẫu Hai"
