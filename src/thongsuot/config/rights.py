"""Rights of the application's database role, from what the tables say of themselves.

The comment on a table says what the application may do with it besides reading: ``append-only``,
``no-delete``, ``no-update``, or ``may INSERT, UPDATE (valid_to), DELETE``, where columns in
brackets are the only ones that may be changed. A table of ours that says nothing may be read. The
comments are set by the rooms' migrations (``domains/ledger/protection.py``).
"""

import re
from typing import Any

import psycopg
from psycopg import sql

from thongsuot.config import tables
from thongsuot.entrypoints.cli.installation import RightsApart

ALL = "INSERT, UPDATE, DELETE"
SHORT = {
    "append-only": "INSERT",
    "no-delete": "INSERT, UPDATE",
    "no-update": "INSERT, DELETE",
}
OF_OTHERS = ("procrastinate_", "django_session")
"""Tables of the queue and of the sessions, by how their names begin: theirs to use."""
VERB = re.compile(r"(INSERT|UPDATE|DELETE)(?: \(([a-z_, ]+)\))?(?:, |$)")

_SEQUENCES = """
    SELECT s.relname FROM pg_class s
    LEFT JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i')
    LEFT JOIN pg_class t ON t.oid = d.refobjid
    WHERE s.relkind = 'S' AND s.relnamespace = 'public'::regnamespace
    AND CASE WHEN t.oid IS NULL THEN pg_has_role(s.relowner, 'USAGE') ELSE t.relname = ANY(%s) END
"""
"""Those of our tables, and those of the owner's that belong to no table."""


_COMMENTS = """
    SELECT c.relname, coalesce(obj_description(c.oid, 'pg_class'), '') FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    AND c.relname = ANY(%s) ORDER BY 1
"""
_HELD = """
    SELECT c.relname, verb FROM pg_class c
    CROSS JOIN unnest(%(verbs)s::text[]) AS verb
    WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY(%(names)s)
    AND has_table_privilege(%(role)s, c.oid, verb)
    UNION ALL
    SELECT c.relname, format('%%s (%%s)', verb, a.attname) FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    CROSS JOIN unnest('{INSERT,UPDATE}'::text[]) AS verb
    WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY(%(names)s)
    AND has_column_privilege(%(role)s, c.oid, a.attnum, verb)
    AND NOT has_table_privilege(%(role)s, c.oid, verb)
"""
"""What a role may do, a column at a time where it may not with the whole table."""
_VERBS = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]


def grant(connection: psycopg.Connection[Any], role: str) -> None:
    """Give ``role`` its rights on every table of ours, and on nothing else; repeatable."""
    who = sql.Identifier(role)
    connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(who))
    names = list(tables.ours())
    for (name,) in connection.execute(_SEQUENCES, [names]).fetchall():
        sequence = sql.Identifier(name)
        connection.execute(sql.SQL("GRANT USAGE ON SEQUENCE {} TO {}").format(sequence, who))
    for name, comment in connection.execute(_COMMENTS, [names]).fetchall():
        table = sql.Identifier(name)
        rights = sql.SQL(", ").join([sql.SQL("SELECT"), *_granted(name, comment)])
        connection.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(table, who))
        connection.execute(sql.SQL("GRANT {} ON {} TO {}").format(rights, table, who))


def differences(connection: psycopg.Connection[Any], role: str) -> list[RightsApart]:
    """Return every table of ours on which ``role`` has other rights than the table says."""
    names = list(tables.ours())
    held: dict[str, set[str]] = {}
    asked = {"verbs": _VERBS, "names": names, "role": role}
    for name, right in connection.execute(_HELD, asked).fetchall():
        held.setdefault(name, set()).add(right)
    found = (
        _apart(name, _said(name, comment), held.get(name, set()))
        for name, comment in connection.execute(_COMMENTS, [names]).fetchall()
    )
    return [one for one in found if one.too_many or one.missing]


def _apart(table: str, said: set[str], held: set[str]) -> RightsApart:
    missing = {right for right in said - held if right.partition(" ")[0] not in held}
    return RightsApart(table, tuple(sorted(held - said)), tuple(sorted(missing)))


def _said(name: str, comment: str) -> set[str]:
    """Return what a table lets the application do, a column at a time where it names columns."""
    return {"SELECT"} | {
        f"{verb} ({column})" if column else verb
        for verb, columns in _rights(name, comment)
        for column in columns.split(", ")
    }


def _granted(name: str, comment: str) -> list[sql.Composable]:
    return [_right(verb, columns) for verb, columns in _rights(name, comment)]


def _rights(name: str, comment: str) -> list[tuple[str, str]]:
    """Return what a table lets the application do besides reading: nothing it does not name."""
    verbs = ALL if name.startswith(OF_OTHERS) else SHORT.get(comment, comment)
    verbs = verbs.removeprefix("may ")
    return [] if VERB.sub("", verbs) else VERB.findall(verbs)


def _right(verb: str, columns: str) -> sql.Composable:
    if not columns:
        return sql.SQL(verb)
    names = sql.SQL(", ").join(map(sql.Identifier, columns.split(", ")))
    return sql.SQL("{} ({})").format(sql.SQL(verb), names)
