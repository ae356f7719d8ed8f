"""Reading files into rows: JSON lines, and the lists that the national portal exports.

A row that cannot be read is a row with a problem, never a crash; only a file that is not what
its name says is refused whole.
"""

import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from thongsuot.domains.catalogue.terms import (
    Channel,
    FileNotReadable,
    Origin,
    Settlement,
    SourceRow,
)
from thongsuot.domains.deadlines.terms import TimeLimit, Unit
from thongsuot.kernel.errors import Refused
from thongsuot.kernel.text import fold, normalise

LIST_COLUMNS = {
    "ma so": "code",
    "ten": "name",
    "co quan ban hanh": "ministry_group",
    "co quan thuc hien": "executing_agency",
    "linh vuc": "field",
}
"""Headings of the national portal's list, folded, and the fields they stand for."""
HEADING_WITHIN = 20
"""The heading stands within this many rows from the top."""


def read_file(path: Path) -> list[SourceRow]:
    """Return the rows of ``path``, read by what its name ends in; there is at least one.

    Raises:  FileNotReadable for another ending, when the file is not what its name says, and when
             it holds nothing: a list that was lost on its way is no list without changes.
    """
    ending = path.suffix.lower()
    if ending not in _READERS:
        raise FileNotReadable("only .jsonl and .xlsx files are read", ending=ending)
    rows = _READERS[ending](path)
    if not rows:
        raise FileNotReadable("the file holds no procedure", file=path.name)
    return rows


def read_jsonl(path: Path) -> list[SourceRow]:
    """Return one row for each line that is not blank; rows are numbered from 1 as lines are."""
    lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    return [_json_row(row, line) for row, line in enumerate(lines, 1) if line.strip()]


def _json_row(row: int, line: bytes) -> SourceRow:
    try:
        values = json.loads(line.decode())
    except UnicodeDecodeError:
        return SourceRow(row, None, problem="not-utf-8", reason="the line is not UTF-8 text")
    except (ValueError, RecursionError):
        return SourceRow(row, None, problem="not-json", reason="the line is not JSON")
    if not isinstance(values, dict):
        return SourceRow(row, None, problem="not-an-object", reason="the line is not an object")
    return SourceRow(row, values)


def read_portal_xlsx(path: Path) -> list[SourceRow]:
    """Return one row for each procedure of a national list; numbered as the sheet's rows are.

    Raises:  FileNotReadable when it is no workbook or has no row "Mã số, Tên, ...".
    """
    from openpyxl import load_workbook  # slow to import: not for what reads no workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        lines = [list(line) for line in book.worksheets[0].iter_rows(values_only=True)]
        book.close()
    except (*_BROKEN, InvalidFileException) as error:
        raise FileNotReadable("the file is not a readable workbook", file=path.name) from error
    heading, columns = _heading(lines, path)
    return list(_listed(lines[heading + 1 :], heading + 2, columns))


_BROKEN = (zipfile.BadZipFile, ParseError, KeyError, IndexError, ValueError, OSError, EOFError)


def _heading(lines: list[list[Any]], path: Path) -> tuple[int, dict[int, str]]:
    for place, line in enumerate(lines[:HEADING_WITHIN]):
        columns = {
            column: LIST_COLUMNS[fold(cell)]
            for column, cell in enumerate(line)
            if isinstance(cell, str) and fold(cell) in LIST_COLUMNS
        }
        if {"code", "name"} <= set(columns.values()):
            return place, columns
    raise FileNotReadable('no heading row with "Mã số" and "Tên"', file=path.name)


def _listed(lines: list[list[Any]], first: int, columns: dict[int, str]) -> Iterator[SourceRow]:
    for row, line in enumerate(lines, first):
        values = {columns[at]: cell for at, cell in enumerate(line) if at in columns}
        if any(cell not in (None, "") for cell in values.values()):
            yield SourceRow(row, _list_values(values), Origin.LIST)


def _list_values(values: dict[str, Any]) -> dict[str, object]:
    """Put the agencies of a cell, one a line, on one line as records have them."""
    agencies = values.get("executing_agency")
    if isinstance(agencies, str):
        lines = (line.strip(" ,;") for line in normalise(agencies).split("\n"))
        values["executing_agency"] = ", ".join(dict.fromkeys(filter(None, lines)))
    return values


_READERS: Final[Mapping[str, Callable[[Path], list[SourceRow]]]] = {
    ".jsonl": read_jsonl,
    ".xlsx": read_portal_xlsx,
}


def read_settlements(path: Path) -> list[Settlement]:
    """Return the lines of a settlement file.

    Raises:  FileNotReadable naming the first line that lacks something.
    """
    try:
        lines = list(json.loads(path.read_text(encoding="utf-8"))["settlements"])
    except (ValueError, KeyError, TypeError) as error:
        raise FileNotReadable("the file holds no settlements", file=path.name) from error
    if not lines:
        raise FileNotReadable("the file holds no settlements", file=path.name)
    return [_settlement(place, item) for place, item in enumerate(lines, 1)]


def _settlement(place: int, item: dict[str, Any]) -> Settlement:
    try:
        return Settlement(
            code=str(item["code"]),
            channels=tuple(Channel(name) for name in item["channels"]),
            limit=TimeLimit(int(item["quantity"]), Unit(item["unit"])),
            source=str(item["source"]),
        )
    except (KeyError, ValueError, TypeError, Refused) as error:
        raise FileNotReadable(f"settlement {place}: {error}", row=place) from error


def read_processes(path: Path) -> list[SourceRow]:
    """Return one row for each process of a JSON file, numbered from 1.

    The file holds one process, a list of them, or an object whose ``processes`` are a list: our
    own form or the tables of data/workflows.
    Raises:  FileNotReadable.
    """
    try:
        document = json.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError, OSError) as error:
        raise FileNotReadable("the file is not a JSON document", file=path.name) from error
    if isinstance(document, dict):
        document = document.get("processes", [document])
    if not isinstance(document, list) or not document:
        raise FileNotReadable("the file holds no processes", file=path.name)
    return [_process_row(row, found) for row, found in enumerate(document, 1)]


def _process_row(row: int, found: object) -> SourceRow:
    if isinstance(found, dict):
        return SourceRow(row, found)
    return SourceRow(row, None, problem="not-an-object", reason="the row is not an object")
