"""Two communes go into one, with everything that is open in them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.builders import BIRTH, LAN, Story
from tests.builders_reorganisation import (
    DAY,
    LATER,
    NEW,
    NEW_DESK,
    SYSTEM,
    actor_now,
    apply,
    holder,
    merger,
    row,
)

from thongsuot import bootstrap
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import Answer
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.queries.figures import Reading, public_figures
from thongsuot.domains.dossiers.queries.inbox import Block, block_counts, inbox
from thongsuot.domains.dossiers.queries.search import find_by_code
from thongsuot.domains.dossiers.terms import DossierUnknown, HandedTo, Step
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation import successors
from thongsuot.domains.organisation.models import (
    Agency,
    AgencySuccession,
    Competence,
    Post,
    Reorganisation,
)
from thongsuot.domains.organisation.terms import (
    NotYours,
    ReorganisationEarly,
    ReorganisationKnown,
    ReorganisationLate,
    Role,
)
from thongsuot.kernel.clock import local_date

pytestmark = pytest.mark.usefixtures("neighbour")

ON = local_date(DAY)


def acts(code):
    return [act.act for act in record.acts_of(f"dossier:{code}")]


# --- what goes on ---------------------------------------------------------------------------


def test_an_open_dossier_goes_on_with_whoever_held_it_and_no_clock_restarts(province):
    story = Story(province).processing()
    before = row(story.code)
    report = apply(merger())
    after = row(story.code)
    assert (report.problems, report.decisions, report.work.orphans) == ((), (), ())
    assert (after.receiving_agency.code, after.competent_agency.code) == (NEW_DESK, NEW)
    assert holder(story.code) == (NEW, "Công chức hộ tịch")
    spans = custodies.spans_of(f"dossier:{story.code}")
    assert [span.holder.officer_name for span in spans[-2:]] == ["Đỗ Văn Mẫu Hai"] * 2
    assert spans[-1].limit_minutes == spans[-2].limit_minutes
    for name in ("due_at", "submitted_at", "received_at", "processing_at", "code"):
        assert getattr(after, name) == getattr(before, name)
    assert after.due_dates.count() == 1


def test_the_record_says_who_it_was_who_it_is_and_by_which_plan(province):
    story = Story(province).processing()
    apply(merger())
    assert acts(story.code)[-2:] == ["agency_succeeded", "custody_reassigned"]
    said = record.acts_of(f"dossier:{story.code}")[-2].detail
    assert said == {
        "plan": "H99-2026-03", "desk_was": "H99.31.01", "desk": NEW_DESK,
        "settler_was": "H99.31", "settler": NEW, "offer_lapsed": False,
    }  # fmt: skip
    entry = record.acts_of("organisation:plan")[-1]
    assert (entry.act, entry.detail["dossiers_moved"]) == ("organisation_reorganised", 2)
    assert record.verify_all().ok


def test_history_shows_the_old_names_and_the_holder_the_new_one(province):
    story = Story(province).processing()
    apply(merger())
    view = queries.view_for(story.code, by=SYSTEM, at=LATER)
    told = queries.timeline_of(story.code, by=SYSTEM, at=LATER)
    assert view.holder.holder.agency_name == "UBND xã Mẫu Mới"
    assert [span.holder.agency_name for span in view.spans] == [
        "Bộ phận Một cửa xã Mẫu An", "UBND xã Mẫu An", "UBND xã Mẫu Mới",
    ]  # fmt: skip
    received = next(moment for moment in told if moment.act == "received")
    assert received.agency == "Bộ phận Một cửa xã Mẫu An"
    moved = next(moment for moment in told if moment.act == "agency_succeeded")
    assert moved.words["from_agency"] == "Bộ phận Một cửa xã Mẫu An; UBND xã Mẫu An"
    assert moved.words["to_agency"] == "Bộ phận Một cửa xã Mẫu Mới; UBND xã Mẫu Mới"
    assert moved.words["source"] == merger()["source"]


def test_the_successor_brings_an_inherited_dossier_to_its_end(province):
    story = Story(province).drafted()
    sign = {"code": story.code, "signer": bootstrap.signer()}
    dossiers.sign_decision(**sign, by=province.head, at=story.now())
    apply(merger())
    story.at = LATER
    clerk, head, desk = (actor_now(f"mau.{who}") for who in ("clerk", "head", "desk"))
    assert [row.code for row in inbox(Block.ISSUE, by=clerk, at=LATER)] == [story.code]
    assert [row.code for row in inbox(Block.HELD, by=head, at=LATER)] == [story.code]
    dossiers.issue_decision(code=story.code, by=clerk, at=story.now())
    dossiers.offer_handover(
        code=story.code, to_post=desk.post_id, step=Step.RETURN, limit_minutes=60, why="",
        by=head, at=story.now(),
    )  # fmt: skip
    offer = custodies.waiting_offer(f"dossier:{story.code}")
    dossiers.accept_handover(offer_id=offer, by=desk, at=story.now())
    dossiers.return_result(code=story.code, to=HandedTo.APPLICANT, by=desk, at=story.now())
    assert row(story.code).returned_at is not None
    assert record.verify_all().ok


def test_what_waits_at_a_desk_waits_at_its_successor(province):
    story = Story(province).registered()
    apply(merger())
    desk = actor_now("mau.desk")
    assert block_counts(by=desk, at=LATER)[Block.INTAKE] == 1
    received = dossiers.receive(code=story.code, by=desk, at=LATER)
    assert received.competent_agency.code == NEW
    assert acts(story.code) == ["submitted", "agency_succeeded", "received"]


def test_a_question_waits_on_at_the_post_that_stands_for_the_asked_one(province):
    story = Story(province).received()
    offer = story.offered(province.desk, "handler", Step.VERIFY)
    report = apply(merger())
    assert (report.work.offers_carried, report.work.offers_lapsed) == (1, 0)
    handler = actor_now("mau.handler")
    waiting = inbox(Block.OFFERED, by=handler, at=LATER)
    assert [(row.code, row.offer.offered_at) for row in waiting] == [(story.code, story.at)]
    counted = queries.waiting_for_everybody(at=LATER)[handler.officer_id]
    assert counted.waiting == 1, "in the digest too"
    dossiers.accept_handover(offer_id=offer, by=handler, at=LATER)
    assert holder(story.code) == (NEW, "Công chức hộ tịch")


def test_a_question_nobody_else_could_answer_ends_and_the_record_says_so(province):
    story = Story(province).processing()
    story.offered(province.handler, "head", Step.SIGN)
    plan = merger(
        appointments=[
            {"officer": "mau.head", "from": "H99.31:head", "to": None},
            {"officer": "mau.handler", "from": "H99.31:handler", "to": "H99.33:head"},
        ],
        posts=[
            {"from": "H99.31:head", "to": "H99.33:head"},
            {"from": "H99.31:handler", "to": "H99.33:head"},
        ],
    )  # fmt: skip
    report = apply(plan)
    assert report.work.offers_lapsed == 1
    assert report.officers_without_post == ("mau.head",)
    offer = custodies.offers_of(f"dossier:{story.code}")[-1]
    assert offer.answer is Answer.LAPSED
    assert record.acts_of(f"dossier:{story.code}")[-1].detail["offer_lapsed"] is True


def test_closed_dossiers_stay_as_they_were_and_the_successor_finds_them(province):
    story = Story(province).processing()
    dossiers.stop(
        signer=bootstrap.signer(),
        code=story.code, reason="Người dân đề nghị dừng", legal_basis="Điều 21 NĐ 118/2025",
        by=province.handler, at=story.now(),
    )  # fmt: skip
    written = acts(story.code)
    apply(merger())
    desk = actor_now("mau.desk")
    assert row(story.code).receiving_agency.code == "H99.31.01"
    assert acts(story.code) == written
    assert [hit.code for hit in find_by_code(story.code, by=desk, at=LATER)] == [story.code]
    assert queries.view_for(story.code, by=desk, at=LATER).receiving_agency_code == "H99.31.01"
    with pytest.raises(DossierUnknown):
        queries.view_for(story.code, by=actor_now("mau.stranger"), at=LATER)


# --- the organisation -----------------------------------------------------------------------


def test_officers_roles_and_competence_follow_to_the_same_kind_of_post(province):
    apply(merger())
    head = actor_now("mau.head")
    assert head.agency == NEW
    organisation.require_role(head, Role.SIGN, ON)
    assert organisation.is_competent("1.001193", NEW, ON, organisation.get_area("99003", ON).pk)
    assert not organisation.posts_of(province.officers["head"].pk, ON - timedelta(days=1))[1:]
    titles = [post.title for post in organisation.posts_in(NEW, None, ON)]
    assert sorted(titles) == sorted(["Công chức hộ tịch", "Chủ tịch", "Văn thư"] * 2)
    assert Competence.objects.filter(agency__code=NEW).count() == 1


def test_old_codes_and_units_say_what_they_became(province):
    Agency.objects.filter(code="H99.32").update(code_legacy="000.00.32.H99")
    apply(merger())
    for code in ("H99.32", "000.00.32.H99"):
        became = successors.agency_became(code, ON)
        assert (became.stands, became.ended_on, became.source) == (NEW, ON, merger()["source"])
        assert successors.find_standing(code, ON).code == NEW
    assert successors.agency_became("H99.32", ON - timedelta(days=1)).stands == "H99.32"
    assert successors.area_became("99001", ON).stands == "99003"


def test_an_old_desk_code_still_brings_a_dossier_in(province):
    apply(merger())
    sent = dossiers.register(
        procedure_code="1.001193", receiving_agency="H99.31.01", channel="direct", identity=LAN,
        answers={}, by=actor_now("mau.desk"), at=LATER,
    )  # fmt: skip
    assert sent.code.startswith(f"{NEW_DESK}-")


# --- whole, once, at its instant ------------------------------------------------------------


def test_a_simulation_says_the_same_and_leaves_nothing(province):
    story = Story(province).processing()
    told = apply(merger(), at=story.at, dry_run=True)
    assert not Reorganisation.objects.exists()
    assert holder(story.code)[0] == "H99.31"
    done = apply(merger())
    assert (told.counts, told.work, told.desks) == (done.counts, done.work, done.desks)
    assert told.applied_at is None
    assert [(m.old, m.new, m.dossiers, m.held) for m in done.work.moves] == [
        ("H99.31", NEW, 1, 1), ("H99.31.01", NEW_DESK, 1, 0),
    ]  # fmt: skip
    assert done.work.open_before == done.work.open_after == 1
    assert done.desks == ("H99.31.01", "H99.32.01")


def test_repeating_a_plan_changes_nothing(province):
    story = Story(province).processing()
    first = apply(merger())
    written = acts(story.code)
    again = apply(merger(), at=LATER)
    assert again.repeated
    assert again.applied_at == first.applied_at
    assert acts(story.code) == written
    assert AgencySuccession.objects.count() == 4


def test_another_plan_under_the_same_code_is_refused(province):
    apply(merger())
    with pytest.raises(ReorganisationKnown):
        apply(merger(source="Nghị quyết khác"), at=LATER)


def test_a_plan_waits_for_its_day_and_is_not_applied_long_after(province):
    with pytest.raises(ReorganisationEarly):
        apply(merger(), at=DAY - timedelta(seconds=1))
    with pytest.raises(ReorganisationLate) as refused:
        apply(merger(), at=DAY + timedelta(days=32))
    assert refused.value.facts["most"] == 31
    for at in (DAY - timedelta(days=1), DAY + timedelta(days=400)):
        assert apply(merger(), at=at, dry_run=True).problems == (), "tried out on any day"


def test_applied_late_it_holds_from_its_day_and_moves_the_work_now(province):
    story = Story(province).processing()
    late = DAY + timedelta(days=3)
    apply(merger(), at=late)
    assert Agency.objects.get(code="H99.31").valid_to == ON
    assert custodies.holder_of(f"dossier:{story.code}").started_at == late


def test_only_an_administrator_may(province):
    with pytest.raises(NotYours):
        dossiers.reorganise(document=merger(), by=province.head, at=DAY)


def test_a_failure_in_the_middle_changes_nothing(province, monkeypatch):
    story = Story(province).processing()
    monkeypatch.setattr(dossiers.reorganising.resettling, "record_each", _break)
    with pytest.raises(ZeroDivisionError):
        apply(merger())
    assert holder(story.code)[0] == "H99.31"
    assert acts(story.code)[-1] == "handover_accepted"
    assert Agency.objects.get(code="H99.31").valid_to is None
    assert not Post.objects.filter(agency__code=NEW).exists()


def _break(**_said):
    raise ZeroDivisionError


def test_the_desk_of_a_dossier_changes_with_a_reorganisation_only(province):
    story = Story(province).received()
    other = Agency.objects.get(code="H99.32.01")

    def give_away() -> None:
        with transaction.atomic():
            Dossier.objects.filter(code=story.code).update(receiving_agency=other)
            connection.check_constraints()

    with pytest.raises(IntegrityError, match="no reorganisation gave"):
        give_away()


def test_figures_as_was_and_as_now_agree_in_their_totals_and_where_nothing_merged(province):
    open_, closed = Story(province).processing(), Story(province).processing()
    dossiers.stop(
        signer=bootstrap.signer(),
        code=closed.code, reason="Người dân đề nghị dừng", legal_basis="Điều 21 NĐ 118/2025",
        by=province.handler, at=closed.now(),
    )  # fmt: skip
    neighbour = {
        "procedure_code": BIRTH, "receiving_agency": "H99.32.01", "channel": "direct",
        "identity": LAN, "answers": {},
    }  # fmt: skip
    by = province.actor("neighbour_desk")
    sent = dossiers.register(**neighbour, by=by, at=open_.now())
    dossiers.receive(code=sent.code, by=by, at=open_.now())
    before = public_figures(LATER, Reading.AS_NOW)
    assert before == public_figures(LATER, Reading.AS_WAS)
    apply(merger())
    as_was, as_now = (public_figures(LATER, reading) for reading in Reading)
    assert as_was == before
    assert as_now[0] == as_was[0]
    assert [(row.desk, row.received) for row in as_was[1:]] == [
        ("Bộ phận Một cửa xã Mẫu An", 2), ("Xã Mẫu Bình H99.32.01", 1),
    ]  # fmt: skip
    assert [(row.desk, row.received) for row in as_now[1:]] == [("Bộ phận Một cửa xã Mẫu Mới", 3)]


def test_a_desk_that_no_number_is_about_is_told_all_the_same_by_both_readings(province):
    def desks(reading: Reading) -> list[tuple[str, int]]:
        return [(row.desk, row.received) for row in public_figures(LATER, reading)]

    Story(province).registered()
    before = [("", 0), ("Bộ phận Một cửa xã Mẫu An", 0)]
    assert [desks(reading) for reading in Reading] == [before, before]
    apply(merger())
    assert desks(Reading.AS_WAS) == before
    assert desks(Reading.AS_NOW) == [("", 0), ("Bộ phận Một cửa xã Mẫu Mới", 0)]
