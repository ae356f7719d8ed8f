"""Take back what waits for a signature, or send it back to who wrote it, with a reason."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.terms import Act
from thongsuot.domains.dossiers.terms.drafts import DraftKind
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.forms.drafts import TurnDraftForm, seen_of
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.pages import do
from thongsuot.entrypoints.officer.views.acting import act_page, filled, ready
from thongsuot.entrypoints.officer.visitors import Visitor


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def take_back(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Ask which draft and why; then it waits for no signature any more."""
    frame = Frame(code, visitor)
    return _turn(
        request, frame, Act.TAKE_BACK_DRAFT, frame.situation.to_take_back,
        by=services.take_back_draft, told="draft-taken-back",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def send_back(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Ask which draft and why; then whoever holds the dossier reads it and writes it anew."""
    frame = Frame(code, visitor)
    return _turn(
        request, frame, Act.SEND_BACK_DRAFT, frame.situation.to_send_back,
        by=services.send_back_draft, told="draft-sent-back",
    )  # fmt: skip


def _turn(
    request: HttpRequest, frame: Frame, act: Act, waiting: Sequence[DraftKind], *,
    by: Callable[..., object], told: str,
) -> HttpResponse:  # fmt: skip
    visitor, code = frame.visitor, frame.view.code
    given = filled(request, seen=seen_of(_written(frame)), draft=_meant(request, waiting))
    form = TurnDraftForm(**given, waiting=waiting)
    if ready(request, form):
        said: dict[str, Any] = {
            "code": code, "draft": DraftKind(form.cleaned_data["draft"]),
            "reason": form.cleaned_data["reason"], "by": visitor.by, "at": visitor.at,
            "key": form.act_key, "seen_at": form.seen_at,
        }  # fmt: skip
        return do(request, code, lambda: by(**said), told)
    return act_page(request, visitor, frame, act, "act.html", {"form": form})


def _written(frame: Frame) -> dict[DraftKind, datetime]:
    """Return when each draft that waits for a signature was written."""
    view = frame.view
    rows = {
        DraftKind.REQUEST: view.supplement_draft,
        DraftKind.APOLOGY: view.extension,
        DraftKind.DECISION: view.decision,
    }
    waiting = frame.situation.drafts
    return {draft: row.drafted_at for draft, row in rows.items() if row and draft in waiting}


def _meant(request: HttpRequest, waiting: Sequence[DraftKind]) -> str:
    """Return the draft that the address names, or the only one there is."""
    named = request.GET.get("du-thao", "")
    return waiting[0].value if len(waiting) == 1 else named
