"""Nobody leaves with something in hand: accounts end, appointments end, what is left is moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from thongsuot.domains.custody import leaving
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import Leaver, MoveReason, Receiver, StillHolding
from thongsuot.domains.dossiers.rules import code_of
from thongsuot.domains.dossiers.services.moving import move_dossiers, reassign
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import services as organisation
from thongsuot.domains.organisation import superiors
from thongsuot.domains.organisation.terms import DisablingReason
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.errors import Refused

REASONS = {
    DisablingReason.LEFT: MoveReason.LEFT,
    DisablingReason.MOVED: MoveReason.LEFT,
    DisablingReason.SUSPENDED: MoveReason.SUSPENDED,
    DisablingReason.COMPROMISED: MoveReason.SUSPENDED,
    DisablingReason.OTHER: MoveReason.LEFT,
}


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of the things that nobody was left to answer for."""

    moved: int
    left: tuple[Leaver, ...]
    """Whom nobody could succeed: their agencies have no head."""


@bookkeeping("the rooms that move and disable write the entries, in one transaction")
@transaction.atomic
def disable_officer(
    *,
    officer_id: int,
    reason: DisablingReason,
    to: Sequence[Receiver] = (),
    why: str = "",
    by: Actor,
    at: datetime,
) -> int:
    """Take all authority from an account; what it holds goes to ``to`` in the same act.

    Returns how many dossiers changed their holder.
    Raises:  StillHolding when something is held and nobody is named; NotYours; OfficerUnknown;
             what ``reassign`` raises.
    """
    held = custodies.held_counts([officer_id]).get(officer_id, 0)
    moved = _hand_on(officer_id, held, REASONS[reason], to, why, by, at)
    organisation.disable_account(officer_id=officer_id, reason=reason, by=by, at=at)
    return moved


@bookkeeping("the rooms that move and end the appointment write the entries, in one transaction")
@transaction.atomic
def end_appointment(
    *,
    officer_id: int,
    post_id: int,
    last_day: date,
    source: str,
    to: Sequence[Receiver] = (),
    why: str = "",
    by: Actor,
    at: datetime,
) -> int:
    """End an appointment after ``last_day``; what is held on that post goes to ``to``.

    For a day that is still to come nothing has to move yet: who holds something then is named
    to the head beforehand, and the rest goes by rule on the day (``settle_orphans``).
    Raises:  StillHolding; AppointmentUnknown; SourceMissing; what ``reassign`` raises.
    """
    codes = [code_of(name) for name in custodies.held_on_post(officer_id, post_id)]
    moved = 0
    if last_day < local_date(at):
        moved = _hand_on(
            officer_id, len(codes), MoveReason.APPOINTMENT_ENDED, to, why, by, at, codes=codes
        )
    organisation.end_appointment(
        officer_id=officer_id, post_id=post_id, last_day=last_day, source=source, by=by, at=at
    )
    return moved


def _hand_on(
    officer_id: int,
    held: int,
    reason: MoveReason,
    to: Sequence[Receiver],
    why: str,
    by: Actor,
    at: datetime,
    codes: Sequence[str] | None = None,
) -> int:
    if not held:
        return 0
    if not to:
        raise StillHolding("something is still held; name who takes it over", subjects=held)
    made = reassign(
        from_officer=officer_id, to=to, reason=reason, why=why, by=by, at=at, codes=codes
    )
    return sum(part.subjects for part in made)


@bookkeeping("each part that moves writes its entries; there may be nothing to move")
def settle_orphans(*, why: str, at: datetime) -> Settled:
    """Give what nobody is left to answer for to the head of its agency, by rule; daily.

    The deputy or head of the post's agency, else of the agency above. Each leaver's dossiers
    are one act of the system with its reason.
    """
    moved, left = 0, []
    for leaver in leaving.orphans(local_date(at)):
        try:
            done = _by_rule(leaver, why, at)
        except Refused:  # somebody took one of them over meanwhile; the others wait no longer
            done = 0
        moved += done
        if done < leaver.subjects:
            left.append(leaver)
    return Settled(moved, tuple(left))


@transaction.atomic
def _by_rule(leaver: Leaver, why: str, at: datetime) -> int:
    heir = superiors.heir_of(leaver.agency_code, but=leaver.officer_id, on=local_date(at))
    codes = [code_of(name) for name in leaving.subjects_of(leaver)]
    if heir is None or not codes:
        return 0
    officer_id, post_id = heir
    reason = MoveReason.APPOINTMENT_ENDED if leaver.last_day else MoveReason.LEFT
    made = move_dossiers(
        codes=codes, to_officer=officer_id, to_post=post_id, reason=reason, why=why,
        by=Actor.system(), at=at, from_officer=leaver.officer_id,
    )  # fmt: skip
    return made.subjects
