"""Desks that end: what they have not answered is owed by whoever goes on with their work."""

from datetime import timedelta

import pytest
from tests.builders import BIRTH, LAN
from tests.builders_deadlines import local
from tests.builders_recounting import publish_swap, recount
from tests.builders_reorganisation import DAY, LATER, NEW_DESK, actor_now, apply, merger

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.answering import queries
from thongsuot.domains.dossiers.answering.facts import AnswerFact, answers_of_desks
from thongsuot.domains.dossiers.answering.models import DeskAnswer
from thongsuot.domains.dossiers.terms import Channel
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.models import Agency

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("neighbour")]
FRIDAY = local("2026-03-06 15:00")
"""Eight hours of work later it is Monday, the day of the merger, 15:00."""
LONG_BEFORE = local("2026-03-02 10:00")
NEXT_WEEK = DAY + timedelta(days=7)


def sent(at):
    """Have a citizen send something to the desk that ends; return its code."""
    return dossiers.register(
        procedure_code=BIRTH, receiving_agency="H99.31.01", channel=Channel.ONLINE, identity=LAN,
        answers={}, by=Actor.citizen(), at=at,
    ).code  # fmt: skip


def figures(at):
    """Return in time, late, waiting and standing of each desk, by its code."""
    codes = dict(Agency.objects.values_list("pk", "code"))
    found = answers_of_desks(since=local("2026-03-01 00:00"), until=NEXT_WEEK, at=at)
    return {codes[fact.desk]: fact for fact in found}


def counts(fact: AnswerFact):
    return (fact.in_time, fact.late, fact.waiting, fact.standing)


def test_the_heir_owes_it_by_the_same_hour(province):
    code = sent(FRIDAY)
    before = queries.answer_due(code)
    apply(merger())
    ended, now = DeskAnswer.objects.order_by("pk")
    assert (ended.desk.code, ended.answer) == ("H99.31.01", "agency_succeeded")
    assert now.desk.code == NEW_DESK
    assert queries.answer_due(code) == before


def test_what_was_in_time_when_the_desk_ended_is_its_heirs_to_answer(province):
    sent(FRIDAY)
    apply(merger())
    waiting, late = figures(LATER), figures(NEXT_WEEK)
    assert counts(waiting["H99.31.01"]) == (0, 0, 0, 0)
    assert counts(waiting[NEW_DESK]) == (0, 0, 1, 0)
    assert counts(late["H99.31.01"]) == (0, 0, 0, 0)
    assert counts(late[NEW_DESK]) == (0, 1, 0, 0)


def test_what_was_late_before_stays_the_lateness_of_the_desk_that_ended(province):
    code = sent(LONG_BEFORE)
    apply(merger())
    dossiers.receive(code=code, by=actor_now("mau.desk"), at=LATER)
    late = figures(NEXT_WEEK)
    assert counts(late["H99.31.01"]) == (0, 1, 0, 0)
    assert counts(late[NEW_DESK]) == (0, 0, 0, 0)


def test_a_calendar_that_comes_afterwards_moves_the_hour_of_the_heir_and_not_the_lateness(province):
    sent(FRIDAY)
    apply(merger())
    publish_swap(at=DAY, off="2026-03-09", in_force_from="2026-03-09")
    recount(LATER)
    _ended, inherited, now = DeskAnswer.objects.order_by("pk")
    assert (now.desk.code, now.answer_by) == (NEW_DESK, inherited.answer_by + timedelta(days=1))
    assert now.inherited_at == inherited.inherited_at


def test_whoever_heads_the_heir_is_told_of_what_is_late(province):
    code = sent(FRIDAY)
    apply(merger())
    assert dossiers.remind_desks(at=DAY + timedelta(days=2, hours=9)) > 0
    told = record.acts_of(f"dossier:{code}")[-1]
    assert (told.act, told.detail["desk"]) == ("answer_escalated", NEW_DESK)


def test_what_was_answered_stays_with_who_answered(province):
    dossiers.receive(code=sent(LONG_BEFORE), by=province.desk, at=local("2026-03-02 11:00"))
    apply(merger())
    [answered] = DeskAnswer.objects.all()
    assert (answered.desk.code, answered.answer) == ("H99.31.01", "received")
