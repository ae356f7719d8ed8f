"""The money of the visitor's desk: what came on a day, what the platform says, what goes back."""

from collections.abc import Mapping
from datetime import date, timedelta
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thongsuot.domains.dossiers.rules import code_of
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments import services as paying
from thongsuot.entrypoints.officer import keeping, notices
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.forms.base import MOST_LETTERS
from thongsuot.entrypoints.officer.forms.fees import DifferenceForm
from thongsuot.entrypoints.officer.pages import brought_back, page
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.officer.words import MEANS, PAYMENT_PROBLEMS, PAYMENT_STATES
from thongsuot.entrypoints.shared import posted
from thongsuot.entrypoints.shared.forms import error_items
from thongsuot.kernel.clock import local_date

FARTHEST_BACK: Final = timedelta(days=3660)


@require_safe
@for_officers
def till(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show one day of the desk, today without ``ngay``.  Raises: PaymentsNotYours."""
    return _page(request, visitor, None)


def _page(request: HttpRequest, visitor: Visitor, unsaid: Mapping[str, str] | None) -> HttpResponse:
    """Show the day; ``unsaid`` is what was typed of a difference, and what is wrong with it."""
    today = local_date(visitor.at)
    on = _day(request.GET.get("ngay", ""), today)
    day = payments.desk_day(on=on, by=visitor.by, at=visitor.at)
    context = {
        "day": day,
        "unsaid": unsaid,
        "collected": [(MEANS[part.means], part) for part in day.collected],
        "back": [(code_of(p.subject), PAYMENT_STATES[p.state], p) for p in day.back],
        "proposed": [(code_of(p.payment.subject), p) for p in day.proposed],
        "differences": [(PAYMENT_PROBLEMS.get(d.problem, d.problem), d) for d in day.unsettled],
        "settled": [
            (PAYMENT_PROBLEMS.get(d.problem, d.problem), d, day.settled[d])
            for d in day.differences
            if d in day.settled
        ],
        "claims": [(code_of(c.subject), c) for c in day.claims],
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1) if on < today else None,
        "crumbs": [(_("Hồ sơ"), reverse("officer:inbox")), (_("Sổ thu"), "")],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if unsaid and "wrong" in unsaid else HTTPStatus.OK
    return page(request, visitor, "till.html", context, status=status)


@require_POST
@for_officers
@shows_again
def settle(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Keep what somebody found out about a difference of a day."""
    on = _day(request.GET.get("ngay", ""), local_date(visitor.at))
    form = DifferenceForm(request.POST)
    typed = {name: posted.line(request, name, MOST_LETTERS) for name in form.fields}
    if keeping.is_shown_again(request):
        return _again(request, visitor, on, typed)
    if not form.is_valid():
        return _page(request, visitor, {**typed, "wrong": error_items(form)[0].text})
    paying.settle_difference(
        on=on, reference=form.cleaned_data["reference"], why=form.cleaned_data["why"],
        by=visitor.by, at=visitor.at,
    )  # fmt: skip
    notices.put(request, "difference-settled")
    return redirect(f"{reverse('officer:till')}?ngay={on:%Y-%m-%d}")


def _again(
    request: HttpRequest, visitor: Visitor, on: date, typed: Mapping[str, str]
) -> HttpResponse:
    """Show what a log-in brought back in its form; to be copied where somebody was faster."""
    open_ones = payments.desk_day(on=on, by=visitor.by, at=visitor.at).unsettled
    if typed["reference"] in {one.reference for one in open_ones}:
        return _page(request, visitor, typed)
    return brought_back(request, visitor)


def _day(text: str, today: date) -> date:
    try:
        asked = date.fromisoformat(text) if text else today
    except ValueError:
        return today
    return min(max(asked, today - FARTHEST_BACK), today)
