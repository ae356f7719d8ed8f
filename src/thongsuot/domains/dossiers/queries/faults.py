"""Invariants I1 and I2, checked over all rows for ``ledger verify``."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

_HOLDERS = """
    SELECT d.code, count(c.id) FROM dossiers_dossier d
    LEFT JOIN custody_custody c ON c.subject = 'dossier:' || d.code AND c.ended_at IS NULL
    GROUP BY d.id
    HAVING count(c.id) <> (d.received_at IS NOT NULL AND d.returned_at IS NULL
                           AND d.withdrawn_at IS NULL AND d.stopped_at IS NULL)::integer
    ORDER BY d.id
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
    """Yield every breach of I1 (one holder, not disabled) and I2 (no gap or overlap)."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS)
        for code, holders in cursor.fetchall():
            yield HolderFault(f"dossier:{code}", "no-holder" if holders == 0 else "two-holders")
        cursor.execute(_GAPS)
        for (subject,) in cursor.fetchall():
            yield HolderFault(subject, "gap-or-overlap")
        cursor.execute(_DISABLED)
        for (subject,) in cursor.fetchall():
            yield HolderFault(subject, "holder-disabled")
