"""A fee has an amount only where the text leaves no doubt."""

import pytest

from thongsuot.domains.catalogue.rules.fees import read_fee
from thongsuot.domains.catalogue.terms import Method


def fee(text, amount=None, note=""):
    return read_fee(Method("Trực tiếp", 1, "Ngày", text, amount, note))


@pytest.mark.parametrize(
    ("text", "computed", "amount"),
    [
        pytest.param("Miễn phí", 0, 0, id="free"),
        pytest.param("Phí : 0 Đồng", 0, 0, id="zero"),
        pytest.param("50,000 Việt Nam Đồng", 50000, 50000, id="thousands with a comma"),
        pytest.param("Lệ phí: 1.000.000 Đồng", 1000000, 1000000, id="thousands with points"),
        pytest.param("8,000 VNĐ", None, 8000, id="nothing computed beside it"),
        pytest.param("Lệ phí: 200000 ĐồngXem chi tiết", None, 200000, id="page text run on"),
    ],
)
def test_a_plain_amount_is_taken(text, computed, amount):
    assert (fee(text, computed).amount_vnd, fee(text, computed).problem) == (amount, "")


@pytest.mark.parametrize(
    ("text", "computed", "note", "problem"),
    [
        pytest.param("Miễn phí", 0, "(135.000 đồng/lần)", "fee-free-but-amount", id="free, yet"),
        pytest.param("Miễn phí", 0, "(01 triệu đồng/lần)", "fee-free-but-amount", id="in millions"),
        pytest.param("Miễn phí", 0, "10 USD/bản", "fee-free-but-amount", id="free, yet dollars"),
        pytest.param("10 USD", 10, "", "fee-foreign-currency", id="dollars are not đồng"),
        pytest.param("20 VNĐ", 20, "", "fee-doubtful", id="twenty đồng"),
        pytest.param("Không có thông tin", None, "", "fee-missing", id="not published"),
        pytest.param("", None, "", "fee-missing", id="empty"),
        pytest.param("Theo mức thu của tỉnh", None, "", "fee-not-an-amount", id="words"),
        pytest.param("Mức thu 50% TT 249/2016 Đồng", 2016, "", "fee-not-an-amount", id="a year"),
        pytest.param("50,000 VNĐ", 5, "", "fee-amount-disagrees", id="two amounts for one"),
        pytest.param(
            "Phí : 2.000.000 Đồng (a)\nPhí : 3.500.000 Đồng (b)", 2000000, "",
            "fee-several-amounts", id="one for each case",
        ),
    ],
)  # fmt: skip
def test_a_doubtful_amount_is_not_taken(text, computed, note, problem):
    read = fee(text, computed, note)
    assert read.amount_vnd is None
    assert read.problem == problem
