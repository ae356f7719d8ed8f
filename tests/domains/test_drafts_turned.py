"""A draft that waits for a signature: taken back by its writer, sent back by who would sign it."""

from datetime import timedelta

import pytest
from tests.builders import Story, build_province
from tests.builders_staff import add_deputy, granted, in_stead
from tests.builders_story import BIRTH_PAPER

from thongsuot import bootstrap
from thongsuot.domains.custody.terms import NotTheHolder
from thongsuot.domains.documents.terms import Kind
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.lateness import finding
from thongsuot.domains.dossiers.lateness.terms import NoExtensionDrafted, NotTheHead
from thongsuot.domains.dossiers.models import Dossier, SupplementDraft, TurnedDraft
from thongsuot.domains.dossiers.queries import Block
from thongsuot.domains.dossiers.reading_policy import work_in_hand
from thongsuot.domains.dossiers.terms import (
    ActNotAllowed,
    DossierUnknown,
    DraftChanged,
    NationalState,
    NoDraftDecision,
    NoRequestDrafted,
    NotCompetent,
    Outcome,
    ReasonMissing,
    Step,
)
from thongsuot.domains.dossiers.terms.drafts import DraftKind, NothingWaits
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.models import RoleGrant
from thongsuot.domains.organisation.terms import NotDelegated, Role, RoleMissing
from thongsuot.domains.organisation.terms.delegations import DelegatedAct
from thongsuot.domains.people.terms import Purpose

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_calendar")]
WHY = "Tờ khai đã đủ, chỉ còn thiếu ảnh"
REQUEST, APOLOGY, DECISION = DraftKind


@pytest.fixture
def story():
    return Story(build_province(days=5)).processing()


def write(story, draft, who="handler"):
    common = {"code": story.code, "by": story.province.actor(who), "at": story.now()}
    if draft is REQUEST:
        return dossiers.draft_supplement(papers=[BIRTH_PAPER], **common)
    if draft is APOLOGY:
        return dossiers.propose_extension(days=2, reason="Phải xác minh thêm tại cơ sở", **common)
    return dossiers.draft_decision(outcome=Outcome.REFUSED, grounds="Không đủ điều kiện", **common)


def sign(story, draft, who="head"):
    act = {
        REQUEST: dossiers.sign_supplement, APOLOGY: dossiers.sign_extension,
        DECISION: dossiers.sign_decision,
    }[draft]  # fmt: skip
    return act(
        code=story.code, signer=bootstrap.signer(), by=story.province.actor(who), at=story.now()
    )


def turn(act, story, who, draft, **more):
    more.setdefault("by", story.province.actor(who))
    more.setdefault("reason", WHY)
    return act(code=story.code, draft=draft, at=story.now(), **more)


def take_back(story, who="handler", draft=REQUEST, **more):
    return turn(dossiers.take_back_draft, story, who, draft, **more)


def send_back(story, who="head", draft=REQUEST, **more):
    return turn(dossiers.send_back_draft, story, who, draft, **more)


def to_the_head(story):
    story.handed(story.province.handler, "head", Step.SIGN)


def acts(story):
    return [entry.act for entry in record.acts_of(f"dossier:{story.code}")]


def row_of(story, who, block=Block.HELD):
    rows = queries.inbox(block, by=story.province.actor(who), at=story.at)
    return next((row for row in rows if row.code == story.code), None)


NOTHING_TO_SIGN = {
    REQUEST: NoRequestDrafted, APOLOGY: NoExtensionDrafted, DECISION: NoDraftDecision,
}  # fmt: skip


@pytest.mark.parametrize("draft", DraftKind)
def test_its_writer_takes_a_draft_back_and_nobody_signs_it_any_more(story, draft):
    write(story, draft)
    before, sent = len(acts(story)), Message.objects.count()
    take_back(story, draft=draft)
    assert acts(story)[before:] == ["draft_taken_back"]
    assert Message.objects.count() == sent, "nothing went out, nobody outside is told"
    if draft is DECISION:
        to_the_head(story)
    with pytest.raises(NOTHING_TO_SIGN[draft]):
        sign(story, draft)


