"""What the record is made of, without a database: chains, the tree over them, signed notes."""

from thongsuot.domains.ledger.rules.chain import (
    GENESIS,
    SAME_INSTANT,
    ChainWalk,
    check_detail,
    commitment,
    entry_content,
    entry_hash,
    first_fault,
    recorded_instant,
)
from thongsuot.domains.ledger.rules.clock import apart

__all__ = [
    "GENESIS",
    "SAME_INSTANT",
    "ChainWalk",
    "apart",
    "check_detail",
    "commitment",
    "entry_content",
    "entry_hash",
    "first_fault",
    "recorded_instant",
]
