"""Dossiers as flat rows, for accountability and measures: SQL of documented columns."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from django.db import connection

from thongsuot.domains.deadlines.terms import Unit
from thongsuot.domains.dossiers.lateness.terms import Timing
from thongsuot.domains.dossiers.terms import DueReason

_DAY: Final = "({} AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"
_BY_HOUR: Final = f"""
    EXISTS (SELECT 1 FROM dossiers_duedateset s
            WHERE s.dossier_id = d.id AND s.unit = '{Unit.WORKING_HOUR}')
"""  # noqa: S608 - a word of our own
PAUSED: Final = "coalesce(d.supplement_since, d.obligation_since) IS NOT NULL"
"""Its clock stands: papers or money are waited for."""
UNDECIDED: Final = "d.national_state IN (2, 4, 5, 6)"
"""Neither decided nor ended, and received where it has a due date or a holder."""


def late_by(instant: str) -> str:
    """Return the SQL condition that a dossier ``d`` is late at ``instant``, an SQL expression.

    A limit in days lasts as long as its last day, one in hours until its hour; the clock of a
    dossier that waits for papers or money stands where it stood when they were asked for.
    """
    stop = f"least({instant}, d.supplement_since, d.obligation_since)"
    due, day = _DAY.format("d.due_at"), _DAY.format(stop)
    return f"(d.due_at < {stop} AND ({due} < {day} OR {_BY_HOUR}))"


def late_before(instant: str) -> str:
    """Return the SQL condition that a dossier ``d`` was late when its clock began anew.

    By ``instant``, an SQL expression. Judged by the date in force until then, where the clock stood
    when papers were asked for: an answer begins a new count and ends no lateness.
    """
    due, day = _DAY.format("was.due_at"), _DAY.format("stood.since")
    return f"""EXISTS (
        SELECT 1 FROM dossiers_duedateset anew
        CROSS JOIN LATERAL (
          SELECT due_at, unit FROM dossiers_duedateset e
          WHERE e.dossier_id = anew.dossier_id AND e.id < anew.id ORDER BY e.id DESC LIMIT 1) was
        CROSS JOIN LATERAL (
          SELECT coalesce(min(r.asked_at), anew.set_at) AS since FROM dossiers_supplementrequest r
          WHERE r.dossier_id = anew.dossier_id AND r.answered_at = anew.set_at) stood
        WHERE anew.dossier_id = d.id AND anew.reason = '{DueReason.SUPPLEMENT}'
          AND anew.set_at <= {instant} AND was.due_at < stood.since
          AND ({due} < {day} OR was.unit = '{Unit.WORKING_HOUR}'))"""  # noqa: S608 - words of our own


@dataclass(frozen=True, slots=True)
class RunFact:
    """A run of a dossier's clock that another one followed at ``ended_at``, papers having come."""

    counted_from: datetime
    due_at: datetime
    by_hour: bool
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class ClockFact:
    """The run of a dossier's clock that its due date in force belongs to, and every pause.

    ``before`` are the runs before it, oldest first.
    """

    code: str
    subject: str
    procedure_code: str
    competent: int
    received_at: datetime
    counted_from: datetime
    due_at: datetime
    by_hour: bool
    decided_at: datetime | None
    ended_at: datetime | None
    settles: str
    """Code of the agency whose hours count, where it has its own."""
    pauses: tuple[tuple[datetime, datetime | None], ...]
    before: tuple[RunFact, ...] = ()


_CLOCKS: Final = f"""
    SELECT d.code, 'dossier:' || d.code, d.procedure_code, d.competent_agency_id, d.received_at,
           s.counted_from, s.due_at, s.unit = '{Unit.WORKING_HOUR}', d.decided_at,
           coalesce(d.returned_at, d.withdrawn_at, d.stopped_at), coalesce(a.code, ''), s.ended_at
    FROM dossiers_dossier d LEFT JOIN organisation_agency a ON a.id = d.competent_agency_id
    CROSS JOIN LATERAL (
      SELECT id, counted_from, due_at, unit, lead(reason) OVER later AS next_reason,
             lead(set_at) OVER later AS ended_at
      FROM dossiers_duedateset WHERE dossier_id = d.id WINDOW later AS (ORDER BY id)) s
    WHERE d.code = ANY(%s)
      AND (s.next_reason IS NULL OR s.next_reason = '{DueReason.SUPPLEMENT}')
    ORDER BY d.id, s.id
"""  # noqa: S608 - words of our own
_PAUSES_OF: Final = """
    SELECT d.code, p.began_at, coalesce(p.ended_at, d.withdrawn_at, d.stopped_at)
    FROM dossiers_dossier d CROSS JOIN LATERAL (
      SELECT asked_at AS began_at, answered_at AS ended_at FROM dossiers_supplementrequest
      WHERE dossier_id = d.id AND NOT before_receipt AND overturned_at IS NULL
      UNION ALL
      SELECT requested_at, met_at FROM dossiers_obligation WHERE dossier_id = d.id) p
    WHERE d.code = ANY(%s) ORDER BY p.began_at
"""


