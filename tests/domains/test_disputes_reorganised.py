"""What was before a superior, and what superiors decided, when the agencies end."""

from datetime import date, timedelta

import pytest
from tests.builders import Story, add_committee, add_neighbour, add_officer, build_province
from tests.builders_reorganisation import LATER, NEW, SYSTEM, actor_now, apply, merger

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import BoundByRuling, Grounds, NotTheSuperior, ReturnReason
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.queries.inbox import Block, block_counts, inbox
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.ledger.terms import Actor, ActorKind
from thongsuot.domains.organisation.models import Agency, Appointment, Officer
from thongsuot.kernel.clock import local_date

pytestmark = pytest.mark.django_db
COMMUNE, DESK, DEPARTMENT, COMMITTEE = "H99.31", "H99.31.01", "H99.05", "H99"
BASIS = "Luật Hộ tịch 60/2014/QH13, Điều 13"
WRONG = ReturnReason.WRONG_COMPETENCE


@pytest.fixture
def story(published_calendar):
    province = build_province()
    add_neighbour(province)
    add_committee(province)
    return Story(province).received()


def returned(story, who, *, right):
    offer = story.offered(story.province.desk, who, Step.VERIFY)
    dossiers.return_handover(
        offer_id=offer, grounds=Grounds(WRONG, BASIS, right), by=story.province.actor(who),
        at=story.now(),
    )  # fmt: skip


def decide(story, agency, by):
    found = custodies.last_dispute_of(f"dossier:{story.code}")
    dossiers.decide_dispute(
        dispute_id=found.id, agency=agency, legal_basis=BASIS, by=by, at=story.now()
    )


def ruled_for_the_commune(story):
    """Let the chairman of the province decide that it is the commune's."""
    returned(story, "stranger", right=COMMUNE)
    returned(story, "handler", right=DEPARTMENT)
    decide(story, COMMUNE, story.province.actor("chairman"))
    return story


def before_the_commune(story):
    """Put it before the head of the commune."""
    for _turn in range(2):
        returned(story, "clerk", right=DESK)
    return story


def offered_after(story, post):
    dossiers.offer_handover(
        code=story.code, to_post=post, step=Step.VERIFY, limit_minutes=60,
        why="Theo phân định của cấp trên", by=actor_now("mau.desk"), at=story.now(),
    )  # fmt: skip
    return custodies.waiting_offer(f"dossier:{story.code}")


def dispute_on(story, at=LATER):
    return custodies.last_dispute_of(f"dossier:{story.code}", local_date(at))


def test_a_ruling_binds_the_agency_into_which_the_decided_one_went(story):
    ruled_for_the_commune(story)
    apply(merger())
    story.at = LATER
    with pytest.raises(BoundByRuling) as refused:
        offered_after(story, story.province.posts["stranger"].pk)
    assert refused.value.facts["agency"] == "UBND xã Mẫu Mới"
    handler = actor_now("mau.handler")
    offer = offered_after(story, handler.post_id)
    with pytest.raises(BoundByRuling):
        dossiers.return_handover(
            offer_id=offer, grounds=Grounds(WRONG, BASIS, DEPARTMENT), by=handler, at=story.now()
        )
    dossiers.accept_handover(offer_id=offer, by=handler, at=story.now())


def test_a_ruling_is_told_as_it_was_made(story):
    ruled_for_the_commune(story)
    apply(merger())
    ruling = queries.view_for(story.code, by=SYSTEM, at=LATER).dispute.ruling
    assert (ruling.agency_code, ruling.stands_code) == (COMMUNE, NEW)


def test_a_ruling_for_an_agency_that_nobody_succeeded_binds_nobody(story):
    ruled_for_the_commune(story)
    Agency.objects.filter(code=COMMUNE).update(valid_to=date(2026, 3, 9))
    assert dispute_on(story).ruling.stands_code == ""


def test_what_waits_before_a_superior_that_ended_waits_before_its_successor(story):
    before_the_commune(story)
    apply(merger())
    found = dispute_on(story)
    assert (found.superior_code, found.put_to) == (NEW, "UBND xã Mẫu An")
    head = actor_now("mau.head")
    assert [row.code for row in inbox(Block.DISPUTED, by=head, at=LATER)] == [story.code]
    assert block_counts(by=head, at=LATER)[Block.DISPUTED] == 1
    story.at = LATER
    decide(story, NEW, head)
    assert dispute_on(story).ruling.decided_by == "Lê Thị Mẫu Ba"


def test_where_the_superior_has_no_successor_the_nearest_above_all_decides(story):
    before_the_commune(story)
    Agency.objects.filter(code=COMMUNE).update(valid_to=date(2026, 3, 9))
    story.at = LATER
    chairman = actor_now("mau.chairman")
    assert dispute_on(story).superior_code == COMMITTEE
    assert queries.view_for(story.code, by=chairman, at=LATER).dispute.is_open
    assert [row.code for row in inbox(Block.DISPUTED, by=chairman, at=LATER)] == [story.code]
    with pytest.raises(NotTheSuperior):
        decide(story, DESK, actor_now("mau.desk"))
    decide(story, DESK, chairman)


def head_becomes(who):
    """Let somebody else head the commune, from the day of the change on."""
    day = local_date(LATER)
    post = Appointment.objects.get(officer__username="mau.head").post
    Appointment.objects.filter(officer__username="mau.head").update(valid_to=day)
    Appointment.objects.create(officer=actor(who), post=post, valid_from=day)
    return Actor(ActorKind.OFFICER, actor(who).pk, post.pk, COMMUNE)


def actor(who):
    return Officer.objects.get(username=f"mau.{who}")


def test_where_nobody_heads_the_superior_but_who_took_a_side_the_next_above_decides(story):
    before_the_commune(story)
    clerk = head_becomes("clerk")
    story.at = LATER
    chairman = actor_now("mau.chairman")
    assert dispute_on(story).superior_code == COMMITTEE
    assert not inbox(Block.DISPUTED, by=clerk, at=LATER)
    assert [row.code for row in inbox(Block.DISPUTED, by=chairman, at=LATER)] == [story.code]
    assert custodies.disputed_by_superior(local_date(LATER), kind="dossier") == {COMMITTEE: 1}
    assert queries.view_for(story.code, by=chairman, at=LATER).dispute.is_open
    with pytest.raises(NotTheSuperior):
        decide(story, DESK, clerk)
    decide(story, DESK, chairman)


def test_where_a_head_who_took_no_side_is_left_it_stays_with_him_alone(story):
    before_the_commune(story)
    clerk = head_becomes("clerk")
    add_officer(story.province, "deputy", COMMUNE, "Phó Chủ tịch", "head", "Lê Mẫu Mười", [])
    deputy = actor_now("mau.deputy")
    assert dispute_on(story).superior_code == COMMUNE
    assert block_counts(by=clerk, at=LATER)[Block.DISPUTED] == 0
    assert block_counts(by=deputy, at=LATER)[Block.DISPUTED] == 1
    assert not inbox(Block.DISPUTED, by=actor_now("mau.chairman"), at=LATER)


def test_until_it_ends_the_asked_superior_decides(story):
    before_the_commune(story)
    Agency.objects.filter(code=COMMUNE).update(valid_to=date(2026, 3, 9))
    before = LATER - timedelta(days=1)
    assert dispute_on(story, before).superior_code == COMMUNE
    assert not inbox(Block.DISPUTED, by=actor_now("mau.chairman"), at=before)
