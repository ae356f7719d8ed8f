"""Words of what is drafted, waits for another's signature and may be taken or sent back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from thongsuot.domains.dossiers.terms import DossierError


class DraftKind(StrEnum):
    """What is written by one and signed by another before it goes out."""

    REQUEST = "request"
    APOLOGY = "apology"
    DECISION = "decision"


class NothingWaits(DossierError):
    """No such draft waits for a signature: signed, taken back or sent back meanwhile."""

    code = "nothing-waits"


@dataclass(frozen=True, slots=True)
class Turned:
    """A draft that no longer waits: taken back before it was signed, or sent back by who signs."""

    draft: DraftKind
    sent_back: bool
    why: str
    by: str
    by_id: int
    at: datetime
