"""Words of tariffs: what is charged for what, whom it is reduced for, and on which ground."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class FeeKind(StrEnum):
    """The two kinds of money a procedure costs; each has receipts of its own."""

    FEE = "fee"
    CHARGE = "charge"


class Per(StrEnum):
    """What an amount is for."""

    DOSSIER = "dossier"
    COPY = "copy"


class CollectedAt(StrEnum):
    """Which act waits until it is paid: the receipt of the dossier, or the return of the result."""

    RECEIPT = "receipt"
    RESULT = "result"


class Way(StrEnum):
    """How a dossier came; as in ``catalogue`` and ``dossiers``."""

    DIRECT = "direct"
    ONLINE = "online"
    POSTAL = "postal"


@dataclass(frozen=True, slots=True)
class ApplicantGroup:
    """A group of applicants that tariffs and exemptions name by its code.

    ``name`` is what people read; ``valid_to`` is the first day on which it is none any more.
    """

    code: str
    name: str
    source: str
    valid_from: date
    valid_to: date | None = None

    def holds(self, on: date) -> bool:
        """Return whether it is a group on a day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True)
class Scope:
    """For which dossiers something holds; what is empty holds for all.

    ``area`` is the id of a unit, 0 for the whole country.
    """

    case: str = ""
    channel: str = ""
    group: str = ""
    area: int = 0


@dataclass(frozen=True, slots=True)
class Tariff:
    """One amount of one item of one procedure.

    Units:  ``amount_vnd`` in whole đồng for each ``per``; ``least`` is how many copies are made
            at any rate, where the procedure is about copies.
    """

    procedure: str
    item: str
    name: str
    kind: FeeKind
    per: Per
    amount_vnd: int
    collected: CollectedAt
    legal_basis: str
    scope: Scope = Scope()
    least: int = 0


@dataclass(frozen=True, slots=True)
class Exemption:
    """That a part of an amount is not charged, and by which resolution.

    Units:  ``percent`` of the amount, 100 for all of it. ``procedure`` empty: every procedure.
    """

    code: str
    name: str
    percent: int
    legal_basis: str
    procedure: str = ""
    scope: Scope = Scope()


@dataclass(frozen=True, slots=True)
class Asked:
    """For what the fees are asked: one dossier, as far as its fee depends on it.

    ``areas`` are the units it is filed in by id, the narrowest first; those of one tier together,
    and after the standing ones those that went into them.
    """

    procedure: str
    channel: str
    areas: tuple[frozenset[int], ...]
    on: date
    case: str = ""
    group: str = ""
    copies: int = 0


@dataclass(frozen=True, slots=True)
class FeeLine:
    """What is due of one item, and why.

    Units:  amounts in whole đồng; ``full_vnd`` before, ``amount_vnd`` after the exemption.
    ``doubtful``: two tariffs held alike, and the lower one was taken.
    """

    item: str
    name: str
    kind: FeeKind
    quantity: int
    each_vnd: int
    full_vnd: int
    amount_vnd: int
    collected: CollectedAt
    legal_basis: str
    exemption: str = ""
    exemption_basis: str = ""
    doubtful: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the line as it is kept."""
        names = self.__dataclass_fields__
        return {name: getattr(self, name) for name in names}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "FeeLine":
        """Return the line that was kept."""
        kind, collected = FeeKind(kept["kind"]), CollectedAt(kept["collected"])
        return cls(**{**kept, "kind": kind, "collected": collected})


@dataclass(frozen=True, slots=True)
class Payee:
    """Where the money of an agency goes; ``bank`` is the six digits of the bank at NAPAS."""

    agency: str
    bank: str
    account: str
    name: str


@dataclass(frozen=True, slots=True)
class TariffRow:
    """One row of a tariff file, checked in itself: where it stands and what it says.

    ``area`` is a code, empty for the whole country.
    """

    row: int
    section: str
    area: str
    valid_from: date
    valid_to: date | None
    content: "Tariff | Exemption | Payee"


@dataclass(frozen=True, slots=True)
class RowFault:
    """Why a row cannot be read: ``row`` counts in its list, which ``field`` names first."""

    row: int
    code: str | None
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class TariffFile:
    """A tariff file as it was read."""

    version: str
    source: str
    rows: tuple[TariffRow, ...] = ()
    faults: tuple[RowFault, ...] = field(default=())
