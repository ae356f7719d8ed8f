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

ALL = "INSERT, UPDATE, DELETE"
SHORT = {
    "append-only": "INSERT",
    "no-delete": "INSERT, UPDATE",
    "no-update": "INSERT, DELETE",
}
OF_OTHERS = ("procrastinate_", "django_session")
"""Tables of the queue and of the sessions, by how their names begin: theirs to use."""
VERB = re.compile(r"(INSERT|UPDATE|DELETE)(?: \(([a-z_, ]+)\))?(?:, |$)")


def grant(connection: psycopg.Connection[Any], role: str) -> None:
    """Give ``role`` its rights on every table of the schema ``public``; repeatable."""
    who = sql.Identifier(role)
    connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(who))
    connection.execute(sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(who))
    tables = connection.execute(
        "SELECT c.relname, obj_description(c.oid, 'pg_class') FROM pg_class c"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
    ).fetchall()
    for name, comment in tables:
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
