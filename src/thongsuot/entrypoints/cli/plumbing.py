"""What every command shares: exit codes, errors of one line each, ``--json``, progress.

Data goes to stdout; progress, notes and errors go to stderr. The codes are a contract
(docs/howto/operate.md): other people's scripts branch on them.
"""

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from enum import IntEnum
from pathlib import Path
from typing import IO, Any, Final

import click

from thongsuot.entrypoints.cli.next_steps import next_of
from thongsuot.kernel.clock import to_local
from thongsuot.kernel.errors import Refused


class Exit(IntEnum):
    """How a command ended."""

    OK = 0
    FAILURE = 1
    USAGE = 2
    NOT_FOUND = 3
    INVALID = 4
    CONFLICT = 5
    PERMISSION = 6
    EXTERNAL = 7
    PARTIAL = 8
    INTERRUPTED = 130


class CommandFailed(click.ClickException):
    """A command could not do its work: what, why, and the next command, a line each."""

    def __init__(self, what: str, *, why: str, advice: str, exit_code: Exit = Exit.FAILURE) -> None:
        super().__init__(what)
        self.why, self.advice = why, advice
        self.exit_code = int(exit_code)  # type: ignore[misc]  # click reads it of the instance

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the lines to stderr."""
        lines = (("error", self.message), ("why", self.why), ("next", self.advice))
        for name, text in lines:
            click.echo(f"{name}: {' '.join(text.split())}", err=file is None, file=file)


EXIT_OF_REFUSAL: Mapping[str, Exit] = {
    "role-missing": Exit.PERMISSION,
    "organisation-not-yours": Exit.PERMISSION,
    "catalogue-not-yours-to-change": Exit.PERMISSION,
    "calendar-not-yours": Exit.PERMISSION,
    "not-the-holder": Exit.PERMISSION,
    "not-on-this-post": Exit.PERMISSION,
    "disclosure-refused": Exit.PERMISSION,
    "not-delegated": Exit.PERMISSION,
    "payments-not-yours": Exit.PERMISSION,
    "messages-not-yours": Exit.PERMISSION,
    "message-not-dead": Exit.CONFLICT,
    "wording-version-taken": Exit.CONFLICT,
    "not-yours-to-move": Exit.PERMISSION,
    "still-holding": Exit.CONFLICT,
    "holder-already": Exit.CONFLICT,
    "absence-over": Exit.CONFLICT,
    "delegation-over": Exit.CONFLICT,
    "figures-not-yours": Exit.PERMISSION,
    "not-yours-to-explain": Exit.PERMISSION,
    "act-not-allowed": Exit.CONFLICT,
    "already-offered": Exit.CONFLICT,
    "offer-not-open": Exit.CONFLICT,
    "decision-exists": Exit.CONFLICT,
    "back-dated": Exit.CONFLICT,
    "key-reused": Exit.CONFLICT,
    "area-lists-differ": Exit.CONFLICT,
    "succession-settled": Exit.CONFLICT,
    "reorganisation-early": Exit.CONFLICT,
    "reorganisation-late": Exit.CONFLICT,
    "reorganisation-known": Exit.CONFLICT,
    "calendar-version-taken": Exit.CONFLICT,
    "process-back-dated": Exit.CONFLICT,
    "process-not-draft": Exit.CONFLICT,
    "process-draft-changed": Exit.CONFLICT,
    "calendar-back-dated": Exit.CONFLICT,
    "template-back-dated": Exit.CONFLICT,
    "template-not-yours": Exit.PERMISSION,
    "register-closed": Exit.CONFLICT,
    "year-not-over": Exit.CONFLICT,
    "register-not-yours": Exit.PERMISSION,
}
"""What is neither here nor named ``…-unknown`` was refused for what the input says."""


def failure_of(refused: Refused) -> CommandFailed:
    """Return a refusal of the rooms as a failed command; its facts are codes and numbers."""
    unknown = Exit.NOT_FOUND if refused.code.endswith("-unknown") else Exit.INVALID
    facts = ", ".join(f"{name}={value}" for name, value in refused.facts.items())
    return CommandFailed(
        str(refused),
        why=refused.code + (f" ({facts})" if facts else ""),
        advice=next_of(refused),
        exit_code=EXIT_OF_REFUSAL.get(refused.code, unknown),
    )


json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Say what would change; change nothing."
)


KEPT: Final = "thongsuot.kept"
"""Whether what the command does is kept: set where it can be rehearsed (``rehearsing``)."""


def answer(document: object, lines: Iterable[str], *, as_json: bool) -> None:
    """Print what a command found: one JSON document, or lines for people."""
    running = click.get_current_context(silent=True)
    if running and KEPT in running.meta and isinstance(document, dict):
        document = {**document, "applied": running.meta[KEPT]}
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=as_plain))
        return
    for line in lines:
        click.echo(line)


def as_plain(value: object) -> object:
    """Return a value as JSON can carry it: days and instants in ISO 8601, instants by our clock.

    An instant without a zone, as files of others may have it, is told as it stands there.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, datetime) and value.tzinfo:
        return to_local(value).isoformat()
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def no_file(path: object) -> CommandFailed:
    """Return that a file or a folder is not there."""
    return CommandFailed(
        f"no file {path}",
        why=f"nothing is there, seen from {Path.cwd()}",
        advice=f"check the path, see {_asked()} --help",
        exit_code=Exit.NOT_FOUND,
    )


