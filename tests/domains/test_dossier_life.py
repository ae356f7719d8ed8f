"""A dossier from the counter to its end, and everything it refuses on the way.

The numbers in the names are the lines of the list of what such a system must refuse
(docs/law/dossier-life.md).
"""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from psycopg import sql
from pypdf import PdfReader
from tests.builders import BIRTH, LAN, MONDAY, Story, build_province
from tests.conftest import Interrupted

from thongsuot import bootstrap
from thongsuot.domains.catalogue.models import ProcedureVersion
from thongsuot.domains.catalogue.terms import ProcedureNotInForce
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import (
    AlreadyOffered,
    Grounds,
    GroundsMissing,
    NobodyOnPost,
    NotOfferedToYou,
    NotTheHolder,
    OfferedToOneself,
    OfferNotOpen,
    ReturnReason,
)
from thongsuot.domains.deadlines.queries import calendar_at
from thongsuot.domains.deadlines.rules import add_working_minutes, working_minutes
from thongsuot.domains.deadlines.terms import CalendarGap
from thongsuot.domains.dossiers import queries, rules
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Decision, Dossier, SupplementRequest
from thongsuot.domains.dossiers.services import lookup
from thongsuot.domains.dossiers.terms import (
    ActNotAllowed,
    Channel,
    DecisionExists,
    DossierUnknown,
    HandedTo,
    MissingPaper,
    NationalState,
    NoDraftDecision,
    NotCompetent,
    NotSigned,
    Outcome,
    OwnDraft,
    ReasonMissing,
    RecipientMissing,
    Step,
    SupplementExhausted,
    SupplementTooLate,
    TooManyAttempts,
)
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.models import Entry
from thongsuot.domains.ledger.terms import Actor, KeyReused
from thongsuot.domains.organisation.terms import RoleMissing
from thongsuot.kernel.clock import local_date

pytestmark = pytest.mark.django_db

BIRTH_PAPER = MissingPaper("KQ2", "Giấy chứng sinh", "Ảnh bị mờ, không đọc được số")


@pytest.fixture
def province(db, published_calendar):
    return build_province()


@pytest.fixture
def story(province):
    return Story(province)


def row(story) -> Dossier:
    return Dossier.objects.get(code=story.code)


def state(story) -> NationalState:
    return NationalState(row(story).national_state)


def resolved(story) -> Story:
    story.drafted()
    who = story.province
    dossiers.sign_decision(code=story.code, signer=bootstrap.signer(), by=who.head, at=story.now())
    dossiers.issue_decision(code=story.code, by=who.clerk, at=story.now())
    return story


def drafted_and_signed(story) -> Story:
    story.drafted_by_handler()
    head = story.province.head
    dossiers.sign_decision(code=story.code, signer=bootstrap.signer(), by=head, at=story.now())
    return story


def asked(story) -> Story:
    story.processing()
    dossiers.request_supplement(
        code=story.code, papers=[BIRTH_PAPER], by=story.province.handler, at=story.now()
    )
    return story


def supplied(story, photo) -> Story:
    citizen = Actor.citizen(dossier=story.code)
    dossiers.attach_supplement(
        code=story.code, component_code="KQ2", name="anh.jpg", stream=photo(), by=citizen,
        at=story.now(),
    )  # fmt: skip
    dossiers.supply(code=story.code, by=citizen, at=story.now())
    return story


def rewrite(table: str, change: str) -> None:
    """Change every row of a table past the services, as the application's role."""
    statement = sql.SQL("UPDATE {} SET ").format(sql.Identifier(table)) + sql.SQL(change)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_whole_way_to_a_returned_result(story):
    resolved(story)
    assert state(story) == NationalState.RESOLVED
    story.handed(story.province.head, "desk", Step.RETURN)
    dossiers.return_result(
        code=story.code, to=HandedTo.APPLICANT, by=story.province.desk, at=story.now()
    )
    assert state(story) == NationalState.RETURNED
    spans = custodies.spans_of(f"dossier:{story.code}")
    assert [span.holder.officer_name for span in spans] == [
        "Trần Thị Mẫu Một", "Đỗ Văn Mẫu Hai", "Lê Thị Mẫu Ba", "Trần Thị Mẫu Một",
    ]  # fmt: skip
    assert [a.ended_at for a in spans[:-1]] == [b.started_at for b in spans[1:]]
    assert [act.act for act in record.acts_of(f"dossier:{story.code}")] == [
        "submitted", "received", "handover_offered", "handover_accepted", "decision_drafted",
        "handover_offered", "handover_accepted", "decision_signed", "decision_issued",
        "handover_offered", "handover_accepted", "result_returned",
    ]  # fmt: skip
    assert record.verify_all().ok


