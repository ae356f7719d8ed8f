"""``thongsuot ledger``: does the record hold?"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.db import transaction

from thongsuot import bootstrap
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.ledger import auditing, exporting, keeping, public_log, sealing, witnessing
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.ports import WitnessRefused
from thongsuot.domains.ledger.rules import notes
from thongsuot.domains.ledger.rules.notes import Verifier
from thongsuot.domains.ledger.rules.witnesses import Policy, PolicyWrong, parsed_policy
from thongsuot.domains.ledger.terms import FaultKind, Verification
from thongsuot.entrypoints.cli import sealer
from thongsuot.entrypoints.cli.plumbing import (
    A_FILE,
    A_FOLDER,
    MOST_WORKERS,
    CommandFailed,
    Exit,
    answer,
    dry_run_option,
    json_option,
    note,
    own_processors,
    progress,
)


@click.group()
def ledger() -> None:
    """Check the record."""


@ledger.command()
@click.option(
    "--from-export", "folder", type=A_FOLDER, help="Check an export instead, by its files."
)
@click.option("--key", "keys", multiple=True, help="A verifier key to trust; else those of here.")
@click.option("--policy", "file", type=A_FILE, help="Witnesses that must have cosigned (C2SP).")
@click.option("--workers", type=click.IntRange(1, MOST_WORKERS), default=own_processors,
              show_default="a processor each, 8", help="Processes side by side.")  # fmt: skip
@json_option
@click.pass_context
def verify(
    ctx: click.Context, folder: Path | None, keys: tuple[str, ...], file: Path | None,
    workers: int, as_json: bool,
) -> None:  # fmt: skip
    """Check chains, tree and checkpoints, and that every running dossier has one holder.

    Names the first entry that does not hold and what happened to it, and ends with code 1. Warns
    of entries that bear another instant than the database's own clock had when it wrote them.
    With a policy (C2SP tlog-policy), fewer witnesses than it wants are a fault; its logs are
    trusted.

    \b
    Examples: thongsuot ledger verify
              thongsuot ledger verify --from-export /srv/log --json | jq .ok
              thongsuot ledger verify --workers 4
    """
    policy = _policy(file) if file else settings.WITNESS_POLICY
    trusted = _trusted(keys) or policy.logs or sealing.log_verifiers()
    if folder:
        with progress("entries") as tell:
            found = _document(exporting.audit_export(folder, trusted, tell, policy))
    else:
        kept = keeping.kept_note()  # before the moment: what is sealed after it is not yet kept
        with record.one_moment():
            found = check_record(trusted, kept, policy, workers)
    found = _witnessed(found, policy, is_wanted=file is not None)
    answer(found, _lines(found), as_json=as_json)
    ctx.exit(Exit.OK if found["ok"] else Exit.FAILURE)


@ledger.command()
@dry_run_option
@json_option
def seal(dry_run: bool, as_json: bool) -> None:
    """Seal what waits now; the worker does it about once a second.

    \b
    Examples: thongsuot ledger seal
              thongsuot ledger seal --dry-run --json
    """
    sealed = record.count() - public_log.size() if dry_run else sealer.seal_all()
    lines = [f"{sealed} entries {'wait to be ' if dry_run else ''}sealed"]
    answer({"sealed": sealed, "applied": not dry_run}, lines, as_json=as_json)


@ledger.command()
@click.option("--note", "brought", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Take the cosignatures on this checkpoint instead of asking.")  # fmt: skip
@dry_run_option
@json_option
@click.pass_context
def cosign(ctx: click.Context, brought: Path | None, dry_run: bool, as_json: bool) -> None:
    """Ask every witness now to cosign the newest checkpoint; the worker does it by itself.

    Ends with code 7 when one of them did not. The file `witnesses` names them (C2SP tlog-policy).
    A witness that does not answer by itself brings a file (tools/witness.py look): --note FILE.

    \b
    Examples: thongsuot ledger cosign
              thongsuot ledger cosign --note cosigned.txt
    """
    if brought is not None:
        _take(brought, dry_run=dry_run, as_json=as_json)
        return
    if dry_run:
        names = [witness.verifier.name for witness in bootstrap.witnesses()]
        would = [f"{name} would be asked" for name in names]
        answer({"witnesses": names, "applied": False}, would, as_json=as_json)
        return
    asked = sealer.ask_all()
    lines = [f"{name}: {fault or 'cosigned'}" for name, fault in asked.items()]
    answer({"witnesses": asked, "applied": True}, lines or ["no witness is named"], as_json=as_json)
    ctx.exit(Exit.EXTERNAL if any(asked.values()) else Exit.OK)


def _take(brought: Path, *, dry_run: bool, as_json: bool) -> None:
    """Keep the cosignatures of known witnesses on a checkpoint of ours."""
    try:
        with transaction.atomic():
            names = witnessing.take(brought.read_text("utf-8"), witnessing.policy())
            transaction.set_rollback(dry_run)
    except (WitnessRefused, UnicodeDecodeError) as error:
        raise CommandFailed(
            "the cosignatures cannot be taken",
            why=str(error),
            advice="see docs/howto/check-the-record.md",
        ) from error
    lines = [f"{name}: {'would be ' if dry_run else ''}taken" for name in names]
    answer({"witnesses": names, "applied": not dry_run}, lines, as_json=as_json)


@ledger.command()
@click.option("--key", "show_key", is_flag=True, help="Print the keys by which it is checked.")
@json_option
def checkpoint(show_key: bool, as_json: bool) -> None:
    """Print the newest checkpoint of the public log, a signed note (C2SP).

    \b
    Examples: thongsuot ledger checkpoint > checkpoint
              thongsuot ledger checkpoint --json | jq .size
    """
    keys = list(map(str, sealing.log_verifiers()))
    if show_key:
        answer({"keys": keys}, keys, as_json=as_json)
        return
    note = public_log.newest_note()
    if note is None:
        raise CommandFailed(
            "nothing is sealed yet",
            why="the record is empty, or the worker has not sealed since it began",
            advice="thongsuot ledger seal",
            exit_code=Exit.NOT_FOUND,
        )
    if not as_json:
        click.echo(note, nl=False)
        return
    origin, size, root, *_rest = note.split("\n")
    answer(
        {"origin": origin, "size": int(size), "root": root, "checkpoint": note, "keys": keys}, [],
        as_json=True,
    )  # fmt: skip


@ledger.command()
@click.argument("old", type=click.IntRange(0))
@click.argument("new", type=click.IntRange(0))
@json_option
def consistency(old: int, new: int, as_json: bool) -> None:
    """Prove that the log of NEW entries only adds to that of OLD; both sizes of checkpoints.

    The size stands in the second line of a checkpoint. tools/check_proof.py checks the document.

    \b
    Examples: thongsuot ledger consistency 1204 5310
              thongsuot ledger consistency 1204 5310 --json > grown.json
    """
    found = public_log.prove_consistency(old, new)
    steps = [step.hex() for step in found.path]
    answer(public_log.growth_document(found), [f"{old} -> {new}", *steps], as_json=as_json)


@ledger.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@dry_run_option
@json_option
def export(folder: Path, dry_run: bool, as_json: bool) -> None:
    """Write the public log into FOLDER: checkpoint, keys, tiles and all entries.

    \b
    Examples: thongsuot ledger export /srv/log
              thongsuot ledger verify --from-export /srv/log
    """
    if dry_run:
        exporting.check_empty(folder)
        written = public_log.size()
    else:
        with progress("entries") as tell, record.one_moment():
            written = exporting.export(folder, lambda done: tell(done))
    if waiting := record.count() - written:
        note(f"warning: {waiting} entries are not sealed yet, and not in it: thongsuot ledger seal")
    lines = [f"{written} entries {'would be ' if dry_run else ''}in {folder}"]
    answer({"entries": written, "applied": not dry_run}, lines, as_json=as_json)


@ledger.command()
@click.argument("entry")
@click.option("--json", "_as_json", is_flag=True, help="As without: it is always one document.")
def proof(entry: str, _as_json: bool) -> None:
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
            "the entry waits to be sealed",
            why="the worker seals about once a second; it has not come to this entry",
            advice="thongsuot ledger seal",
            exit_code=Exit.CONFLICT,
        )
    click.echo(json.dumps(public_log.as_document(found), ensure_ascii=False, indent=2))


def _trusted(keys: Sequence[str]) -> list[Verifier]:
    try:
        return [notes.verifier_from(key) for key in keys]
    except notes.NoteWrong as error:
        raise click.BadParameter(str(error), param_hint="--key") from error


def _policy(file: Path) -> Policy:
    try:
        return parsed_policy(file.read_text("utf-8"))
    except (PolicyWrong, UnicodeDecodeError) as error:
        raise click.BadParameter(str(error), param_hint="--policy") from error


def _witnessed(found: dict[str, Any], policy: Policy, *, is_wanted: bool) -> dict[str, Any]:
    """Add the fault, or only the warning, where fewer witnesses cosigned than the policy wants."""
    if not policy.wants_any or found["witnessed"] or not found["ok"]:
        return found
    if not is_wanted:
        note("warning: no checkpoint is cosigned by the witnesses of the policy yet")
        return found
    fault = {"subject": auditing.LOG, "seq": 0, "kind": FaultKind.UNWITNESSED.value}
    return found | {"ok": False, "first_fault": fault}


def check_record(
    trusted: Sequence[Verifier], kept: str, policy: Policy, workers: int = 1
) -> dict[str, Any]:
    """Check the record as the database has it now, and that each running dossier has one holder."""
    total = 2 * record.count()
    with progress("entries, log") as tell:
        found = auditing.audit(trusted, kept, lambda done: tell(done, total), policy, workers)
    document = _document(found) | {"clock": _clock()}
    for fault in dossiers.holder_faults() if found.ok else ():
        lost = {"subject": fault.subject, "seq": None, "kind": fault.kind}
        return document | {"ok": False, "first_fault": lost}
    return document


def _clock() -> dict[str, Any]:
    """Compare the instants of all entries with the database's own; warn of those far apart."""
    found = record.clock_report(settings.CLOCK_LIMIT)
    if found.first:
        sample = "; sample data is made at past instants" if settings.SAMPLE_DATA else ""
        note(
            f"warning: {found.apart} entries bear an instant more than {found.limit_s:g} s from"
            f" the database's clock; the first is {found.first.subject} entry {found.first.seq},"
            f" written {found.first_late_s:+,.0f} s from it{sample}"
        )
    return asdict(found)


