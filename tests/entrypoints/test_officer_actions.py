"""What is open to whom: a table of situations, answered by the rooms' own rules."""

from datetime import UTC, date, datetime

import pytest

from thongsuot.domains.custody.terms import Answer, NamePlate, OfferTerms, Span
from thongsuot.domains.dossiers.lateness.terms import ExtensionView
from thongsuot.domains.dossiers.terms import Act, NationalState
from thongsuot.domains.dossiers.terms.supplements import SupplementPolicy
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.terms import Role
from thongsuot.domains.payments.queries import Standing
from thongsuot.domains.payments.terms import CollectedAt
from thongsuot.entrypoints.officer.actions import possibilities, refusal_of
from thongsuot.entrypoints.officer.bar import bar_of
from thongsuot.entrypoints.officer.situation import Powers, Situation

ME, OTHER, MY_POST = 7, 8, 70
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
ONCE = SupplementPolicy(1, 3, True, date(2018, 6, 21), "Văn bản mẫu")
EVERYTHING = frozenset(Role)


def held_by(officer_id) -> Span:
    plate = NamePlate(officer_id, "Người Giữ", 80, "Chuyên viên", "H99.31", "UBND xã Mẫu An", "")
    return Span("dossier:x", plate, "verify", AT, None, None)


def offered_to(post_id, giver=OTHER) -> OfferTerms:
    return OfferTerms(
        id=1, subject="dossier:x", giver=held_by(giver).holder, to_post_id=post_id,
        to_post_title="Chuyên viên", to_agency_code="H99.31", to_agency_name="UBND xã Mẫu An",
        step="verify", limit_minutes=60, overruns=False, why="", offered_at=AT,
        answer=Answer.WAITING, answered_at=None, answered_by="", grounds=None,
        right_agency_name="",
    )  # fmt: skip


def situation(state, *, roles=EVERYTHING, holder=ME, **changes) -> Situation:
    by = Actor.officer(officer_id=ME, post_id=MY_POST, agency="H99.31")
    values = {
        "code": "x", "state": state, "holder": held_by(holder) if holder else None, "offer": None,
        "receiving_agency": "H99.31", "competent": True, "powers": Powers(by, frozenset(roles)),
        "policy": ONCE,
    }  # fmt: skip
    return Situation(**(values | changes))


def extension(reason="Chờ xác minh", signed_at=None) -> ExtensionView:
    return ExtensionView(
        original_due_at=AT, new_due_at=AT, new_due_on=AT.date(), notice_by=AT, days=2,
        reason=reason, legal_basis="Điều 19", drafted_by="Ai", drafted_by_id=OTHER if reason
        else None, drafted_at=AT, signed_by="", signed_at=signed_at, timing=None, paper=None,
    )  # fmt: skip


def opens(found) -> set[str]:
    return {act.name for act in possibilities(found).open}


