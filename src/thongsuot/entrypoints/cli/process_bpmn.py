"""Processes as BPMN 2.0 at the command line: a file in as a draft, any version out."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from thongsuot.domains.catalogue import services
from thongsuot.domains.catalogue.bpmn import Named, read_bpmn
from thongsuot.domains.catalogue.bpmn.reading import MOST_BYTES
from thongsuot.domains.catalogue.rules.process_content import content_of
from thongsuot.domains.catalogue.terms import ImportReport, ProcessWrong, Remark, SourceRow
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.clock import local_date

ENDINGS: Final = frozenset({".bpmn", ".xml"})


def is_bpmn(file: Path) -> bool:
    """Whether a file is taken for BPMN, by its name."""
    return file.suffix.lower() in ENDINGS


def import_bpmn(file: Path, *, by: Actor, at: datetime, dry_run: bool) -> ImportReport:
    """Take over the process of a file as a draft; what is outside the subset refuses it whole.

    A refusal or warning names the line of the file as its row, the element's id as its code, the
    element as its field.
    Raises:  FileNotReadable; NotYoursToChange.
    """
    with file.open("rb") as opened:
        content = opened.read(MOST_BYTES + 1)
    basis = custodies.opinion_bases(local_date(at))[0].code
    try:
        understood = read_bpmn(content, default_basis=basis)
    except ProcessWrong as wrong:
        return _refused([_wrong(wrong)], (), dry_run)
    warnings = tuple(map(_remark, understood.warnings))
    if understood.process is None:
        return _refused(map(_remark, understood.refused), warnings, dry_run)
    rows = [SourceRow(1, {**content_of(understood.process)})]
    report = services.import_processes(rows=rows, by=by, at=at, dry_run=dry_run)
    return replace(report, warnings=(*warnings, *report.warnings))


def _refused(
    remarks: Iterable[Remark], warnings: tuple[Remark, ...], dry_run: bool
) -> ImportReport:
    return ImportReport(1, 0, 0, 0, tuple(remarks), warnings, dry_run)


def _remark(named: Named) -> Remark:
    return Remark(named.line, named.id, named.element, named.problem, named.reason)


def _wrong(wrong: ProcessWrong) -> Remark:
    step, name = str(wrong.facts.get("step", "")), str(wrong.facts.get("field", ""))
    return Remark(1, step or None, name, "not-readable", str(wrong))
