"""515 strings that break forms (data/security), through the citizen's door over HTTP."""

import json

import pytest
from tests.builders import build_province
from tests.builders_citizen import APPLICANT, BIRTH_ANSWERS, Citizen

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


def test_every_string_in_every_field_of_a_topic_gets_a_clear_answer_and_stays(citizen, strings):
    for typed in strings:
        page = citizen.errors_of(citizen.answer("nguoi-nop", **dict.fromkeys(APPLICANT, typed)))
        assert page.status_code == 200, typed
        again = citizen.get("topic", citizen.draft, "nguoi-nop")
        assert again.status_code == 200, typed
        assert "<script>" not in again.content.decode(), typed


def test_every_string_as_a_search_a_desk_and_a_look_up_gets_a_page(citizen, strings):
    for typed in strings:
        assert citizen.get("search", q=typed).status_code == 200, typed
        assert citizen.get("desk", citizen.draft, xa=typed).status_code == 200, typed
        assert citizen.open(typed, typed).status_code in {422, 429}, typed


def test_every_string_that_is_taken_is_shown_on_the_check_page_as_text(citizen, strings):
    for typed in strings:
        said = {"child_full_name": typed[:100], "child_hometown": typed[:100]}
        answer = citizen.answer("em-be", **(BIRTH_ANSWERS["em-be"] | said))
        assert answer.status_code in {302, 303}, typed
        page = citizen.get("check", citizen.draft)
        assert page.status_code == 200, typed
        assert "<img" not in page.content.decode(), typed
