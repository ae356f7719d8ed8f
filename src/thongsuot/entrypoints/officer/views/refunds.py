"""Money that goes back: proposed at the desk, decided by another, its slip printed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.rules import subject_of
from thongsuot.domains.dossiers.terms import Act, DossierUnknown
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments.terms import PaymentState
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.forms.fees import DecideRefundForm, RefundForm
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.pages import do
from thongsuot.entrypoints.officer.views.acting import act_page, basis_at_its_field, filled, ready
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared import receipts
from thongsuot.entrypoints.shared.paper_sizes import size_asked
from thongsuot.kernel import formats

BACK = {PaymentState.PAID, PaymentState.SHORT, PaymentState.SURPLUS}


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def propose(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Ask which money goes back and why."""
    frame = Frame(code, visitor)
    came = [p for p in payments.payments_of(subject_of(frame.view.code)) if p.state in BACK]
    choices = [
        (p.reference, _("{sum}, {when}").format(
            sum=formats.dong(p.received_vnd), when=formats.moment(p.ended_at or p.created_at)))
        for p in came
    ]  # fmt: skip
    form = RefundForm(**filled(request), choices=choices)
    if ready(request, form):
        said = form.cleaned_data
        with basis_at_its_field(form):
            return do(
                request, code,
                lambda: services.propose_refund(
                    code=code, reference=said["payment"], reason=said["reason"],
                    legal_basis=said["legal_basis"], account=said["account"],
                    by=visitor.by, at=visitor.at, key=form.act_key,
                ),
                "refund-proposed",
            )  # fmt: skip
    return act_page(request, visitor, frame, Act.PROPOSE_REFUND, "act.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def approve(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show what is proposed, and on which ground; one press gives the money back."""
    return _decide(request, visitor, code, Act.REFUND)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def decline(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show what is proposed; one press ends it without money."""
    return _decide(request, visitor, code, Act.DECLINE_REFUND)


def _decide(request: HttpRequest, visitor: Visitor, code: str, act: Act) -> HttpResponse:
    frame = Frame(code, visitor)
    proposal = payments.waiting_refund(subject_of(frame.view.code))
    form = DecideRefundForm(**filled(request, proposal=proposal.pk if proposal else 0))
    if ready(request, form):
        decides = services.refund_payment if act is Act.REFUND else services.decline_refund
        done = do(
            request, code,
            lambda: decides(
                code=code, proposal_id=form.cleaned_data["proposal"],
                why=form.cleaned_data["why"], by=visitor.by, at=visitor.at, key=form.act_key,
            ),
            "refunded" if act is Act.REFUND else "refund-declined",
        )  # fmt: skip
        return done if _still_opens(visitor, code) else redirect("officer:inbox")
    context = {"form": form, "proposal": proposal, "danger": act is Act.REFUND}
    return act_page(request, visitor, frame, act, "decide_refund.html", context)


def _still_opens(visitor: Visitor, code: str) -> bool:
    """Whether the dossier is for these eyes now: who heads an agency saw it for the proposal."""
    try:
        Frame(code, visitor)
    except DossierUnknown:
        return False
    return True


@require_safe
@for_officers
def slip(request: HttpRequest, visitor: Visitor, code: str, refund_id: int) -> HttpResponse:
    """Give the slip of money given back as PDF."""
    view = Frame(code, visitor).view
    found = payments.get_refund(refund_id, subject_of(view.code))
    payer = services.payer_named(
        code=view.code, receipt=f"refund:{found.pk}", by=visitor.by, at=visitor.at
    )
    return receipts.answer_refund(
        found, procedure=view.plain_name, payer=payer, size=size_asked(request)
    )
