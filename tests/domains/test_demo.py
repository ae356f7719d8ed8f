"""The sample province: repeatable, whole, and made by acts that the record can prove."""

from collections import Counter
from contextlib import nullcontext
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from thongsuot import bootstrap
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import Answer
from thongsuot.domains.deadlines import services as deadlines
from thongsuot.domains.documents import queries as documents
from thongsuot.domains.documents.terms import Kind
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.terms import REGISTER, NationalState
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms import PostKind
from thongsuot.domains.people.rules import is_sample
from thongsuot.entrypoints.cli.demo import loading, merger
from thongsuot.entrypoints.cli.demo.case import Case
from thongsuot.entrypoints.cli.demo.clockwork import play
from thongsuot.entrypoints.cli.demo.lives import life
from thongsuot.entrypoints.cli.demo.people import personal_id
from thongsuot.entrypoints.cli.demo.stories import Fate
from thongsuot.kernel.clock import LOCAL, local_date, utc_now
from thongsuot.kernel.errors import Refused

pytestmark = pytest.mark.slow

S = NationalState
EVERY_STATE = set(S)


@pytest.fixture
def stage(committed_db):
    """Return the province with its catalogue, before its first dossier."""
    deadlines.publish_shipped_calendar(by=Actor.system(), at=utc_now())
    loading.set_up()
    return loading.stage_of_province()


def stories(stage, wanted, count=1, among=3_000):
    """Return the first stories of seed 1 that are as wanted and old enough to have ended."""
    teller = loading.teller_of(stage, seed=1)
    found = (story for story in teller.stories(among) if not story.left_in and wanted(story))
    return [story for story, _number in zip(found, range(count), strict=False)]


def play_out(stage, chosen):
    """Let some stories happen and return what each dossier shows."""
    cases = loading.play_cases(stage, chosen, lambda _done: None)
    return [
        dossiers.view_for(case.code, by=Actor.system(), at=utc_now()) for case in cases if case.code
    ]


def acts_of(view):
    """Return the names of what happened to a dossier, in order."""
    return [act.act for act in record.acts_of(view.subject)]


def everything_holds():
    """Whether the record holds and every running dossier has exactly one holder."""
    return record.verify_all().ok and not list(dossiers.holder_faults())


def empty_everything(superuser):
    """Bring a database of one test back to what the migrations left."""
    tables = superuser.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename !~ '^django_'"
    ).fetchall()
    superuser.execute("SET session_replication_role = replica")
    names = ", ".join(name for (name,) in tables)
    superuser.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")


def load(count, seed):
    """Load a small province into an empty database."""
    deadlines.publish_shipped_calendar(by=Actor.system(), at=utc_now())
    loading.set_up()
    return loading.play_all(count, seed, lambda _done, _all: None, side_by_side=False)


def test_who_comes_late_in_the_sample_says_so_in_time_and_promises_one_new_date(stage):
    chosen = stories(stage, lambda s: s.pace > 1.3 and s.number % 3 and not s.detours, count=8)
    views = [view for view in play_out(stage, chosen) if view.extension]
    assert views, "some of them apologise"
    for view in views:
        assert view.extension.timing in {None, "in-time"}
        assert view.extension.original_due_at in {due.due_at for due in view.due_dates}
    signed = [view for view in views if view.extension.signed_at]
    assert signed
    assert all(any(p.kind is Kind.APOLOGY for p in view.papers) for view in signed)
    assert everything_holds()


def test_the_same_seed_gives_the_same_acts(committed_db, as_superuser):
    first = load(12, seed=5)
    empty_everything(as_superuser)
    again = load(12, seed=5)
    empty_everything(as_superuser)
    other = load(12, seed=6)
    assert first == again
    assert first.checksum != other.checksum
    assert first.dossiers == 12


def test_a_small_province_shows_every_state_and_its_record_holds(stage):
    views = play_out(stage, list(loading.teller_of(stage, seed=1).stories(loading.SIZES["tiny"])))
    states = Counter(view.state for view in views)
    assert set(states) == EVERY_STATE
    assert states[S.RETURNED] > len(views) / 2
    assert everything_holds()
    received = {view.subject: view.received_at for view in views}
    for desk in {view.receiving_agency_code for view in views}:
        lines = documents.register_lines(desk, REGISTER, 2026, after=0, most=99)
        times = [received[line.subject] for line in lines]
        assert times == sorted(times), "numbers of a register follow time"


