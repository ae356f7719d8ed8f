"""A swap of days announced late: the promises still open are counted anew, each on record."""

from datetime import timedelta

import pytest
from django.db import transaction
from tests.builders import Story, build_province
from tests.builders_deadlines import OWN_HOURS, SHIPPED, calendar, local
from tests.builders_payments import NOTICE, pdf
from tests.builders_recounting import SYSTEM, TUESDAY, publish_swap, recount
from tests.builders_story import BIRTH_PAPER

from thongsuot import bootstrap
from thongsuot.domains.deadlines.terms import CalendarBackDated, CalendarNotYours
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier, Recount
from thongsuot.domains.dossiers.queries import recounting
from thongsuot.domains.dossiers.terms.recounts import Kept
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.ledger import auditing, sealing
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor


def due_of(story):
    """Return the local day by which the dossier is promised."""
    return f"{Dossier.objects.get(code=story.code).due_at + timedelta(hours=7):%Y-%m-%d}"


@pytest.fixture
def province(published_calendar):
    return build_province(days=5)


def test_an_open_promise_moves_over_the_new_day_off_and_the_record_says_so(province):
    story = Story(province).processing()
    assert due_of(story) == "2026-03-09"
    publish_swap()
    done = recount()
    assert due_of(story) == "2026-03-10"
    assert (done.examined, done.changed, done.kept) == (1, 1, 0)
    entry = record.acts_of(f"dossier:{story.code}")[-1]
    assert entry.act == "due_date_recounted"
    assert entry.detail == {
        "was": "2026-03-09T10:00:00+00:00", "due_at": "2026-03-10T10:00:00+00:00", "limit": 5,
        "unit": "working-day", "calendar": "2022-2026.2", "rule": "day-after.1",
    }  # fmt: skip
    [change] = recounting.changed_by("2022-2026.2")
    assert (change.code, change.was_by) == (story.code, "2022-2026.1")
    message = Message.objects.get(template="due-changed")
    assert message.values == {"agency": "H99.31.01", "due_at": "2026-03-10T10:00:00+00:00"}
    told = queries.timeline_of(story.code, by=SYSTEM, at=TUESDAY)[-1]
    assert told.words["source"] == "Công văn mẫu số 1"
    assert record.acts_of("calendar:vn")[-1].act == "due_dates_recounted"


def test_counting_anew_twice_changes_nothing_more(province):
    story = Story(province).processing()
    publish_swap()
    recount()
    before = record.head_hash(f"dossier:{story.code}")
    again = recount(TUESDAY + timedelta(minutes=1))
    assert (again.examined, again.changed) == (1, 0)
    assert record.head_hash(f"dossier:{story.code}") == before


def test_a_run_that_was_broken_off_goes_on_with_the_next_dossier(province):
    stories = [Story(province).received() for _number in range(3)]
    publish_swap()
    first = recount(most=2)
    assert (first.examined, first.changed, first.finished_at) == (2, 2, None)
    assert [due_of(story) for story in stories] == ["2026-03-10", "2026-03-10", "2026-03-09"]
    last = recount(most=2)
    assert (last.total, last.examined, last.changed) == (3, 3, 3)
    assert last.finished_at is not None
    assert Recount.objects.count() == 1


def test_what_is_late_already_stays_late(province):
    story, tomorrow = Story(province).received(), local("2026-03-10 08:00")
    publish_swap()
    done = recount(tomorrow)
    assert (done.changed, done.kept, due_of(story)) == (0, 1, "2026-03-09")
    [(looked_at, [kept])] = recounting.would_change(at=tomorrow)
    assert (looked_at, kept.code, kept.kept) == (1, story.code, Kept.LATE)


def test_on_its_last_day_a_promise_still_moves(province):
    story = Story(province).received()
    publish_swap()
    recount(local("2026-03-09 17:30"))
    assert due_of(story) == "2026-03-10"


def test_nobody_becomes_late_by_a_calendar_that_came_afterwards(province):
    story = Story(province).received()
    publish_swap(off="2026-03-13", worked="2026-03-08")
    done = recount(local("2026-03-09 08:00"))
    assert (done.changed, done.kept, due_of(story)) == (0, 1, "2026-03-09")


