"""Custody as flat rows, for accountability and measures: SQL of documented columns.

Whoever counts over millions of rows puts ``SPANS`` and ``OFFERS`` into a statement of his own as
``WITH spans AS (…)``; whoever reads some subjects asks the functions.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection

from thongsuot.domains.ledger import locks

SPANS: Final = """
    SELECT c.id, c.subject, c.officer_id AS officer, c.post_id AS post, p.agency_id AS agency,
           c.step, c.limit_minutes, c.started_at, c.ended_at, c.move_id
    FROM custody_custody c JOIN organisation_post p ON p.id = c.post_id
"""
"""One unbroken span in which one officer answered for one subject.

Units:  ``limit_minutes`` in minutes of working time, NULL where no share was given; ``officer``,
        ``post``, ``agency`` are ids; ``ended_at`` is NULL while he holds; ``move_id`` names the
        reassignment by which it began, with the share of the span before; NULL otherwise.
"""

OFFERS: Final = """
    SELECT o.id, o.subject, c.officer_id AS officer, c.post_id AS post, g.agency_id AS agency,
           o.to_post_id AS to_post, t.agency_id AS to_agency, o.offered_at, o.answer,
           o.answered_at, o.answered_by_id AS answered_by, o.reason, o.answer_by
    FROM custody_offer o JOIN custody_custody c ON c.id = o.custody_id
    JOIN organisation_post g ON g.id = c.post_id JOIN organisation_post t ON t.id = o.to_post_id
"""
"""One hand-over as a question: who held and asked, which post was asked, and what it answered.

Units:  from ``answer_by`` on silence accepts; NULL for what was asked before there was a limit.
"""


@dataclass(frozen=True, slots=True)
class SpanFact:
    """One row of ``SPANS``."""

    id: int
    subject: str
    officer: int
    post: int
    agency: int
    step: str
    limit_minutes: int | None
    started_at: datetime
    ended_at: datetime | None
    move_id: int | None


@dataclass(frozen=True, slots=True)
class OfferFact:
    """One row of ``OFFERS``."""

    id: int
    subject: str
    officer: int
    post: int
    agency: int
    to_post: int
    to_agency: int
    offered_at: datetime
    answer: str
    answered_at: datetime | None
    answered_by: int | None
    reason: str
    answer_by: datetime | None


def settled_span() -> int | None:
    """Return up to which id all spans are committed; None while one below may still appear."""
    return locks.settled_id("custody_custody")


def spans_of(subjects: Collection[str]) -> dict[str, list[SpanFact]]:
    """Return all spans of each of the subjects, oldest first, in one query."""
    found: dict[str, list[SpanFact]] = {}
    with connection.cursor() as cursor:
        cursor.execute(f"{SPANS} WHERE c.subject = ANY(%s) ORDER BY c.started_at", [list(subjects)])
        for row in cursor.fetchall():
            found.setdefault(row[1], []).append(SpanFact(*row))
    return found


def offers_of(subjects: Collection[str]) -> dict[str, list[OfferFact]]:
    """Return all questions about each of the subjects, oldest first, in one query."""
    found: dict[str, list[OfferFact]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"{OFFERS} WHERE o.subject = ANY(%s) ORDER BY o.offered_at, o.id", [list(subjects)]
        )
        for row in cursor.fetchall():
            found.setdefault(row[1], []).append(OfferFact(*row))
    return found


def subjects_of(officer: int, *, since: datetime, until: datetime) -> list[str]:
    """Return what the officer held, gave or answered at some time between the instants."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_OFFICER, {"officer": officer, "since": since, "until": until})
        return [subject for (subject,) in cursor.fetchall()]


_OF_OFFICER: Final = """
    SELECT subject FROM custody_custody
    WHERE officer_id = %(officer)s AND started_at < %(until)s
      AND (ended_at IS NULL OR ended_at >= %(since)s)
    UNION
    SELECT subject FROM custody_offer
    WHERE answered_by_id = %(officer)s AND answered_at >= %(since)s AND answered_at < %(until)s
    ORDER BY subject
"""


def unanswered(*, agencies: Collection[int] | None, most: int) -> list[OfferFact]:
    """Return the questions put to posts of these agencies that wait, the longest waiting first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{OFFERS} WHERE o.answer = '' AND (%(agencies)s::bigint[] IS NULL"
            " OR t.agency_id = ANY(%(agencies)s)) ORDER BY o.offered_at, o.id LIMIT %(most)s",
            {"agencies": None if agencies is None else list(agencies), "most": most},
        )
        return [OfferFact(*row) for row in cursor.fetchall()]


def offers_about(
    officer: int, *, since: datetime, until: datetime, subject: str | None = None
) -> list[OfferFact]:
    """Return the questions answered between the instants that he put, answered or was left with.

    Left with: taken over by silence on his post, as the span that began then says. ``subject``
    keeps to what was asked about one.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _ABOUT_OFFICER.format(offers=OFFERS),
            {"officer": officer, "since": since, "until": until, "subject": subject},
        )
        return [OfferFact(*row) for row in cursor.fetchall()]


