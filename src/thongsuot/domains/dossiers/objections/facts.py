"""Requests for papers that were taken back, as flat rows for accountability: no pause, a wait."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import connection

from thongsuot.domains.dossiers.rules import subject_of
from thongsuot.domains.dossiers.terms import Act
from thongsuot.domains.ledger import queries as record


@dataclass(frozen=True, slots=True)
class OverturnedFact:
    """One request that an objection overturned: who asked in whose name, and who took it back.

    The clock ran from ``asked_at`` to ``answered_at`` as if nothing had been asked. ``answerer`` is
    the agency whose head was to answer from ``made_at`` on; ``answer_by`` is None where no
    calendar reached it. ``asked_for`` is in whose stead ``asked_by`` asked, where he did in one's.
    """

    code: str
    asked_by: int
    agency: int
    asked_at: datetime
    made_at: datetime
    answerer: int
    answer_by: datetime | None
    answered_at: datetime
    asked_for: int | None = None


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
    """Return the requests of each of the dossiers that were taken back, oldest first.

    One query; two where there are any.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OVERTURNED, [list(codes)])
        rows = [OverturnedFact(*row) for row in cursor.fetchall()]
    subjects = {subject_of(row.code) for row in rows}
    stead = record.in_whose_stead(subjects, Act.REQUEST_SUPPLEMENT) if rows else {}
    found: dict[str, list[OverturnedFact]] = {}
    for row in rows:
        asked_for = stead.get((subject_of(row.code), row.asked_at))
        found.setdefault(row.code, []).append(replace(row, asked_for=asked_for))
    return found
