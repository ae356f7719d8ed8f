"""State 6: a payment is asked for with its notice, met by its receipt; the clock stands between."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.builders import MONDAY
from tests.builders_payments import NOTICE, pdf

from thongsuot import bootstrap
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import AlreadyOffered, NotTheHolder
from thongsuot.domains.deadlines.terms import Wait, WaitedIn
from thongsuot.domains.documents.terms import FileTypeRefused, Kind
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier, DueDateSet, Obligation
from thongsuot.domains.dossiers.terms import (
    ActNotAllowed,
    DecisionExists,
    NationalState,
    NoticeIncomplete,
    Outcome,
    PauseCause,
    Step,
)
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.models import Entry
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.terms import RoleMissing
from thongsuot.kernel.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(story):
    return story.processing()


def ask(story, *, notice=NOTICE, by=None, content=None, key=None) -> Dossier:
    return dossiers.request_payment(
        code=story.code, notice=notice, name="thong-bao.pdf", stream=content or pdf(),
        by=by or story.province.handler, at=story.now(), key=key,
    )  # fmt: skip


def confirm(story, *, receipt="BL-0001", by=None, key=None) -> Dossier:
    who = by or story.province.handler
    return dossiers.confirm_payment(
        code=story.code, receipt=receipt, by=who, at=story.now(), key=key
    )


def row(story) -> Dossier:
    return Dossier.objects.get(code=story.code)


def view(story):
    return queries.view_for(story.code, by=story.province.handler, at=story.at)


def test_the_clock_stands_while_a_payment_is_waited_for_and_moves_on_by_those_days(story):
    before = row(story).due_at
    ask(story)
    assert row(story).national_state == NationalState.OBLIGATION_REQUESTED
    assert view(story).open_pause.cause is PauseCause.OBLIGATION
    story.at += timedelta(days=2)
    confirm(story)
    seen = view(story)
    met = seen.obligations[0]
    assert row(story).national_state == NationalState.PROCESSING
    assert row(story).due_at == before + timedelta(days=2)
    assert (seen.due.reason, seen.due.wait) == ("pause", Wait(2, WaitedIn.WORKING_DAY))
    detail = record.acts_of(f"dossier:{story.code}")[-1].detail
    assert (detail["waited"], detail["waited_in"]) == (2, "working-day")
    assert detail["waiting_rule"] == "what-was-left.1"
    assert (met.notice, met.receipt) == (NOTICE, "BL-0001")
    assert seen.open_pause is None


def test_a_payment_within_the_day_wins_no_time_for_a_limit_in_days(story):
    before = row(story).due_at
    ask(story)
    story.at += timedelta(minutes=1)
    confirm(story)
    assert row(story).due_at == before
    assert view(story).due.wait == Wait(0, WaitedIn.WORKING_DAY)


def test_a_due_date_that_says_what_was_waited_says_by_which_rule(story):
    ask(story)
    confirm(story)
    pushed = DueDateSet.objects.get(reason="pause")
    pushed.pk, pushed.waiting_rule = None, ""
    with pytest.raises(DatabaseError, match="due_date_waited_in_a_pause_by_a_rule"):
        pushed.save()


def test_the_holder_stays_the_holder_while_the_payment_is_waited_for(story):
    before = custodies.spans_of(f"dossier:{story.code}")
    ask(story)
    confirm(story)
    assert custodies.spans_of(f"dossier:{story.code}") == before


def test_each_of_the_two_acts_writes_one_entry_without_a_word_of_the_notice(story):
    ask(story)
    confirm(story)
    asked, met = record.acts_of(f"dossier:{story.code}")[-2:]
    assert (asked.act, met.act) == ("payment_requested", "payment_confirmed")
    assert asked.detail["amount_vnd"] == NOTICE.amount_vnd
    assert NOTICE.number not in str(asked.detail)
    assert "BL-0001" not in str(met.detail)


def test_the_notice_is_a_paper_of_the_dossier_that_its_applicant_reads(story):
    ask(story)
    paper = next(p for p in view(story).papers if p.kind is Kind.PAYMENT_NOTICE)
    assert paper.id == view(story).obligations[0].paper


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": " "}, "number"),
        ({"amount_vnd": 0}, "amount"),
        ({"legal_basis": ""}, "legal_basis"),
        ({"issued_on": date(2027, 1, 1)}, "issued_on"),
    ],
)
def test_4_no_payment_is_asked_for_without_a_whole_notice(story, change, field):
    entries = Entry.objects.count()
    with pytest.raises(NoticeIncomplete) as refused:
        ask(story, notice=replace(NOTICE, **change))
    assert refused.value.facts["field"] == field
    assert (row(story).national_state, Entry.objects.count()) == (4, entries)


def test_4_no_payment_is_asked_for_without_the_notice_itself(story):
    with pytest.raises(FileTypeRefused):
        ask(story, content=io.BytesIO(b"not a notice at all, just words" * 20))
    assert not Obligation.objects.exists()
    assert row(story).national_state == NationalState.PROCESSING


def test_4_the_database_refuses_state_six_without_a_notice(story):
    with transaction.atomic(), connection.cursor() as cursor:
        Dossier.objects.filter(code=story.code).update(obligation_since=story.at)
        with pytest.raises(DatabaseError, match="without a notice"):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "change",
    [{"amount_vnd": 1}, {"number": "khác"}, {"requested_at": MONDAY}, {"receipt": "khác"}],
)
def test_19_a_met_obligation_stays_as_it_is(story, change):
    ask(story)
    confirm(story)
    with pytest.raises(DatabaseError), transaction.atomic():
        Obligation.objects.update(**change)


def test_a_payment_is_confirmed_by_the_number_of_its_receipt(story):
    ask(story)
    with pytest.raises(NoticeIncomplete):
        confirm(story, receipt="  ")


def test_nothing_is_confirmed_that_was_not_asked_for(story):
    with pytest.raises(ActNotAllowed):
        confirm(story)


@pytest.mark.parametrize("who", ["desk", "head", "clerk"])
def test_only_the_holder_asks_for_a_payment_and_confirms_it(story, who):
    stranger = story.province.actor(who)
    with pytest.raises((NotTheHolder, RoleMissing)):
        ask(story, by=stranger)
    ask(story)
    with pytest.raises((NotTheHolder, RoleMissing)):
        confirm(story, by=stranger)


def test_no_payment_is_asked_for_while_a_hand_over_waits_for_its_answer(story):
    story.offered(story.province.handler, "head", Step.SIGN)
    with pytest.raises(AlreadyOffered):
        ask(story)


def test_no_payment_is_asked_for_once_the_decision_is_signed(story):
    story.drafted_by_handler()
    head = story.province.head
    dossiers.sign_decision(code=story.code, signer=bootstrap.signer(), by=head, at=story.now())
    with pytest.raises((DecisionExists, RoleMissing)):
        ask(story, by=head)


def test_nothing_is_decided_while_a_payment_is_waited_for(story):
    ask(story)
    with pytest.raises(ActNotAllowed):
        dossiers.draft_decision(
            code=story.code, outcome=Outcome.GRANTED, grounds="Đủ điều kiện theo quy định",
            by=story.province.handler, at=story.now(),
        )  # fmt: skip


def test_a_citizen_may_still_withdraw_while_a_payment_is_waited_for(story):
    ask(story)
    citizen = Actor.citizen(dossier=story.code)
    dossiers.withdraw(code=story.code, reason="Không làm nữa", by=citizen, at=story.now())
    assert row(story).national_state == NationalState.WITHDRAWN


def test_8_each_act_sent_twice_happens_once(story):
    ask(story, key="a-key")
    ask(story, key="a-key")
    confirm(story, key="another-key")
    confirm(story, key="another-key")
    acts = [act.act for act in record.acts_of(f"dossier:{story.code}")]
    assert acts.count("payment_requested") == acts.count("payment_confirmed") == 1


def test_a_second_obligation_may_follow_the_first(story):
    ask(story)
    confirm(story)
    ask(story, notice=replace(NOTICE, number="1521/TB-CT"))
    with pytest.raises(Refused):
        ask(story)
    confirm(story, receipt="BL-0002")
    assert [owed.receipt for owed in view(story).obligations] == ["BL-0001", "BL-0002"]
