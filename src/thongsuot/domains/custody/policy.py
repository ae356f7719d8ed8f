"""Who may reassign without asking, who decides between agencies, who sets how hand-overs go."""

from collections.abc import Collection
from datetime import date, datetime

from thongsuot.domains.custody import queries, rules
from thongsuot.domains.custody.terms import (
    DisputeTerms,
    MoveReason,
    NotTheSuperior,
    NotToBeNamed,
    NotYoursToMove,
    PolicyNotYours,
)
from thongsuot.domains.ledger.terms import Actor, ActorKind
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation import superiors
from thongsuot.domains.organisation.terms import Role, RoleMissing
from thongsuot.kernel.clock import local_date


def check_may_move(by: Actor, reason: MoveReason, agencies: Collection[str], on: date) -> None:
    """Refuse whoever does not head all the agencies between which subjects move.

    A reorganisation is the administrator's act; the installation itself may always.
    Raises:  NotYoursToMove.
    Source:  NĐ 61/2018 Art. 19(1): the head assigns within what he heads.
    """
    if by.kind is ActorKind.SYSTEM:
        return
    if reason is MoveReason.REORGANISED and _administers(by, on):
        return
    if reason is not MoveReason.REORGANISED and superiors.heads_all(by, agencies, on):
        return
    raise NotYoursToMove("only a superior reassigns, within what he heads", agency=by.agency)


def check_may_decide(dispute: DisputeTerms | None, *, by: Actor, at: datetime) -> DisputeTerms:
    """Return the open dispute; refuse whoever does not head the superior or took a side.

    Raises:  DisputeNotOpen; NotTheSuperior.
    """
    waiting = rules.check_open(dispute)
    heads = by.agency == waiting.superior_code and superiors.heads_agency(by, local_date(at))
    if not heads or by.officer_id in waiting.took_sides:
        raise NotTheSuperior("another has to decide", superior=waiting.superior_code)
    return waiting


def check_may_name(waiting: DisputeTerms, agency: str, on: date) -> None:
    """Refuse an agency that is neither a party nor under the superior, or where nobody serves.

    Raises:  NotToBeNamed.
    """
    under = waiting.superior_code in superiors.agencies_above([agency], on)[agency]
    if not under and agency not in queries.standing_parties(waiting, on):
        raise NotToBeNamed("neither a party nor under the superior", agency=agency)
    if not any(post.held for post in organisation.posts_in(agency, None, on)):  # type: ignore[attr-defined]  # who holds it that day
        raise NotToBeNamed("nobody serves there", agency=agency)


def check_may_publish(by: Actor, on: date) -> None:
    """Refuse whoever is neither the installation itself nor an administrator on ``on``.

    Raises:  PolicyNotYours.
    """
    if by.kind is not ActorKind.SYSTEM and not _administers(by, on):
        raise PolicyNotYours("hand-over policies are published by administrators alone")


def _administers(by: Actor, on: date) -> bool:
    try:
        organisation.require_role(by, Role.ADMINISTER, on)
    except RoleMissing:
        return False
    return True
