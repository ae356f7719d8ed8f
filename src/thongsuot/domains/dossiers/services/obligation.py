"""A financial obligation: asked for with its notice, met with its receipt, the clock standing."""

from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import AlreadyOffered
from thongsuot.domains.documents import services as documents
from thongsuot.domains.documents.terms import FiledPaper
from thongsuot.domains.dossiers import policy, rules
from thongsuot.domains.dossiers.models import Dossier, Obligation
from thongsuot.domains.dossiers.services import act
from thongsuot.domains.dossiers.services.clock import push_due_date
from thongsuot.domains.dossiers.terms import Act, PaymentNotice
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms import Role
from thongsuot.domains.payments import services as paying
from thongsuot.kernel.canonical import canonical_json
from thongsuot.kernel.clock import local_date


def request_payment(
    *, code: str, notice: PaymentNotice, name: str, stream: BinaryIO, by: Actor, at: datetime,
    key: str | None = None,
) -> Dossier:  # fmt: skip
    """Pass on what the agency or the tax office asks the citizen to pay; the clock stands.

    ``stream`` is the notice as a file, ``name`` what that file is called.
    Raises:  ActNotAllowed; NotTheHolder; RoleMissing; DecisionExists; AlreadyOffered;
             NoticeIncomplete; FileRefused in one of its kinds. Nothing is kept then.
    Source:  national state 6; NĐ 61/2018 Art. 5(1): no payment without its ground.
    """
    upload = documents.read_upload(stream)
    with transaction.atomic():
        dossier, at, done = act.begin(code, Act.REQUEST_PAYMENT, by, at, key)
        if done:
            return dossier
        rules.check_notice(notice, local_date(at))
        _check_may_ask(dossier, by, at)
        paper = documents.attach_notice(subject=dossier.subject, name=name, upload=upload, at=at)
        return _ask(dossier, notice, paper, by=by, at=at, key=key)


def _ask(
    dossier: Dossier, notice: PaymentNotice, paper: FiledPaper, *, by: Actor, at: datetime,
    key: str | None,
) -> Dossier:  # fmt: skip
    asked = Obligation.objects.create(
        dossier=dossier,
        issuer=notice.issuer,
        number=notice.number.strip(),
        issued_on=notice.issued_on,
        amount_vnd=notice.amount_vnd,
        legal_basis=notice.legal_basis.strip(),
        paper=paper.id,
        requested_at=at,
        requested_by_id=by.acting_officer,
    )
    dossier.obligation_since = at
    return act.finish(
        dossier, Act.REQUEST_PAYMENT, by=by, at=at, key=key,
        detail={"issuer": asked.issuer, "amount_vnd": asked.amount_vnd,
                "notice": commitment(_words(asked), asked.salt), "paper": paper.commitment},
    )  # fmt: skip


@transaction.atomic
def confirm_payment(
    *, code: str, receipt: str, by: Actor, at: datetime, key: str | None = None
) -> Dossier:
    """Record that the obligation is met, by the number of its receipt; the clock runs on.

    The time that was waited is added to the due date.
    Raises:  ActNotAllowed; NotTheHolder; RoleMissing; NoticeIncomplete without a receipt;
             CalendarGap.
    """
    dossier, at, done = act.begin(code, Act.CONFIRM_PAYMENT, by, at, key)
    if done:
        return dossier
    _check_power(dossier, by, at)
    owed = Obligation.objects.select_for_update().get(dossier=dossier, met_at=None)
    owed.receipt, owed.met_at = rules.check_receipt(receipt), at
    owed.met_by_id = by.acting_officer
    owed.save(update_fields=["receipt", "met_at", "met_by"])
    dossier.obligation_since = None
    paying.end_claim(dossier.subject, by=by, at=at)
    due = push_due_date(dossier, since=owed.requested_at, until=at)
    return act.finish(
        dossier, Act.CONFIRM_PAYMENT, by=by, at=at, key=key,
        detail={"amount_vnd": owed.amount_vnd, "receipt": commitment(owed.receipt, owed.salt),
                **due},
    )  # fmt: skip


def _check_may_ask(dossier: Dossier, by: Actor, at: datetime) -> None:
    _check_power(dossier, by, at)
    policy.check_unsigned(dossier)
    if custodies.open_offers_of([dossier.subject]):
        raise AlreadyOffered("an offer waits for its answer")


def _check_power(dossier: Dossier, by: Actor, at: datetime) -> None:
    policy.check_holder(dossier, by)
    organisation.require_role(by, Role.HANDLE, local_date(at))


def _words(asked: Obligation) -> str:
    said = {
        "number": asked.number,
        "issued_on": asked.issued_on.isoformat(),
        "legal_basis": asked.legal_basis,
    }
    return canonical_json(said).decode()
