"""Words of the payment policy: what no public source says of the platform, and how long we wait."""

from dataclasses import dataclass
from datetime import date, timedelta

from thongsuot.domains.payments.terms.statements import StatementColumns
from thongsuot.domains.payments.terms.tariffs import ApplicantGroup


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
class AgeGroup:
    """A group of applicants that one belongs to by age alone.

    Units:  completed years; ``under_years`` is None where no age ends it.
    """

    group: str
    from_years: int
    under_years: int | None
    source: str


@dataclass(frozen=True, slots=True)
class PaymentPolicy:
    """One version: it begins on its day and is never changed.

    Units:  ``pay_within`` is how long a page of the platform stays open, ``reconcile_for`` how
            long a run of the day's reconciliation asks.
    ``notice_money_after_end`` says whether the desk gives back what met a notice once the dossier
    has ended. What a bank books within ``notice_met_days`` of a notice's confirmation by hand is
    the same money; a transfer noted by hand that no statement shows for ``unseen_days`` is a
    difference. What payers wrote to the bank and what was said of a transfer is
    forgotten ``words_days`` after the line or the claim ended. All are plain days. ``groups``
    are those that tariffs may name, ``age_groups`` whom a day of birth alone puts into one.
    """

    version: str
    valid_from: date
    source: str
    pay_within: timedelta
    reconcile_for: timedelta
    codes: PlatformCodes
    statement: StatementColumns
    notice_money_after_end: bool
    notice_met_days: int
    unseen_days: int
    words_days: int
    groups: tuple[ApplicantGroup, ...]
    age_groups: tuple[AgeGroup, ...]
