"""Where and how the applicant is told: chosen for one dossier, its addresses shown masked."""

from collections.abc import Sequence
from http import HTTPStatus

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from thongsuot.domains.dossiers import queries
from thongsuot.domains.exchange import queries as exchange
from thongsuot.domains.exchange import rules, services
from thongsuot.domains.exchange.terms import Channel, Recipient, to_applicant
from thongsuot.entrypoints.citizen import visitor
from thongsuot.entrypoints.citizen.forms import ContactWish
from thongsuot.entrypoints.citizen.views.entering import DossierVisit, of_dossier, page
from thongsuot.kernel.clock import local_date


@of_dossier
def contact(request: HttpRequest, visit: DossierVisit) -> HttpResponseBase:
    """Ask where and how; an address that is not typed anew stays."""
    view = queries.view_for(visit.code, by=visit.by, at=visit.at)
    to = to_applicant(visit.code)
    now = exchange.recipient_of(to, queries.recipient(to))
    first = now.first or _reached_first(now, exchange.said_on(local_date(visit.at)).policy.order)
    initial = {"channel": first.value, "only_needed": now.only_needed}
    form = ContactWish(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _kept(request, visit, form, now)
    context = {
        "form": form,
        "view": view,
        "phone": rules.shown_address(now.phone),
        "email": rules.shown_address(now.email),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return page(request, "contact", context, status=status)


def _reached_first(now: Recipient, order: Sequence[Channel]) -> Channel:
    """Return the channel that comes first among those for which there is an address."""
    reached = (channel for channel in order if channel is not Channel.EMAIL or now.email)
    return next(reached, order[0])


def _kept(
    request: HttpRequest, visit: DossierVisit, form: ContactWish, now: Recipient
) -> HttpResponseBase:
    given = form.cleaned_data
    services.keep_contact(
        to=to_applicant(visit.code), email=given["email"] or now.email,
        phone=given["phone"] or now.phone, channel=Channel(given["channel"]),
        only_needed=given["only_needed"], at=visit.at,
    )  # fmt: skip
    visitor.tell_next(request, _("Đã lưu cách nhận tin của hồ sơ này."))
    return redirect("citizen:dossier", visit.code)
