"""Who is asked for an opinion, or owes a citizen an answer, is reminded before his time ends."""

import json
from copy import deepcopy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import Story, add_committee, add_officer, build_province
from tests.builders_custody import asked as asked_for_an_opinion
from tests.builders_custody import given
from tests.builders_deadlines import local
from tests.builders_story import asked
from tests.builders_supplement import GENERAL, publish

from thongsuot.domains.custody.models import OpinionRequest
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.lateness import rules
from thongsuot.domains.dossiers.lateness.terms import LatenessPolicyWrong
from thongsuot.domains.dossiers.models import Objection
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.exchange.terms import to_officer
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.terms import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_calendar")]
WHY = "Giấy chứng sinh đã nộp bản rõ, đọc được số"


@pytest.fixture
def province():
    province = build_province()
    add_committee(province)
    return province


def told(*templates):
    """Return who was told with which text, in order."""
    rows = Message.objects.filter(template__in=templates).order_by("created_at", "recipient")
    return [(row.template, row.recipient) for row in rows]


def number(story, who):
    return to_officer(story.province.officers[who].pk)


def run(*instants):
    for at in instants:
        dossiers.remind_asked(at=local(at))


# --- an opinion -------------------------------------------------------------------------------


@pytest.fixture
def question(province):
    """Asked on Monday 2 March; the time for it ends on a day of its own."""
    story = Story(province).processing()
    asked_for_an_opinion(story)
    return story


def end_of(story):
    return OpinionRequest.objects.get(subject=f"dossier:{story.code}").answer_by


def test_whoever_is_asked_is_reminded_a_working_day_before_and_on_the_last_day(question):
    last = end_of(question).date()
    assert last.isoformat() == "2026-03-05"
    run("2026-03-02 15:00", "2026-03-03 09:00")
    assert told("opinion-reminder") == []
    run("2026-03-04 06:00")
    assert told("opinion-reminder") == [], "nobody is woken before the offices open"
    run("2026-03-04 07:31", "2026-03-04 15:00", "2026-03-05 06:00")
    assert told("opinion-reminder") == [("opinion-reminder", number(question, "stranger"))]
    run("2026-03-05 07:31", "2026-03-05 11:00")
    assert len(told("opinion-reminder")) == 2


def test_who_has_answered_is_reminded_of_nothing(question):
    given(question, OpinionRequest.objects.get().pk)
    run("2026-03-04 09:00", "2026-03-05 07:31")
    assert told("opinion-reminder") == []


def test_a_ladder_of_yours_may_tell_whoever_heads_the_agency_that_is_asked(question):
    add_officer(
        question.province, "director", "H99.05", "Giám đốc", "head", "Đinh Văn Mẫu", [Role.SIGN]
    )
    dossiers.publish_lateness_policy(
        document=rules.shipped_document() | {
            "version": "2", "valid_from": "2026-03-01",
            "opinion_ladder": [
                {"code": "Y0", "working_days": 0, "to": "head", "message": True},
            ],
        },
        by=Actor.system(), at=local("2026-03-03 08:00"),
    )  # fmt: skip
    run("2026-03-04 09:00")
    assert told("opinion-reminder") == []
    run("2026-03-05 07:31")
    assert told("opinion-reminder") == [("opinion-reminder", number(question, "director"))]


def test_the_worker_asks_no_more_where_many_were_reminded(question):
    run("2026-03-04 07:31")

    def asks() -> int:
        with CaptureQueriesContext(connection) as queries:
            run("2026-03-04 07:40")
        return len(queries)

    few = asks()
    for _more in range(3):
        asked_for_an_opinion(Story(question.province).processing())
    run("2026-03-04 07:35")
    assert Message.objects.filter(template="opinion-reminder").count() == 4
    assert asks() == few


# --- an objection -----------------------------------------------------------------------------


@pytest.fixture
def objection(province):
    """Made on Friday 6 March; the answer is due on Tuesday the 10th."""
    return objected(asked(Story(province)))


def objected(story):
    dossiers.object_to_request(
        code=story.code, words=WHY, by=Actor.citizen(dossier=story.code),
        at=local("2026-03-06 09:00"),
    )  # fmt: skip
    return story


ANSWERS = ("objection-reminder", "objection-overdue")


def test_who_owes_an_answer_is_reminded_before_its_end_and_those_above_hear_when_it_is_late(
    objection,
):
    assert Objection.objects.get().answer_by == local("2026-03-10 17:00")
    run("2026-03-06 15:00")
    assert told(*ANSWERS) == []
    run("2026-03-09 07:31", "2026-03-09 07:32", "2026-03-10 09:00")
    reminded = ("objection-reminder", number(objection, "chairman"))
    assert told(*ANSWERS) == [reminded]
    run("2026-03-10 18:00", "2026-03-11 07:31", "2026-03-12 09:00")
    assert told(*ANSWERS) == [reminded, ("objection-overdue", number(objection, "chairman"))]


def test_nobody_is_reminded_of_what_he_was_asked_since_the_offices_opened(province):
    publish(GENERAL | {"objection": GENERAL["objection"] | {"answer_within": [1, "working-day"]}})
    story = objected(asked(Story(province)))
    assert Objection.objects.get().answer_by == local("2026-03-09 17:00")
    run("2026-03-06 15:00")
    assert told(*ANSWERS) == [], "he was told when it was made"
    run("2026-03-09 07:31")
    assert told(*ANSWERS) == [("objection-reminder", number(story, "chairman"))]


def test_an_answer_that_was_given_is_told_of_to_nobody(objection):
    dossiers.reject_objection(
        code=objection.code, reason="Đã xem lại, bản nộp không đọc được số",
        by=objection.province.actor("chairman"), at=local("2026-03-09 07:20"),
    )  # fmt: skip
    run("2026-03-09 07:31", "2026-03-11 07:31")
    assert told(*ANSWERS) == []


# --- the worker and the policy ----------------------------------------------------------------


def test_where_nothing_is_due_the_worker_asks_next_to_nothing(objection):
    with CaptureQueriesContext(connection) as queries:
        run("2026-03-06 15:00")
    assert len(queries) <= 12


def test_a_policy_of_before_has_no_such_ladder_and_one_that_shows_nothing_is_refused():
    shipped = rules.shipped_document()
    before = {k: v for k, v in shipped.items() if k not in {"opinion_ladder", "objection_ladder"}}
    assert rules.parse_policy(before).opinions == rules.parse_policy(before).objections == ()
    silent = deepcopy(shipped)
    silent["objection_ladder"][0]["message"] = False
    with pytest.raises(LatenessPolicyWrong) as wrong:
        rules.parse_policy(json.loads(json.dumps(silent)))
    assert wrong.value.facts["field"] == "objection_ladder"
