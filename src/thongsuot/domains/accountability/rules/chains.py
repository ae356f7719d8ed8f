"""Hand-overs, bounces and returns of a case, exactly.

Take the holders of a case in the order of the file, drop those that are missing, merge equal
neighbours into spans. A hand-over is a change from one span to the next; a bounce is a holder who
is also the next but one; a return is a holder who comes back after any number of others.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby, pairwise

from thongsuot.domains.accountability.terms import Case, Counts, Met, Moment, Pair, Span


def spans_of(case: Case) -> list[Span]:
    """Return who held the case, one after the other."""
    known = (moment for moment in case.moments if moment.holder is not None)
    return [
        _span(str(holder), list(moments))
        for holder, moments in groupby(known, key=lambda moment: moment.holder)
    ]


def count(case: Case, counts: Counts) -> None:
    """Add one case to what was counted before."""
    chain = chain_of(case)
    counts.cases += 1
    counts.events += len(case.moments)
    counts.without_holder += sum(1 for moment in case.moments if moment.holder is None)
    counts.out_of_order += not _in_order([m.at for m in case.moments if m.at])
    for moment in case.moments:
        _count_instant(moment, counts)
    counts.holders.update(chain)
    counts.longest_chain = max(counts.longest_chain, len(chain))
    counts.cases_with_handover += len(chain) > 1
    counts.cases_with_return += len(set(chain)) < len(chain)
    for pair in pairwise(chain):
        counts.pairs[pair] = counts.pairs.get(pair, 0) + 1
    bounces = bounces_of(chain)
    counts.cases_with_bounce += bool(bounces)
    for pair in bounces:
        counts.bounced[pair] = counts.bounced.get(pair, 0) + 1


def _count_instant(moment: Moment, counts: Counts) -> None:
    """Add what the instant of an event is: readable or not, and how far from UTC."""
    if moment.at is not None:
        counts.offsets.setdefault(moment.at.utcoffset(), Met(moment.line)).events += 1
    elif moment.is_unreadable:
        counts.unreadable.first_line = counts.unreadable.first_line or moment.line
        counts.unreadable.events += 1
    else:
        counts.without_instant += 1


def chain_of(case: Case) -> list[str]:
    """Return the holders of a case, missing ones dropped, equal neighbours merged."""
    known = (moment.holder for moment in case.moments if moment.holder is not None)
    return [holder for holder, _same in groupby(known)]


def bounces_of(chain: Sequence[str]) -> list[Pair]:
    """Return each bounce as (holder, who sent it straight back)."""
    return [
        (holder, other)
        for holder, other, again in zip(chain, chain[1:], chain[2:], strict=False)
        if holder == again
    ]


def _span(holder: str, moments: Sequence[Moment]) -> Span:
    instants = [moment.at for moment in moments if moment.at]
    return Span(
        holder,
        len(moments),
        began_at=instants[0] if instants else None,
        ended_at=instants[-1] if instants else None,
    )


def _in_order(instants: Sequence[datetime]) -> bool:
    """Whether instants do not go back; those with and without a zone are not compared."""
    return all(
        before <= after
        for before, after in pairwise(instants)
        if (before.tzinfo is None) == (after.tzinfo is None)
    )
