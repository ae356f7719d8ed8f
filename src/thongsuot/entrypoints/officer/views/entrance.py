"""Coming in, taking a seat, leaving."""

from typing import Any

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from thongsuot.domains.organisation import services as organisation
from thongsuot.domains.organisation.terms import LogInRefused, TooManyLogIns
from thongsuot.entrypoints.officer import keeping, notices, visitors
from thongsuot.entrypoints.officer.entering import posts_page
from thongsuot.entrypoints.officer.forms.entrance import LogInForm
from thongsuot.entrypoints.shared import posted
from thongsuot.entrypoints.shared.origins import client_network, is_known
from thongsuot.entrypoints.shared.unsent import AGAIN
from thongsuot.kernel.errors import Refused

BACKEND = "django.contrib.auth.backends.ModelBackend"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: HttpRequest) -> HttpResponseBase:
    """Ask for account and password; afterwards go where the visitor was going."""
    if request.method != "POST":
        going = keeping.safe_next(request, request.GET.get(keeping.NEXT, ""))
        if request.user.is_authenticated:
            return redirect(going)
        form = LogInForm()
        form.fields["username"].widget.attrs["autofocus"] = True
        return _page(request, form, going)
    going = keeping.safe_next(request, posted.line(request, keeping.NEXT, keeping.MOST_ADDRESS))
    form = LogInForm(request.POST)
    if not form.is_valid():
        return _page(request, form, going)
    try:
        _enter(request, form)
    except (LogInRefused, TooManyLogIns) as refusal:
        form.add_error(None, _sentence(refusal))
        status = 429 if isinstance(refusal, TooManyLogIns) else 200
        return _page(request, form, going, status=status)
    return _go_on(request, going)


def _enter(request: HttpRequest, form: LogInForm) -> None:
    officer = organisation.authenticate(
        username=form.cleaned_data["username"],
        password=form.cleaned_data["password"],
        network=client_network(request),
        at=visitors.now(),
        is_own_network=is_known(request),
    )
    # What a citizen began on this machine is kept for weeks; an officer's session is not.
    request.session.set_expiry(None)
    login(request, officer, backend=BACKEND)


def _sentence(refusal: Refused) -> str:
    if isinstance(refusal, TooManyLogIns):
        return _(
            "Đã nhập sai quá {most} lần từ máy hoặc mạng này. Chờ {minutes} phút rồi thử lại, hoặc "
            "nhờ người quản trị đơn vị đặt lại mật khẩu."
        ).format(**refusal.facts)
    return _(
        "Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra bộ gõ tiếng Việt và phím Caps Lock rồi "
        "nhập lại; còn {left} lần thử."
    ).format(**refusal.facts)


def _go_on(request: HttpRequest, going: str) -> HttpResponse:
    """Go to the page, or bring what had been typed back to it."""
    kept = list(keeping.fields_of(keeping.sent_back(request)))
    if not kept:
        return redirect(going)
    context = {"address": going, "kept": kept, "again": AGAIN}
    return render(request, "officer/resume.html", context)


def _page(request: HttpRequest, form: LogInForm, going: str, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "next": going,
        "kept": keeping.sent_back(request),
    }
    return render(request, "officer/login.html", context, status=status)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("officer:login")


@require_http_methods(["GET", "HEAD", "POST"])
def posts(request: HttpRequest) -> HttpResponse:
    """Choose the post to act on; from the bar, one press switches."""
    if not request.user.is_authenticated:
        return keeping.ask_to_log_in(request)
    going = keeping.safe_next(
        request,
        posted.line(request, keeping.NEXT, keeping.MOST_ADDRESS)
        or request.GET.get(keeping.NEXT, ""),
    )
    if request.method == "POST" and _took_seat(request):
        notices.put(request, "post")
        return _go_on(request, going)
    return posts_page(request, going, keeping.sent_back(request))


def _took_seat(request: HttpRequest) -> bool:
    given = posted.line(request, "post")
    try:
        visitors.take_seat(request, given, visitors.now())
    except Refused:
        return False
    return True
