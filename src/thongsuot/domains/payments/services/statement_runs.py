"""Statements taken in line by line: how far, and what came of it; each line once."""

from datetime import datetime
from typing import Final

from django.db.models import Count, Max, QuerySet

from thongsuot.domains.ledger.services import behalf_columns, bookkeeping
from thongsuot.domains.ledger.terms import Actor, Behalf
from thongsuot.domains.organisation import successors
from thongsuot.domains.payments.models import BankLine, StatementRun
from thongsuot.domains.payments.services.statements import Kept
from thongsuot.domains.payments.terms import LineFault, LineState, News, StatementRead
from thongsuot.kernel.clock import local_date

MOST_NAMED: Final = 50
"""Faults and known numbers that are kept by name; the rest is counted."""
MOST_AT_ONCE: Final = 100
COUNTED: Final = {
    News.SETTLED: "taken", News.MISMATCHED: "mismatched", News.REPEATED: "known",
    News.UNKNOWN: "left",
}  # fmt: skip


@bookkeeping("keeping the file is the act; this says how far its lines are")
def begin_run(
    *, agency: str, kept: Kept, read: StatementRead, by: Actor, at: datetime
) -> StatementRun:
    """Return a new run over the lines that wait at a desk, those of before too."""
    faults: tuple[LineFault, ...] = (*read.faults, *kept.differing)
    waiting = _waiting(agency, at).aggregate(count=Count("pk"), last=Max("pk"))
    return StatementRun.objects.create(
        statement=kept.statement, agency=agency, officer_id=by.officer_id, post=by.post_id,
        behalf=behalf_columns(by) if by.on_behalf_of else None, lines=len(read.lines),
        total=waiting["count"], last=waiting["last"] or 0, repeated=len(kept.repeated),
        repeated_numbers=list(kept.repeated[:MOST_NAMED]), outgoing=read.outgoing,
        unreadable=len(faults), faults=[[f.row, f.field] for f in faults[:MOST_NAMED]],
        begun_at=at, finished_at=None if waiting["count"] else at,
    )  # fmt: skip


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


@bookkeeping("what the line paid is an act with its own entry")
def note_line(run: StatementRun, line_id: int, news: News) -> None:
    """Count what a line came to; it is not tried again in this run."""
    count = COUNTED[news]
    setattr(run, count, getattr(run, count) + 1)
    run.after, run.done = line_id, run.done + 1
    run.save(update_fields=["after", "done", count])


@bookkeeping("its lines are over")
def finish_run(run: StatementRun, at: datetime) -> None:
    """Say that no line of a run waits any more."""
    run.finished_at = at
    run.save(update_fields=["finished_at"])
