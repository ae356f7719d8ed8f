"""The group ``thongsuot``: finds a command, enters the installation, turns refusals into exits."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from itertools import takewhile
from typing import Any, Final

import click

from thongsuot.entrypoints.cli.installation import Installation
from thongsuot.entrypoints.cli.plumbing import CommandFailed, Exit, failure_of
from thongsuot.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Noun:
    """One command of the first level: where it is, and what ``--help`` says of it."""

    module: str
    help: str
    sample_data: bool = False
    quiet: bool = True
    on_files_alone: bool = False
    """It needs no installation: neither settings nor a database."""

    @property
    def path(self) -> str:
        """The full name of the module."""
        return f"thongsuot.entrypoints.cli.{self.module}"


NOUNS = {
    "accountability": Noun(
        "accountability", "Count who held and who sent round.", on_files_alone=True
    ),
    "answering": Noun("answering", "How soon a desk answers a submission, and who is told."),
    "bench": Noun("bench", "Measure beside a baseline in the same run.", sample_data=True),
    "calendar": Noun("calendar", "Working calendars and due dates."),
    "custody": Noun("custody", "How long to answer a hand-over, and when a loop goes up."),
    "database": Noun("database", "Create, migrate and fill the database."),
    "demo": Noun("demo.commands", "The invented sample province.", sample_data=True),
    "doctor": Noun("doctor", "Say what is missing or wrong in this installation."),
    "dossier": Noun("dossier", "Show a dossier, or tell its story."),
    "fee": Noun("fee", "What procedures cost: tariffs and exemptions."),
    "form": Noun("form", "The forms of the law and the templates that print them."),
    "keys": Noun("keys", "Rotate the keys that seal personal data."),
    "supplement": Noun(
        "supplement", "Asking for papers: how often, how soon, how long the citizen has."
    ),
    "lateness": Noun("lateness", "Apologies and reminders: until when, on which days, to whom."),
    "ledger": Noun("ledger", "Check the record."),
    "message": Noun("message", "What could not be delivered, and the words of messages."),
    "org": Noun("org", "Agencies, posts, officers, roles and competence."),
    "payment": Noun("payment", "Set the day's payments beside the platform's."),
    "procedure": Noun("procedure", "Import and export the catalogue of procedures."),
    "process": Noun("process", "The steps in which procedures are settled."),
    "serve": Noun("servers", "Run the web server.", quiet=False),
    "worker": Noun("servers", "Run the background worker.", quiet=False),
}
"""A command is imported when it is asked for: its rooms need the settings first."""


class Nouns(click.Group):
    """Commands by name; each lives in a module of its own."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands this installation has."""
        return [name for name, noun in NOUNS.items() if find_spec(noun.path)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Enter the installation and return the command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        noun = NOUNS[cmd_name]
        installation: Installation = ctx.obj
        if ctx.meta.get(ASKED_FOR_HELP):
            installation.describe()
        elif not noun.on_files_alone:
            installation.enter(sample_data=noun.sample_data, quiet=noun.quiet)
        command: click.Command = getattr(import_module(noun.path), cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; who asks how it is used enters nothing."""
        words = takewhile(lambda word: word != "--", args)
        ctx.meta[ASKED_FOR_HELP] = not HELP.isdisjoint(words)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, NOUNS[name].help) for name in self.list_commands(ctx)])

    def main(self, args: Sequence[str] | None = None, **extra: Any) -> Any:  # type: ignore[override]  # standalone_mode is fixed
        """Run a command and leave the process with the code that says how it ended."""
        extra["standalone_mode"] = False
        try:
            code = super().main(args, **extra)
        except click.Abort:
            INTERRUPTED.show()
            code = INTERRUPTED.exit_code
        except click.UsageError as wrong:
            used = _used_wrongly(wrong)
            used.show()
            code = used.exit_code
        except click.ClickException as failed:
            failed.show()
            code = failed.exit_code
        sys.exit(int(code) if isinstance(code, int) else Exit.OK)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what the rooms refuse becomes a failed command."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            if isinstance(error, TOLD_ELSEWHERE) or ctx.params["debug"]:
                raise
            told = _told_in_lines(error)
            if told is None and _goes_on_for_days(ctx):
                raise  # its journal keeps the whole trace
            raise told or _unforeseen(error) from error


def _goes_on_for_days(ctx: click.Context) -> bool:
    noun = NOUNS.get(ctx.invoked_subcommand or "")
    return noun is not None and not noun.quiet


HELP: Final = frozenset({"-h", "--help"})
ASKED_FOR_HELP: Final = "thongsuot.asked-for-help"
TOLD_ELSEWHERE: Final = (
    click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError,
)  # fmt: skip
"""A pipe closed by its reader, such as ``head``, is click's to end: silently, with code 1."""
INTERRUPTED: Final = CommandFailed(
    "interrupted",
    why="it was stopped before its end; what it was doing then is undone",
    advice="the same command again",
    exit_code=Exit.INTERRUPTED,
)


def _used_wrongly(wrong: click.UsageError) -> CommandFailed:
    """Return a command that cannot be read in our three lines."""
    called = wrong.ctx.command_path if wrong.ctx else "thongsuot"
    usage = wrong.ctx.get_usage() if wrong.ctx else "Usage: thongsuot COMMAND"
    return CommandFailed(
        wrong.format_message(), why=usage, advice=f"{called} --help", exit_code=Exit.USAGE
    )


def _told_in_lines(error: Exception) -> CommandFailed | None:
    """Return what came to pass as a failed command; None for what nobody foresaw."""
    from django.db import OperationalError, ProgrammingError  # Django is slow to import
    from psycopg.errors import UndefinedColumn, UndefinedTable  # so is psycopg: not for --help

    if isinstance(error, Refused):
        return failure_of(error)
    if isinstance(error, OperationalError):
        return CommandFailed(
            "the database does not answer",
            why=str(error).splitlines()[0],
            advice="thongsuot doctor",
            exit_code=Exit.EXTERNAL,
        )
    lacking = isinstance(error.__cause__, UndefinedTable | UndefinedColumn)
    if isinstance(error, ProgrammingError) and lacking:
        return CommandFailed(
            "the database lacks tables that this needs",
            why="it was never prepared, or for an older version",
            advice="thongsuot database prepare",
        )
    if isinstance(error, OSError) and error.filename:
        return CommandFailed(
            f"{error.filename} cannot be used",
            why=error.strerror or type(error).__name__,
            advice="check the path, its rights and the room on the disk",
        )
    return None


def _unforeseen(error: Exception) -> CommandFailed:
    """Return a fault by its kind alone: its message may hold what people wrote."""
    return CommandFailed(
        "something went wrong that nobody foresaw",
        why=type(error).__name__,
        advice="the same as thongsuot --debug … shows where; thongsuot doctor",
    )


@click.group(
    cls=Nouns,
    context_settings={"help_option_names": sorted(HELP)},
    epilog="Examples: thongsuot demo run · thongsuot dossier explain CODE · thongsuot doctor",
)
@click.version_option(package_name="thongsuot")
@click.option("--debug", is_flag=True, help="Show the traceback of a failure.")
def thongsuot(debug: bool) -> None:
    """Thông Suốt: settle administrative procedures with one holder and an unbendable record.

    Exit codes: 0 ok, 1 failure, 2 usage, 3 not found, 4 invalid, 5 conflict, 6 permission,
    7 outside system, 8 partial, 130 interrupted.
    """
