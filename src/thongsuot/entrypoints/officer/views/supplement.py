"""Ask for missing papers, once, for everything: before receipt, or with the clock standing.

After receipt the handler drafts and the head signs, where the policy has it so.
"""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from thongsuot import bootstrap
from thongsuot.domains.deadlines.terms import DueDate
from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.supplements.rules import last_to_ask
from thongsuot.domains.dossiers.terms import Act, NationalState, NoRequestDrafted
from thongsuot.domains.dossiers.terms.drafts import DraftKind
from thongsuot.domains.dossiers.terms.supplements import SignedBy
from thongsuot.entrypoints.officer.components import ComponentLine, component_lines
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.forms.supplement import SupplementForm
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.pages import do
from thongsuot.entrypoints.officer.views.acting import act_page, basis_at_its_field, filled, ready
from thongsuot.entrypoints.officer.views.papers import draft_response
from thongsuot.entrypoints.officer.views.signing import sign_page
from thongsuot.entrypoints.officer.visitors import Visitor


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def supplement(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show every component; those ticked go into the one request."""
    frame = Frame(code, visitor)
    last, drafts = _last_instant(frame), _drafts(frame)
    lines = component_lines(frame.view)
    form = SupplementForm(
        **filled(request, **_as_drafted(frame, lines)),
        lines=lines,
        needs_base=last is not None and visitor.at > last.due_at,
        once_more=frame.situation.supplements >= frame.situation.policy.max_supplements,
    )
    if ready(request, form):
        with basis_at_its_field(form, "special_base"):
            said = "supplement-drafted" if drafts else "supplement"
            return do(request, code, lambda: _write(form, code, visitor, drafts=drafts), said)
    context = {
        "form": form,
        "last": last,
        "once_more": form.fields["exception"].required,
        "is_late": form.fields["special_base"].required,
        "policy": frame.situation.policy,
        "limit": frame.limit,
        "drafts": drafts,
    }
    act = Act.DRAFT_SUPPLEMENT if drafts else Act.REQUEST_SUPPLEMENT
    return act_page(request, visitor, frame, act, "supplement.html", context)


def _drafts(frame: Frame) -> bool:
    """Return whether what the visitor writes waits for another's signature."""
    situation = frame.situation
    asks_again = situation.supplements >= situation.policy.max_supplements
    return situation.policy.signed_by is SignedBy.HEAD and not (situation.apologises or asks_again)


def _as_drafted(frame: Frame, lines: Sequence[ComponentLine]) -> dict[str, Any]:
    """Return what the draft that waits says, as the form takes it."""
    drafted = frame.view.supplement_draft
    if drafted is None:
        return {}
    problems = {paper.component: paper.problem for paper in drafted.papers}
    asked = [(n, problems[line.code]) for n, line in enumerate(lines) if line.code in problems]
    return {
        "special_base": drafted.special_base,
        **{f"missing-{n}": True for n, _problem in asked},
        **{f"problem-{n}": problem for n, problem in asked},
    }


def _write(form: SupplementForm, code: str, visitor: Visitor, *, drafts: bool) -> object:
    said: dict[str, Any] = {
        "code": code, "papers": form.papers(), "special_base": form.cleaned_data["special_base"],
        "by": visitor.by, "at": visitor.at, "key": form.act_key,
    }  # fmt: skip
    if drafts:
        return services.draft_supplement(**said)
    return services.request_supplement(
        **said, exception=form.cleaned_data["exception"], signer=bootstrap.signer()
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def preview(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show the request as this visitor would sign it; who has no work on it says why."""
    return draft_response(
        request, visitor, code, services.preview_supplement, name=f"{code}-bo-sung"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def sign(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show the request first; one press signs it, sends it and lets the clock stand."""
    return sign_page(
        request, visitor, code, Act.REQUEST_SUPPLEMENT, template="sign_supplement.html",
        preview="officer:preview_supplement",
        told="supplement",
        sign=lambda form: services.sign_supplement(
            code=code, signer=bootstrap.signer(), by=visitor.by, at=visitor.at, key=form.act_key,
            seen_at=form.seen_at,
        ),
        beside=_beside_the_request,
    )  # fmt: skip


def _beside_the_request(frame: Frame) -> dict[str, Any]:
    """Return what stands beside the request.  Raises: NoRequestDrafted where one would sign it."""
    would_sign, turned = frame.situation.apologises, frame.view.turned_of(DraftKind.REQUEST)
    drafted = None if turned else frame.view.supplement_draft
    if drafted is None and would_sign and frame.view.state == NationalState.PROCESSING:
        raise NoRequestDrafted("nothing was drafted yet")
    return {
        "drafted": drafted, "last": _last_instant(frame), "policy": frame.situation.policy,
        "limit": frame.limit,
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def guide(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show every component; those ticked are what the sender adds before anything is received."""
    frame = Frame(code, visitor)
    form = SupplementForm(**filled(request), lines=component_lines(frame.view), needs_base=False)
    if ready(request, form):
        return do(
            request, code,
            lambda: services.guide_submission(
                code=code, papers=form.papers(), signer=bootstrap.signer(), by=visitor.by,
                at=visitor.at, key=form.act_key,
            ),
            "guided",
        )  # fmt: skip
    context = {"form": form, "policy": frame.situation.policy}
    return act_page(request, visitor, frame, Act.GUIDE, "guide.html", context)


def _last_instant(frame: Frame) -> DueDate | None:
    """Return until when the general law lets papers be asked for, by the hours of who settles."""
    if frame.view.received_at is None:
        return None
    counted = frame.view.due
    since = counted.counted_from if counted else frame.view.received_at
    return last_to_ask(frame.situation.policy, since, frame.calendar)