def test_receipt_starts_the_clock_and_names_the_holder(story):
    story.received()
    view = queries.view_for(story.code, by=story.province.desk, at=story.at)
    assert view.state == NationalState.RECEIVED
    assert view.holder.holder.officer_name == "Trần Thị Mẫu Một"
    assert view.due.reason == "receipt"
    assert view.due.due_on.isoformat() == "2026-03-03"


def test_1_nothing_is_processed_or_resolved_before_it_is_received(story):
    story.registered()
    who = story.province
    with pytest.raises(ActNotAllowed):
        dossiers.draft_decision(
            code=story.code, outcome=Outcome.GRANTED, grounds="Đủ điều kiện theo quy định",
            by=who.handler, at=story.now(),
        )  # fmt: skip
    with pytest.raises(ActNotAllowed):
        dossiers.issue_decision(code=story.code, by=who.clerk, at=story.now())
    with pytest.raises(ActNotAllowed):
        story.offered(who.desk, "handler", Step.VERIFY)


def test_1_a_final_state_leads_nowhere(story):
    story.registered()
    dossiers.refuse(
        code=story.code, reason="Không thuộc đối tượng giải quyết",
        legal_basis="Điều 17 NĐ 61/2018", by=story.province.desk, at=story.now(),
    )  # fmt: skip
    assert state(story) == NationalState.NOT_RECEIVED
    with pytest.raises(ActNotAllowed):
        dossiers.receive(code=story.code, by=story.province.desk, at=story.now())


def test_the_story_tells_of_each_draft_what_it_said_then(story):
    story.processing()
    who = story.province
    for outcome in (Outcome.REFUSED, Outcome.GRANTED):
        dossiers.draft_decision(
            code=story.code, outcome=outcome, grounds="Theo kết quả thẩm định",
            by=who.handler, at=story.now(),
        )  # fmt: skip
    story.handed(who.handler, "head", Step.SIGN)
    dossiers.sign_decision(code=story.code, signer=bootstrap.signer(), by=who.head, at=story.now())
    told = queries.timeline_of(story.code, by=who.desk, at=story.at)
    words = [m.words for m in told if m.act in {"decision_drafted", "decision_signed"}]
    assert words == [
        {"outcome": "refused", "number": ""},
        {"outcome": "granted", "number": ""},
        {"outcome": "granted", "number": "1/2026/KQ"},
    ]


def test_2_nothing_is_resolved_without_a_signed_and_numbered_result(story):
    story.processing()
    who = story.province
    with pytest.raises(NoDraftDecision):
        dossiers.issue_decision(code=story.code, by=who.clerk, at=story.now())
    dossiers.draft_decision(
        code=story.code, outcome=Outcome.GRANTED, grounds="Đủ điều kiện theo quy định",
        by=who.handler, at=story.now(),
    )  # fmt: skip
    with pytest.raises(NotSigned):
        dossiers.issue_decision(code=story.code, by=who.clerk, at=story.now())


def test_a_result_states_the_child_and_nothing_of_the_filing(story):
    story.drafted()
    form = {
        "nguoi-nop": {"applicant_full_name": "Trần Thị Mẫu Mẹ", "applicant_phone": "0912000417"},
        "em-be": {"child_full_name": "Lê Mẫu Bé", "child_sex": "male"},
        "me": {"mother_known": "yes", "mother_full_name": "Trần Thị Mẫu Mẹ"},
        "nhan-ket-qua": {"delivery": "counter", "copies": "7"},
    }
    Dossier.objects.filter(code=story.code).update(answers=form)
    drafted = dossiers.preview_result(code=story.code, by=story.province.head, at=story.now())
    said = PdfReader(io.BytesIO(drafted)).pages[0].extract_text()
    assert said.index("Lê Mẫu Bé") < said.index("Trần Thị Mẫu Mẹ")
    told_when_filing = ("0912", "Đến quầy nhận", "Số bản sao", "Biết mẹ")
    assert [words for words in told_when_filing if words in said] == []


