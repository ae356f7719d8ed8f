"""Questions to the room."""

from thongsuot.domains.payments.queries.dues import (
    Fees,
    Standing,
    check_paid,
    due_of,
    find_fees_of,
    get_payment,
    get_receipt,
    payments_of,
    receipt_by_code,
    receipts_of,
    standing_of,
    waiting_payment,
)
from thongsuot.domains.payments.queries.money import (
    DeskDay,
    desk_day,
    extra_payments_of,
    online_payments_of,
    unsettled_payments,
)
from thongsuot.domains.payments.queries.tariffs import (
    exemptions_on,
    find_fees,
    has_tariff,
    payee_of,
    tariffs_on,
)

__all__ = [
    "DeskDay",
    "Fees",
    "Standing",
    "check_paid",
    "desk_day",
    "due_of",
    "exemptions_on",
    "extra_payments_of",
    "find_fees",
    "find_fees_of",
    "get_payment",
    "get_receipt",
    "has_tariff",
    "online_payments_of",
    "payee_of",
    "payments_of",
    "receipt_by_code",
    "receipts_of",
    "standing_of",
    "tariffs_on",
    "unsettled_payments",
    "waiting_payment",
]
