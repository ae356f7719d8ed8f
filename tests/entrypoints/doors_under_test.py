"""Addresses that answer in every way a door can."""

from typing import ClassVar

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST

from thongsuot.domains.documents.terms import ReadersBusy
from thongsuot.entrypoints.shared import errors
from thongsuot.kernel.errors import Refused


class DoorLocked(Refused):
    """A refusal that has words."""

    code: ClassVar[str] = "test-door-locked"


class NobodyKnows(Refused):
    """A refusal that nobody gave words to."""

    code: ClassVar[str] = "test-nobody-knows"


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<p>trang</p>")


def pdf(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"%PDF-", content_type="application/pdf")


def data(request: HttpRequest) -> HttpResponse:
    return JsonResponse({})


def own_policy(request: HttpRequest) -> HttpResponse:
    return HttpResponse("", headers={"Content-Security-Policy": "sandbox"})


def raising(error: Exception):
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


FAULT = ValueError("079205001234 is a personal number")
VIEWS = {
    "trang/": page,
    "trang/<str:code>": lambda request, code: HttpResponse(code),  # noqa: ARG005 - Django's names
    "pdf/": pdf,
    "json/": data,
    "own/": own_policy,
    "refused/": raising(DoorLocked("in English for the log", hours=3)),
    "unknown/": raising(NobodyKnows()),
    "no-database/": raising(OperationalError("server closed the connection")),
    "forbidden/": raising(PermissionDenied("secret")),
    "odd/": raising(SuspiciousOperation("odd")),
    "large/": raising(RequestDataTooBig("large")),
    "fault/": raising(FAULT),
    "busy/": raising(ReadersBusy()),
    "post-only/": require_POST(page),
}
urlpatterns = [
    path(prefix + address, view)
    for address, view in VIEWS.items()
    for prefix in ("", "api/", "can-bo/")
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