def test_a_result_without_a_form_says_whose_request_was_granted(story):
    story.drafted()
    drafted = dossiers.preview_result(code=story.code, by=story.province.head, at=story.now())
    said = PdfReader(io.BytesIO(drafted)).pages[0].extract_text()
    assert "Giải quyết theo đề nghị" in said


def test_2_a_result_is_returned_to_somebody(story):
    resolved(story).handed(story.province.head, "desk", Step.RETURN)
    with pytest.raises(RecipientMissing):
        dossiers.return_result(code=story.code, to=None, by=story.province.desk, at=story.now())
    assert state(story) == NationalState.RESOLVED


def test_5_no_withdrawal_or_stop_once_a_decision_exists(story):
    story.drafted()
    who = story.province
    dossiers.sign_decision(code=story.code, signer=bootstrap.signer(), by=who.head, at=story.now())
    with pytest.raises(DecisionExists):
        dossiers.withdraw(
            code=story.code, reason="", by=Actor.citizen(dossier=story.code), at=story.now()
        )
    with pytest.raises(DecisionExists):
        dossiers.stop(
            code=story.code, reason="Có quyết định của toà án", legal_basis="Điều 21 NĐ 118/2025",
            by=who.head, at=story.now(),
        )  # fmt: skip


def test_3_nothing_is_asked_for_or_verified_once_the_decision_is_signed(story):
    story.drafted()
    who = story.province
    dossiers.sign_decision(code=story.code, signer=bootstrap.signer(), by=who.head, at=story.now())
    with pytest.raises(DecisionExists):
        dossiers.request_supplement(
            code=story.code, papers=[BIRTH_PAPER], by=who.head, at=story.now()
        )
    with pytest.raises(DecisionExists):
        story.offered(who.head, "handler", Step.VERIFY)


def test_a_citizen_withdraws_and_nobody_holds_the_dossier_any_more(story):
    story.processing()
    dossiers.withdraw(
        code=story.code, reason="Tôi đổi ý", by=Actor.citizen(dossier=story.code), at=story.now()
    )
    assert state(story) == NationalState.WITHDRAWN
    assert custodies.holder_of(f"dossier:{story.code}") is None


def test_only_the_citizen_who_showed_the_secret_withdraws(story):
    story.processing()
    with pytest.raises(DossierUnknown):
        dossiers.withdraw(code=story.code, reason="", by=Actor.citizen(), at=story.now())


def test_an_agency_stops_on_a_legal_ground_and_any_open_question_lapses(story):
    story.processing().offered(story.province.handler, "head", Step.SIGN)
    dossiers.stop(
        code=story.code, reason="Người nộp đã qua đời", legal_basis="Điều 21 NĐ 118/2025",
        by=story.province.handler, at=story.now(),
    )  # fmt: skip
    assert state(story) == NationalState.STOPPED
    assert custodies.offers_of(f"dossier:{story.code}")[-1].answer == "lapsed"


def test_6_a_hand_over_to_oneself_is_refused(story):
    story.received()
    with pytest.raises(OfferedToOneself):
        story.offered(story.province.desk, "desk", Step.VERIFY)


def test_6_a_hand_over_to_nobody_or_to_a_disabled_account_is_refused(story):
    story.received()
    handler = story.province.officers["handler"]
    handler.disabled_at = MONDAY - timedelta(days=1)
    handler.save()
    with pytest.raises(NobodyOnPost):
        story.offered(story.province.desk, "handler", Step.VERIFY)


def test_6_only_the_holder_hands_over(story):
    story.received()
    with pytest.raises(NotTheHolder):
        story.offered(story.province.stranger, "handler", Step.VERIFY)


def test_6_one_question_at_a_time(story):
    story.received().offered(story.province.desk, "handler", Step.VERIFY)
    with pytest.raises(AlreadyOffered):
        story.offered(story.province.desk, "handler", Step.VERIFY)


def test_6_a_share_beyond_the_due_instant_is_flagged(story):
    story.received()
    dossiers.offer_handover(
        code=story.code, to_post=story.province.posts["handler"].pk, step=Step.VERIFY,
        limit_minutes=5 * 480, why="", by=story.province.desk, at=story.now(),
    )  # fmt: skip
    assert custodies.offers_of(f"dossier:{story.code}")[-1].overruns