def _document(found: Verification) -> dict[str, Any]:
    fault = found.first_fault
    return {
        "ok": found.ok,
        "entries": found.entries,
        "subjects": found.subjects,
        "checkpoints": found.checkpoints,
        "witnessed": found.witnessed,
        "first_fault": asdict(fault) if fault else None,
    }


def _lines(found: dict[str, Any]) -> list[str]:
    counted = (
        f"{found['entries']} entries on {found['subjects']} subjects, "
        f"{found['checkpoints']} checkpoints"
    )
    if found["witnessed"]:
        counted += f", witnessed up to {found['witnessed']} entries"
    if found["ok"]:
        return [f"the record holds: {counted}"]
    fault = found["first_fault"]
    place = f" entry {fault['seq']}" if fault["seq"] else ""
    said = HOLDER_FAULTS.get(fault["kind"])
    first = f"THE RECORD DOES NOT HOLD: {fault['subject']}{place}: {fault['kind']}"
    return [f"{first}: {said}" if said else first, counted]


HOLDER_FAULTS = {
    "no-holder": "it is received and has not ended, and nobody holds it",
    "two-holders": "more than one holds it at this moment",
    "held-before-receipt": "somebody holds it, and no desk has received it",
    "held-after-end": "it has ended, and somebody holds it still",
    "gap-or-overlap": "one holder does not begin where the one before ended",
    "holder-disabled": "whoever holds it has a disabled account",
}
"""What each breach of "one holder at every instant" means; the rest is of the record itself."""
