"""Rendering a page of this door, and doing an act from one: redirect after it, answer a refusal."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers.queries import Block, Moment
from thongsuot.domains.dossiers.terms import DossierUnknown
from thongsuot.entrypoints.officer import notices, typed
from thongsuot.entrypoints.officer.sentences import BROUGHT_BACK, DOOR
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.officer.words import BY_THE_CITIZEN, act_in_words
from thongsuot.entrypoints.shared import unsent
from thongsuot.entrypoints.shared.references import reference_of
from thongsuot.entrypoints.shared.sentences import sentence_for, state_name
from thongsuot.kernel.errors import Refused


def page(
    request: HttpRequest,
    visitor: Visitor,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Return a page with the bar of the visitor and what was just done, once."""
    notice = notices.take(request)
    common: dict[str, Any] = {"visitor": visitor, "notice": notice}
    if notice and notice.kind in AT_THE_DESK:
        common["next_intake"] = _next_intake(visitor)
    return render(request, f"officer/{template}", {**common, **context}, status=status)


AT_THE_DESK: Final = frozenset({"received", "refused", "guided"})
"""Acts after which the desk goes on with what came in next."""


def _next_intake(visitor: Visitor) -> str:
    waiting = dossiers.inbox(Block.INTAKE, by=visitor.by, at=visitor.at)
    return next((row.code for row in waiting if row.paused_since is None), "")


def do(
    request: HttpRequest,
    code: str,
    act: Callable[[], object],
    notice: str | Callable[[], str],
) -> HttpResponse:
    """Do one act and show the dossier after it.  Raises: Refused, which the way in answers.

    ``notice`` is asked after the act where what to say depends on what it came to.
    """
    act()
    typed.forget(request)
    notices.put(request, notice if isinstance(notice, str) else notice(), code)
    return redirect("officer:dossier", code)


def refused(request: HttpRequest, visitor: Visitor, code: str, refusal: Refused) -> HttpResponse:
    """Answer a refusal: what happened, who did what last on the dossier, where to go on."""
    sentence = sentence_for(refusal, DOOR)
    last = last_moment(code, visitor)
    context = {
        "sentence": sentence,
        "code": code if last else "",
        "last": last,
        "last_act": act_in_words(last.act, by_officer=bool(last.officer)) if last else "",
        "state": _state(code, visitor) if last else "",
        "reference": reference_of(request),
        "words": unsent.words_of(request),
    }
    return page(request, visitor, "refused.html", context, status=int(sentence.status))


def brought_back(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Answer fields that came back to a page which shows no form filled: they can be copied."""
    context = {
        "sentence": BROUGHT_BACK,
        "reference": reference_of(request),
        "words": unsent.words_of(request),
    }
    return page(request, visitor, "refused.html", context, status=int(BROUGHT_BACK.status))


def _state(code: str, visitor: Visitor) -> str:
    return state_name(dossiers.state_of(code, by=visitor.by, at=visitor.at).national_state)


def last_moment(code: str, visitor: Visitor) -> Moment | None:
    """Return the newest act of a person on the dossier, if it is for this visitor's eyes.

    What the system did by itself meanwhile (a paper made, a scan) explains nothing to anybody.
    """
    try:
        told = dossiers.timeline_of(code, by=visitor.by, at=visitor.at)
    except DossierUnknown:
        return None
    return next((act for act in told[::-1] if act.officer or act.act in BY_THE_CITIZEN), None)