S = NationalState
WORK = {
    "ASK",
    "DRAFT",
    "DRAFT_SUPPLEMENT",
    "PROPOSE_EXTENSION",
    "OFFER",
    "REQUEST_PAYMENT",
    "STOP",
}
AT_THE_COUNTER = {"SUPPLY", "WITHDRAW"}
"""What the desk enters for a citizen who comes; open whoever holds the dossier."""
BESIDE = {"PROPOSE_EXTENSION", "SEND_BACK_DRAFT", "STOP", "TAKE_BACK_DRAFT", *AT_THE_COUNTER}
CASES = [
    pytest.param(situation(S.REGISTERED, holder=None), {"FORWARD", "GUIDE", "RECEIVE", "REFUSE"},
        id="sent: the desk"),
    pytest.param(
        situation(S.REGISTERED, holder=None, guidances=1), {"FORWARD", "RECEIVE", "REFUSE"},
        id="guided and answered: not guided again",
    ),
    pytest.param(
        situation(S.SUPPLEMENT_REQUESTED, holder=None), set(), id="guided: the sender may answer",
    ),
    pytest.param(
        situation(S.SUPPLEMENT_REQUESTED, holder=None, window_ended_at=AT), {"REFUSE"},
        id="guided in vain: refuse",
    ),
    pytest.param(
        situation(S.REGISTERED, holder=None, receiving_agency="H99.32"), set(),
        id="sent to another desk: nothing",
    ),
    pytest.param(
        situation(S.REGISTERED, holder=None, roles={Role.HANDLE}), set(),
        id="sent: not for a handler",
    ),
    pytest.param(
        situation(S.RECEIVED), {"OFFER", "PROPOSE_EXTENSION", "STOP"},
        id="received: hand it on, put it off, or stop it",
    ),
    pytest.param(
        situation(S.RECEIVED, offer=offered_to(99)), {"PROPOSE_EXTENSION", "RECALL", "STOP"},
        id="received and offered: wait for the answer",
    ),
    pytest.param(
        situation(S.RECEIVED, holder=OTHER, offer=offered_to(MY_POST)), {"ACCEPT", "SEND_BACK"},
        id="asked: take it or return it",
    ),
    pytest.param(
        situation(S.RECEIVED, offer=offered_to(MY_POST, giver=ME)),
        {"PROPOSE_EXTENSION", "RECALL", "STOP"},
        id="asked by oneself: no answer",
    ),
    pytest.param(
        situation(S.PROCESSING), WORK,
        id="processing: the holder works",
    ),
    pytest.param(situation(S.PROCESSING, holder=OTHER), set(), id="processing: others only read"),
    pytest.param(
        situation(S.PROCESSING, holder=OTHER, apologises=True), {"PROPOSE_EXTENSION"},
        id="processing: the head may begin the apology himself",
    ),
    pytest.param(
        situation(S.PROCESSING, holder=OTHER, apologises=True, extension=extension()),
        {"PROPOSE_EXTENSION", "SIGN_EXTENSION", "SEND_BACK_DRAFT"},
        id="apology drafted: the head signs it or sends it back",
    ),
    pytest.param(
        situation(S.PROCESSING, holder=OTHER, apologises=True, extension=extension(reason="")),
        {"PROPOSE_EXTENSION"}, id="drafted by the system: somebody writes the reason first",
    ),
    pytest.param(
        situation(S.PROCESSING, apologises=True, extension=extension(signed_at=AT)),
        WORK - {"PROPOSE_EXTENSION", "DRAFT_SUPPLEMENT"} | {"REQUEST_SUPPLEMENT"},
        id="put off once: never again",
    ),
    pytest.param(
        situation(S.PROCESSING, holder=OTHER, apologises=True, request_drafted_by=OTHER),
        {"PROPOSE_EXTENSION", "REQUEST_SUPPLEMENT", "SEND_BACK_DRAFT"},
        id="a request is drafted: the head signs it or sends it back",
    ),
    pytest.param(
        situation(S.PROCESSING, request_drafted_by=ME), WORK | {"TAKE_BACK_DRAFT"},
        id="a request is drafted: its drafter writes it anew or takes it back",
    ),
    pytest.param(
        situation(S.PROCESSING, holder=OTHER, request_drafted_by=ME), {"TAKE_BACK_DRAFT"},
        id="a request was drafted and the dossier handed on: its drafter takes it back",
    ),
    pytest.param(
        situation(S.PROCESSING, supplements=1), WORK - {"DRAFT_SUPPLEMENT"},
        id="papers were asked for: not again",
    ),
    pytest.param(
        situation(S.PROCESSING, drafted_by=OTHER),
        {"SIGN", "TAKE_BACK_DRAFT", "SEND_BACK_DRAFT"} | WORK,
        id="drafted by another: sign, or send it back",
    ),
    pytest.param(
        situation(S.PROCESSING, drafted_by=ME), WORK | {"TAKE_BACK_DRAFT"},
        id="drafted by oneself: not sign",
    ),
    pytest.param(
        situation(S.PROCESSING, drafted_by=OTHER, competent=False),
        WORK | {"TAKE_BACK_DRAFT"}, id="not competent: not sign",
    ),
    pytest.param(
        situation(S.PROCESSING, drafted_by=OTHER, signed_at=AT), {"ISSUE", "OFFER"},
        id="signed: issue, never stop",
    ),
    pytest.param(
        situation(S.PROCESSING, holder=OTHER, drafted_by=OTHER, signed_at=AT), {"ISSUE"},
        id="signed: the clerk issues beside the holder",
    ),
    pytest.param(situation(S.SUPPLEMENT_REQUESTED), {"STOP"}, id="waiting for the citizen"),
    pytest.param(
        situation(S.OBLIGATION_REQUESTED), {"CONFIRM_PAYMENT", "STOP"}, id="waiting for a payment"
    ),
    pytest.param(
        situation(S.RESOLVED, drafted_by=OTHER, signed_at=AT, issued_at=AT),
        {"RETURN_RESULT", "OFFER"}, id="resolved: hand out, or hand to the desk",
    ),
    *(
        pytest.param(situation(state, holder=None), set(), id=f"ended as {state.name.lower()}")
        for state in (S.NOT_RECEIVED, S.WITHDRAWN, S.STOPPED, S.RETURNED)
    ),
]  # fmt: skip


