"""What a submission lacks, said before receipt: at the desk, and to whoever sent it."""

import re

import pytest
from tests.builders import Story
from tests.builders_citizen import Citizen, named
from tests.builders_deadlines import local
from tests.builders_officer import Door, state, text_of
from tests.builders_story import guided, supplied
from tests.builders_supplement import GENERAL, OWN, publish

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import NationalState

pytestmark = pytest.mark.django_db
WRONG = {"missing-0": "on", "problem-0": "Ảnh bị mờ, không đọc được"}


@pytest.fixture
def door(story, monkeypatch):
    story.registered()
    return Door(monkeypatch, story)


def test_the_desk_says_all_that_is_missing_and_the_sender_is_waited_for(door):
    code, desk = door.story.code, door.open("desk")
    assert "Hướng dẫn bổ sung" in text_of(desk.get("dossier", code))
    assert "Đánh dấu ít nhất một giấy tờ cần bổ sung" in text_of(desk.send("guide", code))
    done = text_of(desk.send("guide", code, follow=True, **WRONG))
    assert state(door) is NationalState.SUPPLEMENT_REQUESTED
    assert "Hạn trả lời dừng đến khi bổ sung đủ." in done
    assert "Chưa tiếp nhận, chờ người nộp bổ sung" in done
    assert "Chờ bổ sung, từ 02/03" in done
    assert "Đã kết thúc" not in done
    assert "Chờ bổ sung, từ 02/03" in text_of(desk.get("inbox"))
    assert desk.send("guide", code, **WRONG).status_code == 409
    assert desk.send("receive", code).status_code == 409
    for page in ("custody", "route", "papers", "decision"):
        assert desk.get(page, code).status_code == 200
    assert "hướng dẫn bổ sung trước khi tiếp nhận" in text_of(desk.get("custody", code))


def dock_of(page) -> dict[str, str]:
    """Return the acts that the inbox offers for its first row, by key."""
    dock = page.content.decode().split('id="dock"')[1].split("<template")[0]
    buttons = re.findall(r'<a [^>]*href="([^"]+)"[^>]*data-key="(.)"|data-key="(.)"', dock)
    return {key or other: address for address, key, other in buttons}


def test_who_was_guided_once_and_answered_is_not_guided_again_from_the_inbox(door, photo):
    desk = door.open("desk")
    assert list(dock_of(desk.get("inbox"))) == ["1", "2", "3", "4"]
    supplied(guided(door.story), photo)
    door.catch_up()
    assert list(dock_of(desk.get("inbox"))) == ["1", "3", "4"]
    told = text_of(desk.get("dossier", door.story.code))
    assert "đã hướng dẫn 1 lần, quy định cho 1 lần" in told


def test_once_the_window_of_whoever_was_guided_is_over_the_inbox_offers_the_refusal(door):
    publish(GENERAL, OWN)
    guided(door.story)
    desk = door.open("desk")
    assert "3" not in dock_of(desk.get("inbox"))
    door.story.at = local("2026-03-10 08:00")
    dossiers.end_windows(at=door.story.now())
    door.catch_up()
    assert "3" in dock_of(desk.get("inbox"))
    assert desk.get("refuse", door.story.code).status_code == 200


def test_a_handler_does_not_even_see_what_nobody_received(door):
    assert door.open("handler").send("guide", door.story.code, **WRONG).status_code == 404


def test_the_sender_reads_what_is_missing_sends_it_and_waits_for_the_desk(
    story: Story, monkeypatch, come, photo
):
    guided(story.registered())
    citizen: Citizen = come()
    told = text_of(citizen.get("dossier", story.code))
    assert "Nơi chờ ông/bà bổ sung" in told
    assert "Hồ sơ chưa được tiếp nhận, chưa có ngày hẹn." in told
    assert "chờ ông/bà bổ sung giấy tờ." in told.split("Hồ sơ đã qua tay ai")[1]
    assert "hồ sơ đang chờ tại" not in told
    assert "Thời gian giải quyết" not in told.split("Cần ông/bà bổ sung 1 giấy tờ")[1][:200]
    assert "chưa tiếp nhận, hướng dẫn ông/bà bổ sung giấy tờ" in told
    assert "Xem thiếu gì và gửi" in text_of(citizen.get("confirmation", story.code))
    asked = text_of(citizen.get("supplement", story.code))
    assert "Hồ sơ chưa được tiếp nhận nên chưa có ngày hẹn" in asked
    sent = citizen.send(
        "supplement", story.code, follow=True, **{"file-KQ2": named("a.jpg", photo())}
    )
    words = text_of(sent)
    assert "Nơi tiếp nhận xem lại; hạn trả lời mới ở dưới." in words
    assert "Đang chờ tiếp nhận tại" in words
    assert "sẽ trả lời đã đủ giấy tờ hay cần bổ sung" in words
    assert Dossier.objects.get(code=story.code).national_state == NationalState.REGISTERED
