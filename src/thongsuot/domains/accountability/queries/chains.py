"""Chains of holders in our own record, set-wise: hand-overs, bounces, returns, loops."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import groupby, islice
from typing import Any, Final

from django.db import connection

from thongsuot.domains.accountability.terms import Chain, Flow, Handovers, Level, Loop, Period
from thongsuot.domains.custody import facts as custody
from thongsuot.domains.custody.facts import OFFERS, SPANS, SpanFact
from thongsuot.domains.deadlines import rules as deadlines
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.organisation import facts as organisation

DOSSIER: Final = "dossier"
AT_ONCE: Final = 5_000
EXAMPLES: Final = 5
"""How many dossiers a loop names."""
LAST: Final = 2**63 - 1
Taken = Mapping[tuple[int, int], tuple[int, int]]
"""Hand-overs and bounces by giver and taker."""
Bounce = tuple[str, int, int, int, datetime, datetime]
"""The subject, who has it again, who sent it straight back and of which agency he was, since when
he had it, until when."""
Loops = dict[tuple[int, int], Loop]

CHAINS: Final = """
    WITH spans AS NOT MATERIALIZED ({spans}),
    touched AS (
      SELECT DISTINCT subject FROM spans
      WHERE started_at >= %(since)s AND started_at < %(until)s AND subject LIKE %(kind)s
        AND id > %(after)s AND id <= %(upto)s),
    held AS (
      SELECT s.id, s.subject, s.started_at, s.{key} AS holder, s.agency,
             lag(s.{key}) OVER (PARTITION BY s.subject ORDER BY s.started_at) AS before
      FROM spans s JOIN touched USING (subject)
      WHERE s.started_at < %(until)s AND s.step <> ALL(%(without)s)),
    chains AS (
      SELECT id, subject, started_at, holder, agency,
             lag(holder) OVER own AS giver, lag(agency) OVER own AS giver_agency,
             lag(started_at) OVER own AS giver_since, lag(holder, 2) OVER own AS again,
             row_number() OVER own AS place,
             row_number() OVER (PARTITION BY subject, holder ORDER BY started_at) AS times
      FROM held WHERE before IS DISTINCT FROM holder
      WINDOW own AS (PARTITION BY subject ORDER BY started_at)),
    events AS (
      SELECT * FROM chains WHERE started_at >= %(since)s AND id > %(after)s AND id <= %(upto)s
        AND (%(agencies)s::bigint[] IS NULL OR agency = ANY(%(agencies)s)
             OR giver_agency = ANY(%(agencies)s)))
"""
"""Neighbours of one holder are merged into one link of the chain."""

_FLOWS: Final = """
    , cases AS (
      SELECT subject, count(giver) AS given, count(*) FILTER (WHERE again = holder) AS bounced,
             bool_or(times > 1) AS returned, max(place) AS place
      FROM events GROUP BY subject)
    SELECT 1, NULL, NULL, coalesce(sum(given), 0)::bigint, coalesce(sum(bounced), 0)::bigint,
           count(*), count(*) FILTER (WHERE given > 0), count(*) FILTER (WHERE bounced > 0),
           count(*) FILTER (WHERE returned), coalesce(max(place), 0)
    FROM cases
    UNION ALL
    SELECT 0, giver, holder, count(giver), count(*) FILTER (WHERE again = holder),
           NULL, NULL, NULL, NULL, NULL
    FROM events GROUP BY giver, holder
"""
"""The whole first, counted by subject; then between whom."""
_ANSWERS: Final = """
    WITH offers AS NOT MATERIALIZED ({offers})
    SELECT {giver}, {taker}, count(*) FILTER (WHERE answer = 'returned'),
           count(*) FILTER (WHERE answer = 'silent'),
           (array_agg(DISTINCT subject) FILTER (WHERE answer = 'returned'))[:%(examples)s],
           max(answered_at) FILTER (WHERE answer = 'returned')
    FROM offers
    WHERE answered_at >= %(since)s AND answered_at < %(until)s AND subject LIKE %(kind)s
      AND answer IN ('returned', 'silent')
      AND (%(agencies)s::bigint[] IS NULL OR agency = ANY(%(agencies)s)
           OR to_agency = ANY(%(agencies)s))
    GROUP BY 1, 2
