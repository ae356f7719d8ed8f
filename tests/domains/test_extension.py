"""The one re-dating: its apology in time or marked late, signed by the head, never a second."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.builders import MONDAY, Story, add_committee, add_officer
from tests.builders_recounting import TUESDAY, publish_swap, recount
from tests.builders_staff import add_deputy, granted, in_stead

from thongsuot import bootstrap
from thongsuot.domains.custody.terms import NotTheHolder
from thongsuot.domains.deadlines import queries as calendars
from thongsuot.domains.documents.models import PaperWords
from thongsuot.domains.documents.terms import Kind
from thongsuot.domains.dossiers import facts, queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.lateness import rules as lateness
from thongsuot.domains.dossiers.lateness.models import Extension
from thongsuot.domains.dossiers.lateness.terms import (
    ExtendedAlready,
    ExtensionTooLate,
    ExtensionWrong,
    NoExtensionDrafted,
    NotTheHead,
    Timing,
)
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.queries import recounting
from thongsuot.domains.dossiers.services import telling
from thongsuot.domains.dossiers.terms import (
    Act,
    ActNotAllowed,
    MissingPaper,
    OwnDraft,
    ReasonMissing,
)
from thongsuot.domains.dossiers.terms.recounts import Kept
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.terms import Role, RoleMissing
from thongsuot.domains.organisation.terms.delegations import DelegatedAct

BOTH = (DelegatedAct.SIGN, DelegatedAct.HANDLE)
WHY = "Phải xác minh thêm tại nơi cư trú trước đây"
TUESDAY_CLOSE = MONDAY.replace(day=3, hour=10, minute=0)
"""17:00 on Tuesday in Vietnam: what the first promise of every story here comes to."""


@pytest.fixture
def story(story):
    return story.processing()


def propose(story, who="handler", days=2, **given):
    by = given.pop("by", None) or story.province.actor(who)
    return dossiers.propose_extension(
        code=story.code, days=days, reason=given.pop("reason", WHY), by=by,
        at=given.pop("at", None) or story.now(), **given,
    )  # fmt: skip


def sign(story, who="head", **given):
    return dossiers.sign_extension(
        code=story.code, signer=bootstrap.signer(), by=given.get("by") or story.province.actor(who),
        at=given.get("at") or story.now(),
    )  # fmt: skip


def view(story):
    return queries.view_for(story.code, by=Actor.system(), at=story.at)


def another(story):
    """Return the id of one more dossier, received later."""
    later = Story(story.province, at=story.at).received()
    return Dossier.objects.get(code=later.code).pk


def last_act(story):
    return record.acts_of(f"dossier:{story.code}")[-1]


def test_the_first_date_stays_and_is_judged_and_the_new_one_is_promised_beside_it(story):
    before = Dossier.objects.get(code=story.code).due_at
    assert before == TUESDAY_CLOSE
    propose(story)
    sign(story)
    shown = view(story)
    assert Dossier.objects.get(code=story.code).due_at == before
    assert shown.due.due_at == shown.extension.original_due_at == before
    assert shown.extension.new_due_at == MONDAY.replace(day=5, hour=10, minute=0)
    assert shown.promised_at == shown.extension.new_due_at
    (late,) = facts.late_codes(
        since=MONDAY, until=MONDAY + timedelta(days=9), at=MONDAY + timedelta(days=2)
    )
    assert late == [story.code], "late by the first date though the new one is to come"


def test_each_act_is_one_entry_that_keeps_both_dates_and_no_words(story):
    before = len(record.acts_of(f"dossier:{story.code}"))
    propose(story)
    proposed = last_act(story)
    sign(story)
    signed = last_act(story)
    assert len(record.acts_of(f"dossier:{story.code}")) == before + 2
    assert (proposed.act, signed.act) == ("extension_proposed", "extension_signed")
    assert signed.detail["original_due_at"] == TUESDAY_CLOSE.isoformat()
    assert signed.detail["timing"] == "in-time"
    assert WHY not in str(proposed.detail) + str(signed.detail)


def test_the_apology_is_a_signed_paper_that_the_citizen_gets(story):
    propose(story)
    sign(story)
    apology = next(p for p in view(story).papers if p.kind is Kind.APOLOGY)
    assert apology.signed_by == story.province.head.officer_id
    assert apology.id == view(story).extension.paper
    said = PaperWords.objects.get(attachment=apology.id).words["paper"]
    assert said["letterhead"]["number"] == "01/2026/XL", "two digits at least"


def test_a_second_extension_is_refused_and_so_is_a_second_signature(story):
    propose(story)
    sign(story)
    with pytest.raises(ExtendedAlready):
        propose(story, days=5)
    with pytest.raises(ExtendedAlready):
        sign(story)
    with pytest.raises(ExtendedAlready):
        dossiers.draft_extension_for(code=story.code, at=story.now())


def test_a_restart_of_the_clock_gives_no_second_extension(story):
    propose(story)
    sign(story)
    asked = [MissingPaper("KQ1", "Tờ khai", "Thiếu chữ ký người khai")]
    dossiers.request_supplement(
        signer=bootstrap.signer(),
        code=story.code,
        papers=asked,
        by=story.province.head,
        at=story.now(),
    )
    with pytest.raises(ActNotAllowed):
        propose(story)


@pytest.mark.parametrize(
    ("at", "timing"),
    [
        pytest.param(MONDAY.replace(hour=9, minute=59), Timing.IN_TIME, id="by the last instant"),
        pytest.param(MONDAY.replace(hour=10, minute=1), Timing.LATE_NOTICE, id="just after it"),
        pytest.param(TUESDAY_CLOSE, Timing.LATE_NOTICE, id="on the promised day"),
        pytest.param(
            TUESDAY_CLOSE + timedelta(seconds=1), Timing.AFTER_EXPIRY, id="once it is past"
        ),
    ],
)
def test_an_apology_is_what_the_instant_of_its_signature_makes_it(story, at, timing):
    propose(story, days=3)
    sign(story, at=at)
    assert view(story).extension.timing is timing
    assert last_act(story).detail["timing"] == timing.value


def test_the_database_itself_refuses_one_passed_off_as_in_time(story):
    propose(story, days=3)
    sign(story, at=TUESDAY_CLOSE + timedelta(hours=1))
    row = Extension.objects.get()
    row.pk, row.dossier_id = None, another(story)
    row.original_due_at = Dossier.objects.get(pk=row.dossier_id).due_at
    row.signed_at, row.notice_by = row.original_due_at + timedelta(hours=1), row.original_due_at
    row.timing, row.new_due_at = Timing.IN_TIME, row.original_due_at + timedelta(days=2)
    with pytest.raises(IntegrityError, match="as_what_it_is"), transaction.atomic():
        row.save()


def test_where_the_policy_takes_no_late_apology_it_is_refused(story):
    document = lateness.shipped_document()
    document |= {"version": "strict", "valid_from": "2026-01-01"}
    document["extension"] |= {"after_notice": "refused"}
    dossiers.publish_lateness_policy(document=document, by=Actor.system(), at=MONDAY)
    propose(story)
    with pytest.raises(ExtensionTooLate):
        sign(story, at=MONDAY.replace(hour=10, minute=1))


def test_a_new_date_is_counted_never_typed_and_lies_ahead(story):
    with pytest.raises(ExtensionWrong):
        propose(story, days=0)
    with pytest.raises(ExtensionWrong):
        propose(story, days=31)
    with pytest.raises(ExtensionWrong):
        propose(story, days=1, at=TUESDAY_CLOSE + timedelta(days=2))


def test_only_the_holder_or_who_may_sign_drafts_it(story):
    with pytest.raises(NotTheHolder):
        propose(story, "desk")
    with pytest.raises(NotTheHolder):
        propose(story, "stranger")
    propose(story, "head")
    assert view(story).extension.drafted_by_id == story.province.head.officer_id


def test_the_head_signs_also_what_he_wrote_himself(story):
    propose(story, "head")
    sign(story)
    assert view(story).extension.signed_at


def test_nobody_else_signs_the_apology(story):
    propose(story)
    with pytest.raises(RoleMissing):
        sign(story, "handler")
    with pytest.raises(RoleMissing):
        sign(story, "clerk")
    add_committee(story.province)
    with pytest.raises(Exception, match="does not settle"):
        sign(story, "chairman")


def test_who_signs_results_without_heading_the_agency_does_not_apologise(story):
    add_officer(story.province, "deputy_of_desk", "H99.31", "Trưởng phòng", "division_head",
                "Mai Văn Mẫu Bảy", [Role.SIGN, Role.HANDLE])  # fmt: skip
    propose(story)
    with pytest.raises(NotTheHead):
        sign(story, "deputy_of_desk")


def test_the_heads_delegate_signs_but_not_his_own_draft(story):
    add_deputy(story.province)
    deputy = in_stead(story.province, granted(story.province))
    propose(story)
    sign(story, by=deputy)
    shown = view(story).extension
    assert shown.signed_by == "Đinh Văn Mẫu Chín"
    assert last_act(story).actor.on_behalf_of.officer_id == story.province.head.officer_id


def test_the_delegate_does_not_sign_what_he_drafted_himself(story):
    add_deputy(story.province)
    deputy = in_stead(story.province, granted(story.province, acts=BOTH))
    propose(story, by=deputy)
    with pytest.raises(OwnDraft):
        sign(story, by=deputy)
    sign(story)


def test_there_is_nothing_to_sign_before_it_is_drafted_and_no_apology_without_a_reason(story):
    with pytest.raises(NoExtensionDrafted):
        sign(story)
    with pytest.raises(ReasonMissing):
        propose(story, reason="  ")


def test_the_system_drafts_without_a_reason_and_a_person_has_to_write_it(story):
    dossiers.draft_extension_for(code=story.code, at=story.now())
    drafted = view(story).extension
    assert (drafted.reason, drafted.drafted_by, drafted.days) == ("", "", 2)
    assert last_act(story).actor == Actor.system()
    with pytest.raises(ReasonMissing):
        sign(story)
    propose(story, "head")
    sign(story)


def test_a_signed_extension_stays_as_it_is_whatever_is_sent_to_the_database(story):
    propose(story)
    sign(story)
    for change in ({"signed_at": MONDAY}, {"new_due_at": TUESDAY_CLOSE + timedelta(days=30)},
                   {"timing": "late-notice"}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Extension.objects.update(**change)


def test_a_draft_keeps_the_dossiers_own_first_date_by_the_database(story):
    propose(story)
    with pytest.raises(IntegrityError, match="promised at first"), transaction.atomic():
        Extension.objects.update(original_due_at=TUESDAY_CLOSE + timedelta(days=1))


def test_the_citizen_is_told_of_the_new_date_in_the_same_transaction(story):
    propose(story)
    assert not Message.objects.filter(template="apology")
    sign(story)
    told = Message.objects.get(template="apology")
    assert told.values["due_at"] == {"at": "2026-03-05T10:00:00+00:00"} or "2026-03-05" in str(
        told.values["due_at"]
    )


def test_a_calendar_that_came_late_does_not_take_back_what_the_apology_promised(story):
    propose(story, days=5)
    sign(story)
    promised = view(story).promised_at
    publish_swap(off="2026-03-03")
    ids = recounting.open_after(0, most=9)
    (row,) = recounting.recounted(ids, calendars.calendar_at(TUESDAY), TUESDAY)
    assert row.kept is Kept.PROMISED
    assert recount().changed == 0
    assert view(story).promised_at == promised
    assert not Message.objects.filter(template="due-changed").exists()


def test_after_an_apology_the_citizen_is_told_of_its_date_and_no_other(story):
    propose(story, days=5)
    sign(story)
    shown = view(story)
    code = story.code
    told = telling._values(Dossier.objects.get(code=code), Act.SUPPLY, {})
    assert told["due_at"] == shown.promised_at > shown.due.due_at


def test_extensions_are_counted_by_their_signature_and_by_who_held_the_dossier(story):
    span = {"since": MONDAY, "until": MONDAY + timedelta(days=1)}
    held_by, elsewhere = story.province.agencies["H99.31"].pk, 0
    propose(story)
    assert facts.redatings(**span).signed == 0
    sign(story)
    assert facts.redatings(**span) == facts.redatings(**span, agencies=[held_by])
    assert facts.redatings(**span) == facts.RedatingFact(signed=1, late=0)
    assert facts.redatings(**span, agencies=[elsewhere]).signed == 0
