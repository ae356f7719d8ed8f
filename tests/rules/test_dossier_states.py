"""The ten states follow from what happened, and what may follow each is one table.

The rules are told in docs/law/dossier-life.md.
"""

from dataclasses import fields
from datetime import UTC, datetime

import pytest

from thongsuot.domains.dossiers import rules
from thongsuot.domains.dossiers.terms import FINAL, Act, ActNotAllowed, Milestones, NationalState

S = NationalState
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
MONEY = {
    Act.ANSWER_CLAIM, Act.PROPOSE_REFUND, Act.DECLINE_REFUND, Act.REFUND, Act.REPLACE_RECEIPT,
}  # fmt: skip
"""Go on after the end: they change what was paid, never the dossier."""


def may(act: Act, state: NationalState) -> bool:
    """Return whether an act is possible in a state."""
    try:
        rules.check_allowed(act, state)
    except ActNotAllowed:
        return False
    return True


def milestones(*happened: str) -> Milestones:
    """Return a dossier to which these things happened."""
    return Milestones(**{f.name: AT if f.name in happened else None for f in fields(Milestones)})


@pytest.mark.parametrize(
    ("happened", "state"),
    [
        ((), S.REGISTERED),
        (("received_at",), S.RECEIVED),
        (("refused_at",), S.NOT_RECEIVED),
        (("received_at", "processing_at"), S.PROCESSING),
        (("received_at", "processing_at", "supplement_since"), S.SUPPLEMENT_REQUESTED),
        (("received_at", "processing_at", "obligation_since"), S.OBLIGATION_REQUESTED),
        (("received_at", "processing_at", "supplement_since", "withdrawn_at"), S.WITHDRAWN),
        (("received_at", "processing_at", "stopped_at"), S.STOPPED),
        (("received_at", "processing_at", "decided_at"), S.RESOLVED),
        (("received_at", "processing_at", "decided_at", "returned_at"), S.RETURNED),
    ],
)
def test_each_national_state_follows_from_what_happened(happened, state):
    assert rules.national_state(milestones(*happened)) is state


@pytest.mark.parametrize("state", sorted(FINAL))
def test_1_from_a_final_state_no_act_but_one_on_money_leads_anywhere(state):
    assert {act for act in rules.ALLOWED if may(act, state)} == MONEY


def test_1_nothing_is_handed_over_worked_on_or_decided_before_it_is_received():
    before = {act for act in rules.ALLOWED if may(act, S.REGISTERED)} - MONEY
    assert before == {
        Act.RECEIVE, Act.REFUSE, Act.FORWARD, Act.GUIDE, Act.WITHDRAW,
        Act.CORRECT_FEE, Act.COLLECT_FEE, Act.CLAIM_TRANSFER, Act.ANSWER_LATE,
    }  # fmt: skip


def test_1_no_act_that_decides_is_possible_but_in_processing():
    for act in (Act.DRAFT, Act.SIGN, Act.ISSUE):
        assert {state for state in S if may(act, state)} == {S.PROCESSING}
