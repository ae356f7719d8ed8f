"""What this browser has begun and opened, and how to leave no trace of it here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.domains.dossiers.queries.drafts import Draft
from thongsuot.domains.dossiers.terms import (
    DRAFT_KEPT,
    DossierUnknown,
    DraftUnknown,
    NationalState,
)
from thongsuot.domains.payments import queries as payments
from thongsuot.entrypoints.citizen import visitor
from thongsuot.entrypoints.citizen.journey import kept_until
from thongsuot.entrypoints.citizen.todos import WAITING, money_on_its_way
from thongsuot.entrypoints.citizen.views.entering import page
from thongsuot.kernel.clock import local_date

SHOWN = 10
"""Lines of each list; a browser seldom begins more."""


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One draft to go on with."""

    draft: Draft
    name: str
    kept_until: date


@dataclass(frozen=True, slots=True)
class DossierLine:
    """One dossier opened in this browser."""

    code: str
    name: str
    state: NationalState
    submitted_at: datetime
    wanted: str
    """What it needs of the applicant; empty while others have to act."""
    address: str
    holder: str
    due_on: date | None


def mine(request: HttpRequest) -> HttpResponseBase:
    """List the drafts begun and the dossiers opened in this browser, newest first."""
    at = visitor.now()
    context = {
        "drafts": _drafts(visitor.drafts_of(request), local_date(at)),
        "dossiers": _dossiers(request, visitor.dossiers_of(request), at),
        "days": DRAFT_KEPT.days,
    }
    return page(request, "mine", context)


def leave(request: HttpRequest) -> HttpResponseBase:
    """Forget everything on this machine; for machines that others use too."""
    if request.method == "POST":
        visitor.leave(request)
        visitor.tell_next(request, _("Trình duyệt này không còn giữ hồ sơ nào của ông/bà."))
    return redirect("citizen:mine")


def _drafts(ids: Sequence[UUID], on: date) -> list[DraftLine]:
    drafts = [draft for draft_id in ids if (draft := _unsent(draft_id))][:SHOWN]
    names = _names({draft.procedure_code for draft in drafts}, on)
    return [
        DraftLine(draft, names.get(draft.procedure_code, ""), kept_until(draft.saved_at))
        for draft in drafts
    ]


def _unsent(draft_id: UUID) -> Draft | None:
    try:
        draft = dossiers.draft_of(draft_id)
    except DraftUnknown:
        return None
    return None if getattr(draft, "dossier", None) else draft


def _names(codes: set[str], on: date) -> dict[str, str]:
    """Return what the procedures are called; those no longer in force keep their code alone."""
    found = catalogue.versions_in_force(on).filter(procedure__code__in=codes)
    return {version.code: version.plain_name or version.name for version in found}


def _dossiers(request: HttpRequest, codes: Sequence[str], at: datetime) -> list[DossierLine]:
    lines = []
    for code in codes[:SHOWN]:
        try:
            view = dossiers.view_for(code, by=visitor.get_actor(request, code), at=at)
        except DossierUnknown:
            continue
        lines.append(_line(view))
    return sorted(lines, key=lambda line: not line.wanted)


def _line(view: DossierView) -> DossierLine:
    wanted, address = _wanted(view)
    held = view.holder.holder if view.holder else None
    settled = view.decided_at or view.ended_at
    return DossierLine(
        code=view.code,
        name=view.plain_name,
        state=view.state,
        submitted_at=view.submitted_at,
        wanted=wanted,
        address=address,
        holder=f"{held.officer_name}, {held.agency_name}" if held else "",
        due_on=view.due.due_on if view.due and not (wanted or settled) else None,
    )


def _wanted(view: DossierView) -> tuple[str, str]:
    """Return what the applicant has to do, and where."""
    if view.state in WAITING and payments.due_of(view.subject):
        if money_on_its_way(view.subject):
            return "", ""
        return _("Cần ông/bà: nộp phí, lệ phí"), reverse("citizen:fees", args=[view.code])
    if view.open_obligation:
        if money_on_its_way(view.subject):
            return "", ""
        return _("Cần ông/bà: nộp tiền"), reverse("citizen:dossier", args=[view.code])
    if view.open_supplement:
        words = _("Cần ông/bà: bổ sung {n} giấy tờ").format(n=len(view.open_supplement.papers))
        return words, reverse("citizen:supplement", args=[view.code])
    if view.state is NationalState.RESOLVED:
        return _("Cần ông/bà: nhận kết quả"), reverse("citizen:dossier", args=[view.code])
    return "", ""
