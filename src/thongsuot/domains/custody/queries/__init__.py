"""Reading custody: who holds, who held, what was asked and answered."""

from thongsuot.domains.custody.queries.holding import (
    held_counts,
    held_subjects,
    holder_of,
    holders_of,
    lock_open_custody,
    serving,
    spans_by_subject,
    spans_of,
)
from thongsuot.domains.custody.queries.offers import (
    offered_subjects,
    offers_of,
    open_offers_of,
    returned_by_subject,
    returns_by_subject,
    subject_of_offer,
    waiting_offer,
)

__all__ = [
    "held_counts",
    "held_subjects",
    "holder_of",
    "holders_of",
    "lock_open_custody",
    "offered_subjects",
    "offers_of",
    "open_offers_of",
    "returned_by_subject",
    "returns_by_subject",
    "serving",
    "spans_by_subject",
    "spans_of",
    "subject_of_offer",
    "waiting_offer",
]
