"""What the pages of tariffs ask: rows a page at a time, imports, and what each of them changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from django.db.models import Q, QuerySet

from thongsuot.domains.ledger import queries as ledger
from thongsuot.domains.ledger.terms import Act
from thongsuot.domains.payments.models import (
    Listed,
    ListedExemption,
    ListedPayee,
    ListedTariff,
    Scoped,
)
from thongsuot.domains.payments.queries.tariffs import holds

PAGE_ROWS: Final = 50


class Section(StrEnum):
    """The three kinds of row of a tariff file."""

    TARIFFS = "tariffs"
    EXEMPTIONS = "exemptions"
    PAYEES = "payees"


MODELS: Final[Mapping[Section, type[Listed]]] = {
    Section.TARIFFS: ListedTariff,
    Section.EXEMPTIONS: ListedExemption,
    Section.PAYEES: ListedPayee,
}


@dataclass(frozen=True, slots=True)
class Sought:
    """Which rows are looked for; what is empty asks for all, no day for the rows of any day.

    ``words`` are the code of a procedure, or part of a name, a case or a legal number.
    """

    words: str = ""
    channel: str = ""
    group: str = ""
    area: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class TariffChange:
    """One row that a file brought, and the one in whose place it came, if any."""

    now: Listed
    before: Listed | None

    @property
    def section(self) -> Section:
        """In which list of the file the row stands."""
        return next(section for section, kind in MODELS.items() if type(self.now) is kind)


def rows_found(section: Section, sought: Sought, *, after: int = 0) -> list[Listed]:
    """Return a page of what is looked for and one row more, behind the row numbered ``after``."""
    rows = _sought(section, sought)
    last = MODELS[section]._default_manager.filter(pk=after).first() if after else None
    if last is not None:
        later = Q(key=last.key, valid_from__gt=last.valid_from)
        rows = rows.filter(Q(key__gt=last.key) | later)
    return list(rows.order_by("key", "valid_from")[: PAGE_ROWS + 1])


def count_found(section: Section, sought: Sought) -> int:
    """Return how many rows are looked for."""
    return _sought(section, sought).count()


def _sought(section: Section, sought: Sought) -> "QuerySet[Any]":
    model: type[Any] = MODELS[section]
    rows: QuerySet[Any] = model._default_manager.all()
    if sought.on is not None:
        rows = rows.filter(holds(sought.on))
    if not issubclass(model, Scoped):
        return rows.filter(Q(agency__icontains=sought.words) | Q(name__icontains=sought.words))
    asked = {"channel": sought.channel, "group": sought.group, "area__code": sought.area}
    rows = rows.filter(**{name: said for name, said in asked.items() if said})
    if sought.words:
        wide = (Q(**{f"{name}__icontains": sought.words}) for name in ("name", "legal_basis"))
        rows = rows.filter(
            Q(procedure__startswith=sought.words) | Q(case=sought.words) | next(wide) | next(wide)
        )
    return rows.select_related("area")


def changes_among(rows: Iterable[Listed]) -> list[TariffChange]:
    """Return what these rows came in the place of: what ended on the first day of each."""
    rows = list(rows)
    by_kind: dict[type[Listed], list[Listed]] = defaultdict(list)
    for row in rows:
        by_kind[type(row)].append(row)
    ended: dict[tuple[type[Listed], str, date | None], Listed] = {}
    for kind, new in by_kind.items():
        before = kind._default_manager.filter(
            key__in={row.key for row in new}, valid_to__in={row.valid_from for row in new}
        )
        ended |= {(kind, row.key, row.valid_to): row for row in before}
    return [TariffChange(row, ended.get((type(row), row.key, row.valid_from))) for row in rows]


def imports(*, before: int | None = None) -> list[Act]:
    """Return the tariff files that were taken over, the newest first, a page and one more."""
    return ledger.newest_acts_of("tariffs", before=before, newest=PAGE_ROWS + 1)


def versions_at(instants: Collection[datetime]) -> dict[datetime, str]:
    """Return the versions that the files taken over at these instants named."""
    found: dict[datetime, str] = {}
    for model in MODELS.values():
        rows = model._default_manager.filter(imported_at__in=instants)
        found |= dict(rows.order_by().values_list("imported_at", "file_version").distinct())
    return found


def brought_at(section: Section, at: datetime, *, after: int = 0) -> list[TariffChange]:
    """Return a page of the rows that a file brought and one more, each with what it replaced."""
    brought: QuerySet[Any] = MODELS[section]._default_manager.filter(imported_at=at, pk__gt=after)
    rows = brought.order_by("pk")
    if section is not Section.PAYEES:
        rows = rows.select_related("area")
    return changes_among(rows[: PAGE_ROWS + 1])


def counts_at(at: datetime) -> dict[Section, int]:
    """Return how many rows of each kind a file brought."""
    return {
        section: model._default_manager.filter(imported_at=at).count()
        for section, model in MODELS.items()
    }
