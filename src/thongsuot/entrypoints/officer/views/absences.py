"""Being away: who is and will be, noting it, coming back earlier."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from thongsuot.domains.organisation import delegations as standing_in
from thongsuot.domains.organisation import services, superiors
from thongsuot.domains.organisation.terms.delegations import AbsenceKind, AbsenceTerms
from thongsuot.entrypoints.officer import notices
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.forms.staff import AbsenceForm
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.views.acting import data_of, ready
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.officer.words import ABSENCES
from thongsuot.kernel.clock import local_date


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def absences(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show who of the visitor's people is or will be away; note one more."""
    people = _people(visitor)
    form = _form(request, visitor, people)
    if form is not None and ready(request, form):
        _note(form, visitor)
        notices.put(request, "absence-noted")
        return redirect("officer:absences")
    on = local_date(visitor.at)
    context = {
        "rows": [_row(one, visitor) for one in standing_in.absences_of(people, on)],
        "form": form,
        "crumbs": [(_("Vắng mặt"), "")],
    }
    return page(request, visitor, "absences.html", context)


@require_POST
@for_officers
def end(request: HttpRequest, visitor: Visitor, number: int) -> HttpResponse:
    """Note that somebody came back from now on."""
    services.end_absence(absence_id=number, by=visitor.by, at=visitor.at)
    notices.put(request, "absence-ended")
    return redirect("officer:absences")


def _people(visitor: Visitor) -> dict[int, str]:
    """Return the visitor and, where he heads the agency, who serves under him, by id."""
    people = {visitor.officer_id: visitor.full_name}
    on = local_date(visitor.at)
    if visitor.by.on_behalf_of is None and superiors.heads_agency(visitor.by, on):
        for post in superiors.posts_under(visitor.by.agency, on):
            people |= {row.officer_id: row.officer.full_name for row in post.held}  # type: ignore[attr-defined]  # who holds it that day
    return people


def _form(request: HttpRequest, visitor: Visitor, people: dict[int, str]) -> AbsenceForm | None:
    """Return the form of noting; none while one acts in another's stead."""
    if visitor.by.on_behalf_of is not None:
        return None
    return AbsenceForm(
        data_of(request), people=people, today=local_date(visitor.at),
        granted=standing_in.delegations_by(people, visitor.at),
    )  # fmt: skip


def _note(form: AbsenceForm, visitor: Visitor) -> None:
    chosen = form.cleaned_data
    services.note_absence(
        officer_id=int(chosen["who"]), kind=AbsenceKind(chosen["kind"]),
        first_day=chosen["first_day"], last_day=chosen["last_day"], source=chosen["source"],
        delegation_id=int(chosen["delegation"] or 0) or None, by=visitor.by, at=visitor.at,
        key=form.act_key,
    )  # fmt: skip


def _row(one: AbsenceTerms, visitor: Visitor) -> dict[str, object]:
    return {
        "terms": one,
        "kind": str(ABSENCES[one.kind]),
        "is_now": one.first_day <= local_date(visitor.at),
    }
