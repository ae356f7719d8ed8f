"""Money of a dossier: what is due corrected, taken, told by the platform, given back."""

from datetime import datetime

from django.db import transaction

from thongsuot.domains.dossiers import policy, rules
from thongsuot.domains.dossiers.models import Dossier, Obligation
from thongsuot.domains.dossiers.services import act
from thongsuot.domains.dossiers.services.clock import push_due_date
from thongsuot.domains.dossiers.services.intake import check_desk
from thongsuot.domains.dossiers.terms import FINAL, Act, NationalState
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor, DetailValue
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments import services as paying
from thongsuot.domains.payments.services import Came
from thongsuot.domains.payments.terms import (
    Confirmation,
    Means,
    News,
    NothingDue,
    PaymentUnknown,
    Purpose,
)
from thongsuot.kernel.clock import local_date


@transaction.atomic
def correct_fee(
    *, code: str, group: str, case: str, copies: int, proof: str, by: Actor, at: datetime,
    key: str | None = None,
) -> Dossier:  # fmt: skip
    """Freeze the fee anew: the applicant belongs to a group, or it is another case.

    ``proof`` says in words what the desk has seen of it. The group is personal data (poverty,
    disability): the record commits to it together with its proof.
    Raises:  ActNotAllowed; RoleMissing; SentToAnotherDesk; ReasonMissing; NothingDue where no
             tariff named it or it is paid; GroupUnknown on the day whose tariff counts.
    """
    dossier, at, done = act.begin(code, Act.CORRECT_FEE, by, at, key)
    if done:
        return dossier
    desk = check_desk(dossier, by, local_date(at))
    owed = paying.reassess(
        subject=dossier.subject, procedure=dossier.procedure_code, desk=desk, at=at, case=case,
        group=group, copies=copies, proof=rules.check_reason(proof),
    )  # fmt: skip
    return act.finish(
        dossier, Act.CORRECT_FEE, by=by, at=at, key=key,
        detail={"fee_vnd": owed.total_vnd, "case": case, "copies": copies,
                "proof": commitment(f"{group}:{owed.proof}", owed.salt)},
    )  # fmt: skip


@transaction.atomic
def collect_fee(
    *, code: str, means: Means, amount_vnd: int, proof: str = "", pays_several: bool = False,
    by: Actor, at: datetime, key: str | None = None,
) -> Dossier:  # fmt: skip
    """Take the fee at the desk, in cash or by a transfer that the bank has shown.

    ``pays_several``: the one transfer pays other dossiers, too; the record says that it was said.
    Raises:  ActNotAllowed; RoleMissing; SentToAnotherDesk; NothingDue: not in the tariff, exempt
             or paid; OtherAmount; ReceiptMissing; LineSettled; LineTooSmall; NumberNoted.
    Source:  Law 97/2015/QH13, as docs/law/fees.md reads it.
    """
    dossier, at, done = act.begin(code, Act.COLLECT_FEE, by, at, key)
    if done:
        return dossier
    check_desk(dossier, by, local_date(at))
    payment, receipts = paying.collect(
        subject=dossier.subject, means=means, amount_vnd=amount_vnd, proof=proof,
        pays_several=pays_several, by=by, at=at,
    )  # fmt: skip
    return act.finish(
        dossier, Act.COLLECT_FEE, by=by, at=at, key=key,
        detail={"amount_vnd": payment.amount_vnd, "means": payment.means,
                "payment": payment.reference, "receipts": [r.name for r in receipts],
                **({"pays_several": True} if pays_several else {})},
    )  # fmt: skip


@transaction.atomic
def replace_receipt(
    *, code: str, receipt_id: int, why: str, by: Actor, at: datetime, key: str | None = None
) -> Dossier:
    """Cancel a receipt with something wrong on it and give another number to the same money.

    Raises:  RoleMissing; SentToAnotherDesk; ReasonMissing; ReceiptUnknown.
    """
    dossier, at, done = act.begin(code, Act.REPLACE_RECEIPT, by, at, key)
    if done:
        return dossier
    check_desk(dossier, by, local_date(at))
    wrong, fresh = paying.replace_receipt(
        receipt_id=receipt_id, subject=dossier.subject, why=rules.check_reason(why), by=by, at=at
    )
    return act.finish(
        dossier, Act.REPLACE_RECEIPT, by=by, at=at, key=key,
        detail={"cancelled": wrong.name, "receipts": [fresh.name],
                "reason": commitment(wrong.why_cancelled, wrong.salt)},
    )  # fmt: skip


