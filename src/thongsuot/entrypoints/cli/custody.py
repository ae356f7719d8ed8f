"""``thongsuot custody``: how long to answer a hand-over, and when a loop goes up."""

from dataclasses import asdict
from pathlib import Path

import click

from thongsuot.domains.custody import queries, services
from thongsuot.domains.custody.terms import HandoverPolicy
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

FORMAT_PAGE = "see docs/howto/hand-over-policy.md"


@click.group()
def custody() -> None:
    """How long to answer a hand-over, and when a loop goes up."""


@custody.command()
@json_option
def policy(as_json: bool) -> None:
    """Show the hand-over policy in force today.

    \b
    Examples: thongsuot custody policy
              thongsuot custody policy --json
    """
    found = queries.policy_in_force(local_date(utc_now()))
    answer(asdict(found), _lines(found), as_json=as_json)


@custody.command()
@click.argument("file", type=A_FILE)
@dry_run_option
@json_option
def publish(file: Path, dry_run: bool, as_json: bool) -> None:
    """Publish a hand-over policy; what was asked before keeps its own time.

    \b
    Examples: thongsuot custody publish policy-2027.json --dry-run
              thongsuot custody publish policy-2027.json
    """
    stated = services.publish_policy(
        document=read_json(file, FORMAT_PAGE), by=Actor.system(), at=utc_now(), dry_run=dry_run
    )
    lines = [in_force(stated.version, stated.valid_from, dry_run=dry_run)]
    answer(asdict(stated) | {"applied": not dry_run}, lines, as_json=as_json)


def _lines(found: HandoverPolicy) -> list[str]:
    return [
        f"version: {found.version}, from {found.valid_from}",
        f"source: {found.source}",
        f"an offer is accepted by silence after {found.answer_minutes} working minutes",
        f"return number {found.returns_on_one_ground} on one ground, or crossing number "
        f"{found.crossings_of_two_agencies} of two agencies, goes to the common superior",
        *(
            f"opinion {b.code}: {b.limit.quantity} {b.limit.unit.value}, silence: {b.silence.value}"
            f" ({b.source})"
            for b in found.opinion_bases
        ),
    ]
