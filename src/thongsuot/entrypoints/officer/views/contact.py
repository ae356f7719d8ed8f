"""Where an officer wants to be told of what waits for him; his own alone, addresses masked."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thongsuot.domains.exchange import queries, rules, services
from thongsuot.domains.exchange.terms import Channel, to_officer
from thongsuot.entrypoints.officer import notices
from thongsuot.entrypoints.officer.entering import for_officers
from thongsuot.entrypoints.officer.forms.messages import OwnContactForm
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.kernel.clock import local_date


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def own(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Ask where and how; an address that is not typed anew stays, and is shown masked."""
    to = to_officer(visitor.by.acting_officer)
    now = queries.recipient_of(to)
    first = now.first or queries.said_on(local_date(visitor.at)).policy.order[0]
    form = OwnContactForm(request.POST or None, initial={"channel": first.value})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        services.keep_contact(
            to=to, email=given["email"] or now.email, phone=given["phone"] or now.phone,
            channel=Channel(given["channel"]), only_needed=now.only_needed, at=visitor.at,
        )  # fmt: skip
        notices.put(request, "contact-kept")
        return redirect("officer:own_contact")
    context = {
        "form": form,
        "phone": rules.shown_address(now.phone),
        "email": rules.shown_address(now.email),
        "crumbs": [(_("Nơi nhận tin của tôi"), "")],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return page(request, visitor, "own_contact.html", context, status=status)
