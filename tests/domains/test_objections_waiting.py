"""Whom objections wait for: one look at the organisation, however many of them wait where."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import Story, add_committee, build_province
from tests.builders_story import asked, guided

from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.objections import queries as objections
from thongsuot.domains.dossiers.queries import Block
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.clock import local_date

WHY = "Giấy chứng sinh đã nộp bản rõ, đọc được số"


@pytest.fixture
def province(published_calendar):
    province = build_province()
    add_committee(province)
    return province


def objected(story: Story) -> Story:
    by = Actor.citizen(dossier=story.code)
    dossiers.object_to_request(code=story.code, words=WHY, by=by, at=story.now())
    return story


def asks(question) -> int:
    with CaptureQueriesContext(connection) as asked_of_it:
        question()
    return len(asked_of_it)


def put_to_the_chairman(province, number: int) -> list[str]:
    return [objected(asked(Story(province))).code for _ in range(number)]


def put_to_the_head(province, number: int) -> list[str]:
    """The desk guides; who heads the commune answers."""
    return [objected(guided(Story(province).registered())).code for _ in range(number)]


def test_an_inbox_asks_no_more_where_many_wait_in_it_and_at_other_agencies(province):
    story = objected(asked(Story(province)))
    chairman, at = province.actor("chairman"), story.now()

    def counted() -> None:
        queries.block_counts(by=chairman, at=at)

    def shown() -> None:
        queries.inbox(Block.OBJECTION, by=chairman, at=at)

    def digest() -> None:
        objections.waiting_by_agency(local_date(at))

    few = [asks(counted), asks(shown), asks(digest)]
    put_to_the_chairman(province, 4)
    put_to_the_head(province, 2)
    assert [asks(counted), asks(shown), asks(digest)] == few
    assert len(queries.inbox(Block.OBJECTION, by=chairman, at=at)) == 5
    assert objections.waiting_by_agency(local_date(at)) == Counter({"H99": 5, "H99.31": 2})
