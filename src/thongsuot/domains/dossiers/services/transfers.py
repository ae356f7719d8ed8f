"""Transfers to a desk's account: a bank's statement taken in, each line matched or listed."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from thongsuot.domains.dossiers.models import Dossier, Obligation
from thongsuot.domains.dossiers.queries import money
from thongsuot.domains.dossiers.services import act
from thongsuot.domains.dossiers.services.payments import record_money, settle_money
from thongsuot.domains.dossiers.terms import FINAL, Act, DossierUnknown
from thongsuot.domains.exchange import services as exchange
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation import successors
from thongsuot.domains.payments import policy as payment_policy
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments import services as paying
from thongsuot.domains.payments.queries import BankLine, StatementRun
from thongsuot.domains.payments.rules import codes_in, read_rows
from thongsuot.domains.payments.services.statements import Kept
from thongsuot.domains.payments.statements import rows_of
from thongsuot.domains.payments.terms import (
    LineEnd,
    LineNotOfDossier,
    LineSettled,
    MetByHand,
    News,
    PaymentsNotYours,
    StatementRead,
    StatementTaken,
)
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.errors import Refused

A_TURN: Final = timedelta(seconds=5)
ENDS: Final = {
    News.SETTLED: LineEnd.TAKEN, News.MISMATCHED: LineEnd.MISMATCHED,
    News.REPEATED: LineEnd.KNOWN,
}  # fmt: skip


@bookkeeping("keeping the file is an act, and so is what each line pays")
@transaction.atomic
def begin_statement(
    *, content: bytes, desk: str, by: Actor, at: datetime, by_command: bool = False
) -> tuple[StatementRun, Kept, StatementRead]:
    """Keep the lines of a bank's statement of a desk, and begin to take them in.

    A line is known by the bank's number: a second one is refused and told. The same file again
    goes on where it broke off, and tries again what found no dossier. The worker is asked in the
    same transaction: whatever becomes of the visitor, the run goes on.
    Raises:  StatementUnreadable; PaymentsNotYours.
    """
    payment_policy.check_may_take_in(by, desk, local_date(at))
    read = read_rows(rows_of(content), payments.policy_in_force(local_date(at)).statement)
    kept = paying.keep_statement(
        agency=desk, digest=hashlib.sha256(content).hexdigest(), read=read, by=by, at=at,
        by_command=by_command,
    )  # fmt: skip
    run = paying.begin_run(agency=desk, kept=kept, read=read, by=by, at=at)
    if run.finished_at is None:
        exchange.take_statement(run_id=run.pk)
    return run, kept, read


@bookkeeping("what each line pays is an act with its own entry")
def take_lines(
    *, run_id: int, clock: Callable[[], datetime], within: timedelta | None = A_TURN
) -> bool:
    """Take the next lines of a run, for a turn; return whether none is left.

    What names a dossier and its sum is paid by it. Each line is a transaction of its own, and is
    tried once a run, whoever goes on with it. Each turn asks again whether who brought the
    statement may take it in.
    """
    begun = clock()
    if not paying.goes_on(run_id, begun):
        return True
    run = payments.get_run(run_id)
    while run.finished_at is None:
        ahead = paying.lines_ahead(run, clock())
        if not ahead:
            paying.finish_run(run_id, clock())
        for line in ahead:
            if within is not None and clock() >= begun + within:
                return False
            _take_in_turn(run_id, line, clock())
        run.refresh_from_db()
    return True


@bookkeeping("what each line pays is an act with its own entry")
@transaction.atomic
def go_on_with_lines(*, run_id: int, by: Actor, at: datetime) -> StatementRun:
    """Have the worker try again what a run left, without its file; return the run that does.

    A run that no worker has before it any more goes on in the name of who brought it; one that
    is over is followed by one of the officer who asks.
    Raises:  PaymentsNotYours; StatementRun.DoesNotExist.
    """
    run = paying.resume_run(run_id, by=by, at=at)
    if money.stands_still(run):
        exchange.take_statement(run_id=run.pk)
    return run


@bookkeeping("the worker does what this asks for")
def leave_to_the_worker(*, run_id: int) -> None:
    """Have the rest of a run's lines taken in after commit."""
    exchange.take_statement(run_id=run_id)


@bookkeeping("keeping the file is an act, and so is what each line pays")
def import_statement(
    *, content: bytes, desk: str, by: Actor, at: datetime, by_command: bool = False
) -> StatementTaken:
    """Take in a bank's statement of a desk to its last line, and return what it came to.

    Raises:  StatementUnreadable; PaymentsNotYours.
    """
    run, kept, read = begin_statement(
        content=content, desk=desk, by=by, at=at, by_command=by_command
    )
    take_lines(run_id=run.pk, clock=lambda: at, within=None)
    run.refresh_from_db()
    return StatementTaken(
        lines=run.lines, taken=run.taken, known=run.known, mismatched=run.mismatched,
        left=run.left, elsewhere=run.elsewhere, refused=run.refused,
        repeated=kept.repeated, faults=(*read.faults, *kept.differing),
        outgoing=run.outgoing,
    )  # fmt: skip


@transaction.atomic
def _take_in_turn(run_id: int, line: BankLine, at: datetime) -> None:
    run = paying.hold_run(run_id)
    if line.pk <= run.after:
        return  # somebody else goes on with this run
    codes = codes_in(line.words, successors.codes_left_to(run.agency, local_date(at)))
    end, why = _try(line.pk, codes, run.agency, paying.actor_of_run(run), at)
    paying.note_line(run, line, end, why)


def _try(
    line_id: int, codes: tuple[str, ...], desk: str, by: Actor, at: datetime
) -> tuple[LineEnd, str]:
    """Take a line for the one dossier that it names; with none or several a person decides.

    Return what it came to, and the code of a refusal that is the dossier's own. One line that is
    refused keeps no other waiting.
    """
    if not paying.still_waits(line_id):
        return LineEnd.ELSEWHERE, ""
    if len(codes) != 1:
        return LineEnd.LEFT, ""
    try:
        return ENDS[_take(line_id, codes[0], desk, by, at)], ""
    except LineSettled:
        return (LineEnd.LEFT if paying.still_waits(line_id) else LineEnd.ELSEWHERE), ""
    except (DossierUnknown, LineNotOfDossier, PaymentsNotYours):
        return LineEnd.LEFT, ""
    except Refused as refused:
        return LineEnd.REFUSED, refused.code


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
