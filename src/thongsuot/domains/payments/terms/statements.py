"""Words of bank statements: the lines that came in, what became of each, who explained what."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class LineState(StrEnum):
    """What became of one line: a receipt, money to give back, a person's word, or nothing yet."""

    OPEN = "open"
    TAKEN = "taken"
    MISMATCHED = "mismatched"
    EXPLAINED = "explained"


@dataclass(frozen=True, slots=True)
class StatementColumns:
    """How banks head the columns of a statement; compared without marks and capitals."""

    number: tuple[str, ...]
    booked_on: tuple[str, ...]
    credit: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatementLine:
    """Money that came in, as the bank tells it; ``row`` counts as the file does, from 1.

    Units:  ``amount_vnd`` in whole đồng; ``words`` may name a person and stay sealed.
    """

    row: int
    number: str
    booked_on: date
    amount_vnd: int
    words: str


@dataclass(frozen=True, slots=True)
class LineFault:
    """A line that cannot be read: which field of it."""

    row: int
    field: str


@dataclass(frozen=True, slots=True)
class StatementRead:
    """What a file says: money in, lines that cannot be read, how many told of money out."""

    lines: tuple[StatementLine, ...]
    faults: tuple[LineFault, ...]
    outgoing: int


@dataclass(frozen=True, slots=True)
class StatementTaken:
    """What an import came to; ``repeated`` are the bank's numbers that were there before.

    Units:  counts of lines; ``left`` found no dossier that owes such a sum.
    """

    lines: int
    taken: int
    mismatched: int
    left: int
    repeated: tuple[str, ...]
    faults: tuple[LineFault, ...]
    outgoing: int