@bookkeeping("asking the platform for its page is no act of the law; the money is")
@transaction.atomic
def begin_payment(*, code: str, by: Actor, at: datetime) -> str:
    """Return the reference under which the citizen pays what is due now: a notice, or the fee.

    Raises:  DossierUnknown; PinNeeded; NothingDue.
    """
    dossier = act.lock(code)
    policy.check_citizen(dossier, by)
    if dossier.national_state in FINAL:
        raise NothingDue("the dossier has ended")
    notice = Obligation.objects.filter(dossier=dossier, met_at=None).first()
    desk = organisation.desk_by_id(dossier.receiving_agency_id)
    begun = paying.begin(
        subject=dossier.subject, purpose=Purpose.OBLIGATION if notice else Purpose.FEES,
        agency=desk.code, amount_vnd=notice.amount_vnd if notice else 0, at=at,
    )  # fmt: skip
    return begun.reference


@transaction.atomic
def accept_payment(*, said: Confirmation, source: str, digest: str, at: datetime) -> News:
    """Do what a message of the platform means, its checksum found right; again, it means nothing.

    A notice of state 6 that is paid in full is met: the clock runs on. Another sum than was
    asked, or money for what is paid or ended, waits to be given back and settles nothing.
    Source:  docs/law/fees.md; one entry where something happened, none where nothing did.
    """
    try:
        subject = payments.get_payment(said.reference).subject
    except PaymentUnknown:
        paying.note("", source, News.UNKNOWN, said.amount_vnd, digest, at)
        return News.UNKNOWN
    dossier = act.lock(rules.code_of(subject))
    at = act.after_last_act(dossier, at)
    notice = Obligation.objects.select_for_update().filter(dossier=dossier, met_at=None).first()
    came = paying.confirm(
        said=said, source=source, digest=digest, at=at,
        is_owed=_is_owed(dossier, notice, payments.get_payment(said.reference)),
    )  # fmt: skip
    if came.news is News.SETTLED:
        settle_money(dossier, notice, came, at)
    elif came.news is News.MISMATCHED and came.payment is not None:
        record_money(dossier, Act.MISMATCH, came, at, {})
    return came.news


def _is_owed(dossier: Dossier, notice: Obligation | None, payment: object) -> bool:
    if dossier.national_state in FINAL:
        return False
    if getattr(payment, "purpose", "") == Purpose.FEES:
        return True
    return notice is not None and notice.amount_vnd == getattr(payment, "amount_vnd", 0)


def settle_money(
    dossier: Dossier, notice: Obligation | None, came: Came, at: datetime, *,
    by: Actor | None = None,
) -> None:  # fmt: skip
    """Write what money that came in full means: a fee is paid, or a notice is met."""
    if came.payment is None or came.payment.purpose == Purpose.FEES or notice is None:
        record_money(dossier, Act.PAY_FEE, came, at, {}, by=by)
        return
    notice.receipt, notice.met_at = came.payment.receipts[:60], at
    notice.save(update_fields=["receipt", "met_at"])
    dossier.obligation_since = None
    due: dict[str, DetailValue] = {}
    if dossier.national_state == NationalState.OBLIGATION_REQUESTED:
        due = push_due_date(dossier, since=notice.requested_at, until=at)
    said = {"receipt": commitment(notice.receipt, notice.salt), **due}
    record_money(dossier, Act.CONFIRM_PAYMENT, came, at, said, by=by)


def record_money(
    dossier: Dossier, what: Act, came: Came, at: datetime, more: dict[str, DetailValue], *,
    by: Actor | None = None,
) -> None:  # fmt: skip
    """Write the entry of money that came by itself or by a bank's statement."""
    payment = came.payment
    if payment is None:
        return
    detail: dict[str, DetailValue] = {
        "amount_vnd": payment.received_vnd, "means": payment.means, "payment": payment.reference,
        "receipts": [receipt.name for receipt in came.receipts],
    }  # fmt: skip
    if what is Act.MISMATCH:
        detail |= {"problem": payment.state}
    act.finish(dossier, what, by=by or Actor.system(), at=at, key=None, detail=detail | more)
