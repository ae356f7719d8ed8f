"""One holder at every instant, no gap, no overlap: looked for in all rows for ``ledger verify``."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

_HOLDERS = """
    SELECT code, CASE WHEN NOT has_ended AND received_at IS NOT NULL
                      THEN CASE holders WHEN 0 THEN 'no-holder' ELSE 'two-holders' END
                      WHEN received_at IS NULL THEN 'held-before-receipt'
                      ELSE 'held-after-end' END
    FROM (
      SELECT d.id, d.code, d.received_at, count(c.id) AS holders,
             coalesce(d.returned_at, d.withdrawn_at, d.stopped_at) IS NOT NULL AS has_ended
      FROM dossiers_dossier d
      LEFT JOIN custody_custody c ON c.subject = 'dossier:' || d.code AND c.ended_at IS NULL
      GROUP BY d.id) held
    WHERE holders <> (received_at IS NOT NULL AND NOT has_ended)::integer ORDER BY id
"""
_GAPS = """
    SELECT subject FROM (
      SELECT subject, started_at,
             lag(ended_at) OVER (PARTITION BY subject ORDER BY started_at) AS before_ended,
             row_number() OVER (PARTITION BY subject ORDER BY started_at) AS place
      FROM custody_custody) spans
    WHERE place > 1 AND before_ended IS DISTINCT FROM started_at ORDER BY subject
"""

_DISABLED = """
    SELECT c.subject FROM custody_custody c JOIN organisation_officer o ON o.id = c.officer_id
    WHERE c.ended_at IS NULL AND o.disabled_at IS NOT NULL ORDER BY c.subject
"""


@dataclass(frozen=True, slots=True)
class HolderFault:
    """A subject without exactly one holder who is there, or with a gap or overlap between two."""

    subject: str
    kind: str


def holder_faults() -> Iterator[HolderFault]:
    """Yield every dossier without exactly one holder who is there, and every gap or overlap."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS)
        for code, kind in cursor.fetchall():
            yield HolderFault(f"dossier:{code}", kind)
        cursor.execute(_GAPS)
        for (subject,) in cursor.fetchall():
            yield HolderFault(subject, "gap-or-overlap")
        cursor.execute(_DISABLED)
        for (subject,) in cursor.fetchall():
            yield HolderFault(subject, "holder-disabled")
