"""Who asked for papers in vain answers for it, whoever is competent for the dossier afterwards."""

from datetime import timedelta
from importlib import import_module

import pytest
from tests.builders import Province, Story, add_committee, add_neighbour, build_province
from tests.builders_custody import BASIS, COMMITTEE, COMMUNE, DEPARTMENT, DESK
from tests.builders_reorganisation import LATER, NEW, apply, merger
from tests.builders_staff import granted, in_stead
from tests.builders_story import BIRTH_PAPER, asked, guided, row
from tests.conftest import publish_calendar

from thongsuot import bootstrap
from thongsuot.domains.accountability import queries, reports, summing
from thongsuot.domains.accountability.evidence import evidence_of
from thongsuot.domains.accountability.queries import kept
from thongsuot.domains.accountability.queries.charges import reckon_dossier
from thongsuot.domains.accountability.queries.happenings import happenings
from thongsuot.domains.accountability.terms import Charged, Happening, Period
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.dossiers import queries as dossier_queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.queries import Block
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.dossiers.terms.objections import ObjectionNotYours
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import facts as agencies
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation import successors
from thongsuot.domains.organisation.terms.delegations import DelegatedAct
from thongsuot.entrypoints.shared import evidence_words

WHY = "Giấy chứng sinh đã nộp bản rõ, đọc được số"
DAY = timedelta(days=1)


@pytest.fixture
def province(published_calendar) -> Province:
    built = build_province(days=1)
    add_committee(built)
    add_neighbour(built)
    return built


def objected(story: Story) -> Story:
    story.at += DAY
    citizen = Actor.citizen(dossier=story.code)
    dossiers.object_to_request(code=story.code, words=WHY, by=citizen, at=story.now())
    return story


def taken_back(story: Story, by: Actor | None = None) -> Story:
    """Somebody who stands above takes it back after a day, of which the citizen waited one."""
    objected(story).at += DAY
    by = by or story.province.actor("chairman")
    dossiers.uphold_objection(code=story.code, reason=WHY, by=by, at=story.now())
    return story


def ruled_to_be_of(story: Story, agency: str) -> Story:
    """Let it cross three times, and the province's committee say whose it is."""
    who = story.province
    story.handed(who.handler, "stranger", Step.VERIFY).handed(who.stranger, "handler", Step.VERIFY)
    dossiers.offer_handover(
        code=story.code, to_post=who.posts["stranger"].pk, step=Step.VERIFY, limit_minutes=60,
        why="Vẫn cho là việc của Sở", by=who.handler, at=story.now(),
    )  # fmt: skip
    dossiers.decide_dispute(
        dispute_id=custodies.last_dispute_of(f"dossier:{story.code}").id, agency=agency,
        legal_basis=BASIS, by=who.actor("chairman"), at=story.now(),
    )  # fmt: skip
    assert row(story).competent_agency_code == agency
    return story


def waited_for(found, agency: str) -> int:
    """Return for how long whoever heads an agency was waited for, while nobody of it held it."""
    key = organisation.get_agency(agency).pk
    return sum(o.answering for o in found.accounts if (o.holder.agency, o.holder.post) == (key, 0))


def reckoned(story: Story):
    return reckon_dossier(story.code, at=story.now(), calendar=deadlines.calendar_at(story.at))


def period(story: Story) -> Period:
    return Period(story.at.date() - 40 * DAY, story.at.date() + DAY)


def late_of_heads(rows: list[Charged]) -> dict[str, int]:
    heads = [one for one in rows if not one.holder.post]
    names = agencies.agencies_of({one.holder.agency for one in heads})
    return {names[one.holder.agency].code: one.late for one in heads}


def bearers(story: Story, by: Actor) -> list[str]:
    at = story.now()
    view = dossier_queries.view_for(story.code, by=by, at=at)
    parts = evidence_words.late_parts(evidence_of(story.code, by=by, at=at), view)
    return [part.who for part in parts]


# --- a ruling --------------------------------------------------------------------------------


@pytest.fixture
def ruled(province) -> Story:
    """The commune's head asked in vain; then the department was said to be competent."""
    return ruled_to_be_of(taken_back(asked(Story(province))), DEPARTMENT)


def test_a_ruling_leaves_the_wait_with_the_head_of_who_asked(province):
    story = taken_back(asked(Story(province)))
    before = waited_for(reckoned(story), COMMUNE)
    found = reckoned(ruled_to_be_of(story, DEPARTMENT))
    assert (waited_for(found, COMMUNE), waited_for(found, DEPARTMENT)) == (before, 0)
    assert before > 0


def test_figures_of_either_agency_tell_it_of_who_asked_kept_or_anew(ruled):
    at, years = ruled.now() + DAY, deadlines.calendar_at(ruled.at)
    given = {"at": at, "calendar": years}
    assert summing.sum_up(at=at)
    stand = kept.find_stand(years)
    for code in (COMMUNE, DEPARTMENT, COMMITTEE):  # the committee answered in its time
        alone = {"agencies": [organisation.get_agency(code).pk], **given}
        found = queries.charges(period(ruled), **alone)
        assert kept.charges(period(ruled), stand, **alone) == found
        assert set(late_of_heads(found)) == ({code} & {COMMUNE})


