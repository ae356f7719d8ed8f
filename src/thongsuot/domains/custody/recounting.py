"""Limits of offers, questions and rulings that a calendar counts anew; see deadlines.rules."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet

from thongsuot.domains.custody.models import Dispute, Offer, OpinionRequest
from thongsuot.domains.deadlines import services as deadlines
from thongsuot.domains.deadlines.fields import Counted
from thongsuot.domains.deadlines.terms.limits import LimitKind, LimitRecounted, OpenLimit
from thongsuot.domains.ledger.services import bookkeeping

_OPEN: Final[Mapping[LimitKind, Callable[[], QuerySet[Any]]]] = {
    LimitKind.OFFER: lambda: Offer.objects.filter(answer="", answer_by__isnull=False),
    LimitKind.OPINION: lambda: OpinionRequest.objects.filter(answer=""),
    LimitKind.RULING: lambda: Dispute.objects.filter(
        Q(decide_by__isnull=False) | Q(limit_quantity__isnull=False),
        decided_at=None, lapsed_at=None,
    ),
}  # fmt: skip
"""What runs; a ruling that no calendar reached has its length, and no end yet."""
_ENDS: Final[Mapping[LimitKind, tuple[str, str, str]]] = {
    LimitKind.OFFER: ("offered_at", "answer_by", "to_post__agency__code"),
    LimitKind.OPINION: ("asked_at", "answer_by", "to_post__agency__code"),
    LimitKind.RULING: ("limit_since", "decide_by", "superior__code"),
}
"""Since when, by when, and the code of who has to act."""
KINDS: Final = tuple(_ENDS)


def limits_after(kind: LimitKind, after: int, *, subjects: str, most: int) -> list[OpenLimit]:
    """Return the next limits that run, by id, of one kind of subject."""
    since, until, agency = _ENDS[kind]
    rows = _OPEN[kind]().filter(pk__gt=after, subject__startswith=f"{subjects}:")
    found = rows.select_related(agency.removesuffix("__code")).order_by("pk")[:most]
    return [
        OpenLimit(
            kind, row.pk, row.subject, getattr(row, since), getattr(row, until), row.counting(),
            _code(row, agency),
        )
        for row in found
    ]  # fmt: skip


def _code(row: Any, path: str) -> str:
    for name in path.split("__"):
        row = getattr(row, name)
    return str(row)


@bookkeeping("the subject's room, which counts the limit anew, writes the entry")
@transaction.atomic
def move_limit(*, moved: LimitRecounted, at: datetime) -> bool:
    """Move the end of a limit to what was counted anew; False where it was answered meanwhile."""
    limit, (_since, until, _agency) = moved.limit, _ENDS[moved.limit.kind]
    row: Counted | None = _OPEN[limit.kind]().select_for_update().filter(pk=limit.id).first()
    if row is None or getattr(row, until) != limit.until:
        return False
    deadlines.keep_limit(moved=moved, at=at)
    setattr(row, until, moved.until)
    row.calendar_version = moved.counting.calendar_version
    row.hours_of = moved.counting.hours_of
    row.save(update_fields=[until, "calendar_version", "hours_of"])
    return True
