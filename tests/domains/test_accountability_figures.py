"""Figures over our own record: the same definitions as for event logs, parts that add up."""

from datetime import date, timedelta
from random import Random

import pytest
from tests.births import BIRTH
from tests.builders import MONDAY, Story, add_committee, add_neighbour, build_province
from tests.builders_custody import (
    BUILDING,
    COMMITTEE,
    DEPARTMENT,
    asked,
    law_covers,
    returned,
)
from tests.builders_deadlines import calendar

from thongsuot import bootstrap
from thongsuot.domains.accountability import queries, rules
from thongsuot.domains.accountability.reports import period_of, report_of
from thongsuot.domains.accountability.terms import (
    Case,
    Counts,
    Holder,
    Level,
    Moment,
    Period,
    PeriodWrong,
    Verdict,
)
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.models import Custody
from thongsuot.domains.custody.terms import EndReason, Silence
from thongsuot.domains.deadlines.rules import working_minutes
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier, DueDateSet
from thongsuot.domains.dossiers.terms import MissingPaper, Step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_calendar")]

YEARS = calendar()
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
WHO = ["desk", "handler", "head", "clerk", "stranger"]
DAY = timedelta(days=1)


@pytest.fixture
def province():
    """Return the invented province with a second commune."""
    built = build_province()
    add_neighbour(built)
    return built


def chain(province, code: str, who: list[str], began, back: str = "") -> None:
    """Put a chain of spans of a task on record, an hour each; ``back`` is the last one's step."""
    for place, name in enumerate(who):
        last = place == len(who) - 1
        Custody.objects.create(
            subject=f"task:{code}", officer=province.officers[name], post=province.posts[name],
            step=back if last and back else "verify", started_at=began + place * DAY / 24,
            ended_at=None if last else began + (place + 1) * DAY / 24,
            end_reason="" if last else EndReason.HANDED_OVER,
        )  # fmt: skip


def chains(province, number: int = 40) -> list[tuple[list[str], object]]:
    """Put random chains on record over three weeks and return them."""
    chance, made = Random(7), []  # noqa: S311 - no secret
    for place in range(number):
        who = [chance.choice(WHO) for _span in range(chance.randint(1, 7))]
        began = MONDAY + chance.randrange(20) * DAY
        chain(province, f"H99-{place:04}", who, began)
        made.append((who, began))
    return made


@pytest.mark.parametrize("level", list(Level))
def test_our_record_is_counted_like_any_event_log(province, level):
    made, counted = chains(province), Counts()
    keys = {
        Level.AGENCY: lambda who: province.posts[who].agency_id,
        Level.POST: lambda who: province.posts[who].pk,
        Level.OFFICER: lambda who: province.officers[who].pk,
    }
    for place, (who, _began) in enumerate(made):
        rules.count(
            Case(str(place), [Moment(str(keys[level](name)), None) for name in who]), counted
        )
    found = queries.handovers(MARCH, level=level, without=(), kind="task")
    assert (
        found.cases, found.handovers, found.bounces, found.cases_with_handover,
        found.cases_with_bounce, found.cases_with_return, found.longest_chain,
    ) == (
        counted.cases, counted.handovers, counted.bounces, counted.cases_with_handover,
        counted.cases_with_bounce, counted.cases_with_return, counted.longest_chain,
    )  # fmt: skip
    assert {(f.giver, f.taker): f.handovers for f in found.flows} == {
        (int(giver), int(taker)): n for (giver, taker), n in counted.pairs.items()
    }
    assert {(f.taker, f.giver): f.bounces for f in found.flows if f.bounces} == {
        (int(holder), int(other)): n for (holder, other), n in counted.bounced.items()
    }


def test_the_parts_of_a_period_add_up_to_it(province):
    chains(province)
    parts = [
        queries.handovers(Period(date(2026, 3, a), date(2026, 3, b)), kind="task")
        for a, b in ((1, 9), (10, 10), (11, 31))
    ]
    whole = queries.handovers(MARCH, kind="task")
    assert sum(part.handovers for part in parts) == whole.handovers
    assert sum(part.bounces for part in parts) == whole.bounces


def test_figures_of_some_agencies_keep_to_what_they_gave_or_took(province):
    chain(province, "A", ["handler", "stranger", "handler"], MONDAY)
    chain(province, "B", ["desk", "handler"], MONDAY)
    department = province.agencies["H99.05"].pk
    found = queries.handovers(MARCH, agencies=[department], kind="task")
    assert (found.handovers, found.bounces) == (2, 1)
    assert queries.handovers(MARCH, agencies=[], kind="task").handovers == 0


def test_a_result_on_its_way_back_to_the_desk_is_no_bounce(province):
    chain(province, "A", ["desk", "handler", "desk"], MONDAY, back=Step.RETURN)
    chain(province, "B", ["desk", "handler", "desk"], MONDAY)
    assert queries.handovers(MARCH, kind="task").bounces == 1
    assert queries.handovers(MARCH, kind="task", without=()).bounces == 2


