"""Rows as a workbook that Excel and LibreOffice open, made while it is sent.

Source:  ECMA-376 part 1, 18.3 (SpreadsheetML): one sheet of inline texts and numbers.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from thongsuot.entrypoints.shared.figures.tables import Cell

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_ONCE: Final = 500
"""Rows that go out together."""
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATIONS: Final = "application/vnd.openxmlformats-package.relationships+xml"
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML document may hold."""
_PARTS: Final = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_RELATIONS}"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1"'
        f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1"'
        f' Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}


def xlsx_answer(
    name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]], *, widths: Sequence[int]
) -> StreamingHttpResponse:
    """Answer with a workbook of one sheet; its first line stays in sight.

    Units:   ``widths`` of columns in letters.
    """
    answer = StreamingHttpResponse(_pieces(head, rows, widths), content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


class _Outbox:
    """A file that cannot be gone back in: what is written to it waits to be sent."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Take a piece."""
        self._waiting.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Do nothing: whoever sends takes what waits."""

    def taken(self) -> bytes:
        """Return what waits, once."""
        piece = b"".join(self._waiting)
        self._waiting.clear()
        return piece


def _pieces(
    head: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int]
) -> Iterator[bytes]:
    """Yield the file as it comes about; memory does not grow with it."""
    out = _Outbox()
    file: Any = out  # a ZipFile needs no more of a file than this
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for name, part in _PARTS.items():
            package.writestr(name, _HEAD + part)
        package.writestr("xl/workbook.xml", _HEAD + _workbook())
        with package.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write((_HEAD + _beginning(widths) + _row(head)).encode())
            lines: list[str] = []
            for row in rows:
                lines.append(_row(row))
                if len(lines) == AT_ONCE:
                    sheet.write("".join(lines).encode())
                    lines.clear()
                    yield out.taken()
            sheet.write(("".join(lines) + "</sheetData></worksheet>").encode())
    yield out.taken()


def _workbook() -> str:
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        "<bookViews><workbookView/></bookViews><sheets>"
        f'<sheet name="{escape(_("Sổ"))}" sheetId="1" r:id="r1"/></sheets></workbook>'
    )


def _beginning(widths: Sequence[int]) -> str:
    """Return what stands before the rows: the first line that stays, the widths."""
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(widths, start=1)
    )
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1"'
        ' topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>"
    )


def _row(row: Sequence[Cell]) -> str:
    return f"<row>{''.join(map(_cell, row))}</row>"


def _cell(value: Cell) -> str:
    """Return a cell; words stay words, even those that look like a formula."""
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, str):
        text = escape(_UNWRITABLE.sub("", value), quote=False)
        return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f"<c><v>{value}</v></c>"
