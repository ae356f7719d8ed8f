"""The words of a receipt on paper; it is printed of its row whenever it is asked for."""

from dataclasses import dataclass
from datetime import datetime

from thongsuot.domains.documents.terms import Dong, Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLine:
    """One item of a receipt."""

    name: str
    quantity: int
    amount: Dong


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPaper:
    """An electronic receipt; ``check_url`` is printed as QR: there anybody sees whether it holds.

    ``kind`` is fee, charge or refund, which has its ``basis``; ``means`` platform, transfer or
    cash; ``cancelled`` an instant or None.
    """

    agency: str
    place: str
    number: str
    kind: str
    payer: str
    dossier: str
    procedure: str
    lines: tuple[ReceiptLine, ...]
    total: Dong
    means: str
    receiver: str
    issued_at: datetime
    check_code: str
    check_url: str
    cancelled_at: datetime | None = None
    basis: str = ""
    record: Trace | None = None