def test_a_worked_saturday_brings_the_promise_forward_while_there_is_time(province):
    story = Story(province).received()
    publish_swap(off="2026-03-13", worked="2026-03-07")
    recount()
    assert due_of(story) == "2026-03-07"


def paid(province, after):
    """Return a dossier whose clock stood for a payment, ``after`` a time."""
    story = Story(province).processing()
    dossiers.request_payment(
        code=story.code, notice=NOTICE, name="thong-bao.pdf", stream=pdf(), by=province.handler,
        at=story.now(),
    )  # fmt: skip
    story.at += after
    dossiers.confirm_payment(
        code=story.code, receipt="BL-1", by=province.handler, at=story.now()
    )  # fmt: skip
    return story


def test_days_that_were_waited_are_left_out_anew(province):
    story = paid(province, timedelta(days=1))
    assert Dossier.objects.get().due_at == local("2026-03-10 17:00")
    publish_swap()
    recount(story.at + timedelta(hours=1))
    assert Dossier.objects.get().due_at == local("2026-03-11 17:00")


def test_a_wait_within_a_day_is_left_out_anew_as_none(province):
    paid(province, timedelta(hours=1))
    publish_swap()
    recount()
    assert Dossier.objects.get().due_at == local("2026-03-10 17:00")


def move_by_minutes(story):
    """Move the date as a release did that knew office minutes alone."""
    last = Dossier.objects.get(code=story.code).due_dates.latest("id")
    last.pk, last.due_at, last.reason = None, local("2026-03-10 09:00"), "pause"
    last.due_on, last.set_at = last.due_at.date(), story.at
    with transaction.atomic():
        last.save()
        Dossier.objects.filter(pk=last.dossier_id).update(due_at=last.due_at)


def test_what_an_earlier_release_moved_by_minutes_is_moved_by_as_many_anew(province):
    move_by_minutes(Story(province).processing())
    publish_swap()
    recount()
    assert Dossier.objects.get().due_at == local("2026-03-11 09:00")


def test_a_standing_clock_is_judged_when_it_stopped(province):
    story = Story(province).processing()
    dossiers.request_supplement(
        signer=bootstrap.signer(), code=story.code, papers=[BIRTH_PAPER],
        by=province.head, at=story.now()
    )  # fmt: skip
    publish_swap()
    done = recount(local("2026-04-01 08:00"))
    assert (done.changed, due_of(story)) == (1, "2026-03-10")


def test_what_has_ended_keeps_its_promise(province):
    story = Story(province).received()
    dossiers.withdraw(
        code=story.code, reason="Không còn nhu cầu nữa", by=Actor.citizen(dossier=story.code),
        at=story.now(),
    )  # fmt: skip
    publish_swap()
    assert recount().examined == 0
    assert due_of(story) == "2026-03-09"


def test_the_whole_record_still_holds(province):
    for _number in range(3):
        Story(province).received()
    publish_swap()
    recount()
    assert auditing.audit(sealing.log_verifiers()).ok


def test_the_past_is_never_counted_otherwise(province):
    with pytest.raises(CalendarBackDated) as refused:
        publish_swap(off="2026-02-27", worked="2026-03-14")
    assert refused.value.facts["day"] == "2026-02-27"


def test_calendars_are_counted_by_administrators_alone(province):
    with pytest.raises(CalendarNotYours):
        dossiers.recount_due_dates(by=province.handler, at=TUESDAY)


def test_a_part_takes_the_same_few_queries_for_many_dossiers(
    province, django_assert_max_num_queries
):
    for _number in range(6):
        Story(province).received()
    publish_swap()
    with django_assert_max_num_queries(30):
        recount()


def test_the_tables_of_many_agencies_hours_are_built_once_a_run_not_once_a_part():
    own = [{**OWN_HOURS, "agency": f"H99.{n}"} for n in range(9)]
    many = calendar(office_hours=[*SHIPPED["office_hours"], *own])
    recounting._columns.cache_clear()
    for _part in range(2):
        for hours in own:
            recounting._columns(many.of(hours["agency"]))
    assert recounting._columns.cache_info().misses == len(own)
