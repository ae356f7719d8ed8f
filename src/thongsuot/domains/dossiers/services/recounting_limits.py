"""A calendar that came late: limits beside the due date that run are counted anew, too.

The time of a desk for its answer, a citizen's window, the answer to his objection, an offer, an
opinion asked for, a ruling: each that ends otherwise is an act on its dossier.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from thongsuot.domains.custody import recounting as custody
from thongsuot.domains.deadlines import services as deadlines
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.deadlines.terms.limits import LimitKind, LimitRecounted
from thongsuot.domains.dossiers import rules
from thongsuot.domains.dossiers.answering.models import DeskAnswer
from thongsuot.domains.dossiers.answering.terms import RECOUNTED
from thongsuot.domains.dossiers.models import (
    Dossier,
    Objection,
    Recount,
    RecountKept,
    SupplementRequest,
)
from thongsuot.domains.dossiers.queries import limits
from thongsuot.domains.dossiers.services import act, telling_officers
from thongsuot.domains.dossiers.terms import Act
from thongsuot.domains.ledger import rows
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor, DetailValue


@bookkeeping("each limit that ends otherwise is an act of its own; the run's end has an entry")
def recount_limits(
    run: Recount, calendar: WorkingCalendar, *, by: Actor, at: datetime, most: int
) -> None:
    """Count the next ``most`` limits anew, kind by kind; ``run.kind`` is empty once all are."""
    left = most
    while run.kind and left > 0:
        kind = LimitKind(run.kind)
        found = limits.counted_anew(kind, run.after, calendar, at, most=left)
        _take(run, [moved for _limit, moved in found if moved], by=by, at=at)
        run.limits += len(found)
        run.after = found[-1][0].id if found else run.after
        left -= len(found)
        if left > 0:
            run.kind, run.after = _next(kind), 0


def _next(kind: LimitKind) -> str:
    later = limits.KINDS[limits.KINDS.index(kind) + 1 :]
    return later[0].value if later else ""


def _take(run: Recount, page: Sequence[LimitRecounted], *, by: Actor, at: datetime) -> None:
    """Move what ends otherwise, its dossiers locked by then, and keep what stays with its cause."""
    moves = [moved for moved in page if moved.kept is None]
    codes = {rules.code_of(moved.limit.subject) for moved in moves}
    list(Dossier.objects.select_for_update().filter(code__in=codes).order_by("code").values("pk"))
    run.limits_changed += sum(_move(moved, by=by, at=at) for moved in moves)
    stays = [_stays(run, moved) for moved in page if moved.kept is not None]
    RecountKept.objects.bulk_create(stays)
    run.limits_kept += len(stays)


def _stays(run: Recount, moved: LimitRecounted) -> RecountKept:
    limit = moved.limit
    return RecountKept(  # type: ignore[misc]  # what had no end is never left so
        run=run, kind=limit.kind, code=rules.code_of(limit.subject), was_at=limit.until,
        was_by=limit.counting.calendar_version, due_at=moved.until,
        counted_from=limit.counted_from, kept=moved.kept,
    )  # fmt: skip


def _move(moved: LimitRecounted, *, by: Actor, at: datetime) -> bool:
    """Move one limit, on record; return whether it still ran."""
    limit, until = moved.limit, moved.until
    dossier = act.lock(rules.code_of(limit.subject))
    at = act.after_last_act(dossier, at)
    if until is None or not _moved(moved, at):
        return False
    detail: dict[str, DetailValue] = {
        "of": limit.kind.value, "id": limit.id,
        "was": limit.until.isoformat() if limit.until else None,
        "until": until.isoformat(), "limit": limit.counting.quantity,
        "unit": limit.counting.unit, "calendar": moved.counting.calendar_version,
    }  # fmt: skip
    act.finish(dossier, Act.RECOUNT_LIMIT, by=by, at=at, key=None, detail=detail)
    _tell(moved, at)
    return True


def _tell(moved: LimitRecounted, at: datetime) -> None:
    """Have those told who have to answer, and by when now."""
    limit = moved.limit
    anew = f"{limit.id}-{moved.counting.calendar_version}"
    if limit.kind is LimitKind.OPINION:
        telling_officers.tell_asked_anew(limit.subject, limit.id, cause=anew, at=at)
    elif limit.kind is LimitKind.OBJECTION:
        telling_officers.tell_objection_moved(
            limit.id, was=limit.until, by_calendar=moved.counting.calendar_version, at=at
        )


def _moved(moved: LimitRecounted, at: datetime) -> bool:
    if moved.limit.kind is LimitKind.ANSWER:
        return _move_answer(moved, at)
    if moved.limit.kind is LimitKind.WINDOW:
        return _move_window(moved, at)
    if moved.limit.kind is LimitKind.OBJECTION:
        return _move_objection(moved, at)
    return custody.move_limit(moved=moved, at=at)


def _move_answer(moved: LimitRecounted, at: datetime) -> bool:
    was = DeskAnswer.objects.select_for_update().filter(pk=moved.limit.id, answered_at=None).first()
    if was is None:
        return False
    deadlines.keep_limit(moved=moved, at=at)
    anew = was.going_on(
        answer_by=moved.until, calendar_version=moved.counting.calendar_version,
        hours_of=moved.counting.hours_of,
    )  # fmt: skip
    was.answered_at, was.answer = at, RECOUNTED
    was.save(update_fields=["answered_at", "answer"])
    rows.add(anew)
    return True


def _move_window(moved: LimitRecounted, at: datetime) -> bool:
    waiting = SupplementRequest.objects.filter(
        pk=moved.limit.id, answered_at=None, window_ended_at=None
    )
    return _ends_otherwise(waiting, moved, at)


def _move_objection(moved: LimitRecounted, at: datetime) -> bool:
    return _ends_otherwise(Objection.objects.filter(pk=moved.limit.id, answered_at=None), moved, at)


def _ends_otherwise(waiting: QuerySet[Any], moved: LimitRecounted, at: datetime) -> bool:
    """Move the end of what still waits, with what counted it."""
    if not waiting.select_for_update().exists():
        return False
    deadlines.keep_limit(moved=moved, at=at)
    waiting.update(
        answer_by=moved.until, calendar_version=moved.counting.calendar_version,
        hours_of=moved.counting.hours_of,
    )  # fmt: skip
    return True
