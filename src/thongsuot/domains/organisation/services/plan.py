"""Taking over an organisation file: agencies, posts, officers, roles and competence at once."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction

from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger.services import record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import policy
from thongsuot.domains.organisation.rules.plan import parse
from thongsuot.domains.organisation.services.plan_changes import HeldBy
from thongsuot.domains.organisation.services.plan_sections import SECTIONS, Taken
from thongsuot.domains.organisation.terms import PlanReport, PlanWrong
from thongsuot.kernel.canonical import canonical_json
from thongsuot.kernel.clock import local_date

SUBJECT = "organisation:plan"


def _nothing_held(_officers: Collection[int]) -> Mapping[tuple[int, int], int]:
    return {}


def import_plan(
    *,
    document: object,
    by: Actor,
    at: datetime,
    dry_run: bool = False,
    held: HeldBy = _nothing_held,
) -> PlanReport:
    """Take over an organisation file whole, or refuse it whole with every problem named.

    Rows are matched by their natural key (code and first day, account name ...): a row on
    record is updated where it differs, and nothing is ever removed; a fact ends by a
    ``valid_to``. Repeating a file changes nothing and writes no entry. With ``dry_run`` all is
    tried out and undone. ``held`` says what officers hold on which post: a row that would end
    an appointment with something in hand is refused by name, and else by the database at the end.

    Raises:  NotYours; PlanWrong with the report, unless it is a dry run.
    """
    with transaction.atomic():
        policy.check_may_change(by, local_date(at))
        _one_at_a_time()
        report = _take_over(document, local_date(at), held)
        if report.problems and not dry_run:
            raise PlanWrong(report)
        if dry_run:
            transaction.set_rollback(True)
        elif not report.changes_nothing:
            _record(report, document, by, at)
    return report


def _one_at_a_time() -> None:
    """Wait until no other file is being taken over, so that the second one sees the first."""
    locks.hold(SUBJECT)


def _take_over(document: object, on: date, held: HeldBy) -> PlanReport:
    plan = parse(document)
    taken = Taken(plan.source, problems=list(plan.problems), on=on, held=held)
    for name, section in SECTIONS.items():
        section(plan.rows.get(name, []), taken)
    return PlanReport(taken.created, taken.updated, taken.unchanged, tuple(taken.problems))


def _record(report: PlanReport, document: object, by: Actor, at: datetime) -> None:
    record(
        subject=SUBJECT,
        act="organisation_imported",
        by=by,
        at=at,
        detail={
            "file_sha256": hashlib.sha256(canonical_json(document)).hexdigest(),
            **{f"{name}_created": count for name, count in report.created.items()},
            **{f"{name}_updated": count for name, count in report.updated.items()},
        },
    )
