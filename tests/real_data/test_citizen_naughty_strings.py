"""515 strings that break forms (data/security), through the citizen's door over HTTP."""

import json

import pytest
from tests.builders import build_province
from tests.builders_citizen import APPLICANT, Citizen

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def strings(settings):
    file = settings.SHARED_DATA / "data" / "security" / "blns.json"
    if not file.exists():
        pytest.skip(f"the folder with shared data is not here: {settings.SHARED_DATA}")
    return json.loads(file.read_text())


@pytest.fixture
def citizen(monkeypatch, db, published_calendar):
    build_province()
    begun = Citizen(monkeypatch)
    begun.begin()
    return begun


def test_every_string_alone_in_every_field_of_a_topic_gets_a_clear_answer(citizen, strings):
    """Packed with others, and what is shown of them: ``test_naughty_pages``."""
    for typed in strings:
        page = citizen.errors_of(citizen.answer("nguoi-nop", **dict.fromkeys(APPLICANT, typed)))
        assert page.status_code == 200, typed
        assert "<script>" not in page.content.decode(), typed
    assert citizen.get("topic", citizen.draft, "nguoi-nop").status_code == 200
