"""Tables of the room."""

from thongsuot.domains.payments.models.money import (
    BOOKS,
    Assessment,
    DayAnswer,
    DayClosing,
    Message,
    Payment,
    Receipt,
    Refund,
    RefundProposal,
    RefusedCall,
    RefusedDay,
    names_of,
)
from thongsuot.domains.payments.models.policies import Policy
from thongsuot.domains.payments.models.tariffs import (
    Listed,
    ListedExemption,
    ListedPayee,
    ListedTariff,
)

__all__ = [
    "BOOKS",
    "Assessment",
    "DayAnswer",
    "DayClosing",
    "Listed",
    "ListedExemption",
    "ListedPayee",
    "ListedTariff",
    "Message",
    "Payment",
    "Policy",
    "Receipt",
    "Refund",
    "RefundProposal",
    "RefusedCall",
    "RefusedDay",
    "names_of",
]
