"""Whether somebody is there for every step on a day, in every agency that settles it."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from thongsuot.domains.catalogue.terms import Fault, Lane, Process, Seat, Seatings, Work
from thongsuot.domains.organisation.terms import PostKind

_NOBODY: Final[Mapping[PostKind, frozenset[int]]] = MappingProxyType({})


def check_staffing(process: Process, seatings: Sequence[Seatings]) -> list[Fault]:
    """Return the steps for which an agency has nobody, one fault a step with its agencies.

    ``seatings`` are those of every agency that settles the procedure on the day.
    """
    if not seatings:
        reason = "no agency is competent for the procedure on that day"
        return [Fault("", "procedure", "nobody-competent", reason)]
    return [*_unstaffed(process, seatings), *_signing_alone(process, seatings)]


def _unstaffed(process: Process, seatings: Sequence[Seatings]) -> Iterator[Fault]:
    for step in process.steps:
        empty = sorted(one.agency for one in seatings if not officers_of(step.lane, one))
        if empty:
            reason = f"nobody serves such a post for {', '.join(empty)}"
            yield Fault(step.code, "lane", "not-staffed", reason)


def _signing_alone(process: Process, seatings: Sequence[Seatings]) -> Iterator[Fault]:
    """Where one person serves both posts, he would sign what he drafted."""
    drafting = [step.lane for step in process.steps if step.work is Work.VERIFY]
    for step in process.steps:
        if step.work is not Work.SIGN:
            continue
        for one in seatings:
            signers = officers_of(step.lane, one)
            drafters = frozenset[int]().union(*(officers_of(lane, one) for lane in drafting))
            if len(signers) == 1 and signers == drafters:
                reason = f"one person drafts and signs for {one.agency}"
                yield Fault(step.code, "lane", "drafter-signs", reason)


def officers_of(lane: Lane, seatings: Seatings) -> frozenset[int]:
    """Return who serves posts of the lane's kind, seen from one agency."""
    if lane.seat is Seat.DESK:
        posts = seatings.desk
    elif lane.seat is Seat.COMPETENT or lane.agency_kind is None:
        posts = seatings.own
    else:
        posts = seatings.by_kind.get(lane.agency_kind, _NOBODY)
    return posts.get(lane.post, frozenset())
