"""Whose time decided dossiers took, how agencies answer when asked, how long superiors take."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import BIRTH, LAN, MONDAY, Story, add_committee, add_neighbour, build_province
from tests.builders_custody import (
    BASIS,
    COMMITTEE,
    DEPARTMENT,
    asked,
    given,
    returned_twice,
)
from tests.builders_deadlines import calendar
from tests.builders_payments import NOTICE, pdf
from tests.builders_reorganisation import LATER, apply, merger
from tests.builders_story import guided, supplied

from thongsuot import bootstrap
from thongsuot.domains.accountability import queries
from thongsuot.domains.accountability.rules import readings
from thongsuot.domains.accountability.terms import Period
from thongsuot.domains.accountability.terms.figures import MEASURED
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.deadlines.rules import working_minutes
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier, Obligation
from thongsuot.domains.dossiers.terms import Channel, Step
from thongsuot.domains.dossiers.terms.supplements import Wait
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import successors
from thongsuot.kernel.clock import local_date

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_calendar")]

YEARS = calendar()
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
DAY = timedelta(days=1)


@pytest.fixture
def province():
    """Return the invented province with a second commune."""
    built = build_province()
    add_neighbour(built)
    return built


def test_opinions_and_loops_cost_a_query_each(province, django_assert_num_queries):
    asked(Story(province).processing())
    with django_assert_num_queries(1):
        queries.consulting(MARCH, at=MONDAY, calendar=YEARS)
    with django_assert_num_queries(1):
        queries.brought_up(MARCH, at=MONDAY, calendar=YEARS)
    with django_assert_num_queries(1):
        queries.citizen_waits(MARCH, at=MONDAY, calendar=YEARS)


# --- waiting for citizens -----------------------------------------------------------------------


def test_guiding_before_receipt_is_told_of_the_desk_until_what_was_missing_came(province, photo):
    waited = Story(province).registered()
    guided(waited)
    waited.at += 2 * DAY
    supplied(waited, photo)
    refused = Story(province).registered()
    guided(refused)
    [wait] = queries.citizen_waits(MARCH, at=MONDAY + 3 * DAY, calendar=YEARS)
    desk = province.agencies["H99.31.01"].pk
    assert (wait.agency, wait.kind, wait.asked, wait.answered, wait.open) == (
        desk, Wait.GUIDED, 2, 1, 1,
    )  # fmt: skip
    still = 3 * 8 * 60
    assert 2 * 8 * 60 <= wait.minutes - wait.longest < wait.longest <= still
    assert queries.hiding_places(MARCH, at=MONDAY + 3 * DAY, calendar=YEARS) == []


def test_guiding_is_told_of_the_desk_that_guided_wherever_it_was_sent_on_to(province, photo):
    story = guided(Story(province).registered())
    story.at += DAY
    supplied(story, photo)
    dossiers.forward_submission(
        code=story.code, to_desk="H99.32.01", why="Người nộp cư trú ở xã Mẫu Bình.",
        by=province.desk, at=story.now(),
    )  # fmt: skip
    [wait] = queries.citizen_waits(MARCH, at=MONDAY + 3 * DAY, calendar=YEARS)
    assert wait.agency == province.agencies["H99.31.01"].pk
    others = [province.agencies["H99.32.01"].pk]
    assert queries.citizen_waits(MARCH, at=MONDAY, calendar=YEARS, agencies=others) == []


def test_guiding_stays_that_of_the_desk_that_ended_and_its_heir_tells_the_same_sum(province):
    """Told of the desks of then and of now: what was asked before a merger, and after it."""
    guided(Story(province).registered())
    elsewhere = Story(province)
    elsewhere.code = dossiers.register(
        procedure_code=BIRTH, receiving_agency="H99.32.01", channel=Channel.ONLINE, identity=LAN,
        answers={}, by=Actor.citizen(), at=elsewhere.now(),
    ).code  # fmt: skip
    guided(elsewhere, by=province.actor("neighbour_desk"))
    apply(merger())
    given = {"at": LATER + 2 * DAY, "calendar": YEARS}
    was = queries.citizen_waits(MARCH, **given)
    ended = {province.agencies[code].pk for code in ("H99.31.01", "H99.32.01")}
    assert {wait.agency for wait in was} == ended
    assert [wait.open for wait in was] == [1, 1], "still waited for, though the desk has ended"
    heirs = successors.heirs(local_date(LATER))
    [now] = readings.waits_as_now(was, heirs)
    assert heirs[min(ended)] == heirs[max(ended)] == now.agency
    assert (now.asked, now.open, now.minutes) == (
        2, 2, sum(wait.minutes for wait in was),
    )  # fmt: skip
    assert queries.citizen_waits(MARCH, agencies=[now.agency], **given) == [], "it guided nobody"


def test_waiting_for_a_payment_is_told_of_who_held_it_then(province):
    story = Story(province).processing()
    asked_at = story.now()
    dossiers.request_payment(
        code=story.code, notice=NOTICE, name="thong-bao.pdf", stream=pdf(), by=province.handler,
        at=asked_at,
    )  # fmt: skip
    story.at += 2 * DAY
    dossiers.confirm_payment(
        code=story.code, receipt="BL-0001", by=province.handler, at=story.now()
    )
    met_at = Obligation.objects.get().met_at
    [wait] = queries.citizen_waits(MARCH, at=MONDAY + 9 * DAY, calendar=YEARS)
    commune = province.agencies["H99.31"].pk
    assert (wait.agency, wait.kind, wait.answered, wait.open) == (commune, Wait.PAYMENT, 1, 0)
    assert wait.minutes == wait.longest == working_minutes(asked_at, met_at, YEARS)
    others = [province.agencies["H99.32"].pk]
    assert queries.citizen_waits(MARCH, at=MONDAY, calendar=YEARS, agencies=others) == []


def test_what_was_asked_of_citizens_is_found_by_its_period():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    with CaptureQueriesContext(connection) as asked_of_it:
        queries.citizen_waits(MARCH, at=MONDAY, calendar=YEARS)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {asked_of_it[-1]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "supplement_by_time" in plan
    assert "obligation_by_time" in plan


# --- opinions -----------------------------------------------------------------------------------


def test_every_opinion_that_was_asked_is_told_as_given_late_silent_waiting_or_withdrawn(province):
    department = province.agencies[DEPARTMENT].pk
    stories = [Story(province).processing() for _each in range(5)]
    ids = [asked(story) for story in stories]
    limit = custodies.opinions_of(f"dossier:{stories[0].code}")[-1].answer_by
    given(stories[0], ids[0])
    dossiers.recall_opinion(opinion_id=ids[1], by=province.handler, at=stories[1].now())
    stories[2].at = limit + DAY
    given(stories[2], ids[2])
    dossiers.take_silence_for_answers(at=limit + DAY)
    last = Story(province, at=limit + DAY).processing()
    asked(last)
    [row] = queries.consulting(MARCH, at=last.now(), calendar=YEARS)
    assert row.agency == department
    assert (row.asked, row.in_time, row.late, row.silent, row.waiting, row.withdrawn) == (
        6, 1, 1, 2, 1, 1,
    )  # fmt: skip
    answers = [custodies.opinions_of(f"dossier:{stories[n].code}")[-1] for n in (0, 2)]
    took = [working_minutes(one.asked_at, one.answered_at, YEARS) for one in answers]
    assert (row.minutes, row.longest) == (sum(took), max(took))


def test_an_opinion_past_its_limit_is_silence_before_the_system_has_marked_it(province):
    story = Story(province).processing()
    asked(story)
    limit = custodies.opinions_of(f"dossier:{story.code}")[-1].answer_by
    for at, silent in ((limit - timedelta(seconds=1), 0), (limit, 1)):
        [row] = queries.consulting(MARCH, at=at, calendar=YEARS)
        assert (row.silent, row.waiting) == (silent, 1 - silent)


def test_opinions_of_some_agencies_are_those_that_were_asked_of_them(province):
    asked(Story(province).processing())
    for code, found in ((DEPARTMENT, 1), ("H99.31", 0)):
        rows = queries.consulting(
            MARCH, at=MONDAY + DAY, calendar=YEARS, agencies=[province.agencies[code].pk]
        )
        assert len(rows) == found


# --- rulings ------------------------------------------------------------------------------------


def test_what_went_to_a_superior_is_told_with_who_decided_and_how_long_it_took(province):
    add_committee(province)
    story = Story(province)
    returned_twice(story)
    [waiting] = queries.brought_up(MARCH, at=story.at + DAY, calendar=YEARS)
    assert (waiting.code, waiting.settled_at, waiting.decided_by, waiting.over) == (
        story.code, None, 0, 0,
    )  # fmt: skip
    story.at += 6 * DAY
    chairman = province.actor("chairman")
    dossiers.decide_dispute(
        dispute_id=custodies.last_dispute_of(f"dossier:{story.code}").id, agency=DEPARTMENT,
        legal_basis=BASIS, by=chairman, at=story.now(),
    )  # fmt: skip
    [ruled] = queries.brought_up(MARCH, at=story.at + DAY, calendar=YEARS)
    ends = {province.agencies[code].pk for code in ("H99.31.01", "H99.31")}
    assert {ruled.giver, ruled.asked} == ends
    assert (ruled.superior, ruled.named, ruled.decided_by) == (
        province.agencies[COMMITTEE].pk, province.agencies[DEPARTMENT].pk, chairman.officer_id,
    )  # fmt: skip
    took = working_minutes(ruled.opened_at, ruled.settled_at, YEARS)
    allowed = custodies.policy_in_force(story.at.date()).decide_minutes
    assert (ruled.minutes, ruled.over) == (took, took - allowed)
    april = Period(date(2026, 4, 1), date(2026, 4, 30))
    assert queries.brought_up(april, at=story.at + DAY, calendar=YEARS) == []
    far = [province.agencies["H99.32"].pk]
    assert queries.brought_up(MARCH, at=story.at, calendar=YEARS, agencies=far) == []


def test_a_loop_whose_dossier_ended_first_was_decided_by_nobody(province):
    add_committee(province)
    story = Story(province)
    returned_twice(story)
    dossiers.withdraw(
        code=story.code, reason="", by=Actor.citizen(dossier=story.code), at=story.now()
    )
    [loop] = queries.brought_up(MARCH, at=story.at + 9 * DAY, calendar=YEARS)
    assert (loop.lapsed, loop.decided_by, loop.named) == (True, 0, 0)
    assert loop.minutes == working_minutes(loop.opened_at, loop.settled_at, YEARS)


# --- holding ------------------------------------------------------------------------------------


def decided_story(province, at=MONDAY) -> Story:
    """Return a decided dossier that waited for an acceptance, for papers and for an opinion."""
    story = Story(province, at=at).received()
    offer = story.offered(province.desk, "handler", Step.VERIFY)
    story.at += timedelta(hours=2)
    dossiers.accept_handover(offer_id=offer, by=province.handler, at=story.now())
    given(story, asked(story))
    story.at += DAY
    story.drafted_by_handler()
    dossiers.sign_decision(
        code=story.code, signer=bootstrap.signer(), by=province.head, at=story.now()
    )
    dossiers.issue_decision(code=story.code, by=province.clerk, at=story.now())
    return story


def test_holding_is_what_the_pages_of_the_decided_dossiers_say_summed_up(province):
    stories = [decided_story(province), decided_story(province, MONDAY + 2 * DAY)]
    decided_story(province, MONDAY + 35 * DAY)
    Story(province).processing()
    found = {row.holder: row for row in queries.holdings(MARCH, calendar=YEARS).rows}
    accounts = [
        account
        for story in stories
        for account in queries.reckon_dossier(
            story.code, at=Dossier.objects.get(code=story.code).decided_at, calendar=YEARS
        ).accounts
    ]
    for name in set(MEASURED) - {"over"}:
        assert sum(getattr(row, name) for row in found.values()) == sum(
            getattr(account, name) for account in accounts
        )
    handler = found[next(holder for holder in found if holder.officer ==
                         province.officers["handler"].pk)]  # fmt: skip
    assert (handler.turns, handler.share) == (2, 240)
    assert handler.over == handler.held - handler.share > 0
    assert sum(row.over for row in found.values()) == sum(a.over for a in accounts if a.share)
    assert handler.consulting > 0
    desk = next(row for row in found.values() if row.holder.officer == province.desk.officer_id)
    waited = next(row for row in found.values() if not row.holder.officer)
    assert desk.awaiting >= waited.answering >= 2 * 120
    assert (desk.turns, waited.turns) == (2, 0)


def test_time_saved_on_one_dossier_pays_for_none_of_another(province):
    quick = Story(province).processing()
    quick.drafted_by_handler()
    dossiers.sign_decision(
        code=quick.code, signer=bootstrap.signer(), by=province.head, at=quick.now()
    )
    dossiers.issue_decision(code=quick.code, by=province.clerk, at=quick.now())
    decided_story(province)
    rows = queries.holdings(MARCH, calendar=YEARS).rows
    handler = next(row for row in rows if row.holder.officer == province.officers["handler"].pk)
    assert handler.over > handler.held - handler.share


def test_holding_of_some_agencies_and_of_months_adds_up_to_the_whole(province):
    for day in (0, 1, 7):
        decided_story(province, MONDAY + day * DAY)
    whole = queries.holdings(MARCH, calendar=YEARS).rows
    parts = [
        queries.holdings(Period(date(2026, 3, a), date(2026, 3, b)), calendar=YEARS).rows
        for a, b in ((1, 4), (5, 31))
    ]
    assert sum(row.held for part in parts for row in part) == sum(row.held for row in whole) > 0
    of_one = [
        queries.holdings(MARCH, calendar=YEARS, agencies=[agency.pk]).rows
        for agency in province.agencies.values()
    ]
    assert sorted(row.holder for part in of_one for row in part) == sorted(
        row.holder for row in whole
    )


def test_decided_dossiers_are_read_a_page_at_a_time(province, django_assert_num_queries):
    for day in (0, 1, 7):
        decided_story(province, MONDAY + day * DAY)
    with django_assert_num_queries(8):
        queries.holdings(MARCH, calendar=YEARS)
