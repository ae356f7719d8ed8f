"""What ``thongsuot accountability sum-up`` does: read on, or anew, and compare."""

from datetime import datetime, timedelta
from typing import Any, Final

from thongsuot.domains.accountability import summing
from thongsuot.domains.accountability.queries import kept
from thongsuot.domains.accountability.reports import counted_anew, report_of
from thongsuot.domains.accountability.terms import Period
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.ledger import locks
from thongsuot.entrypoints.cli.plumbing import CommandFailed, note
from thongsuot.kernel.clock import local_date, utc_now

WINDOW: Final = timedelta(days=90)


def read(*, anew: bool, verify: bool) -> dict[str, Any]:
    """Read the record into the summaries; return how far they go.  Raises: CommandFailed."""
    at = utc_now()
    with locks.alone("sum-up") as may_read:
        if not may_read:
            raise CommandFailed(
                "the summary is being made already",
                why="the worker, or another command, reads the record just now",
                advice="thongsuot accountability sum-up again, in a minute",
            )
        if anew:
            summing.forget()
        if not summing.sum_up(at=at, tell=note):
            raise CommandFailed(
                "the record could not be read to its end",
                why="somebody has been writing for long",
                advice="thongsuot accountability sum-up again, in a minute",
            )
        if verify:
            _compare(at)
    stand = kept.find_stand(deadlines.calendar_at(at))
    if stand is None:
        raise CommandFailed(
            "the summary is not of today's calendar",
            why="a calendar was published meanwhile",
            advice="thongsuot accountability sum-up",
        )
    return {
        "as_of": stand.as_of, "entries": stand.entries, "spans": stand.spans,
        "open_as_of": stand.open_as_of, "verified": verify,
    }  # fmt: skip


def _compare(at: datetime) -> None:
    """Refuse a summary that says anything else than the record."""
    today = local_date(at)
    period = Period(today - WINDOW, today)
    told, anew = report_of(period, at=at), counted_anew(period, at=at)
    pairs = {
        "hand-overs": (told.handovers.flows, anew.handovers.flows),
        "loops": (told.loops, anew.loops),
        "longest chains": (told.chains, anew.chains),
        "lateness": (told.charges, anew.charges),
    }
    if told.holdings.until is None:
        pairs["holding"] = told.holdings.rows, anew.holdings.rows
    else:
        note(f"holding: compared another time; {told.holdings.until:%H:%M} UTC is read so far")
    differing = [name for name, (one, other) in pairs.items() if one != other]
    if differing:
        raise CommandFailed(
            f"the summary says something else than the record: {', '.join(differing)}",
            why="rows were changed by hand, or a summary of an older version stands here",
            advice="thongsuot accountability sum-up --anew --verify",
        )
