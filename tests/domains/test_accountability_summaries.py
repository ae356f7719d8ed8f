"""What is kept of what is over says exactly what counting anew says."""

from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection
from tests.builders import MONDAY, Story, add_neighbour, build_province
from tests.builders_deadlines import calendar
from tests.builders_story import BIRTH_PAPER, drafted_and_signed, supplied

from thongsuot import bootstrap
from thongsuot.domains.accountability import queries, summing
from thongsuot.domains.accountability.models import HoldingDay, Summary
from thongsuot.domains.accountability.queries import kept
from thongsuot.domains.accountability.reports import counted_anew, report_of
from thongsuot.domains.accountability.terms import Period
from thongsuot.domains.custody.models import Custody
from thongsuot.domains.custody.terms import EndReason
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger.terms import Actor

YEARS = calendar()
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
WHO = ["desk", "handler", "head", "clerk", "stranger"]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CHANCE = Random(11)  # noqa: S311 - no secret


@pytest.fixture(autouse=True)
def _the_same_chances_each_time():
    """Each test draws its own, whichever tests ran before it in this process."""
    CHANCE.seed(11)


@pytest.fixture
def province(db, published_calendar):
    """Return the invented province with a second commune."""
    built = build_province()
    add_neighbour(built)
    return built


def go_on(province, code: str, at, spans: int) -> None:
    """Hand a dossier on some times, from wherever it is."""
    for _span in range(spans):
        open_one = Custody.objects.filter(subject=f"dossier:{code}", ended_at=None)
        open_one.update(ended_at=at, end_reason=EndReason.HANDED_OVER)
        who = CHANCE.choice(WHO)
        Custody.objects.create(
            subject=f"dossier:{code}", officer=province.officers[who], post=province.posts[who],
            step=CHANCE.choice(["verify", "verify", "return"]), started_at=at,
        )  # fmt: skip
        at += CHANCE.randint(1, 30) * HOUR


def agencies_of(province):
    """Return sets of agencies to ask for: all of them, one, and some."""
    keys = [agency.pk for agency in province.agencies.values()]
    return [None, keys[:1], keys[-2:]]


def same(province, at, stand=None) -> None:
    """Ask everything both ways, for periods of all lengths."""
    stand = stand or kept.find_stand(YEARS)
    assert stand is not None
    for first, last in ((1, 31), (3, 9), (20, 31)):
        period = Period(date(2026, 3, first), date(2026, 3, last))
        for some in agencies_of(province):
            for level in kept.KEPT_LEVELS:
                told = kept.handovers(period, stand, level=level, agencies=some)
                anew = queries.handovers(period, level=level, agencies=some)
                assert (told.flows, told.handovers, told.bounces, told.returned, told.silent) == (
                    anew.flows, anew.handovers, anew.bounces, anew.returned, anew.silent,
                )  # fmt: skip
            assert kept.loops(period, stand, calendar=YEARS, agencies=some) == queries.loops(
                period, calendar=YEARS, agencies=some
            )
            assert kept.long_chains(period, stand, agencies=some) == queries.long_chains(
                period, agencies=some
            )
            asked = {"at": at, "calendar": YEARS, "agencies": some}
            assert kept.charges(period, stand, **asked) == queries.charges(period, **asked)
            held = {"calendar": YEARS, "agencies": some}
            assert kept.holdings(period, stand, **held) == queries.holdings(period, **held)


def test_days_that_are_kept_and_what_came_since_add_up_to_what_is_counted_anew(province):
    began = [
        Story(province, at=MONDAY + CHANCE.randrange(14) * DAY).received() for _one in "·" * 12
    ]
    for story in began:
        go_on(province, story.code, story.now(), CHANCE.randint(1, 7))
    assert summing.sum_up(at=MONDAY + 30 * DAY)
    same(province, MONDAY + 30 * DAY)
    for story in began[::2]:
        go_on(province, story.code, MONDAY + 25 * DAY, CHANCE.randint(1, 4))
    same(province, MONDAY + 30 * DAY)
    assert summing.sum_up(at=MONDAY + 30 * DAY)
    assert summing.sum_up(at=MONDAY + 30 * DAY), "a turn without anything new"
    same(province, MONDAY + 30 * DAY)


