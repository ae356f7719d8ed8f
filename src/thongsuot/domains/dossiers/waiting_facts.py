"""Waiting for the citizen beside requests after receipt: guided before it, and asked to pay."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection

from thongsuot.domains.dossiers.terms.supplements import Wait


@dataclass(frozen=True, slots=True)
class WaitFact:
    """One such wait, of the desk that guided or of who held it when payment was asked for.

    The desk that guided is the one it was with then, wherever it was sent on or moved to since.

    ``code`` names whose hours count; ``ended_at`` is the answer, or the end of waiting without one.
    """

    kind: Wait
    agency: int
    code: str
    asked_at: datetime
    ended_at: datetime | None
    answered: bool


_WAITS: Final = """
    SELECT 'guided', a.id, a.code, r.asked_at,
           coalesce(r.answered_at, d.received_at, d.refused_at, d.withdrawn_at),
           r.answered_at IS NOT NULL
    FROM dossiers_supplementrequest r JOIN dossiers_dossier d ON d.id = r.dossier_id
    LEFT JOIN LATERAL (
      SELECT m.was_id FROM dossiers_agencymove m
      WHERE m.dossier_id = d.id AND m.part = 'desk' AND m.at > r.asked_at
      ORDER BY m.id LIMIT 1) left_since ON true
    JOIN organisation_agency a ON a.id = coalesce(left_since.was_id, d.receiving_agency_id)
    WHERE r.before_receipt AND r.asked_at >= %(since)s AND r.asked_at < %(until)s
      AND (%(agencies)s::bigint[] IS NULL OR a.id = ANY(%(agencies)s))
    UNION ALL
    SELECT 'payment', p.agency_id, coalesce(a.code, ''), o.requested_at,
           coalesce(o.met_at, d.withdrawn_at, d.stopped_at), o.met_at IS NOT NULL
    FROM dossiers_obligation o JOIN dossiers_dossier d ON d.id = o.dossier_id
    LEFT JOIN organisation_agency a ON a.id = d.competent_agency_id
    JOIN custody_custody c ON c.subject = 'dossier:' || d.code AND c.started_at <= o.requested_at
         AND (c.ended_at IS NULL OR c.ended_at > o.requested_at)
    JOIN organisation_post p ON p.id = c.post_id
    WHERE o.requested_at >= %(since)s AND o.requested_at < %(until)s
      AND (%(agencies)s::bigint[] IS NULL OR p.agency_id = ANY(%(agencies)s))
"""


def waits(
    *,
    since: datetime,
    until: datetime,
    agencies: Collection[int] | None = None,
    at_once: int = 5_000,
) -> Iterator[WaitFact]:
    """Yield what citizens were waited for between the instants, in no order.

    Read ``at_once`` at a time: memory does not grow with the record.
    """
    given: dict[str, Any] = {
        "since": since, "until": until,
        "agencies": None if agencies is None else list(agencies),
    }  # fmt: skip
    with connection.chunked_cursor() as cursor:
        cursor.execute(_WAITS, given)
        while rows := cursor.fetchmany(at_once):
            yield from (WaitFact(Wait(row[0]), *row[1:]) for row in rows)