"""
_TAKEN: Final = """
    SELECT giver, holder, count(*), count(*) FILTER (WHERE again = holder)
    FROM events WHERE giver IS NOT NULL GROUP BY giver, holder
"""
BOUNCES: Final = """
    SELECT subject, holder, giver, giver_agency, giver_since, started_at FROM events
    WHERE again = holder ORDER BY subject, started_at
"""
LONG: Final = 4
"""From so many links on a chain is long: more than a desk, who settles it and one more."""
MOST_CHAINS: Final = 10
"""How many of the longest chains are told."""
_LONG: Final = """
    SELECT subject, max(place) FROM events WHERE place >= %(long)s GROUP BY subject
    ORDER BY 2 DESC, 1 LIMIT %(most)s
"""
_TAKER: Final = {Level.AGENCY: "to_agency", Level.POST: "to_post", Level.OFFICER: "answered_by"}


THE_WAY_BACK: Final = (Step.RETURN.value,)
"""A result that goes back to the desk to be handed out is nobody's bounce."""


def handovers(
    period: Period,
    *,
    level: Level = Level.AGENCY,
    agencies: Collection[int] | None = None,
    without: Collection[str] = THE_WAY_BACK,
    kind: str = DOSSIER,
) -> Handovers:
    """Return what the period saw of hand-overs between agencies, posts or officers.

    ``agencies`` keeps to what at least one of them gave or took; ``without`` names steps that
    are left out of the chains, none for the definitions of event logs to the letter; ``kind``
    is the kind of subject. Two queries, whatever the number of dossiers.
    """
    chains = CHAINS.format(spans=SPANS, key=level.value) + _FLOWS
    rows = _all(chains, _given(period, agencies, kind, without))
    whole = next(row for row in rows if row[0])
    taken = {(row[1], row[2]): row[3:5] for row in rows if not row[0] and row[1] is not None}
    return replace(
        told_of(taken, period, level, agencies, kind),
        cases=whole[5],
        cases_with_handover=whole[6],
        cases_with_bounce=whole[7],
        cases_with_return=whole[8],
        longest_chain=whole[9],
    )


def told_of(
    taken: Taken,
    period: Period,
    level: Level,
    agencies: Collection[int] | None,
    kind: str = DOSSIER,
) -> Handovers:
    """Return hand-overs between each two, with what was answered otherwise; no case is counted."""
    rows = _answers(period, level, agencies, kind)
    answers: Taken = {(row[0], row[1]): (row[2], row[3]) for row in rows}
    none = (0, 0)
    flows = tuple(
        Flow(*pair, *taken.get(pair, none), *answers.get(pair, none))
        for pair in sorted({*taken, *answers})
    )
    return Handovers(
        handovers=sum(flow.handovers for flow in flows),
        bounces=sum(flow.bounces for flow in flows),
        returned=sum(flow.returned for flow in flows),
        silent=sum(flow.silent for flow in flows),
        flows=flows,
    )


def taken_after(
    after: int, period: Period, level: Level, agencies: Collection[int] | None
) -> list[tuple[int, int, int, int]]:
    """Return giver, taker, hand-overs and bounces of the spans after one, in the period."""
    statement = CHAINS.format(spans=SPANS, key=level.value) + _TAKEN
    return _all(statement, {**_given(period, agencies, DOSSIER), "after": after})


def long_chains(
    period: Period, *, agencies: Collection[int] | None = None, kind: str = DOSSIER
) -> list[Chain]:
    """Return the longest chains between agencies that the period made long, the longest first.

    ``agencies`` keeps to those of which one of them gave or took where it was long already.
    Two queries, whatever the number of dossiers.
    """
    found = long_after(0, period, agencies, kind)
    return ways_of(found, period)


def long_after(
    after: int, period: Period, agencies: Collection[int] | None, kind: str = DOSSIER
) -> dict[str, int]:
    """Return the longest chains by subject that spans after one made long, with their links."""
    statement = CHAINS.format(spans=SPANS, key=Level.AGENCY.value) + _LONG
    given = {**_given(period, agencies, kind), "long": LONG, "most": MOST_CHAINS, "after": after}
    return dict(_all(statement, given))


