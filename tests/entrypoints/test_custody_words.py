"""The words with which the custody tab and a statement tell whose time it was."""

from datetime import timedelta

import pytest
from tests.builders import Story, add_neighbour, build_province
from tests.builders_officer import Door, text_of

from thongsuot.domains.dossiers.terms import Step

pytestmark = pytest.mark.django_db
MARCH = {"tu": "2026-03-01", "den": "2026-03-31"}


@pytest.fixture
def door(published_calendar, monkeypatch):
    """Return the officers' door with a dossier that its handler has."""
    province = build_province()
    add_neighbour(province)
    story = Story(province).received()
    story.at += timedelta(minutes=22)
    return Door(monkeypatch, story.handed(province.desk, "handler", Step.VERIFY))


def test_what_a_desk_used_of_the_rest_is_no_share_that_it_was_given(door):
    page = text_of(door.open("handler").get("custody", door.story.code))
    given, _words, split = page.partition("Thời gian và phần trễ chia cho ai")
    assert "Được chia" in given
    assert "Phần được dùng" in split
    assert "Được chia" not in split
    assert "ai không được chia thì dùng phần còn lại của thời hạn" in split


def test_a_post_that_answered_at_once_is_not_said_to_have_let_wait(door):
    page = text_of(door.open("handler").get("custody", door.story.code))
    assert "(khi được hỏi)" in page
    assert "(để chờ" not in page


def test_who_had_nothing_to_do_with_any_dossier_reads_so(door):
    page = text_of(door.open("stranger").get("statement", **MARCH))
    assert "Trong kỳ không có hồ sơ nào liên quan." in page
    assert "Liên quan 0" not in page
