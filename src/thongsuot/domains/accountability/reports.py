"""All figures of a period together, for the command line and for pages."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from thongsuot.domains.accountability import queries
from thongsuot.domains.accountability.queries import kept
from thongsuot.domains.accountability.queries.chains import EXAMPLES
from thongsuot.domains.accountability.queries.charges import NO_HEIRS
from thongsuot.domains.accountability.rules import readings
from thongsuot.domains.accountability.terms import (
    Age,
    BroughtUp,
    Chain,
    Charged,
    CitizenWait,
    Consulting,
    Handovers,
    HidingPlace,
    Holdings,
    League,
    Loop,
    Period,
)
from thongsuot.domains.custody import facts as custody
from thongsuot.domains.custody.facts import RulingFact
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.dossiers import facts as dossiers
from thongsuot.domains.dossiers.facts import RedatingFact

MONTHS_OF_A_QUARTER: Final = 3


@dataclass(frozen=True, slots=True)
class Report:
    """What the record says of a period at one instant; ``agencies`` is None for all."""

    period: Period
    at: datetime
    agencies: Collection[int] | None
    handovers: Handovers
    redatings: RedatingFact
    rulings: RulingFact
    loops: list[Loop]
    charges: list[Charged]
    hiding_places: list[HidingPlace]
    ages: list[Age]
    league: League
    consulting: list[Consulting]
    holdings: Holdings
    brought_up: list[BroughtUp]
    citizen_waits: list[CitizenWait]
    chains: list[Chain]
    open_as_of: datetime | None = None
    """Of when the lateness of open dossiers is, where that is not ``at``."""
    uncounted_since: datetime | None = None
    """Since when no working time is counted: no calendar is published for the years since."""


def period_of(first: date | None, last: date | None, today: date) -> Period:
    """Return the days asked for; by default this quarter's until today.  Raises: PeriodWrong."""
    last = last or today
    month = (last.month - 1) // MONTHS_OF_A_QUARTER * MONTHS_OF_A_QUARTER + 1
    return Period(first or last.replace(month=month, day=1), last)


def report_of(
    period: Period,
    *,
    at: datetime,
    agencies: Collection[int] | None = None,
) -> Report:
    """Return all figures of the period, for all agencies or for some: from what is kept.

    Dossiers are not told apart then (``Handovers``). Working time stands still where the published
    calendar ends.
    """
    calendar = deadlines.calendar_at(at).for_telling
    stand = kept.find_stand(calendar)
    return Report(
        period=period,
        at=at,
        agencies=agencies,
        handovers=kept.handovers(period, stand, agencies=agencies),
        redatings=dossiers.redatings(since=period.since, until=period.until, agencies=agencies),
        rulings=custody.rulings(since=period.since, until=period.until, agencies=agencies),
        loops=kept.loops(period, stand, calendar=calendar, agencies=agencies),
        charges=kept.charges(period, stand, at=at, calendar=calendar, agencies=agencies),
        hiding_places=queries.hiding_places(period, at=at, calendar=calendar, agencies=agencies),
        ages=queries.ages(at=at, calendar=calendar, agencies=agencies),
        league=queries.league(period),
        consulting=queries.consulting(period, at=at, calendar=calendar, agencies=agencies),
        holdings=kept.holdings(period, stand, calendar=calendar, agencies=agencies),
        brought_up=queries.brought_up(period, at=at, calendar=calendar, agencies=agencies),
        citizen_waits=queries.citizen_waits(period, at=at, calendar=calendar, agencies=agencies),
        chains=kept.long_chains(period, stand, agencies=agencies),
        open_as_of=stand.open_as_of if stand else None,
        uncounted_since=calendar.uncounted_since(at),
    )


def as_now(report: Report, heirs: Mapping[int, int]) -> Report:
    """Return the same figures under the agencies that answer today."""
    calendar = deadlines.calendar_at(report.at).for_telling
    charges = kept.charges(
        report.period, kept.find_stand(calendar), at=report.at, calendar=calendar,
        agencies=report.agencies, heirs=heirs,
    )  # fmt: skip
    return _under(replace(report, charges=charges), heirs)


def _under(report: Report, heirs: Mapping[int, int]) -> Report:
    """Return a report, whose charges are told so already, under the agencies of today."""
    return replace(
        report,
        handovers=readings.handovers_as_now(report.handovers, heirs),
        loops=readings.loops_as_now(report.loops, heirs, EXAMPLES),
        hiding_places=readings.places_as_now(report.hiding_places, heirs),
        ages=readings.ages_as_now(report.ages, heirs),
        chains=readings.chains_as_now(report.chains, heirs),
        league=readings.league_as_now(report.league, heirs),
        consulting=readings.consulting_as_now(report.consulting, heirs),
        holdings=readings.holdings_as_now(report.holdings, heirs),
        brought_up=readings.brought_up_as_now(report.brought_up, heirs),
        citizen_waits=readings.waits_as_now(report.citizen_waits, heirs),
    )


def counted_anew(
    period: Period,
    *,
    at: datetime,
    agencies: Collection[int] | None = None,
    heirs: Mapping[int, int] = NO_HEIRS,
    tell: Callable[[int], None] = lambda _dossiers: None,
) -> Report:
    """Return all figures of the period, every one asked of the record.

    With ``heirs``, under the agencies into which others went. Working time stands still where the
    published calendar ends, and the report says so.
    """
    calendar = deadlines.calendar_at(at).for_telling
    found = Report(
        period=period,
        at=at,
        agencies=agencies,
        handovers=queries.handovers(period, agencies=agencies),
        redatings=dossiers.redatings(since=period.since, until=period.until, agencies=agencies),
        rulings=custody.rulings(since=period.since, until=period.until, agencies=agencies),
        loops=queries.loops(period, calendar=calendar, agencies=agencies),
        charges=queries.charges(
            period, at=at, calendar=calendar, agencies=agencies, heirs=heirs, tell=tell
        ),
        hiding_places=queries.hiding_places(period, at=at, calendar=calendar, agencies=agencies),
        ages=queries.ages(at=at, calendar=calendar, agencies=agencies),
        league=queries.league(period),
        consulting=queries.consulting(period, at=at, calendar=calendar, agencies=agencies),
        holdings=queries.holdings(period, calendar=calendar, agencies=agencies, tell=tell),
        brought_up=queries.brought_up(period, at=at, calendar=calendar, agencies=agencies),
        citizen_waits=queries.citizen_waits(period, at=at, calendar=calendar, agencies=agencies),
        chains=queries.long_chains(period, agencies=agencies),
        uncounted_since=calendar.uncounted_since(at),
    )
    return _under(found, heirs) if heirs else found
