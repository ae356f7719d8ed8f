"""``thongsuot procedure``: the catalogue in, out, searched, and its unclear limits settled."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click
from django.conf import settings

from thongsuot.domains.catalogue import exports, queries, reading, services
from thongsuot.domains.catalogue.terms import Difference, ProcedureUnknown
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.cli.importing import (
    day_of,
    day_option,
    existing_file,
    exit_of,
    told,
)
from thongsuot.entrypoints.cli.plumbing import (
    Exit,
    answer,
    dry_run_option,
    json_option,
    note,
)
from thongsuot.entrypoints.cli.rehearsing import rehearsable
from thongsuot.kernel.clock import local_date, utc_now


@click.group()
def procedure() -> None:
    """Import, export and search the catalogue of administrative procedures."""


@procedure.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@dry_run_option
@json_option
@day_option
@click.pass_context
def import_file(
    ctx: click.Context, file: Path, dry_run: bool, as_json: bool, day: str | None
) -> None:
    """Take over published procedures from FILE: .jsonl records, or the portal's .xlsx list.

    Ends with 0 when every row was taken, 8 when some were refused, 4 when all were.

    \b
    Examples: thongsuot procedure import procedures.jsonl --dry-run
              thongsuot procedure import danh-sach-tthc.xlsx --json
    """
    rows = reading.read_file(existing_file(file))
    report = services.import_records(
        rows=rows, by=Actor.system(), at=utc_now(), on=day_of(day), dry_run=dry_run
    )
    answer(report.as_json(), told(report), as_json=as_json)
    ctx.exit(exit_of(report))


@procedure.command()
@click.option("--format", "kind", type=click.Choice(["cpsv-ap", "jsonl"]), required=True)
@day_option
def export(kind: str, day: str | None) -> None:
    """Print what is in force: CPSV-AP 3.2.0 as JSON-LD, or lines that can be imported again.

    \b
    Examples: thongsuot procedure export --format jsonl > catalogue.jsonl
              thongsuot procedure export --format cpsv-ap > catalogue.jsonld
    """
    on = day_of(day)
    if kind == "jsonl":
        _print_lines(exports.jsonl(on))
    else:
        _print_lines([json.dumps(exports.cpsv_ap(on, settings.PUBLIC_URL), ensure_ascii=False)])


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


@procedure.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True)
@json_option
@click.pass_context
def search(ctx: click.Context, words: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Find procedures by WORDS as citizens say them, with or without accents.

    Ends with 3 when nothing is found.

    \b
    Examples: thongsuot procedure search lam giay khai sinh
              thongsuot procedure search "đổi bằng lái" --json
    """
    hits = queries.search(" ".join(words), limit)
    document = [
        {"code": hit.code, "name": hit.name, "plain_name": hit.plain_name, "field": hit.field,
         "levels": list(hit.levels), "score": hit.score}
        for hit in hits
    ]  # fmt: skip
    lines = (f"{hit.code}  {hit.plain_name}  ({hit.name})" for hit in hits)
    answer(document, lines, as_json=as_json)
    ctx.exit(Exit.OK if hits else Exit.NOT_FOUND)


@procedure.command()
@json_option
def unsettled(as_json: bool) -> None:
    """List the limits that wait for a person: nothing can be received under them.

    \b
    Examples: thongsuot procedure unsettled
              thongsuot procedure unsettled --json
    """
    rows = queries.unsettled_limits(local_date(utc_now()))
    document = [
        {"code": row.version.code, "channel": row.channel, "raw": row.raw, "problem": row.problem}
        for row in rows
    ]
    lines = (f"{row.version.code}  {row.channel}  {row.problem}: {row.raw or '-'}" for row in rows)
    answer(document, lines, as_json=as_json)


@procedure.command()
@click.argument("code")
@click.option(
    "--from", "older", type=int, metavar="N", help="A version; the last but one if missing."
)
@click.option("--to", "newer", type=int, metavar="N", help="A version; the last if missing.")
@json_option
def diff(code: str, older: int | None, newer: int | None, as_json: bool) -> None:
    """Say what differs between two versions of the procedure CODE, and list its versions.

    \b
    Examples: thongsuot procedure diff 1.001193
              thongsuot procedure diff 1.001193 --from 1 --to 3 --json
    """
    versions = queries.versions_of(code)
    if not versions:
        raise ProcedureUnknown("no procedure has this code", procedure=code)
    last = versions[-1].number
    to = last if newer is None else newer
    earlier = _numbered(versions, max(1, to - 1) if older is None else older)
    later = _numbered(versions, to)
    found, withdrawn = queries.differences(earlier, later), queries.withdrawn_among(versions)
    document = {
        "code": code,
        "versions": [
            {
                "number": one.number,
                "valid_from": one.valid_from,
                "valid_to": one.valid_to,
                "withdrawn": one.pk in withdrawn,
            }
            for one in versions
        ],
        "from": earlier.number,
        "to": later.number,
        "differences": [asdict(one) for one in found],
    }
    told = _told_difference(versions, withdrawn, earlier, later, found)
    answer(document, told, as_json=as_json)


