"""``thongsuot procedure``: the catalogue in, out, searched, and its unclear limits settled."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime, time
from pathlib import Path

import click
from django.conf import settings

from thongsuot.domains.catalogue import exports, queries, reading, services
from thongsuot.domains.catalogue.terms import ImportReport, Remark
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.cli.plumbing import (
    CommandFailed,
    Exit,
    answer,
    dry_run_option,
    json_option,
    note,
)
from thongsuot.kernel.clock import LOCAL, local_date, utc_now

SHOWN = 20
"""Warnings of one kind that people see line by line; ``--json`` has them all."""
day_option = click.option(
    "--at", "day", metavar="YYYY-MM-DD", help="Act as of the start of this day; now if missing."
)


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
    rows = reading.read_file(_existing(file))
    report = services.import_records(
        rows=rows, by=Actor.system(), at=_instant(day), dry_run=dry_run
    )
    answer(report.as_json(), _told(report), as_json=as_json)
    ctx.exit(_exit_of(report))


def _existing(file: Path) -> Path:
    if not file.is_file():
        advice = "thongsuot procedure import --help"
        raise CommandFailed(f"no file {file}", advice=advice, exit_code=Exit.NOT_FOUND)
    return file


def _instant(day: str | None) -> datetime:
    return datetime.combine(_day(day), time(), LOCAL) if day else utc_now()


def _day(day: str | None, option: str = "--at") -> date:
    try:
        return date.fromisoformat(day) if day else local_date(utc_now())
    except ValueError:
        raise click.BadParameter("a day is written 2026-03-27", param_hint=option) from None


def _exit_of(report: ImportReport) -> Exit:
    if not report.refused:
        return Exit.OK
    return Exit.INVALID if len(report.refused) == report.read else Exit.PARTIAL


def _told(report: ImportReport) -> Iterator[str]:
    would = "would be " if report.dry_run else ""
    yield f"read       {report.read}"
    yield f"{would}created    {report.created}"
    yield f"{would}updated    {report.updated}"
    yield f"unchanged  {report.unchanged}"
    yield f"refused    {len(report.refused)}"
    yield f"warnings   {len(report.warnings)}"
    _note_remarks("refused", report.refused)
    _note_remarks("warning", report.warnings)


def _note_remarks(kind: str, remarks: Sequence[Remark]) -> None:
    """Tell people what is wrong, the first lines of each kind; the rest are counted."""
    shown: Counter[str] = Counter()
    for remark in remarks:
        shown[remark.problem] += 1
        if shown[remark.problem] <= SHOWN:
            note(f"{kind}: {_remark_line(remark)}")
    for problem, count in shown.items():
        if count > SHOWN:
            note(f"{kind}: {problem}: {count - SHOWN} more, all with --json")


def _remark_line(remark: Remark) -> str:
    place = f"row {remark.row}, {remark.code or 'no code'}, {remark.field or 'row'}"
    return f"{place}: {remark.problem}: {remark.reason}"


@procedure.command()
@click.option("--format", "kind", type=click.Choice(["cpsv-ap", "jsonl"]), required=True)
@day_option
def export(kind: str, day: str | None) -> None:
    """Print what is in force: CPSV-AP 3.2.0 as JSON-LD, or lines that can be imported again.

    \b
    Examples: thongsuot procedure export --format jsonl > catalogue.jsonl
              thongsuot procedure export --format cpsv-ap > catalogue.jsonld
    """
    on = _day(day)
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
@click.argument("file", type=click.Path(path_type=Path))
@json_option
@day_option
@click.pass_context
def settle(ctx: click.Context, file: Path, as_json: bool, day: str | None) -> None:
    """Settle limits by the signed FILE: code, channels, quantity, unit and source of each.

    Ends with 8 when some procedures or channels of the file are not in the catalogue.

    \b
    Examples: thongsuot procedure settle settlements.json
              thongsuot procedure settle settlements.json --json
    """
    report = services.apply_settlements(
        settlements=reading.read_settlements(_existing(file)), by=Actor.system(), at=_instant(day)
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
        code=code, on=_day(day, "--on"), source=source, by=Actor.system(), at=utc_now()
    )
    ended = {"code": code, "version": version.number, "valid_to": version.valid_to}
    answer(ended, [f"{code} ends: nothing is received from {version.valid_to}"], as_json=as_json)
