"""Words of what a person brings to the counter for a dossier that runs already."""

from dataclasses import dataclass
from enum import StrEnum

from thongsuot.domains.dossiers.terms import Channel, DossierError


class AtCounter(StrEnum):
    """What is brought: papers that were asked for, the wish to withdraw, why one disagrees."""

    SUPPLEMENT = "supplement"
    WITHDRAWAL = "withdrawal"
    OBJECTION = "objection"


class Bringer(StrEnum):
    """Who brings it."""

    APPLICANT = "applicant"
    REPRESENTATIVE = "representative"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Brought:
    """By whom something was brought; ``named``: the representative and his authority, or the
    number of the postal item."""

    bringer: Bringer
    named: str = ""

    @property
    def channel(self) -> Channel:
        """The channel on which it came."""
        return Channel.POSTAL if self.bringer is Bringer.POST else Channel.DIRECT


class BringerMissing(DossierError):
    """What an officer enters at the counter says who brought it."""

    code = "bringer-missing"
