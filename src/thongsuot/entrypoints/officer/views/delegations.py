"""Standing in: what one granted and was granted, granting, ending, what was done under it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thongsuot.domains.dossiers import rules
from thongsuot.domains.dossiers.queries import Colleague
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.organisation import delegations as standing_in
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation import services, superiors
from thongsuot.domains.organisation.terms.delegations import DelegatedAct
from thongsuot.entrypoints.officer import notices
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.forms.staff import DelegationForm
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.views.acting import data_of, ready
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.officer.words import DELEGATED_ACTS, act_in_words
from thongsuot.kernel.clock import local_date

MOST_ACTS = 100


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def delegations(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show what was granted either way; grant from one's own post."""
    form = _form(request, visitor)
    if form is not None and ready(request, form):
        grant = form.grant(officer_id=visitor.officer_id, post_id=visitor.seat.post_id)
        services.grant_delegation(grant=grant, by=visitor.by, at=visitor.at, key=form.act_key)
        notices.put(request, "delegated")
        return redirect("officer:delegations")
    on = local_date(visitor.at)
    about = standing_in.delegations_about(visitor.officer_id, on)
    context = {
        "received": [_row(one, visitor) for one in about if one.to_officer == visitor.officer_id],
        "given": [_row(one, visitor) for one in about if one.from_officer == visitor.officer_id],
        "form": form,
        "crumbs": [(_("Ủy quyền"), "")],
    }
    return page(request, visitor, "delegations.html", context)


def _form(request: HttpRequest, visitor: Visitor) -> DelegationForm | None:
    """Return the form of granting; none while one acts in another's stead."""
    if visitor.by.on_behalf_of is not None:
        return None
    on = local_date(visitor.at)
    return DelegationForm(
        data_of(request),
        colleagues=_colleagues(visitor),
        powers=_powers(visitor),
        today=on,
    )


def _colleagues(visitor: Visitor) -> list[Colleague]:
    posts = superiors.posts_under(visitor.by.agency, local_date(visitor.at))
    return [
        Colleague(
            row.officer_id, row.officer.full_name, post.pk, post.title, post.agency.code,
            post.agency.name, "", 0,
        )
        for post in posts
        for row in post.held  # type: ignore[attr-defined]  # who holds it that day
        if row.officer_id != visitor.officer_id
    ]  # fmt: skip


def _powers(visitor: Visitor) -> list[DelegatedAct]:
    roles = organisation.roles_of(visitor.officer_id, local_date(visitor.at))
    own = {role.value for role in roles.get(visitor.by.agency, set())}
    return [act for act in DelegatedAct if act.value in own or act is DelegatedAct.HAND_OVER]


def _row(one: standing_in.DelegationTerms, visitor: Visitor) -> dict[str, object]:
    return {
        "terms": one,
        "acts": ", ".join(str(DELEGATED_ACTS[act]).lower() for act in one.acts),
        "holds": one.holds(visitor.at, local_date(visitor.at)),
        "can_end": one.ended_at is None and local_date(visitor.at) <= one.last_day,
    }


@require_safe
@for_officers
def delegation(request: HttpRequest, visitor: Visitor, number: int) -> HttpResponse:
    """Show one delegation and what was done under it."""
    found = standing_in.delegation_for(number, by=visitor.by, at=visitor.at)
    done = record.acts_under(number, newest=MOST_ACTS)
    context = {
        "row": _row(found, visitor),
        "done": [
            (one.at, act_in_words(one.act, by_officer=True), one.subject.partition(":")[2])
            for one in done
            if one.subject.startswith(f"{rules.SUBJECT_KIND}:")
        ],
        "crumbs": [(_("Ủy quyền"), reverse("officer:delegations")), (found.number, "")],
    }
    return page(request, visitor, "delegation.html", context)


@require_POST
@for_officers
def end(request: HttpRequest, visitor: Visitor, number: int) -> HttpResponse:
    """End a delegation from now on."""
    services.end_delegation(delegation_id=number, by=visitor.by, at=visitor.at)
    notices.put(request, "delegation-ended")
    return redirect("officer:delegations")
