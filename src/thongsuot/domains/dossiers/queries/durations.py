"""How long dossiers of one procedure really took: counts by day alone, that anybody may see."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection

from thongsuot.domains.deadlines.rules import working_days_between
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.dossiers.facts import late_before, late_by

_BY_DAYS: Final = f"""
    SELECT (d.received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date,
           (d.decided_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date,
           {late_by("d.decided_at")} OR {late_before("d.decided_at")},
           count(*)
    FROM dossiers_dossier d
    WHERE d.procedure_code = %(procedure)s
      AND d.decided_at >= %(first)s::date::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
      AND d.decided_at < (%(last)s::date + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
    GROUP BY 1, 2, 3
"""  # noqa: S608 - pieces of our own


@dataclass(frozen=True, slots=True)
class DayCount:
    """So many dossiers that were received and decided on the same two days, late or not."""

    received_on: date
    decided_on: date
    late: bool
    dossiers: int


@dataclass(frozen=True, slots=True)
class Took:
    """So many dossiers that took as long.

    Units:   ``days`` are working days after the day of receipt up to that of the decision, those
             on which papers were waited for included; 0 is the same day.
    """

    days: int
    late: bool
    dossiers: int


def decided_by_days(procedure: str, *, first: date, last: date) -> list[DayCount]:
    """Return what was decided from ``first`` to ``last``; one statement over one index.

    Late as the league table has it: also what was late before its clock began anew.
    """
    asked: dict[str, Any] = {"procedure": procedure, "first": first, "last": last}
    with connection.cursor() as cursor:
        cursor.execute(_BY_DAYS, asked)
        return [DayCount(*row) for row in cursor.fetchall()]


def working_days_of(counts: list[DayCount], calendar: WorkingCalendar) -> list[Took]:
    """Return the counts by working days, shortest first.

    Raises:  CalendarGap.
    """
    found: Counter[tuple[int, bool]] = Counter()
    for count in counts:
        days = working_days_between(count.received_on, count.decided_on, calendar)
        found[days, count.late] += count.dossiers
    return [Took(*key, number) for key, number in sorted(found.items())]
