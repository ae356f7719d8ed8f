"""The dossier's first tab, and the look at somebody's data in full, which is recorded."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.rules import subject_of
from thongsuot.domains.dossiers.services.reading import DisclosedApplicant
from thongsuot.domains.exchange import queries as exchange
from thongsuot.domains.exchange.terms import to_applicant
from thongsuot.domains.payments import queries as payments
from thongsuot.entrypoints.officer.brought import NOT_DISCLOSED as NOT_NAMED
from thongsuot.entrypoints.officer.brought import brought_lines
from thongsuot.entrypoints.officer.doubts import NOT_DISCLOSED, doubts_of
from thongsuot.entrypoints.officer.entering import for_officers
from thongsuot.entrypoints.officer.forms.acts import DisclosureForm
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.prescribed import wanted_lines
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.officer.words import DUE_REASONS
from thongsuot.entrypoints.shared import messages
from thongsuot.entrypoints.shared.why_due import why_due_of
from thongsuot.entrypoints.shared.why_limits import why_answer

LATEST = 5


@require_safe
@for_officers
def summary(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show what it is, whose, by when, and what happened last."""
    frame = Frame(code, visitor)
    return page(request, visitor, "dossier.html", _context(frame, DisclosureForm(), None))


@require_POST
@for_officers
def disclose(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show the applicant's data in full, once: who looked, and for what, is recorded."""
    frame, form = Frame(code, visitor), DisclosureForm(request.POST)
    if not form.is_valid():
        return page(request, visitor, "dossier.html", _context(frame, form, None))
    shown = services.disclose_applicant(
        code=code, by=visitor.by, at=visitor.at, purpose=form.cleaned_data["purpose"]
    )
    return page(request, visitor, "dossier.html", _context(frame, form, shown))


def _context(
    frame: Frame, form: DisclosureForm, shown: DisclosedApplicant | None
) -> dict[str, Any]:
    view, money = frame.view, frame.situation.money
    return {
        "frame": frame,
        "view": view,
        "tabs": frame.tabs("officer:dossier"),
        "crumbs": frame.crumbs(),
        "disclosure": form,
        "identity": shown.identity if shown else None,
        "brought": brought_lines(frame.moments, shown.brought if shown else NOT_NAMED),
        "doubts": doubts_of(frame, shown.other_names if shown else NOT_DISCLOSED),
        "declared": dossiers.declared_in(view.code, by=frame.visitor.by, at=frame.visitor.at),
        "latest": frame.moments[:LATEST],
        "why_due": why_due_of(view),
        "why_answer": why_answer(frame.answer_due),
        "fees": payments.find_fees_of(subject_of(view.code)) if money.assessed else None,
        "money_alone": _money_alone(frame),
        "claim": payments.open_claim(subject_of(view.code)) if money.claimed else None,
        "told": messages.lines_of(
            exchange.told_about(subject_of(view.code), to=to_applicant(view.code))
        ),
        "wanted": wanted_lines(frame),
        "due_reason": DUE_REASONS[view.due.reason] if view.due else "",
    }


def _money_alone(frame: Frame) -> dict[str, Any] | None:
    """Return receipts and refunds of a dossier that has no tariff: money of a notice."""
    money, subject = frame.situation.money, subject_of(frame.view.code)
    if money.assessed or not (money.receipted or money.refundable or frame.view.obligations):
        return None
    found = {"receipts": payments.receipts_of(subject), "refunds": payments.refunds_of(subject)}
    return found if any(found.values()) else None
