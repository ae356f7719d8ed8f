"""Tables of figures: one content for the page, and for download as CSV that Excel opens."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from thongsuot.kernel import formats

BOM: Final = "\ufeff"
"""Without it Excel takes UTF-8 for another alphabet."""
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run by spreadsheets unless it is quoted."""
Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """What a picture shows, as rows; the first column names the row.

    ``numbers`` are the places of columns that hold figures, ``late`` those told in red.
    """

    name: str
    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    numbers: frozenset[int] = frozenset()
    late: frozenset[int] = frozenset()

    @property
    def cells(self) -> list[list[tuple[str, str, str]]]:
        """Each row's cells as (text, head, class)."""
        return [
            [
                (_shown(cell), self.head[place], self._class(place, cell))
                for place, cell in enumerate(row)
            ]
            for row in self.rows
        ]

    def _class(self, place: int, cell: Cell) -> str:
        late = " ts-late-text" if place in self.late and cell not in (None, 0, "", "–") else ""
        return ("ts-number" if place in self.numbers else "") + late


def _shown(cell: Cell) -> str:
    if cell is None or cell == "":
        return "–"
    return formats.number(cell) if isinstance(cell, int | float) else cell


def noted(table: Table, note: str) -> Table:
    """Return a table with a last column that says the same of every row; as it is without a note.

    A file goes from hand to hand without the page that said it.
    """
    if not note:
        return table
    head, rows = [*table.head, _("Ghi chú")], [[*row, note] for row in table.rows]
    return replace(table, head=head, rows=rows)


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Yield the lines of a CSV file as they are asked for."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow(head)
    for row in rows:
        yield writer.writerow([_safe(cell) for cell in row])


def _safe(cell: Cell) -> Cell:
    """Return a cell no spreadsheet takes for a formula."""
    if isinstance(cell, str) and cell.startswith(FORMULA):
        return f"'{cell}"
    return "" if cell is None else cell


def csv_answer(
    name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> StreamingHttpResponse:
    """Answer with a CSV file that is made while it is sent."""
    answer = StreamingHttpResponse(csv_lines(head, rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
