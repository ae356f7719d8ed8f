"""``thongsuot lateness``: until when an apology is in time, who is reminded on which day."""

from dataclasses import asdict
from pathlib import Path

import click

from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.lateness import queries
from thongsuot.domains.dossiers.lateness.terms import LatenessPolicy
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

FORMAT_PAGE = "see docs/howto/lateness-policy.md"


@click.group()
def lateness() -> None:
    """Apologies and reminders: until when, on which days, to whom."""


@lateness.command()
@json_option
def policy(as_json: bool) -> None:
    """Show the lateness policy in force today.

    \b
    Examples: thongsuot lateness policy
              thongsuot lateness policy --json
    """
    found = queries.policy_in_force(local_date(utc_now()))
    answer(_plain(found), _lines(found), as_json=as_json)


@lateness.command()
@click.argument("file", type=A_FILE)
@dry_run_option
@json_option
def publish(file: Path, dry_run: bool, as_json: bool) -> None:
    """Publish a lateness policy; what was signed and said before stays.

    \b
    Examples: thongsuot lateness publish policy-2027.json --dry-run
              thongsuot lateness publish policy-2027.json
    """
    stated = services.publish_lateness_policy(
        document=read_json(file, FORMAT_PAGE), by=Actor.system(), at=utc_now(), dry_run=dry_run
    )
    lines = [in_force(stated.version, stated.valid_from, dry_run=dry_run)]
    answer(_plain(stated) | {"applied": not dry_run}, lines, as_json=as_json)


def _plain(found: LatenessPolicy) -> dict[str, object]:
    rule = found.extension
    drafts = f"{rule.system_draft_at:%H:%M}" if rule.system_draft_at else None
    return asdict(found) | {
        "digest_at": f"{found.digest_at:%H:%M}",
        "extension": asdict(rule) | {"system_draft_at": drafts},
    }


def _lines(found: LatenessPolicy) -> list[str]:
    rule = found.extension
    return [
        f"version: {found.version}, from {found.valid_from}",
        f"source: {found.source}",
        f"an apology is in time {rule.notice_days} working days before the due day, later ones are "
        f"{rule.after_notice.value}; at most {rule.most_days} working days more, once",
        *(
            f"{rung.code}: {rung.working_days:+d} working days, to the {rung.to.value}"
            + (", by message" if rung.by_message else "")
            for rung in found.ladder
        ),
        f"daily digest: {found.digest_at:%H:%M}",
    ]
