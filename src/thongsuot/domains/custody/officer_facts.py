"""What was asked of one officer, and the loops in which he had a part, as flat rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection


@dataclass(frozen=True, slots=True)
class AskedFact:
    """One question put to an officer, or to a post that he served when it was to be answered.

    ``by_post``, ``by_agency``: where it came from; ``answer`` is empty while it waits. ``is_part``:
    a part of a linked procedure was asked for, which no silence ends.
    """

    subject: str
    by_post: int
    by_agency: int
    asked_at: datetime
    answer_by: datetime
    answer: str
    answered_at: datetime | None
    is_part: bool


_ASKED_OF: Final = """
    SELECT o.subject, c.post_id, g.agency_id, o.asked_at, o.answer_by, o.answer, o.answered_at,
           o.silence = 'owed'
    FROM custody_opinionrequest o
    JOIN custody_custody c ON c.id = o.custody_id
    JOIN organisation_post g ON g.id = c.post_id
    CROSS JOIN LATERAL (
      SELECT (least(o.answer_by, %(at)s) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day) w
    WHERE (o.answered_by_id = %(officer)s
           OR o.answered_by_id IS NULL
              AND o.to_post_id = ANY(ARRAY(
                SELECT post_id FROM organisation_appointment WHERE officer_id = %(officer)s
                UNION
                SELECT p.id FROM organisation_post p
                JOIN organisation_appointment a ON a.post_id = p.successor_id
                WHERE a.officer_id = %(officer)s))
              AND EXISTS (
                SELECT 1 FROM organisation_appointment a
                JOIN organisation_post p ON p.id = o.to_post_id
                WHERE a.officer_id = %(officer)s
                  AND a.post_id = CASE WHEN p.valid_to <= w.day
                    THEN coalesce(p.successor_id, p.id) ELSE p.id END
                  AND a.valid_from <= w.day AND (a.valid_to IS NULL OR a.valid_to > w.day)))
      AND (%(subject)s::text IS NULL OR o.subject = %(subject)s)
      AND o.answer NOT IN ('recalled', 'lapsed')
      AND (o.answer = '' AND o.asked_at < %(until)s
           OR o.answered_at >= %(since)s AND o.answered_at < %(until)s)
    ORDER BY coalesce(o.answered_at, o.asked_at), o.id
"""


def opinions_asked_of(
    officer: int, *, since: datetime, until: datetime, at: datetime, subject: str | None = None
) -> list[AskedFact]:
    """Return what he answered between the instants, what his post let pass, and what waits there.

    His post's is what nobody answered while he served it: by the limit, or at ``at`` before it;
    what was put to a post that had ended by then is of the one that stands for it.
    ``subject`` keeps to what was asked about one.
    """
    given: dict[str, Any] = {
        "officer": officer,
        "since": since,
        "until": until,
        "at": at,
        "subject": subject,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ASKED_OF, given)
        return [AskedFact(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class LoopFact:
    """One loop in which an officer took a side, or on which he ruled; ``agency``: found competent.

    A side took whoever gave or answered in any of its turns, and may not rule on it therefore.
    ``agency`` and ``ruled_at`` are None while it waits, or where it lapsed.
    """

    subject: str
    superior: int
    cause: str
    opened_at: datetime
    ruled_at: datetime | None
    ruled_by: int | None
    agency: int | None
    took_side: bool


_LOOPS_OF: Final = """
    SELECT * FROM (
      SELECT d.subject, coalesce((
               SELECT b.superior_id FROM custody_passing b WHERE b.dispute_id = d.id
               ORDER BY b.began_at LIMIT 1), d.superior_id) AS superior_id,
             d.cause, d.opened_at, d.decided_at, d.decided_by_id, d.agency_id,
             d.sides @> to_jsonb(%(officer)s::bigint) OR EXISTS (
               SELECT 1 FROM custody_offer o JOIN custody_custody c ON c.id = o.custody_id
               WHERE o.id IN (d.offer_id, d.earlier_id)
                 AND %(officer)s IN (c.officer_id, o.answered_by_id)) AS took_side
      FROM custody_dispute d
      WHERE (%(subject)s::text IS NULL OR d.subject = %(subject)s)
        AND (d.opened_at >= %(since)s AND d.opened_at < %(until)s
             OR d.decided_at >= %(since)s AND d.decided_at < %(until)s)
      ORDER BY d.opened_at, d.id) u
    WHERE u.took_side OR u.decided_by_id = %(officer)s
"""


def loops_of(
    officer: int, *, since: datetime, until: datetime, subject: str | None = None
) -> list[LoopFact]:
    """Return the loops that went up or were ruled on between the instants and concern him."""
    given: dict[str, Any] = {"officer": officer, "since": since, "until": until, "subject": subject}
    with connection.cursor() as cursor:
        cursor.execute(_LOOPS_OF, given)
        return [LoopFact(*row) for row in cursor.fetchall()]
