"""All entries, chain by chain, in one stream of lines: what a walk over the record reads.

The database sends an entry's columns as a line of text (COPY), which costs it and us the least. Of
nearly every line all columns hold codes and numbers alone, and its content is joined from them; any
other is read column by column. Both give what ``rules.entry_content`` gives, and nothing is taken
from a stored content: there is none.
"""

import re
import select
import string
from collections.abc import Iterator
from json.encoder import encode_basestring
from typing import Final, NamedTuple

import psycopg
from django.db import connection
from psycopg.pq import ExecStatus

from thongsuot.domains.ledger.reading import AT, actor_said, canonical, ordered
from thongsuot.domains.ledger.rules.chain import Linked

MOST_KEPT: Final = 50_000
"""Shapes of lines, and beginnings of contents (one an act and actor), remembered at once."""

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
_CODES: Final = (string.ascii_letters + string.digits + "_./+-").encode()
_MEMBER: Final = rb'"": (?:":*")?'
_PLAIN: Final = re.compile(
    rb"\t:*\t\t::\t\{(?:%b(?:, %b)*)?\}\t\t\t\t\t\t\t\t\t\t\n" % (_MEMBER, _MEMBER)
)
"""What is left without codes of a line whose detail has members of one code or number each.

Nothing in it wants escaping, here or in JSON, and all keys are of characters that sort behind the
quotation mark: texts of whole members sort as their keys do.
"""
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_MEANT: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


class Part(NamedTuple):
    """The subjects after one and up to another, as the database orders them; None: no end."""

    after: str | None = None
    upto: str | None = None


WHOLE: Final = Part()


def by_chain(own: psycopg.Connection | None = None, part: Part = WHOLE) -> Iterator[Linked]:
    """Yield all entries of a part, subject by subject, each chain in its order.

    ``own`` is the driver's connection in a process that has no Django; None: the one Django has.
    """
    begun, shapes = _Begun(), _Shapes()
    known, tail = None, b""
    for line in _lines(own or _ours(), part):
        members = shapes[line.translate(None, _CODES)]
        if not members:
            yield _column_by_column(line.decode())
            continue
        number, subject, seq, at, detail, previous, said, acted = line.split(b"\t", 7)
        if subject != known:
            known, tail = subject, b',"subject":"' + subject + b'"}'
        if members > 1:
            detail = b"{" + b",".join(sorted(detail[1:-1].split(b", "))) + b"}"
        content = (
            begun[acted], at, b'","detail":', detail.replace(b'": ', b'":'),
            b',"previous":"', previous, b'","seq":', seq, tail,
        )  # fmt: skip
        yield int(number), subject, int(seq), at, previous, said, b"".join(content)


def _lines(own: psycopg.Connection, part: Part) -> Iterator[bytes]:
    """Yield the lines as they come, taken from the driver's library: its own loop costs twice."""
    with own.cursor() as cursor, cursor.copy(_COPY, part._asdict()):
        wire, coming = own.pgconn, select.poll()
        coming.register(wire.socket, select.POLLIN)
        while (found := wire.get_copy_data(1))[0] >= 0:
            if found[0]:
                yield bytes(found[1])
                continue
            coming.poll()
            wire.consume_input()
        while result := wire.get_result():
            if result.status != ExecStatus.COMMAND_OK:
                raise psycopg.errors.error_from_result(result)


def _ours() -> psycopg.Connection:
    """Return what lies under Django's connection, whose cursors copy nothing while watched."""
    connection.ensure_connection()
    return connection.connection


class _Shapes(dict[bytes, int]):
    """How many members the detail of a line has, or is taken to have, by what is left of the line
    without codes; 0: it is no plain line."""

    def __missing__(self, left: bytes) -> int:
        if len(self) >= MOST_KEPT:
            self.clear()
        self[left] = 1 + left.count(b", ") if _PLAIN.fullmatch(left) else 0
        return self[left]


class _Begun(dict[bytes, bytes]):
    """How a content begins, up to its instant, by the columns that say the act and the actor."""

    def __missing__(self, acted: bytes) -> bytes:
        act, kind, agency, *numbers = acted.decode().rstrip("\n").split("\t")
        actor = actor_said(kind, agency, *map(_number, numbers))
        if len(self) >= MOST_KEPT:
            self.clear()
        self[acted] = f'{{"act":{encode_basestring(act)},"actor":{actor},"at":"'.encode()
        return self[acted]


def _column_by_column(line: str) -> Linked:
    columns = [_ESCAPED.sub(_meant, column) for column in line.rstrip("\n").split("\t")]
    number, subject, seq, at, detail, previous, said, act, kind, agency, *numbers = columns
    actor = actor_said(kind, agency, *map(_number, numbers))
    content = canonical(act, actor, at, ordered(detail), previous, int(seq), subject)
    return (
        int(number),
        subject.encode(),
        int(seq),
        at.encode(),
        previous.encode(),
        said.encode(),
        content,
    )


def _meant(found: re.Match[str]) -> str:
    return _MEANT.get(found[1], found[1])


def _number(column: str) -> int | None:
    return None if column == "null" else int(column)
