"""Decisions and sums of accountability: chains of holders, charged time, and who stands where."""

from thongsuot.domains.accountability.rules.chains import bounces_of, chain_of, count, spans_of
from thongsuot.domains.accountability.rules.charging import reckon
from thongsuot.domains.accountability.rules.explaining import check_words
from thongsuot.domains.accountability.rules.spending import spend
from thongsuot.domains.accountability.rules.standing import league_of
from thongsuot.domains.accountability.rules.waiting import (
    asked_of,
    consulted,
    is_waited_for,
    superior,
    was_in_time_to_answer,
)

__all__ = [
    "asked_of",
    "bounces_of",
    "chain_of",
    "check_words",
    "consulted",
    "count",
    "is_waited_for",
    "league_of",
    "reckon",
    "spans_of",
    "spend",
    "superior",
    "was_in_time_to_answer",
]