def sign(story: Story) -> None:
    """Sign and issue what was drafted."""
    who = story.province
    dossiers.sign_decision(code=story.code, signer=bootstrap.signer(), by=who.head, at=story.now())
    dossiers.issue_decision(code=story.code, by=who.clerk, at=story.now())


def late_stories(province) -> list[Story]:
    """Return a dossier decided late, one withdrawn late, one open and late, one that is asked for.

    Another agency was asked for an opinion on the last but one and never gave it.
    """
    stories = [Story(province).processing() for _each in range(4)]
    for story in stories:
        story.at = MONDAY + 6 * DAY
    stories[0].drafted_by_handler()
    stories.append(Story(province).processing())
    stories[4].at = MONDAY + 7 * DAY
    stories[4].drafted_by_handler()
    sign(stories[4])
    dossiers.ask_opinion(
        code=stories[2].code, to_post=province.posts["stranger"].pk, basis="phoi-hop",
        question="Thửa đất này có thuộc quy hoạch hay không?", by=province.handler,
        at=MONDAY + 5 * DAY,
    )  # fmt: skip
    return stories


@pytest.mark.parametrize("few", [0, 500], ids=["open ones kept", "open ones counted when asked"])
def test_lateness_that_is_kept_is_what_is_reckoned_anew(province, monkeypatch, few):
    monkeypatch.setattr(summing, "FEW_OPEN", max(few, 1))
    at = MONDAY + 21 * DAY
    stories = late_stories(province)
    assert summing.sum_up(at=at)
    assert (kept.find_stand(YEARS).open_as_of is None) is bool(few)
    same(province, at)
    stories[0].at = at - DAY
    sign(stories[0])
    stories[3].at = at - DAY
    stories[3].drafted_by_handler()
    dossiers.withdraw(
        code=stories[1].code,
        reason="Tự giải quyết",
        by=Actor.citizen(dossier=stories[1].code),
        at=at,
    )
    same(province, at)
    assert summing.sum_up(at=at)
    same(province, at)


def test_lateness_before_a_new_count_is_kept_as_it_is_reckoned(province, photo):
    stories = [Story(province, at=MONDAY).processing() for _each in range(2)]
    for story in stories:
        story.at = MONDAY + 2 * DAY
        dossiers.request_supplement(
            signer=bootstrap.signer(),
            code=story.code,
            papers=[BIRTH_PAPER],
            by=province.head,
            at=story.now(),
        )
        supplied(story, photo)
    stories[0].drafted_by_handler()
    sign(stories[0])
    at = stories[1].now() + timedelta(hours=1)
    [_one, *_more] = charged = queries.charges(MARCH, at=at, calendar=YEARS)
    assert sum(row.late for row in charged) > 0
    assert summing.sum_up(at=at)
    same(province, at)
    league = report_of(MARCH, at=at).league
    assert (league, league.on_time) == (counted_anew(MARCH, at=at).league, 0)


def test_pages_say_the_same_with_a_summary_and_without(province):
    late_stories(province)
    at = MONDAY + 21 * DAY
    assert summing.sum_up(at=at)
    told, anew = report_of(MARCH, at=at), counted_anew(MARCH, at=at)
    assert (told.charges, told.loops, told.league) == (anew.charges, anew.loops, anew.league)
    summing.forget()
    assert report_of(MARCH, at=at) == anew


def test_a_turn_of_the_worker_while_a_page_is_read_counts_nothing_twice_and_loses_nothing(province):
    stories = [*late_stories(province), Story(province).received()]
    go_on(province, stories[-1].code, MONDAY + DAY, 4)
    at = MONDAY + 21 * DAY
    assert summing.sum_up(at=at)
    before = kept.find_stand(YEARS)
    go_on(province, stories[-1].code, MONDAY + 12 * DAY, 6)
    for turn in (lambda: summing.sum_up(at=at), summing.forget):
        turn()
        same(province, at, before)


