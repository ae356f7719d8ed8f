"""What could not be delivered: why, sending again, giving up with a reason; for administrators."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thongsuot.domains.exchange import policy, queries, services
from thongsuot.domains.exchange.queries import Told
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.queries import Officer
from thongsuot.entrypoints.officer import notices
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.forms.messages import GiveUpForm
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.views.acting import data_of, ready
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared import messages, posted
from thongsuot.entrypoints.shared.places import place_in, place_named
from thongsuot.kernel.clock import local_date

EVERY = "tat-ca"
LOOKED_BACK = timedelta(days=30)
MOST_AT_ONCE = 200
"""How many one press sends again, so that the answer comes within seconds."""


@dataclass(frozen=True, slots=True)
class DeadRow:
    """One dead message as the list shows it."""

    told: Told
    what: str
    way: str
    why: str
    code: str


@dataclass(frozen=True, slots=True)
class NowhereRow:
    """One message that had nowhere to go, and for whom it was."""

    row: DeadRow
    whom: str


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def dead(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show what could not be delivered, newest first; send one or all of it again."""
    policy.check_may_tend(visitor.by, local_date(visitor.at))
    if request.method == "POST":
        return _resend(request, visitor)
    found = queries.dead_letters(before=place_in(request.GET.get("sau", ""), _id))
    last = found[-1] if len(found) == queries.PAGE_ROWS else None
    context = {
        "rows": [_row(one) for one in found],
        "backlog": queries.backlog(visitor.at),
        "most": MOST_AT_ONCE,
        "next": place_named(last.ended_at, last.id) if last and last.ended_at else "",
        "crumbs": [(_("Tin không gửi được"), "")],
    }
    return page(request, visitor, "messages.html", context)


@require_safe
@for_officers
def nowhere(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show what was to be told and had nowhere to go, so that somebody tells it another way."""
    policy.check_may_tend(visitor.by, local_date(visitor.at))
    before = place_in(request.GET.get("sau", ""), _id)
    found = queries.unaddressed(visitor.at - LOOKED_BACK, before=before)
    last = found[-1] if len(found) == queries.PAGE_ROWS else None
    officers = organisation.officers_by_id(_officer_in(one.recipient) for one in found)
    context = {
        "rows": [_nowhere_row(one, officers) for one in found],
        "count": queries.unaddressed_since(visitor.at - LOOKED_BACK),
        "days": LOOKED_BACK.days,
        "next": place_named(last.ended_at, last.id) if last and last.ended_at else "",
        "crumbs": [
            (_("Tin không gửi được"), reverse("officer:messages")), (_("Tin không có nơi nhận"), "")
        ],
    }  # fmt: skip
    return page(request, visitor, "messages_nowhere.html", context)


def _officer_in(recipient: str) -> int:
    kind, _parted, number = recipient.partition(":")
    return int(number) if kind in {"officer", "new-officer"} and number.isdecimal() else 0


def _nowhere_row(one: Told, officers: Mapping[int, Officer]) -> NowhereRow:
    officer = officers.get(_officer_in(one.recipient))
    return NowhereRow(_row(one), officer.full_name if officer else _("người nộp"))


def _resend(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    chosen = posted.line(request, "tin")
    if chosen == EVERY:
        done = services.resend_all(by=visitor.by, at=visitor.at, most=MOST_AT_ONCE)
        left = queries.backlog(visitor.at).dead
    else:
        services.resend(message_id=_number(chosen), by=visitor.by, at=visitor.at)
        done, left = 1, 0
    if left:
        notices.put(request, "resent-oldest", str(left))
    else:
        notices.put(request, "resent", str(done))
    return redirect("officer:messages")


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def give_up(request: HttpRequest, visitor: Visitor, number: UUID) -> HttpResponse:
    """Ask why a message is not sent, and give it up."""
    policy.check_may_tend(visitor.by, local_date(visitor.at))
    form = GiveUpForm(data_of(request))
    if ready(request, form):
        services.give_up(
            message_id=number, why=form.cleaned_data["why"], by=visitor.by, at=visitor.at
        )
        notices.put(request, "given-up")
        return redirect("officer:messages")
    context = {
        "form": form,
        "row": _row(queries.get_message(number)),
        "crumbs": [(_("Tin không gửi được"), reverse("officer:messages")), (_("Không gửi"), "")],
    }
    return page(request, visitor, "give_up.html", context)


def _row(one: Told) -> DeadRow:
    kind, _parted, code = one.subject.partition(":")
    return DeadRow(
        told=one,
        what=messages.occasion(one.template),
        way=messages.way(one.channel),
        why=messages.error_in_words(one.error),
        code=code if kind == "dossier" else "",
    )


def _id(text: str) -> str:
    return str(UUID(text))


def _number(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)  # nobody's: refused as unknown
