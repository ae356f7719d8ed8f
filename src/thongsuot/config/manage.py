"""Where the console script enters: the commands, and what only the configuration can do for them.

Commands stand below the configuration and may not read it; they get this object instead.
"""

import atexit
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import django
from django.conf import settings

from thongsuot.config import environment, keys, postgres, sample_keys
from thongsuot.config.start_faults import told
from thongsuot.entrypoints.cli.installation import RightsApart
from thongsuot.entrypoints.cli.main import thongsuot
from thongsuot.entrypoints.cli.plumbing import CommandFailed

SETTINGS = "thongsuot.config.settings.{kind}"
NOWHERE = "postgresql://nobody@localhost:1/nowhere"
"""What a command would enter that is but described; nothing listens there."""
STOP_ATTEMPTS = 100
STOP_PAUSE_S = 0.1


@dataclass
class ThisInstallation:
    """The installation that the environment of this process describes."""

    home: Path = field(default_factory=environment.home)
    started_database: bool = False
    may_start_processes: bool = True
    keys_before: frozenset[str] = frozenset()
    """The keys that were here before this process, or the sample, made any."""

    def __post_init__(self) -> None:
        """Look which keys are here already."""
        self.keys_before = sample_keys.present(self.home)

    def enter(self, *, sample_data: bool, quiet: bool) -> None:
        """Read the settings and make the rooms usable; starts the embedded server if needed.

        Raises:  CommandFailed where the variables, the folder or the database forbid it.
        """
        if sample_data:
            os.environ["THONGSUOT_SAMPLE_DATA"] = "1"
        with told(self.home):
            self._enter(quiet=quiet)

    def _enter(self, *, quiet: bool) -> None:
        kind = "dev" if environment.read().sample_data else "production"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS.format(kind=kind))
        self.started_database = environment.read().embedded_database and not self._postmaster()
        if quiet:
            settings.LOGGING = {**settings.LOGGING, "level": "WARNING"}
        django.setup()

    def describe(self) -> None:
        """Make the commands known to their help: nothing is entered, started or written here."""
        folder = tempfile.TemporaryDirectory(prefix="thongsuot-help-")
        atexit.register(folder.cleanup)
        os.environ.update(THONGSUOT_HOME=folder.name, DATABASE_URL=NOWHERE, DATABASE_OWNER_URL="")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS.format(kind="production"))
        django.setup()

    def migrate(self) -> None:
        """Bring the tables and rights of the database up to date."""
        from thongsuot.config import database  # needs the settings

        database.migrate()

    def empty(self) -> None:
        """Drop all tables and files; the caller has made sure that they hold sample data.

        What is kept here later is no sample because this was.
        """
        from thongsuot.config import database  # needs the settings

        database.empty()
        self.keys_before = sample_keys.kept(self.home)
        environment.sample_mark(self.home).unlink(missing_ok=True)

    @contextmanager
    def scratch_database(self) -> Iterator[str]:
        """Work in an empty, migrated database of its own for a while; its name is given."""
        from thongsuot.config import database  # needs the settings

        with database.scratch() as name:
            database.migrate()
            yield name

    @contextmanager
    def as_owner(self) -> Iterator[None]:
        """Enter the database as the owner of its tables for a while."""
        from thongsuot.config import database  # needs the settings

        with database.as_owner():
            yield

    def rights_apart(self) -> list[RightsApart]:
        """Return every table of ours on which the application has other rights than it says."""
        from thongsuot.config import database  # needs the settings

        return database.rights_apart()

    def next_key(self) -> int:
        """Return the number of the key that ``add_key`` would write."""
        return keys.next_number(self.home / "keys")

    def add_key(self) -> int:
        """Write the next key that seals personal data and return its number."""
        number = keys.add_key(self.home / "keys")
        self.keep_keys()
        return number

    def mark_as_sample(self) -> None:
        """Have every later start of this installation mark its pages as sample data."""
        if not environment.sample_mark(self.home).exists():
            sample_keys.keep(self.home, self.keys_before)

    def keep_keys(self) -> None:
        """Count no key that is here now among those that go with the sample."""
        if environment.sample_mark(self.home).exists():
            sample_keys.keep(self.home, sample_keys.present(self.home))

    def drop_sample_keys(self) -> list[str]:
        """Remove the keys that were made for the sample alone; return the names of the others."""
        return sample_keys.drop(self.home, self.keys_before)

    def be_reached_at(self, public_url: str) -> None:
        """Serve at another address than the environment names."""
        os.environ["THONGSUOT_PUBLIC_URL"] = settings.PUBLIC_URL = public_url

    def for_children(self, *, public_url: str) -> dict[str, str]:
        """Return the environment in which the servers are started."""
        return {**os.environ, "THONGSUOT_HOME": str(self.home), "THONGSUOT_PUBLIC_URL": public_url}

    def revive_database(self) -> None:
        """Start the embedded server again if it was lost; another server is not ours to start."""
        here = environment.read()
        if not here.embedded_database:
            return
        try:
            postgres.ensure_embedded_server(here.home / "postgres")
        except (CommandFailed, OSError, subprocess.SubprocessError) as error:
            raise ConnectionError("the embedded database does not come back") from error

    def stop_database(self) -> None:
        """Stop the embedded server if this process started it; what is committed stays."""
        pid = self._postmaster()
        if not self.started_database or pid is None:
            return
        os.kill(pid, signal.SIGINT)  # PostgreSQL's "fast" way to stop
        for _attempt in range(STOP_ATTEMPTS):
            if self._postmaster() is None:
                return
            time.sleep(STOP_PAUSE_S)

    def _postmaster(self) -> int | None:
        """Return the process id of the embedded server that answers, if one does."""
        folder = self.home / "postgres"
        if postgres.socket_of_running_server(folder) is None:
            return None
        return int((folder / "postmaster.pid").read_text().splitlines()[0])


def main() -> None:
    """Run one command of ``thongsuot``."""
    try:
        here = ThisInstallation()
    except CommandFailed as failed:
        failed.show()
        sys.exit(failed.exit_code)
    thongsuot.main(obj=here)


if __name__ == "__main__":
    main()
