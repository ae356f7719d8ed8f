"""What commands that take over a file share: the file, the day, the report."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from thongsuot.domains.catalogue.terms import ImportReport, Remark
from thongsuot.entrypoints.cli.plumbing import Exit, no_file, note
from thongsuot.kernel.clock import local_date, utc_now

SHOWN = 20
"""Warnings of one kind that people see line by line; ``--json`` has them all."""
day_option = click.option(
    "--at", "day", metavar="YYYY-MM-DD", help="What holds on or from this day; today if missing."
)


def existing_file(file: Path) -> Path:
    """Return the file.  Raises: CommandFailed where there is none."""
    if not file.is_file():
        raise no_file(file)
    return file


def day_of(day: str | None, option: str = "--at") -> date:
    """Return the day named, today if none is."""
    try:
        return date.fromisoformat(day) if day else local_date(utc_now())
    except ValueError:
        raise click.BadParameter("a day is written 2026-03-27", param_hint=option) from None


def exit_of(report: ImportReport) -> Exit:
    """Return how an import ends: 0, 8 when some rows were refused, 4 when all were."""
    if not report.refused:
        return Exit.OK
    return Exit.INVALID if len(report.refused) == report.read else Exit.PARTIAL


def told(report: ImportReport) -> Iterator[str]:
    """Yield the counts for people; what is wrong goes to stderr."""
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
