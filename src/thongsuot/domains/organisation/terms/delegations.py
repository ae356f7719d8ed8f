"""Words of standing in: which acts, in which form, from when until when; and of being away."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class DelegatedAct(StrEnum):
    """What one officer may do in another's stead; the powers of a role bear the role's name."""

    RECEIVE = "receive"
    HANDLE = "handle"
    SIGN = "sign"
    ISSUE = "issue"
    HAND_OVER = "hand-over"


class SigningForm(StrEnum):
    """In which form somebody signs for another; ``data/signing_forms.json`` has the words."""

    KT = "kt"
    TL = "tl"
    TUQ = "tuq"


class AbsenceKind(StrEnum):
    """Why an officer is not at work on some days."""

    LEAVE = "leave"
    SICK = "sick"
    MISSION = "mission"
    TRAINING = "training"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class FormOfSigning:
    """How a form of signing is written: "KT." above the title, "ký thay" in a sentence."""

    code: SigningForm
    abbreviation: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Grant:
    """What a delegation is to say: who for whom, on which posts, what, when, by which document.

    ``first_day`` and ``last_day`` are local days, both included; no procedures means all.
    """

    from_officer: int
    from_post: int
    to_officer: int
    to_post: int
    first_day: date
    last_day: date
    acts: tuple[DelegatedAct, ...]
    form: SigningForm
    number: str
    procedures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DelegationTerms:
    """One delegation with the names that a page shows; ``ended_at`` only where ended early."""

    id: int
    from_officer: int
    from_name: str
    from_post: int
    from_title: str
    agency_code: str
    agency_name: str
    to_officer: int
    to_name: str
    to_post: int
    to_title: str
    first_day: date
    last_day: date
    acts: tuple[DelegatedAct, ...]
    procedures: tuple[str, ...]
    form: FormOfSigning
    number: str
    granted_by: str
    granted_at: datetime
    ended_at: datetime | None

    def holds(self, at: datetime, on: date) -> bool:
        """Return whether it gives anything at the instant ``at`` of the local day ``on``."""
        is_open = self.ended_at is None or at < self.ended_at
        return is_open and self.first_day <= on <= self.last_day


@dataclass(frozen=True, slots=True)
class AbsenceTerms:
    """Days on which an officer is not at work, both included, and who stands in."""

    id: int
    officer_id: int
    officer_name: str
    kind: AbsenceKind
    first_day: date
    last_day: date
    source: str
    delegation_id: int | None
    delegate_name: str
    ended_at: datetime | None
