"""Public numbers about dossiers, desk by desk: counts alone, so that anybody may see them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.db import connection

from thongsuot.domains.organisation import successors
from thongsuot.kernel.clock import local_date

WINDOW: Final = timedelta(days=90)

_DECIDED: Final = "count(*) FILTER (WHERE d.decided_at >= %(since)s)"
_ON_TIME: Final = """count(*) FILTER (WHERE d.decided_at >= %(since)s
               AND (d.decided_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
                <= (d.due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)"""
_OVERDUE: Final = """count(*) FILTER (WHERE d.decided_at IS NULL
               AND d.withdrawn_at IS NULL AND d.stopped_at IS NULL
               AND d.due_at < coalesce(d.supplement_since, d.obligation_since, %(at)s)
               AND (d.due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
                < (coalesce(d.supplement_since, d.obligation_since, %(at)s)
                   AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)"""
_OF_DOSSIERS: Final = """
    FROM dossiers_dossier d
    LEFT JOIN unnest(%(ended)s::bigint[], %(heirs)s::bigint[]) AS heir (was, now)
           ON heir.was = d.receiving_agency_id
"""
_COUNTS: Final = """d.submitted_at <= %(at)s
      AND (d.decided_at >= %(since)s OR d.national_state IN (2, 4, 5, 6)
           OR d.national_state IN (7, 8) AND d.received_at >= %(since)s)"""
"""What some number is about: decided in the window, received and open, or received in the window
and given up since. By three indexes."""
_DESKS: Final = f"""
    SELECT coalesce(a.id, 0), a.name, {_DECIDED}, {_ON_TIME},
           count(*) FILTER (WHERE d.received_at >= %(since)s),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY d.received_at
               - coalesce(d.sent_anew_at, d.submitted_at))
               FILTER (WHERE d.received_at >= %(since)s AND d.channel = 'online'),
           {_OVERDUE}
    {_OF_DOSSIERS}
    JOIN organisation_agency a ON a.id = {{agency}}
    WHERE {_COUNTS}
    GROUP BY GROUPING SETS ((a.id, a.name), ())
"""
_SENT: Final = """SELECT FROM dossiers_dossier d
                     WHERE d.receiving_agency_id = a.id AND d.submitted_at <= %(at)s"""
_MOVED: Final = """SELECT FROM dossiers_agencymove {0}
                      WHERE {0}.dossier_id = {1}.{2} AND {0}.part = 'desk'"""
_FIRST_LEFT: Final = f"""SELECT FROM dossiers_agencymove m
                     JOIN dossiers_dossier d ON d.id = m.dossier_id AND d.submitted_at <= %(at)s
                     WHERE m.was_id = a.id AND m.part = 'desk'
                       AND NOT EXISTS ({_MOVED.format("b", "m", "dossier_id")} AND b.id < m.id)"""


class Reading(StrEnum):
    """Under which agency a dossier counts when agencies have changed.

    As was: the one that answered for it before any reorganisation. As now: the one that answers
    for it today; of a divided agency, the part that is its heir. The totals are the same, and
    each agency that nothing went into counts the same either way.
    """

    AS_WAS = "was"
    AS_NOW = "now"


_AGENCIES: Final = {
    Reading.AS_NOW: "coalesce(heir.now, d.receiving_agency_id)",
    Reading.AS_WAS: """coalesce((
        SELECT m.was_id FROM dossiers_agencymove m
         WHERE m.dossier_id = d.id AND m.part = 'desk' ORDER BY m.id LIMIT 1),
        d.receiving_agency_id)""",
}


_EVER: Final = {
    Reading.AS_NOW: f"""
        SELECT DISTINCT n.id, n.name FROM organisation_agency a
        LEFT JOIN unnest(%(ended)s::bigint[], %(heirs)s::bigint[]) AS heir (was, now)
               ON heir.was = a.id
        JOIN organisation_agency n ON n.id = coalesce(heir.now, a.id)
        WHERE EXISTS ({_SENT})""",  # noqa: S608 - pieces of our own
    Reading.AS_WAS: f"""
        SELECT a.id, a.name FROM organisation_agency a
        WHERE EXISTS ({_SENT} AND NOT EXISTS ({_MOVED.format("m", "d", "id")}))
           OR EXISTS ({_FIRST_LEFT})""",  # noqa: S608 - pieces of our own
}
"""Every desk that a dossier was ever sent to, also where no number is about it any more."""


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """What happened to dossiers sent to one desk, or to all where ``desk`` is empty.

    Units:   ``decided``, ``on_time``, ``received`` within 90 days before; ``usual_wait`` the
             median from submission to receipt of those sent online, nights and days off
             included, from the answer where the desk had asked for more first; ``on_time`` and
             ``overdue`` by the day; the clock of a dossier that waits for papers or for a payment
             stands where it stood when that was asked for.
    """

    desk: str
    decided: int
    on_time: int
    received: int
    usual_wait: timedelta | None
    overdue: int
    agency: int = 0


def public_figures(at: datetime, reading: Reading = Reading.AS_NOW) -> list[DeskFigures]:
    """Return the numbers of the whole first, then of each desk by name."""
    rows = _asked(_DESKS.replace("{agency}", _AGENCIES[reading]), at)
    told = {key: replace(DeskFigures(desk or "", *rest), agency=key) for key, desk, *rest in rows}
    for key, desk in _asked(_EVER[reading], at):
        told.setdefault(key, DeskFigures(desk, 0, 0, 0, None, 0, agency=key))
    return sorted(told.values(), key=lambda row: row.desk)


@dataclass(frozen=True, slots=True)
class CrossedFigures:
    """The same counts of those that were one desk's, and now are one desk's; ids of both."""

    was: int
    now: int
    decided: int
    on_time: int
    overdue: int


def crossed_figures(at: datetime) -> list[CrossedFigures]:
    """Return the counts by both readings at once; nothing where no desk has ever changed."""
    if not successors.heirs(local_date(at)):
        return []
    rows = _asked(_CROSSED.format(was=_AGENCIES[Reading.AS_WAS], now=_AGENCIES[Reading.AS_NOW]), at)
    return [CrossedFigures(*row) for row in rows]


_CROSSED: Final = f"""
    SELECT {{was}}, {{now}}, {_DECIDED}, {_ON_TIME}, {_OVERDUE}
    {_OF_DOSSIERS} WHERE d.submitted_at <= %(at)s GROUP BY 1, 2
"""


def _asked(statement: str, at: datetime) -> list[tuple[Any, ...]]:
    heirs = successors.heirs(local_date(at))
    asked: dict[str, Any] = {
        "at": at, "since": at - WINDOW, "ended": list(heirs), "heirs": list(heirs.values()),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())
