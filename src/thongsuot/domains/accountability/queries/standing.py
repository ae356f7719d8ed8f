"""How agencies stand: on time, with what ages of open work, waiting how often for citizens."""

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Final

from thongsuot.domains.accountability.rules import league_of
from thongsuot.domains.accountability.terms import (
    Age,
    CitizenWait,
    HidingPlace,
    League,
    Level,
    Period,
)
from thongsuot.domains.deadlines import rules as deadlines
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.dossiers import facts as dossiers
from thongsuot.domains.dossiers import waiting_facts
from thongsuot.domains.dossiers.terms.supplements import Wait
from thongsuot.kernel.clock import LOCAL, local_date

AGES: Final = (2, 5, 10, 20)
"""Working days since receipt up to which a bucket reaches; the last one is open."""


def league(period: Period) -> League:
    """Return how many each competent agency decided on time in the period, as a league."""
    return league_of(dossiers.punctual(since=period.since, until=period.until))


def ages(
    *,
    at: datetime,
    calendar: WorkingCalendar,
    level: Level = Level.AGENCY,
    agencies: Collection[int] | None = None,
) -> list[Age]:
    """Return how old undecided dossiers are, by who holds them now; most late first.

    Raises:  CalendarGap.
    """
    bounds = [_midnight(_day_before(days, at, calendar)) for days in reversed(AGES)]
    found: dict[int, Age] = {}
    for row in dossiers.ages(bounds, at=at, agencies=agencies):
        key = getattr(row, level.value)
        age = found.setdefault(key, Age(key, [0] * (len(AGES) + 1)))
        age.buckets[len(AGES) - row.bucket] += row.open
        age.late += row.late
        age.paused += row.paused
    return sorted(found.values(), key=lambda age: (-age.late, -age.open, age.key))


def _day_before(days: int, at: datetime, calendar: WorkingCalendar) -> date:
    """Return the first day from which at most ``days`` working days have passed until now."""
    today = calendar.working_days_until(local_date(at))
    return calendar.nth_working_day(max(1, today - days))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL)


def hiding_places(
    period: Period,
    *,
    at: datetime,
    calendar: WorkingCalendar,
    agencies: Collection[int] | None = None,
) -> list[HidingPlace]:
    """Return how often and how long the clock stood for the citizen, most requests first.

    For what was taken back it stood for nobody; that is counted apart. By the hours of the agency
    that settles each, as all of its time is counted.
    """
    found: dict[int, HidingPlace] = {}
    for row in dossiers.pauses(since=period.since, until=period.until, agencies=agencies):
        place = found.setdefault(row.agency, HidingPlace(row.agency))
        place.contested += row.contested
        place.taken_back += row.taken_back
        if row.taken_back:
            continue
        place.asked += 1
        place.answered += row.answered
        place.open += row.ended_at is None
        place.single += row.place == 1 and not row.special
        place.repeated += row.place > 1
        place.special += row.special
        place.was_late += row.was_late
        hours = calendar.of(row.settles)
        minutes = deadlines.working_minutes(row.asked_at, row.ended_at or at, hours)
        place.lasted(minutes)
    return sorted(found.values(), key=lambda place: (-place.asked, place.agency))


def citizen_waits(
    period: Period,
    *,
    at: datetime,
    calendar: WorkingCalendar,
    agencies: Collection[int] | None = None,
) -> list[CitizenWait]:
    """Return how often and how long agencies waited for citizens before receipt and for payment.

    Who waited most often comes first. One query.
    Raises:  CalendarGap.
    """
    found: dict[tuple[int, Wait], CitizenWait] = {}
    for fact in waiting_facts.waits(since=period.since, until=period.until, agencies=agencies):
        key = fact.agency, fact.kind
        wait = found.setdefault(key, CitizenWait(*key))
        wait.asked += 1
        wait.answered += fact.answered
        wait.open += fact.ended_at is None
        hours = calendar.of(fact.code)
        minutes = deadlines.working_minutes(fact.asked_at, fact.ended_at or at, hours)
        wait.lasted(minutes)
    return sorted(found.values(), key=lambda wait: (-wait.asked, wait.kind, wait.agency))
