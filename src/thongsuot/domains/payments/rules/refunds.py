"""Which money the desk gives back."""

from collections.abc import Container
from typing import Final

from thongsuot.domains.payments.terms import PaymentPolicy, PaymentState, Purpose

MONEY: Final[Container[str]] = frozenset(
    {PaymentState.PAID, PaymentState.SHORT, PaymentState.SURPLUS}
)


def has_money(state: str, received_vnd: int) -> bool:
    """Return whether money came with a payment and did not go back."""
    return state in MONEY and received_vnd > 0


def counts_for_notice(purpose: str, state: str, *, has_ended: bool, policy: PaymentPolicy) -> bool:
    """Return whether money met a notice that still counts: whoever issued it gives back.

    Source:  docs/law/fees.md; once the dossier has ended, the desk gives it back where the payment
             policy says so.
    """
    is_met = purpose == Purpose.OBLIGATION and state == PaymentState.PAID
    return is_met and not (has_ended and policy.notice_money_after_end)