def test_the_giver_holds_until_the_receiver_accepts(story):
    story.received()
    offer = story.offered(story.province.desk, "handler", Step.VERIFY)
    assert custodies.holder_of(f"dossier:{story.code}").holder.officer_name == "Trần Thị Mẫu Một"
    dossiers.accept_handover(offer_id=offer, by=story.province.handler, at=story.now())
    assert custodies.holder_of(f"dossier:{story.code}").holder.officer_name == "Đỗ Văn Mẫu Hai"
    assert state(story) == NationalState.PROCESSING


def test_only_whom_the_question_was_put_to_may_answer(story):
    story.received()
    offer = story.offered(story.province.desk, "handler", Step.VERIFY)
    with pytest.raises(NotOfferedToYou):
        dossiers.accept_handover(offer_id=offer, by=story.province.stranger, at=story.now())


def test_an_agency_outside_the_competence_table_needs_a_reason_in_words(story):
    story.received()
    with pytest.raises(ReasonMissing):
        story.offered(story.province.desk, "stranger", Step.VERIFY, why="")


def grounds(**changes) -> Grounds:
    full = {
        "reason": ReturnReason.WRONG_COMPETENCE,
        "legal_basis": "Điều 13 Luật Hộ tịch",
        "right_agency": "H99.31",
    }
    return Grounds(**{**full, **changes})


def test_a_return_names_reason_basis_and_the_competent_agency(story):
    story.received()
    offer = story.offered(
        story.province.desk, "stranger", Step.VERIFY, why="Cần ý kiến chuyên môn của Sở"
    )
    unexplained = {"reason": ReturnReason.OTHER, "explanation": " "}
    for missing in ({"legal_basis": " "}, {"right_agency": ""}, unexplained):
        with pytest.raises(GroundsMissing):
            dossiers.return_handover(
                offer_id=offer, grounds=grounds(**missing), by=story.province.stranger,
                at=story.now(),
            )  # fmt: skip
    dossiers.return_handover(
        offer_id=offer, grounds=grounds(), by=story.province.stranger, at=story.now()
    )
    view = queries.view_for(story.code, by=story.province.desk, at=story.at)
    assert view.holder.holder.officer_name == "Trần Thị Mẫu Một"
    assert view.offers[-1].right_agency_name == "UBND xã Mẫu An"
    with pytest.raises(OfferNotOpen):
        dossiers.accept_handover(offer_id=offer, by=story.province.stranger, at=story.now())


def test_nobody_returns_a_dossier_by_naming_his_own_agency(story):
    story.received()
    offer = story.offered(story.province.desk, "handler", Step.VERIFY)
    with pytest.raises(NotCompetent):
        dossiers.return_handover(
            offer_id=offer, grounds=grounds(), by=story.province.handler, at=story.now()
        )


@pytest.mark.parametrize(
    "column",
    ["submitted_at", "received_at", "processing_at", "decided_at", "returned_at", "due_at"],
)
def test_7_no_instant_and_no_due_date_can_be_changed_even_by_sql(story, column):
    resolved(story).handed(story.province.head, "desk", Step.RETURN)
    dossiers.return_result(
        code=story.code, to=HandedTo.APPLICANT, by=story.province.desk, at=story.now()
    )
    change = sql.SQL(
        "UPDATE dossiers_dossier SET {0} = {0} + interval '1 day'; SET CONSTRAINTS ALL IMMEDIATE"
    ).format(sql.Identifier(column))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("DELETE FROM dossiers_dossier", id="a dossier with a code"),
        pytest.param("DELETE FROM ledger_entry", id="an entry deleted"),
        pytest.param("UPDATE ledger_entry SET act = 'withdrawn'", id="an entry rewritten"),
        pytest.param("TRUNCATE ledger_entry", id="the record emptied"),
        pytest.param("UPDATE custody_custody SET started_at = now()", id="a span moved"),
        pytest.param("DELETE FROM custody_custody", id="a span deleted"),
        pytest.param("UPDATE dossiers_duedateset SET due_at = now()", id="a due date rewritten"),
    ],
)  # fmt: skip
def test_19_history_is_neither_deleted_nor_edited(story, statement):
    story.processing()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "change",
    [
        "signed_at = signed_at - interval '1 day'", "number = '2/2026/KQ'", "outcome = 'refused'",
        "signed_by_id = issued_by_id", "issued_at = issued_at + interval '1 day'",
        "issued_at = NULL, issued_by_id = NULL", "drafted_at = drafted_at - interval '1 day'",
        "paper = draft_paper",
    ],
)  # fmt: skip
def test_19_a_signed_and_issued_decision_stays_as_it_is(story, change):
    resolved(story)
    with pytest.raises(DatabaseError, match="decision is signed and issued once"):
        rewrite("dossiers_decision", change)


