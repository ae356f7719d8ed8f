"""Who holds how long, who is late, who sends round: agencies, for everybody."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.core.cache import cache
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from thongsuot.domains.accountability.reports import as_now, report_of
from thongsuot.domains.accountability.terms import Period
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.entrypoints.citizen import visitor
from thongsuot.entrypoints.citizen.views.entering import page
from thongsuot.entrypoints.shared.figures.names import WorkingTime, agencies_in, heirs_in, names_of
from thongsuot.entrypoints.shared.figures.public import FEW, Shown, public_sections
from thongsuot.entrypoints.shared.figures.readings import AS_WAS
from thongsuot.entrypoints.shared.figures.sections import Section, as_of, days, uncounted_note
from thongsuot.entrypoints.shared.figures.tables import csv_answer, noted
from thongsuot.kernel.clock import local_date

FRESH_FOR_S: Final = 300
"""How old the figures may be; the page says of when they are."""
WINDOW: Final = timedelta(days=90)
_KEPT: Final = "public-accountability"


@require_safe
def accountability(request: HttpRequest) -> HttpResponseBase:
    """Show the figures of the last 90 days, agency by agency: as now, or as they were."""
    shown = _shown(request)
    time = _time(shown)
    context = {
        "sections": _sections(shown, time),
        "as_of": as_of(shown.report.at, time),
        "days": days(shown.report.period),
        "few": FEW,
        "has_changed": bool(shown.heirs),
        "as_was": shown.was is not None,
        "as_was_key": AS_WAS,
    }
    return page(request, "accountability", context)


@require_safe
def accountability_csv(request: HttpRequest, table: str) -> HttpResponseBase:
    """Give one of the tables as CSV."""
    shown = _shown(request)
    for section in _sections(shown, _time(shown)):
        if section.table.name == table:
            name = f"{table}-{shown.report.period.last}"
            whole = noted(section.table, uncounted_note(_time(shown)))
            return csv_answer(name, whole.head, whole.rows)
    raise Http404


def _shown(request: HttpRequest) -> Shown:
    """Return the figures of now; beside them those as they were, where these are asked for."""
    kept: Shown | None = cache.get(_KEPT)
    if kept is None:
        at = visitor.now()
        today = local_date(at)
        was = report_of(Period(today - WINDOW, today), at=at)
        heirs = heirs_in(was, today)
        kept = Shown(as_now(was, heirs) if heirs else was, was, heirs)
        cache.set(_KEPT, kept, FRESH_FOR_S)
    is_as_was = kept.heirs and request.GET.get("theo") == AS_WAS
    return kept if is_as_was else replace(kept, was=None)


def _time(shown: Shown) -> WorkingTime:
    at = shown.report.at
    return WorkingTime.of(deadlines.calendar_at(at), at)


def _sections(shown: Shown, time: WorkingTime) -> list[Section]:
    report = shown.report
    found = public_sections(shown, names_of(agencies_in(report)), time)
    more = f"?theo={AS_WAS}" if shown.was else ""
    return [
        replace(
            section,
            download=reverse("citizen:accountability-csv", args=[section.table.name]) + more,
        )
        for section in found
    ]
