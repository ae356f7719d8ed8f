"""Lateness while papers were asked for in vain is borne by who asked and who answered."""

from datetime import timedelta

import pytest
from tests.builders import Story, add_committee, build_province
from tests.builders_story import BIRTH_PAPER, asked
from tests.builders_supplement import GENERAL, publish

from thongsuot import bootstrap
from thongsuot.domains.accountability import queries, summing
from thongsuot.domains.accountability.queries import kept
from thongsuot.domains.accountability.queries.charges import reckon_dossier
from thongsuot.domains.accountability.terms import Period
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.ledger.terms import Actor

WHY = "Giấy chứng sinh đã nộp bản rõ, đọc được số"


@pytest.fixture
def province(published_calendar):
    province = build_province(days=1)
    add_committee(province)
    return province


def taken_back(story: Story, *, after: timedelta = timedelta(days=2)) -> Story:
    """The citizen disagrees two days after he was asked; ``after`` that he is told he is right."""
    story.at = story.at + timedelta(days=2)
    by = Actor.citizen(dossier=story.code)
    dossiers.object_to_request(code=story.code, words=WHY, by=by, at=story.now())
    story.at = story.at + after
    dossiers.uphold_objection(
        code=story.code, reason=WHY, by=story.province.actor("chairman"), at=story.now()
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


def test_a_holder_who_asked_himself_answers_for_it_as_the_holder(province):
    publish(GENERAL | {"signed_by": "holder"})
    story = Story(province).processing()
    dossiers.request_supplement(
        signer=bootstrap.signer(), code=story.code, papers=[BIRTH_PAPER],
        by=province.handler, at=story.now(),
    )  # fmt: skip
    story.at = story.at + timedelta(days=2)
    by = Actor.citizen(dossier=story.code)
    dossiers.object_to_request(code=story.code, words=WHY, by=by, at=story.now())
    dossiers.uphold_objection(code=story.code, reason=WHY, by=province.head, at=story.now())
    found = reckoned(story)
    assert by_agency(story, found, "answering") == {"H99.31": 7}


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
    story = goes_on(taken_back(asked(Story(province)), after=timedelta(days=20)))
    period = Period(story.at.date() - timedelta(days=40), story.at.date() + timedelta(days=1))
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
