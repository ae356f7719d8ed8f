"""What each holder did with the time of the dossiers that were decided in a period."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from thongsuot.domains.accountability.queries.charges import Tell, reckon_each
from thongsuot.domains.accountability.terms import (
    Account,
    Holder,
    Holding,
    Holdings,
    Period,
    Reckoning,
)
from thongsuot.domains.accountability.terms.figures import MEASURED
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.dossiers import decided_facts

Decided = Sequence[tuple[str, datetime]]
"""Codes of dossiers with when each was decided, the last decided last."""


def holdings(
    period: Period,
    *,
    calendar: WorkingCalendar,
    agencies: Collection[int] | None = None,
    tell: Tell = lambda _dossiers: None,
) -> Holdings:
    """Return who held what was decided in the period, every dossier reckoned anew.

    A dossier's time is all of it until its decision, as its own page splits it, so that months add
    up to their quarter. ``agencies`` keeps to holders of theirs; ``tell`` hears how many were read.
    Raises:  CalendarGap.
    """
    found: dict[Holder, Holding] = {}
    done = 0
    pages = decided_facts.decided(since=period.since, until=period.until, agencies=agencies)
    for page in pages:
        add_decided(found, page, calendar=calendar, agencies=agencies)
        done += len(page)
        tell(done)
    return Holdings(in_order(found.values()))


def add_decided(
    found: dict[Holder, Holding],
    page: Decided,
    *,
    calendar: WorkingCalendar,
    agencies: Collection[int] | None = None,
) -> None:
    """Add what each holder did with the time of these dossiers to what was found of others."""
    codes = [code for code, _decided_at in page]
    for _code, reckoning in reckon_each(codes, at=None, calendar=calendar):
        for account in _of_some(reckoning, agencies):
            found.setdefault(account.holder, Holding(account.holder)).take_in(Holding.of(account))


def _of_some(reckoning: Reckoning, agencies: Collection[int] | None) -> list[Account]:
    """Return the accounts with some time before the decision, of some agencies or of all."""
    return [
        account
        for account in reckoning.accounts
        if (agencies is None or account.holder.agency in agencies)
        and any(getattr(account, name) for name in MEASURED)
    ]


def in_order(rows: Iterable[Holding]) -> tuple[Holding, ...]:
    """Return who was most over his share first."""
    return tuple(sorted(rows, key=lambda row: (-row.over, -row.held, row.holder)))
