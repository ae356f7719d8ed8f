"""``policy`` and ``publish``: the two commands of every policy that is data with validity."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import click

from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.cli.plumbing import (
    A_FILE,
    answer,
    dry_run_option,
    in_force,
    json_option,
    read_json,
)
from thongsuot.kernel.clock import local_date, utc_now


class Policy(Protocol):
    """What every policy bears: its name and its first day."""

    @property
    def version(self) -> str: ...

    @property
    def valid_from(self) -> date: ...


P = TypeVar("P", bound=Policy)
P_co = TypeVar("P_co", bound=Policy, covariant=True)


class Publish(Protocol[P_co]):
    """The service that states a policy from the plain data of a file."""

    def __call__(
        self, *, document: dict[str, Any], by: Actor, at: datetime, dry_run: bool = False
    ) -> P_co: ...


@dataclass(frozen=True, slots=True)
class PolicyCommands(Generic[P]):
    """The two commands of one policy.

    ``name`` is said after "the", ``holds`` what the policy says, ``keeps`` what a new one leaves
    alone; ``page`` explains the file. ``plain`` is for ``--json``, ``lines`` for people.
    """

    name: str
    holds: str
    keeps: str
    page: str
    find: Callable[[date], P]
    publish: Publish[P]
    plain: Callable[[P], Mapping[str, Any]]
    lines: Callable[[P], Iterable[str]]

    def add_to(self, group: click.Group) -> None:
        """Add ``policy`` and ``publish`` to the commands of a noun."""
        noun = f"thongsuot {group.name}"

        @group.command("policy", help=_help(
            f"Show the {self.name} in force today{self.holds}.",
            f"{noun} policy", f"{noun} policy --json",
        ))  # fmt: skip
        @json_option
        def policy(as_json: bool) -> None:
            found = self.find(local_date(utc_now()))
            answer(self.plain(found), self.lines(found), as_json=as_json)

        @group.command("publish", help=_help(
            f"Publish a {self.name}; {self.keeps}.",
            f"{noun} publish policy-2027.json --dry-run", f"{noun} publish policy-2027.json",
        ))  # fmt: skip
        @click.argument("file", type=A_FILE)
        @dry_run_option
        @json_option
        def publish(file: Path, dry_run: bool, as_json: bool) -> None:
            stated = self.publish(
                document=read_json(file, f"see {self.page}"), by=Actor.system(), at=utc_now(),
                dry_run=dry_run,
            )  # fmt: skip
            lines = [in_force(stated.version, stated.valid_from, dry_run=dry_run)]
            answer({**self.plain(stated), "applied": not dry_run}, lines, as_json=as_json)


def _help(said: str, first: str, second: str) -> str:
    return f"{said}\n\n\b\nExamples: {first}\n          {second}\n"
