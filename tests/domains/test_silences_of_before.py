"""A silence that was marked after the decision, before questions lapsed with it, is none."""

from datetime import date, datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection
from tests.builders import Story, add_neighbour, build_province
from tests.builders_custody import asked
from tests.builders_deadlines import calendar
from tests.builders_story import drafted_and_signed

from thongsuot.domains.accountability import queries, summing
from thongsuot.domains.accountability.models import Summary
from thongsuot.domains.accountability.queries import kept
from thongsuot.domains.accountability.queries.happenings import happenings
from thongsuot.domains.accountability.rules import waiting
from thongsuot.domains.accountability.terms import Happening, Period
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody import services as custody
from thongsuot.domains.custody.terms import Opinion
from thongsuot.domains.dossiers import facts as dossiers_facts
from thongsuot.domains.dossiers import services as dossiers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_calendar")]
YEARS = calendar()
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
DAY = timedelta(days=1)


@pytest.fixture
def province():
    built = build_province()
    add_neighbour(built)
    return built


@pytest.fixture
def old_silence(province, monkeypatch) -> Story:
    """Return a late dossier that was decided while a question had time, marked silent since."""
    story = Story(province).processing()
    asked(story)
    question = custodies.opinions_of(f"dossier:{story.code}")[-1]
    story.at = question.answer_by - timedelta(hours=3)
    with monkeypatch.context() as before:
        before.setattr(custody, "lapse_opinions", lambda **_asked: [])
        drafted_and_signed(story)
        dossiers.issue_decision(code=story.code, by=province.clerk, at=story.now())
    story.at = question.answer_by + DAY
    assert dossiers.take_silence_for_answers(at=story.at) == 1
    found = custodies.opinions_of(f"dossier:{story.code}")[-1]
    assert (found.answer, found.answer_by > decided_at(story)) == (Opinion.SILENT, True)
    return story


def decided_at(story: Story) -> datetime:
    return dossiers_facts.decided_at_of([story.code])[story.code]


def test_the_agency_is_told_as_asked_in_vain_not_as_silent(province, old_silence):
    [row] = queries.consulting(MARCH, at=old_silence.at, calendar=YEARS)
    assert (row.asked, row.withdrawn, row.silent) == (1, 1, 0)


def test_the_statement_of_whoever_was_asked_knows_no_silence(province, old_silence):
    officer = province.officers["stranger"].pk
    told = happenings(
        officer, [], since=old_silence.at - 30 * DAY, until=old_silence.at + DAY,
        at=old_silence.at + DAY,
    )  # fmt: skip
    assert Happening.OPINION_SILENT not in {event.what for event in told}


def silent_in(found) -> int:
    return sum(charged.silent for charged in found)


def test_the_migration_has_summaries_made_anew_without_it(province, old_silence, monkeypatch):
    at = old_silence.at + DAY
    with monkeypatch.context() as before:
        before.setattr(waiting, "was_in_time_to_answer", lambda *_asked: False)
        assert summing.sum_up(at=at)
    given = {"at": at, "calendar": YEARS}
    stale = kept.charges(MARCH, kept.find_stand(YEARS), **given)
    assert silent_in(stale) > 0 == silent_in(queries.charges(MARCH, **given))
    forgetting = import_module(
        "thongsuot.domains.accountability.migrations.0012_lapsed_with_the_decision"
    )
    for operation in forgetting.Migration.operations:
        with connection.cursor() as cursor:
            cursor.execute(operation.sql)
    assert not Summary.objects.exists()
    assert kept.find_stand(YEARS) is None, "until then everything is counted anew"
    assert summing.sum_up(at=at)
    made = kept.charges(MARCH, kept.find_stand(YEARS), **given)
    assert made == queries.charges(MARCH, **given) != []
    assert silent_in(made) == 0
