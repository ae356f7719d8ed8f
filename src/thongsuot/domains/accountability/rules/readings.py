"""Figures under the agencies that answer today, where others have gone into them.

The record tells every act under the agency that answered when it happened: as it was. Read as
now, the same acts stand under the heirs: every sum is the same, and whatever no agency went into
counts the same either way. What went between two that are one today stands between it and itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import groupby

from thongsuot.domains.accountability.rules.standing import league_of
from thongsuot.domains.accountability.terms import (
    Age,
    BroughtUp,
    Chain,
    CitizenWait,
    Consulting,
    Flow,
    Handovers,
    HidingPlace,
    Holder,
    Holding,
    Holdings,
    League,
    Loop,
)

Heirs = Mapping[int, int]
"""Which agency answers today for each one that went into others; by id."""


def heir(agency: int, heirs: Heirs) -> int:
    """Return who answers today for an agency: itself where it stands."""
    return heirs.get(agency, agency)


def handovers_as_now(told: Handovers, heirs: Heirs) -> Handovers:
    """Return the flows between those that answer today."""
    summed: dict[tuple[int, int], Flow] = {}
    for flow in told.flows:
        pair = heir(flow.giver, heirs), heir(flow.taker, heirs)
        summed[pair] = _flows_together(summed.get(pair, Flow(*pair)), flow)
    return replace(told, flows=tuple(summed[pair] for pair in sorted(summed)))


def _flows_together(one: Flow, other: Flow) -> Flow:
    return Flow(
        one.giver, one.taker, one.handovers + other.handovers, one.bounces + other.bounces,
        one.returned + other.returned, one.silent + other.silent,
    )  # fmt: skip


def chains_as_now(chains: Iterable[Chain], heirs: Heirs) -> list[Chain]:
    """Return the ways between those that answer today; neighbours that are one are merged."""
    told = [
        replace(chain, way=tuple(key for key, _same in groupby(heir(a, heirs) for a in chain.way)))
        for chain in chains
    ]
    return sorted(told, key=lambda chain: (-chain.links, chain.code))


def loops_as_now(loops: Iterable[Loop], heirs: Heirs, most: int) -> list[Loop]:
    """Return the loops between those that answer today, with at most ``most`` examples each."""
    found: dict[tuple[int, int], Loop] = {}
    for loop in loops:
        one, other = sorted((heir(loop.one, heirs), heir(loop.other, heirs)))
        whole = found.setdefault((one, other), Loop(one, other))
        whole.bounces += loop.bounces
        whole.returned += loop.returned
        whole.minutes += loop.minutes
        if loop.last_at is not None:
            whole.note(loop.last_at, loop.codes, most)
    return sorted(
        found.values(),
        key=lambda one: (-one.minutes, -one.bounces, -one.returned, one.one, one.other),
    )


def places_as_now(places: Iterable[HidingPlace], heirs: Heirs) -> list[HidingPlace]:
    """Return where clocks stood, of those that answer today."""
    found: dict[int, HidingPlace] = {}
    for place in places:
        key = heir(place.agency, heirs)
        found.setdefault(key, HidingPlace(key)).take_in(place)
    return sorted(found.values(), key=lambda place: (-place.asked, place.agency))


def consulting_as_now(rows: Iterable[Consulting], heirs: Heirs) -> list[Consulting]:
    """Return how those that answer today answered when they were asked."""
    found: dict[int, Consulting] = {}
    for row in rows:
        key = heir(row.agency, heirs)
        found.setdefault(key, Consulting(key)).take_in(row)
    return sorted(found.values(), key=lambda row: (-row.silent, -row.late, -row.asked, row.agency))


def holdings_as_now(told: Holdings, heirs: Heirs) -> Holdings:
    """Return who held what, each on his post, told under the agencies that answer today."""
    found: dict[Holder, Holding] = {}
    for row in told.rows:
        holder = replace(row.holder, agency=heir(row.holder.agency, heirs))
        found.setdefault(holder, Holding(holder)).take_in(row)
    rows = sorted(found.values(), key=lambda row: (-row.over, -row.held, row.holder))
    return replace(told, rows=tuple(rows))


def waits_as_now(waits: Iterable[CitizenWait], heirs: Heirs) -> list[CitizenWait]:
    """Return how those that answer today waited for citizens."""
    found: dict[tuple[int, str], CitizenWait] = {}
    for wait in waits:
        key = heir(wait.agency, heirs), wait.kind
        found.setdefault(key, CitizenWait(*key)).take_in(wait)
    return sorted(found.values(), key=lambda wait: (-wait.asked, wait.kind, wait.agency))


def brought_up_as_now(loops: Iterable[BroughtUp], heirs: Heirs) -> list[BroughtUp]:
    """Return what went to superiors, between those that answer today."""
    return [
        replace(
            loop, giver=heir(loop.giver, heirs), asked=heir(loop.asked, heirs),
            superior=heir(loop.superior, heirs), named=heir(loop.named, heirs),
        )
        for loop in loops
    ]  # fmt: skip


def ages_as_now(ages: Iterable[Age], heirs: Heirs) -> list[Age]:
    """Return open work by age, of agencies that answer today."""
    found: dict[int, Age] = {}
    for age in ages:
        key = heir(age.key, heirs)
        whole = found.setdefault(key, Age(key, [0] * len(age.buckets)))
        whole.buckets = [a + b for a, b in zip(whole.buckets, age.buckets, strict=True)]
        whole.late += age.late
        whole.paused += age.paused
    return sorted(found.values(), key=lambda age: (-age.late, -age.open, age.key))


def league_as_now(league: League, heirs: Heirs) -> League:
    """Return the league of those that answer today."""
    counts: dict[int, tuple[int, int, int]] = {}
    for rank in league.ranks:
        decided, on_time, early = counts.get(heir(rank.agency, heirs), (0, 0, 0))
        counts[heir(rank.agency, heirs)] = (
            decided + rank.decided, on_time + rank.on_time, early + rank.early,
        )  # fmt: skip
    return league_of([(agency, *counts[agency]) for agency in sorted(counts)])
