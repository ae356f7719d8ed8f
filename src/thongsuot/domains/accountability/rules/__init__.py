"""Decisions and sums of accountability: chains of holders, and at whose charge time went."""

from thongsuot.domains.accountability.rules.chains import bounces_of, chain_of, count, spans_of
from thongsuot.domains.accountability.rules.charging import reckon

__all__ = ["bounces_of", "chain_of", "count", "reckon", "spans_of"]