@pytest.mark.parametrize(("found", "expected"), CASES)
def test_only_what_the_law_leaves_open_is_offered(found, expected):
    assert opens(found) - AT_THE_COUNTER == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(situation(S.REGISTERED, holder=None), {"WITHDRAW"}, id="sent"),
        pytest.param(situation(S.PROCESSING, holder=OTHER), {"WITHDRAW"}, id="held by another"),
        pytest.param(
            situation(S.SUPPLEMENT_REQUESTED, holder=OTHER), AT_THE_COUNTER, id="papers asked for"
        ),
        pytest.param(
            situation(S.SUPPLEMENT_REQUESTED, receiving_agency="H99.32"), set(), id="another desk"
        ),
        pytest.param(
            situation(S.SUPPLEMENT_REQUESTED, roles={Role.HANDLE}), set(), id="not for a handler"
        ),
        pytest.param(
            situation(S.PROCESSING, drafted_by=OTHER, signed_at=AT), set(), id="decided: too late"
        ),
        pytest.param(situation(S.RESOLVED), set(), id="resolved"),
    ],
)
def test_the_desk_enters_what_a_citizen_brings_to_the_counter(found, expected):
    assert opens(found) & AT_THE_COUNTER == expected


@pytest.mark.parametrize("found", [pytest.param(c.values[0], id=c.id) for c in CASES])
def test_the_bar_offers_just_that_with_effects_and_says_why_where_nothing_is_open(found):
    bar = bar_of(found)
    assert {button.act.name for button in bar.buttons} == opens(found)
    assert all(len(button.effect) > 20 for button in bar.buttons)
    assert bool(bar.remark) is not bool(opens(found) - BESIDE)
    keys = [button.key for button in bar.buttons if button.key]
    assert len(keys) == len(set(keys))


def test_the_first_button_moves_the_dossier_on():
    fresh = bar_of(situation(S.PROCESSING)).buttons[0]
    drafted = bar_of(situation(S.PROCESSING, drafted_by=ME)).buttons[0]
    to_sign = bar_of(situation(S.PROCESSING, drafted_by=OTHER)).buttons[0]
    assert (fresh.act, drafted.act, to_sign.act) == (Act.DRAFT, Act.OFFER, Act.SIGN)
    assert drafted.name == "Chuyển trình ký"


def test_what_moves_nothing_on_is_never_the_main_act():
    bar = bar_of(situation(S.SUPPLEMENT_REQUESTED))
    assert not any(button.is_first for button in bar.buttons)
    assert bar.remark == "Đang chờ người nộp bổ sung; đồng hồ dừng."
    early = bar_of(situation(S.SUPPLEMENT_REQUESTED, holder=None))
    assert early.remark == "Đang chờ người nộp bổ sung; hồ sơ chưa tiếp nhận, chưa có ngày hẹn."
    ended = bar_of(situation(S.RETURNED, holder=None, money=Standing(receipted=True)))
    assert [(b.act, b.is_first) for b in ended.buttons] == [(Act.REPLACE_RECEIPT, False)]
    assert ended.remark == "Hồ sơ đã kết thúc; không còn bước nào."


def test_where_a_fee_is_owed_the_first_button_takes_it_and_never_refuses():
    owing = Standing(assessed=True, due_vnd=16_000, gate=CollectedAt.RECEIPT)
    first = bar_of(situation(S.REGISTERED, holder=None, money=owing)).buttons[0]
    assert (first.act, first.key, first.is_first) == (Act.COLLECT_FEE, "1", True)


def test_what_is_not_possible_is_named_with_its_reason():
    closed = {c.name: c.why for c in bar_of(situation(S.PROCESSING, supplements=1)).closed}
    assert closed["yêu cầu bổ sung"] == "đã yêu cầu 1 lần, quy định cho 1 lần"
    assert closed["đổi ngày hẹn đầu"] == "ngày hẹn đầu được giữ để tính quá hạn"


def test_handing_a_resolved_dossier_on_claims_no_running_clock():
    resolved = situation(S.RESOLVED, roles=(), drafted_by=ME, signed_at=AT, issued_at=AT)
    (button,) = bar_of(resolved).buttons
    assert button.name == "Chuyển để trả kết quả"
    assert "Đồng hồ đã dừng khi phát hành" in button.effect


def test_a_stop_after_the_signature_is_refused_for_the_decision():
    signed = situation(S.PROCESSING, drafted_by=OTHER, signed_at=AT)
    assert refusal_of(signed, Act.STOP).code == "decision-exists"
