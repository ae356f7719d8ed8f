"""Hand-over: the question to a post, its acceptance, its return with three grounds."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import Answer, OfferNotOpen, OfferTerms
from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.rules import subject_of
from thongsuot.domains.dossiers.terms import Act
from thongsuot.entrypoints.officer import clocks, following, handing, typed
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.following import NextStep
from thongsuot.entrypoints.officer.forms.acts import AcceptForm, ReturnForm
from thongsuot.entrypoints.officer.forms.base import ActForm
from thongsuot.entrypoints.officer.forms.handover import HandOverForm
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.pages import do
from thongsuot.entrypoints.officer.prescribed import papers_to_make, undrafted_papers
from thongsuot.entrypoints.officer.views.acting import (
    act_page,
    basis_at_its_field,
    data_of,
    filled,
    ready,
)
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.officer.words import STEPS
from thongsuot.entrypoints.shared import posted
from thongsuot.kernel.clock import local_date

STEP, PLACE = "buoc", "noi"


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def hand_over(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Ask for what, to whom and how long; the holder stays until the other side accepts."""
    frame = Frame(code, visitor)
    steps = following.next_steps(frame.view, visitor, frame.calendar)
    chosen = _chosen(request, steps)
    form = _form(request, frame, chosen)
    if ready(request, form):
        return do(
            request, code,
            lambda: services.offer_handover(
                code=code, to_post=form.to_post, step=chosen.step,
                limit_minutes=form.limit_minutes, why=form.cleaned_data["why"], by=visitor.by,
                at=visitor.at, key=form.act_key, process_step=chosen.process_step,
            ),
            lambda: "referred" if _is_with_the_superior(code, visitor.at) else "offered",
        )  # fmt: skip
    decided = frame.view.decision
    context = {
        "form": form,
        "step": chosen,
        "undrafted": undrafted_papers(frame.view),
        "must_draft": papers_to_make(frame.view),
        "steps": [{"is_chosen": known is chosen, "tile": known} for known in steps],
        "returned": _returned_to_the_holder(frame),
        "giver": visitor.seat,
        "answer_limit": clocks.share_in_words(
            custodies.policy_in_force(local_date(visitor.at)).answer_minutes,
            clocks.minutes_of_a_day(frame.calendar, visitor.at),
        ),
        "is_signed": bool(decided and decided.signed_at and not decided.issued_at),
    }
    return act_page(request, visitor, frame, Act.OFFER, "handover.html", context)


def _returned_to_the_holder(frame: Frame) -> list[OfferTerms]:
    """Return what came back to the present holder; earlier returns have found their place."""
    held = frame.view.holder
    return [
        offer
        for offer in frame.view.offers
        if offer.answer is Answer.RETURNED and held and offer.offered_at >= held.started_at
    ]


def _is_with_the_superior(code: str, at: datetime) -> bool:
    return bool(custodies.open_disputes_of([subject_of(code)], local_date(at)))


def _chosen(request: HttpRequest, steps: list[NextStep]) -> NextStep:
    """Return what the hand-over is for: as chosen, else the first that is possible."""
    given = posted.line(request, STEP) or request.GET.get(STEP) or typed.waiting(request).get(STEP)
    return next((known for known in steps if known.value == given), steps[0])


def _form(request: HttpRequest, frame: Frame, chosen: NextStep) -> HandOverForm:
    view, visitor = frame.view, frame.visitor
    due_at = view.due.due_at if view.due else None
    proposed = following.proposals(view, chosen, visitor)
    return HandOverForm(
        **filled(request, **handing.place_named(request.GET.get(PLACE, ""), proposed, visitor)),
        step=chosen.step,
        proposed=proposed,
        others=handing.other_posts(proposed, visitor),
        shares=handing.share_choices(
            due_at, at=visitor.at, calendar=frame.calendar, given=chosen.share_minutes
        ),
        rest=handing.minutes_left(due_at, at=visitor.at, calendar=frame.calendar),
    )


def _check_offer(frame: Frame, offer_id: int) -> None:
    """Refuse an offer that was never made for this dossier.  Raises: OfferNotOpen."""
    if offer_id not in {offer.id for offer in frame.view.offers}:
        raise OfferNotOpen("no such offer of this dossier")


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def accept(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show what is asked and for how long; one press takes over the very offer on the screen."""
    frame = Frame(code, visitor)
    offer = frame.view.open_offer
    form = AcceptForm(data_of(request), initial={"offer": offer.id if offer else None})
    if ready(request, form):
        _check_offer(frame, form.cleaned_data["offer"])
        return do(
            request, code,
            lambda: services.accept_handover(
                offer_id=form.cleaned_data["offer"], by=visitor.by, at=visitor.at, key=form.act_key
            ),
            "accepted",
        )  # fmt: skip
    context = {
        "form": form,
        "offer": offer,
        "step": STEPS.get(offer.step, offer.step) if offer else "",
        "share": _share_of(offer, frame),
    }
    return act_page(request, visitor, frame, Act.ACCEPT, "accept.html", context)


def _share_of(offer: OfferTerms | None, frame: Frame) -> str:
    """Return the share of time that comes with an offer, in words."""
    if offer is None:
        return ""
    day = clocks.minutes_of_a_day(frame.calendar, frame.visitor.at)
    return clocks.share_in_words(offer.limit_minutes, day)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def send_back(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Ask for reason, legal basis and the right agency, all three, then return it."""
    frame = Frame(code, visitor)
    offer = frame.view.open_offer
    form = ReturnForm(
        **filled(
            request,
            offer=offer.id if offer else None,
            right_agency=handing.right_agency(frame.view, visitor),
        ),
        own_agency=visitor.by.agency,
        at=visitor.at,
    )
    if ready(request, form):
        _check_offer(frame, form.cleaned_data["offer"])
        with basis_at_its_field(form):
            return do(
                request, code,
                lambda: services.return_handover(
                    offer_id=form.cleaned_data["offer"], grounds=form.grounds(),
                    by=visitor.by, at=visitor.at, key=form.act_key,
                ),
                lambda: "sent-up" if _is_with_the_superior(code, visitor.at) else "sent-back",
            )  # fmt: skip
    giver = offer.giver.officer_name if offer else ""
    context = {
        "form": form,
        "offer": offer,
        "rule": _(
            "Để trả lại, cần đủ: lý do, căn cứ, cơ quan có thẩm quyền. {giver} vẫn giữ và đồng hồ "
            "vẫn chạy."
        ).format(giver=giver),
    }
    return act_page(request, visitor, frame, Act.SEND_BACK, "send_back.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def recall(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show what waits for an answer; one press takes the question back."""
    frame = Frame(code, visitor)
    form = ActForm(data_of(request))
    if ready(request, form):
        return do(
            request, code,
            lambda: services.recall_handover(
                code=code, by=visitor.by, at=visitor.at, key=form.act_key
            ),
            "recalled",
        )  # fmt: skip
    context = {"form": form, "offer": frame.view.open_offer}
    return act_page(request, visitor, frame, Act.RECALL, "recall.html", context)
