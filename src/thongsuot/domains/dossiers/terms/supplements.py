"""Words of asking for papers: how often, how soon, and how long the citizen has."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from thongsuot.domains.deadlines.terms import TimeLimit
from thongsuot.domains.dossiers.terms import DossierError
from thongsuot.domains.dossiers.terms.objections import NO_ROW, ObjectionPolicy


class OnExpiry(StrEnum):
    """What may follow when the time for sending papers is over; nobody is refused by a clock."""

    REMIND = "remind"
    """The applicant is reminded; the request stays open."""
    MAY_STOP = "may-stop"
    """Besides, the holder is proposed to stop the dossier on the law that the policy names: the
    notice of it is signed by a person (TT 03/2025 Form 05), never by a clock."""


class SignedBy(StrEnum):
    """Who signs the request for papers that goes out during processing (Form 02)."""

    HEAD = "head"
    """The head of the competent agency or his delegate; the handler drafts."""
    HOLDER = "holder"
    """Whoever handles and holds it, without a draft."""


class SupplementPolicyWrong(DossierError):
    """The document is no policy.  Facts: field."""

    code = "supplement-policy-wrong"


class SupplementPolicyVersionTaken(DossierError):
    """Another policy has this version.  Facts: version."""

    code = "supplement-policy-version-taken"


@dataclass(frozen=True, slots=True)
class SupplementPolicy:
    """How often, and how soon after receipt, papers may be asked for, and for how long.

    ``procedure`` and ``field`` (lĩnh vực) are empty for all that have no row of their own. Without
    ``window`` the citizen may answer at any time: no general law sets one. ``exceptions`` is how
    often beyond ``max_supplements`` the head may ask, with a reason in words that the record keeps.
    ``guidances`` is how often the desk may say what is missing before it receives anything; it
    counts for itself. ``signed_by`` is whose signature a request after receipt needs; guiding
    before receipt is the desk's own. ``objection`` is who answers a citizen that disagrees.

    Units:   ``notice_days`` in working days after receipt, or after the limit is counted anew.
    """

    max_supplements: int
    notice_days: int
    restart_clock: bool
    valid_from: date
    source: str
    version: str = ""
    procedure: str = ""
    field: str = ""
    window: TimeLimit | None = None
    on_expiry: OnExpiry = OnExpiry.REMIND
    expiry_basis: str = ""
    exceptions: int = 0
    guidances: int = 1
    signed_by: SignedBy = SignedBy.HEAD
    objection: ObjectionPolicy = NO_ROW

    @property
    def is_general(self) -> bool:
        """Whether it holds for whatever has no row of its own."""
        return not (self.procedure or self.field)


@dataclass(frozen=True, slots=True)
class SupplementPolicies:
    """One version: a general row, and rows of procedures and fields."""

    version: str
    valid_from: date
    source: str
    rows: tuple[SupplementPolicy, ...]


class Wait(StrEnum):
    """What a dossier waits for the citizen for.

    ``GUIDED``: for what the desk says is missing before it receives (no clock runs yet);
    ``PAYMENT``: for a financial obligation (national state 6; the clock stands).
    """

    GUIDED = "guided"
    PAYMENT = "payment"