def test_a_dossier_offered_to_the_wrong_agency_comes_back_with_the_right_one(stage):
    (view,) = play_out(stage, stories(stage, lambda s: len(s.detours) == 2))
    returned = [offer for offer in view.offers if offer.answer is Answer.RETURNED]
    assert len(returned) == 2
    assert returned[-1].right_agency_name == view.competent_agency
    (dispute,) = custodies.disputes_of(view.subject)
    assert dispute.ruling.agency_name == view.competent_agency
    assert everything_holds()


def test_a_dossier_that_crosses_to_another_agency_and_back_has_one_holder_throughout(stage):
    (view,) = play_out(stage, stories(stage, lambda s: s.crosses and s.fate is Fate.GRANTED))
    agencies = [span.holder.agency_code for span in custodies.spans_of(view.subject)]
    assert agencies.count(view.competent_agency_code) >= 2
    assert everything_holds()


def test_a_supplement_starts_the_clock_anew(stage):
    (view,) = play_out(stage, stories(stage, lambda s: s.supplement and s.fate is Fate.GRANTED))
    assert [due.reason for due in view.due_dates] == ["receipt", "supplement"]
    assert "paper_attached" in acts_of(view)


def test_a_result_is_signed_by_the_head_and_an_online_one_goes_out_electronically(stage):
    (view,) = play_out(
        stage, stories(stage, lambda s: s.fate is Fate.GRANTED and s.channel == "online")
    )
    assert view.state is S.RETURNED
    assert view.decision.number
    papers = {paper.kind: paper for paper in documents.attachments_of(view.subject)}
    assert {Kind.INTAKE_SLIP, Kind.RESULT} <= set(papers)
    assert papers[Kind.RESULT].signed_at


def test_a_form_filled_online_passes_the_checks_of_the_form_and_brings_photographs(stage):
    (view,) = play_out(stage, stories(stage, lambda s: s.files and s.fate is Fate.GRANTED))
    assert documents.uploads_of(view.subject)


def test_stories_end_late_too(stage):
    views = play_out(
        stage, stories(stage, lambda s: s.pace > 1.5 and s.fate is Fate.GRANTED, count=2)
    )
    assert all(view.decided_at > view.due.due_at for view in views)


def test_dossiers_cross_the_merger_with_an_unbroken_chain_of_holders(stage):
    merged_at, ended = merger.merged_at(), {"H99.91", "H99.92"}
    last_days = merged_at - timedelta(days=5)
    late = stories(stage, lambda s: s.settler in ended and s.begins_at > last_days, count=6)
    crossed = [view for view in play_out(stage, late) if "agency_succeeded" in acts_of(view)]
    assert {view.competent_agency_code for view in crossed} == {"H99.31"}
    assert S.RETURNED in {view.state for view in crossed}
    for view in crossed:
        spans = custodies.spans_of(view.subject)
        assert all(one.ended_at == two.started_at for one, two in pairwise(spans))
        held_in = [(span.holder.agency_code, span.holder.agency_name) for span in spans]
        assert held_in[0][1].endswith(("Thượng Mẫu", "Hạ Mẫu")), "the old place keeps its name"
        assert held_in[-1][0].startswith("H99.31")
        (moved,) = [act for act in record.acts_of(view.subject) if act.act == "agency_succeeded"]
        assert moved.at == merged_at
        assert merged_at not in {due.set_at for due in view.due_dates}, "no clock restarts"
    assert everything_holds()


def test_every_act_lies_in_the_past_and_after_the_one_before_it(stage):
    views = play_out(stage, stories(stage, lambda s: s.fate is Fate.GRANTED, count=3))
    for view in views:
        instants = [act.at for act in record.acts_of(view.subject)]
        assert instants == sorted(instants)
        assert local_date(instants[-1]) <= loading.UNTIL


def test_nobody_in_the_sample_is_real():
    assert is_sample(personal_id("male", 1990, 7))


def test_the_province_has_its_agencies_communes_and_officers(stage):
    on = loading.UNTIL
    merger.apply()
    stage.world.follow_mergers()
    standing = organisation.agencies(on)
    committees = [a for a in standing if a.kind == "commune_committee"]
    assert len(committees) == 20
    assert all(organisation.desk_of(a.code, on).is_desk for a in committees)
    offices = [a for a in standing if a.level == "province"]
    assert len(offices) == 13
    assert 38 <= len({s.officer for s in stage.world.seats_on(on)}) <= 42


