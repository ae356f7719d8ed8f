"""The acts of the room."""

from thongsuot.domains.payments.services.closing import close_day, keep_answer
from thongsuot.domains.payments.services.dues import assess, reassess
from thongsuot.domains.payments.services.paying import (
    Came,
    begin,
    collect,
    confirm,
    note,
)
from thongsuot.domains.payments.services.policies import publish_policy
from thongsuot.domains.payments.services.receipts import replace_receipt
from thongsuot.domains.payments.services.refunding import (
    decline_refund,
    propose_refund,
    refund,
)
from thongsuot.domains.payments.services.refusing import count_refused
from thongsuot.domains.payments.services.tariffs import import_tariffs

__all__ = [
    "Came",
    "assess",
    "begin",
    "close_day",
    "collect",
    "confirm",
    "count_refused",
    "decline_refund",
    "import_tariffs",
    "keep_answer",
    "note",
    "propose_refund",
    "publish_policy",
    "reassess",
    "refund",
    "replace_receipt",
]
