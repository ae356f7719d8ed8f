"""Competence has a place: one commune does not settle what another received.

The numbers in the names are the lines of the list of what such a system must refuse
(docs/law/dossier-life.md).
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import BIRTH, LAN, MONDAY, Story

from thongsuot import bootstrap
from thongsuot.domains.custody.terms import NobodyOnPost
from thongsuot.domains.dossiers import policy
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.queries.inbox import Block, block_counts, inbox
from thongsuot.domains.dossiers.terms import (
    Channel,
    DossierUnknown,
    NationalState,
    NotCompetent,
    ReasonMissing,
    SentToAnotherDesk,
    Step,
)
from thongsuot.domains.ledger.terms import Actor, KeyReused
from thongsuot.domains.organisation.models import AreaSuccession, Competence
from thongsuot.domains.organisation.terms import AgencyUnknown, RoleMissing
from thongsuot.kernel.clock import local_date

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("neighbour")]


def sign(story, who) -> Dossier:
    return dossiers.sign_decision(
        code=story.code, signer=bootstrap.signer(), by=story.province.actor(who), at=story.now()
    )


def issue(story, who) -> Dossier:
    return dossiers.issue_decision(code=story.code, by=story.province.actor(who), at=story.now())


def test_9_the_head_of_another_commune_does_not_sign(story):
    story.drafted().handed(story.province.head, "neighbour_head", Step.SIGN)
    with pytest.raises(NotCompetent):
        sign(story, "neighbour_head")


def test_9_the_clerk_of_another_commune_does_not_issue(story):
    story.drafted()
    sign(story, "head")
    with pytest.raises(DossierUnknown):
        issue(story, "neighbour_clerk")


def test_9_not_even_where_the_dossier_passed_through_her_commune(story):
    province = story.province
    story.processing().handed(province.handler, "neighbour_handler", Step.VERIFY)
    story.handed(province.actor("neighbour_handler"), "handler", Step.VERIFY)
    story.drafted_by_handler()
    sign(story, "head")
    with pytest.raises(NotCompetent):
        issue(story, "neighbour_clerk")
    assert issue(story, "clerk").national_state == NationalState.RESOLVED


def test_9_a_clerk_of_another_competent_agency_does_not_issue_what_she_did_not_number(story):
    province = story.province
    Competence.objects.create(
        procedure_code=BIRTH, level="commune", agency=province.agencies["H99.32"],
        area=province.agencies["H99.31"].area, valid_from=MONDAY.date(), source="Bảng mẫu",
    )  # fmt: skip
    story.processing().handed(province.handler, "neighbour_handler", Step.VERIFY)
    story.handed(province.actor("neighbour_handler"), "handler", Step.VERIFY)
    story.drafted_by_handler()
    sign(story, "head")
    with pytest.raises(NotCompetent):
        issue(story, "neighbour_clerk")


def test_another_commune_is_given_the_work_only_with_a_reason_in_words(story):
    story.received()
    with pytest.raises(ReasonMissing):
        story.offered(story.province.desk, "neighbour_handler", Step.VERIFY, why="")


def test_a_post_that_does_not_exist_is_refused(story):
    story.received()
    with pytest.raises(NobodyOnPost):
        dossiers.offer_handover(
            code=story.code, to_post=999_999, step=Step.VERIFY, limit_minutes=60, why="",
            by=story.province.desk, at=story.now(),
        )  # fmt: skip


def entering(province, **changes) -> dict:
    return {
        "procedure_code": BIRTH, "receiving_agency": "H99.31.01", "channel": Channel.DIRECT,
        "identity": LAN, "answers": {"topic": {"birth": "2026-02-01"}}, "by": province.desk,
        "at": MONDAY, "key": "entry-0001", **changes,
    }  # fmt: skip


def test_9_only_an_officer_of_the_desk_enters_what_came_to_it(story):
    province = story.province
    with pytest.raises(SentToAnotherDesk):
        dossiers.register(**entering(province, by=province.actor("neighbour_desk")))
    for who in ("handler", "stranger"):
        with pytest.raises(RoleMissing):
            dossiers.register(**entering(province, by=province.actor(who)))
    with pytest.raises(RoleMissing):
        dossiers.register(**entering(province, by=Actor.citizen()))
    assert not Dossier.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"identity": replace(LAN, full_name="Nguyễn Thị Khác")}, id="who"),
        pytest.param({"answers": {"topic": {"birth": "2026-02-02"}}}, id="what"),
        pytest.param({"channel": Channel.POSTAL}, id="how"),
    ],
)
def test_8_a_key_with_another_content_is_refused_and_enters_nothing(story, change):
    first = dossiers.register(**entering(story.province))
    assert dossiers.register(**entering(story.province)).code == first.code
    with pytest.raises(KeyReused):
        dossiers.register(**entering(story.province, **change))
    assert Dossier.objects.count() == 1


def test_8_a_key_answers_only_the_visitor_who_used_it(story):
    story.registered()
    again = {"code": story.code, "key": "k-1"}
    dossiers.receive(**again, by=story.province.desk, at=story.now())
    with pytest.raises(KeyReused):
        dossiers.receive(**again, by=story.province.actor("neighbour_desk"), at=story.now())


def test_8_a_key_answers_only_for_the_dossier_on_which_it_was_used(story):
    other = Story(story.registered().province).registered()
    desk, at = story.province.desk, other.now()
    dossiers.receive(code=story.code, by=desk, at=at, key="k-1")
    with pytest.raises(KeyReused):
        dossiers.receive(code=other.code, by=desk, at=at, key="k-1")
    assert Dossier.objects.get(code=other.code).national_state == NationalState.REGISTERED


def test_8_a_key_answers_only_the_citizen_who_has_shown_the_secret(story):
    story.registered()
    again = {"code": story.code, "reason": "Tôi đổi ý", "key": "k-1"}
    dossiers.withdraw(**again, by=Actor.citizen(dossier=story.code), at=story.now())
    with pytest.raises(DossierUnknown):
        dossiers.withdraw(**again, by=Actor.citizen(dossier="H99-other"), at=story.now())


def test_9_a_dossier_sent_to_another_desk_is_received_there_alone(story):
    story.registered()
    by = story.province.actor("neighbour_desk")
    with pytest.raises(SentToAnotherDesk):
        dossiers.receive(code=story.code, by=by, at=story.now())


def merge_into_the_neighbour(story) -> None:
    """End Xã Mẫu An the next day: what it had begun is its successor's."""
    province, on = story.province, (MONDAY + timedelta(days=1)).date()
    old, new = province.agencies["H99.31"].area, province.agencies["H99.32"].area
    AreaSuccession.objects.create(
        old=old, new=new, effective_on=on, share="whole", decided=True, is_successor=True,
        source="Nghị quyết mẫu",
    )  # fmt: skip
    for ended in (old, province.agencies["H99.31"], province.agencies["H99.31.01"]):
        ended.valid_to = on
        ended.save(update_fields=["valid_to"])
    story.at += timedelta(days=1)


