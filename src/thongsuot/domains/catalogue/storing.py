"""Writing planned versions in bulk, and reading what a plan must know. Used by the services."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from thongsuot.domains.catalogue.models import (
    Component,
    FeeLine,
    MethodLimit,
    Procedure,
    ProcedureVersion,
)
from thongsuot.domains.catalogue.rules.contents import component_codes
from thongsuot.domains.catalogue.rules.fees import read_fee
from thongsuot.domains.catalogue.rules.limits import LimitReading, find_channel
from thongsuot.domains.catalogue.rules.planning import Known, NewVersion
from thongsuot.domains.catalogue.rules.records import levels_of
from thongsuot.domains.catalogue.terms import Channel, Origin
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.kernel.text import fold

BATCH = 1000
"""Rows sent to the database at once."""


def known_procedures(on: date) -> dict[str, Known]:
    """Return by code what the catalogue holds on that day, for planning an import.

    What begins after it, or has its end set already, makes it known as later.

    Joined here: just after an import the database's planner has no figures to join well by.
    """
    codes = dict(Procedure.objects.values_list("pk", "code"))
    known = {code: Known(last_number=0) for code in codes.values()}
    settled = _settled_limits()
    for version in ProcedureVersion.objects.order_by("number").defer("content", "source"):
        code = codes[version.procedure_id]
        if version.valid_to == version.valid_from:
            known[code] = replace(known[code], last_number=version.number)  # it never holds
        elif version.valid_from > on:
            known[code] = replace(known[code], last_number=version.number, is_later=True)
        elif version.valid_to is not None and version.valid_to <= on:
            known[code] = Known(version.number)
        else:
            held = _held(version, settled.get(version.pk, {}))
            known[code] = replace(held, is_later=version.valid_to is not None)
    return known


def _held(version: ProcedureVersion, settled: Mapping[Channel, str]) -> Known:
    return Known(
        last_number=version.number,
        version_id=version.pk,
        digest=version.digest,
        origin=Origin(version.origin),
        name=version.name,
        field=version.field,
        executing_agency=version.executing_agency,
        decision=version.decision,
        settled=settled,
    )


def _settled_limits() -> Mapping[int, Mapping[Channel, str]]:
    found: defaultdict[int, dict[Channel, str]] = defaultdict(dict)
    rows = MethodLimit.objects.filter(settled_at__isnull=False)
    for version_id, channel, raw in rows.values_list("version_id", "channel", "raw"):
        found[version_id][Channel(channel)] = raw
    return found


@bookkeeping("the import that plans these versions is the one entry")
def store(versions: Sequence[NewVersion], *, on: date, at: datetime) -> None:
    """Close the versions that are replaced and write the new ones with all their rows."""
    replaced = [v.known.version_id for v in versions if v.known and v.known.version_id]
    ProcedureVersion.objects.filter(pk__in=replaced).update(valid_to=on)
    new = [Procedure(code=version.record.code) for version in versions if version.known is None]
    Procedure.objects.bulk_create(new, batch_size=BATCH)
    codes = [version.record.code for version in versions]
    ids = dict(Procedure.objects.filter(code__in=codes).values_list("code", "pk"))
    rows = ProcedureVersion.objects.bulk_create(
        [_version(version, ids[version.record.code], on, at) for version in versions],
        batch_size=BATCH,
    )
    pairs = list(zip(versions, rows, strict=True))
    carried = _limits_to_carry(versions)
    MethodLimit.objects.bulk_create(
        [row for new, kept in pairs for row in _limits(new, kept, carried)], batch_size=BATCH
    )
    Component.objects.bulk_create(
        [row for new, kept in pairs for row in _components(new, kept)], batch_size=BATCH
    )
    FeeLine.objects.bulk_create(
        [row for new, kept in pairs for row in _fees(new, kept)], batch_size=BATCH
    )


def _version(new: NewVersion, procedure_id: int, on: date, at: datetime) -> ProcedureVersion:
    record = new.record
    return ProcedureVersion(
        procedure_id=procedure_id,
        number=(new.known.last_number if new.known else 0) + 1,
        valid_from=on,
        origin=new.origin,
        name=record.name,
        name_folded=fold(record.name),
        field=record.field or "",
        levels=[level.value for level in levels_of(record)],
        kind=record.kind or "",
        decision=record.decision or "",
        applicants=record.applicants or "",
        executing_agency=record.executing_agency or "",
        competent_agency=record.competent_authority or "",
        content=new.content,
        digest=new.digest,
        source=record.source,
        imported_at=at,
    )


def _limits_to_carry(versions: Sequence[NewVersion]) -> dict[tuple[int, str], MethodLimit]:
    ids = [new.known.version_id for new in versions if new.carried and new.known]
    rows = MethodLimit.objects.filter(version_id__in=ids, settled_at__isnull=False)
    return {(row.version_id, row.channel): row for row in rows}


def _limits(
    new: NewVersion, version: ProcedureVersion, carried: Mapping[tuple[int, str], MethodLimit]
) -> Iterator[MethodLimit]:
    for channel, reading in new.limits.items():
        row = _limit(version, channel, reading)
        if channel in new.carried and new.known and new.known.version_id:
            before = carried[new.known.version_id, channel]
            row.quantity, row.unit, row.source = before.quantity, before.unit, before.source
            row.settled_by, row.settled_at = before.settled_by, before.settled_at
        yield row


def _limit(version: ProcedureVersion, channel: Channel, reading: LimitReading) -> MethodLimit:
    return MethodLimit(
        version=version,
        channel=channel,
        raw=reading.raw,
        quantity=reading.limit.quantity if reading.limit else None,
        unit=reading.limit.unit.value if reading.limit else "",
        problem=reading.problem,
    )


def _components(new: NewVersion, version: ProcedureVersion) -> Iterator[Component]:
    lines = new.record.components
    for position, (line, code) in enumerate(zip(lines, component_codes(lines), strict=True), 1):
        yield Component(
            version=version,
            position=position,
            code=code,
            group=line.group,
            name=line.name,
            originals=line.originals,
            copies=line.copies,
            has_form_file=line.has_form_file,
        )


def _fees(new: NewVersion, version: ProcedureVersion) -> Iterator[FeeLine]:
    for position, method in enumerate(new.record.methods, 1):
        channel = find_channel(method.channel)
        if channel:
            fee = read_fee(method)
            yield FeeLine(
                version=version,
                position=position,
                channel=channel,
                raw=fee.raw,
                amount_vnd=fee.amount_vnd,
                note=fee.note,
                problem=fee.problem,
            )
