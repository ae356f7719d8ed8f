"""The superior decides between agencies: both statements side by side, the case, the decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import Answer, DisputeTerms, OfferTerms
from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.terms import Act
from thongsuot.domains.organisation import queries as organisation
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.forms.disputes import RulingForm
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.pages import do
from thongsuot.entrypoints.officer.views.acting import act_page, basis_at_its_field, filled, ready
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.officer.words import return_reason
from thongsuot.kernel.clock import local_date


@dataclass(frozen=True, slots=True)
class Side:
    """What one side says."""

    agency: str
    who: str
    at: datetime
    says: str
    words: str = ""
    basis: str = ""
    right: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def decide(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show what each side says and ask for the agency and the legal basis."""
    frame = Frame(code, visitor)
    dispute = frame.view.dispute
    parties = custodies.standing_parties(dispute, local_date(visitor.at)) if dispute else {}
    form = RulingForm(**filled(request), parties=parties, at=visitor.at)
    if dispute is not None and ready(request, form):
        with basis_at_its_field(form):
            return do(
                request, code,
                lambda: services.decide_dispute(
                    dispute_id=dispute.id, agency=form.chosen,
                    legal_basis=form.cleaned_data["legal_basis"], by=visitor.by, at=visitor.at,
                    key=form.act_key,
                ),
                "decided",
            )  # fmt: skip
    context = {
        "form": form,
        "dispute": dispute,
        "sides": list(sides_of(dispute)) if dispute else [],
        "table": organisation.competent_agencies(
            frame.view.procedure_code, local_date(visitor.at), frame.view.receiving_area_id
        ),
    }
    return act_page(request, visitor, frame, Act.DECIDE, "decide.html", context)


def sides_of(dispute: DisputeTerms) -> Iterable[Side]:
    """Yield who gave and why, who would not take it and why, and the one before where it adds."""
    yield _giver(dispute.offer)
    if dispute.offer.answer is Answer.RETURNED:
        yield _returner(dispute.offer)
    if dispute.earlier.answer is Answer.RETURNED:
        yield _returner(dispute.earlier)
    else:
        yield _giver(dispute.earlier)


def _giver(offer: OfferTerms) -> Side:
    return Side(
        agency=offer.giver.agency_name,
        who=offer.giver.officer_name,
        at=offer.offered_at,
        says=_("Chuyển cho {agency}").format(agency=offer.to_agency_name),
        words=offer.why or _("Không ghi lý do."),
    )


def _returner(offer: OfferTerms) -> Side:
    grounds = offer.grounds
    return Side(
        agency=offer.to_agency_name,
        who=offer.answered_by or offer.to_post_title,
        at=offer.answered_at or offer.offered_at,
        says=_("Trả lại: {why}").format(why=return_reason(grounds)) if grounds else "",
        basis=grounds.legal_basis if grounds else "",
        right=offer.right_agency_name,
    )
