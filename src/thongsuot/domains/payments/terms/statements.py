"""Words of bank statements: the lines that came in, what became of each, who explained what."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class LineState(StrEnum):
    """What became of one line: a receipt, money to give back, a person's word, or nothing yet.

    Known is money of a notice whose receipt a person had confirmed before.
    """

    OPEN = "open"
    TAKEN = "taken"
    MISMATCHED = "mismatched"
    EXPLAINED = "explained"
    KNOWN = "known"


class LineEnd(StrEnum):
    """What one line came to in a run; each is counted in the column of this name.

    Elsewhere: settled meanwhile by another run or a person. Refused: its dossier is known, the
    act is not possible now.
    """

    TAKEN = "taken"
    MISMATCHED = "mismatched"
    KNOWN = "known"
    LEFT = "left"
    ELSEWHERE = "elsewhere"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class StatementColumns:
    """How banks head the columns of a statement; compared without marks and capitals.

    ``direction`` is a column beside one sum for both ways: ``money_in`` and ``money_out`` are what
    it says. It is asked only where the sum stands under one of ``both_ways``: a column of credits
    needs none. Of two columns that could be one thing, the heading named first here is taken.
    """

    number: tuple[str, ...]
    booked_on: tuple[str, ...]
    credit: tuple[str, ...]
    words: tuple[str, ...]
    debit: tuple[str, ...] = ()
    direction: tuple[str, ...] = ()
    money_in: tuple[str, ...] = ()
    money_out: tuple[str, ...] = ()
    both_ways: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MetByHand:
    """A notice that a person confirmed by its receipt: which, for how much, by what, when."""

    notice: int
    amount_vnd: int
    receipt: str
    on: date


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

    ``known`` is money of notices that a person had confirmed by hand.

    Units:  counts of lines; ``left`` found no dossier that owes such a sum, ``elsewhere`` were
            settled meanwhile, ``refused`` cannot be taken by their dossier now.
    """

    lines: int
    taken: int
    known: int
    mismatched: int
    left: int
    elsewhere: int
    refused: int
    repeated: tuple[str, ...]
    faults: tuple[LineFault, ...]
    outgoing: int
