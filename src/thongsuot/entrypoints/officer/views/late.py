"""The list of late dossiers behind a number of the figures: page by page, or whole as CSV."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.dossiers import open_facts
from thongsuot.domains.dossiers.open_facts import OpenFact
from thongsuot.entrypoints.officer import places
from thongsuot.entrypoints.officer.clocks import uncounted_in_words
from thongsuot.entrypoints.officer.entering import for_officers
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.views.figures import entered, note_taking
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared.figures.names import WorkingTime, names_of
from thongsuot.entrypoints.shared.figures.tables import csv_answer
from thongsuot.kernel.clock import local_date, to_local

A_PAGE: Final = 200
"""Late dossiers on one page."""
CSV_HEAD: Final = (
    "ma_ho_so", "ma_thu_tuc", "nguoi_giu", "vi_tri", "co_quan", "giu_tu", "hen_tra",
    "qua_han_phut_lam_viec", "cho_bo_sung",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LateRow:
    """One late dossier, its holder by name, and by how many working minutes it is late."""

    fact: OpenFact
    officer: str
    post: str
    agency: str
    minutes: int


@require_safe
@for_officers
def of_scope(request: HttpRequest, visitor: Visitor, code: str = "") -> HttpResponse:
    """List the late dossiers that an agency and those below it hold, or all."""
    scope, _period = entered(request, visitor, code)
    calendar, at = deadlines.calendar_at(visitor.at).for_telling, visitor.at
    after = places.asked_due(request)
    found = open_facts.late_first(at=at, agencies=scope.agencies, most=A_PAGE + 1, after=after)
    shown = found[:A_PAGE]
    goes_on = len(found) > A_PAGE
    time = WorkingTime.of(calendar, at)
    context = {
        "rows": [(row, _late_for(row.minutes, time)) for row in _named(shown, visitor, calendar)],
        "total": open_facts.late_count(at=at, agencies=scope.agencies),
        "is_first": after is None,
        "next": places.written_due(*shown[-1].place) if goes_on else "",
        "scope": scope,
        "list": scope.address("late"),
        "csv": scope.address("late_csv"),
        "back": scope.address("figures"),
        "uncounted": uncounted_in_words(calendar, at),
    }
    return page(request, visitor, "late.html", context)


@require_safe
@for_officers
def csv_of_scope(request: HttpRequest, visitor: Visitor, code: str = "") -> HttpResponseBase:
    """Give the late dossiers that an agency and those below it hold, or all, as CSV."""
    scope, period = entered(request, visitor, code)
    note_taking(scope, period, visitor, "qua-hen.csv")
    calendar, at = deadlines.calendar_at(visitor.at).for_telling, visitor.at
    rows = (
        _cells(row)
        for found in open_facts.late_pages(at=at, agencies=scope.agencies)
        for row in _named(found, visitor, calendar)
    )
    return csv_answer(f"qua-hen-{code or 'toan-tinh'}-{local_date(at)}", CSV_HEAD, rows)


def _named(
    found: Iterable[OpenFact], visitor: Visitor, calendar: WorkingCalendar
) -> Iterator[LateRow]:
    facts = list(found)
    names = names_of(
        {fact.agency for fact in facts}, {fact.post for fact in facts},
        {fact.officer for fact in facts},
    )  # fmt: skip
    for fact in facts:
        yield LateRow(
            fact, names.officers.get(fact.officer, ""), names.post(fact.post),
            names.agency(fact.agency),
            deadline_rules.working_minutes(fact.due_at, visitor.at, calendar),
        )  # fmt: skip


def _cells(row: LateRow) -> tuple[str | int, ...]:
    fact = row.fact
    return (
        fact.code, fact.procedure_code, row.officer, row.post, row.agency,
        to_local(fact.held_since).isoformat(), to_local(fact.due_at).isoformat(), row.minutes,
        _("có") if fact.paused else "",
    )  # fmt: skip


def _late_for(minutes: int, time: WorkingTime) -> str:
    """Return how late one is, as far as that can be counted yet."""
    if time.uncounted_since is None:
        return time.words(minutes)
    return _("ít nhất {time}").format(time=time.words(minutes)) if minutes else _("chưa tính được")
