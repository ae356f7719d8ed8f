"""What stands on a rung, what wants an apology, what the digest counts: keyed, indexed SQL.

Nothing here reads all dossiers: running ones are found by ``dossier_by_due`` between two instants,
those put off by ``extension_by_promise``.
"""

from collections.abc import Collection, Hashable, Iterator, Mapping
from datetime import datetime
from itertools import chain
from typing import Any, Final, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Q

from thongsuot.domains.dossiers.lateness.terms import Standing
from thongsuot.domains.dossiers.terms import NationalState, Step

K = TypeVar("K", bound=Hashable)
RUNNING: Final = (NationalState.RECEIVED.value, NationalState.PROCESSING.value)
"""The clock runs; on waiting for papers or money it stands, and nobody is reminded."""

_NOT_TOLD: Final = """
    NOT EXISTS (SELECT 1 FROM dossiers_reminder r
                WHERE r.dossier_id = d.id AND r.due_at = {promise} AND r.rung = %(rung)s)
"""
_WHOSE: Final = """
    CASE WHEN a.code = ANY(%(own)s) THEN a.code = ANY(%(begun)s) ELSE %(others)s END
"""
_FIRST: Final = f"""
    SELECT d.id, d.code, d.due_at FROM dossiers_dossier d
    LEFT JOIN organisation_agency a ON a.id = d.competent_agency_id
    WHERE {_WHOSE} AND d.national_state = %(state)s
      AND d.due_at >= %(start)s AND d.due_at < %(before)s
      AND d.received_at < %(set_before)s
      AND NOT EXISTS (SELECT 1 FROM dossiers_extension e WHERE e.dossier_id = d.id
                      AND e.signed_at IS NOT NULL AND e.new_due_at > d.due_at)
      AND {_NOT_TOLD.format(promise="d.due_at")}
    ORDER BY d.due_at, d.id LIMIT %(most)s
"""  # noqa: S608 - pieces of our own
_ANEW: Final = f"""
    SELECT d.id, d.code, e.new_due_at FROM dossiers_extension e
    JOIN dossiers_dossier d ON d.id = e.dossier_id
    LEFT JOIN organisation_agency a ON a.id = d.competent_agency_id
    WHERE {_WHOSE} AND e.signed_at IS NOT NULL
      AND e.new_due_at >= %(start)s AND e.new_due_at < %(before)s
      AND e.new_due_at > d.due_at AND d.national_state = %(state)s
      AND {_NOT_TOLD.format(promise="e.new_due_at")}
    ORDER BY e.new_due_at, d.id LIMIT %(most)s
"""  # noqa: S608 - pieces of our own
LONG_AGO: Final = datetime.fromisoformat("1900-01-01T00:00:00+00:00")


class Agencies(NamedTuple):
    """Whose dossiers are looked for: ``begun`` of those with hours of their ``own``, ``others``."""

    own: list[str]
    begun: list[str]
    others: bool

    def counted(self) -> Q:
        """Return the condition on rows that keep in ``hours_of`` by whose hours they count."""
        found = Q(hours_of__in=self.begun)
        return found | ~Q(hours_of__in=self.own) if self.others else found


def agencies_by(told: Mapping[str, Collection[K]]) -> dict[K, Agencies]:
    """Return of each thing that holds by somebody's hours for whose dossiers it holds.

    ``told`` says it by code of the agency with hours of its own, and under '' for all others.
    """
    own = [agency for agency in told if agency]
    return {
        one: Agencies(own, [agency for agency in own if one in told[agency]], one in told[""])
        for one in dict.fromkeys(chain.from_iterable(told.values()))
    }


def standing_on(
    rung: str, start: datetime | None, before: datetime, *, set_before: datetime,
    of: Agencies, most: int,
) -> list[Standing]:  # fmt: skip
    """Return what stands on a rung and was not told of it yet, the oldest promise first.

    What was received after ``set_before`` is left out: nobody is reminded of what just came.
    """
    asked: dict[str, Any] = {
        "rung": rung, "start": start or LONG_AGO, "before": before, "set_before": set_before,
        "most": most, **of._asdict(),
    }  # fmt: skip
    found: list[Standing] = []
    with connection.cursor() as cursor:
        for question in (_FIRST, _ANEW):
            for state in RUNNING:
                cursor.execute(question, {**asked, "state": state})
                found += [Standing(*row) for row in cursor.fetchall()]
    return found[:most]


