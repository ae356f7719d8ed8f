"""Reading fees: an amount only where the text leaves no doubt.

Source:  docs/law/catalogue.md, "Phí, lệ phí".
"""

import re

from thongsuot.domains.catalogue.terms import Fee, Method
from thongsuot.kernel.text import fold

REASONS = {
    "fee-missing": "the fee is not published",
    "fee-free-but-amount": "the fee says free while the text names an amount",
    "fee-several-amounts": "several amounts are named and none for all cases",
    "fee-foreign-currency": "the amount is not in đồng",
    "fee-doubtful": "an amount under 1.000 đồng is hardly meant",
    "fee-not-an-amount": "the fee is described in words",
    "fee-amount-disagrees": "the text and the computed amount disagree",
}
"""Problems that keep a fee from having an amount."""

LEAST_BELIEVABLE_VND = 1000
_ABSENT = {"", "khong co thong tin"}
_FREE = re.compile(r"mien phi|khong|((phi|le phi) ?: ?)?(0|khong) ?(dong|vnd|viet nam dong)?")
_WHOLE = re.compile(
    r"(?:(?:phi|le phi) ?: ?)?(\d[\d.,]*) ?(viet nam dong|vnd|dong)(?:x|xem chi tiet)?"
)
_NAMED = re.compile(
    r"(\d{1,3}(?:[.,]\d{3})+|\d{4,}) ?(?:dong|vnd|viet nam dong|d\b)|\d+ ?trieu dong"
)
_FOREIGN = re.compile(r"\d ?(usd|eur|do la)|(usd|eur) ?\d")


def read_fee(method: Method) -> Fee:
    """Return the fee of one published line; ``amount_vnd`` only when nothing contradicts it."""
    amount, problem = _read(fold(method.fee_text), method.note)
    if not problem and method.fee_amount is not None and method.fee_amount != amount:
        problem = "fee-amount-disagrees"
    return Fee(method.fee_text, None if problem else amount, method.note, problem)


def _read(text: str, note: str) -> tuple[int | None, str]:
    if text in _ABSENT:
        return None, "fee-missing"
    if _FREE.fullmatch(text):
        words = fold(note)
        contradicted = _NAMED.search(words) or _FOREIGN.search(words)
        return (None, "fee-free-but-amount") if contradicted else (0, "")
    if _FOREIGN.search(text):
        return None, "fee-foreign-currency"
    whole = _WHOLE.fullmatch(text)
    if whole:
        return _amount(whole.group(1))
    several = len(_NAMED.findall(text)) > 1
    return None, "fee-several-amounts" if several else "fee-not-an-amount"


def _amount(digits: str) -> tuple[int | None, str]:
    """Read ``50,000`` and ``50.000`` alike: đồng have no fractions."""
    if not re.fullmatch(r"\d{1,3}(?:[.,]\d{3})*|\d+", digits):
        return None, "fee-not-an-amount"
    amount = int(re.sub(r"[.,]", "", digits))
    return (amount, "") if amount >= LEAST_BELIEVABLE_VND else (None, "fee-doubtful")
