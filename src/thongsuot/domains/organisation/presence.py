"""Who is not at work on his post, and who takes things over in his stead."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from thongsuot.domains.organisation import queries
from thongsuot.domains.organisation.delegations import absent_on, delegations_by
from thongsuot.domains.organisation.terms.delegations import DelegatedAct, DelegationTerms
from thongsuot.kernel.clock import local_date

Seat = tuple[int, int]
"""An officer and one of his posts."""


def away_from(
    seats: Collection[Seat], at: datetime, *, act: DelegatedAct = DelegatedAct.HAND_OVER
) -> dict[Seat, Seat | None]:
    """Return which of the seats are empty at ``at``, each with the seat that takes over for it.

    That is the delegate's: under a delegation in force that lets him do ``act`` (take things over),
    whatever the procedure, while he is at work himself. One query where nobody is away.
    """
    on = local_date(at)
    absent = absent_on({officer for officer, _post in seats}, on)
    empty = {seat for seat in seats if seat[0] in absent}
    if not empty:
        return {}
    given = [one for one in delegations_by(absent, at) if _reaches(one, act, at)]
    out = absent_on({one.to_officer for one in given}, on)
    found: dict[Seat, Seat | None] = dict.fromkeys(empty)
    for one in given:
        seat, taker = (one.from_officer, one.from_post), (one.to_officer, one.to_post)
        if found.get(seat, seat) is None and one.to_officer not in out and _serves(taker, at):
            found[seat] = taker
    return found


def takers(
    posts: Iterable[Any], at: datetime, *, act: DelegatedAct = DelegatedAct.HAND_OVER
) -> dict[int, set[int]]:
    """Return who does ``act`` with what is put to each of the posts (with ``held``), by post.

    A post from which all are away, and for which nobody stands in, is left out as if unserved.
    """
    held = {post.pk: [(row.officer_id, post.pk) for row in post.held] for post in posts}
    away = away_from({seat for seats in held.values() for seat in seats}, at, act=act)
    found = {post: _present(seats, away) for post, seats in held.items()}
    return {post: officers for post, officers in found.items() if officers}


def _present(seats: Iterable[Seat], away: Mapping[Seat, Seat | None]) -> set[int]:
    taking = (away.get(seat, seat) for seat in seats)
    return {seat[0] for seat in taking if seat}


def _reaches(one: DelegationTerms, act: DelegatedAct, at: datetime) -> bool:
    usable = act in one.acts and not one.procedures
    return usable and one.holds(at, local_date(at))


def _serves(seat: Seat, at: datetime) -> bool:
    officer, post = seat
    return officer in {one.pk for one in queries.officers_on(post, local_date(at))}