_ABOUT_OFFICER: Final = """
    {offers}
    WHERE o.answered_at >= %(since)s AND o.answered_at < %(until)s
      AND (%(subject)s::text IS NULL OR o.subject = %(subject)s)
      AND (c.officer_id = %(officer)s OR o.answered_by_id = %(officer)s
           OR o.answer = 'silent' AND EXISTS (
             SELECT 1 FROM custody_custody n WHERE n.subject = o.subject
             AND n.started_at = o.answered_at AND n.officer_id = %(officer)s))
    ORDER BY o.answered_at, o.id
"""


_RULINGS: Final = """
    SELECT count(*) FILTER (WHERE opened_at >= %(since)s AND opened_at < %(until)s),
           count(*) FILTER (WHERE decided_at >= %(since)s AND decided_at < %(until)s),
           count(*) FILTER (WHERE decided_at IS NULL AND lapsed_at IS NULL)
    FROM custody_dispute d
    WHERE %(agencies)s::bigint[] IS NULL OR superior_id = ANY(%(agencies)s)
    OR EXISTS (SELECT 1 FROM custody_passing b
               WHERE b.dispute_id = d.id AND b.superior_id = ANY(%(agencies)s))
    OR EXISTS (
      SELECT 1 FROM custody_offer o JOIN custody_custody c ON c.id = o.custody_id
      JOIN organisation_post g ON g.id = c.post_id
      JOIN organisation_post t ON t.id = o.to_post_id
      WHERE o.id = d.offer_id
        AND (g.agency_id = ANY(%(agencies)s) OR t.agency_id = ANY(%(agencies)s)))
"""


@dataclass(frozen=True, slots=True)
class RulingFact:
    """How many loops went to a superior, how many were decided, how many wait now."""

    opened: int
    decided: int
    waiting: int


def rulings(
    *, since: datetime, until: datetime, agencies: Collection[int] | None = None
) -> RulingFact:
    """Return what superiors had to decide between the instants, of some agencies or of all."""
    given = {
        "since": since, "until": until,
        "agencies": None if agencies is None else list(agencies),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_RULINGS, given)
        return RulingFact(*cursor.fetchone())


@dataclass(frozen=True, slots=True)
class BroughtUpFact:
    """One loop before one superior: between which agencies, since when, who decided, for whom.

    ``code`` names the superior, by whose hours its time counts; ``settled_at`` is the ruling, the
    end of the subject where ``lapsed``, or when it went on to another superior where ``passed``.
    """

    id: int
    subject: str
    giver: int
    asked: int
    superior: int
    code: str
    put_at: datetime
    decide_by: datetime | None
    settled_at: datetime | None
    decided_by: int | None
    named: int | None
    lapsed: bool
    passed: bool


_PUT_UP: Final = """
    SELECT id, subject, offer_id, superior_id, coalesce(put_at, opened_at) AS put_at, decide_by,
           coalesce(decided_at, lapsed_at) AS until, decided_by_id, agency_id,
           lapsed_at IS NOT NULL AS lapsed, false AS passed
    FROM custody_dispute
    UNION ALL
    SELECT d.id, d.subject, d.offer_id, b.superior_id, b.began_at, b.decide_by,
           b.passed_at, NULL, NULL, false, true
    FROM custody_passing b JOIN custody_dispute d ON d.id = b.dispute_id
"""
"""One stretch in which a loop was before one superior; ``passed``: it went on to another."""

_BROUGHT_UP: Final = f"""
    SELECT d.id, d.subject, g.agency_id, t.agency_id, d.superior_id, s.code, d.put_at, d.decide_by,
           d.until, d.decided_by_id, d.agency_id, d.lapsed, d.passed
    FROM ({_PUT_UP}) d JOIN organisation_agency s ON s.id = d.superior_id
    JOIN custody_offer o ON o.id = d.offer_id
    JOIN custody_custody c ON c.id = o.custody_id
    JOIN organisation_post g ON g.id = c.post_id
    JOIN organisation_post t ON t.id = o.to_post_id
    WHERE d.put_at < %(until)s AND (d.until IS NULL OR d.until >= %(since)s)
      AND (%(agencies)s::bigint[] IS NULL OR d.superior_id = ANY(%(agencies)s)
           OR g.agency_id = ANY(%(agencies)s) OR t.agency_id = ANY(%(agencies)s))
    ORDER BY d.put_at DESC, d.id DESC LIMIT %(most)s
"""  # noqa: S608 - pieces of our own


