"""Bank statements: headings of any bank, sums and days as banks write them, codes in words."""

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from thongsuot.domains.payments.rules import codes_in, noted_before, read_rows
from thongsuot.domains.payments.rules.policies import shipped_policy
from thongsuot.domains.payments.statements import rows_of
from thongsuot.domains.payments.terms import (
    LineFault,
    MetByHand,
    StatementLine,
    StatementUnreadable,
)

COLUMNS = shipped_policy().statement
HEAD = ["STT", "Ngày giao dịch", "Số giao dịch", "Ghi nợ", "Ghi có", "Nội dung"]
CODE = "H99.31.01-20260302-0000001"


def read(*rows):
    return read_rows([["NGÂN HÀNG MẪU"], [], HEAD, *rows], COLUMNS)


@pytest.mark.parametrize(("cell", "sum_vnd"), [
    pytest.param("20.000", 20_000, id="points between thousands"),
    pytest.param("1,250,000.00", 1_250_000, id="commas, and no part of a đồng"),
    pytest.param("+20000 VND", 20_000, id="a sign and the currency"),
    pytest.param(20_000.0, 20_000, id="a number of a workbook"),
])  # fmt: skip
def test_a_sum_is_read_as_the_bank_writes_it(cell, sum_vnd):
    (line,) = read([1, "02/03/2026 09:15", "FT1", "", cell, "nop phi"]).lines
    assert line == StatementLine(4, "FT1", date(2026, 3, 2), sum_vnd, "nop phi")


@pytest.mark.parametrize(("cells", "field"), [
    pytest.param(["02/03/2026", "FT1", "", "20000,5", "x"], "credit", id="a part of a đồng"),
    pytest.param(["32/03/2026", "FT1", "", "20000", "x"], "booked_on", id="no such day"),
    pytest.param(["02/03/2026", "", "", "20000", "x"], "number", id="no number of the bank"),
])  # fmt: skip
def test_a_line_that_cannot_be_read_is_named_with_its_field(cells, field):
    assert read([1, *cells]).faults == (LineFault(4, field),)


def test_money_that_went_out_and_sums_under_the_table_are_no_lines():
    found = read([1, "02/03/2026", "FT1", "5000", "", "x"], ["", "", "", "Cộng", "20.000", ""])
    assert (found.lines, found.faults, found.outgoing) == ((), (), 1)


MARKED = ["Ngày giao dịch", "Số giao dịch", "Số tiền", "Dấu", "Nội dung"]
BESIDE = ["Ngày giao dịch", "Số giao dịch", "Số tiền", "Ghi nợ", "Nội dung"]


@pytest.mark.parametrize(("head", "cells", "came"), [
    pytest.param(MARKED, ["20.000", "Ghi nợ"], "out", id="said to be a debit"),
    pytest.param(MARKED, ["20.000", "ghi có"], "in", id="said to be a credit"),
    pytest.param(MARKED, ["20.000", "Chuyển khoản"], "direction", id="neither is said"),
    pytest.param(BESIDE, ["20.000", "x"], "out", id="ticked as a debit"),
    pytest.param(BESIDE, ["20.000", "20.000"], "out", id="the sum again as a debit"),
    pytest.param(BESIDE, ["20.000", "5.000"], "direction", id="two sums, both ways"),
    pytest.param(BESIDE, ["20.000", "0"], "in", id="a debit of nothing"),
    pytest.param(BESIDE, ["20.000", "-"], "in", id="a dash for no debit"),
    pytest.param([*BESIDE[:3], "+/-", "Nội dung"], ["20.000", "?"], "in", id="an unknown column"),
])  # fmt: skip
def test_which_way_money_went_is_read_from_the_columns_that_say_it(head, cells, came):
    found = read_rows([head, ["02/03/2026", "FT1", *cells, "nop phi"]], COLUMNS)
    faults = [fault.field for fault in found.faults]
    told = "out" if found.outgoing else "in" if found.lines else faults[0]
    assert told == came


