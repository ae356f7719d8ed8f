"""A request for papers: drafted by the handler, signed by the head, and only then sent."""

from datetime import timedelta

import pytest
from tests.builders import Story, build_province
from tests.builders_deadlines import local
from tests.builders_staff import add_deputy, granted, in_stead
from tests.builders_story import BIRTH_PAPER
from tests.builders_supplement import GENERAL, publish

from thongsuot import bootstrap
from thongsuot.domains.custody.terms import NotTheHolder
from thongsuot.domains.documents.terms import Kind
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.lateness.terms import NotTheHead
from thongsuot.domains.dossiers.models import Dossier, SupplementDraft, SupplementRequest
from thongsuot.domains.dossiers.queries import Block
from thongsuot.domains.dossiers.terms import (
    ActNotAllowed,
    DraftChanged,
    MissingPaper,
    NationalState,
    NoRequestDrafted,
    OwnDraft,
    SupplementTooLate,
)
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.organisation.terms import RoleMissing
from thongsuot.domains.organisation.terms.delegations import DelegatedAct

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_calendar")]
OTHER = MissingPaper("KQ1", "Tờ khai", "Thiếu chữ ký người khai")


@pytest.fixture
def story():
    return Story(build_province(days=5)).processing()


def draft(story, papers=(BIRTH_PAPER,), who="handler", **more):
    return dossiers.draft_supplement(
        code=story.code, papers=list(papers), by=more.pop("by", None) or story.province.actor(who),
        at=story.now(), **more,
    )  # fmt: skip


def sign(story, who="head", **more):
    return dossiers.sign_supplement(
        signer=bootstrap.signer(),
        code=story.code, by=more.pop("by", None) or story.province.actor(who),
        at=more.pop("at", None) or story.now(), **more,
    )  # fmt: skip


def state(story):
    return Dossier.objects.get(code=story.code).national_state


def acts(story):
    return [entry.act for entry in record.acts_of(f"dossier:{story.code}")]


def test_a_draft_sends_nothing_and_the_clock_runs_on(story):
    before = Dossier.objects.get().due_at
    draft(story)
    row = Dossier.objects.get()
    assert (row.national_state, row.supplement_since) == (NationalState.PROCESSING, None)
    assert row.due_at == before
    assert not Message.objects.filter(template="supplement").exists()
    assert acts(story)[-1] == "supplement_drafted"
    assert BIRTH_PAPER.problem not in str(record.acts_of(f"dossier:{story.code}")[-1].detail)


def test_the_heads_signature_sends_it_and_the_paper_names_the_head(story):
    draft(story)
    sign(story)
    asked = SupplementRequest.objects.get()
    assert state(story) == NationalState.SUPPLEMENT_REQUESTED
    assert asked.papers[0]["component"] == BIRTH_PAPER.component
    assert asked.asked_by_id == story.province.head.officer_id
    assert asked.drafted_by_id == story.province.handler.officer_id, "who answers questions"
    assert Message.objects.filter(template="supplement").count() == 1
    assert acts(story)[-1] == "supplement_requested"
    dossiers.prepare_papers(code=story.code, at=story.now())
    view = queries.view_for(story.code, by=story.province.head, at=story.at)
    assert [p.kind for p in view.papers if p.kind is Kind.SUPPLEMENT_REQUEST]
    assert view.supplement_draft is None


def test_the_handler_alone_sends_nothing(story):
    with pytest.raises((NotTheHead, RoleMissing)):
        dossiers.request_supplement(
            signer=bootstrap.signer(),
            code=story.code,
            papers=[BIRTH_PAPER],
            by=story.province.handler,
            at=story.now(),
        )
    draft(story)
    with pytest.raises((NotTheHead, RoleMissing)):
        sign(story, "handler")
    assert state(story) == NationalState.PROCESSING


def test_only_who_holds_it_drafts(story):
    with pytest.raises((NotTheHolder, RoleMissing)):
        draft(story, who="stranger")
    assert not SupplementDraft.objects.exists()


def test_a_draft_is_written_anew_until_it_is_signed_and_never_signed_unseen(story):
    draft(story)
    seen = queries.view_for(story.code, by=story.province.head, at=story.at).supplement_draft
    draft(story, [OTHER])
    with pytest.raises(DraftChanged):
        sign(story, seen_at=seen.drafted_at)
    sign(story)
    assert [p["component"] for p in SupplementRequest.objects.get().papers] == ["KQ1"]
    with pytest.raises(ActNotAllowed):
        draft(story)


def test_without_a_draft_there_is_nothing_to_sign(story):
    with pytest.raises(NoRequestDrafted):
        sign(story)


def test_the_days_of_the_law_end_with_the_signature_not_with_the_draft(story):
    draft(story)
    with pytest.raises(SupplementTooLate):
        sign(story, at=local("2026-03-05 17:01"))
    sign(story, at=story.at + timedelta(days=1))
    assert state(story) == NationalState.SUPPLEMENT_REQUESTED


def test_nobody_signs_in_the_heads_stead_what_he_wrote_himself(story):
    given = granted(story.province, to="handler", acts=(DelegatedAct.SIGN, DelegatedAct.HANDLE))
    draft(story)
    with pytest.raises(OwnDraft):
        sign(story, by=in_stead(story.province, given, who="handler"))
    assert state(story) == NationalState.PROCESSING


def test_a_delegate_of_the_head_signs_what_another_wrote(story):
    add_deputy(story.province)
    given = granted(story.province)
    draft(story)
    sign(story, by=in_stead(story.province, given))
    assert state(story) == NationalState.SUPPLEMENT_REQUESTED


def test_it_waits_in_the_block_of_the_head_and_of_nobody_else(story):
    def waiting(who):
        rows = queries.inbox(Block.REQUEST, by=story.province.actor(who), at=story.at)
        return [row.code for row in rows]

    assert waiting("head") == []
    draft(story)
    assert (waiting("head"), waiting("handler")) == ([story.code], [])
    assert queries.block_counts(by=story.province.head, at=story.at)[Block.REQUEST] == 1
    sign(story)
    assert waiting("head") == []


def test_the_heads_digest_counts_it_until_it_is_signed(story):
    def told(who):
        found = queries.waiting_for_everybody(at=story.at)
        return found[who.officer_id].requests if who.officer_id in found else 0

    draft(story)
    assert (told(story.province.head), told(story.province.handler)) == (1, 0)
    sign(story)
    assert told(story.province.head) == 0


def test_where_the_policy_has_it_so_the_holder_asks_by_himself(story):
    publish(GENERAL | {"signed_by": "holder"})
    dossiers.request_supplement(
        signer=bootstrap.signer(),
        code=story.code,
        papers=[BIRTH_PAPER],
        by=story.province.handler,
        at=story.now(),
    )
    assert state(story) == NationalState.SUPPLEMENT_REQUESTED
