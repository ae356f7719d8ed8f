"""Lateness of our own dossiers, split among those who used more than their share."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from thongsuot.domains.accountability.rules import (
    asked_of,
    consulted,
    is_waited_for,
    reckon,
    spend,
    superior,
)
from thongsuot.domains.accountability.terms import (
    Asked,
    Charged,
    Consulted,
    Held,
    Holder,
    Life,
    Period,
    Reckoning,
    Run,
    Split,
)
from thongsuot.domains.custody import facts as custody
from thongsuot.domains.custody.facts import DisputeFact, OfferFact, OpinionFact, SpanFact
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.dossiers import facts as dossiers
from thongsuot.domains.dossiers.facts import ClockFact
from thongsuot.domains.dossiers.objections import facts as objections
from thongsuot.domains.dossiers.objections.facts import OverturnedFact

Tell = Callable[[int], None]
NO_HEIRS: Final[Mapping[int, int]] = MappingProxyType({})
"""Everything as it was."""


def charges(
    period: Period,
    *,
    at: datetime,
    calendar: WorkingCalendar,
    agencies: Collection[int] | None = None,
    heirs: Mapping[int, int] = NO_HEIRS,
    tell: Tell = lambda _dossiers: None,
) -> list[Charged]:
    """Return who bears the lateness of what was decided late in the period, most minutes first.

    Where ``at`` lies in the period, what is late now counts, too, as far as it has come.
    ``agencies`` keeps to holders of theirs; what went into others is told under its ``heirs``, each
    dossier once. Only late dossiers are read, a page at a time; ``tell`` hears how many.
    """
    found: dict[Holder, Charged] = {}
    done = 0
    pages = dossiers.late_codes(since=period.since, until=period.until, at=at, agencies=agencies)
    for codes in pages:
        for _code, reckoning in reckon_each(codes, at=at, calendar=calendar):
            add(found, reckoning, agencies, heirs)
        done += len(codes)
        tell(done)
    return sorted(found.values(), key=lambda charged: (-charged.late, charged.holder))


def add(
    found: dict[Holder, Charged],
    reckoning: Reckoning,
    agencies: Collection[int] | None,
    heirs: Mapping[int, int] = NO_HEIRS,
) -> None:
    """Add what each holder bears of one dossier to what was found of others."""
    told: set[int] = set()
    for account in reckoning.accounts:
        if not account.late or (agencies is not None and account.holder.agency not in agencies):
            continue
        agency = heirs.get(account.holder.agency, account.holder.agency)
        holder = replace(account.holder, agency=agency)
        charged = found.setdefault(holder, Charged(holder))
        charged.dossiers += 1
        charged.first += agency not in told
        told.add(agency)
        charged.late += account.late
        charged.answering += account.answering_over
        charged.silent += account.silent


def reckon_dossier(code: str, *, at: datetime, calendar: WorkingCalendar) -> Reckoning | None:
    """Return how the time of one received dossier is split; None where nobody held it yet."""
    return next((found for _c, found in reckon_each([code], at=at, calendar=calendar)), None)


def split_dossier(code: str, *, at: datetime, calendar: WorkingCalendar) -> Split | None:
    """Return the same, with what each span of custody counts for.  Raises: CalendarGap."""
    for _clock, life, hours in _lives([code], calendar):
        return Split(reckon(life, at=at, calendar=hours), spend(life, at=at, calendar=hours))
    return None


def reckon_each(
    codes: Collection[str], *, at: datetime | None, calendar: WorkingCalendar
) -> Iterator[tuple[str, Reckoning]]:
    """Yield how the time of each of the dossiers is split, by the hours of who settles it.

    Up to ``at``; where that is None, each up to its decision.
    Raises:  CalendarGap.
    """
    for clock, life, hours in _lives(codes, calendar):
        until = at or clock.decided_at or clock.ended_at or clock.due_at
        yield clock.code, reckon(life, at=until, calendar=hours)


def _lives(
    codes: Collection[str], calendar: WorkingCalendar
) -> Iterator[tuple[ClockFact, Life, WorkingCalendar]]:
    """Yield the life of each dossier that somebody held, with the hours that count for it."""
    clocks = dossiers.clocks_of(codes)
    subjects = [clock.subject for clock in clocks]
    spans, offers = custody.spans_of(subjects), custody.offers_of(subjects)
    opinions, disputes = custody.opinions_of(subjects), custody.disputes_of(subjects)
    overturned = objections.overturned_of(codes)
    for clock in clocks:
        if held := spans.get(clock.subject):
            hours = calendar.of(clock.settles)
            life = _life(clock, held, offers.get(clock.subject, []), hours)
            stop = clock.decided_at or clock.ended_at
            asked = tuple(_consulted(one, stop) for one in opinions.get(clock.subject, ()))
            put_up = (_put_up(one, hours) for one in disputes.get(clock.subject, ()))
            taken_back = (
                wait
                for one in overturned.get(clock.code, ())
                for wait in _taken_back(one, held, hours)
            )
            life = replace(life, offers=(*life.offers, *put_up, *taken_back), opinions=asked)
            yield clock, life, hours


def _life(
    clock: ClockFact,
    spans: Collection[SpanFact],
    offers: Collection[OfferFact],
    calendar: WorkingCalendar,
) -> Life:
    run = Run(
        counted_from=clock.counted_from,
        due_at=clock.due_at,
        stopped_at=clock.decided_at or clock.ended_at,
        by_hour=clock.by_hour,
        pauses=clock.pauses,
    )
    before = [
        Run(was.counted_from, was.due_at, was.ended_at, was.by_hour, clock.pauses)
        for was in clock.before
    ]
    asked = [_asked(o, calendar) for o in offers if is_waited_for(o.answer)]
    return Life(run, tuple(map(_held, spans)), tuple(asked), before=tuple(before))


def _held(span: SpanFact) -> Held:
    holder = Holder(span.agency, span.post, span.officer)
    return Held(
        holder, span.started_at, span.ended_at, span.limit_minutes, span.move_id is not None
    )


def _consulted(opinion: OpinionFact, stopped_at: datetime | None) -> Consulted:
    holder = Holder(opinion.to_agency, opinion.to_post)
    return consulted(
        holder, opinion.asked_at, opinion.settled_at,
        answer_by=opinion.answer_by, silent=opinion.silent, stopped_at=stopped_at,
    )  # fmt: skip


def _asked(offer: OfferFact, hours: WorkingCalendar) -> Asked:
    """Return the question; it was put to a post, and so no officer is named."""
    holder = Holder(offer.to_agency, offer.to_post)
    return asked_of(
        holder, offer.offered_at, offer.answered_at, answer_by=offer.answer_by, calendar=hours
    )


def _put_up(dispute: DisputeFact, hours: WorkingCalendar) -> Asked:
    """Return the question which agency is competent; it was put to the head of the superior."""
    return asked_of(
        superior(dispute.superior), dispute.put_at, dispute.settled_at,
        answer_by=dispute.decide_by, calendar=hours,
    )  # fmt: skip


def _taken_back(
    one: OverturnedFact, spans: Collection[SpanFact], hours: WorkingCalendar
) -> Iterator[Asked]:
    """Yield who is waited for while papers were asked for that nobody had to send.

    Whoever asked, in his agency's name, until the citizen disagreed. Where he held the dossier
    himself, or it was asked in the holder's stead, it is the holder's anyhow, and stays with him
    once another holds it. Then whoever was to answer, who has the policy's time for it.
    """
    own = next((span for span in spans if _asks_as_holder(span, one)), None)
    if own is None:
        yield Asked(superior(one.agency), one.asked_at, one.made_at)
    elif own.ended_at and own.ended_at < one.made_at:
        yield Asked(_held(own).holder, own.ended_at, one.made_at)
    yield asked_of(
        superior(one.answerer), one.made_at, one.answered_at,
        answer_by=one.answer_by, calendar=hours,
    )  # fmt: skip


def _asks_as_holder(span: SpanFact, one: OverturnedFact) -> bool:
    holds = span.started_at <= one.asked_at and not (
        span.ended_at and span.ended_at <= one.asked_at
    )
    return holds and span.officer in {one.asked_by, one.asked_for}
