"""Bring the database to the state the code expects; only the owner's role can."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from thongsuot.config import environment, postgres, rights, tables
from thongsuot.entrypoints.cli import server_kind
from thongsuot.entrypoints.cli.installation import RightsApart
from thongsuot.entrypoints.cli.plumbing import CommandFailed, Exit

ONE_AT_A_TIME = 6_118_2025
"""Number of the advisory lock under which two preparations wait for each other."""


@contextmanager
def as_owner() -> Iterator[None]:
    """Enter the database as its owner for a while, then as the application again."""
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(
        postgres.connection_settings(environment.read(), owner=True), CONN_MAX_AGE=0
    )
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def migrate() -> None:
    """Create what is missing and give the application's role its rights; repeatable.

    Raises:  CommandFailed for an unfit role, and for a first time beside another's tables.
    """
    application = settings.DATABASES["default"]["USER"]
    with as_owner(), connection.cursor() as cursor:
        check_server(cursor.connection)
        check_roles(cursor.connection, application)
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        tables.check_room_for_ours(cursor.connection)
        call_command("migrate", verbosity=0, interactive=False)
        rights.grant(cursor.connection, application)


def rights_apart() -> list[RightsApart]:
    """Return every table of ours on which the application has other rights than it says."""
    with connection.cursor() as cursor:
        return rights.differences(cursor.connection, connection.settings_dict["USER"])


def check_server(owner: psycopg.Connection[Any]) -> None:
    """Refuse a release or an encoding that we do not work with.  Raises: CommandFailed."""
    version, encoding = owner.execute(server_kind.ASKED).fetchone() or (0, "")
    if wrong := server_kind.unfit(version, encoding):
        raise CommandFailed(
            "this database cannot be used", why=wrong[0], advice=wrong[1], exit_code=Exit.INVALID
        )


def check_roles(owner: psycopg.Connection[Any], application: str) -> None:
    """Refuse an application role to which the rights on the record would mean nothing.

    ``owner`` is a connection of the owner of the tables.
    Raises:  CommandFailed.
    """
    found = owner.execute(
        "SELECT rolsuper, rolname = current_user, pg_has_role(oid, current_user, 'MEMBER')"
        " FROM pg_roles WHERE rolname = %s",
        [application],
    ).fetchone()
    said = ("is a superuser", "owns the tables as well", "is a member of the owner's role")
    wrong = [words for words, holds in zip(said, found or (), strict=False) if holds]
    if wrong or not found:
        raise CommandFailed(
            "the application needs a database role of its own",
            why=f"{application} {wrong[0] if wrong else 'is no role'}: it could bend the record",
            advice="docs/howto/install.md: two roles, DATABASE_URL and DATABASE_OWNER_URL",
            exit_code=Exit.INVALID,
        )


def empty() -> None:
    """Drop tables, stored files, kept letters, what was kept of the log, the record with them.

    For sample data alone.

    Raises:  CommandFailed, and nothing is dropped, where another application keeps tables too.
    """
    with as_owner(), connection.cursor() as cursor:
        tables.check_nothing_foreign(cursor.connection, to="emptied")
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    for folder in (settings.FILES_FOLDER, settings.LOG_FOLDER, settings.LETTERBOX):
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def scratch() -> Iterator[str]:
    """Work in an empty database of its own on the same server, and drop it afterwards.

    This process and the children it starts enter that database; what they keep in the
    installation's own stays out of reach. Yields its name.

    Raises:  psycopg.errors.InsufficientPrivilege where the owner may not create databases.
    """
    name = f"thongsuot_scratch_{secrets.token_hex(6)}"
    owner = postgres.connection_settings(environment.read(), owner=True)["USER"]
    with postgres.creator(environment.read()) as server:
        server.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(*map(sql.Identifier, (name, owner)))
        )
        try:
            with _entered(postgres.variables_naming(name, environment.read())):
                yield name
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _entered(variables: dict[str, str]) -> Iterator[None]:
    """Have this process and its children read other variables, and enter what they name."""
    kept = {name: os.environ.get(name) for name in variables}
    before = dict(connection.settings_dict)
    connection.close()
    os.environ.update(variables)
    connection.settings_dict.update(postgres.connection_settings(environment.read(), owner=False))
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
        for name, value in kept.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
