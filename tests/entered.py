"""Commands inside the test's own process and database."""

from collections.abc import Iterator

import click
from click.testing import CliRunner, Result
from django.conf import settings

from thongsuot.config import database
from thongsuot.entrypoints.cli.installation import RightsApart
from thongsuot.entrypoints.cli.main import NOUNS, thongsuot


class EnteredAlready:
    """An installation whose settings and database the tests have entered."""

    home = settings.HOME

    def enter(self, *, sample_data: bool, quiet: bool) -> None:
        """Do nothing: it has been done."""

    def rights_apart(self) -> list[RightsApart]:
        """Return what the rights of the test's own database differ in."""
        return database.rights_apart()

    def keep_keys(self) -> None:
        """Do nothing: no sample was loaded into this folder."""


def run(*words: object, typed: str = "") -> Result:
    """Run a command of ours and return what it printed and how it ended."""
    here = EnteredAlready()
    return CliRunner().invoke(thongsuot, [*map(str, words)], obj=here, input=typed)


def commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Yield every command below one, by its words."""
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from commands(below, f"{path} {name}")
    else:
        yield path, command


def every_command() -> dict[str, click.Command]:
    """Return all commands by their words."""
    context = click.Context(thongsuot, obj=EnteredAlready())
    return {
        path: command
        for noun in NOUNS
        for path, command in commands(thongsuot.get_command(context, noun), noun)
    }
