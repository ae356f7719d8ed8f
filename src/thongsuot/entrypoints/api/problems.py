"""Errors of the machine doors themselves as problem documents."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, ValidationError

from thongsuot.entrypoints.shared.problem import problem


def answer_problem(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """Return what was wrong with the request itself, naming fields and never their values."""
    if isinstance(error, ValidationError):
        fields = [".".join(str(part) for part in e["loc"]) for e in error.errors]
        return problem(
            request,
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            code="request-wrong",
            title=_("Yêu cầu thiếu hoặc sai một số trường"),
            detail=_("Xem lại các trường được nêu trong errors."),
            errors=[
                {"pointer": field, "problem": e["type"]}
                for field, e in zip(fields, error.errors, strict=True)
            ],
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
