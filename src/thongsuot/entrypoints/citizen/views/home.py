"""Where one begins: a question in own words, turns of life, a look-up box, public numbers."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.catalogue.terms import Hit
from thongsuot.domains.payments import queries as payments
from thongsuot.entrypoints.citizen import visitor
from thongsuot.entrypoints.citizen.cards import Line, line_of
from thongsuot.entrypoints.citizen.figures import province_figures
from thongsuot.entrypoints.citizen.forms import LookUp, line
from thongsuot.entrypoints.citizen.views.entering import page
from thongsuot.entrypoints.shared.figures.public import FEW
from thongsuot.entrypoints.shared.figures.readings import AS_WAS
from thongsuot.entrypoints.shared.icons import LIFE_EVENTS
from thongsuot.kernel.clock import local_date


def home(request: HttpRequest) -> HttpResponseBase:
    """Ask what the visitor needs."""
    at = visitor.now()
    context = {
        "life_events": _life_events(),
        "look_up": LookUp(),
        "figures": province_figures(at),
    }
    return page(request, "home", context)


def figures(request: HttpRequest) -> HttpResponseBase:
    """Show where the public numbers come from, desk by desk: as they stand now, or as they were."""
    found = province_figures(visitor.now())
    as_was = bool(found and found.has_changed and request.GET.get("theo") == AS_WAS)
    rows = (found.table_as_was if as_was else found.table) if found else []
    context = {"figures": found, "few": FEW, "rows": rows, "as_was": as_was, "as_was_key": AS_WAS}
    return page(request, "figures", context)


def search(request: HttpRequest) -> HttpResponseBase:
    """Find procedures in the visitor's own words."""
    typed = line(request.GET.get("q", ""))
    hits = catalogue.search(typed, on=local_date(visitor.now())) if typed else []
    context = {
        "typed": typed,
        "results": _lines(hits),
        "elsewhere": catalogue.settled_elsewhere(typed),
        "life_events": _life_events(),
    }
    return page(request, "search", context)


def life_event(request: HttpRequest, slug: str) -> HttpResponseBase:
    """List the procedures of one turn of life."""
    event = next((e for e in catalogue.life_events() if e.slug == slug), None)
    if event is None:
        raise Http404
    hits = catalogue.procedures_of_life_event(slug, on=local_date(visitor.now()))
    return page(request, "life_event", {"event": event, "results": _lines(hits)})


def _life_events() -> list[tuple[str, object]]:
    return list(zip(LIFE_EVENTS, catalogue.life_events(), strict=False))


def _lines(hits: Sequence[Hit]) -> list[Line]:
    """Return the hits with their facts, in their order; four queries however many."""
    on = local_date(visitor.now())
    codes = [hit.code for hit in hits]
    found = catalogue.versions_in_force(on).filter(procedure__code__in=codes)
    by_code = {version.code: version for version in found}
    tariffs: dict[str, list[Any]] = {}
    for row in payments.tariffs_of(codes, on) if codes else []:
        tariffs.setdefault(row.procedure, []).append(row)
    return [
        line_of(by_code[code], catalogue.form_of(code, on), tariffs.get(code, ()))
        for code in codes
        if code in by_code
    ]