@pytest.mark.parametrize(
    "change",
    [
        "asked_at = asked_at + interval '1 day'", "answered_at = NULL",
        "answered_at = answered_at - interval '1 hour'", "special_base = 'Luật mẫu'",
    ],
)  # fmt: skip
def test_19_when_papers_were_asked_for_and_came_is_written_once(story, photo, change):
    supplied(asked(story), photo)
    with pytest.raises(DatabaseError, match="request for papers is made and answered once"):
        rewrite("dossiers_supplementrequest", change)


def test_words_of_a_signed_decision_and_of_a_request_can_be_sealed_with_a_newer_key(story, photo):
    supplied(asked(story), photo)
    drafted_and_signed(story)
    Decision.objects.get().save()
    SupplementRequest.objects.get().save()


def test_19_an_act_is_never_dated_before_the_one_before_it(story):
    story.received()
    early = story.at - timedelta(days=30)
    offer = story.offered(story.province.desk, "handler", Step.VERIFY)
    dossiers.accept_handover(offer_id=offer, by=story.province.handler, at=early)
    instants = [act.at for act in record.acts_of(f"dossier:{story.code}")]
    assert instants == sorted(instants)


def test_9_no_receipt_for_an_agency_that_is_not_competent_that_day(story):
    story.registered()
    competence = story.province.agencies["H99.31"].competences.get()
    competence.valid_to = MONDAY.date() - timedelta(days=10)
    competence.save()
    with pytest.raises(NotCompetent):
        dossiers.receive(code=story.code, by=story.province.desk, at=story.now())


def test_9_no_receipt_after_the_procedure_was_repealed(story):
    story.registered()
    version = ProcedureVersion.objects.get()
    version.valid_to = MONDAY.date()
    version.save()
    with pytest.raises(ProcedureNotInForce):
        dossiers.receive(code=story.code, by=story.province.desk, at=story.now())
    assert state(story) == NationalState.REGISTERED


def next_version(days: int) -> ProcedureVersion:
    """End the version in force today and publish another with a limit of ``days``."""
    ended = ProcedureVersion.objects.get()
    ended.valid_to = MONDAY.date()
    ended.save()
    published = ProcedureVersion.objects.create(
        procedure=ended.procedure, number=2, valid_from=MONDAY.date(), origin="jsonl",
        name=ended.name, name_folded=ended.name_folded, content={}, digest="1" * 64,
        imported_at=MONDAY,
    )  # fmt: skip
    for limit in ended.limits.all():
        limit.pk, limit.version, limit.quantity = None, published, days
        limit.save()
    return published


def test_a_dossier_is_received_under_the_version_of_that_day_and_keeps_it(story):
    story.registered()
    published = next_version(days=5)
    dossiers.receive(code=story.code, by=story.province.desk, at=story.now())
    assert row(story).version_id == published.pk
    view = queries.view_for(story.code, by=story.province.desk, at=story.at)
    assert (view.version_number, view.due.quantity) == (2, 5)
    assert record.acts_of(f"dossier:{story.code}")[-1].detail["version"] == 2
    with pytest.raises(DatabaseError, match="what identifies dossier"):
        rewrite("dossiers_dossier", "version_id = version_id - 1")


def test_9_no_signature_without_the_power_that_day(story):
    story.drafted()
    power = story.province.officers["head"].roles.get(role="sign")
    power.valid_to = MONDAY.date()
    power.save()
    with pytest.raises(RoleMissing):
        dossiers.sign_decision(
            code=story.code, signer=bootstrap.signer(), by=story.province.head, at=story.now()
        )


