"""Decisions of custody: values in, value or refusal out."""

from thongsuot.domains.custody.rules.answering import (
    LEGAL_BASIS_LETTERS,
    check_grounds,
    check_holder,
    check_may_answer,
    check_offer,
    check_returned_in_time,
    check_silence,
    pick_receiver,
)
from thongsuot.domains.custody.rules.policies import parse_policy, policy_on, shipped_policy

__all__ = [
    "LEGAL_BASIS_LETTERS",
    "check_grounds",
    "check_holder",
    "check_may_answer",
    "check_offer",
    "check_returned_in_time",
    "check_silence",
    "parse_policy",
    "pick_receiver",
    "policy_on",
    "shipped_policy",
]
