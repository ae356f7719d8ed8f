"""Acting in another's stead: what it takes, how far it reaches, how it shows."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from pypdf import PdfReader
from tests.builders import MONDAY, add_neighbour, add_officer
from tests.builders_reorganisation import LATER, apply, merger
from tests.builders_staff import FIRST, LAST, granted, in_stead

from thongsuot import bootstrap
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import NotOfferedToYou, NotTheHolder, OfferedToOneself
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import Outcome, OwnDraft, Step
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger import rules, streaming
from thongsuot.domains.ledger.models import Entry
from thongsuot.domains.ledger.terms import Actor, KeyReused
from thongsuot.domains.organisation import delegations, services, superiors
from thongsuot.domains.organisation.models import Delegation
from thongsuot.domains.organisation.terms import (
    DaysWrong,
    DelegationOver,
    DelegationTooWide,
    DelegationUnknown,
    NotDelegated,
    NotOnThisPost,
    NotYours,
    RoleMissing,
    SourceMissing,
)
from thongsuot.domains.organisation.terms.delegations import (
    AbsenceKind,
    DelegatedAct,
    Grant,
    SigningForm,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("deputy")]


def subject(story) -> str:
    return f"dossier:{story.code}"


def sign(story, by):
    dossiers.sign_decision(code=story.code, signer=bootstrap.signer(), by=by, at=story.now())


def test_the_deputy_signs_what_the_chairman_holds_and_the_record_says_in_whose_stead(story):
    given, who = granted(story.province), story.province
    story.drafted()
    sign(story, in_stead(who, given))
    signed = record.acts_of(subject(story))[-1]
    assert signed.actor.officer_id == who.officers["deputy"].pk
    assert signed.actor.as_recorded()["on_behalf_of"] == {
        "officer": who.officers["head"].pk, "post": who.posts["head"].pk, "delegation": given.id,
    }  # fmt: skip
    assert record.verify_all().ok


def test_without_a_delegation_the_deputy_signs_nothing(story):
    story.drafted()
    with pytest.raises(NotTheHolder):
        sign(story, story.province.actor("deputy"))


def test_the_signature_block_says_it(story):
    given = granted(story.province)
    story.drafted()
    by = in_stead(story.province, given)
    printed = dossiers.preview_result(code=story.code, by=by, at=story.now())
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(printed)).pages)
    assert "KT. CHỦ TỊCH" in text
    assert "PHÓ CHỦ TỊCH" in text
    assert "Đinh Văn Mẫu Chín" in text


def test_the_story_of_the_dossier_names_who_stood_in_for_whom(story):
    given = granted(story.province)
    story.drafted()
    sign(story, in_stead(story.province, given))
    told = queries.timeline_of(story.code, by=story.province.head, at=story.now())
    assert told[-1].officer == "Đinh Văn Mẫu Chín"
    assert told[-1].instead_of.from_name == "Lê Thị Mẫu Ba"
    assert told[-1].instead_of.form.name == "ký thay"


def test_who_accepts_in_anothers_stead_is_the_holder_by_name(story):
    given, who = granted(story.province), story.province
    story.processing()
    dossiers.draft_decision(
        code=story.code, outcome=Outcome.GRANTED, grounds="Đủ điều kiện theo quy định",
        by=who.handler, at=story.now(),
    )  # fmt: skip
    offer = story.offered(who.handler, "head", Step.SIGN)
    dossiers.accept_handover(offer_id=offer, by=in_stead(who, given), at=story.now())
    held = custodies.holder_of(subject(story)).holder
    assert (held.officer_name, held.post_title) == ("Đinh Văn Mẫu Chín", "Phó Chủ tịch")
    sign(story, in_stead(who, given))


def test_only_the_post_of_the_delegation_is_answered_for(story):
    given, who = granted(story.province), story.province
    story.processing()
    offer = story.offered(who.handler, "colleague", Step.VERIFY)
    with pytest.raises(NotOfferedToYou):
        dossiers.accept_handover(offer_id=offer, by=in_stead(who, given), at=story.now())


def test_nobody_answers_his_own_question_in_anothers_stead(story):
    who = story.province
    given = granted(who, to="handler")
    story.processing()
    offer = story.offered(who.handler, "head", Step.SIGN)
    with pytest.raises(OfferedToOneself):
        dossiers.accept_handover(offer_id=offer, by=in_stead(who, given, "handler"), at=story.now())


def test_the_drafter_signs_his_draft_through_no_delegation(story):
    given = granted(story.province, to="handler")
    story.drafted()
    with pytest.raises(OwnDraft):
        sign(story, in_stead(story.province, given, "handler"))


def test_a_draft_made_in_the_chairmans_stead_is_signed_by_neither(story):
    who = story.province
    given = granted(who, acts=(DelegatedAct.SIGN, DelegatedAct.HANDLE, DelegatedAct.HAND_OVER))
    story.processing().handed(who.handler, "head", Step.VERIFY)
    dossiers.draft_decision(
        code=story.code, outcome=Outcome.GRANTED, grounds="Đủ điều kiện theo quy định",
        by=in_stead(who, given), at=story.now(),
    )  # fmt: skip
    for signer in (who.head, in_stead(who, given)):
        with pytest.raises(OwnDraft):
            sign(story, signer)


def test_an_act_outside_the_delegation_is_refused(story):
    given = granted(story.province, acts=(DelegatedAct.HAND_OVER,))
    story.drafted()
    with pytest.raises(NotDelegated):
        sign(story, in_stead(story.province, given))


def test_a_procedure_outside_the_delegation_is_refused(story):
    given = granted(story.province, procedures=("2.000635",))
    story.drafted()
    with pytest.raises(NotDelegated):
        sign(story, in_stead(story.province, given))


def test_after_its_last_day_and_after_its_early_end_it_gives_nothing(province):
    given = granted(province)
    with pytest.raises(DelegationOver):
        in_stead(province, given, at=MONDAY + timedelta(days=21))
    services.end_delegation(delegation_id=given.id, by=province.head, at=MONDAY)
    with pytest.raises(DelegationOver):
        in_stead(province, given, at=MONDAY + timedelta(minutes=1))
    assert delegations.delegations_to(province.officers["deputy"].pk, MONDAY) == []


def test_it_falls_with_the_account_of_the_grantor_and_with_that_of_the_delegate(province):
    given = granted(province)
    for who in ("head", "deputy"):
        with transaction.atomic():
            province.officers[who].disabled_at = MONDAY
            province.officers[who].save(update_fields=["disabled_at"])
            with pytest.raises(NotOnThisPost):
                in_stead(province, given)
            transaction.set_rollback(True)


def test_nobody_but_who_was_named_acts_under_it(province):
    given = granted(province)
    with pytest.raises(DelegationUnknown):
        in_stead(province, given, "colleague")


@pytest.mark.parametrize(("wrong", "refusal"), [
    pytest.param({"acts": (DelegatedAct.ISSUE,)}, DelegationTooWide, id="a power he has not"),
    pytest.param({"acts": ()}, DelegationTooWide, id="nothing"),
    pytest.param({"to": "head"}, DelegationTooWide, id="to himself"),
    pytest.param({"to": "stranger"}, DelegationTooWide, id="to another agency"),
    pytest.param({"last_day": FIRST - timedelta(days=1)}, DaysWrong, id="over before it begins"),
])  # fmt: skip
def test_a_delegation_is_refused(province, wrong, refusal):
    with pytest.raises(refusal):
        granted(province, **wrong)


def test_it_names_its_document(province):
    with pytest.raises(SourceMissing):
        services.grant_delegation(grant=_without_number(province), by=province.head, at=MONDAY)


def _without_number(province):
    who = province
    whole = Grant(
        who.officers["head"].pk, who.posts["head"].pk, who.officers["deputy"].pk,
        who.posts["deputy"].pk, FIRST, LAST, (DelegatedAct.SIGN,), SigningForm.KT, "1",
    )  # fmt: skip
    return replace(whole, number="  ")


@pytest.mark.parametrize("who", ["clerk", "colleague", "stranger"])
def test_who_is_neither_grantor_nor_head_grants_nothing(province, who):
    with pytest.raises(NotYours):
        granted(province, giver="handler", to="clerk", acts=(DelegatedAct.HANDLE,),
                by=province.actor(who))  # fmt: skip


def test_the_head_grants_for_his_staff(province):
    given = granted(province, giver="handler", to="colleague", acts=(DelegatedAct.HANDLE,),
                    by=province.head)  # fmt: skip
    assert given.granted_by == "Lê Thị Mẫu Ba"


def test_nobody_grants_himself_the_powers_of_another(province):
    with pytest.raises(DelegationTooWide):
        granted(province, giver="handler", to="head", acts=(DelegatedAct.HANDLE,),
                by=province.head)  # fmt: skip


def test_who_heads_a_division_heads_no_agency(province):
    add_officer(
        province, "division", "H99.31", "Trưởng phòng", "division_head", "Mai Văn Mẫu Bảy", []
    )
    on, by = MONDAY.date(), province.actor("division")
    assert not superiors.heads_agency(by, on)
    assert by.officer_id not in superiors.heads_of("H99.31", on)
    with pytest.raises(NotYours):
        granted(province, to="colleague", by=by)


def test_who_heads_a_division_answers_where_nobody_heads_the_agency(province):
    add_officer(
        province, "division", "H99.05", "Trưởng phòng", "division_head", "Mai Văn Mẫu Bảy", []
    )
    heir = superiors.heir_of("H99.05", but=0, on=MONDAY.date())
    assert heir == (province.officers["division"].pk, province.posts["division"].pk)


def test_the_head_of_another_agency_grants_and_ends_nothing_here(province):
    add_neighbour(province)
    with pytest.raises(NotYours):
        granted(province, by=province.actor("neighbour_head"))
    given = granted(province)
    with pytest.raises(DelegationUnknown):
        services.end_delegation(
            delegation_id=given.id, by=province.actor("neighbour_head"), at=MONDAY
        )


def test_a_delegation_is_passed_on_to_nobody(province):
    given = granted(province, acts=(DelegatedAct.SIGN, DelegatedAct.HAND_OVER))
    with pytest.raises(NotYours):
        granted(province, by=in_stead(province, given), to="colleague")
    with pytest.raises((DelegationTooWide, RoleMissing)):
        granted(province, giver="deputy", to="colleague", acts=(DelegatedAct.SIGN,))


def test_one_key_grants_once_and_means_one_thing(province):
    given = granted(province, key="k")
    assert granted(province, key="k").id == given.id
    assert Delegation.objects.count() == 1
    with pytest.raises(KeyReused):
        granted(province, key="k", acts=(DelegatedAct.SIGN,))
    with pytest.raises(KeyReused):
        granted(province, key="k", number="06/QĐ-UBND")
    with pytest.raises(KeyReused):
        granted(province, key="k", by=Actor.system())


def test_granting_and_ending_are_entries(province):
    given = granted(province)
    services.end_delegation(delegation_id=given.id, by=province.actor("deputy"), at=MONDAY)
    entries = Entry.objects.filter(subject=f"officer:{province.officers['head'].pk}")
    assert [e.act for e in entries.order_by("seq")] == ["delegation_granted", "delegation_ended"]
    with pytest.raises(DelegationOver):
        services.end_delegation(delegation_id=given.id, by=province.head, at=MONDAY)


@pytest.mark.parametrize("change", [{"acts": ["issue"]}, {"valid_to": LAST + timedelta(days=99)}])
def test_the_database_keeps_what_was_granted(province, change):
    given = granted(province)
    with pytest.raises(DatabaseError), transaction.atomic():
        Delegation.objects.filter(pk=given.id).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Delegation.objects.all().delete()


def test_an_absence_has_days_and_who_stands_in(province):
    given = granted(province)
    away = services.note_absence(
        officer_id=province.officers["head"].pk, kind=AbsenceKind.LEAVE, first_day=FIRST,
        last_day=LAST, source="07/QĐ-UBND", delegation_id=given.id, by=province.head, at=MONDAY,
    )  # fmt: skip
    assert (away.first_day, away.last_day, away.delegate_name) == (FIRST, LAST, "Đinh Văn Mẫu Chín")
    head = province.officers["head"].pk
    assert head in delegations.absent_on([head], LAST)
    assert delegations.absent_on([head], LAST + timedelta(days=1)) == {}


def test_the_record_says_of_an_absence_its_days_and_never_why(province):
    clerk = province.officers["clerk"].pk
    away = services.note_absence(
        officer_id=clerk, kind=AbsenceKind.SICK, first_day=FIRST, last_day=LAST, by=province.clerk,
        at=MONDAY,
    )  # fmt: skip
    last = Entry.objects.filter(subject=f"officer:{clerk}").latest("seq")
    assert last.detail == {
        "absence": away.id, "first_day": FIRST.isoformat(), "last_day": LAST.isoformat(),
        "delegation": None,
    }  # fmt: skip


def test_a_key_notes_one_absence_of_one_visitor(province):
    sent = {"officer_id": province.officers["clerk"].pk, "kind": AbsenceKind.SICK, "key": "mot",
            "first_day": FIRST, "last_day": LAST, "by": province.clerk, "at": MONDAY}  # fmt: skip
    away = services.note_absence(**sent)
    assert services.note_absence(**sent).id == away.id
    for other in (
        {"by": province.head}, {"last_day": LAST + timedelta(days=1)}, {"kind": AbsenceKind.LEAVE},
        {"officer_id": province.officers["head"].pk, "by": province.head},
    ):  # fmt: skip
        with pytest.raises(KeyReused):
            services.note_absence(**sent | other)


def test_nobody_notes_the_absence_of_a_colleague(province):
    with pytest.raises(NotYours):
        services.note_absence(
            officer_id=province.officers["head"].pk, kind=AbsenceKind.SICK, first_day=FIRST,
            last_day=LAST, by=province.clerk, at=MONDAY,
        )  # fmt: skip


def test_the_inbox_of_the_seat_in_anothers_stead_shows_what_that_other_holds(story):
    given, who = granted(story.province), story.province
    story.drafted()
    by = in_stead(who, given)
    assert queries.block_counts(by=by, at=story.now())[queries.Block.HELD] == 1
    assert queries.inbox(queries.Block.HELD, by=by, at=story.at)[0].code == story.code
    assert queries.block_counts(by=who.actor("deputy"), at=story.at)[queries.Block.HELD] == 0


def test_a_citizen_stands_in_for_nobody(province):
    assert Actor.citizen().persons == frozenset()


def test_what_was_done_in_anothers_stead_is_read_from_columns_as_it_was_hashed(story):
    given = granted(story.province)
    story.drafted()
    sign(story, in_stead(story.province, given))
    kept = {(subject.decode(), seq): said for _, subject, seq, *_, said in streaming.by_chain()}
    for entry in Entry.objects.all():
        hashed = rules.entry_content(entry.as_act(), entry.previous_hash)
        assert kept[entry.subject, entry.seq] == hashed


def test_a_delegation_of_a_post_that_ends_is_named_before_and_in_the_act(province):
    add_neighbour(province)
    given = granted(province)
    tried = apply(merger(), dry_run=True)
    assert [(d.id, d.grantor_agency, d.delegate_agency) for d in tried.delegations_lapsed] == [
        (given.id, "H99.31", "H99.31")
    ]
    assert apply(merger()).delegations_lapsed == tried.delegations_lapsed
    said = record.acts_of("organisation:plan")[-1].detail
    assert (said["delegations"], said["delegations_lapsed"]) == ([given.id], 1)
    with pytest.raises(NotOnThisPost):
        in_stead(province, given, at=LATER)
