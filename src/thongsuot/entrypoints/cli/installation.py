"""What the commands need of the configuration; it stands above them and hands itself in."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import click


@dataclass(frozen=True, slots=True)
class RightsApart:
    """A table on which the application has other rights than the table says of itself."""

    table: str
    too_many: tuple[str, ...]
    missing: tuple[str, ...]

    def told(self) -> str:
        """Return which they are."""
        rights = {"may": self.too_many, "lacks": self.missing}
        return "; ".join(f"{word} {', '.join(found)}" for word, found in rights.items() if found)


class Installation(Protocol):
    """One installation: its settings, its database, its folder."""

    home: Path
    may_start_processes: bool

    def enter(self, *, sample_data: bool, quiet: bool) -> None:
        """Read the settings and make the rooms usable."""

    def describe(self) -> None:
        """Make the commands known to their help: nothing is entered, started or written."""

    def migrate(self) -> None:
        """Bring the tables and rights of the database up to date."""

    def empty(self) -> None:
        """Drop all tables and files; for sample data alone."""

    def scratch_database(self) -> AbstractContextManager[str]:
        """Work in an empty, migrated database of its own for a while; its name is given.

        Children started with ``for_children`` meanwhile enter it too. It is dropped at the end.
        """

    def as_owner(self) -> AbstractContextManager[None]:
        """Enter the database as the owner of its tables for a while."""

    def rights_apart(self) -> list[RightsApart]:
        """Return every table of ours on which the application has other rights than it says."""

    def next_key(self) -> int:
        """Return the number of the key that ``add_key`` would write."""

    def add_key(self) -> int:
        """Write the next key that seals personal data and return its number."""

    def mark_as_sample(self) -> None:
        """Have every later start mark its pages as sample data."""

    def keep_keys(self) -> None:
        """Count no key that is here now among those that go with the sample."""

    def drop_sample_keys(self) -> list[str]:
        """Remove the keys that were made for the sample alone; return the names of the others."""

    def be_reached_at(self, public_url: str) -> None:
        """Serve at another address than the environment names."""

    def for_children(self, *, public_url: str) -> dict[str, str]:
        """Return the variables that the servers are started with."""

    def revive_database(self) -> None:
        """Start the embedded server again if it was lost; another server is not ours to start.

        Raises:  ConnectionError when it does not come back.
        """

    def stop_database(self) -> None:
        """Stop the embedded server if this process started it."""


pass_installation = click.pass_obj
"""Give a command the installation it was started for."""