def _numbered(
    versions: Sequence[queries.ProcedureVersion], number: int
) -> queries.ProcedureVersion:
    """Return one of the versions.  Raises: ProcedureUnknown."""
    found = next((version for version in versions if version.number == number), None)
    if found is None:
        raise ProcedureUnknown("the procedure has no such version", version=number)
    return found


def _until(version: queries.ProcedureVersion, withdrawn: Collection[int]) -> str:
    """Return until when it holds, or why it never did."""
    if version.pk in withdrawn:
        return ", never held: withdrawn"
    if version.valid_to == version.valid_from:
        return ", never held: the procedure was ended before"
    return f" until before {version.valid_to}" if version.valid_to else ""


def _told_difference(
    versions: Sequence[queries.ProcedureVersion],
    withdrawn: Collection[int],
    earlier: queries.ProcedureVersion,
    later: queries.ProcedureVersion,
    found: Sequence[Difference],
) -> Iterator[str]:
    for one in versions:
        yield f"version {one.number}: from {one.valid_from}{_until(one, withdrawn)}"
    if earlier == later:
        yield "one version only: nothing to compare"
        return
    yield f"from version {earlier.number} to {later.number}: {len(found)} differences"
    for change in found:
        yield f"  {change.field}{f' ({change.of})' if change.of else ''}"
        yield f"    - {_one_line(change.before)}"
        yield f"    + {_one_line(change.after)}"


def _one_line(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return " ".join(text.split())


@procedure.command()
@click.argument("file", type=click.Path(path_type=Path))
@json_option
@day_option
@rehearsable
@click.pass_context
def settle(ctx: click.Context, file: Path, as_json: bool, day: str | None) -> None:
    """Settle limits by the signed FILE: code, channels, quantity, unit and source of each.

    Ends with 8 when some procedures or channels of the file are not in the catalogue.

    \b
    Examples: thongsuot procedure settle settlements.json
              thongsuot procedure settle settlements.json --json
    """
    report = services.apply_settlements(
        settlements=reading.read_settlements(existing_file(file)),
        by=Actor.system(),
        at=utc_now(),
        on=day_of(day),
    )
    document = asdict(report)
    lines = (f"{name.replace('_', ' '):14} {len(places)}" for name, places in document.items())
    answer(document, lines, as_json=as_json)
    for place in report.not_found:
        note(f"not found: {place}")
    ctx.exit(Exit.PARTIAL if report.not_found else Exit.OK)


@procedure.command()
@click.argument("code")
@click.option("--on", "day", required=True, metavar="YYYY-MM-DD", help="First day without it.")
@click.option("--source", required=True, help="The document that ends it.")
@json_option
@rehearsable
def end(code: str, day: str, source: str, as_json: bool) -> None:
    """End the procedure CODE, which was repealed: from the day on nothing is received under it.

    Dossiers received before keep their version. Ends with 3 when there is no such procedure.

    \b
    Examples: thongsuot procedure end 1.001193 --on 2027-01-01 --source "Quyết định 01/QĐ-BTP"
              thongsuot procedure end 1.001193 --on 2027-01-01 --source "…" --json
    """
    if not source.strip():
        raise click.BadParameter("name the document", param_hint="--source")
    version = services.end_procedure(
        code=code, on=day_of(day, "--on"), source=source, by=Actor.system(), at=utc_now()
    )
    ended = {"code": code, "version": version.number, "valid_to": version.valid_to}
    answer(ended, [f"{code} ends: nothing is received from {version.valid_to}"], as_json=as_json)


@procedure.command()
@click.argument("code")
@click.option("--reason", required=True, help="Why, in words; the record keeps its hash.")
@json_option
@rehearsable
def withdraw(code: str, reason: str, as_json: bool) -> None:
    """Withdraw the version of the procedure CODE that was imported and has not begun to hold.

    The one before goes on without an end. What has begun is ended, or replaced by an import.

    \b
    Examples: thongsuot procedure withdraw 1.001193 --reason "Nhập nhầm tệp" --dry-run
              thongsuot procedure withdraw 1.001193 --reason "Nhập nhầm tệp" --json
    """
    if not reason.strip():
        raise click.BadParameter("say why", param_hint="--reason")
    version = services.withdraw_version(code=code, reason=reason, by=Actor.system(), at=utc_now())
    gone = {"code": code, "version": version.number, "valid_from": version.valid_from}
    said = f"{code} version {version.number} is withdrawn: it does not begin {version.valid_from}"
    answer(gone, [said], as_json=as_json)
