"""Agencies that are divided, renamed, or abolished as a level."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from tests.builders import BIRTH, Story, build_procedure
from tests.builders_reorganisation import (
    DAY,
    LATER,
    SYSTEM,
    actor_now,
    apply,
    holder,
    merger,
    row,
)

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import Answer
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.exchange.terms import to_officer
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation import successors
from thongsuot.domains.organisation.models import (
    Agency,
    AgencySuccession,
    Appointment,
    Area,
    AreaSuccession,
    Competence,
    FormerAgency,
    Post,
)
from thongsuot.kernel.clock import local_date

pytestmark = pytest.mark.usefixtures("neighbour")

ON = local_date(DAY)
SOURCE = "Nghị quyết mẫu 08/NQ-HĐND"


def committee(code: str, name: str, **more: Any) -> dict[str, Any]:
    """Return a new committee as a step describes it."""
    return {
        "code": code, "name": name, "kind": "commune_committee", "level": "commune",
        "area": "99001", **more,
    }  # fmt: skip


def division(**changed: Any) -> dict[str, Any]:
    """Return a plan that divides the committee of Xã Mẫu An in two."""
    step = {
        "do": "split", "from": "H99.31",
        "into": [committee("H99.34", "UBND xã Mẫu Đông"), committee("H99.35", "UBND xã Mẫu Tây")],
        **changed,
    }  # fmt: skip
    return merger(code="chia-tach", source=SOURCE, areas={}, steps=[step])


TWO = ("H99.34", "H99.35")


def test_a_division_without_a_decision_stops_and_says_what_is_open(province):
    story = Story(province).processing()
    for plan, kinds in ((division(), ["heir"]), (division(heir="H99.34"), ["by"])):
        report = apply(plan)
        assert [d.kind for d in report.decisions] == kinds
        assert report.decisions[0].subject == "H99.31"
        assert report.applied_at is None
    assert apply(division()).decisions[0].choices == TWO
    assert holder(story.code)[0] == "H99.31"
    assert not Agency.objects.filter(code__in=TWO).exists()


def test_divided_by_procedure_each_part_goes_on_with_its_own(province):
    build_procedure("1.000656", days=2)
    agency = province.agencies["H99.31"]
    Competence.objects.create(
        procedure_code="1.000656", level="commune", agency=agency, valid_from=agency.valid_from,
        source="Bảng thẩm quyền mẫu, dòng 3",
    )  # fmt: skip
    story = Story(province).processing()
    plan = division(
        heir="H99.34", by="procedure", settles={"H99.34": ["1.000656"], "H99.35": [BIRTH]}
    ) | {"posts": [{"from": "H99.31:handler", "to": "H99.35:handler"}]}  # fmt: skip
    report = apply(plan)
    assert report.decisions == ()
    assert row(story.code).competent_agency.code == "H99.35"
    assert holder(story.code) == ("H99.35", "Công chức hộ tịch")
    settled = Competence.objects.filter(agency__code__in=TWO).values_list(
        "agency__code", "procedure_code"
    )
    assert sorted(settled) == [("H99.34", "1.000656"), ("H99.35", BIRTH)]
    became = successors.agency_became("H99.31", ON)
    assert became.stands == "H99.34"


def test_whoever_goes_elsewhere_leaves_the_dossier_to_the_part_that_settles_it(province):
    story = Story(province).processing()
    plan = division(heir="H99.34", by="procedure", settles={"H99.35": [BIRTH]}) | {
        "posts": [{"from": "H99.31:head", "to": "H99.35:head"}]
    }
    apply(plan)
    assert holder(story.code) == ("H99.35", "Chủ tịch")
    assert actor_now("mau.handler").agency == "H99.34"
    told = Message.objects.get(recipient__startswith="officer:")
    assert told.recipient == to_officer(province.officers["head"].pk)
    assert (told.template, told.values) == ("moved-many", {"count": 1})


def test_nobody_there_is_an_orphan_and_stops_the_plan(province):
    story = Story(province).processing()
    report = apply(division(heir="H99.34", by="procedure", settles={"H99.35": [BIRTH]}))
    assert report.work.orphans == (f"dossier:{story.code}",)
    assert report.applied_at is None
    assert holder(story.code)[0] == "H99.31"


def test_divided_by_dossier_a_person_names_the_part_for_each(province):
    stories = [Story(province).processing() for _ in range(2)]
    plan = division(heir="H99.34", by="dossier") | {
        "posts": [{"from": "H99.31:handler", "to": "H99.35:handler"}]
    }
    open_ = apply(plan)
    assert [(d.kind, d.subject, d.choices) for d in open_.decisions] == [
        ("dossier", story.code, TWO) for story in stories
    ]
    decided = [
        {"dossier": story.code, "to": to} for story, to in zip(stories, TWO, strict=True)
    ]  # fmt: skip
    report = apply(plan | {"decisions": decided})
    assert report.decisions == ()
    assert [row(story.code).competent_agency.code for story in stories] == list(TWO)
    assert [holder(story.code)[0] for story in stories] == list(TWO)


def test_divided_by_area_the_desk_says_which_part(province):
    story = Story(province).processing()
    plan = division(
        heir="H99.34", by="area",
        into=[committee("H99.34", "UBND xã Mẫu Đông"),
              committee("H99.35", "UBND xã Mẫu Tây", area="99002")],
    )  # fmt: skip
    apply(plan)
    assert row(story.code).competent_agency.code == "H99.34"


def test_a_question_to_a_part_that_does_not_settle_it_ends_and_may_be_put_again(province):
    story = Story(province).received()
    story.offered(province.desk, "handler", Step.VERIFY)
    plan = division(heir="H99.34", by="procedure", settles={"H99.35": [BIRTH]})
    report = apply(plan)
    assert report.work.offers_lapsed == 1
    subject = f"dossier:{story.code}"
    assert custodies.offers_of(subject)[-1].answer is Answer.LAPSED
    assert custodies.holder_of(subject).holder.agency_code == "H99.31.01"


def test_the_desk_under_a_divided_committee_goes_on_under_its_heir(province):
    apply(division(heir="H99.34", by="heir"))
    desk = organisation.get_agency("H99.31.01", ON)
    assert desk.parent.code == "H99.34"
    assert desk.former.get().parent.code == "H99.31"


def renaming():
    return merger(
        code="doi-ten", areas={},
        steps=[{"do": "rename", "agency": "H99.31", "name": "UBND xã Mẫu Bình An"}],
    )  # fmt: skip


def test_a_renamed_agency_stays_itself_and_its_history_keeps_the_name(province):
    story = Story(province).processing()
    report = apply(renaming())
    assert report.counts["agencies_changed"] == 1
    assert report.work.moves == ()
    story.at = LATER
    view = queries.view_for(story.code, by=SYSTEM, at=LATER)
    assert view.holder.holder.agency_name == "UBND xã Mẫu Bình An"
    assert len(view.spans) == 2
    agency = organisation.get_agency("H99.31", ON)
    assert agency.former.get().name == "UBND xã Mẫu An"
    assert agency.name_on(ON - timedelta(days=1)) == "UBND xã Mẫu An"
    assert agency.name_on(ON) == "UBND xã Mẫu Bình An"


def test_names_kept_before_agencies_carried_them_are_taken_over(province):
    apply(renaming())
    named_so = organisation.get_agency("H99.31", ON)
    (was,) = named_so.former.all()
    FormerAgency.objects.create(
        reorganisation=was.reorganisation, agency=named_so, area=was.area, parent=was.parent,
        short_name=was.short_name, name="UBND Mẫu An cũ", valid_to=ON - timedelta(days=400),
    )  # fmt: skip
    Agency.objects.update(earlier_names=[])
    import_module("thongsuot.domains.organisation.migrations.0010_earlier_names").carry(apps, None)
    agency = organisation.get_agency("H99.31", ON)
    assert agency.name_on(ON - timedelta(days=1)) == "UBND xã Mẫu An"
    assert agency.name_on(ON - timedelta(days=401)) == "UBND Mẫu An cũ"
    assert not Agency.objects.exclude(pk=agency.pk).exclude(earlier_names=[]).exists()


def test_history_keeps_the_name_an_agency_had_when_it_acted(province):
    story = Story(province).processing()
    story.handed(province.handler, "head", Step.SIGN)
    apply(renaming())
    story.at = LATER
    told = {
        moment.agency
        for moment in queries.timeline_of(story.code, by=SYSTEM, at=LATER)
        if moment.act == "handover_accepted"
    }
    view = queries.view_for(story.code, by=SYSTEM, at=LATER)
    names = [span.holder.agency_name for span in view.spans]
    assert told == {"UBND xã Mẫu An"}
    assert names[1:] == ["UBND xã Mẫu An", "UBND xã Mẫu Bình An"], "what goes on has today's"
    (first, second) = custodies.offers_of(f"dossier:{story.code}")
    assert {first.to_agency_name, second.to_agency_name} == {"UBND xã Mẫu An"}


def test_a_level_is_abolished_when_each_of_its_agencies_has_a_successor(province):
    Agency.objects.filter(code__in=["H99.32", "H99.32.01"]).update(level="district")
    plan = merger(
        code="bo-cap-huyen", areas={},
        steps=[{"do": "abolish", "level": "district", "into": {"H99.32": "H99.31"}}],
    )  # fmt: skip
    report = apply(plan)
    assert [(p.row, p.field, p.problem) for p in report.problems] == [
        (1, "into", "H99.32.01 has no successor")
    ]
    plan["steps"][0]["into"]["H99.32.01"] = "H99.31.01"
    report = apply(plan)
    assert report.problems == ()
    assert organisation.is_competent(BIRTH, "H99.31", ON)
    assert {row.level for row in Competence.objects.filter(agency__code="H99.31")} == {"commune"}
    assert actor_now("mau.neighbour_head").agency == "H99.31"
    codes = sorted(post.code for post in organisation.posts_in("H99.31", None, ON))
    assert "H99.31:neighbour_head" in codes


def test_an_agency_in_a_unit_whose_successor_nobody_settled_stops_the_plan(province):
    area = organisation.get_area("99002", ON)
    for place in ("99005", "99006"):
        new = Area.objects.create(
            code=place, name=place, name_folded=place, level="commune", parent=province.area,
            valid_from=ON,
        )  # fmt: skip
        AreaSuccession.objects.create(
            old=area, new=new, effective_on=ON, share="part", decided=False, is_successor=False,
            source=SOURCE,
        )  # fmt: skip
    Area.objects.filter(pk=area.pk).update(valid_to=ON)
    plan = merger(
        code="doi-ten", areas={},
        steps=[{"do": "rename", "agency": "H99.05", "name": "Sở Mẫu Mới"}],
    )  # fmt: skip
    report = apply(plan)
    assert {(d.kind, d.subject, d.choices) for d in report.decisions} == {
        ("area", "99002", ("99005", "99006"))
    }
    plan["areas"] = {"decided": [{"old": "99002", "new": "99006"}]}
    report = apply(plan)
    assert report.decisions == ()
    assert organisation.get_agency("H99.32", ON).area.code == "99006"
    assert Agency.objects.get(code="H99.32").former.get().area.code == "99002"


def test_a_second_reorganisation_follows_the_first(province):
    story = Story(province).received()
    offer = story.offered(province.desk, "handler", Step.VERIFY)
    apply(merger())
    again = DAY + timedelta(days=7)
    plan = merger(
        code="H99-2026-03b", instant="2026-03-16T00:00:00+07:00", areas={},
        steps=[
            {"do": "merge", "from": ["H99.33"],
             "into": committee("H99.36", "UBND xã Mẫu Nhất", area="99003")},
            {"do": "merge", "from": ["H99.33.01"],
             "into": committee("H99.36.01", "Một cửa xã Mẫu Nhất", area="99003", desk=True,
                               kind="one_stop_centre", parent="H99.36")},
        ],
    )  # fmt: skip
    report = apply(plan, at=again)
    assert (report.problems, report.work.offers_carried) == ((), 1)
    on = local_date(again)
    assert successors.agency_became("H99.31", on).stands == "H99.36"
    assert successors.find_standing("H99.31.01", on).code == "H99.36.01"
    assert successors.left_to("H99.36", on) >= {
        province.agencies["H99.31"].pk, province.agencies["H99.32"].pk
    }  # fmt: skip
    handler = actor_now("mau.handler", again)
    dossiers.accept_handover(offer_id=offer, by=handler, at=again + timedelta(hours=9))
    assert holder(story.code)[0] == "H99.36"
    assert [move.was.code for move in row(story.code).agency_moves.filter(part="desk")] == [
        "H99.31.01", "H99.33.01",
    ]  # fmt: skip


def test_an_appointment_that_begins_later_is_a_fault_to_be_settled_first(province):
    post = Post.objects.get(code="H99.31:head")
    officer = province.officers["stranger"]
    Appointment.objects.create(officer=officer, post=post, valid_from=ON + timedelta(days=3))
    report = apply(merger())
    assert [p.problem for p in report.problems] == ["mau.stranger on H99.31:head begins too late"]
    assert not AgencySuccession.objects.exists()
