"""A dossier about which many agencies are asked: its page reads no more than for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import Story, add_neighbour, add_officer, build_province
from tests.builders_custody import asked
from tests.builders_officer import Door, text_of

pytestmark = pytest.mark.django_db
EXPERTS = ("expert-1", "expert-2", "expert-3")


@pytest.fixture
def door(published_calendar, monkeypatch):
    province = build_province()
    add_neighbour(province)
    for place, who in enumerate(EXPERTS):
        add_officer(province, who, "H99.05", f"Chuyên viên {who}", "handler", f"Lê Mẫu {place}", [])
    return Door(monkeypatch, Story(province).processing())


def read_by_its_page(door) -> tuple[int, int]:
    """Return how many statements the dossier's page takes, and how many limits it explains."""
    visit = door.open("handler")
    visit.get("dossier", door.story.code)
    with CaptureQueriesContext(connection) as read:
        page = visit.get("dossier", door.story.code)
    return len(read), text_of(page).count("Hỏi ý kiến lúc")


def test_what_the_page_reads_does_not_grow_with_the_opinions_that_wait(door):
    asked(door.story)
    once = read_by_its_page(door)
    for who in EXPERTS:
        asked(door.story, who=who)
    many = read_by_its_page(door)
    assert (once[1], many[1]) == (1, 4), "each is explained"
    assert many[0] == once[0]
