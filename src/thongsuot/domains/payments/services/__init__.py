"""The acts of the room."""

from thongsuot.domains.payments.services.closing import close_day
from thongsuot.domains.payments.services.dues import assess, reassess
from thongsuot.domains.payments.services.paying import (
    Came,
    begin,
    collect,
    confirm,
    note,
)
from thongsuot.domains.payments.services.receipts import replace_receipt
from thongsuot.domains.payments.services.refunding import (
    decline_refund,
    propose_refund,
    refund,
)
from thongsuot.domains.payments.services.tariffs import import_tariffs

__all__ = [
    "Came",
    "assess",
    "begin",
    "close_day",
    "collect",
    "confirm",
    "decline_refund",
    "import_tariffs",
    "note",
    "propose_refund",
    "reassess",
    "refund",
    "replace_receipt",
]
