"""Pages of figures: of all agencies, of one, and the list of late dossiers behind a number."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thongsuot.domains.accountability import policy, services
from thongsuot.domains.accountability.reports import period_of
from thongsuot.domains.accountability.terms import Period
from thongsuot.domains.organisation import queries as organisation
from thongsuot.entrypoints.officer.decisions import things_of
from thongsuot.entrypoints.officer.entering import for_officers
from thongsuot.entrypoints.officer.figures import Scope, figures_of, scope_of
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared.figures.readings import AS_WAS
from thongsuot.entrypoints.shared.figures.sections import as_of, uncounted_note
from thongsuot.entrypoints.shared.figures.tables import csv_answer, noted
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date


def asked_period(request: HttpRequest, today: date) -> Period:
    """Return the period the address asks for; this quarter where it asks for none.

    Raises:  PeriodWrong; a day that is none counts as not asked for.
    """
    days = [_day(request.GET.get(name, "")) for name in ("tu", "den")]
    return period_of(days[0], days[1], today)


def _day(text: str) -> date | None:
    try:
        return formats.parse_date(text)
    except formats.Unreadable:
        return None


@require_safe
@for_officers
def figures(_request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Lead everybody to the figures that are his."""
    on = local_date(visitor.at)
    if policy.sees_whole(visitor.by, on):
        return redirect("officer:whole_figures")
    if policy.sees_agency(visitor.by.agency, visitor.by, on):
        return redirect("officer:agency_figures", visitor.by.agency)
    return redirect("officer:statement")


@require_safe
@for_officers
def of_scope(request: HttpRequest, visitor: Visitor, code: str = "") -> HttpResponse:
    """Show the figures of an agency and those below it, by post and officer.

    Without a code those of all agencies: no officer is named but who holds what waits.
    """
    scope, period = entered(request, visitor, code)
    found = figures_of(scope, period, visitor.at, as_was=_is_as_was(request))
    context = {
        "figures": found,
        "scope": scope,
        "things": things_of(found, visitor),
        "as_of": as_of(found.at, found.time),
        "period": period,
        "late_address": scope.address("late"),
        "now_address": found.address(),
        "was_address": found.address(AS_WAS),
        "tabs": tabs(visitor, scope.code or "*"),
    }
    return page(request, visitor, "figures.html", context)


def _is_as_was(request: HttpRequest) -> bool:
    return request.GET.get("theo") == AS_WAS


@require_safe
@for_officers
def csv_of_scope(
    request: HttpRequest, visitor: Visitor, table: str, code: str = ""
) -> HttpResponseBase:
    """Give one table of an agency, or of all, as CSV."""
    scope, period = entered(request, visitor, code)
    found = figures_of(scope, period, visitor.at, as_was=_is_as_was(request))
    for section in found.sections:
        if section.table.name == table:
            whole = noted(section.table, uncounted_note(found.time))
            note_taking(scope, period, visitor, f"{table}.csv")
            return csv_answer(f"{table}-{period.last}", whole.head, whole.rows)
    raise Http404


def entered(request: HttpRequest, visitor: Visitor, code: str) -> tuple[Scope, Period]:
    """Return what is asked for, if it is for these eyes; reading about people is recorded.

    Raises:  FiguresNotYours; AgencyUnknown; PeriodWrong.
    """
    on = local_date(visitor.at)
    if code:
        policy.check_agency(code, visitor.by, on)
        code = organisation.get_agency(code).code
    else:
        policy.check_whole(visitor.by, on)
    period = asked_period(request, on)
    services.note_reading(of=_people_of(code), period=period, by=visitor.by, at=visitor.at)
    return scope_of(code, period, on), period


def note_taking(scope: Scope, period: Period, visitor: Visitor, file: str) -> None:
    """Record that the visitor takes figures about people away as a file."""
    services.note_reading(
        of=_people_of(scope.code), period=period, by=visitor.by, at=visitor.at, taken=file
    )


def _people_of(code: str) -> str:
    """Return of whose figures the record says that they were read."""
    return f"agency:{code}" if code else "agency:*"


def tabs(visitor: Visitor, current: str) -> list[tuple[str, str, bool]]:
    """Return the pages of figures this visitor may open: name, address, whether it is open."""
    on = local_date(visitor.at)
    found: list[tuple[str, Scope, str]] = []
    if policy.sees_whole(visitor.by, on):
        found.append((_("Toàn tỉnh"), Scope("", "", None), "*"))
    if policy.sees_agency(visitor.by.agency, visitor.by, on):
        own = Scope(visitor.by.agency, "", None)
        found.append((visitor.seat.agency_short, own, visitor.by.agency))
    linked = [(name, scope.address("figures"), key == current) for name, scope, key in found]
    return [*linked, (_("Của tôi"), reverse("officer:statement"), current == "=")]
