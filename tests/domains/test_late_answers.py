"""What a desk did not answer in its time: told above, rung by rung, and counted in the digest."""

from datetime import date, timedelta

import pytest
from tests.builders import MONDAY, Story, add_committee, add_neighbour, build_province
from tests.builders_deadlines import local
from tests.builders_payments import filed_online, publish_tariffs
from tests.builders_staff import new_head
from tests.builders_story import guided, supplied

from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.answering import rules
from thongsuot.domains.dossiers.lateness.models import Reminder
from thongsuot.domains.dossiers.queries.reminders import waiting_for_everybody
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor

pytestmark = pytest.mark.django_db
HEAD, CHAIRMAN = "Lê Thị Mẫu Ba", "Ngô Văn Mẫu Chín"


@pytest.fixture
def province(published_calendar):
    found = build_province()
    add_committee(found)
    return found


@pytest.fixture
def story(province):
    """A submission of Monday the 2nd, 08:37, to be answered by Tuesday the 3rd, 08:37."""
    return Story(province).registered()


def told():
    rows = Reminder.objects.order_by("pk").values_list("rung", "officer__full_name")
    return list(rows)


def test_the_head_is_told_on_the_next_working_day_and_those_above_on_the_third(story):
    for day in ("03", "04", "05", "06", "09", "10"):
        dossiers.remind_desks(at=local(f"2026-03-{day} 08:50"))
    assert told() == [("R+1", HEAD), ("R+3", CHAIRMAN)]
    days = [reminder.at.date().day for reminder in Reminder.objects.order_by("pk")]
    assert days == [4, 6]


def test_each_rung_is_told_once_by_an_act_on_record_and_a_message(story):
    at = local("2026-03-04 08:50")
    assert dossiers.remind_desks(at=at) == 1
    assert dossiers.remind_desks(at=at + timedelta(minutes=1)) == 0
    entry = record.acts_of(f"dossier:{story.code}")[-1]
    assert (entry.act, entry.actor) == ("answer_escalated", Actor.system())
    assert (entry.detail["rung"], entry.detail["desk"]) == ("R+1", "H99.31.01")
    [message] = Message.objects.filter(template="answer-overdue")
    assert message.recipient.endswith(str(Reminder.objects.get().officer_id))
    assert record.verify_all().ok


def test_who_came_to_head_it_after_another_was_told_is_told_with_the_next_rung(story):
    dossiers.remind_desks(at=local("2026-03-04 08:50"))
    new_head(story.province, last_day=date(2026, 3, 5), at=local("2026-03-04 10:00"))
    dossiers.remind_desks(at=local("2026-03-06 08:50"))
    assert told() == [("R+1", HEAD), ("R+3", CHAIRMAN), ("R+3", "Vũ Thị Mẫu Tám")]
    assert Reminder.objects.last().to == "head"


def test_before_the_hour_nobody_is_told(story):
    assert dossiers.remind_desks(at=local("2026-03-03 08:30")) == 0


def test_a_rung_of_the_same_day_is_reached_with_the_hour_and_not_before(story):
    dossiers.publish_answering_policy(
        document=rules.shipped_document()
        | {
            "version": "2026-1", "valid_from": "2026-03-02",
            "ladder": [{"code": "R0", "working_days": 0, "to": "head"}],
        },
        by=Actor.system(), at=story.now(),
    )  # fmt: skip
    assert dossiers.remind_desks(at=local("2026-03-03 08:30")) == 0
    assert dossiers.remind_desks(at=local("2026-03-03 08:50")) == 1
    assert Message.objects.filter(template="answer-overdue").count() == 0


def test_what_was_answered_reminds_nobody(story):
    dossiers.receive(code=story.code, by=story.province.desk, at=story.now())
    assert dossiers.remind_desks(at=local("2026-03-10 08:50")) == 0


def test_what_waits_for_its_fee_reminds_nobody(province):
    publish_tariffs(MONDAY)
    filed_online(province)
    assert dossiers.remind_desks(at=local("2026-03-10 08:50")) == 0
    assert queries.reminder_count(province.head) == 0


def test_the_head_reads_it_until_the_desk_has_answered(story):
    at = local("2026-03-04 08:50")
    dossiers.remind_desks(at=at)
    [line] = queries.reminders_of(story.province.head)
    assert (line.code, line.is_answer, line.rung) == (story.code, True, "R+1")
    dossiers.receive(code=story.code, by=story.province.desk, at=at + timedelta(hours=1))
    assert queries.reminders_of(story.province.head) == []
    assert queries.reminder_count(story.province.head) == 0


def test_the_digest_of_the_desk_counts_what_is_past_its_hour(story):
    Story(story.province, at=local("2026-03-04 08:00")).registered()
    counts = waiting_for_everybody(at=local("2026-03-04 08:50"))
    mine = counts[story.province.desk.officer_id]
    assert (mine.intake, mine.unanswered) == (2, 1)


class TestALateAnswerThatWasGiven:
    """What waits again has another hour; the lateness of before is over."""

    @pytest.fixture
    def story(self, story):
        dossiers.remind_desks(at=local("2026-03-05 08:50"))
        assert queries.reminder_count(story.province.head) == 1
        story.at = local("2026-03-05 09:00")
        return story

    def test_is_not_reminded_of_again_once_what_was_missing_came(self, story, photo):
        guided(story)
        story.at = local("2026-03-05 10:00")
        supplied(story, photo)
        assert queries.reminder_count(story.province.head) == 0
        assert queries.reminders_of(story.province.head) == []

    def test_nor_while_the_desk_to_which_it_was_sent_on_has_its_time(self, story):
        add_neighbour(story.province)
        dossiers.forward_submission(
            code=story.code, to_desk="H99.32.01", why="Người nộp cư trú ở xã Mẫu Bình.",
            by=story.province.desk, at=story.at,
        )  # fmt: skip
        assert queries.reminder_count(story.province.head) == 0
