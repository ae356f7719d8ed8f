"""Public numbers about dossiers, desk by desk: counts alone, so that anybody may see them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

WINDOW: Final = timedelta(days=90)

_DESKS: Final = """
    SELECT a.name,
           count(*) FILTER (WHERE d.decided_at >= %(since)s),
           count(*) FILTER (WHERE d.decided_at >= %(since)s
               AND (d.decided_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
                <= (d.due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date),
           count(*) FILTER (WHERE d.received_at >= %(since)s),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY d.received_at - d.submitted_at)
               FILTER (WHERE d.received_at >= %(since)s AND d.channel = 'online'),
           count(*) FILTER (WHERE (d.due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
                < (coalesce(d.supplement_since, d.obligation_since, %(at)s)
                   AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
               AND d.decided_at IS NULL AND d.withdrawn_at IS NULL AND d.stopped_at IS NULL)
    FROM dossiers_dossier d JOIN organisation_agency a ON a.id = d.receiving_agency_id
    WHERE d.submitted_at <= %(at)s
    GROUP BY GROUPING SETS ((a.id, a.name), ())
"""


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """What happened to dossiers sent to one desk, or to all where ``desk`` is empty.

    Units:   ``decided``, ``on_time``, ``received`` within 90 days before; ``usual_wait`` the
             median from submission to receipt of those sent online, nights and days off
             included; ``on_time`` and ``overdue`` by the day; the clock of a dossier that waits
             for papers or for a payment stands where it stood when that was asked for.
    """

    desk: str
    decided: int
    on_time: int
    received: int
    usual_wait: timedelta | None
    overdue: int


def public_figures(at: datetime) -> list[DeskFigures]:
    """Return the numbers of the whole first, then of each desk by name."""
    with connection.cursor() as cursor:
        cursor.execute(_DESKS, {"at": at, "since": at - WINDOW})
        rows = [DeskFigures(desk or "", *rest) for desk, *rest in cursor.fetchall()]
    return sorted(rows, key=lambda row: row.desk)
