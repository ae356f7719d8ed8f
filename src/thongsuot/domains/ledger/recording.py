"""One and the same act on many subjects: an entry in each chain, in few statements."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from thongsuot.domains.ledger import rules
from thongsuot.domains.ledger.models import Entry
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
_COLUMNS = ("subject", "seq", "at", "detail", "previous_hash", "hash")
_SAME = (
    "act", "actor_kind", "officer_id", "post_id", "agency",
    "behalf_officer_id", "behalf_post_id", "delegation_id",
)  # fmt: skip
_ADD = """
INSERT INTO ledger_entry (subject, seq, at, detail, previous_hash, hash,
                          act, actor_kind, officer_id, post_id, agency,
                          behalf_officer_id, behalf_post_id, delegation_id)
SELECT added.*, %s, %s, %s::bigint, %s::bigint, %s, %s::bigint, %s::bigint, %s::bigint
  FROM unnest(%s::text[], %s::int[], %s::timestamptz[], %s::jsonb[], %s::text[], %s::text[])
       AS added (subject, seq, at, detail, previous_hash, hash)
    ON CONFLICT (subject, seq) DO NOTHING
RETURNING subject
"""


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
            added = _add([_entry(subject, act, details[subject], by, p) for subject, p in places])
            waiting = [subject for subject in waiting if subject not in added]


def _places(subjects: Sequence[str], at: datetime) -> Iterator[tuple[str, Place]]:
    """Yield each subject with the next place in its chain."""
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, [list(subjects)])
        heads = {subject: head for subject, *head in cursor.fetchall()}
    for subject in subjects:
        yield subject, check_order(subject, heads.get(subject), at)


def _entry(
    subject: str, act: str, detail: Mapping[str, DetailValue], by: Actor, place: Place
) -> Entry:
    seq, previous, at = place
    content = Act(subject, seq, act, at, by, dict(detail), hash="")
    return Entry(
        subject=subject, seq=seq, act=act, at=at, actor_kind=by.kind.value,
        officer_id=by.officer_id, post_id=by.post_id, agency=by.agency, **behalf_columns(by),
        detail=content.detail, previous_hash=previous, hash=rules.entry_hash(content, previous),
    )  # fmt: skip


def _add(entries: Sequence[Entry]) -> set[str]:
    """Insert the entries; return the subjects whose place nobody else took meanwhile."""
    same = entries[0]
    lists: list[list[Any]] = [[getattr(entry, name) for entry in entries] for name in _COLUMNS]
    lists[_COLUMNS.index("detail")] = [Jsonb(entry.detail) for entry in entries]
    values = [getattr(same, name) for name in _SAME] + lists
    with connection.cursor() as cursor:
        cursor.execute(_ADD, values)
        return {subject for (subject,) in cursor.fetchall()}
