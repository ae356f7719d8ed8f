"""Lives whose time is charged, told in working minutes after a Monday's opening."""

from dataclasses import replace

from tests.builders_deadlines import calendar, local

from thongsuot.domains.accountability.terms import Held, Holder, Life, Run
from thongsuot.domains.deadlines.rules import add_working_minutes

YEARS = calendar()
DESK, HANDLER, HEAD = Holder(1, 10, 100), Holder(2, 20, 200), Holder(2, 21, 201)
OTHER = Holder(3, 30)
SUPERIOR, NEXT_SUPERIOR = Holder(9, 0), Holder(8, 0)
MONDAY = local("2026-03-02 07:00")
HOUR = 60
DAY = 8 * HOUR


def after(minutes: int):
    """Return the instant so many working minutes after Monday's opening."""
    return add_working_minutes(MONDAY, minutes, YEARS)


def life(*held, due: int, stopped: int | None = None, **parts) -> Life:
    """Return a life whose spans follow each other: (holder, share, until) in working minutes."""
    spans, begun = [], 0
    for holder, share, until in held:
        ended = None if until is None else after(until)
        spans.append(Held(holder, after(begun), ended, share))
        begun = until
    run = Run(MONDAY, after(due), None if stopped is None else after(stopped), by_hour=True)
    return Life(replace(run, pauses=parts.pop("pauses", ())), tuple(spans), **parts)


def told(found) -> dict[Holder, int]:
    """Return the lateness of everybody who is charged some."""
    return {account.holder: account.late for account in found.accounts if account.late}
