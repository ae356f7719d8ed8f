"""Deciding what an import of processes does with each row, before anything is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from thongsuot.domains.catalogue.rules.process_checks import check_process, refusals
from thongsuot.domains.catalogue.rules.process_content import digest_of, process_of
from thongsuot.domains.catalogue.rules.process_tables import (
    TableWords,
    is_table,
    process_of_table,
)
from thongsuot.domains.catalogue.terms import Fault, Process, ProcessWrong, Remark, SourceRow


@dataclass(slots=True)
class ProcessPlan:
    """What an import of processes will do, and what it says about it."""

    read: int = 0
    created: list[Process] = field(default_factory=list)
    updated: list[Process] = field(default_factory=list)
    unchanged: int = 0
    refused: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)


def plan_processes(
    rows: Iterable[SourceRow], known: Mapping[str, str], words: TableWords, *, day_minutes: int
) -> ProcessPlan:
    """Return what to do with each row; one with a fault that refuses is not taken.

    ``known`` maps codes of processes to the digest of their newest version.
    Units:   ``day_minutes`` in minutes of working time.
    """
    plan, seen = ProcessPlan(), dict[str, int]()
    for row in rows:
        plan.read += 1
        try:
            process, faults = _read(row, words, day_minutes)
        except ProcessWrong as wrong:
            plan.refused.append(_unreadable(row, wrong))
            continue
        plan.warnings += [_remark(row, process, one) for one in faults if not one.refuses]
        if process.code in seen:
            reason = f"row {seen[process.code]} has the same code"
            plan.refused.append(Remark(row.row, process.code, "code", "code-twice", reason))
        elif hard := refusals(faults):
            plan.refused.append(_refusal(row, process, hard))
        else:
            _place(process, known.get(process.code), plan)
        seen.setdefault(process.code, row.row)
    return plan


def _read(row: SourceRow, words: TableWords, day_minutes: int) -> tuple[Process, list[Fault]]:
    if row.values is None:
        raise ProcessWrong(row.reason or "not an object", step="", field="")
    if is_table(row.values):
        process, faults = process_of_table(row.values, words, day_minutes=day_minutes)
    else:
        process, faults = process_of(row.values), []
    return process, [*check_process(process), *faults]


def _place(process: Process, known: str | None, plan: ProcessPlan) -> None:
    if known is None:
        plan.created.append(process)
    elif known == digest_of(process):
        plan.unchanged += 1
    else:
        plan.updated.append(process)


def _unreadable(row: SourceRow, wrong: ProcessWrong) -> Remark:
    code = row.values.get("code") if row.values else None
    known = code if isinstance(code, str) else None
    step, name = wrong.facts.get("step"), str(wrong.facts.get("field", ""))
    reason = f"step {step}: {wrong}" if step else str(wrong)
    return Remark(row.row, known, name, "not-readable", reason)


def _refusal(row: SourceRow, process: Process, hard: Sequence[Fault]) -> Remark:
    """Return one refusal a process, with every reason in it; the whole process' faults first."""
    ordered = sorted(hard, key=lambda fault: bool(fault.step))
    reason = "; ".join(_told(fault) for fault in ordered)
    return Remark(row.row, process.code, ordered[0].field, ordered[0].problem, reason)


def _remark(row: SourceRow, process: Process, fault: Fault) -> Remark:
    return Remark(row.row, process.code, fault.field, fault.problem, _told(fault))


def _told(fault: Fault) -> str:
    where = f"step {fault.step} " if fault.step else ""
    return f"{where}{fault.reason} ({fault.problem})" if where else fault.reason
