"""Entries read in great numbers, straight from their columns; a model a row would cost ten times.

What an entry says is built from its columns each time: what was hashed is never stored beside
them, so that no one has to be believed.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from json.encoder import encode_basestring
from typing import Any, Final, NamedTuple, NoReturn

from django.db import connection

from thongsuot.kernel.canonical import NotCanonical, canonical_json

CHUNK: Final = 5_000

AT: Final = """
    CASE WHEN e.at >= '0001-01-01 00:00+00'
         THEN to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
         ELSE e.at::text END
"""
"""The instant as ``rules.recorded_instant`` writes it; one before our era not as one in it."""

_COLUMNS: Final = f"""
    e.subject, e.seq, e.act, {AT}, e.detail::text, e.previous_hash, e.hash, e.actor_kind,
    e.agency, e.officer_id, e.post_id, e.behalf_officer_id, e.behalf_post_id, e.delegation_id
"""
_BY_LEAF: Final = f"""
    SELECT l.number, {_COLUMNS}
    FROM ledger_leaf l JOIN ledger_entry e ON e.id = l.entry_id ORDER BY l.number
"""  # noqa: S608 - names of our own columns
_SOME: Final = f"""
    SELECT e.id, {_COLUMNS} FROM ledger_entry e WHERE e.id = ANY(%s) ORDER BY e.id
"""  # noqa: S608 - names of our own columns

_OF_SUBJECT: Final = f"""
    SELECT coalesce(l.number, -1), {_COLUMNS}
    FROM ledger_entry e LEFT JOIN ledger_leaf l ON l.entry_id = e.id
    WHERE e.subject = %s ORDER BY e.seq
"""  # noqa: S608 - names of our own columns


class Stored(NamedTuple):
    """One entry: where it stands, what it claims, and the bytes that its hash must be of."""

    number: int
    """Its place in the log, or -1; its id where entries were asked for by id."""
    subject: str
    seq: int
    at: str
    previous: str
    hash: str
    content: bytes


def by_leaf() -> Iterator[Stored]:
    """Yield the sealed entries in the order of the log."""
    return _stored(_BY_LEAF, [])


def of_subject(subject: str) -> Iterator[Stored]:
    """Yield the entries of one subject in the order of its chain."""
    return _stored(_OF_SUBJECT, [subject])


def by_id(ids: Sequence[int]) -> Iterator[Stored]:
    """Yield these entries in the order of their ids."""
    return _stored(_SOME, [list(ids)])


def _stored(statement: str, values: Sequence[Any]) -> Iterator[Stored]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, values)
        for rows in _ahead(cursor.fetchmany):
            for number, subject, seq, act, at, detail, previous, said, *actor in rows:
                by = actor_said(*actor)
                content = canonical(act, by, at, ordered(detail), previous, seq, subject)
                yield Stored(number, subject, seq, at, previous, said, content)


def _ahead(fetch: Callable[[int], list[Any]]) -> Iterator[list[Any]]:
    """Yield chunks of rows; while one is worked on, the database prepares the next."""
    with ThreadPoolExecutor(1) as beside:
        rows = fetch(CHUNK)
        while rows:
            coming = beside.submit(fetch, CHUNK) if len(rows) == CHUNK else None
            yield rows
            rows = coming.result() if coming else []


def actor_said(
    kind: str, agency: str, officer: int | None, post: int | None, behalf_officer: int | None,
    behalf_post: int | None, delegation: int | None,
) -> str:  # fmt: skip
    """Return what ``Actor.as_recorded`` says, from columns, in canonical JSON."""
    behalf = ""
    if not (behalf_officer is behalf_post is delegation is None):
        behalf = (
            f'"on_behalf_of":{{"delegation":{_number(delegation)},'
            f'"officer":{_number(behalf_officer)},"post":{_number(behalf_post)}}},'
        )
    return (
        f'{{"agency":{encode_basestring(agency)},"kind":{encode_basestring(kind)},'
        f'"officer":{_number(officer)},{behalf}"post":{_number(post)}}}'
    )


def _number(value: int | None) -> str:
    return "null" if value is None else str(value)


def canonical(
    act: str, actor: str, at: str, detail: str, previous: str, seq: int, subject: str
) -> bytes:
    """Return what ``rules.entry_content`` returns; ``actor``, ``detail`` in canonical JSON."""
    text = encode_basestring
    return (
        f'{{"act":{text(act)},"actor":{actor},"at":{text(at or "")},"detail":{detail},'
        f'"previous":{text(previous)},"seq":{seq},"subject":{text(subject)}}}'
    ).encode()


def ordered(detail: str) -> str:
    """Return a detail, as the database writes it, in canonical JSON (RFC 8785).

    What an entry never holds only a forger puts there: fractions, thousands of digits or of
    brackets. It stays as it came, which is the canonical form of nothing that was written.
    """
    try:
        return canonical_json(json.loads(detail, parse_float=_no_fraction)).decode()
    except (ValueError, RecursionError):
        return detail


def _no_fraction(number: str) -> NoReturn:
    raise NotCanonical(f"{len(number)} digits with a fraction among them")
