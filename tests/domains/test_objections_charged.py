"""Lateness while papers were asked for in vain is borne by who asked and who answered."""

from datetime import timedelta

import pytest
from tests.builders import Story, add_committee, build_province
from tests.builders_staff import add_deputy, granted, in_stead
from tests.builders_story import BIRTH_PAPER, asked
from tests.builders_supplement import GENERAL, publish

from thongsuot import bootstrap
from thongsuot.domains.accountability import queries, reports, summing
from thongsuot.domains.accountability.queries import kept
from thongsuot.domains.accountability.queries.charges import reckon_dossier
from thongsuot.domains.accountability.terms import Period
from thongsuot.domains.custody.terms import MoveReason, Receiver
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines.rules import working_minutes
from thongsuot.domains.dossiers import officer_facts
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.terms.delegations import DelegatedAct

WHY = "Giấy chứng sinh đã nộp bản rõ, đọc được số"
DAY = timedelta(days=1)


@pytest.fixture
def province(published_calendar):
    province = build_province(days=1)
    add_committee(province)
    return province


def taken_back(story: Story, *, by: str = "chairman", after: timedelta = 2 * DAY) -> Story:
    """The citizen disagrees after two days; ``after`` that he is told that he is right."""
    story.at = story.at + 2 * DAY
    citizen = Actor.citizen(dossier=story.code)
    dossiers.object_to_request(code=story.code, words=WHY, by=citizen, at=story.now())
    story.at = story.at + after
    dossiers.uphold_objection(
        code=story.code, reason=WHY, by=story.province.actor(by), at=story.now()
    )
    return story


def reckoned(story: Story):
    return reckon_dossier(story.code, at=story.now(), calendar=deadlines.calendar_at(story.at))


def by_agency(story: Story, found, name: str) -> dict[str, int]:
    """Return a figure of who did not hold the dossier, by the code of his agency."""
    codes = {agency.pk: code for code, agency in story.province.agencies.items()}
    rows = [one for one in found.accounts if not one.holder.post]
    return {codes[one.holder.agency]: getattr(one, name) for one in rows}


def test_the_holder_bears_nothing_of_what_others_asked_and_took_back(province):
    story = taken_back(asked(Story(province)))
    found = reckoned(story)
    assert by_agency(story, found, "answering") == {"H99.31": 967, "H99": 967}
    handler = province.officers["handler"].pk
    [holds] = [one for one in found.accounts if one.holder.officer == handler]
    assert holds.held < 60
    assert sum(one.late for one in found.accounts) == found.late > 0
    assert sum(o.held + o.answering + o.silent for o in found.accounts) == found.used


def test_who_answers_in_his_time_has_no_excess_and_who_asked_has_all_of_it(province):
    story = taken_back(asked(Story(province)))
    found = reckoned(story)
    over = by_agency(story, found, "answering_over")
    assert over["H99"] == 0
    assert over["H99.31"] == 967


def asked_by_the_holder(province) -> Story:
    """The policy lets whoever holds it ask for papers, and he does."""
    publish(GENERAL | {"signed_by": "holder"})
    story = Story(province).processing()
    dossiers.request_supplement(
        signer=bootstrap.signer(), code=story.code, papers=[BIRTH_PAPER],
        by=province.handler, at=story.now(),
    )  # fmt: skip
    return story


def held_by(story: Story, found, who: str):
    officer = story.province.officers[who].pk
    return next(one for one in found.accounts if one.holder.officer == officer)


def test_a_holder_who_asked_himself_answers_for_it_as_the_holder(province):
    story = taken_back(asked_by_the_holder(province), by="head", after=timedelta())
    found = reckoned(story)
    assert by_agency(story, found, "answering") == {"H99.31": 7}


def test_so_does_a_holder_in_whose_stead_another_asked(province):
    add_deputy(province)
    story = Story(province).processing().handed(province.handler, "head", Step.VERIFY)
    given = granted(province, acts=(DelegatedAct.SIGN, DelegatedAct.HANDLE))
    dossiers.request_supplement(
        signer=bootstrap.signer(), code=story.code, papers=[BIRTH_PAPER],
        by=in_stead(province, given), at=story.now(),
    )  # fmt: skip
    found = reckoned(taken_back(story))
    assert by_agency(story, found, "answering") == {"H99": 967}
    assert held_by(story, found, "head").held > 900


