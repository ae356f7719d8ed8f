"""The one re-dating: draft the apology, look at it, sign it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from thongsuot import bootstrap
from thongsuot.domains.deadlines.terms import CalendarGap
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.lateness import queries as lateness
from thongsuot.domains.dossiers.terms import Act
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.forms.extending import ExtensionForm
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.pages import do
from thongsuot.entrypoints.officer.views.acting import act_page, filled, ready
from thongsuot.entrypoints.officer.views.papers import draft_response
from thongsuot.entrypoints.officer.views.signing import sign_page
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.officer.words import TIMINGS
from thongsuot.kernel.clock import local_date


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def propose(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Ask for the reason and one of the dates that the calendar gives."""
    frame = Frame(code, visitor)
    drafted = frame.view.extension
    dates = dossiers.new_dates(frame.view, visitor.at)
    stated = lateness.policy_in_force(local_date(visitor.at)).extension
    before = {"reason": drafted.reason, "days": drafted.days} if drafted else {}
    basis = drafted.legal_basis if drafted else stated.legal_basis
    form = ExtensionForm(**filled(request, legal_basis=basis, **before), dates=dates)
    if ready(request, form):
        return do(
            request, code,
            lambda: services.propose_extension(
                code=code, days=form.cleaned_data["days"], reason=form.cleaned_data["reason"],
                legal_basis=form.cleaned_data["legal_basis"], by=visitor.by, at=visitor.at,
                key=form.act_key,
            ),
            "extension-proposed",
        )  # fmt: skip
    context = {"form": form, "drafted": drafted, **_standing(frame)}
    return act_page(
        request, visitor, frame, Act.PROPOSE_EXTENSION, "propose_extension.html", context
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def preview(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show the apology as this visitor would sign it; who has no work on it says why."""
    return draft_response(request, visitor, code, services.preview_apology, name=f"{code}-xin-loi")


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def sign(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show the apology first; one press signs it and promises the new date."""
    return sign_page(
        request, visitor, code, Act.SIGN_EXTENSION, template="sign_extension.html",
        preview="officer:preview_apology",
        told="extension-signed",
        sign=lambda form: services.sign_extension(
            code=code, signer=bootstrap.signer(), by=visitor.by, at=visitor.at,
            key=form.act_key, seen_at=form.seen_at,
        ),
        beside=lambda frame: {"drafted": frame.view.extension, **_standing(frame)},
    )  # fmt: skip


def _standing(frame: Frame) -> dict[str, Any]:
    """Return until when an apology is in time, and what one of now would be."""
    try:
        found = dossiers.timing_now(frame.view, frame.visitor.at)
    except CalendarGap:
        found = None
    if found is None:
        return {}
    by, timing = found
    return {"notice_by": by, "timing": TIMINGS[timing], "is_in_time": timing == "in-time"}
