"""Answers to objections as flat rows for accountability; a request taken back is no pause."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import Q

from thongsuot.domains.dossiers.models import Objection


@dataclass(frozen=True, slots=True)
class OverturnedFact:
    """One request that an objection overturned: who asked in whose name, and who took it back.

    The clock ran from ``asked_at`` to ``answered_at`` as if nothing had been asked. ``answerer`` is
    the agency whose head was to answer from ``made_at`` on; ``answer_by`` is None where no
    calendar reached it. ``asked_for`` is in whose stead ``asked_by`` asked, where he did in one's,
    ``agency`` in whose name, whichever is competent since.
    """

    code: str
    asked_by: int
    asked_for: int | None
    agency: int
    asked_at: datetime
    made_at: datetime
    answerer: int
    answer_by: datetime | None
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class AnsweredFact:
    """One objection with its answer; ``agency`` is the one whose head was to give it."""

    code: str
    agency: int
    answer_by: datetime | None
    answered_at: datetime
    answered_by: int
    outcome: str


def answered_about(
    officer: int, *, since: datetime, until: datetime, code: str | None = None
) -> list[AnsweredFact]:
    """Return the answers between the instants that he gave, or to what he had asked for or written.

    What was asked in his stead is his own. ``code`` keeps to those of one dossier.
    """
    of = {} if code is None else {"request__dossier__code": code}
    rows = Objection.objects.filter(
        Q(answered_by=officer) | Q(request__asked_by=officer) | Q(request__drafted_by=officer)
        | Q(request__asked_for=officer),
        answered_by__isnull=False, answered_at__gte=since, answered_at__lt=until, **of,
    )  # fmt: skip
    told = rows.order_by("answered_at", "pk").values_list(
        "request__dossier__code", "agency_id", "answer_by", "answered_at", "answered_by_id",
        "outcome",
    )  # fmt: skip
    return [
        AnsweredFact(of_code, agency, due, answered, by, outcome)
        for of_code, agency, due, answered, by, outcome in told
        if answered and by
    ]


_OVERTURNED: Final = """
    SELECT d.code, r.asked_by_id, r.asked_for_id, r.agency_id, r.asked_at, o.made_at, o.agency_id,
           o.answer_by, r.overturned_at
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
