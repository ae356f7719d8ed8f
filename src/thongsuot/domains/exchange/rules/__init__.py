"""Decisions about messages: their words, and when and how they go."""

from thongsuot.domains.exchange.rules.sending import (
    after_quiet,
    chosen,
    fits,
    next_try,
    shown_address,
    sms_parts,
    without_marks,
)
from thongsuot.domains.exchange.rules.values import (
    as_kept,
    check_published,
    check_told,
    check_values,
    reworded,
    sample_sms,
    sample_values,
)
from thongsuot.domains.exchange.rules.wordings import (
    ALWAYS,
    FORMAT,
    STYLES,
    filled,
    in_force,
    links_of,
    parse_wordings,
    policy_of,
    shipped,
)

__all__ = [
    "ALWAYS",
    "FORMAT",
    "STYLES",
    "after_quiet",
    "as_kept",
    "check_published",
    "check_told",
    "check_values",
    "chosen",
    "filled",
    "fits",
    "in_force",
    "links_of",
    "next_try",
    "parse_wordings",
    "policy_of",
    "reworded",
    "sample_sms",
    "sample_values",
    "shipped",
    "shown_address",
    "sms_parts",
    "without_marks",
]
