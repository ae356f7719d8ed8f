"""A procedure: what it needs, takes, costs, and where it is filed."""

from itertools import pairwise

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.payments import queries as payments
from thongsuot.entrypoints.citizen import visitor
from thongsuot.entrypoints.citizen.cards import Card, card_of
from thongsuot.entrypoints.citizen.cases import Checker, checker_of
from thongsuot.entrypoints.citizen.desks import SHOWN, desks_for, matching, places_of
from thongsuot.entrypoints.citizen.durations import durations_of
from thongsuot.entrypoints.citizen.forms import line
from thongsuot.entrypoints.citizen.views.entering import page
from thongsuot.entrypoints.shared.procedure_changes import summary
from thongsuot.kernel.clock import local_date


def procedure(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show the card: four facts, papers, how long it took, then steps, legal bases, versions."""
    card, checker = _card(request, code)
    context = {
        "card": card,
        "checker": checker,
        "took": durations_of(code, visitor.now()),
        "event": next((e for e in catalogue.life_events() if code in e.procedures), None),
        "history": _history(code),
    }
    return page(request, "procedure", context)


def _history(code: str) -> list[tuple[catalogue.ProcedureVersion, str]]:
    """Return the versions, newest first, each with what it changed of the one before.

    The decision that published a version stands beside it anyway.
    """
    versions = catalogue.versions_of(code)
    told = [
        summary(one for one in catalogue.differences(*pair) if one.field != "decision")
        for pair in pairwise(versions)
    ]
    return list(zip(versions, ["", *told], strict=True))[::-1]


def paper_list(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show the papers alone, for printing on one sheet."""
    card, checker = _card(request, code)
    return page(request, "paper_list", {"card": card, "checker": checker})


def places(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show where one can go with it, and when; by the commune's name where that are many."""
    at = visitor.now()
    typed = line(request.GET.get("xa", ""))
    card, _checker = _card(request, code)
    known = desks_for(code, local_date(at))
    shown = matching(known, typed)[:SHOWN] if typed else known
    if len(shown) > SHOWN:
        shown = []
    context = {
        "card": card,
        "typed": typed,
        "known": len(known),
        "most": SHOWN,
        "places": places_of(shown, at),
    }
    return page(request, "places", context)


def _card(request: HttpRequest, code: str) -> tuple[Card, Checker]:
    """Return the card for the case that the address tells."""
    on = local_date(visitor.now())
    version, form = catalogue.current_version(code, on), catalogue.form_of(code, on)
    checker = checker_of(form, request.GET)
    tariffs = payments.tariffs_of([code], on)
    return card_of(version, form, checker.answers, tariffs), checker
