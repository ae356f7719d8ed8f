"""Hours of desks that the worker sets: from before there were hours, and before a calendar came."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import MONDAY, Story, add_neighbour, build_province
from tests.builders_deadlines import SHIPPED, document, local

from thongsuot.domains.deadlines import services as deadlines
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.answering import queries
from thongsuot.domains.dossiers.answering.models import DeskAnswer
from thongsuot.domains.dossiers.answering.terms import WaitsFor
from thongsuot.domains.ledger.terms import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_calendar")]
SYSTEM = Actor.system()
YEAR = SHIPPED["years"]["2026"]
MORE_DAYS = YEAR | {"day_off": YEAR["day_off"] | {"2026-12-31": "Ngày nghỉ mẫu"}}


@pytest.fixture
def province(published_calendar):
    return build_province()


@pytest.fixture
def story(province):
    return Story(province, at=local("2026-03-02 10:00"))


def due(story):
    return queries.answer_due(story.code)


def test_what_was_sent_before_there_was_such_an_hour_is_given_one(story):
    story.registered()
    sent = DeskAnswer.objects.get()
    forget_answers()
    assert due(story) is None
    assert dossiers.settle_answers(at=story.now()) == 1
    assert dossiers.settle_answers(at=story.now()) == 0
    assert DeskAnswer.objects.get(answered_at=None).answer_by == sent.answer_by


def test_what_was_received_before_is_left_alone(story):
    story.received()
    assert dossiers.settle_answers(at=story.now()) == 0
    assert DeskAnswer.objects.count() == 1


def forget_answers():
    """Leave no answer open, as before the upgrade; the application may delete none."""
    DeskAnswer.objects.filter(answered_at=None).update(answered_at=MONDAY, answer="before")


def test_what_was_sent_on_before_is_given_its_hour_from_then_on(story):
    add_neighbour(story.province)
    story.registered()
    story.at = local("2026-03-10 09:00")
    dossiers.forward_submission(
        code=story.code, to_desk="H99.32.01", why="Người nộp cư trú ở xã Mẫu Bình.",
        by=story.province.desk, at=story.at,
    )  # fmt: skip
    sent_on = due(story)
    forget_answers()
    assert dossiers.settle_answers(at=story.now()) == 1
    assert due(story) == sent_on


class TestAYearWithoutItsCalendar:
    """Nothing is guessed; the worker sets the hour once the calendar is published."""

    @pytest.fixture
    def story(self, province):
        return Story(province, at=local("2026-12-31 16:00")).registered()

    def publish(self, in_force_from, at, version="2022-2027.1", years=None):
        years = years or {"2027": {"day_off": {"2027-01-01": "Tết Dương lịch"}, "work_on": []}}
        deadlines.publish_calendar(
            document=document(
                version=version, in_force_from=in_force_from, source="Thông báo mẫu",
                years=SHIPPED["years"] | years,
            ),
            by=SYSTEM, at=at,
        )  # fmt: skip

    def test_the_hour_is_set_by_the_worker(self, story):
        assert due(story).waits_for is WaitsFor.CALENDAR
        assert dossiers.settle_answers(at=story.now()) == 0
        self.publish("2026-12-31", story.now())
        assert dossiers.settle_answers(at=story.now()) == 1
        assert due(story).waits_for is WaitsFor.NOTHING
        assert due(story).answer_by > local("2027-01-04 07:00")

    def test_it_is_set_by_a_calendar_that_is_in_force_only_after_it_was_sent(self, story):
        story.at = local("2027-01-05 09:00")
        self.publish("2027-01-06", story.at)
        assert dossiers.settle_answers(at=story.at) == 0
        assert dossiers.settle_answers(at=local("2027-01-06 08:00")) == 1
        assert due(story).calendar_version == "2022-2027.1"
        assert local("2027-01-04 07:00") < due(story).answer_by < local("2027-01-05 07:00")

    def test_it_is_not_tried_again_until_there_is_another_calendar(self, story):
        self.publish("2026-12-31", story.now(), "2022-2026.2", {"2026": MORE_DAYS})
        dossiers.settle_answers(at=story.now())
        with CaptureQueriesContext(connection) as asked:
            assert dossiers.settle_answers(at=story.now()) == 0
        assert not [query for query in asked.captured_queries if "FOR UPDATE" in query["sql"]]

    def test_it_holds_up_nobody_behind_it(self, story, province):
        behind = Story(province, at=local("2026-12-30 08:00")).registered()
        DeskAnswer.objects.filter(dossier__code=behind.code).update(
            answered_at=MONDAY, answer="before"
        )
        assert dossiers.settle_answers(at=story.now(), at_once=1) == 1
        assert due(behind).waits_for is WaitsFor.NOTHING
