"""What the tests of the doors begin with: a story, and a citizen who has opened its dossier."""

import pytest
from tests.builders import Story, build_province
from tests.builders_citizen import Citizen

from thongsuot.domains.dossiers.models import Dossier


@pytest.fixture
def story(db, published_calendar):
    return Story(build_province())


@pytest.fixture
def come(monkeypatch, story):
    """Return a citizen who has opened the dossier of the story, after all that happened."""

    def opened() -> Citizen:
        citizen = Citizen(monkeypatch, at=story.now())
        pin = Dossier.objects.get(code=story.code).pin
        assert citizen.open(story.code, pin).status_code == 302
        return citizen

    return opened