def clocks_of(codes: Collection[str]) -> list[ClockFact]:
    """Return the clock of each received dossier of these codes, in two queries."""
    pauses: dict[str, list[tuple[datetime, datetime | None]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_PAUSES_OF, [list(codes)])
        for code, asked_at, answered_at in cursor.fetchall():
            pauses.setdefault(code, []).append((asked_at, answered_at))
        cursor.execute(_CLOCKS, [list(codes)])
        found = groupby(cursor.fetchall(), key=itemgetter(0))
        return [_clock(list(runs), pauses.get(code, [])) for code, runs in found]


def _clock(
    runs: Sequence[Sequence[Any]], pauses: list[tuple[datetime, datetime | None]]
) -> ClockFact:
    """Return the clock of one dossier from the rows of its runs, the one in force last."""
    before = tuple(RunFact(row[5], row[6], row[7], row[-1]) for row in runs[:-1])
    return ClockFact(*[*runs[-1][:-1], tuple(pauses), before])


# --- late ones --------------------------------------------------------------------------------

OF_AGENCIES: Final = """(
    EXISTS (
      SELECT 1 FROM custody_custody c JOIN organisation_post p ON p.id = c.post_id
      WHERE c.subject = 'dossier:' || d.code AND p.agency_id = ANY(%(agencies)s))
    OR EXISTS (
      SELECT 1 FROM custody_offer o JOIN organisation_post p ON p.id = o.to_post_id
      WHERE o.subject = 'dossier:' || d.code AND p.agency_id = ANY(%(agencies)s))
    OR EXISTS (
      SELECT 1 FROM custody_opinionrequest o JOIN organisation_post p ON p.id = o.to_post_id
      WHERE o.subject = 'dossier:' || d.code AND p.agency_id = ANY(%(agencies)s))
    OR EXISTS (
      SELECT 1 FROM custody_dispute u
      WHERE u.subject = 'dossier:' || d.code AND u.superior_id = ANY(%(agencies)s))
    OR EXISTS (
      SELECT 1 FROM custody_dispute u JOIN custody_passing b ON b.dispute_id = u.id
      WHERE u.subject = 'dossier:' || d.code AND b.superior_id = ANY(%(agencies)s))
    OR EXISTS (
      SELECT 1 FROM dossiers_supplementrequest r
      JOIN dossiers_objection v ON v.request_id = r.id
      WHERE r.dossier_id = d.id AND NOT r.before_receipt AND r.overturned_at IS NOT NULL
            AND (v.agency_id = ANY(%(agencies)s) OR r.agency_id = ANY(%(agencies)s))))
"""
"""A dossier ``d`` was held by one of the agencies, put to one, asked of one or before one.

Or one asked for papers in it that nobody had to send, or was to answer who disagreed with that.
"""

_LATE: Final = f"""
    SELECT d.code FROM dossiers_dossier d
    WHERE (d.decided_at >= %(since)s AND d.decided_at < %(until)s
           AND ({late_by("d.decided_at")} OR {late_before("d.decided_at")})
           OR %(open)s AND {UNDECIDED} AND ({late_by("%(at)s")} OR {late_before("%(at)s")}))
      AND (%(agencies)s::bigint[] IS NULL OR {OF_AGENCIES})
      AND (%(codes)s::text[] IS NULL OR d.code = ANY(%(codes)s))
    ORDER BY d.id
"""  # noqa: S608 - pieces of our own


def late_codes(
    *,
    since: datetime,
    until: datetime,
    at: datetime,
    agencies: Collection[int] | None = None,
    codes: Collection[str] | None = None,
    at_once: int = 500,
) -> Iterator[list[str]]:
    """Yield the codes of dossiers decided late between the instants, and of those late at ``at``.

    The latter where ``at`` lies between them, too. Late is also what was late before its clock
    began anew. ``agencies`` keeps to what one of them may bear some of (``OF_AGENCIES``), ``codes``
    to these. In pages of ``at_once``: memory does not grow with the record.
    """
    given: dict[str, Any] = {
        "since": since, "until": until, "at": at, "open": since <= at <= until,
        "agencies": None if agencies is None else list(agencies),
        "codes": None if codes is None else list(codes),
    }  # fmt: skip
    with connection.chunked_cursor() as cursor:
        cursor.execute(_LATE, given)
        while rows := cursor.fetchmany(at_once):
            yield [code for (code,) in rows]


def decided_at_of(codes: Collection[str]) -> dict[str, datetime]:
    """Return when each of the dossiers was decided; those that were not are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, decided_at FROM dossiers_dossier"
            " WHERE code = ANY(%s) AND decided_at IS NOT NULL",
            [list(codes)],
        )
        return dict(cursor.fetchall())


def first_decision() -> datetime | None:
    """Return when the first dossier was decided, if any was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(decided_at) FROM dossiers_dossier")
        found: datetime | None = cursor.fetchone()[0]
        return found


# --- counts of agencies -----------------------------------------------------------------------

_PUNCTUAL: Final = f"""
    SELECT agency, sum(n)::bigint, coalesce(sum(n) FILTER (WHERE NOT late), 0)::bigint,
           coalesce(sum(n) FILTER (WHERE NOT late AND before), 0)::bigint
    FROM (SELECT d.competent_agency_id AS agency, count(*) AS n,
                 {late_by("d.decided_at")} OR {late_before("d.decided_at")} AS late,
                 {_DAY.format("d.decided_at")} < {_DAY.format("d.due_at")} AS before
          FROM dossiers_dossier d
          WHERE d.decided_at >= %(since)s AND d.decided_at < %(until)s GROUP BY 1, 3, 4) decided
    GROUP BY 1 ORDER BY 1
"""  # noqa: S608 - pieces of our own


def punctual(*, since: datetime, until: datetime) -> list[tuple[int, int, int, int]]:
    """Return for each competent agency how many were decided, on time, and on an earlier day.

    What is early is on time, too. What was late before its clock began anew is neither.
    Source:  TT 01/2018/TT-VPCP Art. 13, indicator 1: shorter than allowed, equal, longer; by day
             is our reading (``deadlines.rules.timeliness``).
    """
    with connection.cursor() as cursor:
        cursor.execute(_PUNCTUAL, {"since": since, "until": until})
        return list(cursor.fetchall())


_AGES: Final = f"""
    SELECT c.officer_id, c.post_id, p.agency_id,
           width_bucket(d.received_at, %(bounds)s::timestamptz[]),
           count(*), count(*) FILTER (WHERE {late_by("%(at)s")}),
           count(*) FILTER (WHERE {PAUSED})
    FROM dossiers_dossier d
    JOIN custody_custody c ON c.subject = 'dossier:' || d.code AND c.ended_at IS NULL
    JOIN organisation_post p ON p.id = c.post_id
    WHERE {UNDECIDED} AND (%(agencies)s::bigint[] IS NULL OR p.agency_id = ANY(%(agencies)s))
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 4
"""  # noqa: S608 - pieces of our own


@dataclass(frozen=True, slots=True)
class AgeFact:
    """How many undecided dossiers one officer holds that were received between two bounds.

    ``bucket`` is the place between the bounds: 0 before the first one, the oldest.
    """

    officer: int
    post: int
    agency: int
    bucket: int
    open: int
    late: int
    paused: int


def ages(
    bounds: Collection[datetime], *, at: datetime, agencies: Collection[int] | None = None
) -> list[AgeFact]:
    """Return how old the undecided dossiers are, by who holds them; ``bounds`` oldest first."""
    given: dict[str, Any] = {
        "bounds": list(bounds), "at": at,
        "agencies": None if agencies is None else list(agencies),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_AGES, given)
        return [AgeFact(*row) for row in cursor.fetchall()]


# --- re-dating ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RedatingFact:
    """How many dossiers were put off with an apology; ``late``: signed after it had to be told."""

    signed: int
    late: int


_REDATINGS: Final = f"""
    SELECT count(*), count(*) FILTER (WHERE e.timing <> '{Timing.IN_TIME}')
    FROM dossiers_extension e
    JOIN dossiers_dossier d ON d.id = e.dossier_id
    JOIN custody_custody c ON c.subject = 'dossier:' || d.code AND c.started_at <= e.signed_at
         AND (c.ended_at IS NULL OR c.ended_at > e.signed_at)
    JOIN organisation_post p ON p.id = c.post_id
    WHERE e.signed_at >= %(since)s AND e.signed_at < %(until)s
      AND (%(agencies)s::bigint[] IS NULL OR p.agency_id = ANY(%(agencies)s))
"""  # noqa: S608 - a word of our own


def redatings(
    *, since: datetime, until: datetime, agencies: Collection[int] | None = None
) -> RedatingFact:
    """Return what was put off between the instants by those who held it then."""
    given = {
        "since": since, "until": until,
        "agencies": None if agencies is None else list(agencies),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_REDATINGS, given)
        return RedatingFact(*cursor.fetchone())


# --- waiting for the citizen ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PauseFact:
    """One request for papers after receipt, by whoever held the dossier when it was made.

    ``place`` counts the requests of the dossier from 1, but for those before that were taken back;
    ``special`` that a special law was cited; ``was_late`` that the dossier was late already;
    ``ended_at`` is the answer or the dossier's end; ``contested`` that the citizen disagreed,
    whatever came of it.
    """

    id: int
    code: str
    officer: int
    post: int
    agency: int
    asked_at: datetime
    ended_at: datetime | None
    answered: bool
    place: int
    special: bool
    was_late: bool
    settles: str
    """Code of the agency whose hours count, where it has its own."""
    contested: bool
    taken_back: bool


_PAUSES: Final = """
    SELECT r.id, d.code, c.officer_id, c.post_id, p.agency_id, r.asked_at,
           coalesce(r.answered_at, d.withdrawn_at, d.stopped_at), r.answered_at IS NOT NULL,
           (SELECT count(*) FROM dossiers_supplementrequest e
            WHERE e.dossier_id = d.id AND NOT e.before_receipt
                  AND (e.id = r.id OR e.id < r.id AND e.overturned_at IS NULL)),
           r.special_base <> '',
           (SELECT s.due_on FROM dossiers_duedateset s
            WHERE s.dossier_id = d.id AND s.set_at < r.asked_at ORDER BY s.id DESC LIMIT 1)
           < (r.asked_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, coalesce(a.code, ''),
           EXISTS (SELECT FROM dossiers_objection o WHERE o.request_id = r.id),
           r.overturned_at IS NOT NULL
    FROM dossiers_supplementrequest r
    JOIN dossiers_dossier d ON d.id = r.dossier_id
    LEFT JOIN organisation_agency a ON a.id = d.competent_agency_id
    JOIN custody_custody c ON c.subject = 'dossier:' || d.code AND c.started_at <= r.asked_at
         AND (c.ended_at IS NULL OR c.ended_at > r.asked_at)
    JOIN organisation_post p ON p.id = c.post_id
    WHERE r.id > %(after)s AND r.asked_at >= %(since)s AND r.asked_at < %(until)s
      AND (%(agencies)s::bigint[] IS NULL OR p.agency_id = ANY(%(agencies)s))
    ORDER BY r.id LIMIT %(most)s
"""


def pauses(
    *,
    since: datetime,
    until: datetime,
    agencies: Collection[int] | None = None,
    at_once: int = 5_000,
) -> Iterator[PauseFact]:
    """Yield the requests for papers made between the instants, in pages by id."""
    given: dict[str, Any] = {
        "since": since, "until": until, "most": at_once,
        "agencies": None if agencies is None else list(agencies),
    }  # fmt: skip
    after = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_PAUSES, {**given, "after": after})
            rows = cursor.fetchall()
        yield from (PauseFact(*row) for row in rows)
        if len(rows) < at_once:
            return
        after = rows[-1][0]
