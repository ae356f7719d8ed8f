"""Words of the forms that the law prescribes: which circular, which number, from when to when."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID


class PaperSize(StrEnum):
    """On what a paper is printed."""

    A4 = "a4"
    A5 = "a5"
    ROLL = "80mm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One template: its title, and the sizes it is made for, the usual one first.

    ``as_roll`` names the template that prints the same words on a roll.
    """

    paper: str
    title: str
    sizes: tuple[PaperSize, ...]
    as_roll: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedAgain:
    """What marks a paper that is printed again: by whom, the how-manieth time, of which bytes.

    ``sha256`` is that of the file that is kept, ``made_at`` when it was made.
    """

    at: datetime
    by: str
    copy: int
    made_at: datetime
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPrint:
    """That a paper was printed: the how-manieth time, when, by whom, on what."""

    paper: UUID
    copy: int
    size: PaperSize
    at: datetime
    by: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalForm:
    """One form, known by circular and number together; ``paper`` is the template that fills it.

    A paper for which no circular has a form has one of ours: no circular, its name for a number.
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
        """How people and commands name it: "03/2025/TT-VPCP:04", or "receipt" for one of ours."""
        return f"{self.circular}:{self.number}" if self.circular else self.number


REGISTER_CLOSED: Final = "register_closed"
"""The act of the record by which a register is closed."""


class RegisterForm(StrEnum):
    """The form in which a register is taken out of the house."""

    TABLE = "csv"
    WORKBOOK = "xlsx"
    PAPER = "pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedRegister:
    """That the register of a year was closed, after which line, when and by whom."""

    agency_code: str
    book: str
    year: int
    last: int
    closed_at: datetime
    closed_by: int | None
    closed_on_post: int | None = None
    hash: str = ""
    line: int = 0
    """Where the record has it: the entry's hash, its place in the register's own chain."""


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
