"""``thongsuot fee``: what procedures cost, as dated data."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from thongsuot.domains.catalogue.terms import ImportReport
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.payments import queries, services
from thongsuot.entrypoints.cli.plumbing import (
    A_FILE,
    Exit,
    answer,
    dry_run_option,
    json_option,
    note,
    read_json,
)
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date, utc_now

FORMAT_PAGE = "see docs/howto/fees.md"


@click.group()
def fee() -> None:
    """Tariffs and exemptions: take them over, show them."""


@fee.command(name="import")
@click.argument("file", type=A_FILE)
@dry_run_option
@json_option
@click.pass_context
def import_file(ctx: click.Context, file: Path, dry_run: bool, as_json: bool) -> None:
    """Take over tariffs, exemptions and accounts from FILE; what was frozen stays.

    Ends with 0 when every row was taken, 8 when some were refused, 4 when all were.

    \b
    Examples: thongsuot fee import bieu-phi-2027.json --dry-run
              thongsuot fee import bieu-phi-2027.json --json
    """
    report = services.import_tariffs(
        document=read_json(file, FORMAT_PAGE), by=Actor.system(), at=utc_now(), dry_run=dry_run
    )
    for kind, remarks in (("refused", report.refused), ("warning", report.warnings)):
        for remark in remarks:
            place = f"row {remark.row}, {remark.code or 'no code'}, {remark.field}"
            note(f"{kind}: {place}: {remark.problem}: {remark.reason}")
    answer(report.as_json(), _lines(report), as_json=as_json)
    ctx.exit(_exit_of(report))


def _lines(report: ImportReport) -> list[str]:
    would = "would be " if report.dry_run else ""
    return [
        f"read       {report.read}",
        f"{would}created    {report.created}",
        f"{would}ended      {report.updated}",
        f"unchanged  {report.unchanged}",
        f"refused    {len(report.refused)}",
        f"warnings   {len(report.warnings)}",
    ]


def _exit_of(report: ImportReport) -> Exit:
    if not report.refused:
        return Exit.OK
    return Exit.PARTIAL if report.created or report.unchanged else Exit.INVALID


@fee.command()
@click.argument("procedure", default="")
@click.option("--on", "day", metavar="YYYY-MM-DD", help="The day asked about; today if missing.")
@json_option
def show(procedure: str, day: str | None, as_json: bool) -> None:
    """Show the amounts and exemptions that hold, of PROCEDURE or of all.

    \b
    Examples: thongsuot fee show
              thongsuot fee show 2.000635 --on 2026-03-02 --json
    """
    on = _day(day)
    tariffs = [_tariff(row) for row in queries.tariffs_on(on, procedure)]
    exemptions = [
        _exemption(row)
        for row in queries.exemptions_on(on)
        if not procedure or row.procedure in {"", procedure}
    ]
    lines = [
        f"{t['procedure']} {t['item']} {t['channel'] or 'any'} {t['area'] or 'country'}: "
        f"{formats.dong(t['amount_vnd'])} per {t['per']} ({t['legal_basis']})"
        for t in tariffs
    ]
    lines += [
        f"{e['procedure'] or 'every procedure'} -{e['percent']} % {e['code']} "
        f"{e['channel'] or 'any'} {e['group'] or 'anybody'} ({e['legal_basis']})"
        for e in exemptions
    ]
    answer({"on": on, "tariffs": tariffs, "exemptions": exemptions}, lines, as_json=as_json)


def _day(day: str | None) -> date:
    try:
        return date.fromisoformat(day) if day else local_date(utc_now())
    except ValueError:
        raise click.BadParameter("a day is written 2026-03-27", param_hint="--on") from None


def _scoped(row: Any) -> dict[str, Any]:
    return {
        "procedure": row.procedure, "case": row.case, "channel": row.channel, "group": row.group,
        "area": row.area.code if row.area else "", "name": row.name,
        "legal_basis": row.legal_basis, "valid_from": row.valid_from, "valid_to": row.valid_to,
    }  # fmt: skip


def _tariff(row: Any) -> dict[str, Any]:
    said = {"item": row.item, "kind": row.kind, "per": row.per, "amount_vnd": row.amount_vnd}
    return _scoped(row) | said | {"collected": row.collected}


def _exemption(row: Any) -> dict[str, Any]:
    return _scoped(row) | {"code": row.code, "percent": row.percent}
