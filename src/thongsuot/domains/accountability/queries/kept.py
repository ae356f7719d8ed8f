"""Figures of a period from what is kept, and from what came since; the same as counted anew.

Where no summary is kept, or it was counted by another calendar, everything is counted anew.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from django.db import connection
from django.db.models import Max, Q, QuerySet, Sum

from thongsuot.domains.accountability.models import FlowDay, HoldingDay, LongChain, LoopDay, Summary
from thongsuot.domains.accountability.queries import chains
from thongsuot.domains.accountability.queries.chains import DOSSIER, EXAMPLES, Loops
from thongsuot.domains.accountability.queries.charges import NO_HEIRS, add, reckon_each
from thongsuot.domains.accountability.queries.charges import charges as charged_anew
from thongsuot.domains.accountability.queries.holdings import Decided, add_decided, in_order
from thongsuot.domains.accountability.terms import (
    Chain,
    Charged,
    Handovers,
    Holder,
    Holding,
    Holdings,
    Level,
    Loop,
    Period,
)
from thongsuot.domains.accountability.terms.figures import MEASURED
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.dossiers import decided_facts
from thongsuot.domains.dossiers import facts as dossiers
from thongsuot.domains.dossiers import rules as dossier_rules
from thongsuot.domains.dossiers.terms import Act
from thongsuot.domains.ledger import queries as record

KEPT_LEVELS: Final = frozenset({Level.AGENCY, Level.POST})
MOST_LIVE: Final = 5_000
"""Dossiers with an act since the last turn that are looked at while somebody waits."""
DECIDED: Final = Act.ISSUE.value
"""The act by which a dossier is decided, once."""
MOST_RECKONED: Final = 500
"""Decided dossiers whose time is split while somebody waits; more wait for a turn."""
Agencies = Collection[int] | None
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a whole summary has read the record."""

    pk: int
    spans: int
    entries: int
    as_of: datetime
    open_as_of: datetime | None
    held_entries: int


def find_stand(calendar: WorkingCalendar) -> Stand | None:
    """Return how far the summary goes that this calendar counted; None while there is none."""
    row = Summary.objects.filter(calendar=calendar.version, as_of__isnull=False).first()
    if row is None or row.as_of is None:
        return None
    return Stand(row.pk, row.spans, row.entries, row.as_of, row.open_as_of, row.held_entries)


def _at_rest(
    stand: Stand, read: Callable[[], Read], mark: str = "spans"
) -> tuple[Any, Read] | None:
    """Return what is kept with how far it goes, by a column of ``Summary``; None once forgotten.

    A turn of the worker may end between two questions: then what is kept is read again.
    """
    rows = Summary.objects.filter(pk=stand.pk).values_list(mark, flat=True)
    before = getattr(stand, mark)
    while before is not None:
        found = read()
        after = rows.first()
        if after == before:
            return before, found
        before = after
    return None


# --- hand-overs and loops -----------------------------------------------------------------------


def handovers(
    period: Period, stand: Stand | None, *, level: Level = Level.AGENCY, agencies: Agencies = None
) -> Handovers:
    """Return what the period saw of hand-overs between agencies or posts."""
    if stand is None or level not in KEPT_LEVELS:
        return chains.handovers(period, level=level, agencies=agencies)
    known = _at_rest(stand, lambda: _flows(period, level, agencies))
    if known is None:
        return chains.handovers(period, level=level, agencies=agencies)
    spans, taken = known
    for giver, taker, handed, back in chains.taken_after(spans, period, level, agencies):
        before = taken.get((giver, taker), (0, 0))
        taken[giver, taker] = before[0] + handed, before[1] + back
    return chains.told_of(taken, period, level, agencies)


def long_chains(period: Period, stand: Stand | None, *, agencies: Agencies = None) -> list[Chain]:
    """Return the longest chains between agencies that the period made long, the longest first."""
    known = _at_rest(stand, lambda: _long(period, agencies)) if stand else None
    if known is None:
        return chains.long_chains(period, agencies=agencies)
    spans, found = known
    found |= chains.long_after(spans, period, agencies)
    return chains.ways_of(found, period)


