"""A linked procedure: one submission, one holder, parts that other agencies do by their limits."""

from datetime import timedelta

import pytest
from tests.builders import Story, build_province
from tests.builders_birth_process import birth, with_step
from tests.builders_story import drafted_and_signed
from tests.domains.test_dossier_process import last_detail, publish

from thongsuot import bootstrap
from thongsuot.domains.catalogue.terms import OpinionBeside, OpinionMissing
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import AnswerNotDue, Opinion
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.ledger.queries import acts_of
from thongsuot.domains.ledger.terms import ActorKind
from thongsuot.domains.organisation.terms import AgencyKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_calendar")]


@pytest.fixture
def story():
    part = OpinionBeside("qh", "Xác nhận quy hoạch", AgencyKind.DEPARTMENT, "lien-thong", 120)
    province = build_province()
    publish(with_step(birth(), "B2", opinions=(part,)))
    return Story(province).processing()


def part_of(story):
    (found,) = custodies.opinions_of(f"dossier:{story.code}")
    return found


def done(story):
    dossiers.give_opinion(
        opinion_id=part_of(story).id, answer=Opinion.AGREE, text="Đã làm xong phần việc.",
        by=story.province.stranger, at=story.now(),
    )  # fmt: skip


def test_whoever_takes_it_over_has_every_part_sent_at_once_with_the_limit_of_each(story):
    part = part_of(story)
    assert part.answer_by - part.asked_at == timedelta(hours=2), "the limit of that agency"
    assert part.to_agency_code != story.province.handler.agency
    (entry,) = [one for one in acts_of(f"dossier:{story.code}") if one.act == "opinion_asked"]
    assert (entry.actor.kind, entry.detail["process_opinion"]) == (ActorKind.SYSTEM, "qh")
    holder = custodies.holder_of(f"dossier:{story.code}").holder
    assert holder.officer_id == story.province.handler.officer_id, "one holder, the lead's"


def test_a_part_that_is_late_stays_owed_and_nothing_is_signed_without_it(story):
    story.at += timedelta(hours=3)
    assert dossiers.take_silence_for_answers(at=story.at) == 0, "no silence ends it"
    with pytest.raises(AnswerNotDue):
        dossiers.end_opinion_in_silence(opinion_id=part_of(story).id, at=story.at)
    with pytest.raises(OpinionMissing):
        drafted_and_signed(story)
    done(story)
    assert part_of(story).answered_at > part_of(story).answer_by, "late, and on record as late"
    dossiers.sign_decision(
        code=story.code, signer=bootstrap.signer(), by=story.province.head, at=story.now()
    )
    assert "without_opinions" not in last_detail(story, "decision_signed")
