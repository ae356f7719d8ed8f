"""After a reorganisation: officers go on at their desks, citizens read who has their dossier."""

import pytest
from tests.builders import Story, add_neighbour, build_province
from tests.builders_officer import Door, text_of
from tests.builders_reorganisation import DAY, LATER, NEW, apply, merger

from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import successors
from thongsuot.entrypoints.citizen.story import story_of


@pytest.fixture
def story(published_calendar):
    province = build_province()
    add_neighbour(province)
    return Story(province).processing()


def test_an_officer_who_is_logged_in_goes_on_working_on_the_post_that_stands(story, monkeypatch):
    door = Door(monkeypatch, story)
    visit = door.open("handler")
    assert visit.get("inbox").status_code == 200
    apply(merger())
    story.at = LATER
    door.catch_up()
    page = text_of(visit.get("inbox"))
    assert "UBND xã Mẫu Mới" in page
    assert story.code[-7:] in page
    opened = visit.get("dossier", story.code)
    assert opened.status_code == 200
    assert "UBND xã Mẫu An" in text_of(opened)


def test_a_program_goes_on_with_the_token_of_a_post_that_became_another(story):
    handler = story.province.handler
    apply(merger())
    by = successors.actor_by_token(handler.officer_id, handler.post_id, DAY, LATER)
    assert by.agency == NEW


def test_the_applicant_reads_who_goes_on_and_that_the_day_stays(story):
    apply(merger())
    by = Actor.citizen(dossier=story.code)
    told = story_of(dossiers.timeline_of(story.code, by=by, at=LATER))
    said = next(told.text for told in told if "sắp xếp bộ máy" in told.text)
    assert said == (
        "Từ khi sắp xếp bộ máy, Bộ phận Một cửa xã Mẫu Mới; UBND xã Mẫu Mới tiếp tục giải quyết "
        "hồ sơ thay Bộ phận Một cửa xã Mẫu An; UBND xã Mẫu An; ngày hẹn trả giữ nguyên. Căn cứ: "
        "Nghị quyết mẫu 07/NQ-HĐND ngày 01/03/2026."
    )
