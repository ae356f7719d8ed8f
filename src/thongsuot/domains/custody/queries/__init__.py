"""Reading custody: who holds, who held, what was asked and answered."""

from thongsuot.domains.custody.queries.holding import (
    held_counts,
    held_on_post,
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
    silent_offers,
    subject_of_offer,
    waiting_offer,
)
from thongsuot.domains.custody.queries.policies import (
    opinion_bases,
    policy_in_force,
    published_policies,
)
from thongsuot.domains.custody.queries.waits import Wait, wait_for, waits_of

__all__ = [
    "Wait",
    "held_counts",
    "held_on_post",
    "held_subjects",
    "holder_of",
    "holders_of",
    "lock_open_custody",
    "offered_subjects",
    "offers_of",
    "open_offers_of",
    "opinion_bases",
    "policy_in_force",
    "published_policies",
    "returned_by_subject",
    "returns_by_subject",
    "serving",
    "silent_offers",
    "spans_by_subject",
    "spans_of",
    "subject_of_offer",
    "wait_for",
    "waiting_offer",
    "waits_of",
]
