"""Words of the payment policy: what no public source says of the platform, and how long we wait."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class PlatformCodes:
    """Values of the platform's messages; which fields the checksum of its answers covers."""

    no_fault: frozenset[str]
    paid: frozenset[str]
    waiting: frozenset[str]
    failed: frozenset[str]
    unknown: frozenset[str]
    answer_fields: tuple[str, ...]
    query_answer_fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaymentPolicy:
    """One version: it begins on its day and is never changed.

    Units:  ``pay_within`` is how long a page of the platform stays open, ``reconcile_for`` how
            long a run of the day's reconciliation asks.
    """

    version: str
    valid_from: date
    source: str
    pay_within: timedelta
    reconcile_for: timedelta
    codes: PlatformCodes