def _long(period: Period, agencies: Agencies) -> dict[str, int]:
    rows = _of_days(LongChain.objects.all(), period)
    if agencies is not None:
        rows = rows.filter(Q(giver_agency__in=agencies) | Q(taker_agency__in=agencies))
    longest = rows.values_list("subject").annotate(most=Max("links")).order_by("-most", "subject")
    return dict(longest[: chains.MOST_CHAINS])


def _flows(
    period: Period, level: Level, agencies: Agencies
) -> dict[tuple[int, int], tuple[int, int]]:
    rows = _of_days(FlowDay.objects.filter(level=level.value), period)
    if agencies is not None:
        rows = rows.filter(Q(giver_agency__in=agencies) | Q(taker_agency__in=agencies))
    return {
        (giver, taker): (handed, back)
        for giver, taker, handed, back in rows.values_list("giver", "taker")
        .annotate(Sum("handovers"), Sum("bounces"))
        .order_by()
    }


def loops(
    period: Period,
    stand: Stand | None,
    *,
    calendar: WorkingCalendar,
    agencies: Agencies = None,
) -> list[Loop]:
    """Return who sent dossiers to and fro, the most working time lost first."""
    known = _at_rest(stand, lambda: _loops(period, agencies)) if stand else None
    if known is None:
        return chains.loops(period, calendar=calendar, agencies=agencies)
    spans, (found, named) = known
    since = chains.bounces_after(spans, period, agencies)
    chains.count_bounces(found, since, calendar)
    _name_examples(found, named)
    return chains.with_returned(found, period, Level.AGENCY, agencies, DOSSIER)


def _loops(period: Period, agencies: Agencies) -> tuple[Loops, list[tuple[int, int, list[str]]]]:
    rows = _of_days(LoopDay.objects.all(), period)
    if agencies is not None:
        rows = rows.filter(Q(one__in=agencies) | Q(other__in=agencies))
    summed = rows.values_list("one", "other").annotate(
        Sum("bounces"), Sum("minutes"), Max("last_at")
    )
    found: Loops = {
        (one, other): Loop(one, other, bounces=back, minutes=lost, last_at=last_at)
        for one, other, back, lost, last_at in summed.order_by()
    }
    return found, list(rows.values_list("one", "other", "subjects"))


def _name_examples(found: Loops, kept: list[tuple[int, int, list[str]]]) -> None:
    """Name the first dossiers of each loop, as counting anew does."""
    named: dict[tuple[int, int], set[str]] = {pair: set(loop.codes) for pair, loop in found.items()}
    for one, other, subjects in kept:
        named[one, other].update(subject.partition(":")[2] for subject in subjects)
    for pair, loop in found.items():
        loop.codes = sorted(named[pair])[:EXAMPLES]


def _of_days(rows: "QuerySet[Any]", period: Period) -> "QuerySet[Any]":
    return rows.filter(day__gte=period.first, day__lte=period.last)


# --- lateness -----------------------------------------------------------------------------------

_SUMS: Final = """
    SELECT agency, post, officer, count(*), count(*) FILTER (WHERE first), sum(late)::bigint,
           sum(answering)::bigint, sum(silent)::bigint
    FROM (
      SELECT {agency} AS agency, {first} AS first, post, officer, late, answering, silent
      FROM accountability_lateshare {heirs}
      WHERE (decided_at >= %(since)s AND decided_at < %(until)s
             OR %(open)s AND decided_at IS NULL)
        AND NOT subject = ANY(%(live)s)
        AND (%(agencies)s::bigint[] IS NULL OR agency = ANY(%(agencies)s))) AS shares
    GROUP BY 1, 2, 3
"""
_AS_WAS: Final = _SUMS.format(agency="agency", first="first", heirs="")
_AS_NOW: Final = _SUMS.format(
    agency="coalesce(now, agency)",
    first="1 = row_number() OVER (PARTITION BY subject, coalesce(now, agency) ORDER BY id)",
    heirs="LEFT JOIN unnest(%(ended)s::bigint[], %(heirs)s::bigint[]) AS heir (was, now)"
    " ON was = agency",
)
"""Each dossier is counted once for its heir, whoever of those before it bore it."""


