"""Whose the tables of the database are: those of our rooms and libraries, and all others."""

from typing import Any

import psycopg
from django.apps import apps

from thongsuot.entrypoints.cli.plumbing import CommandFailed, Exit

_ALL = """
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    ORDER BY 1
"""
"""Tables and views of the schema ``public`` but those of PostgreSQL's own extensions."""
_SHOWN = 3


def ours() -> set[str]:
    """Return the names of the tables that our migrations make."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table for model in models} | {"django_migrations"}


def check_nothing_foreign(owner: psycopg.Connection[Any], *, to: str) -> None:
    """Refuse to work on a schema in which another application keeps tables.

    ``to`` says in a few words what is not done.  Raises:  CommandFailed.
    """
    foreign = [name for (name,) in owner.execute(_ALL).fetchall() if name not in ours()]
    if foreign:
        more = f" and {len(foreign) - _SHOWN} more" if len(foreign) > _SHOWN else ""
        raise CommandFailed(
            f"the database holds tables of another application: not {to}",
            why=f"{', '.join(foreign[:_SHOWN])}{more}; none of them is ours",
            advice="give it a database of its own: docs/howto/install.md, DATABASE_URL",
            exit_code=Exit.CONFLICT,
        )


def check_room_for_ours(owner: psycopg.Connection[Any]) -> None:
    """Refuse to make our tables beside those of another application; later it is too late.

    Raises:  CommandFailed.
    """
    here = {name for (name,) in owner.execute(_ALL).fetchall()}
    if not here & ours():
        check_nothing_foreign(owner, to="prepared")
