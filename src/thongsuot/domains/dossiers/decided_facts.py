"""Which dossiers were decided between two instants, for figures of what is over."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, Final

from django.db import connection

from thongsuot.domains.dossiers.facts import OF_AGENCIES

_DECIDED: Final = f"""
    SELECT d.code, d.decided_at FROM dossiers_dossier d
    WHERE d.decided_at >= %(since)s AND d.decided_at < %(until)s
      AND (%(codes)s::text[] IS NULL OR d.code = ANY(%(codes)s))
      AND (%(agencies)s::bigint[] IS NULL OR {OF_AGENCIES})
    ORDER BY d.decided_at, d.id LIMIT %(most)s
"""  # noqa: S608 - pieces of our own


def decided(
    *,
    since: datetime,
    until: datetime,
    agencies: Collection[int] | None = None,
    codes: Collection[str] | None = None,
    at_once: int = 500,
    most: int | None = None,
) -> Iterator[list[tuple[str, datetime]]]:
    """Yield codes of what was decided between the instants, with when, the first decided first.

    ``agencies`` keeps to what one of them may bear some of (``OF_AGENCIES``), ``codes`` to these,
    ``most`` to so many. In pages of ``at_once``: memory does not grow with the record.
    """
    given: dict[str, Any] = {
        "since": since, "until": until, "most": most,
        "agencies": None if agencies is None else list(agencies),
        "codes": None if codes is None else list(codes),
    }  # fmt: skip
    with connection.chunked_cursor() as cursor:
        cursor.execute(_DECIDED, given)
        while rows := cursor.fetchmany(at_once):
            yield rows


def stopped_at_of(codes: Collection[str]) -> dict[str, datetime]:
    """Return when each of the dossiers was decided or ended; those that go on are left out."""
    if not codes:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_STOPPED, [list(codes)])
        return dict(cursor.fetchall())


_STOPPED: Final = """
    SELECT code, coalesce(decided_at, withdrawn_at, stopped_at) FROM dossiers_dossier
    WHERE code = ANY(%s) AND coalesce(decided_at, withdrawn_at, stopped_at) IS NOT NULL
"""
