"""The head's view of people: who holds how much, and giving it to others."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thongsuot.domains.custody import leaving
from thongsuot.domains.custody.terms import MoveReason
from thongsuot.domains.dossiers import queries, services
from thongsuot.domains.dossiers.queries import Colleague
from thongsuot.domains.organisation import delegations as standing_in
from thongsuot.domains.organisation import superiors
from thongsuot.entrypoints.officer import notices
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.forms.staff import ReassignForm
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.views.acting import data_of, ready
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.officer.words import ABSENCES, STEPS
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date, to_local


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One officer on one post, as the list has it."""

    who: Colleague
    remark: str
    is_gone: bool


@require_safe
@for_officers
def staff(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show who serves under the visitor, how much each holds, who is away, who leaves soon."""
    people = queries.staff_of(by=visitor.by, at=visitor.at)
    on = local_date(visitor.at)
    away = standing_in.absent_on({one.officer_id for one in people}, on)
    gone = {(one.officer_id, one.post_id) for one in leaving.orphans(on)}
    ends = {
        (one.officer_id, one.post_id): one.last_day
        for one in leaving.leaving_between(on, on + leaving.warned_ahead(on))
    }
    rows = [
        StaffRow(
            one,
            _remark(away.get(one.officer_id), ends.get((one.officer_id, one.post_id))),
            (one.officer_id, one.post_id) in gone,
        )
        for one in people
    ]
    mine = {row.who.agency_code for row in rows}
    left = [one for one in leaving.orphans(on) if one.agency_code in mine]
    context = {"rows": rows, "left": left, "crumbs": [(_("Nhân sự"), "")]}
    return page(request, visitor, "staff.html", context)


def _remark(away: Any, last_day: date | None) -> str:
    said = []
    if away is not None:
        until = _("{kind} đến hết {day}").format(
            kind=ABSENCES[away.kind], day=formats.date(away.last_day)
        )
        said.append(until)
        if away.delegate_name:
            said.append(_("{name} làm thay").format(name=away.delegate_name))
    if last_day is not None:
        said.append(_("rời vị trí sau {day}").format(day=formats.date(last_day)))
    return "; ".join(said)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def holdings(request: HttpRequest, visitor: Visitor, officer: int) -> HttpResponse:
    """Show what one officer holds; give all or some of it to colleagues, seen before it is done."""
    people = queries.staff_of(by=visitor.by, at=visitor.at)
    held = queries.holdings_of(officer, by=visitor.by, at=visitor.at)
    named = next((one for one in people if one.officer_id == officer), None)
    gone = _gone(officer, visitor) if named is None else ""
    if named is None and not gone:
        raise Http404
    others = [one for one in people if one.officer_id != officer]
    form = ReassignForm(data_of(request), held=held, colleagues=others)
    shares = []
    if ready(request, form):
        if "lam" in request.POST and form.was_seen:
            return _reassign(request, visitor, officer, form)
        shares = queries.shares_of(
            from_officer=officer, to=form.receivers, codes=form.cleaned_data["codes"]
        )
    names = {one.officer_id: one for one in people}
    context = {
        "name": named.name if named else gone,
        "held": [_held_row(one, form) for one in held],
        "form": form,
        "shares": [(names[share.to.officer_id], share.codes) for share in shares],
        "digest": form.digest if shares else "",
        "crumbs": [(_("Nhân sự"), reverse("officer:staff")), (named.name if named else gone, "")],
    }
    return page(request, visitor, "holdings.html", context)


def _gone(officer: int, visitor: Visitor) -> str:
    """Return the name of who serves no more and holds something under the visitor; '' if none."""
    on = local_date(visitor.at)
    left = [one for one in leaving.orphans(on) if one.officer_id == officer]
    lines = superiors.agencies_above({one.agency_code for one in left}, on)
    here = (one.officer_name for one in left if visitor.by.agency in lines[one.agency_code])
    return next(here, "")


def _held_row(one: queries.Holding, form: ReassignForm) -> dict[str, Any]:
    chosen = form["codes"].value() or []
    return {
        "code": one.code,
        "procedure": one.procedure_name,
        "step": STEPS.get(one.step, one.step),
        "since": f"{to_local(one.since):%H:%M %d/%m}",
        "due": formats.moment(one.due_at) if one.due_at else "",
        "is_chosen": one.code in chosen,
    }


def _reassign(
    request: HttpRequest, visitor: Visitor, officer: int, form: ReassignForm
) -> HttpResponse:
    made = services.reassign(
        from_officer=officer, to=form.receivers, codes=form.cleaned_data["codes"],
        reason=MoveReason(form.cleaned_data["reason"]), why=form.cleaned_data["why"],
        by=visitor.by, at=visitor.at, key=form.act_key,
    )  # fmt: skip
    notices.put(request, "reassigned", str(sum(part.subjects for part in made)))
    return redirect("officer:staff")
