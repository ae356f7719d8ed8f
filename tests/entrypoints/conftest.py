"""What the tests of the doors begin with: a story, and a citizen who has opened its dossier."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.builders import Story, add_officer, build_province
from tests.builders_browser import CHROMIUM, launched
from tests.builders_citizen import Citizen
from tests.builders_officer import Door, Visit

from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.organisation.terms import Role


@pytest.fixture
def story(db, published_calendar):
    return Story(build_province())


@pytest.fixture
def door(monkeypatch, story) -> Door:
    """Return the officers' door in front of the story."""
    return Door(monkeypatch, story)


@pytest.fixture
def administrator(story) -> None:
    """Let somebody be there who administers processes and procedures: ``admin``."""
    add_officer(
        story.province, "admin", "H99.05", "Quản trị nghiệp vụ", "control", "Đặng Thị Mẫu Bảy",
        [Role.ADMINISTER],
    )  # fmt: skip


@pytest.fixture
def counter(door) -> Visit:
    """Return the browser of the one-stop officer."""
    return door.open("desk")


@pytest.fixture
def citizen(monkeypatch, story) -> Citizen:
    """Return somebody who has not filed anything yet."""
    return Citizen(monkeypatch)


@pytest.fixture
def come(monkeypatch, story):
    """Return a citizen who has opened the dossier of the story, after all that happened."""

    def opened() -> Citizen:
        citizen = Citizen(monkeypatch, at=story.now())
        pin = Dossier.objects.get(code=story.code).pin
        assert citizen.open(story.code, pin).status_code == 302
        return citizen

    return opened


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A headless browser for the pages of one module."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here: install Debian's package chromium")
    with launched() as browser:
        yield browser
