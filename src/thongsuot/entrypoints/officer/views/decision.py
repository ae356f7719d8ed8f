"""The decision: its tab, the draft, the signature after a look at the text, the issuing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from thongsuot import bootstrap
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.terms import Act, NationalState, Outcome
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.forms.acts import DraftForm
from thongsuot.entrypoints.officer.forms.base import ActForm
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.pages import do, page
from thongsuot.entrypoints.officer.prescribed import wanted_lines
from thongsuot.entrypoints.officer.views.acting import act_page, data_of, filled, ready
from thongsuot.entrypoints.officer.views.papers import draft_response
from thongsuot.entrypoints.officer.views.signing import sign_page
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.officer.words import OUTCOMES, RECIPIENTS


@require_safe
@for_officers
def decision(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show what was drafted, signed, issued and handed out, and what comes next."""
    frame = Frame(code, visitor)
    decided = frame.view.decision
    context = {
        "frame": frame,
        "view": frame.view,
        "decision": decided,
        "outcome": OUTCOMES[decided.outcome] if decided else "",
        "recipient": _recipient(frame),
        "tabs": frame.tabs("officer:decision"),
        "crumbs": frame.crumbs(),
    }
    return page(request, visitor, "decision.html", context)


def _recipient(frame: Frame) -> str:
    if frame.view.state != NationalState.RETURNED:
        return ""
    row = dossiers.get_dossier(frame.view.code, by=frame.visitor.by, at=frame.visitor.at)
    return str(RECIPIENTS[row.returned_to])


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def draft(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Ask for outcome and grounds; an earlier draft is shown to be changed."""
    frame = Frame(code, visitor)
    earlier = frame.view.decision
    initial = {"outcome": earlier.outcome, "grounds": earlier.grounds} if earlier else {}
    form = DraftForm(**filled(request, **initial))
    if ready(request, form):
        return do(
            request, code,
            lambda: services.draft_decision(
                code=code, outcome=Outcome(form.cleaned_data["outcome"]),
                grounds=form.cleaned_data["grounds"],
                by=visitor.by, at=visitor.at, key=form.act_key,
            ),
            "drafted",
        )  # fmt: skip
    return act_page(request, visitor, frame, Act.DRAFT, "act.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def preview(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show the text as it would be signed by this visitor; who has no work on it says why."""
    return draft_response(request, visitor, code, services.preview_result, name=f"{code}-du-thao")


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def sign(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show the text first; one press gives it its number and signature."""
    return sign_page(
        request, visitor, code, Act.SIGN, template="sign.html",
        preview="officer:preview", told="signed",
        sign=lambda form: services.sign_decision(
            code=code, signer=bootstrap.signer(), by=visitor.by, at=visitor.at,
            key=form.act_key, seen_at=form.seen_at,
        ),
        beside=_beside_the_text,
    )  # fmt: skip


def _beside_the_text(frame: Frame) -> dict[str, Any]:
    decided = frame.view.decision
    outcome = OUTCOMES[decided.outcome] if decided else ""
    return {"drafted": decided, "outcome": outcome, "wanted": wanted_lines(frame),
            "refuses": decided is not None and decided.outcome == Outcome.REFUSED}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def issue(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show the number, for whom, and what cannot be taken back; one press issues it."""
    form = ActForm(data_of(request))
    if ready(request, form):
        return do(
            request, code,
            lambda: services.issue_decision(
                code=code, by=visitor.by, at=visitor.at, key=form.act_key
            ),
            "issued",
        )  # fmt: skip
    frame = Frame(code, visitor)
    decided = frame.view.decision
    context = {
        "form": form,
        "decision": decided,
        "outcome": OUTCOMES[decided.outcome] if decided else "",
    }
    return act_page(request, visitor, frame, Act.ISSUE, "issue.html", context)
