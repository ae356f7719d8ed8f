"""Files of bank statements to rows of cells: CSV as banks write it, and XLSX; bounded."""

import csv
import io
import zipfile
import zlib
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from thongsuot.domains.payments.terms import StatementUnreadable

MOST_BYTES: Final = 5 * 1024 * 1024
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 40
MOST_UNPACKED: Final = 80 * 1024 * 1024
_BROKEN: Final = (
    zipfile.BadZipFile, ParseError, KeyError, IndexError, ValueError, OSError, EOFError, TypeError,
    AttributeError, RuntimeError, zlib.error,
)  # fmt: skip


def rows_of(content: bytes) -> list[list[Any]]:
    """Return the cells of a statement, row by row.

    Raises:  StatementUnreadable: too large, no text and no workbook, or a broken one.
    """
    if len(content) > MOST_BYTES:
        raise StatementUnreadable("too large", field="file")
    rows = _workbook(content) if content.startswith(b"PK") else _csv(content)
    if len(rows) > MOST_ROWS:
        raise StatementUnreadable("too many rows", field="rows")
    return rows


def _workbook(content: bytes) -> list[list[Any]]:
    from openpyxl import load_workbook  # slow to import: not for what reads no workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise StatementUnreadable("too large when unpacked", field="file")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # some banks' programs write a wrong one
        rows = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
        return [list(row) for row in rows]
    except (*_BROKEN, InvalidFileException) as error:
        raise StatementUnreadable("no readable workbook", field="file") from error


def _csv(content: bytes) -> list[list[Any]]:
    text = _text(content)
    head = text[:4096]
    mark = max(",;\t", key=head.count)
    try:
        return [row[:MOST_COLUMNS] for row in csv.reader(io.StringIO(text), delimiter=mark)]
    except csv.Error as error:
        raise StatementUnreadable("no readable CSV", field="file") from error


def _text(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise StatementUnreadable("neither UTF-8 nor UTF-16", field="file") from error
    if "\0" in text:
        raise StatementUnreadable("no text", field="file")
    return text
