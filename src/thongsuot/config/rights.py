"""Rights of the application's database role, from what the tables say of themselves.

A table whose comment is ``append-only`` may be read and added to, one that is ``no-delete`` may
be changed but not emptied, one that is ``no-update`` may lose rows but not change them; every
other table is the application's to use. The comments are set by the rooms' migrations
(``domains/ledger/protection.py``).
"""

from typing import Any

import psycopg
from psycopg import sql

RIGHTS = {
    "append-only": "SELECT, INSERT",
    "no-delete": "SELECT, INSERT, UPDATE",
    "no-update": "SELECT, INSERT, DELETE",
}
ALL = "SELECT, INSERT, UPDATE, DELETE"


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
        connection.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(table, who))
        connection.execute(
            sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(RIGHTS.get(comment, ALL)), table, who)
        )
