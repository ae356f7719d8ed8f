"""How a visitor comes to a page: to a draft, to a dossier, with files. Here the clock is read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, Final, ParamSpec
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers.queries.drafts import Draft
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.citizen import late, visitor
from thongsuot.entrypoints.citizen.forms import LookUp
from thongsuot.entrypoints.citizen.journey import Journey, journey_of
from thongsuot.entrypoints.shared import posted
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

P = ParamSpec("P")
_FILES_LATE: Final = gettext_noop(
    "Tệp vừa tải đến sau nên không vào hồ sơ. Nếu hồ sơ thiếu tệp đó, gọi nơi tiếp nhận."
)


@dataclass(frozen=True, slots=True)
class DraftVisit:
    """The applicant at a draft of this browser, at the instant of this request."""

    journey: Journey
    papers: Sequence[Any]
    at: datetime

    @property
    def draft(self) -> Draft:
        """The draft itself."""
        return self.journey.draft

    @property
    def on(self) -> date:
        """The local day."""
        return local_date(self.at)


@dataclass(frozen=True, slots=True)
class DossierVisit:
    """The applicant at a dossier opened in this browser, at the instant of this request."""

    code: str
    by: Actor
    at: datetime


DraftView = Callable[Concatenate[HttpRequest, DraftVisit, P], HttpResponseBase]
View = Callable[..., HttpResponseBase]
DossierView = Callable[Concatenate[HttpRequest, DossierVisit, P], HttpResponseBase]


def of_draft(view: DraftView[P]) -> View:
    """Let in the browser that began the draft; once sent, show what became of it."""

    @wraps(view)
    def entered(
        request: HttpRequest, draft_id: UUID, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        visitor.check_draft(request, draft_id)
        draft = dossiers.draft_of(draft_id)
        if hasattr(draft, "dossier"):
            return came_late(request, draft, str(kwargs.get("slug", "")))
        at = visitor.now()
        papers = dossiers.draft_papers(draft_id)
        given = {paper.component_code for paper in papers}
        visit = DraftVisit(journey_of(draft, given, local_date(at)), papers, at)
        return view(request, visit, *args, **kwargs)

    return entered


def came_late(request: HttpRequest, draft: Draft, slug: str = "") -> HttpResponse:
    """Answer whoever comes to a draft that was sent: with what he typed, as it is not in it.

    ``slug`` names the topic he was at, if any; what was sent just so before is not late.
    """
    sent = draft.dossier
    lost = late.unsaved(posted.raw(request), draft, slug, local_date(visitor.now()))
    if not lost:
        return sent_before(
            request, sent.code, sent.submitted_at, _FILES_LATE if request.FILES else ""
        )
    visitor.open_dossier(request, Actor.citizen(dossier=sent.code))
    context = {"code": sent.code, "sent_at": sent.submitted_at, "lines": lost}
    return page(request, "late", context, status=HTTPStatus.CONFLICT)


def sent_before(request: HttpRequest, code: str, at: datetime, more: str = "") -> HttpResponse:
    """Lead to the one dossier that a draft became; say when that was, and ``more``."""
    visitor.open_dossier(request, Actor.citizen(dossier=code))
    sentence = _("Hồ sơ này đã được gửi lúc {time}. Chúng tôi không tạo thêm hồ sơ mới.")
    told = sentence.format(time=formats.moment(at))
    visitor.tell_next(request, f"{told} {_(more)}" if more else told)
    return redirect("citizen:confirmation", code)


def of_dossier(view: DossierView[P]) -> View:
    """Let in the browser that showed the dossier's PIN; ask others for it on the spot."""

    @wraps(view)
    def entered(
        request: HttpRequest, visit: DossierVisit, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        if visit.by.follows_only:
            form = LookUp(initial={"code": visit.code})
            return ask_for_secret(request, form, request.path, pin_needed=True)
        return view(request, visit, *args, **kwargs)

    return of_followed_dossier(entered)


def of_followed_dossier(view: DossierView[P]) -> View:
    """Let in the browser that showed either secret; ask others for one on the spot."""

    @wraps(view)
    def entered(
        request: HttpRequest, code: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        by = visitor.find_actor(request, code)
        if by is None:
            return ask_for_secret(request, LookUp(initial={"code": code}), request.path)
        return view(request, DossierVisit(code, by, visitor.now()), *args, **kwargs)

    return entered


def ask_for_secret(
    request: HttpRequest,
    form: LookUp,
    then: str,
    *,
    pin_needed: bool = False,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Show the page that opens a dossier; ``then`` is where it leads."""
    context = {"form": form, "then": then, "pin_needed": pin_needed}
    return page(request, "track", context, status=status)


def page(
    request: HttpRequest,
    name: str,
    context: Mapping[str, object] | None = None,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Return one page of this door, with what it has to say once."""
    whole = {"note": visitor.told(request), **(context or {})}
    return render(request, f"citizen/{name}.html", whole, status=status)
