"""Which fees are due: the tariff that fits best, less the exemption that gives most.

Source:  docs/law/fees.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from thongsuot.domains.payments.terms import Asked, Exemption, FeeLine, Per, Scope, Tariff

Fit = tuple[int, int, int, int]
"""How closely something was meant for a dossier; the greatest fits best."""


def fees_due(
    tariffs: Sequence[Tariff], exemptions: Sequence[Exemption], asked: Asked
) -> tuple[FeeLine, ...]:
    """Return what is due for a dossier, a line for each item that it asks for.

    Both lists hold on the day that is asked for. Of several amounts for one item the closest
    counts: first by place (commune before province before country; a unit that stands before one
    that went into it), then by channel, case and group.

    Units:   whole đồng; a reduction is rounded down to the đồng.
    Source:  docs/law/fees.md: several old tariffs go on side by side after a merger.
    """
    by_item: dict[str, list[tuple[Fit, Tariff]]] = defaultdict(list)
    for tariff in tariffs:
        fit = _fit(tariff.scope, asked)
        if tariff.procedure == asked.procedure and fit is not None:
            by_item[tariff.item].append((fit, tariff))
    granted = [e for e in exemptions if _grants(e, asked)]
    lines = (_line(found, granted, asked) for found in by_item.values())
    return tuple(line for line in lines if line.quantity)


def total(lines: Iterable[FeeLine]) -> int:
    """Return what is to be paid, in whole đồng."""
    return sum(line.amount_vnd for line in lines)


def _fit(scope: Scope, asked: Asked) -> Fit | None:
    """Return how closely a scope fits what is asked for; None where it does not."""
    near = _nearness(scope.area, asked)
    said = ((scope.channel, asked.channel), (scope.case, asked.case), (scope.group, asked.group))
    if near is None or any(meant and meant != given for meant, given in said):
        return None
    return near, bool(scope.channel), bool(scope.case), bool(scope.group)


def _nearness(area: int, asked: Asked) -> int | None:
    if not area:
        return 0
    tiers = len(asked.areas)
    found = (tiers - place for place, tier in enumerate(asked.areas) if area in tier)
    return next(found, None)


def _grants(exemption: Exemption, asked: Asked) -> bool:
    is_of_it = exemption.procedure in {"", asked.procedure}
    return is_of_it and _fit(exemption.scope, asked) is not None


def _line(
    found: Sequence[tuple[Fit, Tariff]], granted: Sequence[Exemption], asked: Asked
) -> FeeLine:
    best = max(fit for fit, _tariff in found)
    alike = [tariff for fit, tariff in found if fit == best]
    tariff = min(alike, key=lambda known: known.amount_vnd)
    quantity = max(asked.copies, tariff.least) if tariff.per is Per.COPY else 1
    full = tariff.amount_vnd * quantity
    less = max(granted, key=lambda exemption: exemption.percent, default=None)
    if full == 0:
        less = None
    return FeeLine(
        item=tariff.item,
        name=tariff.name,
        kind=tariff.kind,
        quantity=quantity,
        each_vnd=tariff.amount_vnd,
        full_vnd=full,
        amount_vnd=full - full * (less.percent if less else 0) // 100,
        collected=tariff.collected,
        legal_basis=tariff.legal_basis,
        exemption=less.name if less else "",
        exemption_basis=less.legal_basis if less else "",
        doubtful=len({known.amount_vnd for known in alike}) > 1,
    )
