"""What the commands need of the configuration; it stands above them and hands itself in."""

from pathlib import Path
from typing import Protocol

import click


class Installation(Protocol):
    """One installation: its settings, its database, its folder."""

    home: Path

    def enter(self, *, sample_data: bool, quiet: bool) -> None:
        """Read the settings and make the rooms usable."""

    def migrate(self) -> None:
        """Bring the tables and rights of the database up to date."""

    def empty(self) -> None:
        """Drop all tables and files; for sample data alone."""

    def mark_as_sample(self) -> None:
        """Have every later start mark its pages as sample data."""

    def for_children(self, *, public_url: str) -> dict[str, str]:
        """Return the environment in which the servers are started."""

    def stop_database(self) -> None:
        """Stop the embedded server if this process started it."""


pass_installation = click.pass_obj
"""Give a command the installation it was started for."""