_NOT_TURNED: Final = """NOT EXISTS (
        SELECT 1 FROM dossiers_turneddraft t WHERE t.dossier_id = {0}.dossier_id
          AND t.draft = '{1}' AND t.drafted_at = {0}.drafted_at
      )"""
"""That a draft was not taken or sent back."""
_WITHOUT_APOLOGY: Final = f"""
    SELECT d.code FROM dossiers_dossier d
    LEFT JOIN organisation_agency a ON a.id = d.competent_agency_id
    WHERE d.national_state = %(state)s AND d.due_at >= %(start)s AND d.due_at < %(before)s
      AND d.received_at < %(set_before)s
      AND {_WHOSE}
      AND NOT EXISTS (
        SELECT 1 FROM dossiers_extension e
        WHERE e.dossier_id = d.id AND {_NOT_TURNED.format("e", "apology")}
      )
      AND NOT EXISTS (
        SELECT 1 FROM dossiers_decision c
        WHERE c.dossier_id = d.id AND {_NOT_TURNED.format("c", "decision")}
      )
    ORDER BY d.due_at, d.id LIMIT %(most)s
"""  # noqa: S608 - pieces of our own


def without_apology(
    start: datetime, before: datetime, *, set_before: datetime, of: Agencies, most: int
) -> list[str]:
    """Return the codes of what is due between two instants, undecided, and nobody put off."""
    asked: dict[str, Any] = {
        "start": start,
        "before": before,
        "set_before": set_before,
        "most": most,
        **of._asdict(),
    }
    found: list[str] = []
    with connection.cursor() as cursor:
        for state in RUNNING:
            cursor.execute(_WITHOUT_APOLOGY, {**asked, "state": state})
            found += [code for (code,) in cursor.fetchall()]
    return found[:most]


_HELD: Final = f"""
    SELECT c.officer_id,
           count(*) FILTER (WHERE d.due_at < %(begins)s),
           count(*) FILTER (WHERE d.due_at >= %(begins)s AND d.due_at < %(ends)s),
           count(*) FILTER (WHERE d.due_at >= %(ends)s)
    FROM dossiers_dossier d
    JOIN custody_custody c ON c.subject = 'dossier:' || d.code AND c.ended_at IS NULL
    LEFT JOIN organisation_agency a ON a.id = d.competent_agency_id
    WHERE {_WHOSE} AND d.national_state = ANY(%(states)s) AND d.due_at < %(next_ends)s
    GROUP BY 1
"""  # noqa: S608 - pieces of our own


def held_by_due(
    begins: datetime, ends: datetime, next_ends: datetime, *, of: Agencies
) -> Iterator[tuple[int, int, int, int]]:
    """Yield each holder with how much he holds that is late, due today, due next working day.

    Late before the day began, by the date promised at first.
    """
    asked: dict[str, Any] = {
        "begins": begins, "ends": ends, "next_ends": next_ends, "states": list(RUNNING),
        **of._asdict(),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_HELD, asked)
        yield from cursor.fetchall()


_DRAFTED: Final = f"""
    SELECT c.officer_id, count(*) FROM dossiers_decision e
    JOIN dossiers_dossier d ON d.id = e.dossier_id
    JOIN custody_custody c ON c.subject = 'dossier:' || d.code AND c.ended_at IS NULL
    WHERE e.signed_at IS NULL AND d.national_state = ANY(%(states)s) AND c.step = %(step)s
      AND {_NOT_TURNED.format("e", "decision")} GROUP BY 1
"""  # noqa: S608 - pieces of our own


def decisions_by_signer() -> dict[int, int]:
    """Return how many drafted decisions each holds who is to sign them."""
    with connection.cursor() as cursor:
        cursor.execute(_DRAFTED, {"states": list(RUNNING), "step": Step.SIGN.value})
        return dict(cursor.fetchall())


_TO_SIGN: Final = f"""
    SELECT a.code, count(*) FROM dossiers_extension e
    JOIN dossiers_dossier d ON d.id = e.dossier_id
    JOIN organisation_agency a ON a.id = d.competent_agency_id
    WHERE e.signed_at IS NULL AND d.national_state = ANY(%(states)s)
      AND {_NOT_TURNED.format("e", "apology")} GROUP BY 1
"""  # noqa: S608 - pieces of our own


def apologies_by_agency() -> dict[str, int]:
    """Return how many apologies wait for a signature, by code of the competent agency."""
    with connection.cursor() as cursor:
        cursor.execute(_TO_SIGN, {"states": list(RUNNING)})
        return dict(cursor.fetchall())