def test_only_the_desk_it_was_sent_to_receives_it(story):
    story.registered()
    with pytest.raises(RoleMissing):
        dossiers.receive(code=story.code, by=story.province.handler, at=story.now())


def test_12_the_drafter_does_not_sign_his_own_draft(story):
    story.processing().handed(story.province.handler, "head", Step.SIGN)
    who = story.province
    dossiers.draft_decision(
        code=story.code, outcome=Outcome.GRANTED, grounds="Đủ điều kiện theo quy định",
        by=who.head, at=story.now(),
    )  # fmt: skip
    with pytest.raises(OwnDraft):
        dossiers.sign_decision(
            code=story.code, signer=bootstrap.signer(), by=who.head, at=story.now()
        )


def test_12_the_desk_does_not_decide(story):
    story.processing().handed(story.province.handler, "desk", Step.VERIFY)
    assert state(story) == NationalState.PROCESSING
    with pytest.raises(RoleMissing):
        dossiers.draft_decision(
            code=story.code, outcome=Outcome.GRANTED, grounds="Đủ điều kiện theo quy định",
            by=story.province.desk, at=story.now(),
        )  # fmt: skip


def test_16_a_year_without_a_calendar_is_an_error_and_changes_nothing(story):
    story.at = MONDAY.replace(year=2031)
    story.registered()
    entries = Entry.objects.count()
    with pytest.raises(CalendarGap):
        dossiers.receive(code=story.code, by=story.province.desk, at=story.now())
    assert state(story) == NationalState.REGISTERED
    assert Entry.objects.count() == entries


def test_one_supplement_pauses_the_clock_and_its_answer_starts_it_anew(story, photo):
    story.processing()
    first_due = row(story).due_at
    dossiers.request_supplement(
        code=story.code, papers=[BIRTH_PAPER], by=story.province.handler, at=story.now()
    )
    assert state(story) == NationalState.SUPPLEMENT_REQUESTED
    citizen = Actor.citizen(dossier=story.code)
    dossiers.attach_supplement(
        code=story.code, component_code="KQ2", name="anh.jpg", stream=photo(), by=citizen,
        at=story.now(),
    )  # fmt: skip
    story.at += timedelta(days=2)
    dossiers.supply(code=story.code, by=citizen, at=story.now())
    assert state(story) == NationalState.PROCESSING
    assert row(story).due_at > first_due
    with pytest.raises(SupplementExhausted):
        dossiers.request_supplement(
            code=story.code, papers=[BIRTH_PAPER], by=story.province.handler, at=story.now()
        )


def test_where_the_policy_does_not_restart_the_clock_it_runs_on_from_where_it_stood(
    story, photo, monkeypatch
):
    paused = replace(rules.supplement_policy(MONDAY.date()), restart_clock=False)
    monkeypatch.setattr(rules, "_policies", lambda: (paused,))
    before = row(asked(story)).due_at
    story.at += timedelta(days=2)
    supplied(story, photo)
    view = queries.view_for(story.code, by=story.province.desk, at=story.at)
    calendar = calendar_at(story.at)
    waited = record.acts_of(f"dossier:{story.code}")[-1].detail["waited"]
    assert waited == working_minutes(
        view.supplements[0].asked_at, view.supplements[0].answered_at, calendar
    )
    assert view.due.reason == "pause"
    assert view.due.due_at == add_working_minutes(before, waited, calendar)
    assert view.due.due_on == local_date(view.due.due_at)


def test_a_file_read_while_the_answer_is_sent_is_refused_and_not_lost_in_silence(story, photo):
    citizen = Actor.citizen(dossier=asked(story).code)
    late = Interrupted(photo((10, 20, 30)).getvalue(), lambda: supplied(story, photo))
    with pytest.raises(ActNotAllowed):
        dossiers.attach_supplement(
            code=story.code, component_code="KQ2", name="muon.jpg", stream=late, by=citizen,
            at=story.now(),
        )  # fmt: skip
    view = queries.view_for(story.code, by=story.province.desk, at=story.at)
    assert [paper.name for paper in view.papers] == ["anh.jpg"]


def test_3_no_request_later_than_three_working_days_without_a_special_law(story):
    story.processing()
    story.at += timedelta(days=8)
    with pytest.raises(SupplementTooLate):
        dossiers.request_supplement(
            code=story.code, papers=[BIRTH_PAPER], by=story.province.handler, at=story.now()
        )


