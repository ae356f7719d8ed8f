"""At whose charge the time of a subject went, and to whom its lateness is charged.

Source:  our own: lateness is charged to holders by the share they used beyond their own; waiting
         for an acceptance is charged apart. docs/law/lateness.md tells the rule with an example.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from thongsuot.domains.accountability.terms import (
    Account,
    Asked,
    Consulted,
    Held,
    Holder,
    Life,
    Reckoning,
    Run,
)
from thongsuot.domains.deadlines import rules as deadlines
from thongsuot.domains.deadlines.terms import WorkingCalendar


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of one span in which nothing changes."""

    span: Held
    minutes: int
    began_at: datetime
    paused: bool
    runs: bool
    asked: Asked | None
    silent: tuple[Holder, ...]
    consulting: bool


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
    stop = _stop(life.run, at)
    pieces = list(_pieces(life, at, stop, calendar))
    accounts: dict[Holder, Account] = {}
    for piece in pieces:
        _enter(piece, life.run, accounts)
    _share_silence(pieces, accounts)
    used = sum(piece.minutes for piece in pieces if piece.runs)
    late = min(_late(life.run, stop, calendar), used)
    waits = _waits(pieces)
    for offer, minutes in waits:
        account = _account(accounts, offer.holder)
        allowed = minutes if offer.allowed is None else min(offer.allowed, minutes)
        account.allowed += allowed
        account.answering_over += minutes - allowed
    _give_shares(life, pieces, used - late, stop, accounts)
    parties = list(accounts.values())
    for party, part in zip(parties, _charges(parties, late, used - late), strict=True):
        party.late = part
    return accounts, used, late


def _stop(run: Run, at: datetime) -> datetime:
    """Return up to when the clock has run: the end, or now; where a pause began if one stands."""
    stop = min(run.stopped_at, at) if run.stopped_at else at
    standing = [a for a, b in run.pauses if a < stop and (b is None or stop <= b)]
    return min([stop, *standing])


def _late(run: Run, stop: datetime, calendar: WorkingCalendar) -> int:
    if not deadlines.is_late(run.due_at, stop, by_hour=run.by_hour):
        return 0
    return max(0, deadlines.working_minutes(run.due_at, stop, calendar))


# --- pieces of time -------------------------------------------------------------------------


def _pieces(
    life: Life, at: datetime, stop: datetime, calendar: WorkingCalendar
) -> Iterator[_Piece]:
    """Cut every span where anything begins or ends; oldest piece first."""
    run = life.run
    marks = sorted({run.counted_from, stop, *_instants(life)})
    place = _places(run, calendar)
    for span in life.spans:
        end = min(span.ended_at or at, at)
        inside = [mark for mark in marks if span.began_at < mark < end]
        for a, b in pairwise([span.began_at, *inside, end]):
            minutes = place(b) - place(a)
            if minutes <= 0:
                continue
            paused = any(x <= a and (y is None or a < y) for x, y in run.pauses)
            out = [o for o in life.opinions if _covers(o, a)]
            yield _Piece(
                span, minutes, a, paused,
                runs=not paused and run.counted_from <= a < stop,
                asked=next((o for o in life.offers if _covers(o, a)), None),
                silent=tuple(sorted({o.holder for o in out if o.due_at <= a}, key=_by_number)),
                consulting=bool(out),
            )  # fmt: skip


def _instants(life: Life) -> Iterator[datetime]:
    for start, end in life.run.pauses:
        yield start
        if end:
            yield end
    out: tuple[Asked | Consulted, ...] = (*life.offers, *life.opinions)
    for asked in out:
        yield asked.began_at
        if asked.ended_at:
            yield asked.ended_at
    for opinion in life.opinions:
        yield opinion.due_at


def _by_number(holder: Holder) -> tuple[int, int, int]:
    """Order parties by what they are, never by who was asked first."""
    return holder.agency, holder.post, holder.officer


def _covers(asked: Asked | Consulted, at: datetime) -> bool:
    return asked.began_at <= at and (asked.ended_at is None or at < asked.ended_at)


