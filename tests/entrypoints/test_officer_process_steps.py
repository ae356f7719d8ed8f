"""The hand-over page of a dossier that follows a process."""

import pytest
from tests.builders import Story, build_province
from tests.builders_birth_process import birth, place, publish
from tests.builders_officer import Door, hidden_fields, holder, text_of
from tests.conftest import publish_calendar

from thongsuot.domains.dossiers.terms import Step

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
