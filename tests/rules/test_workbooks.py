"""Workbooks made while they are sent: what another program reads is what was written."""

import io
import struct
from itertools import islice
from zipfile import ZipFile

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from thongsuot.entrypoints.shared.figures.workbooks import xlsx_answer

HEAD = ("Số", "Tên")


def sheet_of(rows):
    sent = xlsx_answer("so", HEAD, rows, widths=(8, 30))
    return load_workbook(io.BytesIO(b"".join(sent.streaming_content))).active


@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), st.text(max_size=20)), max_size=5))
def test_numbers_stay_numbers_and_words_stay_the_words_they_are(rows):
    writable = [(n, "".join(c for c in text if c.isprintable())) for n, text in rows]
    assert list(sheet_of(writable).values) == [HEAD, *((n, text or None) for n, text in writable)]


def test_what_looks_like_a_formula_an_error_or_markup_is_words():
    words = ["=1+1", "#N/A", "<b>&amp;</b>", "  hai đầu  ", "a\x00b\ud800c"]
    cells = [row[0] for row in sheet_of([(text,) for text in words]).iter_rows(min_row=2)]
    assert [(cell.data_type, cell.value) for cell in cells] == [
        ("s", text) for text in [*words[:4], "abc"]
    ]


def test_the_sheet_is_an_entry_that_every_spreadsheet_program_reads():
    """Excel refuses what is streamed as a ZIP64 entry: version 45, sizes left to an extra field."""
    package = b"".join(xlsx_answer("so", HEAD, [(1, "x")], widths=(8, 30)).streaming_content)
    with ZipFile(io.BytesIO(package)) as entries:
        sheet = entries.getinfo("xl/worksheets/sheet1.xml")
    version, _flags, extra = struct.unpack_from("<4xHH18xxxH", package, sheet.header_offset)
    assert (version, extra) == (20, 0)


def test_a_missing_value_leaves_its_cell_empty_and_the_next_in_its_place():
    assert list(sheet_of([(None, "x"), (1, "")]).values)[1:] == [(None, "x"), (1, None)]


def test_the_first_line_stays_in_sight_and_columns_have_their_widths():
    sheet = sheet_of([])
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["B"].width == 30


def test_the_beginning_is_sent_before_the_end_is_asked_for():
    asked = []

    def rows():
        for number in range(100_000):
            asked.append(number)
            yield number, "x"

    sent = xlsx_answer("so", HEAD, rows(), widths=(8, 30))
    assert any(islice(iter(sent.streaming_content), 3))
    assert len(asked) < 2_000