def brought_up(
    *,
    since: datetime,
    until: datetime,
    most: int,
    agencies: Collection[int] | None = None,
) -> list[BroughtUpFact]:
    """Return the loops that were before a superior at some time between, the newest first."""
    given: dict[str, Any] = {
        "since": since, "until": until, "most": most,
        "agencies": None if agencies is None else list(agencies),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_BROUGHT_UP, given)
        return [BroughtUpFact(*row) for row in cursor.fetchall()]


_RULED: Final = """
    SELECT g.agency_id, t.agency_id, max(d.decided_at) FROM custody_dispute d
    JOIN custody_offer o ON o.id IN (d.offer_id, d.earlier_id)
    JOIN custody_custody c ON c.id = o.custody_id
    JOIN organisation_post g ON g.id = c.post_id
    JOIN organisation_post t ON t.id = o.to_post_id
    WHERE d.decided_at >= %s GROUP BY 1, 2
"""


def ruled_pairs(since: date) -> dict[frozenset[int], datetime]:
    """Return between which agencies a superior has decided from that day on, and when last."""
    found: dict[frozenset[int], datetime] = {}
    with connection.cursor() as cursor:
        cursor.execute(_RULED, [since])
        for one, other, at in cursor.fetchall():
            pair = frozenset({one, other})
            found[pair] = max(found.get(pair, at), at)
    return found


@dataclass(frozen=True, slots=True)
class DisputeFact:
    """One loop before one superior: since when, to be decided by when, until when."""

    subject: str
    superior: int
    put_at: datetime
    decide_by: datetime | None
    settled_at: datetime | None


_DISPUTES: Final = f"""
    SELECT subject, superior_id, put_at, decide_by, until
    FROM ({_PUT_UP}) d WHERE subject = ANY(%s) ORDER BY put_at, id
"""  # noqa: S608 - a piece of our own


def disputes_of(subjects: Collection[str]) -> dict[str, list[DisputeFact]]:
    """Return before whom loops of each of the subjects were, oldest first, in one query."""
    found: dict[str, list[DisputeFact]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_DISPUTES, [list(subjects)])
        for row in cursor.fetchall():
            found.setdefault(row[0], []).append(DisputeFact(*row))
    return found


@dataclass(frozen=True, slots=True)
class OpinionFact:
    """One question to another agency beside the subject's own way; ``silent``: never answered.

    ``settled_at``: from when on nobody waited for it; consent by silence stands at the limit.
    """

    subject: str
    to_post: int
    to_agency: int
    asked_at: datetime
    answer_by: datetime
    settled_at: datetime | None
    silent: bool


_OPINIONS: Final = """
    SELECT o.subject, o.to_post_id, t.agency_id, o.asked_at, o.answer_by,
           CASE o.answer WHEN 'deemed-consent' THEN o.answer_by ELSE o.answered_at END,
           o.answer IN ('silent', 'deemed-consent')
    FROM custody_opinionrequest o JOIN organisation_post t ON t.id = o.to_post_id
    WHERE o.subject = ANY(%s) ORDER BY o.asked_at, o.id
"""


def opinions_of(subjects: Collection[str]) -> dict[str, list[OpinionFact]]:
    """Return all opinions asked about each of the subjects, oldest first, in one query."""
    found: dict[str, list[OpinionFact]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_OPINIONS, [list(subjects)])
        for row in cursor.fetchall():
            found.setdefault(row[0], []).append(OpinionFact(*row))
    return found


@dataclass(frozen=True, slots=True)
class QuestionFact:
    """One opinion that was asked of an agency, or one part of a linked procedure, and its answer.

    ``code`` names the asked agency, by whose hours the time until the answer counts.
    """

    subject: str
    to_agency: int
    code: str
    asked_at: datetime
    answer_by: datetime
    answered_at: datetime | None
    answer: str


_QUESTIONS: Final = """
    SELECT o.subject, t.agency_id, a.code, o.asked_at, o.answer_by, o.answered_at, o.answer
    FROM custody_opinionrequest o JOIN organisation_post t ON t.id = o.to_post_id
    JOIN organisation_agency a ON a.id = t.agency_id
    WHERE o.asked_at >= %(since)s AND o.asked_at < %(until)s AND o.subject LIKE %(kind)s
      AND (%(agencies)s::bigint[] IS NULL OR t.agency_id = ANY(%(agencies)s))
"""


def questions(
    *,
    since: datetime,
    until: datetime,
    kind: str,
    agencies: Collection[int] | None = None,
    at_once: int = 5_000,
) -> Iterator[QuestionFact]:
    """Yield what was asked between the instants of some agencies or of all, in no order.

    Read ``at_once`` at a time: memory does not grow with the record.
    """
    given: dict[str, Any] = {
        "since": since, "until": until, "kind": f"{kind}:%",
        "agencies": None if agencies is None else list(agencies),
    }  # fmt: skip
    with connection.chunked_cursor() as cursor:
        cursor.execute(_QUESTIONS, given)
        while rows := cursor.fetchmany(at_once):
            yield from (QuestionFact(*row) for row in rows)
