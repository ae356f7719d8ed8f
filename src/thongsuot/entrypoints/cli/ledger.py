"""``thongsuot ledger``: does the record hold?"""

from typing import Any

import click

from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.ledger import queries as record
from thongsuot.entrypoints.cli.plumbing import Exit, answer, json_option, progress


@click.group()
def ledger() -> None:
    """Check the record."""


@ledger.command()
@json_option
@click.pass_context
def verify(ctx: click.Context, as_json: bool) -> None:
    """Walk every chain, and check that every running dossier has exactly one holder.

    Names the first entry that does not hold and ends with code 1.

    \b
    Examples: thongsuot ledger verify
              thongsuot ledger verify --json | jq .ok
    """
    found = _verified()
    answer(found, _lines(found), as_json=as_json)
    ctx.exit(Exit.OK if found["ok"] else Exit.FAILURE)


def _verified() -> dict[str, Any]:
    total = record.count()
    with progress("entries") as tell:
        chains = record.verify_all(lambda done: tell(done, total))
    fault = _first_fault(chains.first_fault)
    return {
        "ok": fault is None,
        "entries": chains.entries,
        "subjects": chains.subjects,
        "checkpoints": chains.checkpoints,
        "first_fault": fault,
    }


def _first_fault(in_chains: Any) -> dict[str, Any] | None:
    """Return the first broken entry, or else the first subject without exactly one holder."""
    if in_chains:
        return {"subject": in_chains.subject, "seq": in_chains.seq, "kind": in_chains.kind}
    for fault in dossiers.holder_faults():
        return {"subject": fault.subject, "seq": None, "kind": fault.kind}
    return None


def _lines(found: dict[str, Any]) -> list[str]:
    counted = f"{found['entries']} entries on {found['subjects']} subjects"
    if found["ok"]:
        return [f"the record holds: {counted}"]
    fault = found["first_fault"]
    place = f" entry {fault['seq']}" if fault["seq"] else ""
    return [f"THE RECORD DOES NOT HOLD: {fault['subject']}{place}: {fault['kind']}", counted]
