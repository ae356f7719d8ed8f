"""Acts on processes: draft, publish from a day on, put an earlier one in force again."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from thongsuot.domains.catalogue import policy, processes, shipped
from thongsuot.domains.catalogue.models import ProcessPolicy, ProcessVersion
from thongsuot.domains.catalogue.rules.process_checks import refusals
from thongsuot.domains.catalogue.rules.process_content import content_of, digest_of
from thongsuot.domains.catalogue.rules.process_planning import plan_processes
from thongsuot.domains.catalogue.rules.process_policy import parse_policy
from thongsuot.domains.catalogue.terms import (
    ImportReport,
    OutsidePolicy,
    Process,
    ProcessBackDated,
    ProcessDraftChanged,
    ProcessNotDraft,
    ProcessUnknown,
    ProcessWrong,
    SourceRow,
)
from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger import services as ledger
from thongsuot.domains.ledger.publishing import publish_dated
from thongsuot.domains.ledger.terms import Actor, DetailValue
from thongsuot.kernel.clock import local_date

SUBJECT = "processes"
"""All processes are one subject of the record."""
POLICY_SUBJECT = "policy:process"


@transaction.atomic
def save_process(
    *, process: Process, by: Actor, at: datetime, seen: str | None = None
) -> ProcessVersion:
    """Keep a process as its draft; what is published stays as it is.

    A draft may have faults: they are shown, and hinder its publication alone. Saving the same
    again changes nothing and writes no entry. ``seen`` is the digest of what the editor opened;
    None does not ask.
    Raises:  NotYoursToChange; ProcessDraftChanged when it is not what is there now.
    """
    policy.check_may_change(by, local_date(at))
    locks.hold(SUBJECT)
    draft = processes.find_draft(process.code)
    if draft is not None and draft.digest == digest_of(process):
        return draft
    _check_seen(process.code, seen)
    draft = _write_draft(process, draft, at)
    _record("process_saved", draft, by, at)
    return draft


@transaction.atomic
def discard_process(*, code: str, by: Actor, at: datetime, seen: str | None = None) -> None:
    """Throw the draft of a process away.

    Raises:  NotYoursToChange; ProcessUnknown; ProcessDraftChanged when it is not what was
             ``seen``.
    """
    policy.check_may_change(by, local_date(at))
    locks.hold(SUBJECT)
    draft = _draft(code)
    _check_seen(code, seen)
    _record("process_discarded", draft, by, at)
    draft.delete()


@transaction.atomic
def publish_process(
    *, code: str, valid_from: date, by: Actor, at: datetime, seen: str | None = None,
    dry_run: bool = False,
) -> ProcessVersion:  # fmt: skip
    """Publish the draft of a process from a day on; dossiers received before keep theirs.

    Raises:  NotYoursToChange; ProcessUnknown without a draft; ProcessDraftChanged when it is
             not what was ``seen``; ProcessBackDated; ProcessWrong when a check refuses it,
             naming the first step and problem.
    Source:  TT 01/2018/TT-VPCP Art. 8.
    """
    policy.check_may_change(by, local_date(at))
    locks.hold(SUBJECT)
    draft = _draft(code)
    _check_seen(code, seen)
    _check(processes.read_process(draft), valid_from, at)
    if dry_run:
        return draft
    draft.valid_from, draft.published_at = valid_from, at
    draft.save(update_fields=["valid_from", "published_at"])
    _record("process_published", draft, by, at)
    return draft


@transaction.atomic
def restore_process(
    *, code: str, number: int, valid_from: date, by: Actor, at: datetime
) -> ProcessVersion:
    """Put the content of an earlier version in force again from a day on, as a new version.

    Raises:  NotYoursToChange; ProcessUnknown; ProcessNotDraft when it was never published;
             ProcessBackDated; ProcessWrong.
    """
    policy.check_may_change(by, local_date(at))
    locks.hold(SUBJECT)
    earlier = processes.get_process_version(code, number)
    if earlier.is_draft:
        raise ProcessNotDraft("only what was published is put in force again", number=number)
    process = processes.read_process(earlier)
    _check(process, valid_from, at)
    restored = ProcessVersion(
        number=_next_number(code), restores=number, valid_from=valid_from, published_at=at
    )
    _fill(restored, process, at)
    restored.save()
    _record("process_restored", restored, by, at)
    return restored


@transaction.atomic
def import_processes(
    *, rows: Iterable[SourceRow], by: Actor, at: datetime, dry_run: bool = False
) -> ImportReport:
    """Take over processes as drafts; the same content again changes nothing.

    A process that its own table refuses is not taken, and never stops the others. Nothing is
    published by it. An import is one act; with ``dry_run`` it is none.
    Raises:  NotYoursToChange.
    """
    policy.check_may_change(by, local_date(at))
    locks.hold(SUBJECT)
    plan = plan_processes(
        rows, _digests(), shipped.table_words(), day_minutes=processes.import_minutes(at)
    )
    taken = [*plan.created, *plan.updated]
    report = ImportReport(
        read=plan.read, created=len(plan.created), updated=len(plan.updated),
        unchanged=plan.unchanged, refused=tuple(plan.refused), warnings=tuple(plan.warnings),
        dry_run=dry_run,
    )  # fmt: skip
    if not dry_run:
        for process in taken:
            _write_draft(process, processes.find_draft(process.code), at)
        counts: dict[str, DetailValue] = {
            "read": report.read, "created": report.created, "updated": report.updated,
            "unchanged": report.unchanged, "refused": len(report.refused),
            "warnings": len(report.warnings), "content": _together(taken),
        }  # fmt: skip
        ledger.record(subject=SUBJECT, act="processes_imported", by=by, at=at, detail=counts)
    return report


@transaction.atomic
def publish_process_policy(
    *, document: object, by: Actor, at: datetime, dry_run: bool = False
) -> OutsidePolicy:
    """Publish what happens to hand-overs outside a process, from a day on.

    The same document again changes nothing and writes no entry; so does ``dry_run``.
    Raises:  NotYoursToChange; ProcessWrong, also for another document of the same version.
    """
    policy.check_may_change(by, local_date(at))
    stated = parse_policy(document)
    publish_dated(
        ProcessPolicy, stated=stated, document=document, subject=POLICY_SUBJECT,
        act="process_policy_published",
        taken=ProcessWrong("another policy has this version", field="version", step=""),
        by=by, at=at, dry_run=dry_run,
    )  # fmt: skip
    return stated


def _check(process: Process, valid_from: date, at: datetime) -> None:
    if valid_from < local_date(at):
        raise ProcessBackDated("a process holds from today at the earliest")
    hard = refusals(processes.faults_of(process, valid_from, at))
    if hard:
        first = hard[0]
        raise ProcessWrong(
            first.reason, step=first.step, field=first.field, problem=first.problem,
            faults=len(hard),
        )  # fmt: skip


def _check_seen(code: str, seen: str | None) -> None:
    if seen is not None and seen != processes.find_seen(code):
        raise ProcessDraftChanged("the process was saved by somebody else meanwhile")


def _draft(code: str) -> ProcessVersion:
    draft = processes.find_draft(code)
    if draft is None:
        raise ProcessUnknown("the process has no draft")
    return draft


def _write_draft(process: Process, draft: ProcessVersion | None, at: datetime) -> ProcessVersion:
    kept = draft or ProcessVersion(number=_next_number(process.code))
    _fill(kept, process, at)
    kept.save()
    return kept


def _fill(version: ProcessVersion, process: Process, at: datetime) -> None:
    version.process_code, version.procedure_code = process.code, process.procedure
    version.level = process.level.value if process.level else ""
    version.name, version.saved_at = process.name, at
    version.content, version.digest = content_of(process), digest_of(process)


def _next_number(code: str) -> int:
    versions = ProcessVersion.objects.filter(process_code=code).order_by("-number")
    return (versions.values_list("number", flat=True).first() or 0) + 1


def _digests() -> dict[str, str]:
    """Return the digest of the newest version of every process."""
    rows = ProcessVersion.objects.order_by("number").values_list("process_code", "digest")
    return dict(rows)


def _together(taken: Iterable[Process]) -> str:
    lines = sorted(f"{process.code} {digest_of(process)}" for process in taken)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _record(act: str, version: ProcessVersion, by: Actor, at: datetime) -> None:
    detail: dict[str, DetailValue] = {
        "process": version.process_code, "version": version.number, "content": version.digest,
    }  # fmt: skip
    if version.valid_from:
        detail["from"] = version.valid_from.isoformat()
    if version.restores:
        detail["restores"] = version.restores
    ledger.record(subject=SUBJECT, act=act, by=by, at=at, detail=detail)
