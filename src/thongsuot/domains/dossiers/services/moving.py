"""Dossiers that change their holder without a question: a superior's act, or a rule's."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models.functions import Greatest

from thongsuot.domains.custody import moving
from thongsuot.domains.custody.terms import Moved, MoveReason, NothingToMove, Receiver
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.queries.staff import shares_of
from thongsuot.domains.dossiers.rules import subject_of
from thongsuot.domains.dossiers.services.act import AN_INSTANT
from thongsuot.domains.dossiers.services.telling_officers import tell_moved
from thongsuot.domains.dossiers.terms import DossierUnknown
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.parts import in_parts

AT_ONCE: Final = 1_000


@transaction.atomic
def move_dossiers(
    *,
    codes: Collection[str],
    to_officer: int,
    to_post: int,
    reason: MoveReason,
    why: str,
    by: Actor,
    at: datetime,
    key: str | None = None,
    from_officer: int | None = None,
) -> Moved:
    """Give dossiers, whoever holds them, to one officer on a post; due dates stay as they are.

    All of them or none; each gets its entry, the receiver one message. Locks every dossier
    before its custody, as every act on one does.
    Raises:  DossierUnknown; what ``custody.moving.move`` raises.
    """
    asked = sorted(set(codes))
    last_acts = _locked(asked)
    if len(last_acts) != len(asked):
        raise DossierUnknown("no dossier has one of these codes")
    made = moving.move(
        subjects=[subject_of(code) for code in asked], to_officer=to_officer, to_post=to_post,
        reason=reason, why=why, by=by, key=key, from_officer=from_officer,
        at=max([at, *(last + AN_INSTANT for last in last_acts.values())]),
    )  # fmt: skip
    for some in in_parts(asked, AT_ONCE):
        Dossier.objects.filter(code__in=some).update(last_act_at=Greatest("last_act_at", made.at))
    tell_moved(asked, to=to_officer, move=made.move_id, by=by, at=made.at)
    return made


@transaction.atomic
def reassign(
    *,
    from_officer: int,
    to: Sequence[Receiver],
    reason: MoveReason,
    why: str,
    by: Actor,
    at: datetime,
    codes: Collection[str] | None = None,
    key: str | None = None,
) -> list[Moved]:
    """Share out what an officer holds, or the dossiers named of it, among colleagues.

    ``queries.shares_of`` shows beforehand who gets what. All of it or nothing.
    Raises:  NothingToMove; NotTheHolder when one of them changed its holder meanwhile; what
             ``move_dossiers`` raises.
    """
    if done := moving.done_before(_part(key, 0), by=by, reason=reason):
        return [done]
    shares = shares_of(from_officer=from_officer, to=to, codes=codes)
    if not shares:
        raise NothingToMove("the officer holds nothing, or nobody is to take it")
    return [
        move_dossiers(
            codes=share.codes, to_officer=share.to.officer_id, to_post=share.to.post_id,
            reason=reason, why=why, by=by, at=at, key=_part(key, place),
            from_officer=from_officer,
        )
        for place, share in enumerate(shares)
    ]  # fmt: skip


def _part(key: str | None, place: int) -> str | None:
    return f"{key}:{place}" if key else None


def _locked(codes: Sequence[str]) -> dict[str, datetime]:
    """Return when each was last acted upon; ``codes`` come in the order in which all lock."""
    rows = Dossier.objects.select_for_update().order_by("code").values_list("code", "last_act_at")
    return {
        code: last for some in in_parts(codes, AT_ONCE) for code, last in rows.filter(code__in=some)
    }