@pytest.mark.parametrize("draft", DraftKind)
def test_who_would_sign_a_draft_sends_it_back_with_a_reason(story, draft):
    write(story, draft)
    if draft is DECISION:
        to_the_head(story)
    before, held = len(acts(story)), row_of(story, "head" if draft is DECISION else "handler")
    send_back(story, draft=draft)
    assert acts(story)[before:] == ["draft_sent_back"]
    with pytest.raises(NOTHING_TO_SIGN[draft]):
        sign(story, draft)
    after = row_of(story, "head" if draft is DECISION else "handler")
    assert after.holder == held.holder, "who holds it goes on holding it"


@pytest.mark.parametrize("draft", DraftKind)
def test_what_is_written_anew_waits_for_its_signature_again(story, draft):
    write(story, draft)
    take_back(story, draft=draft)
    write(story, draft)
    if draft is DECISION:
        to_the_head(story)
    sign(story, draft)
    assert acts(story)[-1].endswith(("_requested", "_signed"))
    assert queries.view_for(story.code, by=story.province.head, at=story.at).turned == ()


@pytest.mark.parametrize(
    ("draft", "kind"),
    [
        (REQUEST, Kind.SUPPLEMENT_REQUEST), (APOLOGY, Kind.APOLOGY), (DECISION, Kind.UPLOAD),
    ],
)  # fmt: skip
def test_a_draft_that_was_turned_gives_who_signs_no_work_to_read_papers_for(story, draft, kind):
    write(story, draft)
    dossier, at = Dossier.objects.get(), story.now()
    assert work_in_hand(dossier, kind, story.province.head, at) is Purpose.DECISION
    take_back(story, draft=draft)
    assert work_in_hand(dossier, kind, story.province.head, story.now()) is None


def test_the_record_commits_to_the_reason_and_does_not_say_it(story):
    write(story, REQUEST)
    send_back(story)
    entry = record.acts_of(f"dossier:{story.code}")[-1]
    assert entry.detail["draft"] == "request"
    assert WHY not in str(entry.detail)
    told = queries.timeline_of(story.code, by=story.province.handler, at=story.at)[-1]
    assert told.words == {"draft": "request", "why": WHY}


def test_it_leaves_the_list_of_who_signs_and_stands_in_that_of_who_holds(story):
    write(story, REQUEST)
    write(story, APOLOGY)
    assert row_of(story, "head", Block.REQUEST)
    assert row_of(story, "head", Block.APOLOGY)
    send_back(story)
    send_back(story, draft=APOLOGY)
    assert row_of(story, "head", Block.REQUEST) is None
    assert row_of(story, "head", Block.APOLOGY) is None
    counts = queries.block_counts(by=story.province.head, at=story.at)
    assert (counts[Block.REQUEST], counts[Block.APOLOGY]) == (0, 0)
    assert [(t.draft, t.why, t.sent_back) for t in row_of(story, "handler").turned] == [
        (REQUEST, WHY, True), (APOLOGY, WHY, True),
    ]  # fmt: skip


def test_the_heads_digest_no_longer_counts_it(story):
    write(story, REQUEST)
    write(story, APOLOGY)
    told = queries.waiting_for_everybody(at=story.at)[story.province.head.officer_id]
    assert (told.requests, told.apologies) == (1, 1)
    take_back(story)
    take_back(story, draft=APOLOGY)
    assert finding.apologies_by_agency() == {}
    assert story.province.head.officer_id not in queries.waiting_for_everybody(at=story.at)


def test_who_neither_wrote_nor_handles_it_takes_nothing_back(story):
    write(story, REQUEST)
    for who in ("stranger", "desk", "head"):
        with pytest.raises((NotTheHolder, RoleMissing)):
            take_back(story, who)
    assert not TurnedDraft.objects.exists()


def test_its_writer_takes_it_back_after_he_handed_the_dossier_on(story):
    write(story, DECISION)
    to_the_head(story)
    take_back(story, draft=DECISION)
    assert row_of(story, "head").turned[0].why == WHY
    with pytest.raises(NoDraftDecision):
        sign(story, DECISION)


