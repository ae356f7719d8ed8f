"""Requests for papers that were taken back, as flat rows for accountability: no pause, a wait."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection


@dataclass(frozen=True, slots=True)
class OverturnedFact:
    """One request that an objection overturned: who asked in whose name, and who took it back.

    The clock ran from ``asked_at`` to ``answered_at`` as if nothing had been asked. ``answerer`` is
    the agency whose head was to answer from ``made_at`` on; ``answer_by`` is None where no
    calendar reached it.
    """

    code: str
    asked_by: int
    agency: int
    asked_at: datetime
    made_at: datetime
    answerer: int
    answer_by: datetime | None
    answered_at: datetime


_OVERTURNED: Final = """
    SELECT d.code, r.asked_by_id, coalesce(d.competent_agency_id, d.receiving_agency_id),
           r.asked_at, o.made_at, o.agency_id, o.answer_by, r.overturned_at
    FROM dossiers_supplementrequest r
    JOIN dossiers_dossier d ON d.id = r.dossier_id
    JOIN dossiers_objection o ON o.request_id = r.id
    WHERE d.code = ANY(%s) AND NOT r.before_receipt AND r.overturned_at IS NOT NULL
    ORDER BY r.asked_at, r.id
"""


def overturned_of(codes: Collection[str]) -> dict[str, list[OverturnedFact]]:
    """Return the requests of each of the dossiers that were taken back, oldest first."""
    found: dict[str, list[OverturnedFact]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_OVERTURNED, [list(codes)])
        for row in cursor.fetchall():
            found.setdefault(row[0], []).append(OverturnedFact(*row))
    return found