@pytest.mark.parametrize(("credit", "beside", "said"), [
    pytest.param("Ghi có", "Loại giao dịch", "Chuyển tiền đến", id="a kind of transaction"),
    pytest.param("Ghi có", "Dấu", "?", id="a sign beside a column of credits"),
    pytest.param("Số tiền ghi có", "Dấu", "", id="an empty sign"),
])  # fmt: skip
def test_a_column_of_credits_needs_no_word_of_the_way(credit, beside, said):
    head = ["Ngày giao dịch", "Số giao dịch", credit, beside, "Nội dung"]
    found = read_rows([head, ["02/03/2026", "FT1", "20.000", said, "nop phi"]], COLUMNS)
    assert (len(found.lines), found.faults) == (1, ())


def test_of_two_columns_with_sums_the_one_of_credits_is_taken():
    head = ["Ngày", "Số giao dịch", "Số tiền", "Ghi có", "Nội dung"]
    (line,) = read_rows([head, ["02/03/2026", "FT1", "9.999", "20.000", "x"]], COLUMNS).lines
    assert line.amount_vnd == 20_000


CONFIRMED = MetByHand(notice=7, amount_vnd=500, receipt="ft1", on=date(2026, 3, 2))


@pytest.mark.parametrize(("number", "amount", "day", "is_known"), [
    pytest.param("FT1", 500, date(2026, 6, 1), True, id="the bank's number, whenever it was"),
    pytest.param("FT2", 500, date(2026, 3, 9), True, id="the sum, within the days"),
    pytest.param("FT2", 500, date(2026, 2, 23), True, id="the sum, within the days before"),
    pytest.param("FT2", 500, date(2026, 3, 10), False, id="the sum, too late: other money"),
    pytest.param("FT1", 501, date(2026, 3, 2), False, id="another sum"),
])  # fmt: skip
def test_money_of_a_notice_confirmed_by_hand_is_known_again(number, amount, day, is_known):
    found = noted_before(number, amount, day, [CONFIRMED], within_days=7)
    assert found is (CONFIRMED if is_known else None)


@pytest.mark.parametrize(("words", "found"), [
    pytest.param("H993101202603020000001", (CODE,), id="as the QR says it"),
    pytest.param("MBVCB.123 nop le phi h99.31.01-20260302-0000001 CT tu 001", (CODE,), id="typed"),
    pytest.param("H99.31.02-20260302-0000001", (), id="of a desk that is not ours"),
    pytest.param("chuyen tien", (), id="no code"),
    pytest.param(f"{CODE} va H99.31.01-20260302-0000002",
                 (CODE, "H99.31.01-20260302-0000002"), id="two codes"),
])  # fmt: skip
def test_the_dossier_is_known_by_its_code_in_the_words(words, found):
    assert codes_in(words, ["H99.31.01"]) == found


def test_csv_and_workbook_say_the_same():
    book, text = Workbook(), "NGÂN HÀNG MẪU\n\n" + ";".join(HEAD) + "\n"
    for row in (["NGÂN HÀNG MẪU"], [], HEAD, [1, datetime(2026, 3, 2), "FT1", None, 20000, "x"]):  # noqa: DTZ001
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    sheet = read_rows(rows_of(kept.getvalue()), COLUMNS)
    for encoding in ("utf-8-sig", "utf-16"):
        content = f"{text}1;02/03/2026;FT1;;20.000;x\n".encode(encoding)
        assert read_rows(rows_of(content), COLUMNS) == sheet


@pytest.mark.parametrize("content", [b"PK\x03\x04 no workbook", b"\xff\xd8\xff\x00", b"a,b\n1,2\n"],
                         ids=["no workbook", "a picture", "no heading"])  # fmt: skip
def test_what_is_no_statement_is_refused(content):
    with pytest.raises(StatementUnreadable):
        read_rows(rows_of(content), COLUMNS)
