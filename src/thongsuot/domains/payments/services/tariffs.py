"""Taking over a tariff file: new amounts beside the old ones, nothing rewritten."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from django.db import transaction

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
    TariffsMovedOn,
)
from thongsuot.kernel.canonical import canonical_json
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.text import single_line

SUBJECT = "tariffs"
AT_ONCE: Final = 1_000


@dataclass(slots=True)
class _Count:
    """What the import comes to."""

    held: dict[tuple[type[Listed], str], list[Listed]]
    """Everything under the keys of the file: what was there, and what the file has added."""
    created: list[Listed] = field(default_factory=list)
    ended: list[Listed] = field(default_factory=list)
    unchanged: int = 0
    refused: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)

    def mark(self) -> str:
        """Return a mark of what it comes to: the same file over other rows bears another."""
        said = {
            "created": [[row.key, row.valid_from.isoformat()] for row in self.created],
            "ended": [[row.key, row.valid_from.isoformat()] for row in self.ended],
            "unchanged": self.unchanged,
            "refused": [[one.row, one.field, one.problem] for one in self.refused],
        }
        return hashlib.sha256(canonical_json(said)).hexdigest()


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What taking a tariff file over would come to, and the mark of exactly that."""

    report: ImportReport
    changes: tuple[queries.TariffChange, ...]
    mark: str


@transaction.atomic
def import_tariffs(
    *, document: object, by: Actor, at: datetime, dry_run: bool = False, seen: str = ""
) -> ImportReport:
    """Take over a tariff file: what it brings holds on its days, what was frozen stays.

    A row whose key is held by one without an end ends that one on its own first day. The same
    row again changes nothing; one that says otherwise for the same days is refused, as is an area
    nobody knows, and a group of applicants that the payment policy does not know on any day of the
    row (the policy of today, or of the row's first day). With ``dry_run`` nothing is kept. ``seen``
    is the mark of a rehearsal: where the file would come to something else by now, nothing is done.

    Raises:  TariffsNotYours; TariffFileWrong; TariffsMovedOn.
    """
    file, count = _counted(document, by, at)
    if seen and seen != count.mark():
        raise TariffsMovedOn("the file comes to something else by now")
    if not dry_run and count.created:
        _keep(count)
        ledger.record(
            subject=SUBJECT, act="tariffs_imported", by=by, at=at,
            detail={"version": hashlib.sha256(file.version.encode()).hexdigest(),
                    "created": len(count.created), "updated": len(count.ended),
                    "file_sha256": hashlib.sha256(canonical_json(document)).hexdigest()},
        )  # fmt: skip
    return _report(file, count, dry_run=dry_run)


@transaction.atomic
def rehearse_tariffs(*, document: object, by: Actor, at: datetime) -> Rehearsal:
    """Return what ``import_tariffs`` would do with a file, row by row; nothing is kept.

    Raises:  TariffsNotYours; TariffFileWrong.
    """
    file, count = _counted(document, by, at)
    _keep(count)
    changes = queries.changes_among(count.created)
    transaction.set_rollback(True)
    return Rehearsal(_report(file, count, dry_run=True), tuple(changes), count.mark())


def _counted(document: object, by: Actor, at: datetime) -> tuple[TariffFile, _Count]:
    """Return a file as it was read and what it comes to; nobody else takes one over meanwhile."""
    policy.check_may_import(by, local_date(at))
    file = rules.read_tariffs(document)
    locks.hold(SUBJECT)
    areas = successors.newest_areas({row.area for row in file.rows if row.area})
    listed = [_listed(row, file, areas.get(row.area), at) for row in file.rows]
    count = _Count(_held(listed))
    count.refused += [
        Remark(fault.row, fault.code, fault.field, "row-wrong", fault.reason)
        for fault in file.faults
    ]
    procedures = {p for row in file.rows if (p := getattr(row.content, "procedure", ""))}
    unknown = procedures - catalogue.known_codes(procedures)
    is_refused = _refusing(areas, local_date(at))
    for row, new in zip(file.rows, listed, strict=True):
        if refusal := is_refused(row):
            count.refused.append(refusal)
            continue
        if getattr(row.content, "procedure", "") in unknown:
            said = "the catalogue has no such procedure"
            count.warnings.append(_remark(row, "procedure", "procedure-unknown", said))
        _take(new, row, count)
    return file, count


