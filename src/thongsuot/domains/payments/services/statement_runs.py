"""Statements taken in line by line: how far, and what came of it; each line once."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, Max, QuerySet

from thongsuot.domains.ledger.services import behalf_columns, bookkeeping
from thongsuot.domains.ledger.terms import Actor, Behalf
from thongsuot.domains.organisation import successors
from thongsuot.domains.payments import policy
from thongsuot.domains.payments.models import BankLine, Statement, StatementRun
from thongsuot.domains.payments.services.statements import Kept
from thongsuot.domains.payments.terms import (
    LineEnd,
    LineFault,
    LineState,
    PaymentsNotYours,
    StatementRead,
)
from thongsuot.kernel.clock import local_date

MOST_NAMED: Final = 50
"""Faults and known numbers that are kept by name; the rest is counted."""
MOST_AT_ONCE: Final = 100


@bookkeeping("keeping the file is the act; this says how far its lines are")
def begin_run(
    *, agency: str, kept: Kept, read: StatementRead, by: Actor, at: datetime
) -> StatementRun:
    """Return a new run over the lines that wait at a desk, those of before too.

    One that the same person began with this file, and that is not over, is gone on with.
    """
    begun = _unfinished(kept, by)
    if begun is not None:
        return begun
    faults: tuple[LineFault, ...] = (*read.faults, *kept.differing)
    return _new_run(
        kept.statement, agency, by, at, lines=len(read.lines), repeated=len(kept.repeated),
        repeated_numbers=list(kept.repeated[:MOST_NAMED]), outgoing=read.outgoing,
        unreadable=len(faults), faults=[[f.row, f.field] for f in faults[:MOST_NAMED]],
    )  # fmt: skip


@bookkeeping("keeping the file was the act; this says that its lines are tried again")
@transaction.atomic
def resume_run(run_id: int, *, by: Actor, at: datetime) -> StatementRun:
    """Return the run that goes on with what a run left: itself, or where it is over another one.

    One that is over is followed by a run over the lines that wait, in the name of ``by``.
    Raises:  PaymentsNotYours; StatementRun.DoesNotExist.
    """
    run = hold_run(run_id)
    policy.check_may_take_in(by, by.agency, local_date(at))
    if run.agency not in successors.codes_left_to(by.agency, local_date(at)):
        raise PaymentsNotYours("no such statement of this desk", agency=by.agency)
    if run.finished_at is None:
        return run
    return _new_run(
        run.statement, by.agency, by, at, lines=run.lines, repeated=0, repeated_numbers=[],
        outgoing=run.outgoing, unreadable=run.unreadable, faults=run.faults,
    )  # fmt: skip


def _new_run(
    statement: Statement, agency: str, by: Actor, at: datetime, **told: Any
) -> StatementRun:
    """Return a new run over all lines that wait at a desk; ``told`` is what its file says."""
    waiting = _waiting(agency, at).aggregate(count=Count("pk"), last=Max("pk"))
    return StatementRun.objects.create(
        statement=statement, agency=agency, officer_id=by.officer_id, post=by.post_id,
        behalf=behalf_columns(by) if by.on_behalf_of else None, total=waiting["count"],
        last=waiting["last"] or 0, begun_at=at,
        finished_at=None if waiting["count"] else at, **told,
    )  # fmt: skip


def _unfinished(kept: Kept, by: Actor) -> StatementRun | None:
    rows = StatementRun.objects.filter(statement=kept.statement, finished_at=None).order_by("id")
    own = by.officer_id, by.post_id, behalf_columns(by) if by.on_behalf_of else None
    return next((run for run in rows if (run.officer_id, run.post, run.behalf) == own), None)


@bookkeeping("a question: in whose name the lines are taken")
def actor_of_run(run: StatementRun) -> Actor:
    """Return who began a run: in his name its lines are taken."""
    if run.officer_id is None or run.post is None:
        return Actor.system()
    told = run.behalf
    behalf = (
        Behalf(told["behalf_officer_id"], told["behalf_post_id"], told["delegation_id"])
        if told
        else None
    )
    return Actor.officer(
        officer_id=run.officer_id, post_id=run.post, agency=run.agency, on_behalf_of=behalf
    )


@bookkeeping("a question: what comes next")
def lines_ahead(run: StatementRun, at: datetime) -> list[BankLine]:
    """Return the next lines of a run, in order."""
    rows = _waiting(run.agency, at).filter(pk__gt=run.after, pk__lte=run.last)
    return list(rows.order_by("pk")[:MOST_AT_ONCE])


def _waiting(agency: str, at: datetime) -> QuerySet[BankLine]:
    codes = successors.codes_left_to(agency, local_date(at))
    return BankLine.objects.filter(agency__in=codes, state=LineState.OPEN)


@bookkeeping("a lock")
def hold_run(run_id: int) -> StatementRun:
    """Return a run, locked until the transaction ends: its lines are taken one after another."""
    return StatementRun.objects.select_for_update().get(pk=run_id)


@bookkeeping("a question: whether somebody was faster")
def still_waits(line_id: int) -> bool:
    """Return whether nobody has settled a line yet."""
    return BankLine.objects.filter(pk=line_id, state=LineState.OPEN).exists()


@bookkeeping("what the line paid is an act with its own entry")
def note_line(run: StatementRun, line: BankLine, end: LineEnd, why: str = "") -> None:
    """Count what a line came to; it is not tried again in this run.

    ``why`` is the code of a refusal, kept with the bank's number.
    """
    setattr(run, end, getattr(run, end) + 1)
    if why:
        run.refusals = [*run.refusals, [line.number, why]][:MOST_NAMED]
    run.after, run.done = line.pk, run.done + 1
    run.save(update_fields=["after", "done", "refusals", end])


@bookkeeping("its lines are over")
@transaction.atomic
def finish_run(run_id: int, at: datetime) -> None:
    """Say that no line of a run waits any more; what it did not come to was settled meanwhile."""
    run = hold_run(run_id)
    if run.finished_at is not None:
        return
    run.elsewhere += max(0, run.total - run.done)
    run.done, run.finished_at = max(run.total, run.done), at
    run.save(update_fields=["elsewhere", "done", "finished_at"])


@bookkeeping("no line was taken by this")
@transaction.atomic
def goes_on(run_id: int, at: datetime) -> bool:
    """Return whether a run goes on; one whose bringer takes in no more at the desk is stopped."""
    run = hold_run(run_id)
    if run.finished_at is not None:
        return False
    try:
        policy.check_may_take_in(actor_of_run(run), run.agency, local_date(at))
    except PaymentsNotYours as refused:
        run.stopped, run.finished_at = refused.code, at
        run.save(update_fields=["stopped", "finished_at"])
        return False
    return True
