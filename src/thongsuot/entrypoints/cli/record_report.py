"""What ``thongsuot accountability report`` prints: codes and numbers, no names of officers."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from thongsuot.domains.accountability.reports import Report, counted_anew, period_of
from thongsuot.domains.accountability.terms import (
    Age,
    BroughtUp,
    Chain,
    Charged,
    CitizenWait,
    Consulting,
    Flow,
    HidingPlace,
    Holding,
    Loop,
    Rank,
)
from thongsuot.domains.accountability.terms.figures import MEASURED
from thongsuot.domains.organisation import facts as organisation
from thongsuot.domains.organisation import queries as organisation_queries
from thongsuot.domains.organisation import successors
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date, utc_now

Codes = dict[int, str]
AS_WAS: Final = "as-was"
AS_NOW: Final = "as-now"
BOTH: Final = "both"
READ_AS: Final = {
    AS_WAS: "as they were when it happened",
    AS_NOW: "as they answer today: what went into another stands under it",
}
STOPS: Final = (
    "working time stops at {day}: no calendar is published for the years from then on, so "
    "lateness, loops, waiting and ages count nothing since; thongsuot calendar publish FILE"
)
TOP = 10
"""Rows of each kind that are printed for people; ``--json`` has all."""


def figures_of(
    first: date | None, last: date | None, *, agency: str | None, reading: str,
    tell: Callable[[int], None],
) -> dict[str, Report]:  # fmt: skip
    """Return the figures asked for, by how agencies are read in them.

    Raises:  PeriodWrong; AgencyUnknown.
    """
    at = utc_now()
    period = period_of(first, last, local_date(at))
    heirs = successors.heirs(local_date(at))
    agencies = None if agency is None else _answering(agency, period.last, heirs)
    readings = {AS_WAS: {}, AS_NOW: heirs}
    wanted = readings if reading == BOTH else (reading,)
    return {
        one: counted_anew(period, at=at, agencies=agencies, heirs=readings[one], tell=tell)
        for one in wanted
    }


def _answering(agency: str, on: date, heirs: Mapping[int, int]) -> list[int]:
    """Return an agency, those below it, and those that went into one of them."""
    standing = set(organisation.agencies_under(organisation_queries.get_agency(agency).code, on))
    return sorted(standing | {old for old, heir in heirs.items() if heir in standing})


def told(found: Mapping[str, Report]) -> dict[str, Any]:
    """Return one reading as a document, or two beside each other by their names."""
    documents = {one: {"reading": one, **document(report)} for one, report in found.items()}
    if len(documents) == 1:
        return next(iter(documents.values()))
    return {one.replace("-", "_"): said for one, said in documents.items()}


def told_in_lines(found: Mapping[str, Report]) -> Iterator[str]:
    """Return the same for people: each reading under its name."""
    for one, report in found.items():
        yield f"--- agencies {READ_AS[one]}"
        yield from lines(report)


def document(found: Report) -> dict[str, Any]:
    """Return the figures with the codes of agencies."""
    codes = _codes(found)
    told = found.handovers
    return {
        "from": found.period.first,
        "to": found.period.last,
        "as_of": found.at,
        "working_time_stops_at": found.uncounted_since,
        "cases": told.cases,
        "handovers": told.handovers,
        "cases_with_handover": told.cases_with_handover,
        "bounces": told.bounces,
        "cases_with_bounce": told.cases_with_bounce,
        "cases_with_return": told.cases_with_return,
        "longest_chain": told.longest_chain,
        "returned_offers": told.returned,
        "silent_acceptances": told.silent,
        "redatings": found.redatings.signed,
        "redatings_told_late": found.redatings.late,
        "loops_before_superiors": found.rulings.opened,
        "rulings_of_superiors": found.rulings.decided,
        "loops_waiting_for_superiors": found.rulings.waiting,
        "flows": [_flow(flow, codes) for flow in told.flows],
        "loops": [_loop(loop, codes) for loop in found.loops],
        "longest_chains": [_chain(chain, codes) for chain in found.chains],
        "lateness": [_charged(row, codes) for row in found.charges],
        "waiting_for_citizens": [_hiding(row, codes) for row in found.hiding_places],
        "waiting_otherwise": [_waiting(row, codes) for row in found.citizen_waits],
        "opinions": [_consulting(row, codes) for row in found.consulting],
        "holding": [_holding(row, codes) for row in found.holdings.rows],
        "before_superiors": [_brought_up(loop, codes) for loop in found.brought_up],
        "open_by_age": [_age(row, codes) for row in found.ages],
        "league": [_rank(row, codes) for row in found.league.ranks],
    }


def lines(found: Report) -> Iterator[str]:
    """Return the figures for people: sums, and the first rows of each kind."""
    told = document(found)
    yield f"{told['from']} to {told['to']}, as of {found.at:%Y-%m-%d %H:%M} UTC"
    if found.uncounted_since:
        yield STOPS.format(day=local_date(found.uncounted_since))
    for name, value in told.items():
        if isinstance(value, int):
            yield f"{name.replace('_', ' ')}: {formats.number(value)}"
    for name, value in told.items():
        if isinstance(value, list):
            yield f"{name.replace('_', ' ')}: {len(value)}"
            yield from (f"  {_row(row)}" for row in value[:TOP])


def _row(row: dict[str, Any]) -> str:
    return ", ".join(f"{name} {_short(value)}" for name, value in row.items() if value)


def _short(value: object) -> str:
    return "–".join(map(str, value)) if isinstance(value, list) else str(value)


def _flow(flow: Flow, codes: Codes) -> dict[str, Any]:
    return {
        "from": codes[flow.giver], "to": codes[flow.taker], "handovers": flow.handovers,
        "bounces": flow.bounces, "returned_offers": flow.returned,
        "silent_acceptances": flow.silent,
    }  # fmt: skip


def _loop(loop: Loop, codes: Codes) -> dict[str, Any]:
    return {
        "between": [codes[loop.one], codes[loop.other]], "bounces": loop.bounces,
        "returned_offers": loop.returned, "working_minutes": loop.minutes,
        "dossiers": loop.codes,
    }  # fmt: skip


def _chain(chain: Chain, codes: Codes) -> dict[str, Any]:
    return {
        "dossier": chain.code, "links": chain.links,
        "agencies": [codes[agency] for agency in chain.way],
    }  # fmt: skip


def _charged(row: Charged, codes: Codes) -> dict[str, Any]:
    return {
        "agency": codes[row.holder.agency], "post": row.holder.post or None,
        "officer": row.holder.officer or None, "dossiers": row.dossiers,
        "late_minutes": row.late, "answering_minutes": row.answering,
        "silent_minutes": row.silent,
    }  # fmt: skip


def _hiding(row: HidingPlace, codes: Codes) -> dict[str, Any]:
    return {
        "agency": codes[row.agency], "asked": row.asked, "answered": row.answered,
        "open": row.open, "single": row.single, "repeated": row.repeated,
        "special_law": row.special, "late_already": row.was_late,
        "contested": row.contested, "taken_back": row.taken_back,
        "working_minutes": row.minutes, "longest_minutes": row.longest,
    }  # fmt: skip


def _waiting(row: CitizenWait, codes: Codes) -> dict[str, Any]:
    return {
        "agency": codes[row.agency], "for": row.kind, "asked": row.asked,
        "answered": row.answered, "open": row.open, "working_minutes": row.minutes,
        "longest_minutes": row.longest,
    }  # fmt: skip


def _consulting(row: Consulting, codes: Codes) -> dict[str, Any]:
    return {
        "agency": codes[row.agency], "asked": row.asked, "in_time": row.in_time,
        "late": row.late, "silent": row.silent, "waiting": row.waiting,
        "withdrawn": row.withdrawn, "working_minutes": row.minutes,
        "longest_minutes": row.longest,
    }  # fmt: skip


def _holding(row: Holding, codes: Codes) -> dict[str, Any]:
    minutes = {f"{name}_minutes": getattr(row, name) for name in MEASURED}
    return {
        "agency": codes[row.holder.agency], "post": row.holder.post or None,
        "officer": row.holder.officer or None, "dossiers": row.turns, **minutes,
    }  # fmt: skip


def _brought_up(loop: BroughtUp, codes: Codes) -> dict[str, Any]:
    return {
        "dossier": loop.code, "between": [codes[loop.giver], codes[loop.asked]],
        "superior": codes[loop.superior], "since": loop.opened_at, "until": loop.settled_at,
        "lapsed": loop.lapsed, "passed": loop.passed, "decided_by": loop.decided_by or None,
        "decided_for": codes[loop.named] if loop.named else None,
        "working_minutes": loop.minutes, "late_minutes": loop.over,
    }  # fmt: skip


def _age(row: Age, codes: Codes) -> dict[str, Any]:
    return {
        "agency": codes[row.key], "buckets": row.buckets, "open": row.open, "late": row.late,
        "paused": row.paused,
    }  # fmt: skip


def _rank(row: Rank, codes: Codes) -> dict[str, Any]:
    return {
        "agency": codes[row.agency], "decided": row.decided, "on_time": row.on_time,
        "early": row.early, "late": row.late,
        "low": round(row.low, 6), "high": round(row.high, 6), "ranks": [row.best, row.worst],
        "verdict": row.verdict,
    }  # fmt: skip


def _codes(found: Report) -> dict[int, str]:
    ids = {flow.giver for flow in found.handovers.flows}
    ids |= {flow.taker for flow in found.handovers.flows}
    ids |= {end for loop in found.loops for end in (loop.one, loop.other)}
    ids |= {row.holder.agency for row in found.charges}
    ids |= {row.agency for row in found.hiding_places} | {row.key for row in found.ages}
    ids |= {row.agency for row in found.league.ranks}
    ids |= {row.agency for row in found.consulting}
    ids |= {agency for chain in found.chains for agency in chain.way}
    ids |= {row.agency for row in found.citizen_waits}
    for loop in found.brought_up:
        ids |= {loop.giver, loop.asked, loop.superior, loop.named} - {0}
    ids |= {row.holder.agency for row in found.holdings.rows}
    return {agency.id: agency.code for agency in organisation.agencies_of(ids).values()}