def _held(listed: Iterable[Listed]) -> dict[tuple[type[Listed], str], list[Listed]]:
    """Return what there is under the keys of a file, in a query for each kind of row."""
    keys: dict[type[Listed], set[str]] = defaultdict(set)
    for row in listed:
        keys[type(row)].add(row.key)
    found: dict[tuple[type[Listed], str], list[Listed]] = defaultdict(list)
    for kind, of_kind in keys.items():
        for old in kind._default_manager.filter(key__in=of_kind).order_by("valid_from"):
            found[kind, old.key].append(old)
    return found


def _keep(count: _Count) -> None:
    """Write what the file comes to: first the ends, so that never two hold on one day."""
    kinds: tuple[type[Any], ...] = (ListedTariff, ListedExemption, ListedPayee)
    for kind in kinds:
        ended = [row for row in count.ended if type(row) is kind and row.pk]
        kind._default_manager.bulk_update(ended, ["valid_to"], batch_size=AT_ONCE)
        new = [row for row in count.created if type(row) is kind]
        kind._default_manager.bulk_create(new, batch_size=AT_ONCE)


def _report(file: TariffFile, count: _Count, *, dry_run: bool) -> ImportReport:
    return ImportReport(
        read=len(file.rows) + len(file.faults), created=len(count.created),
        updated=len(count.ended), unchanged=count.unchanged, refused=tuple(count.refused),
        warnings=tuple(count.warnings), dry_run=dry_run,
    )  # fmt: skip


def _refusing(areas: Mapping[str, int], today: date) -> Callable[[TariffRow], Remark | None]:
    """Return what says why a row names nothing that there is, if so."""
    known = cache(queries.policy_in_force)

    def refusal(row: TariffRow) -> Remark | None:
        if row.area and row.area not in areas:
            return _remark(row, "areas", "area-unknown", f"no unit {row.area}")
        if not _names_a_group(row, known(max(today, row.valid_from))):
            return _remark(row, "group", "group-unknown", "no such group of applicants then")
        return None

    return refusal


def _names_a_group(row: TariffRow, known: PaymentPolicy) -> bool:
    group = "" if isinstance(row.content, Payee) else row.content.scope.group
    return not group or rules.may_be_named(group, known.groups, row.valid_from, row.valid_to)


def _remark(row: TariffRow, name: str, problem: str, reason: str) -> Remark:
    code = getattr(row.content, "procedure", "") or getattr(row.content, "agency", "") or None
    return Remark(row.row, code, f"{row.section}.{name}", problem, reason)


def _take(new: Listed, row: TariffRow, count: _Count) -> None:
    """Note one row: created, the same as before, in the place of an open one, or refused."""
    of_key = count.held[type(new), new.key]
    held = [old for old in of_key if _on_one_day(old, new)]
    if any(_says_the_same(new, old) for old in held):
        count.unchanged += 1
        return
    if len(held) > 1 or any(o.valid_to or o.valid_from >= new.valid_from for o in held):
        why = "another amount holds on these days"
        count.refused.append(_remark(row, "valid_from", "days-overlap", why))
        return
    for old in held:
        old.valid_to = new.valid_from
        count.ended.append(old)
    of_key.append(new)
    count.created.append(new)


def _on_one_day(old: Listed, new: Listed) -> bool:
    ends_later = old.valid_to is None or old.valid_to > new.valid_from
    return ends_later and (new.valid_to is None or old.valid_from < new.valid_to)


def _says_the_same(new: Listed, old: Listed) -> bool:
    """Return whether the file brings again what is held, also where a later row has ended it."""
    aside = {"id", "file_version", "imported_at", "valid_to"}
    names = [f.attname for f in new._meta.concrete_fields if f.attname not in aside]
    alike = all(_said(new, name) == _said(old, name) for name in names)
    return alike and new.valid_to in {None, old.valid_to}


def _said(row: Listed, name: str) -> object:
    """Return what a column says: older installations stored texts as their file wrote them."""
    value = getattr(row, name)
    return single_line(value) if isinstance(value, str) else value


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
