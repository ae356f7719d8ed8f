"""Decisions of custody: values in, value or refusal out."""

from thongsuot.domains.custody.rules.answering import (
    EXPLANATION_LETTERS,
    LEGAL_BASIS_LETTERS,
    check_basis,
    check_grounds,
    check_holder,
    check_may_answer,
    check_offer,
    check_returned_in_time,
    check_silence,
    pick_receiver,
)
from thongsuot.domains.custody.rules.loops import (
    check_free,
    check_goes_where_decided,
    check_may_return,
    check_open,
    crossings_of,
    returns_on,
)
from thongsuot.domains.custody.rules.opinions import (
    OPINION_LETTERS,
    QUESTION_LETTERS,
    basis_named,
    check_answerers,
    check_may_opine,
    check_words,
    silence_means,
)
from thongsuot.domains.custody.rules.policies import (
    check_consent_is_bounded,
    check_owed_stays,
    parse_policy,
    policy_on,
    shipped_policy,
)

__all__ = [
    "EXPLANATION_LETTERS",
    "LEGAL_BASIS_LETTERS",
    "OPINION_LETTERS",
    "QUESTION_LETTERS",
    "basis_named",
    "check_answerers",
    "check_basis",
    "check_consent_is_bounded",
    "check_free",
    "check_goes_where_decided",
    "check_grounds",
    "check_holder",
    "check_may_answer",
    "check_may_opine",
    "check_may_return",
    "check_offer",
    "check_open",
    "check_owed_stays",
    "check_returned_in_time",
    "check_silence",
    "check_words",
    "crossings_of",
    "parse_policy",
    "pick_receiver",
    "policy_on",
    "returns_on",
    "shipped_policy",
    "silence_means",
]
