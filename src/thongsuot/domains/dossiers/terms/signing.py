"""Words of signing several decisions one after another."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from thongsuot.kernel.errors import Refused


class Mark(StrEnum):
    """What whoever signs should look at before he does."""

    REFUSAL = "refusal"
    """The result denies what was applied for."""
    LATE = "late"
    """Its promise has passed."""
    PUT_OFF = "put-off"
    """An apology promised another day."""
    DIFFERING = "differing"
    """An opinion says otherwise than the draft."""
    UNHEARD = "unheard"
    """An opinion was asked for and none came."""
    PART_UNDONE = "part-undone"
    """Another agency could not do its part of the work."""
    PART_OPEN = "part-open"
    """Another agency's part of the work is not done."""
    CONTESTED = "contested"
    """A superior had to say whose it is, or somebody returned it."""
    SENT_BACK = "sent-back"
    """An earlier draft was sent back to who wrote it."""
    FEE_CHANGED = "fee-changed"
    """The fee was assessed anew."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A draft that its signer was shown: whose dossier, and when it had been written."""

    code: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Signed:
    """What became of one of several: the number it got, or why it was not signed.

    ``fault`` is what broke where nothing refused it; with a number it was signed all the same.
    """

    code: str
    number: str = ""
    refused: Refused | None = None
    fault: Exception | None = None
