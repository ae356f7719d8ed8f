"""VietQR: tags in their order, the sum, a checksum that banks' readers find right."""

import re

import pytest

from thongsuot.domains.payments.rules.vietqr import crc, vietqr
from thongsuot.domains.payments.terms import Payee

PAYEE = Payee("H99", "970403", "0011012345678", "KHO BAC MAU")


def tags(text):
    """Return the tags of a code, name by value."""
    found = {}
    while text:
        name, size = text[:2], int(text[2:4])
        found[name], text = text[4 : 4 + size], text[4 + size :]
    return found


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("123456789", 0x29B1, id="the check value of CRC-16/CCITT-FALSE"),
    pytest.param("", 0xFFFF, id="nothing"),
])  # fmt: skip
def test_the_checksum(text, expected):
    assert crc(text) == expected


def test_a_code_says_where_how_much_and_for_what():
    code = vietqr(PAYEE, amount_vnd=20_000, purpose="H99.31.01-20260302-0000001")
    said = tags(code)
    assert list(said) == ["00", "01", "38", "53", "54", "58", "62", "63"]
    merchant = tags(said["38"])
    assert (merchant["00"], merchant["02"]) == ("A000000727", "QRIBFTTA")
    assert tags(merchant["01"]) == {"00": "970403", "01": "0011012345678"}
    assert (said["53"], said["54"], said["58"]) == ("704", "20000", "VN")
    assert tags(said["62"]) == {"08": "H993101202603020000001"}
    assert said["63"] == f"{crc(code[:-4]):04X}"


def test_a_code_is_made_letter_by_letter():
    payee = Payee("", "970403", "0011012345678", "")
    code = vietqr(payee, amount_vnd=180_000, purpose="thanh toan don hang")
    head = (
        "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA53037045406180000"
    )
    assert code.startswith(head)
    assert re.fullmatch(r"[0-9A-F]{4}", code[-4:])
