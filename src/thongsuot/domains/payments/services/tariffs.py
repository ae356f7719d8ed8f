"""Taking over a tariff file: new amounts beside the old ones, nothing rewritten."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Q

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.catalogue.terms import ImportReport, Remark
from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger import services as ledger
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import successors
from thongsuot.domains.payments import policy, queries, rules
from thongsuot.domains.payments.models import (
    Listed,
    ListedExemption,
    ListedPayee,
    ListedTariff,
)
from thongsuot.domains.payments.terms import (
    Exemption,
    Payee,
    PaymentPolicy,
    Tariff,
    TariffFile,
    TariffRow,
)
from thongsuot.kernel.canonical import canonical_json
from thongsuot.kernel.clock import local_date

SUBJECT = "tariffs"


@dataclass(slots=True)
class _Count:
    """What the import comes to."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)


@transaction.atomic
def import_tariffs(
    *, document: object, by: Actor, at: datetime, dry_run: bool = False
) -> ImportReport:
    """Take over a tariff file: what it brings holds on its days, what was frozen stays.

    A row whose key is held by one without an end ends that one on its own first day. The same
    row again changes nothing; one that says otherwise for the same days is refused, as is an area
    nobody knows, and a group of applicants that the payment policy does not know on any day of the
    row (the policy of today, or of the row's first day). With ``dry_run`` nothing is kept.

    Raises:  TariffsNotYours; TariffFileWrong.
    """
    on = local_date(at)
    policy.check_may_import(by, on)
    file = rules.read_tariffs(document)
    locks.hold(SUBJECT)
    count = _Count()
    count.refused += [
        Remark(fault.row, fault.code, fault.field, "row-wrong", fault.reason)
        for fault in file.faults
    ]
    _take_all(file, count, at)
    if dry_run:
        transaction.set_rollback(True)
    elif count.created or count.updated:
        ledger.record(
            subject=SUBJECT, act="tariffs_imported", by=by, at=at,
            detail={"version": hashlib.sha256(file.version.encode()).hexdigest(),
                    "created": count.created, "updated": count.updated,
                    "file_sha256": hashlib.sha256(canonical_json(document)).hexdigest()},
        )  # fmt: skip
    return ImportReport(
        read=len(file.rows) + len(file.faults), created=count.created, updated=count.updated,
        unchanged=count.unchanged, refused=tuple(count.refused), warnings=tuple(count.warnings),
        dry_run=dry_run,
    )  # fmt: skip


def _take_all(file: TariffFile, count: _Count, at: datetime) -> None:
    areas = successors.newest_areas({row.area for row in file.rows if row.area})
    procedures = {p for row in file.rows if (p := getattr(row.content, "procedure", ""))}
    unknown = procedures - catalogue.known_codes(procedures)
    today, known = local_date(at), cache(queries.policy_in_force)
    for row in file.rows:
        procedure = getattr(row.content, "procedure", "")
        if row.area and row.area not in areas:
            count.refused.append(_remark(row, "areas", "area-unknown", f"no unit {row.area}"))
            continue
        if not _names_a_group(row, known(max(today, row.valid_from))):
            why = "no such group of applicants on these days"
            count.refused.append(_remark(row, "group", "group-unknown", why))
            continue
        if procedure in unknown:
            said = "the catalogue has no such procedure"
            count.warnings.append(_remark(row, "procedure", "procedure-unknown", said))
        _take(_listed(row, file, areas.get(row.area), at), row, count)


def _names_a_group(row: TariffRow, known: PaymentPolicy) -> bool:
    group = "" if isinstance(row.content, Payee) else row.content.scope.group
    return not group or rules.may_be_named(group, known.groups, row.valid_from, row.valid_to)


def _remark(row: TariffRow, name: str, problem: str, reason: str) -> Remark:
    code = getattr(row.content, "procedure", "") or getattr(row.content, "agency", "") or None
    return Remark(row.row, code, f"{row.section}.{name}", problem, reason)


def _take(new: Listed, row: TariffRow, count: _Count) -> None:
    """Keep one row: created, the same as before, in the place of an open one, or refused."""
    kind = type(new)
    ends_later = Q(valid_to__isnull=True) | Q(valid_to__gt=new.valid_from)
    before_its_end = Q(valid_from__lt=new.valid_to) if new.valid_to else Q()
    held = list(kind._default_manager.filter(ends_later, before_its_end, key=new.key))
    if any(_says_the_same(new, old) for old in held):
        count.unchanged += 1
        return
    if len(held) > 1 or any(o.valid_to or o.valid_from >= new.valid_from for o in held):
        why = "another amount holds on these days"
        count.refused.append(_remark(row, "valid_from", "days-overlap", why))
        return
    for old in held:
        old.valid_to = new.valid_from
        old.save(update_fields=["valid_to"])
        count.updated += 1
    new.save()
    count.created += 1


def _says_the_same(new: Listed, old: Listed) -> bool:
    """Return whether the file brings again what is held, also where a later row has ended it."""
    aside = {"id", "file_version", "imported_at", "valid_to"}
    names = [f.attname for f in new._meta.concrete_fields if f.attname not in aside]
    alike = all(getattr(new, name) == getattr(old, name) for name in names)
    return alike and new.valid_to in {None, old.valid_to}


def _listed(row: TariffRow, file: TariffFile, area: int | None, at: datetime) -> Listed:
    said = row.content
    days: dict[str, Any] = {
        "valid_from": row.valid_from, "valid_to": row.valid_to, "file_version": file.version[:80],
        "imported_at": at,
    }  # fmt: skip
    if isinstance(said, Payee):
        return ListedPayee(
            key=f"payee|{said.agency}", agency=said.agency, bank=said.bank,
            account=said.account, name=said.name, **days,
        )  # fmt: skip
    days |= _scoped(said, area)
    key = "|".join((said.procedure, _name_of(said), *_scope_key(said, row.area)))
    if isinstance(said, Tariff):
        return ListedTariff(
            key=key, item=said.item, kind=said.kind, per=said.per, amount_vnd=said.amount_vnd,
            collected=said.collected, least=said.least, **days,
        )  # fmt: skip
    return ListedExemption(key=key, code=said.code, percent=said.percent, **days)


def _name_of(said: Tariff | Exemption) -> str:
    return said.item if isinstance(said, Tariff) else said.code


def _scope_key(said: Tariff | Exemption, area: str) -> tuple[str, ...]:
    return said.scope.case, said.scope.channel, said.scope.group, area


def _scoped(said: Tariff | Exemption, area: int | None) -> Mapping[str, Any]:
    scope = said.scope
    return {
        "procedure": said.procedure, "case": scope.case, "channel": scope.channel,
        "group": scope.group, "area_id": area, "name": said.name, "legal_basis": said.legal_basis,
    }  # fmt: skip
