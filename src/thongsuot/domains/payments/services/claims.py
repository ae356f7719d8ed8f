"""What applicants say of transfers, and what people say of a day's differences; no money moves."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.services import bookkeeping, record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import successors
from thongsuot.domains.payments import policy
from thongsuot.domains.payments.models import (
    DayClosing,
    DifferenceSettled,
    Payment,
    TransferClaim,
)
from thongsuot.domains.payments.services.statements import till_of
from thongsuot.domains.payments.terms import (
    ClaimUnknown,
    ClaimWaits,
    Difference,
    DifferenceUnknown,
)
from thongsuot.kernel.clock import local_date


@bookkeeping("the dossier's act is the one entry")
def claim_transfer(
    *, subject: str, agency: str, paper: UUID, amount_vnd: int, at: datetime
) -> TransferClaim:
    """Keep the applicant's word that the money was sent; it settles nothing.

    Raises:  ClaimWaits while the desk has not answered the last one.
    """
    if TransferClaim.objects.filter(subject=subject, ended_at=None).exists():
        raise ClaimWaits("said before, and not answered yet")
    return TransferClaim.objects.create(
        subject=subject, agency=agency, paper=paper, amount_vnd=amount_vnd, told_at=at
    )


@bookkeeping("the dossier's act is the one entry")
def answer_claim(*, subject: str, why: str, by: Actor, at: datetime) -> TransferClaim:
    """Answer that no such money was found, with what was looked at.  Raises: ClaimUnknown."""
    rows = TransferClaim.objects.select_for_update().filter(subject=subject, ended_at=None)
    waiting = rows.first()
    if waiting is None:
        raise ClaimUnknown("nothing waits for an answer")
    waiting.found, waiting.why = False, why
    waiting.ended_at, waiting.ended_by_id = at, by.acting_officer
    waiting.save(update_fields=["found", "why", "ended_at", "ended_by"])
    return waiting


@transaction.atomic
def settle_difference(
    *, on: date, reference: str, why: str, by: Actor, at: datetime
) -> DifferenceSettled:
    """Say what a difference of a day was; who said so, and why, stays beside it.

    No money moves: what is to be given back still is. Another sum is another difference.
    Raises:  PaymentsNotYours; DifferenceUnknown: not of the day's last run, or explained before.
    """
    payment = Payment.objects.select_for_update().filter(reference=reference).first()
    desk = payment.agency if payment else ""
    if desk not in successors.codes_left_to(by.agency, local_date(at)):
        raise DifferenceUnknown("no such difference at this desk")
    policy.check_may_take_in(by, by.agency, local_date(at))
    found = _difference(on, reference)
    told = {"on": on, "reference": reference, "problem": found.problem,
            "ours_vnd": found.ours_vnd, "theirs_vnd": found.theirs_vnd}  # fmt: skip
    if DifferenceSettled.objects.filter(**told).exists():
        raise DifferenceUnknown("it was explained before")
    made = DifferenceSettled.objects.create(
        **told, agency=by.agency, why=why, at=at, by_id=by.acting_officer
    )
    record(
        subject=till_of(by.agency), act="difference_settled", by=by, at=at,
        detail={"on": on.isoformat(), "payment": reference, "problem": found.problem,
                "ours_vnd": found.ours_vnd, "theirs_vnd": found.theirs_vnd,
                "why": commitment(made.why, made.salt)},
    )  # fmt: skip
    return made


def _difference(on: date, reference: str) -> Difference:
    last = DayClosing.objects.filter(on=on).order_by("-id").first()
    named = [Difference(**row) for row in (last.differences if last else [])]
    found = next((one for one in named if one.reference == reference), None)
    if found is None:
        raise DifferenceUnknown("the last run of the day names no such difference")
    return found
