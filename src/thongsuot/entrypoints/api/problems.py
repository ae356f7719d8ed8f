"""Errors of the machine doors themselves as problem documents."""

from collections.abc import Sequence
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, ValidationError

from thongsuot.entrypoints.shared.problem import problem


def answer_problem(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """Return what was wrong with the request itself, naming fields and never their values."""
    if isinstance(error, ValidationError):
        return problem(
            request,
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            code="request-wrong",
            title=_("Yêu cầu thiếu hoặc sai một số trường"),
            detail=_("Xem lại các trường được nêu trong errors."),
            errors=[{"pointer": _pointer(e["loc"]), "problem": e["type"]} for e in error.errors],
        )
    if isinstance(error, AuthenticationError):
        answer = problem(
            request,
            status=HTTPStatus.UNAUTHORIZED,
            code="token-wrong",
            title=_("Chưa có mã truy cập còn hiệu lực"),
            detail=_("Gửi mã truy cập trong tiêu đề Authorization: Bearer."),
        )
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    return problem(
        request,
        status=HTTPStatus(getattr(error, "status_code", 400)),
        code="request-unreadable",
        title=_("Không đọc được yêu cầu"),
        detail=_("Nội dung gửi lên phải là JSON đúng cú pháp."),
    )


def _pointer(place: Sequence[str | int]) -> str:
    """Return where a field stands: in the document as RFC 6901 points to it, else by its kind.

    The document itself is called by the name of our argument, which no sender knows.
    """
    kind, *names = map(str, place)
    return "/".join(["#", *names[1:]]) if kind == "body" else ".".join([kind, *names])
