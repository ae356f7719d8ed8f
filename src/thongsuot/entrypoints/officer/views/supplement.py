"""Ask for missing papers, once, for everything: before receipt, or with the clock standing."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.deadlines.terms import DueDate, TimeLimit, Unit
from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.terms import Act
from thongsuot.entrypoints.officer.components import component_lines
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.forms.supplement import SupplementForm
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.pages import do
from thongsuot.entrypoints.officer.views.acting import act_page, basis_at_its_field, filled, ready
from thongsuot.entrypoints.officer.visitors import Visitor


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def supplement(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show every component; those ticked go into the one request."""
    frame = Frame(code, visitor)
    last = _last_instant(frame)
    form = SupplementForm(
        **filled(request),
        lines=component_lines(frame.view),
        needs_base=last is not None and visitor.at > last.due_at,
        once_more=frame.situation.supplements >= frame.situation.policy.max_supplements,
    )
    if ready(request, form):
        with basis_at_its_field(form, "special_base"):
            return do(
                request, code,
                lambda: services.request_supplement(
                    code=code, papers=form.papers(), special_base=form.cleaned_data["special_base"],
                    exception=form.cleaned_data["exception"],
                    by=visitor.by, at=visitor.at, key=form.act_key,
                ),
                "supplement",
            )  # fmt: skip
    context = {
        "form": form,
        "last": last,
        "once_more": form.fields["exception"].required,
        "is_late": form.fields["special_base"].required,
        "policy": frame.situation.policy,
        "limit": frame.limit,
    }
    return act_page(request, visitor, frame, Act.REQUEST_SUPPLEMENT, "supplement.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def guide(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show every component; those ticked are what the sender adds before anything is received."""
    frame = Frame(code, visitor)
    form = SupplementForm(**filled(request), lines=component_lines(frame.view), needs_base=False)
    if ready(request, form):
        return do(
            request, code,
            lambda: services.guide_submission(
                code=code, papers=form.papers(), by=visitor.by, at=visitor.at, key=form.act_key
            ),
            "guided",
        )  # fmt: skip
    context = {"form": form, "policy": frame.situation.policy}
    return act_page(request, visitor, frame, Act.GUIDE, "guide.html", context)


def _last_instant(frame: Frame) -> DueDate | None:
    """Return until when the general law lets papers be asked for, by the hours of who settles."""
    received_at = frame.view.received_at
    if received_at is None:
        return None
    days = TimeLimit(frame.situation.policy.notice_days, Unit.WORKING_DAY)
    calendar = frame.calendar
    return deadline_rules.due_after(received_at, days, calendar)