def test_loops_name_the_two_and_what_it_cost(province):
    chain(province, "A", ["handler", "stranger", "handler", "stranger"], MONDAY)
    [loop] = queries.loops(MARCH, calendar=YEARS, kind="task")
    ends = {province.agencies["H99.31"].pk, province.agencies["H99.05"].pk}
    assert ({loop.one, loop.other}, loop.bounces, loop.minutes) == (ends, 2, 120)
    assert loop.codes == ["A"]
    assert loop.last_at == Custody.objects.order_by("started_at").last().started_at


def test_the_longest_chains_name_their_dossiers_and_the_way_they_went(province):
    long, short = ["desk", "handler", "stranger", "handler", "head", "desk"], ["desk", "handler"]
    chain(province, "A", long, MONDAY)
    chain(province, "B", short, MONDAY)
    chain(province, "C", [*short, *short, *short], MONDAY)
    chain(province, "D", ["desk", "handler", "stranger", "desk"], MONDAY, back=Step.RETURN)
    found = queries.long_chains(MARCH, kind="task")
    assert [(one.code, one.links) for one in found] == [("C", 6), ("A", 5)]
    assert found[1].way == tuple(
        province.posts[who].agency_id for who in ("desk", "handler", "stranger", "handler", "desk")
    )
    department = [province.agencies["H99.05"].pk]
    assert [one.code for one in queries.long_chains(MARCH, agencies=department, kind="task")] == [
        "A"
    ]
    april = Period(date(2026, 4, 1), date(2026, 4, 30))
    assert queries.long_chains(april, kind="task") == []


def test_figures_of_a_period_cost_a_fixed_number_of_queries(province, django_assert_num_queries):
    chains(province)
    with django_assert_num_queries(2):
        queries.handovers(MARCH)
    with django_assert_num_queries(2):
        queries.loops(MARCH, calendar=YEARS)
    with django_assert_num_queries(1):
        queries.ages(at=MONDAY, calendar=YEARS)
    with django_assert_num_queries(1):
        queries.hiding_places(MARCH, at=MONDAY, calendar=YEARS)
    with django_assert_num_queries(1):
        queries.league(MARCH)


# --- dossiers -----------------------------------------------------------------------------------


def late_story(province, days: int = 4) -> Story:
    """Return a dossier of one working day that its handler has kept for some days."""
    story = Story(province).processing()
    story.at += days * DAY
    return story


def test_lateness_is_charged_to_the_one_who_kept_it(province):
    story = late_story(province)
    found = queries.charges(MARCH, at=story.at, calendar=YEARS)
    [whole] = [queries.reckon_dossier(story.code, at=story.at, calendar=YEARS).late]
    assert sum(row.late for row in found) == whole > 0
    assert found[0].holder.officer == province.officers["handler"].pk


def test_a_dossier_that_several_of_an_agency_bear_is_counted_once_for_it(province):
    story = late_story(province)
    story.drafted_by_handler()
    story.at += 2 * DAY
    commune = province.agencies["H99.31"].pk
    rows = queries.charges(MARCH, at=story.at, calendar=YEARS, agencies=[commune])
    assert len(rows) > 1
    assert [row.dossiers for row in rows] == [1] * len(rows)
    assert sum(row.first for row in rows) == 1


def test_late_dossiers_are_read_a_page_at_a_time(province, django_assert_max_num_queries):
    for _time in range(3):
        late_story(province)
    at = MONDAY + 8 * DAY
    with django_assert_max_num_queries(8):
        assert sum(row.dossiers for row in queries.charges(MARCH, at=at, calendar=YEARS)) >= 3


def test_a_question_that_waits_is_charged_to_the_post_that_was_asked(province):
    story = Story(province).received()
    story.offered(province.desk, "handler", Step.VERIFY)
    story.at += 4 * DAY
    charged = queries.charges(MARCH, at=story.at, calendar=YEARS)
    row = next(row for row in charged if row.answering)
    assert (row.holder.post, row.holder.officer) == (province.posts["handler"].pk, 0)


def test_waiting_for_a_ruling_is_charged_to_the_superior_who_finds_it_among_his_own(province):
    add_committee(province)
    story = Story(province).received()
    returned(story, "stranger")
    returned(story, "handler", right=DEPARTMENT)
    story.at += 9 * DAY
    committee = province.agencies[COMMITTEE].pk
    [row] = queries.charges(MARCH, at=story.at, calendar=YEARS, agencies=[committee])
    assert row.holder == Holder(committee, 0)
    found = queries.reckon_dossier(story.code, at=story.at, calendar=YEARS)
    superior = next(a for a in found.accounts if a.holder.agency == committee)
    desk = next(a for a in found.accounts if a.holder.officer)
    allowed = custodies.policy_in_force(story.at.date()).decide_minutes
    assert superior.answering_over == superior.answering - allowed == row.answering > 0
    assert desk.awaiting >= superior.answering
    assert desk.held < 60
    assert superior.late == row.late
    assert sum(account.late for account in found.accounts) == found.late


