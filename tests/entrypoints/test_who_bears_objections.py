"""Who heads an agency is called by what was waited for from him: a ruling, or papers."""

from datetime import timedelta

import pytest
from tests.builders import Story, add_committee
from tests.builders_officer import Door, text_of
from tests.builders_story import asked

from thongsuot.domains.accountability.evidence import evidence_of
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.shared import evidence_words

pytestmark = pytest.mark.django_db
WHY = "Giấy chứng sinh đã nộp bản rõ, đọc được số"
TWENTY_DAYS = timedelta(days=20)


@pytest.fixture
def story(story) -> Story:
    """The head asked for papers; the committee took it back after a long time."""
    add_committee(story.province)
    asked(story)
    by = Actor.citizen(dossier=story.code)
    story.at += timedelta(days=2)
    dossiers.object_to_request(code=story.code, words=WHY, by=by, at=story.now())
    story.at += TWENTY_DAYS
    dossiers.uphold_objection(
        code=story.code, reason=WHY, by=story.province.actor("chairman"), at=story.now()
    )
    return story


def bearers(story) -> list[str]:
    at, by = story.now(), story.province.head
    view = queries.view_for(story.code, by=by, at=at)
    return [
        part.who for part in evidence_words.late_parts(evidence_of(story.code, by=by, at=at), view)
    ]


def test_the_paper_names_who_asked_in_vain_and_who_was_asked_about_it_and_nobody_to_rule(story):
    told = bearers(story)
    assert "UBND xã Mẫu An (người đứng đầu, vì yêu cầu bổ sung đã bị rút lại)" in told
    assert "UBND tỉnh Mẫu (khi được hỏi về yêu cầu bổ sung)" in told
    assert not any("phân định" in who for who in told)


def test_the_page_calls_them_as_the_paper_does(story, monkeypatch):
    heads = [who for who in bearers(story) if "bổ sung" in who]
    page = text_of(Door(monkeypatch, story).open("head").get("custody", story.code))
    assert len(heads) == 2
    assert all(who in page for who in heads)


def test_figures_of_an_agency_say_of_its_head_what_he_may_have_been_waited_for(story, monkeypatch):
    page = text_of(Door(monkeypatch, story).open("chairman").get("agency_figures", "H99"))
    assert "Người đứng đầu (khi phân định hoặc vì yêu cầu bổ sung bị rút lại)" in page
