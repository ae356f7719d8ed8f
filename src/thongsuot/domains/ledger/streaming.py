"""All entries, chain by chain, in one stream of lines: what a walk over the record reads.

The database sends an entry's columns as a line of text (COPY), which costs it and us the least. A
line without a backslash has plain text in every column and its content is joined from them; any
other is read column by column. Both give what ``rules.entry_content`` gives, and nothing is taken
from a stored content: there is none.
"""

import re
from collections.abc import Iterator
from json.encoder import encode_basestring
from typing import Final, NamedTuple

import psycopg
from django.db import connection

from thongsuot.domains.ledger.reading import AT, Stored, actor_said, canonical, ordered

MOST_ACTORS: Final = 50_000
"""Beginnings of contents, one an act and actor, that are remembered at once."""

_COPY: Final = f"""
    COPY (
      SELECT coalesce(l.number, -1), e.subject, e.seq, {AT}, e.detail::text, e.previous_hash,
             e.hash, e.act, e.actor_kind, e.agency, e.officer_id, e.post_id, e.behalf_officer_id,
             e.behalf_post_id, e.delegation_id
      FROM ledger_entry e LEFT JOIN ledger_leaf l ON l.entry_id = e.id
      WHERE (%(after)s::text IS NULL OR e.subject > %(after)s)
        AND (%(upto)s::text IS NULL OR e.subject <= %(upto)s)
      ORDER BY e.subject, e.seq
    ) TO STDOUT (NULL 'null')
"""  # noqa: S608 - names of our own columns
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_MEANT: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


class Part(NamedTuple):
    """The subjects after one and up to another, as the database orders them; None: no end."""

    after: str | None = None
    upto: str | None = None


WHOLE: Final = Part()


def by_chain(own: psycopg.Connection | None = None, part: Part = WHOLE) -> Iterator[Stored]:
    """Yield all entries of a part, subject by subject, each chain in its order.

    ``own`` is the driver's connection in a process that has no Django; None: the one Django has.
    """
    begun = _Begun()
    known, quoted = "", ""
    with (own or _ours()).cursor() as cursor, cursor.copy(_COPY, part._asdict()) as lines:
        for sent in lines:
            line = str(sent, "utf-8")
            if "\\" in line:
                yield _column_by_column(line)
                continue
            number, subject, seq, at, detail, previous, said, acted = line.split("\t", 7)
            if subject != known:
                known, quoted = subject, encode_basestring(subject)
            content = (
                f'{begun[acted]}{at}","detail":{ordered(detail)},"previous":"{previous}",'
                f'"seq":{seq},"subject":{quoted}}}'
            )
            values = (int(number), subject, int(seq), at, previous, said, content.encode())
            yield tuple.__new__(Stored, values)


def _ours() -> psycopg.Connection:
    """Return what lies under Django's connection, whose cursors copy nothing while watched."""
    connection.ensure_connection()
    return connection.connection


class _Begun(dict[str, str]):
    """How a content begins, up to its instant, by the columns that say the act and the actor."""

    def __missing__(self, acted: str) -> str:
        act, kind, agency, *numbers = acted.rstrip("\n").split("\t")
        actor = actor_said(kind, agency, *map(_number, numbers))
        if len(self) >= MOST_ACTORS:
            self.clear()
        self[acted] = f'{{"act":{encode_basestring(act)},"actor":{actor},"at":"'
        return self[acted]


def _column_by_column(line: str) -> Stored:
    columns = [_ESCAPED.sub(_meant, column) for column in line.rstrip("\n").split("\t")]
    number, subject, seq, at, detail, previous, said, act, kind, agency, *numbers = columns
    actor = actor_said(kind, agency, *map(_number, numbers))
    content = canonical(act, actor, at, ordered(detail), previous, int(seq), subject)
    return Stored(int(number), subject, int(seq), at, previous, said, content)


def _meant(found: re.Match[str]) -> str:
    return _MEANT.get(found[1], found[1])


def _number(column: str) -> int | None:
    return None if column == "null" else int(column)