def test_8_the_same_act_sent_twice_happens_once(story):
    story.registered()
    for _ in range(2):
        dossiers.receive(code=story.code, by=story.province.desk, at=story.now(), key="k-1")
    acts = [act.act for act in record.acts_of(f"dossier:{story.code}")]
    assert acts == ["submitted", "received"]
    with pytest.raises(KeyReused):
        dossiers.refuse(
            code=story.code, reason="Không thuộc đối tượng", legal_basis="Điều 17 NĐ 61/2018",
            by=story.province.desk, at=story.now(), key="k-1",
        )  # fmt: skip


def test_a_dossier_entered_twice_under_one_key_is_one_dossier(province):
    same = {
        "procedure_code": BIRTH, "receiving_agency": "H99.31.01", "channel": Channel.DIRECT,
        "identity": LAN, "answers": {}, "by": province.desk, "at": MONDAY, "key": "r-1",
    }  # fmt: skip
    assert dossiers.register(**same).code == dossiers.register(**same).code
    assert Dossier.objects.count() == 1


def test_codes_count_up_within_agency_and_day(province):
    codes = [Story(province).registered().code for _ in range(3)]
    assert codes == [f"H99.31.01-20260302-000000{n}" for n in (1, 2, 3)]


def test_a_secret_opens_one_dossier_and_guessing_closes_the_door(story):
    story.registered()
    pin = row(story).pin
    opened = dossiers.open_with_secret(code=story.code, secret=pin, at=story.now())
    assert queries.view_for(story.code, by=opened, at=story.at).code == story.code
    assert not opened.follows_only
    weak = dossiers.open_with_secret(code=story.code, secret="0417", at=story.now())
    assert weak.follows_only
    for _ in range(5):
        with pytest.raises(DossierUnknown):
            dossiers.open_with_secret(code=story.code, secret="nope", at=story.at)
    with pytest.raises(TooManyAttempts):
        dossiers.open_with_secret(code=story.code, secret=pin, at=story.at)
    later = story.now() + timedelta(minutes=20)
    assert dossiers.open_with_secret(code=story.code, secret=pin, at=later)


def test_guessing_at_many_codes_closes_the_door_to_whoever_does(story):
    story.received()
    guess = {"secret": "nope", "at": story.at, "source": "203.0.113.7"}
    for number in range(lookup.FAILURES_OF_A_SOURCE):
        with pytest.raises(DossierUnknown):
            dossiers.open_with_secret(code=f"H99.31.01-20260302-{number:07d}", **guess)
    pin = row(story).pin
    with pytest.raises(TooManyAttempts):
        dossiers.open_with_secret(code=story.code, **{**guess, "secret": pin})
    elsewhere = {**guess, "secret": pin, "source": "203.0.113.8"}
    assert dossiers.open_with_secret(code=story.code, **elsewhere)


def test_the_end_of_a_telephone_number_is_that_of_the_number_however_it_was_written(province):
    written = replace(LAN, phone="+84 912 345 6 78")
    code = dossiers.register(
        procedure_code=BIRTH, receiving_agency="H99.31.01", channel=Channel.DIRECT,
        identity=written, answers={}, by=province.desk, at=MONDAY,
    ).code  # fmt: skip
    assert dossiers.open_with_secret(code=code, secret="5678", at=MONDAY)


def test_eyes_it_is_not_for_do_not_see_it(story):
    story.received()
    with pytest.raises(DossierUnknown):
        queries.view_for(story.code, by=story.province.stranger, at=story.at)
    with pytest.raises(DossierUnknown):
        queries.view_for(story.code, by=Actor.citizen(dossier="H99.31-other"), at=story.at)


def test_no_personal_data_enters_the_record(story):
    resolved(story)
    written = str(list(Entry.objects.values_list("detail", "subject", "agency")))
    for secret in (LAN.full_name, LAN.personal_id, LAN.phone, "Ví Dụ", "Mẫu An"):
        assert secret not in written


def test_a_page_of_one_dossier_takes_a_fixed_number_of_queries(
    story, django_assert_max_num_queries
):
    resolved(story).handed(story.province.head, "desk", Step.RETURN)
    with django_assert_max_num_queries(16):
        queries.view_for(story.code, by=story.province.desk, at=story.at)


