"""Words of payments: by which way, how far, what the platform says, what a day comes to."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Means(StrEnum):
    """How money comes in."""

    PLATFORM = "platform"
    TRANSFER = "transfer"
    CASH = "cash"


class PaymentState(StrEnum):
    """How far a payment is.

    ``SHORT``: another sum came than was asked; ``SURPLUS``: it was paid already, or there is
    nothing to pay any more. Both wait to be given back.
    """

    PENDING = "pending"
    PAID = "paid"
    SHORT = "short"
    SURPLUS = "surplus"
    FAILED = "failed"
    EXPIRED = "expired"
    REFUNDED = "refunded"


class Purpose(StrEnum):
    """What is paid: the fees of the tariff, or a financial obligation of state 6."""

    FEES = "fees"
    OBLIGATION = "obligation"


class News(StrEnum):
    """What a message about a payment came to."""

    SETTLED = "settled"
    MISMATCHED = "mismatched"
    FAILED = "failed"
    REPEATED = "repeated"
    FORGED = "forged"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """What the platform says of a payment; unclear: paid, without a sum to believe."""

    PAID = "paid"
    UNCLEAR = "unclear"
    WAITING = "waiting"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PlatformOrder:
    """What the platform is asked to collect; names and addresses stay with us.

    Units:  ``amount_vnd`` in whole đồng; ``items`` are kind, code, name and sum.
    """

    reference: str
    amount_vnd: int
    at: datetime
    dossier: str
    procedure: str
    procedure_name: str
    agency: str
    agency_name: str
    bank: str
    account: str
    account_name: str
    words: str
    items: tuple[tuple[str, str, str, int], ...] = ()
    client: str = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What the platform says happened to a payment; its checksum has been found right.

    Units:  ``amount_vnd`` in whole đồng, None where the answer does not say it.
    """

    reference: str
    verdict: Verdict
    amount_vnd: int | None
    transaction: str
    bank: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One payment that is not as it should be at the end of a day."""

    reference: str
    dossier: str
    problem: str
    ours_vnd: int
    theirs_vnd: int


@dataclass(frozen=True, slots=True)
class DayClosed:
    """What a day's reconciliation found.

    ``settled`` counts payments that only the reconciliation noticed, ``left`` those that nobody
    was asked about yet: time was over, or the platform went silent. Without differences the two
    sums are equal and the day is explained.
    """

    on: date
    payments: int
    ours_vnd: int
    theirs_vnd: int
    settled: int
    differences: tuple[Difference, ...]
    left: int = 0
    explained: tuple[str, ...] = ()
    """References of differences that a named person has explained."""

    @property
    def open(self) -> tuple[Difference, ...]:
        """The differences that nobody has explained yet."""
        return tuple(one for one in self.differences if one.reference not in self.explained)

    @property
    def is_explained(self) -> bool:
        """Whether every đồng is accounted for, by equal sums or by a person's word."""
        return not self.open and (bool(self.explained) or self.ours_vnd == self.theirs_vnd)
