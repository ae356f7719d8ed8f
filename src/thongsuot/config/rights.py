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


def grant(connection: psycopg.Connection[Any], role: str) -> None:
    """Give ``role`` its rights on every table of ours, and on nothing else; repeatable."""
    who = sql.Identifier(role)
    connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(who))
    names = list(tables.ours())
    for (name,) in connection.execute(_SEQUENCES, [names]).fetchall():
        sequence = sql.Identifier(name)
        connection.execute(sql.SQL("GRANT USAGE ON SEQUENCE {} TO {}").format(sequence, who))
    found = connection.execute(
        "SELECT c.relname, obj_description(c.oid, 'pg_class') FROM pg_class c"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
        " AND c.relname = ANY(%s)", [names],
    ).fetchall()  # fmt: skip
    for name, comment in found:
        table = sql.Identifier(name)
        rights = sql.SQL(", ").join([sql.SQL("SELECT"), *_rights(name, comment or "")])
        connection.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(table, who))
        connection.execute(sql.SQL("GRANT {} ON {} TO {}").format(rights, table, who))


def _rights(name: str, comment: str) -> list[sql.Composable]:
    """Return what a table lets the application do besides reading: nothing it does not name."""
    verbs = ALL if name.startswith(OF_OTHERS) else SHORT.get(comment, comment)
    verbs = verbs.removeprefix("may ")
    if VERB.sub("", verbs):
        return []
    return [_right(verb, columns) for verb, columns in VERB.findall(verbs)]


def _right(verb: str, columns: str) -> sql.Composable:
    if not columns:
        return sql.SQL(verb)
    names = sql.SQL(", ").join(map(sql.Identifier, columns.split(", ")))
    return sql.SQL("{} ({})").format(sql.SQL(verb), names)
