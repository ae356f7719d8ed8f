"""The tariff of a day as a file: what ``import_tariffs`` takes over again without a change."""

from datetime import date
from typing import Any

from thongsuot.domains.payments.models import ListedExemption, ListedPayee, ListedTariff, Scoped
from thongsuot.domains.payments.queries.tariffs import exemptions_on, holds, tariffs_on
from thongsuot.domains.payments.rules.reading import FORMAT


def tariff_document(on: date) -> dict[str, Any]:
    """Return every row that holds on a day, in the form of a tariff file."""
    payees = ListedPayee.objects.filter(holds(on)).order_by("agency")
    return {
        "format": FORMAT,
        "version": f"{on.isoformat()}",
        "source": f"thongsuot, {on.isoformat()}",
        "tariffs": [_tariff(row) for row in tariffs_on(on)],
        "exemptions": [_exemption(row) for row in exemptions_on(on)],
        "payees": [_payee(row) for row in payees],
    }


def _tariff(row: ListedTariff) -> dict[str, Any]:
    said = {"procedure": row.procedure, "item": row.item, "kind": row.kind, "per": row.per}
    least = {"least": row.least} if row.least else {}
    return said | least | {"amount_vnd": row.amount_vnd, "collected": row.collected} | _scope(row)


def _exemption(row: ListedExemption) -> dict[str, Any]:
    procedures = [row.procedure] if row.procedure else []
    return {"code": row.code, "procedures": procedures, "percent": row.percent} | _scope(row)


def _payee(row: ListedPayee) -> dict[str, Any]:
    said = {"agency": row.agency, "bank": row.bank, "account": row.account, "name": row.name}
    return said | _days(row.valid_from, row.valid_to)


def _scope(row: Scoped) -> dict[str, Any]:
    narrowed = {"case": row.case, "channel": row.channel, "group": row.group}
    said = {name: value for name, value in narrowed.items() if value}
    areas = {"areas": [row.area.code]} if row.area else {}
    return (
        {"name": row.name} | said | areas | _days(row.valid_from, row.valid_to)
        | {"legal_basis": row.legal_basis}
    )  # fmt: skip


def _days(first: date, end: date | None) -> dict[str, str]:
    ends = {"valid_to": end.isoformat()} if end else {}
    return {"valid_from": first.isoformat()} | ends
