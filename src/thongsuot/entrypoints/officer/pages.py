"""Rendering a page of this door, and doing an act from one: redirect after it, answer a refusal."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers.queries import Moment
from thongsuot.domains.dossiers.terms import DossierUnknown
from thongsuot.entrypoints.officer import notices
from thongsuot.entrypoints.officer.sentences import DOOR
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.officer.words import act_in_words
from thongsuot.entrypoints.shared.references import reference_of
from thongsuot.entrypoints.shared.sentences import sentence_for
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
    common = {"visitor": visitor, "notice": notices.take(request)}
    return render(request, f"officer/{template}", {**common, **context}, status=status)


def do(
    request: HttpRequest, visitor: Visitor, code: str, act: Callable[[], object], notice: str
) -> HttpResponse:
    """Do one act and show the dossier after it; a refusal says who did what, and the way on."""
    try:
        act()
    except Refused as refusal:
        return refused(request, visitor, code, refusal)
    notices.put(request, notice, code)
    return redirect("officer:dossier", code)


def refused(request: HttpRequest, visitor: Visitor, code: str, refusal: Refused) -> HttpResponse:
    """Answer an act that was refused: what happened, who did what last, where to go on."""
    sentence = sentence_for(refusal, DOOR)
    last = last_moment(code, visitor)
    context = {
        "sentence": sentence,
        "code": code,
        "last": last,
        "last_act": act_in_words(last.act) if last else "",
        "reference": reference_of(request),
    }
    return page(request, visitor, "refused.html", context, status=int(sentence.status))


def last_moment(code: str, visitor: Visitor) -> Moment | None:
    """Return the newest act on the dossier, if it is for this visitor's eyes."""
    try:
        return dossiers.timeline_of(code, by=visitor.by, at=visitor.at)[-1]
    except (DossierUnknown, IndexError):
        return None