def test_two_communes_are_merged_on_the_first_of_july(stage):
    merged_on = local_date(merger.merged_at())
    assert merged_on == date(2025, 7, 1)
    before = {a.code for a in organisation.agencies(merged_on)}
    merger.apply()
    after = {a.code for a in organisation.agencies(merged_on)}
    assert before - after == {"H99.91", "H99.92", "H99.91.01", "H99.92.01"}
    assert after - before == {"H99.31", "H99.31.01"}
    assert {a.code for a in organisation.agencies(merged_on - timedelta(days=1))} == before
    heads = organisation.posts_in("H99.31", PostKind.HEAD, merged_on)
    assert [post.title for post in heads] == [
        "Chủ tịch Ủy ban nhân dân", "Phó Chủ tịch Ủy ban nhân dân",
    ]  # fmt: skip
    assert all(post.held for post in heads)


def test_lives_are_played_in_the_order_of_time_and_not_beyond_the_end():
    told = []
    start = utc_now()

    def life(name, waits):
        at = start
        for minutes in waits:
            at = yield start + timedelta(minutes=minutes)
            told.append((name, round((at - start).total_seconds() / 60)))

    play([life("a", [1, 5, 90]), life("b", [2, 3])], until=start + timedelta(hours=1))
    assert told == [("a", 1), ("b", 2), ("b", 3), ("a", 5)]


def withdrawn_meanwhile(case, at_their_clock):
    """Look each hour whether the dossier is worked on, and then take it back."""
    at = yield case.story.begins_at
    while not case.handler:
        at = yield at + timedelta(hours=1)
    services.withdraw(
        code=case.code, reason="Không cần nữa", by=Actor.citizen(dossier=case.code),
        at=at_their_clock(at),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("at_their_clock", "then"),
    [
        pytest.param(lambda _at: utc_now(), nullcontext(), id="a visitor today: his it is"),
        pytest.param(lambda at: at, pytest.raises(Refused), id="the plan itself: a fault"),
    ],
)
def test_a_dossier_on_which_a_visitor_acted_is_left_to_him(stage, at_their_clock, then):
    (story,) = stories(stage, lambda s: s.fate is Fate.GRANTED and not s.crosses and not s.detours)
    case = Case(story, stage.services[story.procedure], stage.world, bootstrap.signer())
    others = withdrawn_meanwhile(case, at_their_clock)
    with then:
        play([life(case, loading.LAST_EVENING), others], until=loading.LAST_EVENING)
    assert record.acts_of(f"dossier:{case.code}")[-1].act == "withdrawn"


def test_a_case_keeps_to_the_dice_of_its_own_story(stage):
    (story,) = stories(stage, lambda s: s.fate is Fate.GRANTED)
    service = stage.services[story.procedure]
    one, two = (Case(story, service, stage.world, signer=None) for _time in range(2))
    at = story.begins_at
    assert [one.after(at, 1, 500) for _n in range(5)] == [two.after(at, 1, 500) for _n in range(5)]


def test_what_nobody_answered_in_time_is_held_by_one_of_those_asked(stage):
    (view,) = play_out(stage, stories(stage, lambda s: s.silent and s.fate is Fate.GRANTED))
    assert Answer.SILENT in {offer.answer for offer in view.offers}
    assert view.state is S.RETURNED
    assert everything_holds()


def test_a_payment_is_asked_for_and_met(stage):
    wanted = stories(stage, lambda s: s.pays and not s.supplement and s.fate is Fate.GRANTED)
    (view,) = play_out(stage, wanted)
    assert view.obligations[0].met_at
    assert [due.reason for due in view.due_dates] == ["receipt", "pause"]


def test_the_newest_offers_wait_for_an_answer(stage):
    left = (S.RECEIVED, S.PROCESSING, S.RESOLVED)
    newest = [s for s in loading.teller_of(stage, seed=1).stories(60) if s.left_in in left]
    waiting = [view for view in play_out(stage, newest) if view.open_offer]
    assert waiting
    window_ends = datetime.combine(loading.UNTIL, loading.OFFICE_CLOSES, LOCAL)
    assert all(view.open_offer.answer_by > window_ends for view in waiting)