def test_what_is_decided_while_the_first_turn_begins_is_in_it(province):
    late_stories(province)
    decided = MONDAY + 7 * DAY
    assert summing.sum_up(at=decided - timedelta(minutes=20))
    same(province, MONDAY + 21 * DAY)


def test_what_is_decided_since_the_last_turn_is_told_where_it_is_little(province, monkeypatch):
    late_stories(province)
    at = MONDAY + 21 * DAY
    assert summing.sum_up(at=at)
    stand, kept_then = kept.find_stand(YEARS), HoldingDay.objects.count()
    assert kept_then > 0
    later = Story(province, at=MONDAY + 8 * DAY).processing()
    later.drafted_by_handler()
    sign(later)
    same(province, at)
    monkeypatch.setattr(kept, "MOST_RECKONED", 0)
    told = kept.holdings(MARCH, stand, calendar=YEARS)
    assert told.until == stand.as_of
    assert sum(row.turns for row in told.rows) < sum(
        row.turns for row in queries.holdings(MARCH, calendar=YEARS).rows
    )
    assert summing.sum_up(at=at)
    told = kept.holdings(MARCH, kept.find_stand(YEARS), calendar=YEARS)
    assert told == queries.holdings(MARCH, calendar=YEARS)
    assert HoldingDay.objects.count() > kept_then


def test_without_a_summary_much_is_not_told_of_holding_and_says_so(province, monkeypatch):
    late_stories(province)
    monkeypatch.setattr(kept, "MOST_RECKONED", 0)
    told = kept.holdings(MARCH, None, calendar=YEARS)
    assert (told.rows, told.until) == ((), MARCH.since)


def test_another_calendar_makes_everything_be_counted_anew(province):
    go_on(province, Story(province).received().code, MONDAY + DAY, 3)
    assert summing.sum_up(at=MONDAY + 7 * DAY)
    Summary.objects.update(calendar="another")
    assert kept.find_stand(YEARS) is None
    assert summing.sum_up(at=MONDAY + 7 * DAY)
    same(province, MONDAY + 7 * DAY)


def test_an_agency_that_only_let_an_opinion_wait_is_told_of_its_lateness(province):
    late_stories(province)
    silent = province.posts["stranger"].agency_id
    at = MONDAY + 21 * DAY
    dossiers.take_silence_for_answers(at=at)
    [row] = queries.charges(MARCH, at=at, calendar=YEARS, agencies=[silent])
    assert row.late > 0


@pytest.mark.django_db
def test_nothing_is_read_past_what_may_still_appear_below_it():
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("LOCK TABLE custody_custody IN ROW EXCLUSIVE MODE")
    assert locks.settled_id("custody_custody", looks=2) is None
    other.rollback()
    other.close()
    assert locks.settled_id("custody_custody", looks=2) is not None


def test_early_on_its_day_and_late_are_told_apart_and_the_same_counted_anew(province, photo):
    """One working day, received on Monday: decided on Monday, Tuesday, Wednesday."""
    for days in (0, 1, 2):
        story = Story(province, at=MONDAY).processing()
        story.at += days * DAY
        drafted_and_signed(story)
        dossiers.issue_decision(code=story.code, by=province.clerk, at=story.now())
    anew = Story(province, at=MONDAY).processing()
    anew.at += 3 * DAY
    dossiers.request_supplement(
        signer=bootstrap.signer(), code=anew.code, papers=[BIRTH_PAPER], by=province.head,
        at=anew.now(),
    )  # fmt: skip
    drafted_and_signed(supplied(anew, photo))
    dossiers.issue_decision(code=anew.code, by=province.clerk, at=anew.now())
    at = anew.now() + DAY
    assert summing.sum_up(at=at)
    for league in (report_of(MARCH, at=at).league, counted_anew(MARCH, at=at).league):
        [rank] = league.ranks
        assert (rank.decided, rank.early, rank.on_time, rank.late) == (4, 1, 2, 2)
