"""Who holds how long, who is late, who sends round: agencies, for everybody."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.core.cache import cache
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from thongsuot.domains.accountability.reports import Report, report_of
from thongsuot.domains.accountability.terms import Period
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.entrypoints.citizen import visitor
from thongsuot.entrypoints.citizen.views.entering import page
from thongsuot.entrypoints.shared.figures.names import WorkingTime, agencies_in, names_of
from thongsuot.entrypoints.shared.figures.public import FEW, public_sections
from thongsuot.entrypoints.shared.figures.sections import Section, as_of, days
from thongsuot.entrypoints.shared.figures.tables import csv_answer
from thongsuot.kernel.clock import local_date

FRESH_FOR_S: Final = 300
"""How old the figures may be; the page says of when they are."""
WINDOW: Final = timedelta(days=90)
_KEPT: Final = "public-accountability"


@require_safe
def accountability(request: HttpRequest) -> HttpResponseBase:
    """Show the figures of the last 90 days, agency by agency."""
    report = _report()
    context = {
        "sections": _sections(report),
        "as_of": as_of(report.at),
        "days": days(report.period),
        "few": FEW,
    }
    return page(request, "accountability", context)


@require_safe
def accountability_csv(_request: HttpRequest, table: str) -> HttpResponseBase:
    """Give one of the tables as CSV."""
    report = _report()
    for section in _sections(report):
        if section.table.name == table:
            name = f"{table}-{report.period.last}"
            return csv_answer(name, section.table.head, section.table.rows)
    raise Http404


def _report() -> Report:
    kept: Report | None = cache.get(_KEPT)
    if kept is None:
        at = visitor.now()
        today = local_date(at)
        kept = report_of(Period(today - WINDOW, today), at=at)
        cache.set(_KEPT, kept, FRESH_FOR_S)
    return kept


def _sections(report: Report) -> list[Section]:
    time = WorkingTime.of(deadlines.calendar_at(report.at), report.at)
    found = public_sections(report, names_of(agencies_in(report)), time)
    return [
        replace(section, download=reverse("citizen:accountability-csv", args=[section.table.name]))
        for section in found
    ]
