"""The picture of custody on paper: whole, on the first sheet with what it says, by any lanes."""

import pytest
from tests.builders import Story, add_officer
from tests.builders_browser import CHROMIUM
from tests.builders_officer import Door
from tests.builders_sheets import opened, sheets_of

from thongsuot.domains.dossiers.terms import Step

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: install Debian's chromium"),
]
LEAST_POINTS = 8
"""As look has it for what is printed."""


def with_lanes(story: Story, lanes: int) -> Story:
    """Let so many posts hold the dossier, one after the other."""
    holder = "handler"
    story.processing()
    for place in range(lanes - 2):
        who, title = f"expert-{place}", f"Chuyên viên {place}"
        add_officer(story.province, who, "H99.31", title, "handler", f"Lê Mẫu {place}", [])
        story.handed(story.province.actor(holder), who, Step.VERIFY)
        holder = who
    return story


def page_of(story: Story, monkeypatch) -> str:
    return Door(monkeypatch, story).open("handler").get("custody", story.code).content.decode()


@pytest.mark.parametrize("lanes", [3, 5, 8, 11])
def test_the_picture_stands_with_its_heading_on_the_first_sheet(story, monkeypatch, lanes):
    first = sheets_of(page_of(with_lanes(story, lanes), monkeypatch))[0]
    words = "".join(first.extract_text().split())  # fonts of two kinds part letters of one word
    for said in (story.code, "mỗilúcđúngmộtngườigiữ", "bâygiờ", "ngườiđanggiữ"):
        assert said in words, "the dossier, the heading, the picture's last line, the legend"


@pytest.mark.parametrize("lanes", [3, 5, 6, 8])
def test_its_words_are_not_smaller_on_paper_than_can_be_read(story, monkeypatch, lanes):
    with opened(page_of(with_lanes(story, lanes), monkeypatch)) as shown:
        shown.set_viewport_size({"width": 1032, "height": 703})  # A4 across without its margins
        shown.emulate_media(media="print")
        box, view = shown.locator(".of-lane").evaluate(
            "svg => [svg.getBoundingClientRect(), svg.viewBox.baseVal]"
            ".map(box => [box.width, box.height])"
        )
        scale = min(box[0] / view[0], box[1] / view[1])
    assert round(13 * scale * 72 / 96) >= LEAST_POINTS
