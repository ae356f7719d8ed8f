"""What happens to every request: a reference, a content policy, humane answers to refusals."""

import re
import time
from collections.abc import Callable

import structlog
from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from thongsuot.domains.documents.terms import ReadersBusy
from thongsuot.domains.ledger import settled
from thongsuot.entrypoints.shared import errors, policy
from thongsuot.entrypoints.shared.references import HEADER, give_reference
from thongsuot.kernel.errors import Refused

MACHINES = "/api/"
NUL = "%00"
"""No page of ours links to a query with it, and no text of the database can hold it."""
_LONG_NUMBER = re.compile(r"\d{9,}")
"""Personal numbers and telephones; no code of a dossier or a procedure has so many in a row."""
Next = Callable[[HttpRequest], HttpResponse]

log = structlog.get_logger("thongsuot.request")


def reference(get_response: Next) -> Next:
    """Give the request its reference, and write one log line when it is answered."""

    def answer(request: HttpRequest) -> HttpResponse:
        mark = give_reference(request)
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(reference=mark):
            response = get_response(request)
            response.headers[HEADER] = mark
            log.info(
                "request",
                method=request.method,
                path=_told_path(request),
                status=response.status_code,
                milliseconds=round((time.perf_counter() - started) * 1000, 1),
            )
        return response

    return answer


def _told_path(request: HttpRequest) -> str:
    """Return the address as it may stand in a log: what somebody typed at random is left out."""
    if request.resolver_match is None:
        return "(no page)"
    return _LONG_NUMBER.sub("•", request.path)


def one_look(get_response: Next) -> Next:
    """Let a request of the machine doors ask once what is settled, and be answered from memory."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(MACHINES):
            return get_response(request)
        with settled.looking():
            return get_response(request)

    return answer


def content_security_policy(get_response: Next) -> Next:
    """Set the content policy that fits what is answered; a view may set its own."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        policy.protect(response)
        return response

    return answer


class HumaneErrors:
    """Answer refusals and wrong methods with a sentence, a lost database with when to return."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.META.get("QUERY_STRING", ""):
            return errors.bad_request(request, BadRequest("a query holds a NUL"))
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):  # Django and ninja leave it without words
            return errors.not_this_way(request, response.headers["Allow"])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the answer to what a view raised; None leaves it to Django's own handlers."""
        if isinstance(exception, Refused):
            return errors.refused(request, exception)
        if isinstance(exception, OperationalError | InterfaceError):
            return errors.unavailable(request, exception)
        if isinstance(exception, ReadersBusy):
            return errors.readers_busy(request)
        return None


humane_errors = HumaneErrors
