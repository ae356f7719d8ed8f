"""Sent to the wrong place: forwarded, neither refused nor a new case, no clock started anew."""

import pytest
from tests.builders import Story

from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import (
    ActNotAllowed,
    ForwardedAlready,
    NationalState,
    NotCompetent,
    ReasonMissing,
    SentToAnotherDesk,
    Step,
)
from thongsuot.domains.ledger import queries as record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("neighbour")]
WHY = "Người nộp cư trú ở xã Mẫu Bình."


def forwarded(story: Story, *, to: str = "H99.32.01", who: str = "desk", why: str = WHY, **more):
    dossiers.forward_submission(
        code=story.code, to_desk=to, why=why, by=story.province.actor(who), at=story.now(), **more
    )


def test_a_submission_to_the_wrong_desk_goes_on_under_its_code_and_hour(story):
    before = Dossier.objects.get(code=story.registered().code)
    forwarded(story, key="once")
    forwarded(story, key="once")
    after = Dossier.objects.get(code=story.code)
    assert Dossier.objects.count() == 1
    assert (after.submitted_at, after.refused_at) == (before.submitted_at, None)
    assert after.national_state == NationalState.REGISTERED
    assert after.receiving_agency.code == "H99.32.01"
    assert [act.act for act in record.acts_of(before.subject)] == ["submitted", "forwarded"]
    dossiers.receive(code=story.code, by=story.province.actor("neighbour_desk"), at=story.now())
    received = Dossier.objects.get(code=story.code)
    assert received.competent_agency.code == "H99.32"
    assert received.due_dates.count() == 1
    assert record.verify_all().ok


def test_both_desks_and_the_story_tell_where_it_went(story):
    forwarded(story.registered())
    for who in ("desk", "neighbour_desk"):
        moments = queries.timeline_of(story.code, by=story.province.actor(who), at=story.now())
        assert moments[-1].words["to_agency"] == "Xã Mẫu Bình H99.32.01"
        assert moments[-1].words["why"] == WHY


def test_what_was_received_is_handed_over_and_its_clock_goes_on(story):
    story.received()
    due = Dossier.objects.get(code=story.code).due_at
    story.handed(story.province.desk, "neighbour_handler", Step.VERIFY)
    after = Dossier.objects.get(code=story.code)
    assert (after.due_at, after.refused_at) == (due, None)
    assert after.due_dates.count() == 1
    assert Dossier.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        pytest.param({"to": "H99.31.01"}, NotCompetent, id="to the own desk"),
        pytest.param({"to": "H99.05"}, NotCompetent, id="to what is no desk"),
        pytest.param({"who": "neighbour_desk"}, SentToAnotherDesk, id="by another desk"),
        pytest.param({"why": "nhầm"}, ReasonMissing, id="without a reason"),
    ],
)
def test_it_is_refused(story, change, refusal):
    story.registered()
    with pytest.raises(refusal):
        forwarded(story, **change)


def test_two_desks_do_not_send_it_to_and_fro(story):
    forwarded(story.registered())
    with pytest.raises(ForwardedAlready):
        forwarded(story, to="H99.31.01", who="neighbour_desk")
    dossiers.receive(code=story.code, by=story.province.actor("neighbour_desk"), at=story.now())


def test_it_is_refused_after_receipt(story):
    story.received()
    with pytest.raises(ActNotAllowed):
        forwarded(story)
