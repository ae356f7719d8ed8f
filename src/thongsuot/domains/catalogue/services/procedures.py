"""Acts on the catalogue: taking over what was published, settling limits, ending a procedure."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import Enum, auto

from django.db import transaction

from thongsuot.domains.catalogue import policy, queries, shipped, storing
from thongsuot.domains.catalogue.models import MethodLimit, ProcedureVersion
from thongsuot.domains.catalogue.rules.planning import Plan, plan_import
from thongsuot.domains.catalogue.terms import (
    Channel,
    ChannelNotOffered,
    ImportReport,
    LimitAlreadyKnown,
    ProcedureNotInForce,
    ProcedureUnknown,
    Settlement,
    SettlementIncomplete,
    SettlementReport,
    SourceRow,
    VersionHolds,
)
from thongsuot.domains.deadlines.terms import TimeLimit
from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger import services as ledger
from thongsuot.domains.ledger.terms import Actor, DetailValue
from thongsuot.kernel.clock import local_date

SUBJECT = queries.SUBJECT


@transaction.atomic
def import_records(
    *, rows: Iterable[SourceRow], by: Actor, at: datetime, on: date | None = None,
    dry_run: bool = False,
) -> ImportReport:  # fmt: skip
    """Take over published procedures: a new one, or a changed one as a new version.

    What is new holds from the day ``on``, today if none is named; the act itself is of ``at``.
    A row is refused where a later version stands already: the past is not written between.

    The same content again changes nothing. Rows that cannot be taken are refused one by one and
    never stop the others. However many rows it writes, an import is one act; with ``dry_run``
    it is none, and the report says what it would do.

    Raises:  NotYoursToChange.
    """
    today = local_date(at)
    on = on or today
    policy.check_may_change(by, today)
    _lock_catalogue()
    plan = plan_import(rows, storing.known_procedures(on), shipped.reference())
    if not dry_run:
        storing.store(plan.versions, on=on, at=at)
        detail = _counts(plan) | {"content": _content_digest(plan)}
        detail |= {} if on == today else {"from": on.isoformat()}
        ledger.record(subject=SUBJECT, act="procedures_imported", by=by, at=at, detail=detail)
    return ImportReport(
        read=plan.read,
        created=plan.created,
        updated=plan.updated,
        unchanged=plan.unchanged,
        refused=tuple(plan.refused),
        warnings=tuple(plan.warnings),
        dry_run=dry_run,
    )


def _lock_catalogue() -> None:
    """Let one change of the catalogue run at a time, until its transaction ends."""
    locks.hold("change-catalogue")


def _counts(plan: Plan) -> dict[str, DetailValue]:
    return {
        "read": plan.read,
        "created": plan.created,
        "updated": plan.updated,
        "unchanged": plan.unchanged,
        "refused": len(plan.refused),
        "warnings": len(plan.warnings),
    }


def _content_digest(plan: Plan) -> str:
    """Return one hash over all versions the import opened, so that the record vouches for them."""
    opened = sorted(f"{new.record.code} {new.digest}" for new in plan.versions)
    return hashlib.sha256("\n".join(opened).encode()).hexdigest()


@transaction.atomic
def settle_limit(
    *, version_id: int, channel: Channel | str, limit: TimeLimit, source: str, by: Actor,
    at: datetime,
) -> MethodLimit:  # fmt: skip
    """Say what a published limit means that does not say it itself.

    A limit settled before may be settled again, on a better source; dossiers received meanwhile
    keep the due dates they have.

    Raises:  NotYoursToChange; LimitAlreadyKnown when the published limit is clear;
             ChannelNotOffered; SettlementIncomplete without a source; ProcedureUnknown.
    """
    policy.check_may_change(by, local_date(at))
    _lock_catalogue()
    version = queries.get_version(version_id)
    row = _settle(version, Channel(channel), limit, source, by, at)
    ledger.record(
        subject=SUBJECT, act="limit_settled", by=by, at=at,
        detail={"procedure": version.code, "version": version.number, "channel": row.channel,
                "quantity": limit.quantity, "unit": limit.unit.value, "source": _hash(source)},
    )  # fmt: skip
    return row


@transaction.atomic
def apply_settlements(
    *, settlements: Sequence[Settlement], by: Actor, at: datetime, on: date | None = None
) -> SettlementReport:
    """Settle many limits at once, from a signed file, of what holds on a day; today if none.

    Limits already known are left alone, procedures and channels that are not here are named;
    neither stops the others.

    Raises:  NotYoursToChange; SettlementIncomplete. Then nothing is settled.
    """
    policy.check_may_change(by, local_date(at))
    _lock_catalogue()
    outcomes = [
        (f"{item.code}/{channel}", _apply(item, channel, by, at, on or local_date(at)))
        for item in settlements
        for channel in item.channels
    ]
    places = {
        outcome: tuple(place for place, reached in outcomes if reached is outcome)
        for outcome in _Outcome
    }
    report = SettlementReport(
        settled=places[_Outcome.SETTLED],
        already_known=places[_Outcome.ALREADY_KNOWN],
        not_found=places[_Outcome.NOT_FOUND],
    )
    ledger.record(
        subject=SUBJECT, act="limits_settled", by=by, at=at,
        detail={"settled": [*report.settled], "already_known": len(report.already_known),
                "not_found": len(report.not_found),
                "sources": _hash("\n".join(item.source for item in settlements))},
    )  # fmt: skip
    return report


class _Outcome(Enum):
    """What became of one line of a settlement file."""

    SETTLED = auto()
    ALREADY_KNOWN = auto()
    NOT_FOUND = auto()


def _apply(item: Settlement, channel: Channel, by: Actor, at: datetime, on: date) -> _Outcome:
    try:
        version = queries.current_version(item.code, on)
        if queries.find_limit(version, channel):
            return _Outcome.ALREADY_KNOWN
    except (ProcedureUnknown, ProcedureNotInForce, ChannelNotOffered):
        return _Outcome.NOT_FOUND
    _settle(version, channel, item.limit, item.source, by, at)
    return _Outcome.SETTLED


def _settle(
    version: ProcedureVersion, channel: Channel, limit: TimeLimit, source: str, by: Actor,
    at: datetime,
) -> MethodLimit:  # fmt: skip
    if limit.quantity < 1 or not source.strip():
        raise SettlementIncomplete("a limit of 1 or more, and on what it rests")
    row = queries.limit_row(version, channel)
    if not row.problem:
        raise LimitAlreadyKnown("the published limit is clear", procedure=version.code)
    row.quantity, row.unit, row.source = limit.quantity, limit.unit.value, source.strip()
    row.settled_by, row.settled_at = by.officer_id, at
    row.save()
    return row


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def end_procedure(*, code: str, on: date, source: str, by: Actor, at: datetime) -> ProcedureVersion:
    """End a procedure that was repealed: ``on`` is the first day on which it no longer holds.

    Dossiers received before keep their version. Nothing is received under it from that day.

    Raises:  NotYoursToChange; ProcedureUnknown; ProcedureNotInForce.
    """
    policy.check_may_change(by, local_date(at))
    _lock_catalogue()
    version = queries.open_version(code)
    version.valid_to = max(on, version.valid_from)
    version.save(update_fields=["valid_to"])
    ledger.record(
        subject=SUBJECT, act="procedure_ended", by=by, at=at,
        detail={"procedure": code, "version": version.number, "from": on.isoformat(),
                "source": _hash(source)},
    )  # fmt: skip
    return version


@transaction.atomic
def withdraw_version(*, code: str, reason: str, by: Actor, at: datetime) -> ProcedureVersion:
    """Withdraw the version of a procedure that is to come: it never holds.

    The one before goes on without an end, where the import of the other had set it. The version
    stays to be seen, and its number is not given again.

    Raises:  NotYoursToChange; ProcedureUnknown; ProcedureNotInForce; SettlementIncomplete
             without a reason; VersionHolds once it has begun: then the procedure is ended, or
             other content imported.
    """
    policy.check_may_change(by, local_date(at))
    if not reason.strip():
        raise SettlementIncomplete("say why it is withdrawn")
    _lock_catalogue()
    version = queries.open_version(code)
    if version.valid_from <= local_date(at):
        raise VersionHolds("it holds already", procedure=code, version=version.number)
    day, version.valid_to = version.valid_from, version.valid_from
    version.save(update_fields=["valid_to"])
    before = [v for v in queries.versions_of(code) if v.number < version.number]
    goes_on = next((v for v in reversed(before) if v.valid_from < day == v.valid_to), None)
    if goes_on is not None:
        goes_on.valid_to = None
        goes_on.save(update_fields=["valid_to"])
    ledger.record(
        subject=SUBJECT, act="version_withdrawn", by=by, at=at,
        detail={"procedure": code, "version": version.number, "from": day.isoformat(),
                "goes_on": goes_on.number if goes_on else 0, "reason": _hash(reason)},
    )  # fmt: skip
    return version
