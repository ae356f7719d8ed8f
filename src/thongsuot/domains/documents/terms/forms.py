"""Words of the forms that the law prescribes: which circular, which number, from when to when."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalForm:
    """One form, known by circular and number together; ``paper`` is the template that fills it.

    ``valid_to`` is the last day on which it applies, None while it does. ``mark`` says how well
    the source was read: T in the text, Q cited by another document, I inferred.
    """

    circular: str
    number: str
    paper: str
    title: str
    valid_from: date
    valid_to: date | None
    mark: str
    source: str

    @property
    def key(self) -> str:
        """How people and commands name it: "03/2025/TT-VPCP:04"."""
        return f"{self.circular}:{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedRegister:
    """That the register of a year was closed, after which line, when and by whom."""

    agency_code: str
    book: str
    year: int
    last: int
    closed_at: datetime
    closed_by: int | None


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One line of a register: its number and what it is for."""

    number: int
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTemplate:
    """That a template prints a form from a day on, and the hash of what was published."""

    form: str
    valid_from: date
    sha256: str
    tried: int
    """With how many invented papers it was tried."""
