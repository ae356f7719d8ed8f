"""Dossiers that change their holder without a question: a superior's act, or a rule's."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from thongsuot.domains.custody import moving
from thongsuot.domains.custody.terms import Moved, MoveReason
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.rules import subject_of
from thongsuot.domains.dossiers.services.act import AN_INSTANT
from thongsuot.domains.dossiers.terms import DossierUnknown
from thongsuot.domains.ledger.terms import Actor


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
) -> Moved:
    """Give dossiers, whoever holds them, to one officer on a post; due dates stay as they are.

    All of them or none; each gets its entry. Locks every dossier before its custody, as every
    act on one does.
    Raises:  DossierUnknown; what ``custody.moving.move`` raises.
    """
    asked = sorted(set(codes))
    last_acts = dict(_locked(asked))
    if len(last_acts) != len(asked):
        raise DossierUnknown("no dossier has one of these codes")
    made = moving.move(
        subjects=[subject_of(code) for code in asked], to_officer=to_officer, to_post=to_post,
        reason=reason, why=why, by=by, key=key,
        at=max([at, *(last + AN_INSTANT for last in last_acts.values())]),
    )  # fmt: skip
    Dossier.objects.filter(code__in=asked).update(last_act_at=Greatest(F("last_act_at"), made.at))
    return made


def _locked(codes: Collection[str]) -> Collection[tuple[str, datetime]]:
    rows = Dossier.objects.select_for_update().filter(code__in=codes).order_by("code")
    return list(rows.values_list("code", "last_act_at"))
