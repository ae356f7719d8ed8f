"""Deciding what an import does with each row, before anything is written."""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from thongsuot.domains.catalogue.rules.cleaning import Remarks
from thongsuot.domains.catalogue.rules.contents import Content, content_of, digest_of
from thongsuot.domains.catalogue.rules.limits import LimitReading, channel_limits
from thongsuot.domains.catalogue.rules.records import Reference, read_record
from thongsuot.domains.catalogue.terms import (
    Channel,
    Origin,
    ProcedureRecord,
    Remark,
    SourceRow,
)
from thongsuot.kernel.text import fold


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalogue already holds of a procedure.

    ``version_id`` is None when no version is in force; ``settled`` maps a channel to the
    published limit that a person has settled. ``is_later`` says that a version begins after
    the day of the import, or that its end is set: nothing new can begin before that.
    """

    last_number: int
    version_id: int | None = None
    digest: str = ""
    origin: Origin = Origin.RECORD
    name: str = ""
    field: str = ""
    executing_agency: str = ""
    decision: str = ""
    settled: Mapping[Channel, str] = dataclasses.field(default_factory=dict)
    is_later: bool = False


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version that the import will open."""

    record: ProcedureRecord
    origin: Origin
    content: Content
    digest: str
    limits: Mapping[Channel, LimitReading]
    known: Known | None
    carried: tuple[Channel, ...]


@dataclass(slots=True)
class Plan:
    """Everything an import will do, and what it says about it."""

    read: int = 0
    unchanged: int = 0
    versions: list[NewVersion] = dataclasses.field(default_factory=list)
    refused: list[Remark] = dataclasses.field(default_factory=list)
    warnings: list[Remark] = dataclasses.field(default_factory=list)

    @property
    def created(self) -> int:
        """How many procedures are new."""
        return sum(version.known is None for version in self.versions)

    @property
    def updated(self) -> int:
        """How many known procedures get a new version."""
        return len(self.versions) - self.created


def plan_import(
    rows: Iterable[SourceRow], known: Mapping[str, Known], reference: Reference
) -> Plan:
    """Return what to do with each row; the same code twice in one file is refused.

    ``known`` maps codes to what the catalogue holds.
    """
    plan = Plan()
    seen: dict[str, int] = {}
    taken: list[tuple[ProcedureRecord, Remarks, SourceRow]] = []
    for row in rows:
        plan.read += 1
        record, remarks = read_record(row, reference)
        if record and record.code in seen:
            reason = f"row {seen[record.code]} has the same code"
            remarks.refuse("code", "code-twice", reason)
        if remarks.refusal:
            plan.refused.append(remarks.refusal)
        elif record:
            seen[record.code] = row.row
            taken.append((record, remarks, row))
    _remark_shared_names(taken)
    for record, remarks, row in taken:
        _place(record, row.origin, known.get(record.code), remarks, reference, plan)
        if remarks.refusal:
            plan.refused.append(remarks.refusal)
        else:
            plan.warnings += remarks.warnings
    return plan


def _remark_shared_names(taken: Sequence[tuple[ProcedureRecord, Remarks, SourceRow]]) -> None:
    """Warn where several codes carry one name: the crawl has mixed pages up like that."""
    names = Counter(fold(record.name) for record, _, _ in taken)
    for record, remarks, _ in taken:
        others = names[fold(record.name)] - 1
        if others:
            remarks.warn("name", "name-shared", f"{others} other codes have the same name")


def _place(
    record: ProcedureRecord,
    origin: Origin,
    known: Known | None,
    remarks: Remarks,
    reference: Reference,
    plan: Plan,
) -> None:
    if origin is Origin.LIST and known and known.version_id and known.origin is Origin.RECORD:
        _compare_with_list(record, known, remarks)
        plan.unchanged += 1
        return
    content = content_of(record)
    digest = digest_of(content)
    if known and known.version_id and known.digest == digest:
        plan.unchanged += 1
        return
    if known and known.is_later:
        reason = "a version of a later day is there, or its end; nothing new begins before it"
        remarks.refuse("code", "version-later", reason)
        return
    if origin is Origin.LIST:
        reason = "known from a list alone: no limits, no components; nothing can be received yet"
        remarks.warn("methods", "methods-missing", reason)
    limits = channel_limits(record.methods, reference.units)
    carried = _carried(record, limits, known, remarks)
    plan.versions.append(NewVersion(record, origin, content, digest, limits, known, carried))


def _compare_with_list(record: ProcedureRecord, known: Known, remarks: Remarks) -> None:
    """A list never overwrites a full record; it says where the two disagree."""
    if fold(record.name) != fold(known.name):
        remarks.warn("name", "name-differs", "the list and the catalogue have different names")
    if record.field and fold(record.field) != fold(known.field):
        remarks.warn("field", "field-differs", "the list and the catalogue have different fields")
    if record.executing_agency and not known.executing_agency:
        reason = "the list names an executing agency, the catalogue none"
        remarks.warn("executing_agency", "executing-agency-only-in-list", reason)


def _carried(
    record: ProcedureRecord,
    limits: Mapping[Channel, LimitReading],
    known: Known | None,
    remarks: Remarks,
) -> tuple[Channel, ...]:
    """Return the channels whose settlement goes on into the new version.

    A settlement answers what a published limit means. It stands as long as the limit reads the
    same and the procedure rests on the same decision of publication; then it must be made anew.
    """
    carried = []
    for channel, raw in (known.settled if known else {}).items():
        reading = limits.get(channel)
        if reading is None or reading.limit:
            continue
        if known and reading.raw == raw and (record.decision or "") == known.decision:
            carried.append(channel)
        else:
            reason = f"{channel}: the procedure has changed; the limit must be settled anew"
            remarks.warn("methods", "settlement-lapsed", reason)
    return tuple(carried)