def _asked() -> str:
    """Return the words of the command that runs."""
    running = click.get_current_context(silent=True)
    return running.command_path if running else "thongsuot"


class Existing(click.Path):
    """A file or a folder that is there: one that is missing ends the command with 3."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path.  Raises: CommandFailed."""
        if not Path(value).exists():
            raise no_file(value)
        return super().convert(value, param, ctx)


MOST_WORKERS: Final = 8


def own_processors() -> int:
    """Return how many processes may work side by side: one a processor of ours, eight at most."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS, where inspectors check exports too
        return min(MOST_WORKERS, len(os.sched_getaffinity(0)))
    return min(MOST_WORKERS, os.cpu_count() or 1)


A_FILE = Existing(exists=True, dir_okay=False, path_type=Path)
A_FOLDER = Existing(exists=True, file_okay=False, path_type=Path)


def read_json(file: Path, advice: str) -> Any:
    """Return the document in a file.  Raises: CommandFailed where it is none."""
    try:
        return json.loads(file.read_text("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise CommandFailed(
            f"{file.name} is not a JSON document",
            why=str(error)[:120],
            advice=advice,
            exit_code=Exit.INVALID,
        ) from None


def in_force(version: str, first: date, *, dry_run: bool) -> str:
    """Return the line that says from which day a published document counts, or would."""
    return f"{version} {'would be' if dry_run else 'is'} in force from {first}"


def note(text: str) -> None:
    """Tell the person at the terminal something that is no data."""
    click.echo(text, err=True)


class Progress:
    """Work of a known or unknown length, told on stderr.

    On a terminal one line that is written over; elsewhere a line every ten seconds.
    """

    EVERY_S = {True: 0.2, False: 10.0}
    BAR = 24

    def __init__(self, label: str) -> None:
        self.label = label
        self.terminal = sys.stderr.isatty()
        self.began = self.told = time.monotonic()
        self.done = 0

    def __call__(self, done: int, total: int = 0) -> None:
        """Note how far the work is; ``total`` is 0 while it is not known."""
        self.done = done
        now = time.monotonic()
        if now - self.told >= self.EVERY_S[self.terminal]:
            self.told = now
            self._write(self._line(done, total, now - self.began))

    def finish(self) -> None:
        """Say how long it took."""
        spent = time.monotonic() - self.began
        self._write(f"{self.label}: {self.done:,} in {spent:.1f} s", last=True)

    def _line(self, done: int, total: int, spent: float) -> str:
        rate = done / spent if spent else 0.0
        if not total:
            return f"{self.label}: {done:,} ({rate:,.0f}/s)"
        filled = min(self.BAR, self.BAR * done // total)
        bar = "█" * filled + "·" * (self.BAR - filled)
        left = f", {(total - done) / rate:,.0f} s left" if rate else ""
        return f"{self.label} {bar} {done:,}/{total:,} ({rate:,.0f}/s{left})"

    def _write(self, text: str, *, last: bool = False) -> None:
        if self.terminal:
            click.echo(f"\r\033[K{text}", err=True, nl=last)
        else:
            click.echo(text, err=True)


@contextmanager
def progress(label: str) -> Iterator[Progress]:
    """Give a piece of work its progress; ends with how long it took."""
    shown = Progress(label)
    yield shown
    shown.finish()
