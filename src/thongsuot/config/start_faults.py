"""What keeps an installation from starting, told in our three lines and never by a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENOSPC, EROFS
from pathlib import Path
from subprocess import SubprocessError

import psycopg

from thongsuot.entrypoints.cli.plumbing import CommandFailed, Exit


@contextmanager
def told(home: Path) -> Iterator[None]:
    """Turn what reading settings, key files and the embedded server raise into a failed command.

    Messages of errors are left out but for the system's own words: they may quote an address
    with its password, or a key.
    """
    try:
        yield
    except (OSError, psycopg.OperationalError, SubprocessError, RuntimeError, ValueError) as error:
        raise _failure(error, home) from error


def _failure(error: Exception, home: Path) -> CommandFailed:
    if isinstance(error, OSError):
        return _no_use(error, home)
    if isinstance(error, psycopg.OperationalError | SubprocessError | RuntimeError):
        return CommandFailed(
            "the embedded database server does not answer",
            why=f"{type(error).__name__} while entering it",
            advice=f"read {home / 'postgres' / 'log'}, or name a server in DATABASE_URL",
            exit_code=Exit.EXTERNAL,
        )
    return CommandFailed(
        f"a file in {home} or a variable cannot be read",
        why=f"{type(error).__name__}: it holds something else than it should",
        advice="bring back keys/ from the backup, or see docs/howto/install.md",
        exit_code=Exit.INVALID,
    )


def _no_use(error: OSError, home: Path) -> CommandFailed:
    """Return that the folder is closed to us, full, or not to be written."""
    if error.errno == ENOSPC:
        advice = f"make room on the disk that holds {home}"
    else:
        advice = "give the folder to the user who runs this, or name another in THONGSUOT_HOME"
    is_closed = isinstance(error, PermissionError) or error.errno == EROFS
    return CommandFailed(
        f"{error.filename or home} cannot be used",
        why=error.strerror or type(error).__name__,
        advice=advice,
        exit_code=Exit.PERMISSION if is_closed else Exit.FAILURE,
    )
