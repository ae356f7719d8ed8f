"""A calendar that came late: the promises still open are counted anew, each by an act on record.

Source: the yearly notices on swapped days are at times published days before they hold (2 January
2026: letter 12729/VPCP-KGVX of 25/12/2025); docs/law/deadlines.md.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

from thongsuot.domains.deadlines import policy
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines.services import SUBJECT
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.dossiers import rules
from thongsuot.domains.dossiers.models import Recount, RecountKept
from thongsuot.domains.dossiers.queries import limits, recounting
from thongsuot.domains.dossiers.services import telling
from thongsuot.domains.dossiers.services.recounting_limits import recount_limits
from thongsuot.domains.dossiers.terms import Act, DueReason
from thongsuot.domains.dossiers.terms.recounts import DUE_DATE, Recounted, RecountProgress
from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger.recording import record_each
from thongsuot.domains.ledger.services import record
from thongsuot.domains.ledger.terms import Actor, DetailValue
from thongsuot.kernel.clock import local_date

AN_INSTANT: Final = timedelta(microseconds=1)
_PROGRESS: Final = [
    "kind", "after", "examined", "changed", "kept", "limits", "limits_changed", "limits_kept",
    "finished_at",
]  # fmt: skip
_ADD: Final = """
    INSERT INTO dossiers_duedateset (reason, calendar_version, set_at, dossier_id, due_at, due_on,
      counted_from, quantity, unit, rule_version, hours_of)
    SELECT %s, %s, %s, new.* FROM unnest(%s::bigint[], %s::timestamptz[], %s::date[],
      %s::timestamptz[], %s::int[], %s::text[], %s::text[], %s::text[]) AS new
"""
_SET: Final = """
    UPDATE dossiers_dossier SET due_at = given.due_at, last_act_at = %s
      FROM unnest(%s::bigint[], %s::timestamptz[]) AS given (id, due_at)
     WHERE dossiers_dossier.id = given.id
"""


@transaction.atomic
def recount_due_dates(
    *, by: Actor, at: datetime, most: int = recounting.AT_ONCE
) -> RecountProgress:
    """Count the next ``most`` open dossiers anew by the calendar in force; repeat until finished.

    Their due dates first, then the other limits that run (``recounting_limits``).
    Each dossier whose date changes gets one entry; the end of the run gets one on the calendar.
    A run that was broken off goes on after the last part that was done. A date stays where the
    dossier is late already, would be late by it, or was promised by a person in writing.

    Raises:  CalendarNotYours; CalendarGap.
    Source:  docs/law/deadlines.md, "A calendar that comes late".
    """
    policy.check_may_publish(by, local_date(at))
    calendar = deadlines.calendar_at(at)
    locks.hold("recount")
    run, left = _run(calendar.version, at), most
    if run.kind == DUE_DATE:
        left -= _recount_next(run, calendar, by=by, at=at, most=most)
    if run.kind != DUE_DATE:
        recount_limits(run, calendar, by=by, at=at, most=left)
    if not run.kind:
        _finish(run, by=by, at=at)
    run.save(update_fields=_PROGRESS)
    return run.progress()


def _recount_next(
    run: Recount, calendar: WorkingCalendar, *, by: Actor, at: datetime, most: int
) -> int:
    """Count the due dates of the next ``most`` dossiers anew; return how many there were."""
    ids = recounting.open_after(run.after, most=most, lock=True)
    found = recounting.recounted(ids, calendar, at)
    moved = [row for row in found if row.kept is None]
    _move(moved, calendar, by=by, at=at)
    stays = [row for row in found if row.kept is not None]
    RecountKept.objects.bulk_create(_stays(run, row) for row in stays)
    run.after = ids[-1] if ids else run.after
    run.examined, run.changed = run.examined + len(ids), run.changed + len(moved)
    run.kept += len(stays)
    if len(ids) < most:
        run.kind, run.after = limits.KINDS[0].value, 0
    return len(ids)


def _stays(run: Recount, row: Recounted) -> RecountKept:
    return RecountKept(
        run=run, kind=DUE_DATE, code=row.code, was_at=row.was_at, was_by=row.was_by,
        due_at=row.due_at, counted_from=row.counted_from, kept=row.kept or "",
    )  # fmt: skip


def _run(version: str, at: datetime) -> Recount:
    """Return the run to go on with, or a new one."""
    going = Recount.objects.filter(calendar_version=version, finished_at=None).first()
    return going or Recount.objects.create(
        calendar_version=version, total=recounting.count_open(), started_at=at
    )


def _move(rows: Sequence[Recounted], calendar: WorkingCalendar, *, by: Actor, at: datetime) -> None:
    """Write the new dates, and an entry for each."""
    if not rows:
        return
    at = max(at, max(row.last_act_at for row in rows) + AN_INSTANT)
    due = [row.due_at for row in rows if row.due_at is not None]
    counted_by = [calendar.counting_on(local_date(row.counted_from)).version for row in rows]
    ids = [row.dossier_id for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            _ADD,
            [DueReason.CALENDAR.value, calendar.version, at, ids, due,
             [local_date(moment) for moment in due], [row.counted_from for row in rows],
             [row.quantity for row in rows], [row.unit for row in rows], counted_by,
             [row.hours_of for row in rows]],
        )  # fmt: skip
        cursor.execute(_SET, [at, ids, due])
    details = {
        rules.subject_of(row.code): _detail(row, calendar.version, rule)
        for row, rule in zip(rows, counted_by, strict=True)
    }
    record_each(act=Act.RECOUNT.value, details=details, by=by, at=at)
    telling.tell_recounted(rows, calendar.version, at)


def _detail(row: Recounted, calendar: str, rule: str) -> dict[str, DetailValue]:
    return {
        "was": row.was_at.isoformat(),
        "due_at": row.due_at.isoformat() if row.due_at else "",
        "limit": row.quantity,
        "unit": row.unit,
        "calendar": calendar,
        "rule": rule,
    }


def _finish(run: Recount, *, by: Actor, at: datetime) -> None:
    run.finished_at = at
    record(
        subject=SUBJECT, act="due_dates_recounted", by=by, at=at,
        detail={"version": run.calendar_version, "examined": run.examined,
                "changed": run.changed, "kept": run.kept, "limits": run.limits,
                "limits_changed": run.limits_changed, "limits_kept": run.limits_kept},
    )  # fmt: skip