def test_its_writer_takes_nothing_back_once_he_works_elsewhere_or_handles_no_more(story):
    write(story, REQUEST)
    elsewhere = Actor.officer(
        officer_id=story.province.handler.officer_id, post_id=story.province.posts["stranger"].pk,
        agency="H99.05",
    )  # fmt: skip
    with pytest.raises(DossierUnknown):
        take_back(story, by=elsewhere)
    handling = RoleGrant.objects.filter(officer=story.province.officers["handler"])
    handling.update(valid_to=story.at.date())
    with pytest.raises(RoleMissing):
        take_back(story)
    assert not TurnedDraft.objects.exists()


def test_who_signs_an_apology_takes_his_own_back_though_he_does_not_handle(story):
    of_the_head = RoleGrant.objects.filter(officer=story.province.officers["head"])
    of_the_head.filter(role=Role.HANDLE).update(valid_to=story.at.date())
    write(story, APOLOGY, who="head")
    take_back(story, "head", draft=APOLOGY)
    assert TurnedDraft.objects.count() == 1


def test_only_who_would_sign_it_sends_it_back_and_nobody_his_own(story):
    write(story, REQUEST)
    for who in ("handler", "stranger", "desk"):
        with pytest.raises((NotCompetent, NotTheHead, RoleMissing)):
            send_back(story, who)
    write(story, DECISION)
    with pytest.raises(NotTheHolder):
        send_back(story, draft=DECISION)
    write(story, APOLOGY, who="head")
    with pytest.raises(ActNotAllowed):
        send_back(story, draft=APOLOGY)
    take_back(story, "head", draft=APOLOGY)


def test_in_anothers_stead_it_needs_the_act_that_was_delegated(story):
    add_deputy(story.province)
    handles = granted(story.province, acts=(DelegatedAct.HANDLE,))
    write(story, REQUEST)
    with pytest.raises(NotDelegated):
        send_back(story, by=in_stead(story.province, handles))
    signs = granted(story.province, acts=(DelegatedAct.SIGN,))
    send_back(story, by=in_stead(story.province, signs))
    assert record.acts_of(f"dossier:{story.code}")[-1].actor.on_behalf_of is not None


@pytest.mark.parametrize("act", [take_back, send_back])
def test_without_a_reason_or_without_a_draft_nothing_happens(story, act):
    with pytest.raises(NothingWaits):
        act(story)
    write(story, REQUEST)
    with pytest.raises(ReasonMissing):
        act(story, reason="thôi")
    assert not TurnedDraft.objects.exists()


@pytest.mark.parametrize("act", [take_back, send_back])
def test_what_was_signed_or_turned_meanwhile_is_refused(story, act):
    write(story, APOLOGY)
    act(story, draft=APOLOGY)
    with pytest.raises(NothingWaits):
        act(story, draft=APOLOGY)
    write(story, REQUEST)
    sign(story, REQUEST)
    with pytest.raises(ActNotAllowed):
        act(story)
    assert Dossier.objects.get().national_state == NationalState.SUPPLEMENT_REQUESTED


def test_a_text_that_was_written_anew_since_it_was_shown_is_not_turned(story):
    write(story, REQUEST)
    shown = SupplementDraft.objects.get().drafted_at
    opened_at = write(story, REQUEST).last_act_at
    for seen_at in (shown, opened_at + timedelta(days=1), opened_at.replace(tzinfo=None)):
        with pytest.raises(DraftChanged):
            send_back(story, seen_at=seen_at)
    send_back(story, seen_at=SupplementDraft.objects.get().drafted_at)


def test_sent_twice_it_happens_once(story):
    write(story, REQUEST)
    take_back(story, key="one-key")
    take_back(story, key="one-key")
    assert acts(story).count("draft_taken_back") == 1


def test_an_apology_that_the_system_drafted_waits_for_a_reason_and_is_not_taken_back(story):
    dossiers.draft_extension_for(code=story.code, at=story.now())
    for act in (take_back, send_back):
        with pytest.raises(NothingWaits):
            act(story, draft=APOLOGY)
