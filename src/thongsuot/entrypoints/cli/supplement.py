"""``thongsuot supplement``: how often, how soon and for how long papers may be asked for."""

from dataclasses import asdict
from pathlib import Path

import click

from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.supplements import queries
from thongsuot.domains.dossiers.terms.supplements import SupplementPolicies, SupplementPolicy
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

FORMAT_PAGE = "see docs/howto/supplement-policy.md"


@click.group()
def supplement() -> None:
    """Asking for papers: how often, how soon, how long the citizen has."""


@supplement.command()
@json_option
def policy(as_json: bool) -> None:
    """Show the supplement policy in force today.

    \b
    Examples: thongsuot supplement policy
              thongsuot supplement policy --json
    """
    found = queries.policies_in_force(local_date(utc_now()))
    answer(asdict(found), _lines(found), as_json=as_json)


@supplement.command()
@click.argument("file", type=A_FILE)
@dry_run_option
@json_option
def publish(file: Path, dry_run: bool, as_json: bool) -> None:
    """Publish a supplement policy; what was asked for before keeps its own.

    \b
    Examples: thongsuot supplement publish policy-2027.json --dry-run
              thongsuot supplement publish policy-2027.json
    """
    stated = services.publish_supplement_policy(
        document=read_json(file, FORMAT_PAGE), by=Actor.system(), at=utc_now(), dry_run=dry_run
    )
    lines = [in_force(stated.version, stated.valid_from, dry_run=dry_run)]
    answer(asdict(stated) | {"applied": not dry_run}, lines, as_json=as_json)


def _lines(found: SupplementPolicies) -> list[str]:
    head = [f"version: {found.version}, from {found.valid_from}", f"source: {found.source}"]
    return head + [_line(row) for row in found.rows]


def _line(row: SupplementPolicy) -> str:
    of = row.procedure or row.field or "every other procedure"
    counted = "counted anew" if row.restart_clock else "pushed by the waiting time"
    window = f"{row.window.quantity} {row.window.unit.value}" if row.window else "none"
    return (
        f"{of}: at most {row.guidances} before receipt; after it {row.max_supplements}, within "
        f"{row.notice_days} working days of receipt; "
        f"signed by the {row.signed_by.value}; "
        f"the limit is {counted}; window {window}, then {row.on_expiry.value} ({row.source})"
    )
