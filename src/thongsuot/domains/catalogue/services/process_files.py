"""A process out of a BPMN 2.0 file as a draft: what is outside the subset refuses it whole."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from thongsuot.domains.catalogue import policy, processes
from thongsuot.domains.catalogue.bpmn import Named, read_bpmn
from thongsuot.domains.catalogue.rules.process_content import content_of, digest_of
from thongsuot.domains.catalogue.services.processes import import_processes
from thongsuot.domains.catalogue.terms import (
    ImportReport,
    Process,
    ProcessDraftChanged,
    ProcessWrong,
    Remark,
    SourceRow,
)
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.clock import local_date


@transaction.atomic
def import_bpmn(
    *, content: bytes, by: Actor, at: datetime, replaces: bool = True, dry_run: bool = False
) -> tuple[ImportReport, str]:
    """Take over the process of a file as a draft; return the report and the process's code.

    A refusal or warning names the line of the file as its row, the element's id as its code, the
    element as its field. The code is '' for what was refused.
    Raises:  FileNotReadable; NotYoursToChange; ProcessDraftChanged for another draft of the
             process that is there, unless the file ``replaces`` it.
    """
    policy.check_may_change(by, local_date(at))
    basis = custodies.opinion_bases(local_date(at))[0].code
    try:
        understood = read_bpmn(content, default_basis=basis)
    except ProcessWrong as wrong:
        return _refused([_wrong(wrong)], (), dry_run), ""
    warnings = tuple(map(_remark, understood.warnings))
    if understood.process is None:
        return _refused(map(_remark, understood.refused), warnings, dry_run), ""
    if not replaces:
        _check_no_other_draft(understood.process)
    rows = [SourceRow(1, {**content_of(understood.process)})]
    report = import_processes(rows=rows, by=by, at=at, dry_run=dry_run)
    whole = replace(report, warnings=(*warnings, *report.warnings))
    return whole, "" if report.refused else understood.process.code


def _check_no_other_draft(process: Process) -> None:
    draft = processes.find_draft(process.code)
    if draft is not None and draft.digest != digest_of(process):
        raise ProcessDraftChanged("a draft of this process is there already")


def _refused(
    remarks: Iterable[Remark], warnings: tuple[Remark, ...], dry_run: bool
) -> ImportReport:
    return ImportReport(1, 0, 0, 0, tuple(remarks), warnings, dry_run)


def _remark(named: Named) -> Remark:
    return Remark(named.line, named.id, named.element, named.problem, named.reason)


def _wrong(wrong: ProcessWrong) -> Remark:
    step, name = str(wrong.facts.get("step", "")), str(wrong.facts.get("field", ""))
    return Remark(1, step or None, name, "not-readable", str(wrong))
