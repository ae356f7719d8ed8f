"""One and the same act on many subjects: an entry in each chain, in few statements."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from thongsuot.domains.ledger import rules
from thongsuot.domains.ledger.services import Place, behalf_columns, check_order
from thongsuot.domains.ledger.terms import Act, Actor, DetailValue

AT_ONCE = 1_000
Details = Mapping[str, Mapping[str, DetailValue]]
"""What the entry of each subject says, by subject."""

_HEADS = """
SELECT asked.subject, head.seq, head.hash, head.at
  FROM unnest(%s::text[]) AS asked (subject)
  CROSS JOIN LATERAL (
    SELECT seq, hash, at FROM ledger_entry WHERE subject = asked.subject
     ORDER BY seq DESC LIMIT 1) AS head
"""
_ADD = """
INSERT INTO ledger_entry (subject, seq, at, detail, previous_hash, hash,
                          act, actor_kind, officer_id, post_id, agency,
                          behalf_officer_id, behalf_post_id, delegation_id)
SELECT added.*, %s, %s, %s::bigint, %s::bigint, %s, %s::bigint, %s::bigint, %s::bigint
  FROM jsonb_to_recordset(%s::jsonb)
       AS added (subject text, seq int, at timestamptz, detail jsonb, previous text, hash text)
    ON CONFLICT (subject, seq) DO NOTHING
RETURNING subject
"""
Row = dict[str, Any]
"""What an entry does not share with the others, by the columns of ``_ADD``."""


def record_each(*, act: str, details: Details, by: Actor, at: datetime) -> None:
    """Append one entry of ``act`` to the chain of every subject of ``details``.

    As ``services.record`` does it for one, inside the transaction of the act; no idempotency
    key: what moves many subjects keeps its own.

    Raises:  DetailNotCodes; BackDated.
    """
    for detail in details.values():
        rules.check_detail(detail)
    subjects = sorted(details)
    for start in range(0, len(subjects), AT_ONCE):
        waiting = subjects[start : start + AT_ONCE]
        while waiting:
            places = _places(waiting, at)
            added = _add(act, by, [_row(name, act, details[name], by, p) for name, p in places])
            waiting = [subject for subject in waiting if subject not in added]


def _places(subjects: Sequence[str], at: datetime) -> Iterator[tuple[str, Place]]:
    """Yield each subject with the next place in its chain."""
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, [list(subjects)])
        heads = {subject: head for subject, *head in cursor.fetchall()}
    for subject in subjects:
        yield subject, check_order(subject, heads.get(subject), at)


def _row(
    subject: str, act: str, detail: Mapping[str, DetailValue], by: Actor, place: Place
) -> Row:  # fmt: skip
    seq, previous, at = place
    content = Act(subject, seq, act, at, by, dict(detail), hash="")
    return {
        "subject": subject, "seq": seq, "at": at.isoformat(), "detail": content.detail,
        "previous": previous, "hash": rules.entry_hash(content, previous),
    }  # fmt: skip


def _add(act: str, by: Actor, rows: Sequence[Row]) -> set[str]:
    """Insert the entries; return the subjects whose place nobody else took meanwhile.

    As one JSON text: for thousands of rows the driver's arrays cost many times as much.
    """
    same = [act, by.kind.value, by.officer_id, by.post_id, by.agency, *behalf_columns(by).values()]
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [*same, json.dumps(rows)])
        return {subject for (subject,) in cursor.fetchall()}
