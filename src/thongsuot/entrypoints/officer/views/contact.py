"""Where an officer wants to be told of what waits for him; his own alone, addresses masked."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thongsuot.domains.exchange import queries, rules, services
from thongsuot.domains.exchange.terms import AddressNotProven, Channel, Recipient, to_officer
from thongsuot.entrypoints.officer import keeping, notices
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.forms.messages import OwnContactForm, ProofForm
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.sentences import DOOR
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared.sentences import sentence_for
from thongsuot.kernel.clock import local_date

PROOF = "proof"


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def own(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Ask where and how; an address that is not typed anew stays, and is shown masked."""
    to = to_officer(visitor.by.acting_officer)
    now = queries.recipient_of(to)
    first = now.first or queries.said_on(local_date(visitor.at)).policy.order[0]
    typed = request.POST if PROOF not in request.POST else None
    form = OwnContactForm(typed or None, initial={"channel": first.value})
    proof = ProofForm(request.POST if PROOF in request.POST else None)
    is_sent = not keeping.is_shown_again(request)
    if is_sent and form.is_bound and form.is_valid():
        return _kept(request, visitor, form, now)
    if is_sent and proof.is_bound and proof.is_valid() and _is_proven(proof, to, visitor):
        notices.put(request, "contact-kept")
        return redirect("officer:own_contact")
    context = {
        "form": form,
        "proof": proof,
        "waiting": rules.shown_address(queries.address_waiting(to)),
        "phone": rules.shown_address(now.phone),
        "email": rules.shown_address(now.email),
        "crumbs": [(_("Nơi nhận tin của tôi"), "")],
    }
    wrong = is_sent and (form.errors or proof.errors)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return page(request, visitor, "own_contact.html", context, status=status)


def _kept(
    request: HttpRequest, visitor: Visitor, form: OwnContactForm, now: Recipient
) -> HttpResponse:
    """Keep the telephone and the order of ways; a new e-mail address is asked to prove itself."""
    given, to = form.cleaned_data, to_officer(visitor.by.acting_officer)
    services.keep_contact(
        to=to, email=now.email, phone=given["phone"] or now.phone,
        channel=Channel(given["channel"]), only_needed=now.only_needed, at=visitor.at,
    )  # fmt: skip
    is_new = given["email"] not in {"", now.email}
    if is_new:
        services.ask_for_proof(to=to, email=given["email"], at=visitor.at)
    notices.put(request, "contact-proof-sent" if is_new else "contact-kept")
    return redirect("officer:own_contact")


def _is_proven(proof: ProofForm, to: str, visitor: Visitor) -> bool:
    try:
        services.prove_address(to=to, code=proof.cleaned_data[PROOF], at=visitor.at)
    except AddressNotProven as refused:
        proof.add_error(PROOF, str(sentence_for(refused, DOOR).why))
        return False
    return True
