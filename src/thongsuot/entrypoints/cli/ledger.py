"""``thongsuot ledger``: does the record hold?"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from django.db import connection, transaction

from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.ledger import auditing, keeping, public_log, sealing
from thongsuot.domains.ledger import queries as record
from thongsuot.entrypoints.cli import sealer
from thongsuot.entrypoints.cli.plumbing import CommandFailed, Exit, answer, json_option, progress


@click.group()
def ledger() -> None:
    """Check the record."""


@ledger.command()
@json_option
@click.pass_context
def verify(ctx: click.Context, as_json: bool) -> None:
    """Check chains, tree and checkpoints, and that every running dossier has one holder.

    Names the first entry that does not hold and what happened to it, and ends with code 1.

    \b
    Examples: thongsuot ledger verify
              thongsuot ledger verify --json | jq .ok
    """
    with _one_moment():
        found = _verified()
    answer(found, _lines(found), as_json=as_json)
    ctx.exit(Exit.OK if found["ok"] else Exit.FAILURE)


@ledger.command()
@json_option
def seal(as_json: bool) -> None:
    """Seal what waits now; the worker does it about once a second.

    \b
    Examples: thongsuot ledger seal
              thongsuot ledger seal --json
    """
    sealed = sealer.seal_all()
    answer({"sealed": sealed}, [f"{sealed} entries sealed"], as_json=as_json)


@ledger.command()
@click.option("--key", "show_key", is_flag=True, help="Print the keys by which it is checked.")
def checkpoint(show_key: bool) -> None:
    """Print the newest checkpoint of the public log, a signed note (C2SP).

    \b
    Examples: thongsuot ledger checkpoint > checkpoint
              thongsuot ledger checkpoint --key
    """
    if show_key:
        click.echo("\n".join(map(str, sealing.log_verifiers())))
        return
    note = public_log.newest_note()
    if note is None:
        raise CommandFailed(
            "nothing is sealed yet", advice="thongsuot ledger seal", exit_code=Exit.NOT_FOUND
        )
    click.echo(note, nl=False)


@ledger.command()
@click.argument("entry")
def proof(entry: str) -> None:
    """Print the proof that ENTRY (subject/number) stands in the public log, as JSON.

    \b
    Examples: thongsuot ledger proof dossier:H99.31.01-20261102-0000417/3
              thongsuot ledger proof dossier:H99.31.01-20261102-0000417/1 > proof.json
    """
    subject, _, seq = entry.rpartition("/")
    if not subject or not seq.isdigit():
        raise click.BadParameter("write subject/number", param_hint="ENTRY")
    found = public_log.prove(subject, int(seq))
    if found is None:
        raise CommandFailed(
            "the entry waits to be sealed", advice="thongsuot ledger seal", exit_code=Exit.CONFLICT
        )
    click.echo(json.dumps(public_log.as_document(found), ensure_ascii=False, indent=2))


@contextmanager
def _one_moment() -> Iterator[None]:
    """See the record as it is at one moment, however much is written meanwhile."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _verified() -> dict[str, Any]:
    total = 2 * record.count()
    with progress("entries, log") as tell:
        chains = auditing.audit(
            sealing.log_verifiers(), keeping.kept_note(), lambda done: tell(done, total)
        )
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
    counted = (
        f"{found['entries']} entries on {found['subjects']} subjects, "
        f"{found['checkpoints']} checkpoints"
    )
    if found["ok"]:
        return [f"the record holds: {counted}"]
    fault = found["first_fault"]
    place = f" entry {fault['seq']}" if fault["seq"] else ""
    return [f"THE RECORD DOES NOT HOLD: {fault['subject']}{place}: {fault['kind']}", counted]
