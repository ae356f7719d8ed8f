"""Bring the database to the state the code expects; only the owner's role can."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from thongsuot.config import environment, postgres, rights

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
    """Create what is missing and give the application's role its rights; repeatable."""
    application = settings.DATABASES["default"]["USER"]
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        call_command("migrate", verbosity=0, interactive=False)
        rights.grant(cursor.connection, application)


def empty() -> None:
    """Drop every table and every stored file. For sample data alone: the record is gone."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    shutil.rmtree(settings.FILES_FOLDER, ignore_errors=True)