def charges(
    period: Period,
    stand: Stand | None,
    *,
    at: datetime,
    calendar: WorkingCalendar,
    agencies: Agencies = None,
    heirs: Mapping[int, int] = NO_HEIRS,
) -> list[Charged]:
    """Return who bears the lateness of what was decided late in the period, most minutes first.

    What is open and late counts as far as it had come at ``stand.open_as_of`` where that is said,
    else at ``at``. Every act since the last turn counts. With ``heirs`` those that went into others
    are told under them.
    """
    live = _touched(stand)
    if stand is None or live is None:
        return charged_anew(period, at=at, calendar=calendar, agencies=agencies, heirs=heirs)
    asked: dict[str, Any] = {
        "since": period.since, "until": period.until, "open": period.since <= at <= period.until,
        "live": live, "agencies": None if agencies is None else list(agencies),
        "ended": list(heirs), "heirs": list(heirs.values()),
    }  # fmt: skip
    found = {row.holder: row for row in _shares(asked, _AS_NOW if heirs else _AS_WAS)}
    if not _still_kept(stand):
        return charged_anew(period, at=at, calendar=calendar, agencies=agencies, heirs=heirs)
    codes = [dossier_rules.code_of(subject) for subject in live]
    pages = list(dossiers.late_codes(since=period.since, until=period.until, at=at, codes=codes))
    if stand.open_as_of is None and asked["open"]:
        known = set(codes)
        late_now = dossiers.late_codes(since=at, until=at, at=at, agencies=agencies)
        pages += [[code for code in page if code not in known] for page in late_now]
    for page in pages:
        for _code, reckoning in reckon_each(page, at=at, calendar=calendar):
            add(found, reckoning, agencies, heirs)
    return sorted(found.values(), key=lambda charged: (-charged.late, charged.holder))


def _still_kept(stand: Stand) -> bool:
    """Return whether what was read is of that summary, and keeps the open ones or not as it did."""
    return Summary.objects.filter(pk=stand.pk, open_as_of__isnull=stand.open_as_of is None).exists()


def _touched(stand: Stand | None) -> list[str] | None:
    if stand is None:
        return None
    return record.touched_since(stand.entries, None, kind=DOSSIER, most=MOST_LIVE)


def _shares(asked: Mapping[str, Any], statement: str) -> list[Charged]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return [Charged(Holder(*row[:3]), *row[3:]) for row in cursor.fetchall()]


# --- holding ------------------------------------------------------------------------------------


def holdings(
    period: Period,
    stand: Stand | None,
    *,
    calendar: WorkingCalendar,
    agencies: Agencies = None,
) -> Holdings:
    """Return who held what was decided in the period.

    What is not kept yet is reckoned where it is little. Else it is left out, and the figure says
    since when: while a summary is being made, or the worker stood still.
    """
    known = _at_rest(stand, lambda: _held(period, agencies), "held_entries") if stand else None
    entries, found = known or (None, {})
    page = _decided_since(entries, period, agencies)
    if page is None:
        since = max(stand.as_of, period.since) if stand and known else period.since
        return Holdings(in_order(found.values()), since)
    if page:
        add_decided(found, page, calendar=calendar, agencies=agencies)
    return Holdings(in_order(found.values()))


def _decided_since(entries: int | None, period: Period, agencies: Agencies) -> Decided | None:
    """Return what was decided in the period by the entries after a number; None where it is much.

    Without a number all that was decided in it.
    """
    codes = None
    if entries is not None:
        touched = record.touched_since(entries, None, kind=DOSSIER, act=DECIDED, most=MOST_RECKONED)
        if touched is None:
            return None
        codes = [dossier_rules.code_of(subject) for subject in touched]
    pages = decided_facts.decided(
        since=period.since, until=period.until, agencies=agencies, codes=codes,
        most=MOST_RECKONED + 1, at_once=MOST_RECKONED + 1,
    )  # fmt: skip
    page = next(pages, [])
    return page if len(page) <= MOST_RECKONED else None


def _held(period: Period, agencies: Agencies) -> dict[Holder, Holding]:
    rows = _of_days(HoldingDay.objects.all(), period)
    if agencies is not None:
        rows = rows.filter(agency__in=agencies)
    summed = rows.values_list("agency", "post", "officer").annotate(
        *(Sum(name) for name in ("turns", *MEASURED))
    )
    found: dict[Holder, Holding] = {}
    for agency, post, officer, *sums in summed.order_by():
        holder = Holder(agency, post, officer)
        found[holder] = Holding(holder, *sums)
    return found
