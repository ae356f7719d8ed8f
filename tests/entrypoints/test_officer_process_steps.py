"""The hand-over page of a dossier that follows a process."""

import pytest
from tests.builders import Story, build_province
from tests.builders_birth_process import birth, place, publish, with_papers
from tests.builders_officer import Door, hidden_fields, holder, text_of
from tests.builders_story import asked, supplied
from tests.conftest import publish_calendar

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.shared.process_words import PAPERS_CAME

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(db, monkeypatch):
    publish_calendar()
    province = build_province()
    publish(birth())
    return Door(monkeypatch, Story(province).received())


def test_the_page_proposes_the_next_step_its_post_and_its_share(door):
    page = door.open("desk").get("hand_over", door.story.code)
    shown = text_of(page)
    assert "B2. Bước B2 Bước tiếp theo của quy trình, 4 giờ làm việc." in shown
    assert "Công chức hộ tịch" in shown
    assert "Theo quy trình: 4 giờ làm việc" in shown
    assert hidden_fields(page)["buoc"] == "B2"
    assert "Trình ký" not in shown


def test_sent_as_proposed_it_goes_on_to_the_step(door):
    desk = door.open("desk")
    desk.send(
        "hand_over", door.story.code, buoc="B2", to=door.province.posts["handler"].pk, limit="240",
        other="", why="",
    )  # fmt: skip
    handler = door.open("handler")
    offer = hidden_fields(handler.get("accept", door.story.code))["offer"]
    handler.send("accept", door.story.code, offer=offer)
    assert holder(door) == "Đỗ Văn Mẫu Hai"
    assert place(door.story) == (1, "B2")


def test_a_way_out_of_the_process_says_where_to_go_on(door):
    door.story.handed(door.province.desk, "handler", Step.VERIFY)
    handler = door.open("handler")
    shown = text_of(handler.get("hand_over", door.story.code))
    assert "B3. Bước B3" in shown
    assert "B2. Bước B2 Vẫn ở bước này, đổi người làm" in shown


def test_papers_that_came_are_the_first_way_on_and_the_desk_takes_them_over_like_any_other(
    door, photo
):
    publish(with_papers("B1"))
    story = Story(door.province, at=door.story.now())
    supplied(asked(story), photo)
    handler = door.open("handler")
    shown = text_of(handler.get("dossier", story.code))
    assert "Đang chờ" in shown, "the system has offered it to the desk"
    handler.send("recall", story.code)
    first = hidden_fields(handler.get("hand_over", story.code))["buoc"]
    assert first == "B1"
    handler.send(
        "hand_over", story.code, buoc="B1", to=door.province.posts["desk"].pk, limit="60",
        other="", why="",
    )  # fmt: skip
    desk = door.open("desk")
    page = desk.get("accept", story.code)
    desk.send("accept", story.code, offer=hidden_fields(page)["offer"])
    assert place(story) == (2, "B1")
    assert "B2. Bước B2" in text_of(desk.get("hand_over", story.code))


def test_a_post_reads_why_papers_brought_it_a_dossier(door, photo):
    publish(with_papers("B1"))
    story = asked(Story(door.province, at=door.story.now()))
    citizen = Actor.citizen(dossier=story.code)
    dossiers.attach_supplement(
        code=story.code, component_code="KQ2", name="anh.jpg", stream=photo(), by=citizen,
        at=story.now(),
    )  # fmt: skip
    dossiers.supply(code=story.code, by=citizen, at=story.now(), why=PAPERS_CAME)
    shown = text_of(door.open("desk").get("accept", story.code))
    assert "Người nộp đã bổ sung giấy tờ; hệ thống chuyển theo quy trình" in shown
