"""The frame of every page with a form for one act: shown when the act is open, refused if not."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from thongsuot.domains.custody.terms import BasisNamesNothing
from thongsuot.domains.dossiers.terms import Act
from thongsuot.entrypoints.officer import keeping, notices, typed
from thongsuot.entrypoints.officer.actions import refusal_of
from thongsuot.entrypoints.officer.bar import HEADINGS, NAMES, effect_of
from thongsuot.entrypoints.officer.forms.base import ActForm
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.sentences import DOOR
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared.sentences import sentence_for
from thongsuot.entrypoints.shared.threads import Stop
from thongsuot.kernel.errors import Refused


def ready(request: HttpRequest, form: ActForm) -> bool:
    """Return whether the form is sent, right, and neither closed nor brought back by a log-in."""
    if request.method != "POST" or keeping.is_shown_again(request) or typed.is_closing(request):
        return False
    return form.is_valid()


@contextmanager
def basis_at_its_field(form: ActForm, field: str = "legal_basis") -> Iterator[None]:
    """Say at the field that a legal basis names no document; what was typed stays."""
    with refused_at_its_field(form, field, BasisNamesNothing):
        yield


@contextmanager
def refused_at_its_field(form: ActForm, field: str, *refusals: type[Refused]) -> Iterator[None]:
    """Say a refusal at the field that it is about, with what to do; what was typed stays."""
    try:
        yield
    except refusals as refusal:
        sentence = sentence_for(refusal, DOOR)
        form.add_error(field, f"{sentence.title}. {sentence.what_to_do}")


def data_of(request: HttpRequest) -> Any:
    """Return what to bind a form to: nothing on the first visit."""
    return request.POST if request.method == "POST" else None


def filled(request: HttpRequest, **initial: Any) -> dict[str, Any]:
    """Return data and initial values of a form: what was typed before comes back to its page."""
    return {"data": data_of(request), "initial": {**initial, **typed.waiting(request)}}


def _close(request: HttpRequest, code: str, form: ActForm) -> HttpResponse:
    """Leave the page; what was typed waits for its next opening."""
    if typed.keep(request, form):
        notices.put(request, "kept", code)
    return redirect("officer:dossier", code)


def act_page(
    request: HttpRequest,
    visitor: Visitor,
    frame: Frame,
    act: Act,
    template: str,
    context: Mapping[str, Any],
) -> HttpResponse:
    """Return the page of one act.  Raises: Refused when it is not open to this visitor.

    A key that was used before (the page came back by the back button) shows the form again;
    sending it once more does nothing twice.
    """
    if typed.is_closing(request):
        return _close(request, frame.view.code, context["form"])
    refusal = refusal_of(frame.situation, act)
    if refusal is not None:
        raise refusal
    name = str(NAMES[act])
    heading = str(HEADINGS.get(act, NAMES[act]))
    common = {
        "frame": frame,
        "view": frame.view,
        "act_name": name,
        "effect": effect_of(act, frame.situation),
        "crumbs": frame.crumbs(name),
        "typed": request.method != "POST" and bool(typed.waiting(request)),
        "waiting_stop": Stop(who="", dotted=True),
        "heading": _("{act}: {procedure}").format(act=heading, procedure=frame.view.plain_name),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if _is_wrong(request, context) else HTTPStatus.OK
    return page(request, visitor, template, {**common, **context}, status=status)


def _is_wrong(request: HttpRequest, context: Mapping[str, Any]) -> bool:
    """Return whether the page says what is wrong with what was just sent."""
    form: ActForm | None = context.get("form")
    is_sent = request.method == "POST" and not keeping.is_shown_again(request)
    return is_sent and form is not None and bool(form.errors)
