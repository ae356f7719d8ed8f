"""Decisions and sums of accountability: chains of holders, charged time, and who stands where."""

from thongsuot.domains.accountability.rules.chains import bounces_of, chain_of, count, spans_of
from thongsuot.domains.accountability.rules.charging import reckon
from thongsuot.domains.accountability.rules.explaining import check_words
from thongsuot.domains.accountability.rules.standing import league_of

__all__ = ["bounces_of", "chain_of", "check_words", "count", "league_of", "reckon", "spans_of"]
