"""After sending: the code, the PIN, what happens next. The page can be opened again."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from thongsuot.domains.documents.terms import Kind
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers.terms import FINAL, NationalState
from thongsuot.domains.payments import queries as payments
from thongsuot.entrypoints.citizen import tracking
from thongsuot.entrypoints.citizen.desks import place_of
from thongsuot.entrypoints.citizen.todos import WAITING, answering, money_on_its_way
from thongsuot.entrypoints.citizen.views.entering import DossierVisit, of_dossier, page


@of_dossier
def confirmation(request: HttpRequest, visit: DossierVisit) -> HttpResponseBase:
    """Show code, secret, files as they are kept, and what happens next with dates."""
    view = dossiers.view_for(visit.code, by=visit.by, at=visit.at)
    papers = tracking.papers_for_applicant(view)
    context = {
        "view": view,
        "pin": dossiers.pin_of(visit.code, by=visit.by),
        "track_url": settings.PUBLIC_URL + reverse("citizen:look", args=[visit.code]),
        "lines": tracking.paper_lines(view, [p for p in papers if p.kind is Kind.UPLOAD]),
        "declaration": tracking.newest(papers, Kind.DECLARATION),
        "slip": tracking.newest(papers, Kind.INTAKE_SLIP),
        "over": view.state in FINAL or view.decided_at is not None,
        "waiting": view.state is NationalState.REGISTERED,
        "owed": _owed(view),
        "guided": view.guided,
        "answering": answering(view, visit.at),
        "place": place_of(view, visit.at),
    }
    return page(request, "confirmation", context)


def _owed(view: dossiers.DossierView) -> int:
    """Return what is still to be paid; nothing while it is said to be on its way."""
    due = payments.due_of(view.subject) if view.state in WAITING else 0
    return 0 if due and money_on_its_way(view.subject) else due
