"""``--dry-run``: a command does all it would do, in a transaction that is rolled back.

What lies outside the database cannot be rolled back: a command that also writes files, or asks
another system to do something, asks ``is_rehearsal()`` and leaves that out.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import click
from django.db import connection, transaction

from thongsuot.entrypoints.cli.plumbing import KEPT, dry_run_option, note

Command = Callable[..., None]


def rehearsable(command: Command) -> Command:
    """Give a command ``--dry-run``; its answer says whether anything was kept (``applied``)."""

    @dry_run_option
    @wraps(command)
    def run(*given: Any, dry_run: bool, **named: Any) -> None:
        click.get_current_context().meta[KEPT] = not dry_run
        if not dry_run:
            command(*given, **named)
            return
        ended = None
        with _rolled_back():
            try:
                command(*given, **named)
            except click.exceptions.Exit as how:  # it did its work, and says how it went
                ended = how
        note("dry run: nothing was kept")
        if ended:
            raise ended

    return run


def is_rehearsal() -> bool:
    """Whether the command that runs now keeps nothing."""
    return not click.get_current_context().meta.get(KEPT, True)


@contextmanager
def _rolled_back() -> Iterator[None]:
    """Keep nothing of the block; what a commit would refuse is refused here too."""
    with transaction.atomic():
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
