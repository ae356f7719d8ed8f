"""VietQR: a bank transfer as an EMVCo merchant-presented code, sum and purpose filled in.

Source:  EMVCo QR Code Specification for Payment Systems, Merchant-Presented Mode (tags, CRC);
         NAPAS (tag 38 with its identifier, service QRIBFTTA: transfer to an account).
"""

from typing import Final

from thongsuot.domains.payments.terms import Payee
from thongsuot.kernel.text import fold

NAPAS: Final = "A000000727"
TO_AN_ACCOUNT: Final = "QRIBFTTA"
DONG: Final = "704"
MOST_PURPOSE: Final = 25
_CRC_START: Final = 0xFFFF
_CRC_POLYNOMIAL: Final = 0x1021
_TOP_BIT: Final = 0x8000


def vietqr(payee: Payee, *, amount_vnd: int, purpose: str) -> str:
    """Return the text of the code; ``purpose`` is cut to what every bank passes on.

    Units:  ``amount_vnd`` in whole đồng.
    """
    account = _tag("00", payee.bank) + _tag("01", payee.account)
    merchant = _tag("00", NAPAS) + _tag("01", account) + _tag("02", TO_AN_ACCOUNT)
    said = "".join(
        (
            _tag("00", "01"),
            _tag("01", "12"),
            _tag("38", merchant),
            _tag("53", DONG),
            _tag("54", str(amount_vnd)),
            _tag("58", "VN"),
            _tag("62", _tag("08", purpose_of(purpose))),
            "6304",
        )
    )
    return f"{said}{crc(said):04X}"


def crc(text: str) -> int:
    """Return CRC-16/CCITT-FALSE of a text, as the last tag of a code has it."""
    found = _CRC_START
    for byte in text.encode("ascii"):
        found ^= byte << 8
        for _bit in range(8):
            carry = found & _TOP_BIT
            found = (found << 1) & _CRC_START
            found ^= _CRC_POLYNOMIAL if carry else 0
    return found


def _tag(name: str, value: str) -> str:
    return f"{name}{len(value):02d}{value}"


def purpose_of(purpose: str) -> str:
    """Return the last letters and digits: some banks drop or refuse all else."""
    return "".join(c for c in fold(purpose).upper() if c.isascii() and c.isalnum())[-MOST_PURPOSE:]
