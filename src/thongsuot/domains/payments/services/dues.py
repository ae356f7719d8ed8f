"""Freezing what a dossier owes."""

from collections.abc import Sequence
from datetime import date, datetime

from thongsuot.domains.ledger import rows
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.organisation.terms import Desk
from thongsuot.domains.payments import queries, rules
from thongsuot.domains.payments.models import Assessment
from thongsuot.domains.payments.terms import CollectedAt, FeeLine, GroupUnknown, NothingDue
from thongsuot.kernel.clock import local_date


@bookkeeping("the submission, or the act that corrects it, is the one entry and names the sum")
def assess(
    *, subject: str, procedure: str, channel: str, desk: Desk, at: datetime, case: str = "",
    group: str = "", copies: int = 0, proof: str = "",
) -> Assessment | None:  # fmt: skip
    """Freeze what the tariffs of the day ask for a dossier; None where none asks for any."""
    if not queries.has_tariff(procedure, local_date(at)):
        return None
    lines = queries.find_fees(
        procedure=procedure, channel=channel, desk=desk, on=local_date(at), case=case,
        group=group, copies=copies,
    )  # fmt: skip
    if lines is None:
        return None
    owed = Assessment(
        subject=subject, agency=desk.code, channel=channel, case=case, group=group, copies=copies,
        proof=proof, lines=[line.as_json() for line in lines], total_vnd=rules.total(lines),
        collected=_collected(lines), assessed_at=at,
        settled_at=None if rules.total(lines) else at,
    )  # fmt: skip
    rows.add(owed)
    return owed


@bookkeeping("the act that corrects it is the one entry")
def reassess(
    *, subject: str, procedure: str, desk: Desk, at: datetime, case: str, group: str, copies: int,
    proof: str = "",
) -> Assessment:  # fmt: skip
    """Replace what a dossier owes, by the tariffs of the day on which it was frozen first.

    The group is one of that day too, or the one that was frozen before.
    Raises:  NothingDue where no tariff named it, or it is paid already; GroupUnknown.
    """
    before = (
        Assessment.objects.select_for_update().filter(subject=subject, replaced_at=None).first()
    )
    if before is None or (before.settled_at and before.total_vnd):
        raise NothingDue("no fee waits to be corrected")
    first = Assessment.objects.filter(subject=subject).earliest("id")
    _check_group(group, before, local_date(first.assessed_at))
    before.replaced_at = at
    before.save(update_fields=["replaced_at"])
    made = assess(
        subject=subject, procedure=procedure, channel=before.channel, desk=desk,
        at=first.assessed_at, case=case, group=group, copies=copies, proof=proof,
    )  # fmt: skip
    if made is None:
        raise NothingDue("no tariff names it")
    return made


def _check_group(group: str, before: Assessment, on: date) -> None:
    if group and group not in {one.code for one in queries.groups_on(on, held=before.group)}:
        raise GroupUnknown("no such group of applicants on that day")


def _collected(lines: Sequence[FeeLine]) -> CollectedAt:
    first = any(line.collected is CollectedAt.RECEIPT and line.amount_vnd for line in lines)
    return CollectedAt.RECEIPT if first else CollectedAt.RESULT
