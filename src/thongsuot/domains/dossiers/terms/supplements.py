"""Words of asking for papers: how often, how soon, and how long the citizen has."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from thongsuot.domains.deadlines.terms import TimeLimit


class OnExpiry(StrEnum):
    """What may follow when the time for sending papers is over; nobody is refused by a clock."""

    REMIND = "remind"
    """The applicant is reminded; the request stays open."""
    MAY_STOP = "may-stop"
    """Besides, the holder may stop the dossier on the law that the policy names."""


@dataclass(frozen=True, slots=True)
class SupplementPolicy:
    """How often, and how soon after receipt, papers may be asked for, and for how long.

    ``procedure`` is empty for all procedures that have no row of their own. Without ``window``
    the citizen may answer at any time: no general law sets one.

    Units:   ``notice_days`` in working days after receipt.
    """

    max_supplements: int
    notice_days: int
    restart_clock: bool
    valid_from: date
    source: str
    procedure: str = ""
    window: TimeLimit | None = None
    on_expiry: OnExpiry = OnExpiry.REMIND
    expiry_basis: str = ""
