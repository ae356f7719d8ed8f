"""At whose charge the time of a subject went, and to whom its lateness is charged.

Source:  our own: lateness is charged to holders by the share they used beyond their own; waiting
         for an acceptance is charged apart. docs/law/lateness.md tells the rule with an example.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from thongsuot.domains.accountability.rules.pieces import Allotted, Piece, allotted, cut
from thongsuot.domains.accountability.terms import Account, Asked, Holder, Life, Reckoning, Use
from thongsuot.domains.deadlines.terms import WorkingCalendar


def reckon(life: Life, *, at: datetime, calendar: WorkingCalendar) -> Reckoning:
    """Split the time of ``life`` up to ``at`` among those who answer for it.

    Every instant has one place on the axis of working minutes, so that stretches add up to the
    whole without rounding. The lateness of a run that another one followed is split as it was
    then, and added.
    Raises:  CalendarGap.
    """
    accounts, used, late = _reckon_run(life, at, calendar)
    late_before = 0
    for run in life.before:
        charged, _used, more = _reckon_run(replace(life, run=run), at, calendar)
        late_before += more
        for holder, minutes in ((h, account.late) for h, account in charged.items()):
            if minutes:
                account = _account(accounts, holder)
                account.late += minutes
                account.late_before += minutes
    return Reckoning(tuple(accounts.values()), used, late + late_before, late_before)


def _reckon_run(
    life: Life, at: datetime, calendar: WorkingCalendar
) -> tuple[dict[Holder, Account], int, int]:
    """Return the accounts of the one run of ``life``, what was used of it and how much was late."""
    pieces = list(cut(life, at=at, calendar=calendar))
    accounts: dict[Holder, Account] = {}
    for piece in pieces:
        _enter(piece, accounts)
    _share_silence(pieces, accounts)
    used = sum(piece.minutes for piece in pieces if piece.runs)
    late = sum(piece.minutes for piece in pieces if piece.late)
    waits = _waits(pieces)
    for offer, minutes in waits:
        account = _account(accounts, offer.holder)
        allowed = minutes if offer.allowed is None else min(offer.allowed, minutes)
        account.allowed += allowed
        account.answering_over += minutes - allowed
    _give_shares(allotted(life, pieces, at=at), used - late, accounts)
    parties = list(accounts.values())
    for party, part in zip(parties, _charges(parties, late, used - late), strict=True):
        party.late = part
    return accounts, used, late


# --- accounts -------------------------------------------------------------------------------


def _account(accounts: dict[Holder, Account], holder: Holder) -> Account:
    return accounts.setdefault(holder, Account(holder))


def _enter(piece: Piece, accounts: dict[Holder, Account]) -> None:
    """Book one piece to whoever answers for it."""
    if not piece.minutes:
        return
    own = _account(accounts, piece.span.holder)
    setattr(own, _BOOKED[piece.use], getattr(own, _BOOKED[piece.use]) + piece.minutes)
    if piece.use is Use.AWAITING and piece.asked:
        _account(accounts, piece.asked.holder).answering += piece.minutes
    elif piece.use is Use.SILENT:
        for holder in piece.silent:
            _account(accounts, holder)
    elif piece.use is Use.HELD and piece.consulting:
        own.consulting += piece.minutes


_BOOKED: Final[Mapping[Use, str]] = {
    Use.HELD: "held", Use.AWAITING: "awaiting", Use.SILENT: "consulting", Use.PAUSED: "paused",
    Use.EARLIER: "earlier", Use.AFTER: "after",
}  # fmt: skip
"""Under what a piece stands in the account of who held meanwhile."""


def _share_silence(pieces: Iterable[Piece], accounts: dict[Holder, Account]) -> None:
    """Book what several let pass in silence at once to all of them, in equal parts.

    Summed up first, so that no cut between pieces decides where a minute goes that is left over.
    """
    together: Counter[tuple[Holder, ...]] = Counter()
    for piece in pieces:
        if piece.use is Use.SILENT and piece.minutes:
            together[piece.silent] += piece.minutes
    for holders, minutes in together.items():
        parts = _in_proportion(minutes, [1] * len(holders))
        for holder, part in zip(holders, parts, strict=True):
            accounts[holder].silent += part


def _waits(pieces: Iterable[Piece]) -> list[tuple[Asked, int]]:
    """Return how long each question was waited for while the clock ran."""
    waited: dict[int, tuple[Asked, int]] = {}
    for piece in pieces:
        if piece.use is Use.AWAITING and piece.asked and piece.minutes:
            before = waited.get(id(piece.asked), (piece.asked, 0))[1]
            waited[id(piece.asked)] = piece.asked, before + piece.minutes
    return list(waited.values())


def _give_shares(
    chains: Iterable[Sequence[Allotted]], allowed: int, accounts: dict[Holder, Account]
) -> None:
    """Note everybody's share; what was given to nobody goes to those without one, in turn.

    A share that went on by reassignments is given out once: each keeps what he used of it, the
    last one has what is left.
    """
    in_run = [[one for one in chain if one.span.holder in accounts] for chain in chains]
    left = max(0, allowed - sum(chain[0].left or 0 for chain in in_run if chain))
    for chain in in_run:
        for one in chain:
            account = accounts[one.span.holder]
            if one.left is None:
                share = min(left, one.held)
                left -= share
            else:
                share = one.left if one is chain[-1] else min(one.left, one.held)
                account.over += one.over
                account.was_given |= one.was_given
            account.share += share


# --- lateness -------------------------------------------------------------------------------


def _charges(parties: Sequence[Account], late: int, allowed: int) -> list[int]:
    """Split ``late`` in whole minutes, by what each used beyond what was his.

    Where that is less than the lateness, the shares given out were more than the limit: all of
    them shrink in one proportion until they fit, and what each used beyond the shrunken one
    carries the rest.
    """
    excess = [party.excess for party in parties]
    if sum(excess) >= late:
        return _in_proportion(late, excess)
    given = sum(party.share + party.allowed for party in parties)
    shrunken = [_beyond_shrunken(party, allowed, given) for party in parties]
    rest = [more - own for more, own in zip(shrunken, excess, strict=True)]
    shared = _in_proportion(late - sum(excess), rest)
    return [own + part for own, part in zip(excess, shared, strict=True)]


def _beyond_shrunken(party: Account, allowed: int, given: int) -> int:
    """Return what a party used beyond its share, had all shares to fit into ``allowed``."""
    share = party.share * allowed // given
    answer = party.allowed * allowed // given
    over = max(0, party.held - share)
    return over + party.answering_over + (party.allowed - answer) + party.silent


def _in_proportion(whole: int, weights: Sequence[int]) -> list[int]:
    """Split ``whole`` by ``weights`` so that the parts add up; the largest remainders round up.

    No part is greater than its weight as long as ``whole`` is not greater than all weights.
    """
    total = sum(weights)
    if not whole or not total:
        return [0 for _weight in weights]
    parts = [whole * weight // total for weight in weights]
    by_remainder = sorted(
        range(len(weights)), key=lambda place: (-(whole * weights[place] % total), place)
    )
    for place in by_remainder[: whole - sum(parts)]:
        parts[place] += 1
    return parts
