"""Transfers to a desk's account: a bank's statement taken in, each line matched or listed."""

import hashlib
from datetime import datetime

from django.db import transaction

from thongsuot.domains.dossiers.models import Dossier, Obligation
from thongsuot.domains.dossiers.services import act
from thongsuot.domains.dossiers.services.payments import record_money, settle_money
from thongsuot.domains.dossiers.terms import FINAL, Act, DossierUnknown
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation import successors
from thongsuot.domains.payments import policy as payment_policy
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments import services as paying
from thongsuot.domains.payments.rules import codes_in, read_rows
from thongsuot.domains.payments.statements import rows_of
from thongsuot.domains.payments.terms import (
    LineNotOfDossier,
    LineSettled,
    MetByHand,
    News,
    PaymentsNotYours,
    StatementTaken,
)
from thongsuot.kernel.clock import local_date


@bookkeeping("keeping the file is an act, and so is what each line pays")
def import_statement(*, content: bytes, desk: str, by: Actor, at: datetime) -> StatementTaken:
    """Take in a bank's statement of a desk; what names a dossier and its sum is paid by it.

    A line is known by the bank's number: a second one is refused and told. The same file again
    goes on where it broke off, and tries again what found no dossier.
    Raises:  StatementUnreadable; PaymentsNotYours.
    """
    payment_policy.check_may_take_in(by, desk, local_date(at))
    read = read_rows(rows_of(content), payments.policy_in_force(local_date(at)).statement)
    kept = paying.keep_statement(
        agency=desk, digest=hashlib.sha256(content).hexdigest(), read=read, by=by, at=at
    )
    agencies = successors.codes_left_to(desk, local_date(at))
    came = [_try(line.pk, codes_in(line.words, agencies), desk, by, at) for line in kept.waiting]
    return StatementTaken(
        lines=len(read.lines), taken=came.count(News.SETTLED), known=came.count(News.REPEATED),
        mismatched=came.count(News.MISMATCHED), left=came.count(News.UNKNOWN),
        repeated=kept.repeated, faults=(*read.faults, *kept.differing), outgoing=read.outgoing,
    )  # fmt: skip


def _try(line_id: int, codes: tuple[str, ...], desk: str, by: Actor, at: datetime) -> News:
    """Take a line for the one dossier that it names; with none or several a person decides."""
    if len(codes) != 1:
        return News.UNKNOWN
    try:
        return _take(line_id, codes[0], desk, by, at)
    except (DossierUnknown, LineNotOfDossier, LineSettled, PaymentsNotYours):
        return News.UNKNOWN


@transaction.atomic
def take_transfer(*, line_id: int, code: str, by: Actor, at: datetime) -> News:
    """Take a line of a statement as the money of a dossier that a person names.

    Raises:  DossierUnknown; LineSettled; LineNotOfDossier; PaymentsNotYours.
    """
    payment_policy.check_may_take_in(by, by.agency, local_date(at))
    return _take(line_id, code, by.agency, by, at)


@transaction.atomic
def _take(line_id: int, code: str, desk: str, by: Actor, at: datetime) -> News:
    dossier = act.lock(code)
    at = act.after_last_act(dossier, at)
    own = organisation.desk_by_id(dossier.receiving_agency_id).code
    if own not in successors.codes_left_to(desk, local_date(at)):
        raise PaymentsNotYours("another desk collects for this dossier")
    notice = _open_notice(dossier)
    came = paying.take_line(
        line_id=line_id, agency=desk, subject=dossier.subject,
        notice_vnd=notice.amount_vnd if notice else 0, met=_met_by_hand(dossier),
        has_ended=dossier.national_state in FINAL, by=by, at=at,
    )  # fmt: skip
    if came.news is News.SETTLED:
        settle_money(dossier, notice, came, at, by=by)
    elif came.news is News.MISMATCHED:
        record_money(dossier, Act.MISMATCH, came, at, {}, by=by)
    return came.news


def _met_by_hand(dossier: Dossier) -> list[MetByHand]:
    """Return the notices that a person confirmed, oldest first; no statement had shown them."""
    rows = Obligation.objects.filter(dossier=dossier, met_by__isnull=False).order_by("id")
    return [
        MetByHand(row.pk, row.amount_vnd, row.receipt, local_date(row.met_at))
        for row in rows
        if row.met_at
    ]


def _open_notice(dossier: Dossier) -> Obligation | None:
    return Obligation.objects.select_for_update().filter(dossier=dossier, met_at=None).first()
