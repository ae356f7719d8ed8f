"""At the counter: papers that were asked for are brought, a withdrawal, or an objection."""

from collections import defaultdict
from contextlib import suppress
from functools import partial
from typing import BinaryIO
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from thongsuot.domains.documents.terms import FiledPaper, Kind, NotWithdrawable, PaperUnknown
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.domains.dossiers.supplements import queries as supplements
from thongsuot.domains.dossiers.terms import Act, ActNotAllowed, NationalState
from thongsuot.entrypoints.officer import keeping, typed
from thongsuot.entrypoints.officer.actions import refusal_of
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.forms.counter import (
    REQUEST,
    REQUEST_FILE,
    ObjectForm,
    SignedForm,
    SupplyForm,
    WithdrawForm,
)
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.pages import do
from thongsuot.entrypoints.officer.views.acting import act_page, filled, ready
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared import posted, uploads
from thongsuot.entrypoints.shared.process_words import PAPERS_CAME
from thongsuot.entrypoints.shared.uploads import Problem
from thongsuot.kernel.clock import local_date

REMOVE = "bo"


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def supply(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """List what was asked for, take in what was brought, and enter it once all is there."""
    frame = Frame(code, visitor)
    takes = _sends(request) and refusal_of(frame.situation, Act.SUPPLY) is None
    removes = takes and REMOVE in request.POST
    if removes:
        _remove(request, frame)
    problems = _take_in(request, frame) if takes else []
    if takes:
        frame = Frame(code, visitor)
    form = _supply_form(request, frame)
    if removes and not problems:
        typed.keep(request, form)
        return redirect(request.path)
    is_ready = ready(request, form)
    if takes:
        problems += _missing(request, form, problems)
        form.say(problems)
    if is_ready and not problems:
        return do(
            request, code,
            lambda: services.supply(
                code=code, by=visitor.by, at=visitor.at, key=form.act_key, why=PAPERS_CAME,
                brought=form.brought,
            ),
            partial(_came, code, visitor),
        )  # fmt: skip
    context = {"form": form, "asked": frame.view.open_supplement, "limit": frame.limit}
    return act_page(request, visitor, frame, Act.SUPPLY, "supply.html", context)


def _supply_form(request: HttpRequest, frame: Frame) -> SupplyForm:
    asked = frame.view.open_supplement
    return SupplyForm(
        **filled(request), files=request.FILES or None, papers=asked.papers if asked else [],
        filed=_filed(frame.view), scanned=dossiers.taken_in_at_the_desk(frame.view.subject),
    )  # fmt: skip


def _came(code: str, visitor: Visitor) -> str:
    """Return what to say of papers that are entered: before receipt no clock runs by them."""
    state = dossiers.state_of(code, by=visitor.by, at=visitor.at).national_state
    return "papers-brought-early" if state == NationalState.REGISTERED else "papers-brought"


def _sends(request: HttpRequest) -> bool:
    """Return whether files come with what is sent; none do with a form that is only shown again."""
    is_shown_again = keeping.is_shown_again(request) or typed.is_closing(request)
    return request.method == "POST" and not is_shown_again


def _take_in(request: HttpRequest, frame: Frame) -> list[Problem]:
    asked = frame.view.open_supplement
    components = [paper.component for paper in asked.papers] if asked else []
    return uploads.take_in(request, components, partial(_keep, frame))


def _keep(frame: Frame, component: str, name: str, content: BinaryIO) -> None:
    services.attach_supplement(
        code=frame.view.code, component_code=component, name=name, stream=content,
        by=frame.visitor.by, at=frame.visitor.at,
    )  # fmt: skip


def _missing(request: HttpRequest, form: SupplyForm, problems: list[Problem]) -> list[Problem]:
    told = {problem.component for problem in problems}
    wanted = [
        (row.paper.component, row.paper.name)
        for row in form.rows
        if row.paper.component not in told and not row.files
    ]
    return uploads.missing(request, wanted)


def _filed(view: DossierView) -> dict[str, list[FiledPaper]]:
    """Return what was taken in for each paper since it was asked for."""
    found: defaultdict[str, list[FiledPaper]] = defaultdict(list)
    asked = view.open_supplement
    for paper in view.papers:
        if asked and paper.kind is Kind.UPLOAD and paper.attached_at >= asked.asked_at:
            found[paper.component_code].append(paper)
    return found


def _remove(request: HttpRequest, frame: Frame) -> None:
    """Take one file out that is not entered yet; taken out before, it is simply gone."""
    with suppress(ActNotAllowed, NotWithdrawable, PaperUnknown, ValueError):
        services.withdraw_supplement(
            code=frame.view.code, attachment_id=UUID(posted.line(request, REMOVE)),
            by=frame.visitor.by, at=frame.visitor.at,
        )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def withdraw(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Ask who asked for it and why; then the dossier is withdrawn."""
    form = WithdrawForm(**filled(request), files=request.FILES or None)
    if ready(request, form) and _is_taken_in(
        request, form, partial(_withdraw, visitor, code, form)
    ):
        return do(request, code, lambda: None, "withdrawn")
    context = {"form": form, "danger": True}
    return act_page(request, visitor, Frame(code, visitor), Act.WITHDRAW, "withdraw.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def object_to_request(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Ask why the applicant disagrees with what is asked for, and enter it for him, once."""
    form = ObjectForm(**filled(request), files=request.FILES or None)
    if ready(request, form) and _is_taken_in(request, form, partial(_object, visitor, code, form)):
        return do(request, code, lambda: None, "objection-brought")
    frame = Frame(code, visitor)
    stated = supplements.policy_of(frame.view.procedure_code, local_date(visitor.at)).objection
    context = {"form": form, "asked": frame.view.open_supplement, "stated": stated}
    return act_page(request, visitor, frame, Act.OBJECT, "object.html", context)


def _is_taken_in(request: HttpRequest, form: SignedForm, keep: uploads.Keep) -> bool:
    """Do the act with the signed paper; what is wrong with the file is said at its field."""
    problems = uploads.take_in(request, [REQUEST], keep)
    for problem in problems:
        form.add_error(REQUEST_FILE, problem.sentence)
    return not problems


def _withdraw(
    visitor: Visitor, code: str, form: WithdrawForm, _component: str, name: str, content: BinaryIO
) -> None:
    services.enter_withdrawal(
        code=code, reason=form.cleaned_data["reason"], brought=form.brought, name=name,
        stream=content, by=visitor.by, at=visitor.at, key=form.act_key,
    )  # fmt: skip


def _object(
    visitor: Visitor, code: str, form: ObjectForm, _component: str, name: str, content: BinaryIO
) -> None:
    services.enter_objection(
        code=code, words=form.cleaned_data["words"], brought=form.brought, name=name,
        stream=content, by=visitor.by, at=visitor.at, key=form.act_key,
    )  # fmt: skip
