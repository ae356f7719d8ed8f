"""At the desk: look at what was sent, then receive it, or refuse it in writing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from thongsuot import bootstrap
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.queries import Block, DossierView
from thongsuot.domains.dossiers.terms import Act
from thongsuot.domains.dossiers.terms.refusing import RefusalGround
from thongsuot.domains.organisation import queries as organisation
from thongsuot.entrypoints.officer.bar import effect_of
from thongsuot.entrypoints.officer.components import component_lines
from thongsuot.entrypoints.officer.doubts import doubts_of
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.forms.acts import DeskRefusalForm, ForwardForm
from thongsuot.entrypoints.officer.forms.base import ActForm
from thongsuot.entrypoints.officer.frame import Frame, promise_of
from thongsuot.entrypoints.officer.pages import do
from thongsuot.entrypoints.officer.views.acting import (
    act_page,
    basis_at_its_field,
    data_of,
    filled,
    ready,
)
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.kernel.clock import local_date


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def receive(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show what was sent beside the checklist; one press receives it."""
    form = ActForm(data_of(request))
    if ready(request, form):
        return do(
            request, code,
            lambda: services.receive(
                code=code, by=visitor.by, at=visitor.at, key=form.act_key
            ),
            "received",
        )  # fmt: skip
    frame = Frame(code, visitor)
    view = frame.view
    promise = promise_of(view, visitor.at)
    area_id = organisation.get_agency(view.receiving_agency_code).area_id
    context = {
        "form": form,
        "lines": component_lines(view),
        "first_paper": _first_paper(view),
        "competent": organisation.competent_agencies(
            view.procedure_code, local_date(visitor.at), area_id
        ),
        "doubts": doubts_of(frame),
        "promise": promise,
        "effect": effect_of(Act.RECEIVE, frame.situation, promise),
        "waiting": dossiers.block_counts(by=visitor.by, at=visitor.at)[Block.INTAKE],
    }
    return act_page(request, visitor, frame, Act.RECEIVE, "receive.html", context)


def _first_paper(view: DossierView) -> Any:
    """Return what to read first: the declaration, else the first file, else nothing."""
    declared = (paper for paper in view.papers if paper.kind == "declaration")
    return next(declared, view.papers[0] if view.papers else None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def refuse(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Ask for ground, reason and legal basis, then refuse."""
    form = DeskRefusalForm(**filled(request))
    if ready(request, form):
        with basis_at_its_field(form):
            return do(
                request, code,
                lambda: services.refuse(
                    code=code, ground=RefusalGround(form.cleaned_data["ground"]),
                    reason=form.cleaned_data["reason"],
                    legal_basis=form.cleaned_data["legal_basis"], signer=bootstrap.signer(),
                    by=visitor.by, at=visitor.at, key=form.act_key,
                ),
                "refused",
            )  # fmt: skip
    context = {"form": form, "danger": True}
    return act_page(request, visitor, Frame(code, visitor), Act.REFUSE, "act.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def forward(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Ask for the right desk and why, then send it on."""
    frame = Frame(code, visitor)
    form = ForwardForm(**filled(request), own=frame.view.receiving_agency_code, at=visitor.at)
    if ready(request, form):
        return do(
            request, code,
            lambda: services.forward_submission(
                code=code, to_desk=form.cleaned_data["desk"], why=form.cleaned_data["why"],
                by=visitor.by, at=visitor.at, key=form.act_key,
            ),
            "forwarded",
        )  # fmt: skip
    return act_page(request, visitor, frame, Act.FORWARD, "act.html", {"form": form})
