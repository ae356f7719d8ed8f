"""The words of receipts that no tariff holds: they ship as data, each with its source."""

import json
from functools import cache
from importlib.resources import files


@cache
def obligation_name() -> str:
    """Return the receipt's line for money that another office's notice asks for."""
    file = files("thongsuot.domains.payments").joinpath("data", "receipt_words.json")
    return str(json.loads(file.read_text("utf-8"))["words"]["obligation"]["text"])
