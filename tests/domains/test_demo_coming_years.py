"""The sample goes on when the published calendars end; what is invented for it says so."""

from datetime import UTC, datetime

import pytest

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import services
from thongsuot.domains.deadlines.terms import CalendarGap
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.cli.demo.coming_years import publish_invented
from thongsuot.kernel.clock import local_date

JANUARY = datetime(2027, 1, 4, 2, tzinfo=UTC)


@pytest.fixture
def shipped(db):
    """Put in force what ships, as ``database prepare`` does."""
    services.publish_shipped_calendar(by=Actor.system(), at=datetime(2026, 11, 23, tzinfo=UTC))


def ten_days_on(at):
    calendar = deadlines.calendar_at(at)
    return calendar.nth_working_day(calendar.working_days_until(local_date(at)) + 10)


def test_the_product_itself_guesses_no_year(shipped):
    with pytest.raises(CalendarGap):
        ten_days_on(JANUARY)


@pytest.mark.parametrize("year", [2026, 2027, 2031])
def test_the_sample_counts_on_into_years_that_nobody_has_published(shipped, year):
    december = datetime(year, 12, 21, 2, tzinfo=UTC)
    publish_invented(december)
    assert ten_days_on(december).year == year + 1
    assert "chưa được công bố" in deadlines.source_of(deadlines.calendar_at(december).facts.version)


def test_it_is_invented_once_and_not_before_it_is_needed(shipped):
    publish_invented(datetime(2025, 3, 3, 2, tzinfo=UTC))
    assert len(deadlines.published_versions()) == 1
    publish_invented(JANUARY)
    publish_invented(JANUARY)
    publish_invented(JANUARY.replace(year=2028))
    assert len(deadlines.published_versions()) == 2


def test_what_was_published_for_the_past_stays(shipped):
    before = datetime(2026, 11, 23, 2, tzinfo=UTC)
    version = deadlines.calendar_at(before).facts.version
    publish_invented(JANUARY)
    assert deadlines.calendar_at(before).facts.version == version
