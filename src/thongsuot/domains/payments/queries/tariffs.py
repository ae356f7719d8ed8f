"""Which amounts and exemptions hold, and where money goes."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import F, Q

from thongsuot.domains.ledger.rows import Question
from thongsuot.domains.ledger.settled import while_settled
from thongsuot.domains.organisation import successors
from thongsuot.domains.organisation.terms import Desk
from thongsuot.domains.payments import rules
from thongsuot.domains.payments.models import ListedExemption, ListedPayee, ListedTariff
from thongsuot.domains.payments.terms import Asked, FeeLine, OnlinePaymentOff, Payee


def holds(on: date) -> Q:
    """Return the condition that a row holds on a day."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


_ANY = Question(
    lambda procedure, on: ListedTariff.objects.filter(
        holds(on), procedure=procedure
    ).values_list("pk")[:1],
    procedure="procedure", on=date.min,
)  # fmt: skip
"""Asked at every submission: most procedures have no tariff here."""


@while_settled
def has_tariff(procedure: str, on: date) -> bool:
    """Return whether any amount of a procedure holds on a day."""
    return _ANY.first(procedure=procedure, on=on) is not None


def find_fees(
    *,
    procedure: str,
    channel: str,
    desk: Desk,
    on: date,
    case: str = "",
    group: str = "",
    copies: int = 0,
) -> tuple[FeeLine, ...] | None:
    """Return what a dossier would cost by the tariffs of a day; None where none asks for any.

    ``desk`` is where it is filed: the place whose tariff counts.
    """
    tariffs = [
        row.terms()
        for row in ListedTariff.objects.filter(holds(on), procedure=procedure).order_by("id")
    ]
    exemptions = [
        row.terms()
        for row in ListedExemption.objects.filter(holds(on), procedure__in=("", procedure))
    ]
    areas = tuple(frozenset({area}) for area in desk.areas)
    if any(t.scope.area for t in tariffs) or any(e.scope.area for e in exemptions):
        areas += tuple(successors.areas_before(desk.areas, on))
    asked = Asked(
        procedure=procedure, channel=channel, areas=areas, on=on, case=case, group=group,
        copies=copies,
    )  # fmt: skip
    return rules.fees_due(tariffs, exemptions, asked) or None


def payee_of(agencies: Iterable[str], on: date) -> Payee:
    """Return the account of the first of these agencies that has one; "*" stands for all.

    Raises:  OnlinePaymentOff.
    """
    wanted = [*agencies, "*"]
    rows = ListedPayee.objects.filter(holds(on), agency__in=wanted)
    found = {row.agency: row.terms() for row in rows}
    known = next((found[code] for code in wanted if code in found), None)
    if known is None:
        raise OnlinePaymentOff("no account is known for this agency")
    return known


def tariffs_on(on: date, procedure: str = "") -> list[ListedTariff]:
    """Return the amounts that hold on a day, of one procedure or of all, as they are listed."""
    rows = ListedTariff.objects.filter(holds(on)).select_related("area")
    rows = rows.filter(procedure=procedure) if procedure else rows
    return list(rows.order_by("procedure", "item", F("area__code").asc(nulls_first=True), "id"))


def tariffs_of(procedures: Collection[str], on: date) -> list[ListedTariff]:
    """Return the amounts that hold on a day, of several procedures in one query."""
    rows = ListedTariff.objects.filter(holds(on), procedure__in=procedures)
    return list(rows.order_by("procedure", "item", "id"))


def groups_named(since: date) -> set[str]:
    """Return the groups of applicants that any amount or exemption names on a day or later."""
    later = ~Q(group="") & (Q(valid_to__isnull=True) | Q(valid_to__gt=since))
    named = (m.objects.filter(later).values_list("group") for m in (ListedTariff, ListedExemption))
    return {group for rows in named for (group,) in rows.distinct()}


def exemptions_on(on: date) -> list[ListedExemption]:
    """Return the exemptions that hold on a day."""
    rows = ListedExemption.objects.filter(holds(on)).select_related("area")
    return list(rows.order_by("procedure", "code", "id"))