def _places(run: Run, calendar: WorkingCalendar) -> Callable[[datetime], int]:
    """Return what gives every instant its one place on the axis; the due instant is at nought."""
    known: dict[datetime, int] = {}

    def place(at: datetime) -> int:
        if at not in known:
            known[at] = deadlines.working_minutes(run.due_at, at, calendar)
        return known[at]

    return place


# --- accounts -------------------------------------------------------------------------------


def _account(accounts: dict[Holder, Account], holder: Holder) -> Account:
    return accounts.setdefault(holder, Account(holder))


def _enter(piece: _Piece, run: Run, accounts: dict[Holder, Account]) -> None:
    """Book one piece to whoever answers for it."""
    own = _account(accounts, piece.span.holder)
    if piece.paused:
        own.paused += piece.minutes
    elif piece.began_at < run.counted_from:
        own.earlier += piece.minutes
    elif not piece.runs:
        own.after += piece.minutes
    elif piece.asked:
        own.awaiting += piece.minutes
        _account(accounts, piece.asked.holder).answering += piece.minutes
    elif piece.silent:
        own.consulting += piece.minutes
        for holder in piece.silent:
            _account(accounts, holder)
    else:
        own.held += piece.minutes
        own.consulting += piece.minutes if piece.consulting else 0


def _share_silence(pieces: Iterable[_Piece], accounts: dict[Holder, Account]) -> None:
    """Book what several let pass in silence at once to all of them, in equal parts.

    Summed up first, so that no cut between pieces decides where a minute goes that is left over.
    """
    together: Counter[tuple[Holder, ...]] = Counter()
    for piece in pieces:
        if piece.runs and piece.silent and not piece.asked:
            together[piece.silent] += piece.minutes
    for holders, minutes in together.items():
        parts = _in_proportion(minutes, [1] * len(holders))
        for holder, part in zip(holders, parts, strict=True):
            accounts[holder].silent += part


def _waits(pieces: Iterable[_Piece]) -> list[tuple[Asked, int]]:
    """Return how long each question was waited for while the clock ran."""
    waited: dict[int, tuple[Asked, int]] = {}
    for piece in pieces:
        if piece.runs and piece.asked:
            before = waited.get(id(piece.asked), (piece.asked, 0))[1]
            waited[id(piece.asked)] = piece.asked, before + piece.minutes
    return list(waited.values())


def _give_shares(
    life: Life,
    pieces: Sequence[_Piece],
    allowed: int,
    stop: datetime,
    accounts: dict[Holder, Account],
) -> None:
    """Note everybody's share; what was given to nobody goes to those without one, in turn.

    A share that went on by reassignments is given out once: each keeps what he used of it, the
    last one has what is left.
    """
    chains = [
        [s for s in chain if _in_run(s, life.run, stop) and s.holder in accounts]
        for chain in _chains(life.spans)
    ]
    left = max(0, allowed - sum(chain[0].share or 0 for chain in chains if chain))
    for chain in chains:
        rest = chain[0].share if chain else None
        for span in chain:
            held = sum(p.minutes for p in pieces if p.span is span and p.runs and _own(p))
            if rest is None:
                share = min(left, held)
                left -= share
            else:
                share = rest if span is chain[-1] else min(rest, held)
                rest -= share
            account = accounts[span.holder]
            account.share += share
            if chain[0].share is not None:
                account.given, account.spent = account.given + share, account.spent + held
                account.was_given |= chain[0].share > 0


def _chains(spans: Iterable[Held]) -> list[list[Held]]:
    """Return the spans by the hand-over with which their share came, oldest first."""
    chains: list[list[Held]] = []
    for span in spans:
        if chains and span.carried:
            chains[-1].append(span)
        else:
            chains.append([span])
    return chains


def _in_run(span: Held, run: Run, stop: datetime) -> bool:
    return span.began_at < stop and (span.ended_at is None or span.ended_at > run.counted_from)


def _own(piece: _Piece) -> bool:
    return piece.asked is None and not piece.silent


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
