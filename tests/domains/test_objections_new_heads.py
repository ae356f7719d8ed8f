"""Who answers an objection changes while it waits: he is told, and he alone answers."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import MONDAY, Story, add_committee, add_neighbour, build_province
from tests.builders_reorganisation import LATER, apply, merger
from tests.builders_reorganisation import actor_now as officer_now
from tests.builders_staff import add_deputy, granted, in_stead, new_head, on_leave
from tests.builders_story import guided

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.lateness.terms import NotTheHead
from thongsuot.domains.dossiers.models import Objection
from thongsuot.domains.dossiers.terms.objections import ObjectionNotYours
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.exchange.terms import to_officer
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import services as organisation

pytestmark = pytest.mark.django_db
WHY = "Giấy chứng sinh đã nộp bản rõ, đọc được số"
REASON = "Đã xem lại, số trên giấy chứng sinh đọc được"


@pytest.fixture
def province(published_calendar):
    found = build_province()
    add_committee(found)
    add_neighbour(found)
    add_deputy(found)
    return found


@pytest.fixture
def story(province):
    """Return a submission of which the desk says what it lacks; the commune's head answers."""
    found = guided(Story(province).registered())
    by = Actor.citizen(dossier=found.code)
    dossiers.object_to_request(code=found.code, words=WHY, by=by, at=found.now())
    return found


def told() -> set[str]:
    rows = Message.objects.filter(template__in=["objection-due", "objection-asked"])
    return set(rows.values_list("recipient", flat=True))


def number(story, *who: str) -> set[str]:
    return {to_officer(story.province.officers[one].pk) for one in who}


def told_anew(story, at: datetime) -> set[str]:
    """Have the worker come by twice; return who was told by it."""
    before = told()
    dossiers.tell_new_answerers(at=at)
    assert dossiers.tell_new_answerers(at=at) == 0, "nobody is told twice"
    return told() - before


def upheld(story, by: Actor, at: datetime = LATER) -> None:
    dossiers.uphold_objection(code=story.code, reason=REASON, by=by, at=at)


def the_head_leaves(story) -> None:
    who = story.province
    for head in ("head", "deputy"):
        organisation.end_appointment(
            officer_id=who.officers[head].pk, post_id=who.posts[head].pk,
            last_day=MONDAY.date(), source="09/QĐ-UBND", by=Actor.system(), at=story.now(),
        )  # fmt: skip


def test_where_nothing_changed_nobody_is_told_again(story):
    assert told() == number(story, "head", "deputy")
    assert told_anew(story, LATER) == set()


def test_who_comes_to_head_the_agency_is_told_and_answers_and_who_left_does_not(story):
    left = story.province.head
    new_head(story.province, last_day=MONDAY.date(), at=story.now())
    assert told_anew(story, LATER) == number(story, "new_head")
    with pytest.raises(NotTheHead):
        upheld(story, left)
    upheld(story, story.province.actor("new_head"))
    assert Objection.objects.get().answered_by_id == story.province.officers["new_head"].pk


def test_where_nobody_heads_it_any_more_who_stands_above_is_told_and_answers(story):
    the_head_leaves(story)
    assert told_anew(story, LATER) == number(story, "chairman")
    upheld(story, story.province.actor("chairman"))


def test_who_signs_for_a_head_on_leave_is_told_and_answers_in_his_stead(story):
    given = granted(story.province, to="colleague")
    on_leave(story.province, "head")
    assert told_anew(story, story.now()) == number(story, "colleague")
    deputy = in_stead(story.province, given, who="colleague")
    upheld(story, deputy, story.now())
    entry = record.acts_of(f"dossier:{story.code}")[-1]
    assert entry.actor.as_recorded()["on_behalf_of"]["delegation"] == given.id


def test_without_a_delegation_an_officer_of_the_agency_answers_nothing(story):
    on_leave(story.province, "head")
    assert told_anew(story, story.now()) == set()
    with pytest.raises(NotTheHead):
        upheld(story, story.province.actor("colleague"), story.now())


def test_the_heir_of_an_agency_that_ends_is_told_and_answers(story):
    apply(merger())
    assert number(story, "neighbour_head") <= told_anew(story, LATER)
    with pytest.raises(ObjectionNotYours):
        upheld(story, story.province.actor("chairman"))
    upheld(story, officer_now("mau.neighbour_head", LATER))
    assert record.verify_all().ok


def test_the_worker_asks_no_more_where_many_wait(story):
    def asks() -> int:
        with CaptureQueriesContext(connection) as asked_of_it:
            dossiers.tell_new_answerers(at=LATER)
        return len(asked_of_it)

    few = asks()
    for _more in range(4):
        other = guided(Story(story.province).registered())
        by = Actor.citizen(dossier=other.code)
        dossiers.object_to_request(code=other.code, words=WHY, by=by, at=other.now())
    assert asks() == few