def test_who_holds_it_next_bears_nothing_of_what_the_one_before_asked(province):
    add_deputy(province)
    story = asked_by_the_holder(province)
    asked_at, story.at = story.at, story.at + DAY
    dossiers.reassign(
        from_officer=province.officers["handler"].pk, reason=MoveReason.WORKLOAD, why=WHY,
        to=[Receiver(province.officers["colleague"].pk, province.posts["colleague"].pk)],
        by=province.head, at=story.now(),
    )  # fmt: skip
    moved_at = story.at
    found = reckoned(taken_back(story, by="head", after=timedelta()))
    years = deadlines.calendar_at(story.at)
    before, after = held_by(story, found, "handler"), held_by(story, found, "colleague")
    assert before.held >= working_minutes(asked_at, moved_at, years)
    waited = working_minutes(moved_at, moved_at + 2 * DAY + story.step, years)
    assert (before.answering, before.answering_over) == (waited, waited)
    assert (after.awaiting, after.held) == (waited + 7, 7)


# --- an agency's own figures --------------------------------------------------------------------


def decided(story: Story) -> Story:
    story.drafted_by_handler()
    who, signer = story.province, bootstrap.signer()
    dossiers.sign_decision(code=story.code, signer=signer, by=who.head, at=story.now())
    dossiers.issue_decision(code=story.code, by=who.clerk, at=story.now())
    return story


@pytest.mark.parametrize("agency", ["H99", "H99.31"])
@pytest.mark.parametrize("goes_on", [lambda story: story, decided], ids=["open", "decided"])
def test_an_agency_alone_finds_what_its_head_bears_without_ever_having_held_it(
    province, goes_on, agency
):
    story = goes_on(taken_back(asked(Story(province)), after=20 * DAY))
    period = Period(story.at.date() - 40 * DAY, story.at.date() + DAY)
    at, years = story.now() + timedelta(hours=2), deadlines.calendar_at(story.at)
    asked_for = {"at": at, "calendar": years}
    alone = [province.agencies[agency].pk]
    of_all = queries.charges(period, **asked_for)
    of_one = queries.charges(period, **asked_for, agencies=alone)
    assert of_one == [one for one in of_all if one.holder.agency in alone]
    assert sum(one.late for one in of_one) > 0
    assert summing.sum_up(at=at)
    stand = kept.find_stand(years)
    assert kept.charges(period, stand, **asked_for, agencies=alone) == of_one
    held = {"calendar": years, "agencies": alone}
    assert kept.holdings(period, stand, **held) == queries.holdings(period, **held)


# --- what counts for nothing --------------------------------------------------------------------


def test_a_request_after_one_that_was_taken_back_is_the_first_that_counts(province):
    story = taken_back(asked(Story(province)), after=timedelta())
    dossiers.request_supplement(
        signer=bootstrap.signer(), code=story.code, papers=[BIRTH_PAPER], by=province.head,
        at=story.now(),
    )  # fmt: skip
    years, at = deadlines.calendar_at(story.at), story.now()
    period = Period(story.at.date() - 40 * DAY, story.at.date() + DAY)
    [place] = queries.hiding_places(period, at=at, calendar=years)
    assert (place.asked, place.repeated) == (1, 0)
    told = officer_facts.requests_of(province.head.officer_id, since=period.since, until=at)
    assert [one.again for one in told] == [False, False]


def disputes(story: Story) -> list[tuple[int, int, int]]:
    """Return of each agency how many requests it made that count, were contested, taken back."""
    at, period = story.now(), Period(story.at.date() - 40 * DAY, story.at.date() + DAY)
    anew = reports.counted_anew(period, at=at).hiding_places
    assert reports.report_of(period, at=at).hiding_places == anew
    return [(place.asked, place.contested, place.taken_back) for place in anew]


def test_what_was_taken_back_is_no_waiting_for_the_citizen_and_is_counted_apart(province):
    story = taken_back(asked(Story(province)))
    assert disputes(story) == [(0, 1, 1)]
    period = Period(story.at.date() - 40 * DAY, story.at.date() + DAY)
    [place] = reports.counted_anew(period, at=story.now()).hiding_places
    told = (place.answered, place.open, place.single, place.was_late, place.minutes, place.longest)
    assert told == (0, 0, 0, 0, 0, 0)
    asked(Story(province, at=story.at))
    assert disputes(story) == [(1, 1, 1)]


@pytest.mark.parametrize("answered", [True, False], ids=["rejected", "while it waits"])
def test_a_request_that_stands_though_it_was_contested_counts_as_any_other(province, answered):
    story = asked(Story(province))
    citizen = Actor.citizen(dossier=story.code)
    dossiers.object_to_request(code=story.code, words=WHY, by=citizen, at=story.now())
    if answered:
        by = province.actor("chairman")
        dossiers.reject_objection(code=story.code, reason=WHY, by=by, at=story.now())
    assert disputes(story) == [(1, 1, 0)]