def test_a_desk_that_has_ended_takes_nothing_in(story):
    merge_into_the_neighbour(story)
    with pytest.raises((AgencyUnknown, RoleMissing)):
        dossiers.register(**entering(story.province, at=story.at))
    online = {"by": Actor.citizen(), "channel": Channel.ONLINE}
    with pytest.raises(AgencyUnknown):
        dossiers.register(**entering(story.province, at=story.at, **online))
    assert not Dossier.objects.exists()


def test_after_a_merger_the_successor_decides(story):
    story.drafted().handed(story.province.head, "neighbour_head", Step.SIGN)
    merge_into_the_neighbour(story)
    sign(story, "neighbour_head")
    assert issue(story, "neighbour_clerk").national_state == NationalState.RESOLVED


def test_after_a_merger_the_successors_clerk_sees_what_was_signed_before(story):
    story.drafted()
    sign(story, "head")
    clerks = [story.province.actor(f"neighbour_{who}") for who in ("clerk", "handler")]
    assert block_counts(by=clerks[0], at=story.now())[Block.ISSUE] == 0
    merge_into_the_neighbour(story)
    seen = [block_counts(by=by, at=story.now())[Block.ISSUE] for by in clerks]
    assert seen == [1, 0]
    assert [row.code for row in inbox(Block.ISSUE, by=clerks[0], at=story.at)] == [story.code]


def test_after_a_merger_the_successor_issues_what_was_signed_before(story):
    story.drafted()
    sign(story, "head")
    merge_into_the_neighbour(story)
    assert issue(story, "neighbour_clerk").national_state == NationalState.RESOLVED


def test_who_heads_the_desk_from_above_sees_what_it_received_for_another_agency(story):
    code = story.registered().code
    seen = {}
    for who in ("head", "clerk", "neighbour_head"):
        try:
            policy.check_eyes(
                code,
                at_the_door={"H99.31.01", "H99.05"},
                by=story.province.actor(who),
                on=local_date(MONDAY),
            )
        except DossierUnknown:
            seen[who] = False
        else:
            seen[who] = True
    assert seen == {"head": True, "clerk": False, "neighbour_head": False}