def test_open_work_is_told_by_its_age(province):
    story = late_story(province, days=9)
    Story(province, at=story.at).received()
    ages = {age.key: age for age in queries.ages(at=story.at + DAY / 8, calendar=YEARS)}
    commune = ages[province.agencies["H99.31"].pk]
    assert (commune.buckets, commune.late) == ([0, 0, 1, 0, 0], 1)
    assert ages[province.agencies["H99.31.01"].pk].buckets == [1, 0, 0, 0, 0]


def test_a_limit_in_hours_is_late_after_its_hour_in_lists_too(province):
    story = Story(province).received()
    row = Dossier.objects.get(code=story.code)
    DueDateSet.objects.create(
        dossier=row, due_at=row.due_at - DAY / 48, due_on=row.due_at.date(), reason="pause",
        counted_from=row.received_at, quantity=4, unit="working-hour", calendar_version="x",
        rule_version="x", set_at=row.received_at,
    )  # fmt: skip
    row.due_at -= DAY / 48
    row.save()
    [age] = queries.ages(at=row.due_at + DAY / 96, calendar=YEARS)
    assert age.late == 1


def test_waiting_for_the_citizen_is_told_as_a_hiding_place(province):
    story = Story(province).processing()
    paper = MissingPaper("KQ1", "Tờ khai", "Thiếu chữ ký")
    dossiers.request_supplement(
        signer=bootstrap.signer(), code=story.code, papers=[paper], by=province.head, at=story.now()
    )
    [place] = queries.hiding_places(MARCH, at=story.at + 3 * DAY, calendar=YEARS)
    assert (place.asked, place.open, place.single, place.repeated, place.was_late) == (
        1, 1, 1, 0, 0,
    )  # fmt: skip
    assert place.minutes == place.longest == 3 * 8 * 60


def test_the_league_says_nothing_of_small_numbers():
    league = rules.league_of([(1, 41, 41, 9), (2, 2000, 1990, 9), (3, 2000, 1800, 9), (4, 0, 0, 0)])
    verdicts = {rank.agency: rank.verdict for rank in league.ranks}
    assert verdicts == {1: Verdict.TOO_FEW, 2: Verdict.GOOD, 3: Verdict.ATTENTION}
    small = next(rank for rank in league.ranks if rank.agency == 1)
    assert small.best < small.worst


def test_a_report_has_everything_and_no_redating(province):
    story = late_story(province)
    found = report_of(MARCH, at=story.at)
    assert (found.redatings.signed, found.handovers.handovers) == (0, 1)


def test_a_period_begins_with_the_quarter_and_never_ends_before():
    assert period_of(None, None, date(2026, 11, 20)).first == date(2026, 10, 1)
    with pytest.raises(PeriodWrong):
        period_of(date(2026, 3, 2), date(2026, 3, 1), date(2026, 3, 5))


def test_an_agency_that_never_gave_its_opinion_bears_the_waiting_for_it(province):
    story = Story(province).processing()
    asked_at = story.now()
    dossiers.ask_opinion(
        code=story.code, to_post=province.posts["stranger"].pk, basis="phoi-hop",
        question="Thửa đất này có thuộc quy hoạch hay không?", by=province.handler, at=asked_at,
    )  # fmt: skip
    later = asked_at + 20 * DAY
    dossiers.take_silence_for_answers(at=later)
    found = queries.reckon_dossier(story.code, at=later, calendar=YEARS)
    silent = next(a for a in found.accounts if a.holder.post == province.posts["stranger"].pk)
    assert silent.silent > 480
    assert silent.late > 0
    assert sum(account.late for account in found.accounts) == found.late


def test_silence_that_is_consent_by_law_is_charged_to_its_limit_however_late_it_is_marked(province):
    """Nobody waits for an agency that has agreed; what came later is the holder's own."""
    law_covers(BIRTH)
    story = Story(province).processing()
    asked(story, basis=BUILDING, silence=Silence.CONSENT)
    [opinion] = custodies.opinions_of(f"dossier:{story.code}")
    later = opinion.answer_by + 5 * DAY
    dossiers.take_silence_for_answers(at=later)
    found = queries.reckon_dossier(story.code, at=later, calendar=YEARS)
    silent = next(a for a in found.accounts if a.holder.post == opinion.to_post_id)
    waited = working_minutes(opinion.asked_at, opinion.answer_by, YEARS)
    assert silent.silent == waited < working_minutes(opinion.asked_at, later, YEARS)
    assert sum(account.late for account in found.accounts) == found.late
