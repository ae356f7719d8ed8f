"""Rows as a workbook that Excel and LibreOffice open, written to a file and sent from there."""

from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile
from typing import IO, Final

from django.http import FileResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from thongsuot.entrypoints.shared.figures.tables import Cell

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx_answer(
    name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]], *, widths: Sequence[int]
) -> FileResponse:
    """Answer with a workbook of one sheet; its first line stays in sight.

    Units:   ``widths`` of columns in letters.
    """
    file = TemporaryFile()  # noqa: SIM115 - whoever sends the answer closes it
    _write(file, head, rows, widths)
    file.seek(0)
    answer = FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _write(
    file: IO[bytes], head: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int]
) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Sổ"))
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths):
        sheet.column_dimensions[chr(ord("A") + place)].width = width
    sheet.append(list(head))
    for row in rows:
        sheet.append([_cell(sheet, cell) for cell in row])
    book.save(file)


def _cell(sheet: WriteOnlyWorksheet, value: Cell) -> object:
    """Return a cell; words stay words, even those that look like a formula."""
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell
