"""What a day comes to: every payment on both sides, the differences named."""

from collections.abc import Iterable
from dataclasses import dataclass

from thongsuot.domains.payments.terms import Difference, PaymentState, Verdict

NOT_ANSWERED = "platform-silent"
SHORT = "short"
SURPLUS = "surplus"
THEIRS_ALONE = "paid-there-only"
OURS_ALONE = "paid-here-only"
OTHER_SUM = "other-sum"
NO_SUM = "sum-not-told"
NOT_SHOWN = "not-in-statement"
"""A transfer noted by hand that no bank statement has shown in time."""
_SETTLED = {PaymentState.PAID, PaymentState.REFUNDED}


@dataclass(frozen=True, slots=True)
class Side:
    """One payment of a day: what we hold of it, and what the platform says.

    Units:  sums in whole đồng; ``theirs`` None where the platform does not answer.
    """

    reference: str
    dossier: str
    state: PaymentState
    ours_vnd: int
    verdict: Verdict | None
    theirs_vnd: int


def differences(sides: Iterable[Side]) -> tuple[Difference, ...]:
    """Return what somebody has to look at; nothing where every đồng is explained.

    Money that came too short or too much is named before all else: it waits to be given back.
    """
    found = ((side, _problem(side)) for side in sides)
    return tuple(
        Difference(side.reference, side.dossier, problem, side.ours_vnd, side.theirs_vnd)
        for side, problem in found
        if problem
    )


def _problem(side: Side) -> str:
    if side.state is PaymentState.SHORT:
        return SHORT
    if side.state is PaymentState.SURPLUS:
        return SURPLUS
    if side.verdict is None:
        return NOT_ANSWERED
    if side.verdict is Verdict.UNCLEAR and side.state not in _SETTLED:
        return NO_SUM
    has_ours = side.state in _SETTLED
    has_theirs = side.verdict in {Verdict.PAID, Verdict.UNCLEAR}
    if has_ours and not has_theirs:
        return OURS_ALONE
    if has_theirs and not has_ours:
        return THEIRS_ALONE
    return OTHER_SUM if has_ours and side.ours_vnd != side.theirs_vnd else ""
