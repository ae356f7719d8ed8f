"""A dossier from the counter to its end, and what it refuses on the way.

The numbers in the names are the lines of the list of what such a system must refuse
(docs/law/dossier-life.md).
"""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError
from pypdf import PdfReader
from tests.builders import BIRTH, LAN, MONDAY, Story
from tests.builders_story import BIRTH_PAPER, resolved, state

from thongsuot import bootstrap
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.deadlines.terms import CalendarGap
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import (
    ActNotAllowed,
    Channel,
    DecisionExists,
    DossierUnknown,
    HandedTo,
    NationalState,
    NoDraftDecision,
    NotSigned,
    Outcome,
    RecipientMissing,
    Step,
)
from thongsuot.domains.dossiers.terms.refusing import RefusalGround
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.models import Entry
from thongsuot.domains.ledger.terms import Actor, KeyReused

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("other", ["refused_at", "stopped_at", "returned_at"])
def test_1_what_ended_in_one_way_ends_in_no_other_whoever_writes(story, other):
    story.registered()
    found = Dossier.objects.filter(code=story.code)
    with pytest.raises(IntegrityError, match="dossier_ends_in_one_way"):
        found.update(withdrawn_at=story.at, **{other: story.at})


AN_HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("stand", "wrong", "constraint"),
    [
        pytest.param("registered", {"withdrawn_at": MONDAY - AN_HOUR}, "dossier_left_after_it_came",
                     id="withdrawn before it was sent"),
        pytest.param("received", {"stopped_at": MONDAY - AN_HOUR}, "dossier_left_after_it_came",
                     id="stopped before it was received"),
        pytest.param("received", {"processing_at": MONDAY - AN_HOUR},
                     "dossier_handled_after_receipt", id="handled before it was received"),
        pytest.param("received", {"supplement_since": MONDAY - AN_HOUR},
                     "dossier_handled_after_receipt", id="papers asked for before it was received"),
        pytest.param("received", {"decided_at": MONDAY + AN_HOUR, "outcome": "granted"},
                     "dossier_decided_after_processing", id="decided though nobody handled it"),
        pytest.param("processing", {"returned_at": MONDAY + AN_HOUR, "returned_to": "applicant"},
                     "dossier_returned_after_decision", id="given back without a decision"),
    ],
)  # fmt: skip
def test_instants_stand_in_the_order_of_the_law_whoever_writes(story, stand, wrong, constraint):
    getattr(story, stand)()
    with pytest.raises(IntegrityError, match=constraint):
        Dossier.objects.filter(code=story.code).update(**wrong)


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
        ground=RefusalGround.OTHER,
        signer=bootstrap.signer(), code=story.code, reason="Không thuộc đối tượng giải quyết",
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
        {"outcome": "granted", "number": "01/2026/KQ"},
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
            signer=bootstrap.signer(),
            code=story.code, reason="Có quyết định của toà án", legal_basis="Điều 21 NĐ 118/2025",
            by=who.head, at=story.now(),
        )  # fmt: skip


def test_3_nothing_is_asked_for_or_verified_once_the_decision_is_signed(story):
    story.drafted()
    who = story.province
    dossiers.sign_decision(code=story.code, signer=bootstrap.signer(), by=who.head, at=story.now())
    with pytest.raises(DecisionExists):
        dossiers.request_supplement(
            signer=bootstrap.signer(),
            code=story.code,
            papers=[BIRTH_PAPER],
            by=who.head,
            at=story.now(),
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
        signer=bootstrap.signer(),
        code=story.code, reason="Người nộp đã qua đời", legal_basis="Điều 21 NĐ 118/2025",
        by=story.province.handler, at=story.now(),
    )  # fmt: skip
    assert state(story) == NationalState.STOPPED
    assert custodies.offers_of(f"dossier:{story.code}")[-1].answer == "lapsed"


def test_16_a_year_without_a_calendar_is_an_error_and_changes_nothing(story):
    story.at = MONDAY.replace(year=2031)
    story.registered()
    entries = Entry.objects.count()
    with pytest.raises(CalendarGap):
        dossiers.receive(code=story.code, by=story.province.desk, at=story.now())
    assert state(story) == NationalState.REGISTERED
    assert Entry.objects.count() == entries


def test_8_the_same_act_sent_twice_happens_once(story):
    story.registered()
    for _ in range(2):
        dossiers.receive(code=story.code, by=story.province.desk, at=story.now(), key="k-1")
    acts = [act.act for act in record.acts_of(f"dossier:{story.code}")]
    assert acts == ["submitted", "received"]
    with pytest.raises(KeyReused):
        dossiers.refuse(
            ground=RefusalGround.OTHER, signer=bootstrap.signer(),
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
