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
from thongsuot.domains.payments.models.statements import (
    BankLine,
    DifferenceSettled,
    Statement,
    StatementRun,
    TransferClaim,
)
from thongsuot.domains.payments.models.tariffs import (
    Listed,
    ListedExemption,
    ListedPayee,
    ListedTariff,
    Scoped,
)

__all__ = [
    "BOOKS",
    "Assessment",
    "BankLine",
    "DayAnswer",
    "DayClosing",
    "DifferenceSettled",
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
    "Scoped",
    "Statement",
    "StatementRun",
    "TransferClaim",
    "names_of",
]