def test_the_paper_names_the_head_of_who_asked_and_not_of_who_is_competent_now(ruled):
    told = [who for who in bearers(ruled, ruled.province.handler) if "rút lại" in who]
    assert told == ["UBND xã Mẫu An (người đứng đầu, vì yêu cầu bổ sung đã bị rút lại)"]


# --- a merger --------------------------------------------------------------------------------


def test_what_was_taken_back_before_a_merger_stays_with_who_asked_and_now_with_its_heir(province):
    story = taken_back(asked(Story(province)))
    before = waited_for(reckoned(story), COMMUNE)
    apply(merger())
    story.at = LATER
    found = reckoned(story)
    assert row(story).competent_agency_code == NEW
    assert (waited_for(found, COMMUNE), waited_for(found, NEW)) == (before, 0)


def test_so_does_what_is_taken_back_after_it_and_either_reading_of_figures_agrees(province):
    story = objected(asked(Story(province)))
    apply(merger())
    story.at = LATER
    dossiers.uphold_objection(
        code=story.code, reason=WHY, by=province.actor("chairman"), at=story.now()
    )
    at, years = story.now() + DAY, deadlines.calendar_at(story.at)
    assert summing.sum_up(at=at)
    was = reports.counted_anew(period(story), at=at)
    assert kept.charges(period(story), kept.find_stand(years), at=at, calendar=years) == was.charges
    heads = late_of_heads(was.charges)
    assert heads[COMMUNE] > 0
    assert NEW not in heads
    heirs = successors.heirs(at.date())
    now = late_of_heads(reports.counted_anew(period(story), at=at, heirs=heirs).charges)
    assert now == {NEW: heads[COMMUNE], COMMITTEE: heads[COMMITTEE]}


# --- in whose stead --------------------------------------------------------------------------


def signed_in_the_heads_stead(story: Story) -> Story:
    """An officer without powers of a head signs in the head's stead."""
    given = granted(story.province, to="handler", acts=(DelegatedAct.SIGN,))
    story.processing()
    dossiers.request_supplement(
        signer=bootstrap.signer(), code=story.code, papers=[BIRTH_PAPER],
        by=in_stead(story.province, given, who="handler"), at=story.now(),
    )  # fmt: skip
    return story


def test_what_is_kept_of_a_request_says_in_which_agency_and_in_whose_stead(province):
    kept_row = row(signed_in_the_heads_stead(Story(province))).supplements.get()
    assert (kept_row.agency.code, kept_row.asked_for_id) == (COMMUNE, province.head.officer_id)
    own = row(asked(Story(province))).supplements.get()
    assert (own.agency.code, own.asked_for_id) == (COMMUNE, None)


def inbox_of(who: Actor, story: Story) -> list[str]:
    found = dossier_queries.inbox(Block.OBJECTION, by=who, at=story.now())
    return [one.code for one in found]


def test_no_head_judges_what_was_asked_in_his_stead(province):
    story = objected(signed_in_the_heads_stead(Story(province)))
    chairman = province.actor("chairman")
    assert (inbox_of(chairman, story), inbox_of(province.head, story)) == ([story.code], [])
    view = dossier_queries.view_for(story.code, by=Actor.system(), at=story.now())
    assert view.open_supplement.objection.heads == ("Ngô Văn Mẫu Chín",)
    with pytest.raises(ObjectionNotYours):
        dossiers.reject_objection(code=story.code, reason=WHY, by=province.head, at=story.now())
    dossiers.uphold_objection(code=story.code, reason=WHY, by=chairman, at=story.now())


def test_how_it_was_answered_is_told_in_the_heads_own_statement(province):
    story = taken_back(signed_in_the_heads_stead(Story(province)))
    told = happenings(
        province.head.officer_id, [story.code], since=story.at - 9 * DAY, until=story.at + DAY,
        at=story.at + DAY,
    )  # fmt: skip
    assert [one.what for one in told] == [Happening.REQUEST_TAKEN_BACK]


# --- rows of before --------------------------------------------------------------------------


def test_of_what_was_asked_before_that_was_kept_the_record_says_it(as_superuser):
    publish_calendar()
    province = build_province(days=1)
    add_committee(province)
    add_neighbour(province)
    ruled = ruled_to_be_of(taken_back(signed_in_the_heads_stead(Story(province))), DEPARTMENT)
    own, guidance = asked(Story(province)), guided(Story(province).registered())
    moved = import_module("thongsuot.domains.dossiers.migrations.0051_who_asked_in_whose_name")
    other = province.agencies["H99.32"].pk
    for statement in (
        moved.STAYS.format("DISABLE"),
        f"UPDATE dossiers_supplementrequest SET agency_id = {other}, asked_for_id = NULL",  # noqa: S608 - a number
        moved.FILL,
        moved.STAYS.format("ENABLE"),
    ):
        as_superuser.execute(statement)
    found = [row(one).supplements.get() for one in (ruled, own, guidance)]
    assert [(one.agency.code, one.asked_for_id) for one in found] == [
        (COMMUNE, province.head.officer_id), (COMMUNE, None), (DESK, None),
    ]  # fmt: skip
