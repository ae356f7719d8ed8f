"""Answers of desks as flat rows, for figures: SQL of documented columns."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection

from thongsuot.domains.dossiers.answering.terms import RECOUNTED
from thongsuot.domains.dossiers.terms import Act


@dataclass(frozen=True, slots=True)
class AnswerFact:
    """How one desk answered what was sent to it; what it entered itself is not counted.

    ``in_time`` and ``late`` of the answers due in a period, ``late`` also while none is given;
    ``waiting`` those open now whose hour has not come, ``standing`` those that wait for a fee.
    Each is counted at the desk that owed it when its hour came, where one ended and another goes
    on for it.
    """

    desk: int
    in_time: int
    late: int
    waiting: int = 0
    standing: int = 0


_DUE: Final = f"""
    SELECT a.desk_id,
           count(*) FILTER (WHERE a.answered_at <= a.answer_by
                              AND a.answer NOT IN ('{Act.WITHDRAW}', '{Act.SUCCEED}')),
           count(*) FILTER (WHERE coalesce(a.answered_at, %(at)s) > a.answer_by
                              AND (a.inherited_at IS NULL OR a.inherited_at <= a.answer_by))
    FROM dossiers_deskanswer a
    WHERE a.is_sent AND a.answer_by >= %(since)s AND a.answer_by < %(until)s
      AND a.answer <> '{RECOUNTED}'
      AND (%(desks)s::bigint[] IS NULL OR a.desk_id = ANY(%(desks)s))
    GROUP BY 1
"""  # noqa: S608 - a word of our own
_OPEN: Final = """
    SELECT a.desk_id, count(*) FILTER (WHERE a.answer_by >= %(at)s),
           count(*) FILTER (WHERE a.answer_by IS NULL)
    FROM dossiers_deskanswer a
    WHERE a.is_sent AND a.answered_at IS NULL
      AND (a.answer_by >= %(at)s OR a.answer_by IS NULL)
      AND (%(desks)s::bigint[] IS NULL OR a.desk_id = ANY(%(desks)s))
    GROUP BY 1
"""


def answers_of_desks(
    *, since: datetime, until: datetime, at: datetime, desks: Collection[int] | None = None
) -> list[AnswerFact]:
    """Return the answers due between the instants and what is open at ``at``, by desk."""
    given = {
        "since": since, "until": until, "at": at, "desks": None if desks is None else list(desks),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_DUE, given)
        due = {desk: (in_time, late) for desk, in_time, late in cursor.fetchall()}
        cursor.execute(_OPEN, given)
        still = {desk: (waiting, standing) for desk, waiting, standing in cursor.fetchall()}
    return [
        AnswerFact(desk, *due.get(desk, (0, 0)), *still.get(desk, (0, 0)))
        for desk in sorted(due.keys() | still.keys())
    ]