def test_the_inbox_takes_as_many_queries_for_twenty_as_for_one(
    province, django_assert_max_num_queries
):
    for _ in range(20):
        last = Story(province).received()
    with django_assert_max_num_queries(7):
        rows = queries.inbox(queries.Block.HELD, by=province.desk, at=last.at)
    assert len(rows) == 20
    assert rows == sorted(rows, key=lambda r: r.due_at)


def papers_of(story) -> set[str]:
    dossiers.prepare_papers(code=story.code, at=story.now())
    dossiers.prepare_papers(code=story.code, at=story.now())
    view = queries.view_for(story.code, by=story.province.desk, at=story.at)
    kinds = [paper.kind.value for paper in view.papers]
    assert len(kinds) == len(set(kinds)), "each paper is made once"
    return set(kinds)


def test_receipt_and_request_owe_the_applicant_their_papers(story):
    story.processing()
    assert papers_of(story) == {"intake_slip"}
    dossiers.request_supplement(
        code=story.code, papers=[BIRTH_PAPER], by=story.province.handler, at=story.now()
    )
    assert papers_of(story) == {"intake_slip", "supplement"}


def test_each_request_for_papers_owes_the_applicant_a_paper(story, photo, monkeypatch):
    twice = replace(rules.supplement_policy(MONDAY.date()), max_supplements=2)
    monkeypatch.setattr(rules, "_policies", lambda: (twice,))
    supplied(asked(story), photo)
    dossiers.request_supplement(
        code=story.code, papers=[BIRTH_PAPER], by=story.province.handler, at=story.now()
    )
    for _ in range(2):
        dossiers.prepare_papers(code=story.code, at=story.now())
    view = queries.view_for(story.code, by=story.province.desk, at=story.at)
    kinds = sorted(paper.kind.value for paper in view.papers)
    assert kinds == ["intake_slip", "supplement", "supplement", "upload"]


def test_a_refusal_and_a_stop_owe_the_applicant_their_notices(story):
    words = {"reason": "Người nộp không thuộc đối tượng", "legal_basis": "Điều 17 NĐ 61/2018"}
    story.registered()
    dossiers.refuse(code=story.code, **words, by=story.province.desk, at=story.now())
    assert papers_of(story) == {"refusal_to_receive"}
    other = Story(story.province, at=story.at).processing()
    dossiers.stop(code=other.code, **words, by=story.province.handler, at=other.now())
    assert papers_of(other) == {"intake_slip", "stop_notice"}


# --- taking a question back -----------------------------------------------------------------


def test_a_question_nobody_answered_is_taken_back_and_the_giver_has_held_it_all_along(story):
    story.received()
    offer = story.offered(story.province.desk, "stranger", Step.VERIFY)
    dossiers.recall_handover(code=story.code, by=story.province.desk, at=story.now())
    (told,) = custodies.offers_of(f"dossier:{story.code}")
    assert told.answer == "recalled"
    assert len(custodies.spans_of(f"dossier:{story.code}")) == 1
    with pytest.raises(OfferNotOpen):
        dossiers.accept_handover(offer_id=offer, by=story.province.stranger, at=story.now())
    story.handed(story.province.desk, "handler", Step.VERIFY)


def test_an_accepted_hand_over_is_never_taken_back(story):
    story.processing()
    with pytest.raises(NotTheHolder):
        dossiers.recall_handover(code=story.code, by=story.province.desk, at=story.now())
    with pytest.raises(OfferNotOpen):
        dossiers.recall_handover(code=story.code, by=story.province.handler, at=story.now())


def test_only_the_giver_takes_a_question_back(story):
    story.received()
    story.offered(story.province.desk, "handler", Step.VERIFY)
    with pytest.raises(NotTheHolder):
        dossiers.recall_handover(code=story.code, by=story.province.handler, at=story.now())


def test_a_question_taken_back_twice_under_one_key_is_taken_back_once(story):
    story.received()
    story.offered(story.province.desk, "handler", Step.VERIFY)
    for _time in range(2):
        dossiers.recall_handover(
            code=story.code, by=story.province.desk, at=story.now(), key="recall-0001"
        )
    acts = [act.act for act in record.acts_of(f"dossier:{story.code}")]
    assert acts.count("handover_recalled") == 1
