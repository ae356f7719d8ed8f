"""Following a dossier: opened by its code and one secret, shown in the order people ask."""

from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from thongsuot.domains.dossiers import queries, rules, services
from thongsuot.domains.dossiers.answering.queries import answer_due
from thongsuot.domains.dossiers.rules import subject_of
from thongsuot.domains.dossiers.terms import DossierUnknown, NationalState, TooManyAttempts
from thongsuot.domains.dossiers.terms.patience import PinOnly
from thongsuot.domains.exchange import queries as exchange
from thongsuot.domains.exchange.terms import to_applicant
from thongsuot.domains.payments import queries as payments
from thongsuot.entrypoints.citizen import tracking, visitor
from thongsuot.entrypoints.citizen.ahead import ahead_of
from thongsuot.entrypoints.citizen.desks import place_of
from thongsuot.entrypoints.citizen.forms import LookUp
from thongsuot.entrypoints.citizen.story import story_of
from thongsuot.entrypoints.citizen.todos import WAITING
from thongsuot.entrypoints.citizen.views.entering import (
    DossierVisit,
    ask_for_secret,
    of_followed_dossier,
    page,
)
from thongsuot.entrypoints.shared import messages, posted
from thongsuot.entrypoints.shared.origins import client_network
from thongsuot.entrypoints.shared.why_due import why_due_of
from thongsuot.entrypoints.shared.why_limits import why_answer
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date


def track(request: HttpRequest) -> HttpResponseBase:
    """Open a dossier by its code and one secret."""
    then = posted.line(request, "tiep")
    form = LookUp(request.POST or None)
    if request.method != "POST":
        return ask_for_secret(request, form, then)
    if not form.is_valid():
        return ask_for_secret(request, form, then, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _open(request, form, then)


def look(request: HttpRequest, code: str) -> HttpResponseBase:  # noqa: ARG001 - a view takes its request
    """Lead from the address printed as QR to the dossier; it holds no secret."""
    return redirect("citizen:dossier", code.upper())


def _open(request: HttpRequest, form: LookUp, then: str) -> HttpResponseBase:
    code = form.cleaned_data["code"]
    try:
        opened = services.open_with_secret(
            code=code,
            secret=form.cleaned_data["secret"],
            at=visitor.now(),
            source=client_network(request),
        )
    except TooManyAttempts as refused:
        return _wait(request, form, then, int(refused.facts.get("minutes", 15)))
    except PinOnly:
        form.add_error("secret", _(
            "Mã này bị thử sai nhiều lần nên lúc này chỉ mở bằng mã PIN 6 số, in trên giấy tiếp "
            "nhận."
        ))  # fmt: skip
        return ask_for_secret(request, form, then, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except DossierUnknown as refused:
        form.add_error("secret", _mismatch(int(refused.facts.get("left", 0))))
        return ask_for_secret(request, form, then, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    visitor.open_dossier(request, opened)
    return redirect(_safe(then, code))


def _mismatch(left: int) -> str:
    sentence = _(
        "Mã hồ sơ và mã PIN (hoặc 4 số cuối điện thoại) không khớp nhau. Xem lại cả hai: mã hồ sơ "
        "và mã PIN hiện lúc nộp xong và in trên giấy tiếp nhận; điện thoại là số đã khai."
    )
    tries = _("Còn thử được {n} lần.") if left else _("Đã hết lượt thử; lần sau phải chờ.")
    return f"{sentence} {tries.format(n=left)}"


def _wait(request: HttpRequest, form: LookUp, then: str, minutes: int) -> HttpResponseBase:
    sentence = _(
        "Đã thử sai quá nhiều lần với mã này. Thử lại từ {when}. Máy đã nộp hồ sơ thì mở được ngay "
        "ở “Hồ sơ của tôi”; cần gấp thì mang giấy tiếp nhận đến Trung tâm Phục vụ hành chính công."
    )
    now = visitor.now()
    again = now + timedelta(minutes=minutes)
    same_day = local_date(again) == local_date(now)
    when = formats.time(again) if same_day else formats.moment(again)
    form.add_error("secret", sentence.format(when=when))
    answer = ask_for_secret(request, form, then, status=HTTPStatus.TOO_MANY_REQUESTS)
    answer.headers["Retry-After"] = str(minutes * 60)
    return answer


def _safe(then: str, code: str) -> str:
    """Return where to go: a page of this dossier, whatever the form says."""
    own = reverse("citizen:dossier", args=[code])
    return then if then.startswith(f"{own}/") and "//" not in then else own


@of_followed_dossier
def dossier(request: HttpRequest, visit: DossierVisit) -> HttpResponseBase:
    """Show who holds it, what to do, until when, and how it went."""
    view = queries.view_for(visit.code, by=visit.by, at=visit.at)
    moments = queries.timeline_of(visit.code, by=visit.by, at=visit.at)
    story = story_of(moments, follows_only=visit.by.follows_only)
    told = tracking.tracking_of(
        view, story, follows_only=visit.by.follows_only, at=visit.at,
        due_vnd=payments.due_of(rules.subject_of(visit.code)) if view.state in WAITING else 0,
    )  # fmt: skip
    context = {
        "view": view,
        "told": told,
        "story": story,
        "why_due": why_due_of(view),
        "why_answer": (
            why_answer(answer_due(view.code)) if view.state is NationalState.REGISTERED else []
        ),
        "ahead": ahead_of(view),
        "place": None if told.has_ended else place_of(view, visit.at),
        "follows_only": visit.by.follows_only,
        "lines": messages.lines_of(
            exchange.told_about(subject_of(visit.code), to=to_applicant(visit.code)),
            show_addresses=not visit.by.follows_only,
        ),
        "track_url": settings.PUBLIC_URL + reverse("citizen:look", args=[visit.code]),
    }
    return page(request, "dossier", context)
