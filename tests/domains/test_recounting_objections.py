"""A swap of days announced late moves by when a citizen's objection is answered.

Two working days from Monday the 2nd: Wednesday the 4th, which becomes a day off.
"""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from tests.builders import Story, add_committee, build_province
from tests.builders_deadlines import local
from tests.builders_recounting import publish_2027, publish_swap, recount
from tests.builders_story import asked, rewrite

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines.terms.limits import KeptLimit, LimitKind
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Objection
from thongsuot.domains.dossiers.queries import limits
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.exchange.terms import to_officer
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor

pytestmark = pytest.mark.django_db
AFTER = local("2026-03-03 08:31")
WHY = "Giấy chứng sinh đã nộp bản rõ, đọc được số"


def disagreed(story):
    """Have the citizen disagree with what is asked for."""
    dossiers.object_to_request(
        code=story.code, words=WHY, by=Actor.citizen(dossier=story.code), at=story.now()
    )
    return story


def counted(row):
    """Return how a row says that its limit was counted."""
    return (row.limit_quantity, row.limit_unit, row.calendar_version, row.hours_of)


@pytest.fixture
def province(published_calendar):
    found = build_province(days=5)
    add_committee(found)
    return found


@pytest.fixture
def waiting(province):
    return disagreed(asked(Story(province)))


def test_its_answer_is_due_after_the_new_day_off_on_record(waiting):
    was = Objection.objects.get()
    assert was.answer_by == local("2026-03-04 17:00")
    assert counted(was) == (2, "working-day", "2022-2026.1", "")
    publish_swap(off="2026-03-04")
    [would] = limits.would_change(at=AFTER)
    done = recount(AFTER)
    now = Objection.objects.get()
    assert would.until == now.answer_by == local("2026-03-05 17:00")
    assert counted(now) == (2, "working-day", "2022-2026.2", "")
    assert (done.limits, done.limits_changed, done.limits_kept) == (1, 1, 0)
    entry = record.acts_of(f"dossier:{waiting.code}")[-1]
    assert (entry.act, entry.detail["of"]) == ("limit_recounted", "objection")
    [change] = deadlines.limits_changed_by("2022-2026.2")
    assert (change.kind, change.was_at) == (LimitKind.OBJECTION, was.answer_by)
    assert record.verify_all().ok


def test_who_is_asked_is_told_until_when_once_and_nobody_else(waiting):
    publish_swap(off="2026-03-04")
    recount(AFTER)
    recount(AFTER + timedelta(minutes=1))
    told = Message.objects.get(template="objection-moved")
    assert told.recipient == to_officer(waiting.province.officers["chairman"].pk)
    assert told.values["answer_by"] == "2026-03-05T10:00:00+00:00"
    assert not Message.objects.filter(template="window-changed").exists()


def test_what_is_over_stays_over_and_is_listed_with_its_cause(waiting):
    publish_swap(off="2026-03-04")
    done = recount(local("2026-03-05 08:00"))
    assert (done.limits_changed, done.limits_kept) == (0, 1)
    assert Objection.objects.get().answer_by == local("2026-03-04 17:00")
    [stays] = [one for one in limits.stays_of("2022-2026.2") if one.kind == "objection"]
    assert (stays.code, stays.kept) == (waiting.code, KeptLimit.LATE)


def test_one_that_has_its_answer_is_left_alone(waiting):
    dossiers.reject_objection(
        code=waiting.code, reason=WHY, by=waiting.province.actor("chairman"), at=waiting.now()
    )
    publish_swap(off="2026-03-04")
    recount(AFTER)
    assert Objection.objects.get().answer_by == local("2026-03-04 17:00")
    with pytest.raises(DatabaseError):
        rewrite("dossiers_objection", "answer_by = answer_by + interval '1 day'")


@pytest.mark.usefixtures("waiting")
def test_its_end_is_moved_by_no_hand():
    with pytest.raises(DatabaseError):
        rewrite("dossiers_objection", "answer_by = answer_by + interval '1 day'")


@pytest.mark.usefixtures("published_calendar")
def test_beyond_the_published_calendar_it_has_its_end_by_the_one_that_comes():
    short = build_province()
    add_committee(short)
    story = asked(Story(short, at=local("2026-12-28 08:00")))
    story.at = local("2026-12-30 08:00")
    disagreed(story)
    before = Objection.objects.get()
    assert (before.answer_by, counted(before)) == (None, (2, "working-day", "", ""))
    at = local("2026-12-31 08:00")
    publish_2027(at)
    recount(at + timedelta(minutes=10))
    now = Objection.objects.get()
    assert now.answer_by == local("2027-01-04 17:00")
    assert counted(now) == (2, "working-day", "2022-2027.1", "")
