"""A swap of days announced late: limits beside the due date are counted anew by the same act."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from tests.builders import BIRTH, MONDAY, Story, add_committee, build_province
from tests.builders_custody import BUILDING, asked, law_covers, returned_twice
from tests.builders_deadlines import SHIPPED, document, local
from tests.builders_recounting import SYSTEM, TUESDAY, publish_2027, publish_swap, recount
from tests.builders_story import asked as papers_asked
from tests.builders_story import rewrite
from tests.builders_supplement import GENERAL, OWN, publish

from thongsuot.domains.custody.models import Dispute, Offer, OpinionRequest
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import services as calendars
from thongsuot.domains.deadlines.models import LimitSet
from thongsuot.domains.deadlines.rules import limit_recounted
from thongsuot.domains.deadlines.terms.limits import NOT_KEPT, KeptLimit, LimitKind, OpenLimit
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.answering.models import DeskAnswer
from thongsuot.domains.dossiers.models import RecountKept, SupplementRequest
from thongsuot.domains.dossiers.queries import limits
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.exchange.terms import to_officer
from thongsuot.domains.ledger import queries as record

pytestmark = pytest.mark.django_db
AFTER = local("2026-03-03 08:31")


@pytest.fixture
def province(published_calendar):
    found = build_province(days=5)
    add_committee(found)
    return found


@pytest.fixture
def story(province):
    return Story(province)


def last_entry(story):
    return record.acts_of(f"dossier:{story.code}")[-1]


def counted(row):
    """Return how a row says that its limit was counted."""
    return (row.limit_quantity, row.limit_unit, row.calendar_version, row.hours_of)


class TestAnOpinion:
    """Three working days from Monday the 2nd: Thursday the 5th, which becomes a day off."""

    def test_its_limit_moves_over_the_new_day_off_on_record(self, story):
        asked(story.processing())
        was = OpinionRequest.objects.get()
        assert was.answer_by == local("2026-03-05 17:00")
        assert counted(was) == (3, "working-day", "2022-2026.1", "")
        publish_swap(off="2026-03-05")
        done = recount(AFTER)
        now = OpinionRequest.objects.get()
        assert now.answer_by == local("2026-03-06 17:00")
        assert counted(now) == (3, "working-day", "2022-2026.2", "")
        assert (done.limits, done.limits_changed, done.limits_kept) == (1, 1, 0)
        entry = last_entry(story)
        assert (entry.act, entry.actor) == ("limit_recounted", SYSTEM)
        assert entry.detail["of"] == "opinion"
        assert (entry.detail["was"], entry.detail["until"]) == (
            was.answer_by.isoformat(), now.answer_by.isoformat(),
        )  # fmt: skip
        assert record.acts_of("calendar:vn")[-1].detail["limits_changed"] == 1
        [change] = deadlines.limits_changed_by("2022-2026.2")
        assert (change.kind, change.was_by) == (LimitKind.OPINION, "2022-2026.1")
        assert record.verify_all().ok

    def test_who_is_to_answer_is_told_until_when_once(self, story):
        asked(story.processing())
        publish_swap(off="2026-03-05")
        recount(AFTER)
        recount(AFTER + timedelta(minutes=1))
        told = Message.objects.get(template="opinion-moved")
        assert told.recipient == to_officer(story.province.officers["stranger"].pk)
        assert told.values["answer_by"] == "2026-03-06T10:00:00+00:00"

    def test_silence_is_no_consent_on_a_day_that_became_a_day_off(self, story):
        law_covers(BIRTH, quantity=3, unit="working-day")
        asked(story.processing(), basis=BUILDING)
        publish_swap(off="2026-03-05")
        recount(AFTER)
        dossiers.take_silence_for_answers(at=local("2026-03-05 17:30"))
        assert OpinionRequest.objects.get().answer == ""
        dossiers.take_silence_for_answers(at=local("2026-03-06 17:30"))
        assert OpinionRequest.objects.get().answer == "deemed-consent"

    def test_repeated_it_changes_nothing_more(self, story):
        asked(story.processing())
        publish_swap(off="2026-03-05")
        recount(AFTER)
        before = record.head_hash(f"dossier:{story.code}")
        again = recount(AFTER + timedelta(minutes=1))
        assert (again.limits, again.limits_changed) == (1, 0)
        assert record.head_hash(f"dossier:{story.code}") == before

    def test_what_is_over_stays_over_and_is_named_with_its_cause(self, story):
        asked(story.processing())
        publish_swap(off="2026-03-05")
        done = recount(local("2026-03-06 08:00"))
        assert (done.limits_changed, done.limits_kept) == (0, 1)
        assert OpinionRequest.objects.get().answer_by == local("2026-03-05 17:00")
        [stays] = [one for one in limits.stays_of("2022-2026.2") if one.kind == "opinion"]
        assert (stays.code, stays.kept) == (story.code, KeptLimit.LATE)
        assert stays.due_at == local("2026-03-06 17:00")

    def test_nobody_is_late_by_a_calendar_that_came_afterwards(self, story):
        story.at = MONDAY + timedelta(days=4)
        asked(story.processing())
        publish_swap(off="2026-03-20", worked="2026-03-07")
        done = recount(local("2026-03-10 17:30"))
        assert OpinionRequest.objects.get().answer_by == local("2026-03-11 17:00")
        assert (done.limits_changed, done.limits_kept) == (0, 1)
        assert RecountKept.objects.get(kind="opinion").kept == KeptLimit.WOULD_BE_LATE

    @pytest.mark.usefixtures("published_calendar")
    def test_one_that_was_asked_before_its_count_was_kept_stays_and_says_so(self):
        before = OpenLimit(
            LimitKind.OPINION, 1, "dossier:1", MONDAY, AFTER + timedelta(days=1), NOT_KEPT, "H99.31"
        )
        moved = limit_recounted(before, deadlines.calendar_at(AFTER), AFTER)
        assert (moved.until, moved.kept) == (None, KeptLimit.UNKNOWN)

    def test_an_end_is_not_moved_by_hand(self, story):
        asked(story.processing())
        with pytest.raises(DatabaseError):
            rewrite("custody_opinionrequest", "answer_by = answer_by + interval '1 day'")

    def test_nor_back_to_what_it_was_before_it_was_counted_anew(self, story):
        asked(story.processing())
        publish_swap(off="2026-03-05")
        recount(AFTER)
        with pytest.raises(DatabaseError):
            rewrite("custody_opinionrequest", "answer_by = answer_by - interval '1 day'")


def test_an_offer_is_taken_for_accepted_a_day_later(story):
    story.at = local("2026-03-02 16:00")
    story.received().offered(story.province.desk, "handler", Step.VERIFY)
    was = Offer.objects.get()
    assert counted(was) == (240, "working-minute", "2022-2026.1", "")
    publish_swap(off="2026-03-03")
    recount(AFTER)
    now = Offer.objects.get()
    assert now.answer_by == was.answer_by + timedelta(days=1)
    dossiers.take_silence_for_answers(at=was.answer_by + timedelta(minutes=1))
    assert Offer.objects.get().answer == ""


def test_a_ruling_has_its_time_by_the_new_calendar(story):
    returned_twice(story)
    was = Dispute.objects.get()
    assert counted(was)[:2] == (960, "working-minute")
    publish_swap(off="2026-03-03")
    recount(AFTER)
    assert Dispute.objects.get().decide_by == was.decide_by + timedelta(days=1)
    assert last_entry(story).detail["of"] == "ruling"


class TestALoopBeyondThePublishedCalendar:
    """The calendar that ships ends with 2026; what goes up on 30 December is due in January."""

    @pytest.fixture
    def waiting(self, published_calendar):  # noqa: ARG002 - must be there
        province = build_province()
        add_committee(province)
        story = Story(province, at=local("2026-12-30 08:00"))
        returned_twice(story)
        return story

    @pytest.mark.usefixtures("waiting")
    def test_goes_up_and_its_length_is_kept(self):
        loop = Dispute.objects.get()
        assert loop.decide_by is None
        assert counted(loop) == (960, "working-minute", "", "")

    def test_has_its_end_by_the_calendar_that_comes(self, waiting):
        at = local("2026-12-31 08:00")
        publish_2027(at)
        [would] = [one for one in limits.would_change(at=at) if one.limit.kind == "ruling"]
        recount(at + timedelta(minutes=10))
        loop = Dispute.objects.get()
        assert would.until == loop.decide_by == local("2027-01-04 08:42")
        assert counted(loop) == (960, "working-minute", "2022-2027.1", "")
        [change] = [
            one for one in deadlines.limits_changed_by("2022-2027.1") if one.kind == "ruling"
        ]
        assert (change.was_at, change.until) == (None, loop.decide_by)
        entry = last_entry(waiting)
        assert (entry.detail["of"], entry.detail["was"]) == ("ruling", None)
        assert record.verify_all().ok

    @pytest.mark.usefixtures("waiting")
    def test_is_late_by_a_calendar_that_came_after_its_end_as_its_length_was_known(self):
        at = local("2027-01-11 08:00")
        publish_2027(at)
        recount(at + timedelta(minutes=10))
        assert Dispute.objects.get().decide_by == local("2027-01-04 08:42")

    @pytest.mark.usefixtures("waiting")
    def test_waits_on_where_the_calendar_that_comes_does_not_reach_it(self):
        year = SHIPPED["years"]["2026"]
        off = year["day_off"] | {"2026-12-31": "Ngày nghỉ mẫu"}
        calendars.publish_calendar(
            document=document(
                version="2022-2026.2", in_force_from="2026-12-31", source="Công văn mẫu số 1",
                years=SHIPPED["years"] | {"2026": year | {"day_off": off}},
            ),
            by=SYSTEM, at=local("2026-12-31 08:00"),
        )  # fmt: skip
        recount(local("2026-12-31 08:10"))
        assert Dispute.objects.get().decide_by is None
        assert not RecountKept.objects.filter(kind="ruling").exists()

    @pytest.mark.usefixtures("waiting")
    def test_has_its_end_set_by_no_hand(self):
        with pytest.raises(DatabaseError):
            rewrite("custody_dispute", "decide_by = opened_at + interval '1 day'")


def test_a_citizens_window_moves_and_the_citizen_is_told(story):
    publish(GENERAL, OWN)
    papers_asked(story)
    was = SupplementRequest.objects.get()
    assert counted(was) == (5, "working-day", "2022-2026.1", "")
    publish_swap(off="2026-03-06")
    recount(AFTER)
    now = SupplementRequest.objects.get()
    assert (was.answer_by, now.answer_by) == (
        local("2026-03-09 17:00"), local("2026-03-10 17:00"),
    )  # fmt: skip
    told = Message.objects.get(template="window-changed")
    assert told.values["answer_by"] == "2026-03-10T10:00:00+00:00"
    with pytest.raises(DatabaseError):
        rewrite("dossiers_supplementrequest", "answer_by = answer_by + interval '1 day'")


def test_the_desk_has_its_hours_by_the_new_calendar(story):
    story.registered()
    was = DeskAnswer.objects.get()
    publish_swap(off="2026-03-03")
    recount(TUESDAY)
    ended, now = DeskAnswer.objects.order_by("pk")
    assert (ended.answer, ended.answer_by) == ("recounted", was.answer_by)
    assert now.answer_by == was.answer_by + timedelta(days=1)
    assert LimitSet.objects.get().kind == LimitKind.ANSWER


def test_a_run_that_is_broken_off_goes_on_with_the_next_limit(province):
    stories = [Story(province).processing() for _number in range(3)]
    for story in stories:
        asked(story)
    publish_swap(off="2026-03-05")
    runs = [recount(AFTER, most=2)]
    while runs[-1].finished_at is None:
        runs.append(recount(AFTER, most=2))
    assert (runs[-1].examined, runs[-1].limits, runs[-1].limits_changed) == (3, 3, 3)
    assert len(runs) == 4
    ends = set(OpinionRequest.objects.values_list("answer_by", flat=True))
    assert ends == {local("2026-03-06 17:00")}


def test_a_dry_run_says_the_same_and_writes_nothing(story):
    asked(story.processing())
    publish_swap(off="2026-03-05")
    [would] = limits.would_change(at=AFTER)
    assert (would.limit.kind, would.until, would.kept) == (
        LimitKind.OPINION, local("2026-03-06 17:00"), None,
    )  # fmt: skip
    assert OpinionRequest.objects.get().answer_by == local("2026-03-05 17:00")


def test_a_due_date_that_stays_is_named_with_its_cause(province):
    story = Story(province).received()
    publish_swap()
    recount(local("2026-03-10 08:00"))
    [stays] = limits.stays_of("2022-2026.2")
    assert (stays.kind, stays.code, stays.kept) == ("due-date", story.code, "late-already")


def test_what_stays_is_written_by_one_statement_a_page(province):
    for number in range(12):
        Story(province, at=MONDAY + timedelta(minutes=number)).registered()
    publish_swap(off="2026-03-03")
    with CaptureQueriesContext(connection) as asked:
        done = recount(local("2026-03-10 08:00"))
    assert (done.limits_kept, done.limits_changed) == (12, 0)
    written = [
        query for query in asked if query["sql"].startswith('INSERT INTO "dossiers_recountkept"')
    ]
    assert len(written) == 1
    assert len(asked) < 40


def test_what_moves_is_locked_before_in_the_order_of_codes(province):
    stories = [Story(province, at=MONDAY + timedelta(minutes=n)).registered() for n in range(3)]
    publish_swap(off="2026-03-03")
    with CaptureQueriesContext(connection) as asked:
        done = recount(TUESDAY)
    locks = [
        query["sql"] for query in asked
        if "FOR UPDATE" in query["sql"] and 'FROM "dossiers_dossier"' in query["sql"]
    ]  # fmt: skip
    [at_once] = [lock for lock in locks if all(story.code in lock for story in stories)]
    assert done.limits_changed == 3
    assert locks.index(at_once) < min(
        n for n, lock in enumerate(locks) if lock != at_once and stories[0].code in lock
    )
    assert 'ORDER BY "dossiers_dossier"."code"' in at_once
