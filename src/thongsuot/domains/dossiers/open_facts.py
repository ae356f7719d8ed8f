"""Undecided dossiers as flat rows: who holds what is due soon or late, longest overdue first."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection

from thongsuot.domains.dossiers.facts import PAUSED, UNDECIDED, late_by

Place = tuple[datetime, int]
"""A place in the order: when a dossier is due, and its number."""


@dataclass(frozen=True, slots=True)
class OpenFact:
    """One undecided dossier and who holds it now."""

    id: int
    code: str
    procedure_code: str
    officer: int
    post: int
    agency: int
    held_since: datetime
    due_at: datetime
    late: bool
    paused: bool

    @property
    def place(self) -> Place:
        """Return where it stands in the order."""
        return self.due_at, self.id


_COLUMNS: Final = f"""
    d.id, d.code, d.procedure_code, c.officer_id, c.post_id, p.agency_id, c.started_at,
    d.due_at, {late_by("%(at)s")}, {PAUSED}
"""
_OPEN: Final = f"""
    FROM dossiers_dossier d
    JOIN custody_custody c ON c.subject = 'dossier:' || d.code AND c.ended_at IS NULL
    JOIN organisation_post p ON p.id = c.post_id
    WHERE {UNDECIDED} AND d.due_at <= %(due_by)s
      AND (%(agencies)s::bigint[] IS NULL OR p.agency_id = ANY(%(agencies)s))
"""
_LATE: Final = f"{_OPEN} AND {late_by('%(at)s')}"
_BEHIND: Final = "AND (d.due_at, d.id) > (%(due)s, %(number)s)"
_IN_ORDER: Final = "ORDER BY d.due_at, d.id LIMIT %(most)s"


def due_first(
    *, at: datetime, due_by: datetime, agencies: Collection[int] | None, most: int
) -> list[OpenFact]:
    """Return the undecided dossiers that are due by an instant, longest overdue first."""
    given = _given(at, agencies) | {"due_by": due_by, "most": most}
    return _rows(f"SELECT {_COLUMNS} {_OPEN} {_IN_ORDER}", given)


def late_first(
    *, at: datetime, agencies: Collection[int] | None, most: int, after: Place | None = None
) -> list[OpenFact]:
    """Return so many of the dossiers that are late, longest overdue first, behind a place."""
    given = _given(at, agencies) | {"most": most}
    behind = ""
    if after is not None:
        behind = _BEHIND
        given |= {"due": after[0], "number": after[1]}
    return _rows(f"SELECT {_COLUMNS} {_LATE} {behind} {_IN_ORDER}", given)


def late_pages(
    *, at: datetime, agencies: Collection[int] | None, at_once: int = 500
) -> Iterator[list[OpenFact]]:
    """Yield all dossiers that are late, longest overdue first, so many at once."""
    after: Place | None = None
    while rows := late_first(at=at, agencies=agencies, most=at_once, after=after):
        yield rows
        after = rows[-1].place


def late_count(*, at: datetime, agencies: Collection[int] | None) -> int:
    """Return how many dossiers are late."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {_LATE}", _given(at, agencies))
        [found] = cursor.fetchone()
    return int(found)


def _given(at: datetime, agencies: Collection[int] | None) -> dict[str, Any]:
    held_by = None if agencies is None else list(agencies)
    return {"at": at, "due_by": at, "agencies": held_by}


def _rows(statement: str, given: dict[str, Any]) -> list[OpenFact]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [OpenFact(*row) for row in cursor.fetchall()]