def ways_of(links: Mapping[str, int], period: Period) -> list[Chain]:
    """Return the way that the longest of these subjects went until the period's end."""
    longest = sorted(links, key=lambda subject: (-links[subject], subject))[:MOST_CHAINS]
    spans = custody.spans_of(longest) if longest else {}
    return [Chain(subject.partition(":")[2], _way(spans[subject], period)) for subject in longest]


def _way(spans: Iterable[SpanFact], period: Period) -> tuple[int, ...]:
    held = (
        span.agency
        for span in spans
        if span.started_at < period.until and span.step not in THE_WAY_BACK
    )
    return tuple(agency for agency, _same in groupby(held))


def loops(
    period: Period,
    *,
    calendar: WorkingCalendar,
    level: Level = Level.AGENCY,
    agencies: Collection[int] | None = None,
    kind: str = DOSSIER,
) -> list[Loop]:
    """Return who sent dossiers to and fro, the most working time lost first.

    A loop's time is what the dossiers spent with the other one until they came straight back,
    by the hours of that agency.
    """
    found: Loops = {}
    count_bounces(found, _bounces(period, level, agencies, kind), calendar)
    return with_returned(found, period, level, agencies, kind)


def count_bounces(found: Loops, bounces: Iterable[Bounce], calendar: WorkingCalendar) -> None:
    """Add what came straight back to the loops found so far."""
    rest = iter(bounces)
    while page := list(islice(rest, AT_ONCE)):
        hours = _hours_of({agency for _s, _h, _g, agency, _from, _to in page}, calendar)
        for subject, holder, giver, agency, since, until in page:
            loop = loop_of(found, holder, giver)
            loop.bounces += 1
            loop.minutes += deadlines.working_minutes(since, until, hours[agency])
            loop.note(until, [subject.partition(":")[2]], EXAMPLES)


def _hours_of(agencies: Collection[int], calendar: WorkingCalendar) -> dict[int, WorkingCalendar]:
    """Return by whose hours each agency works; nothing is asked where none has its own."""
    if not calendar.facts.agencies():
        return dict.fromkeys(agencies, calendar)
    named = organisation.agencies_of(agencies)
    return {agency: calendar.of(named[agency].code) for agency in agencies}


def bounces_after(after: int, period: Period, agencies: Collection[int] | None) -> Iterator[Bounce]:
    """Yield what came straight back between agencies with a span after one, in the period."""
    return _bounces(period, Level.AGENCY, agencies, DOSSIER, after)


def with_returned(
    found: Loops, period: Period, level: Level, agencies: Collection[int] | None, kind: str
) -> list[Loop]:
    """Add the questions that were answered with a return, and put the dearest loop first."""
    for giver, taker, returned, _silent, subjects, last in _answers(period, level, agencies, kind):
        if returned and taker is not None:
            loop = loop_of(found, giver, taker)
            loop.returned += returned
            loop.note(last, [subject.removeprefix(f"{kind}:") for subject in subjects], EXAMPLES)
    return sorted(
        found.values(),
        key=lambda one: (-one.minutes, -one.bounces, -one.returned, one.one, one.other),
    )


def loop_of(found: Loops, one: int, other: int) -> Loop:
    """Return the loop between two, a new one where there was none."""
    pair = min(one, other), max(one, other)
    return found.setdefault(pair, Loop(*pair))


def _answers(
    period: Period, level: Level, agencies: Collection[int] | None, kind: str
) -> list[tuple[Any, ...]]:
    statement = _ANSWERS.format(offers=OFFERS, giver=level.value, taker=_TAKER[level])
    rows = _all(statement, _given(period, agencies, kind))
    return [row for row in rows if row[1] is not None]


def _bounces(
    period: Period, level: Level, agencies: Collection[int] | None, kind: str, after: int = 0
) -> Iterator[Bounce]:
    statement = CHAINS.format(spans=SPANS, key=level.value) + BOUNCES
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, {**_given(period, agencies, kind), "after": after})
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows


def _given(
    period: Period,
    agencies: Collection[int] | None,
    kind: str,
    without: Collection[str] = THE_WAY_BACK,
) -> dict[str, Any]:
    return {
        "kind": f"{kind}:%",
        "after": 0,
        "upto": LAST,
        "without": list(without),
        "examples": EXAMPLES,
        "since": period.since,
        "until": period.until,
        "agencies": None if agencies is None else list(agencies),
    }


def _all(statement: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())
