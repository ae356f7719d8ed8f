"""Bank statements: rows of a table to lines of money, words of a transfer to codes of dossiers."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from thongsuot.domains.payments.rules.vietqr import MOST_PURPOSE, purpose_of
from thongsuot.domains.payments.terms import (
    LineFault,
    MetByHand,
    StatementColumns,
    StatementLine,
    StatementRead,
    StatementUnreadable,
)
from thongsuot.kernel.text import fold, single_line

HEADING_WITHIN: Final = 40
"""A bank writes its own name, the account and the period above the heading."""
MOST_LETTERS: Final = 60
MOST_VND: Final = 10**15
NEEDED: Final = frozenset({"number", "booked_on", "credit", "words"})
HEADINGS: Final = ("number", "booked_on", "credit", "words", "debit", "direction")
_DAYS: Final = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")
_TAIL: Final = re.compile(r"(?=((?:19|20)\d{6})(\d{7}))")
_TAIL_LETTERS: Final = 15


def read_rows(rows: Sequence[Sequence[Any]], columns: StatementColumns) -> StatementRead:
    """Return the lines of a table under its heading; a row without a word is passed over.

    Raises:  StatementUnreadable where no row names every column that is needed.
    """
    heading, places = _heading(rows, columns)
    if not _is_both_ways(rows[heading][places["credit"]], columns):
        places = {name: at for name, at in places.items() if name != "direction"}
    lines: list[StatementLine] = []
    faults: list[LineFault] = []
    outgoing = 0
    ways = {_plain(word): True for word in columns.money_out}
    ways |= {_plain(word): False for word in columns.money_in}
    for row, cells in enumerate(rows[heading + 1 :], start=heading + 2):
        said = {name: cells[at] if at < len(cells) else None for name, at in places.items()}
        if _is_blank(said["number"]) and _is_blank(said["booked_on"]):
            continue  # sums under the table, signatures
        goes_out = _goes_out(said, ways)
        if goes_out:
            outgoing += 1
            continue
        read = _line(row, said) if goes_out is False else LineFault(row, "direction")
        if isinstance(read, LineFault):
            faults.append(read)
        else:
            lines.append(read)
    return StatementRead(tuple(lines), tuple(faults), outgoing)


def _heading(
    rows: Sequence[Sequence[Any]], columns: StatementColumns
) -> tuple[int, Mapping[str, int]]:
    for place, cells in enumerate(rows[:HEADING_WITHIN]):
        headed = {fold(str(cell or "")): at for at, cell in reversed(list(enumerate(cells)))}
        found = {}
        for name in HEADINGS:
            said = (headed.get(fold(word)) for word in getattr(columns, name))
            found[name] = next((at for at in said if at is not None), None)
        places = {name: at for name, at in found.items() if at is not None}
        if set(places) >= NEEDED:
            return place, places
    raise StatementUnreadable("no row names number, day, sum and words", field="heading")


def _is_both_ways(credit: Any, columns: StatementColumns) -> bool:
    """Return whether the sums under a heading may be money in or out."""
    return fold(str(credit)) in {fold(word) for word in columns.both_ways}


def _line(row: int, said: Mapping[str, Any]) -> StatementLine | LineFault:
    number, day, amount = _number(said["number"]), _day(said["booked_on"]), _sum_of(said["credit"])
    wrong = {"number": not number, "booked_on": day is None, "credit": amount is None}
    if day is None or amount is None or not number:
        return LineFault(row, next(name for name, is_wrong in wrong.items() if is_wrong))
    return StatementLine(row, number, day, amount, single_line(str(said["words"] or ""))[:1000])


def _goes_out(said: Mapping[str, Any], ways: Mapping[str, bool]) -> bool | None:
    """Return whether a row tells of money out; None where it says so and does not.

    A column of debits decides before one that says which way a single sum went.
    """
    if _is_outgoing(said["credit"]):
        return True
    if "debit" in said:
        debit = said["debit"]
        if _is_blank(debit) or not str(debit).strip(" -–.,0"):
            return False
        return None if _sum_of(debit) not in {None, _sum_of(said["credit"])} else True
    return ways.get(_plain(said["direction"])) if "direction" in said else False


def _plain(cell: Any) -> str:
    return fold(str(cell if cell is not None else "")).strip()


def _is_outgoing(cell: Any) -> bool:
    return _is_blank(cell) or str(cell).strip().startswith("-") or _sum_of(cell) == 0


def _is_blank(cell: Any) -> bool:
    return cell is None or not str(cell).strip()


def _number(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = single_line(str(cell if cell is not None else ""))
    return text if 0 < len(text) <= MOST_LETTERS else ""


def _day(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell or "").strip().partition(" ")[0].partition("T")[0]
    for style in _DAYS:
        try:
            return datetime.strptime(text, style).date()  # noqa: DTZ007 - a day, no instant
        except ValueError:
            continue
    return None


def _sum_of(cell: Any) -> int | None:
    """Return a sum in whole đồng; None for what is no such sum, parts of a đồng too."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return int(cell) if 0 <= cell < MOST_VND and cell == int(cell) else None
    text = re.sub(r"\s|VND|VNĐ|đ$|^\+", "", str(cell).strip(), flags=re.IGNORECASE)
    whole = re.sub(r"[.,]0{1,2}$", "", text)
    if not re.fullmatch(r"\d{1,3}([.,]\d{3})*|\d+", whole):
        return None
    amount = int(re.sub(r"[.,]", "", whole))
    return amount if amount < MOST_VND else None


def noted_before(
    number: str, amount_vnd: int, booked_on: date, met: Iterable[MetByHand], within_days: int
) -> MetByHand | None:
    """Return the notice that a line is the money of, a person having confirmed it before.

    By the bank's number, or by the sum where the bank booked it in the days around.
    Units:  whole đồng; ``within_days`` are plain days.
    """
    alike = [one for one in met if one.amount_vnd == amount_vnd]
    by_number = (one for one in alike if one.receipt.strip().upper() == number.upper())
    near = (one for one in alike if abs((booked_on - one.on).days) <= within_days)
    return next(by_number, None) or next(near, None)


def codes_in(words: str, agencies: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of dossiers that the words of a transfer may name, each once.

    Banks drop marks and add words of their own; what stands is a tail of the code.
    """
    plain = "".join(c for c in fold(words).upper() if c.isascii() and c.isalnum())
    return tuple(dict.fromkeys(_codes(plain, tuple(agencies))))


def _codes(plain: str, agencies: tuple[str, ...]) -> Iterator[str]:
    for found in _TAIL.finditer(plain):
        before = plain[: found.start()]
        for agency in agencies:
            kept = purpose_of(agency)[-(MOST_PURPOSE - _TAIL_LETTERS) :]
            if before.endswith(kept):
                yield f"{agency}-{found[1]}-{found[2]}"
