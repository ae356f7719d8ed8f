"""The acts of the room."""

from thongsuot.domains.payments.services.closing import close_day
from thongsuot.domains.payments.services.dues import assess, reassess
from thongsuot.domains.payments.services.paying import (
    Came,
    begin,
    collect,
    confirm,
    keep_address,
    note,
)
from thongsuot.domains.payments.services.receipts import replace_receipt
from thongsuot.domains.payments.services.refunding import refund
from thongsuot.domains.payments.services.tariffs import import_tariffs

__all__ = [
    "Came",
    "assess",
    "begin",
    "close_day",
    "collect",
    "confirm",
    "import_tariffs",
    "keep_address",
    "note",
    "reassess",
    "refund",
    "replace_receipt",
]
