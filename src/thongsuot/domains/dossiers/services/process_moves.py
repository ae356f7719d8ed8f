"""Moving running dossiers to another version of their process: an act with a report of its own.

Holders, shares already given and due dates stay as they are: only the way ahead changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.db import transaction

from thongsuot.domains.catalogue import policy as catalogue_policy
from thongsuot.domains.catalogue import processes
from thongsuot.domains.catalogue.terms import Process
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.rules import subject_of
from thongsuot.domains.dossiers.services import process_timers
from thongsuot.domains.dossiers.terms import FINAL, Act
from thongsuot.domains.ledger import services as ledger
from thongsuot.domains.ledger.recording import record_each
from thongsuot.domains.ledger.terms import Actor, DetailValue
from thongsuot.kernel.clock import local_date

AT_ONCE: Final = 1_000
SUBJECT: Final = "processes"


@dataclass(frozen=True, slots=True)
class MovedDossier:
    """One running dossier: where it is, and where it would be; '' where a person must say."""

    code: str
    from_version: int
    from_step: str
    to_step: str


@dataclass(frozen=True, slots=True)
class ProcessMoveReport:
    """What moving the running dossiers of a process did, or would do."""

    process: str
    version: int
    moved: tuple[MovedDossier, ...]
    undecided: tuple[MovedDossier, ...]
    dry_run: bool


@transaction.atomic
def move_to_process(
    *,
    process_code: str,
    number: int,
    by: Actor,
    at: datetime,
    steps: Mapping[str, str] = MappingProxyType({}),
    dry_run: bool = False,
) -> ProcessMoveReport:
    """Let the running dossiers of a process follow another of its published versions.

    A dossier goes on at the step of the same code and kind, or where ``steps`` sends its own;
    one whose step is not in the new version stays with its version and is named. One entry for
    each dossier and one for the whole.
    Raises:  NotYoursToChange; ProcessUnknown, also for a draft.
    """
    catalogue_policy.check_may_change(by, local_date(at))
    target = processes.published_version(process_code, number)
    planned = _plan(process_code, target, steps)
    report = ProcessMoveReport(
        process=process_code, version=number, dry_run=dry_run,
        moved=tuple(plan for _row, plan in planned if plan.to_step),
        undecided=tuple(plan for _row, plan in planned if not plan.to_step),
    )  # fmt: skip
    if not dry_run and report.moved:
        _write([(row, plan) for row, plan in planned if plan.to_step], target.version_id, at)
        _record(report, by, max([at, *(row.last_act_at for row, _plan in planned)]))
    return report


def _plan(
    process_code: str, target: processes.InForce, steps: Mapping[str, str]
) -> list[tuple[Dossier, MovedDossier]]:
    """Return the running dossiers of the other versions, locked, each with where it goes on."""
    known = {row.pk: row.number for row in processes.process_versions(process_code)}
    running = (
        Dossier.objects.select_for_update(of=("self",))
        .filter(process_version__in=[pk for pk in known if pk != target.version_id])
        .exclude(national_state__in=[state.value for state in FINAL])
        .only("code", "process_version_id", "process_step", "last_act_at")
        .order_by("pk")
    )
    rows = list(running)
    versions = {row.process_version_id for row in rows if row.process_version_id}
    ways = {
        pk: _ways(processes.process_by_id(pk).process, target.process, steps) for pk in versions
    }
    return [(row, _planned(row, known, ways)) for row in rows]


def _ways(before: Process, after: Process, steps: Mapping[str, str]) -> dict[str, str]:
    """Return for each step of a version the step of the other one where its dossiers go on."""
    found = {}
    for step in before.steps:
        meant = after.find_step(steps.get(step.code, step.code))
        if meant is not None and meant.stage is step.stage:
            found[step.code] = meant.code
    return found


def _planned(
    row: Dossier, known: Mapping[int, int], ways: Mapping[int, Mapping[str, str]]
) -> MovedDossier:
    version = row.process_version_id or 0
    return MovedDossier(
        code=row.code,
        from_version=known[version],
        from_step=row.process_step,
        to_step=ways[version].get(row.process_step, ""),
    )


def _write(planned: list[tuple[Dossier, MovedDossier]], version_id: int, at: datetime) -> None:
    for row, plan in planned:
        row.process_version_id, row.process_step = version_id, plan.to_step
        row.last_act_at = max(row.last_act_at, at)
    process_timers.carry([row for row, _plan in planned], processes.process_by_id(version_id), at)
    Dossier.objects.bulk_update(
        [row for row, _plan in planned],
        ["process_version", "process_step", "last_act_at"],
        batch_size=AT_ONCE,
    )


def _record(report: ProcessMoveReport, by: Actor, at: datetime) -> None:
    details: dict[str, dict[str, DetailValue]] = {
        subject_of(plan.code): {
            "process": report.process, "from": plan.from_version, "to": report.version,
            "from_step": plan.from_step, "step": plan.to_step,
        }
        for plan in report.moved
    }  # fmt: skip
    record_each(act=Act.CHANGE_PROCESS.value, details=details, by=by, at=at)
    ledger.record(
        subject=SUBJECT, act="dossiers_moved_to_process", by=by, at=at,
        detail={"process": report.process, "version": report.version,
                "moved": len(report.moved), "undecided": len(report.undecided)},
    )  # fmt: skip
