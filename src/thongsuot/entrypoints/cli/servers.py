"""``thongsuot serve`` and ``thongsuot worker``: the two processes of an installation."""

import os
import sys

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from thongsuot.domains.people import keeping
from thongsuot.domains.people.terms import KeysNotOurs
from thongsuot.entrypoints.cli import failed_jobs, sealer, working
from thongsuot.entrypoints.cli.demo import state
from thongsuot.entrypoints.cli.installation import Installation, pass_installation
from thongsuot.entrypoints.cli.listening import check_free
from thongsuot.entrypoints.cli.plumbing import CommandFailed, Exit

KILL_AFTER_S = 10
HEADERS_WITHIN_S = 30
"""A line whose headers do not end is closed; what a slow body holds is the proxy's affair."""
THREADS = 4
APPLICATION = "thongsuot.config.wsgi:application"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1), help="Processes.")
@pass_installation
def serve(installation: Installation, host: str, port: int, workers: int) -> None:
    """Run the web server in the foreground until it is stopped.

    Put a proxy that speaks TLS before it (docs/howto/operate.md).

    \b
    Examples: thongsuot serve
              thongsuot serve --port 8080 --workers 4
    """
    check_ready(installation)
    check_free(host, port, "thongsuot serve --port {port}")
    os.execv(sys.executable, serve_command(host, port, workers))  # noqa: S606 - our own server


def serve_command(host: str, port: int, workers: int) -> list[str]:
    """Return the command line of the web server."""
    return [
        sys.executable, "-m", "granian", APPLICATION,
        "--interface", "wsgi", "--http", "1", "--no-ws", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(THREADS),
        "--http1-header-read-timeout", str(1000 * HEADERS_WITHIN_S),
        "--respawn-failed-workers", "--workers-kill-timeout", str(KILL_AFTER_S),
        "--log-level", "warning",
    ]  # fmt: skip


@click.command()
@click.option("--once", is_flag=True, help="End when no job is left.")
@click.option("--retry-failed", is_flag=True, help="Queue again what was given up, and end.")
@pass_installation
def worker(installation: Installation, once: bool, retry_failed: bool) -> None:
    """Run the background worker in the foreground until it is stopped.

    Ctrl-C or SIGTERM lets the job at hand finish. Several may run at once. When the database is
    lost, it waits for it; the embedded one it starts again.

    \b
    Examples: thongsuot worker
              thongsuot worker --once
              thongsuot worker --retry-failed
    """
    check_ready(installation)
    if retry_failed:
        click.echo(f"{failed_jobs.retry_all()} jobs wait again")
    elif once:
        working.work_until_done()
        sealer.seal_all()
    else:
        with sealer.sealing_beside():
            working.work_until_stopped(revive=installation.revive_database)


def collect_pages() -> None:
    """Lay out style sheets, scripts and fonts where the web server finds them; repeatable.

    Raises:  CommandFailed where setting up put no fonts into the installation's folder.
    """
    fonts = settings.HOME / "assets" / "fonts"
    if not fonts.is_dir():
        raise CommandFailed(
            "the fonts and page files are not in the installation's folder",
            why=f"{fonts} is missing",
            advice=f"THONGSUOT_HOME={settings.HOME} make setup",
            exit_code=Exit.NOT_FOUND,
        )
    call_command("collectstatic", interactive=False, verbosity=0)


def check_ready(installation: Installation) -> None:
    """Refuse to start without the tables of this version, with foreign keys, or on a sample unsaid.

    Raises:  CommandFailed.
    """
    check_migrated()
    check_mark()
    note_keys()
    keep_keys_of_others(installation)


def check_mark() -> None:
    """Refuse to serve the sample from a folder that does not say so.  Raises: CommandFailed."""
    if not settings.SAMPLE_DATA and state.presence() in state.OF_THE_SAMPLE:
        raise CommandFailed(
            "this database holds the sample province, and this installation does not say so",
            why="its pages would not be marked as samples, and its messages would leave the house",
            advice="check DATABASE_URL and THONGSUOT_HOME; to try the sample: thongsuot demo run",
            exit_code=Exit.CONFLICT,
        )


def keep_keys_of_others(installation: Installation) -> None:
    """Let no later ``demo reset`` take keys that seal what is no sample."""
    if state.presence() not in state.OF_THE_SAMPLE:
        installation.keep_keys()


def note_keys() -> None:
    """Refuse to work with keys that did not seal this database.  Raises: CommandFailed."""
    try:
        keeping.note_keys()
    except KeysNotOurs as refused:
        raise CommandFailed(
            "the keys in the installation's folder did not seal this database",
            why=f"{refused}; {settings.HOME / 'keys'}",
            advice="check THONGSUOT_HOME, or bring back keys/ from the backup of this database",
            exit_code=Exit.CONFLICT,
        ) from refused


def check_migrated() -> None:
    """Refuse to start on a database that is older than the code.  Raises: CommandFailed."""
    missing = migrations_missing()
    if missing:
        raise CommandFailed(
            "the database is not ready for this version",
            why=f"{missing} migrations are missing",
            advice="thongsuot database prepare",
            exit_code=Exit.CONFLICT,
        )


def migrations_missing() -> int:
    """Return how many migrations the database lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
