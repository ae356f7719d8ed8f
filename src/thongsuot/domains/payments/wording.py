"""The words of receipts that no tariff holds: they ship as data, each with its source."""

from functools import cache

from thongsuot.kernel.packaged import packaged_json


@cache
def obligation_name() -> str:
    """Return the receipt's line for money that another office's notice asks for."""
    words = packaged_json("thongsuot.domains.payments", "receipt_words.json")["words"]
    return str(words["obligation"]["text"])
