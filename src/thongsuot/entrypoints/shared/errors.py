"""Pages and problem documents for what went wrong, in the order people need:
what happened, why, what to do, who helps, and the reference."""

import sys
from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

import structlog
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from thongsuot.entrypoints.shared import policy, unsent
from thongsuot.entrypoints.shared.problem import is_machine_door, problem_of
from thongsuot.entrypoints.shared.references import reference_of
from thongsuot.entrypoints.shared.sentences import Sentence, Text, sentence_for
from thongsuot.entrypoints.shared.to_programs import TO_PROGRAMS
from thongsuot.kernel.errors import Refused

RETRY_AFTER_S: Final = 30
HEARD_OUT_BYTES: Final = 512 * 1024 * 1024
HEARD_AT_ONCE_BYTES: Final = 64 * 1024
OFFICER_PREFIX: Final = "/can-bo/"

Act = tuple[str, Text]
"""Where a page's one button leads, and its words."""
NO_ACT: Final[Act] = ("", "")
HOME: Final[Act] = ("/", _("Về trang chủ"))
DESK: Final[Act] = (OFFICER_PREFIX, _("Về bàn làm việc"))

log = structlog.get_logger("thongsuot.errors")

BAD_REQUEST: Final = Sentence(
    title=_("Trang không đọc được yêu cầu vừa gửi"),
    why=_("Yêu cầu gửi đến thiếu phần cần có hoặc không đúng cách viết mà trang này hiểu được."),
    what_to_do=_(
        "Quay lại trang trước, tải lại rồi làm lại bước vừa làm. Thông tin đã lưu vẫn còn."
    ),
    status=HTTPStatus.BAD_REQUEST,
)
FORBIDDEN: Final = Sentence(
    title=_("Trang này dành cho người khác"),
    why=_("Tài khoản đang dùng không có quyền xem hoặc làm việc này."),
    what_to_do=_(
        "Nếu công việc của ông/bà cần trang này, đề nghị người quản trị đơn vị cấp quyền."
    ),
    status=HTTPStatus.FORBIDDEN,
)
NOT_FOUND: Final = Sentence(
    title=_("Không có trang này"),
    why=_("Địa chỉ có thể bị gõ thiếu chữ, hoặc trang đã chuyển đi nơi khác."),
    what_to_do=_("Kiểm tra lại địa chỉ, hoặc về trang chủ để tìm thủ tục và tra cứu hồ sơ."),
    status=HTTPStatus.NOT_FOUND,
)
NOT_THIS_WAY: Final = Sentence(
    title=_("Địa chỉ này không mở trực tiếp được"),
    why=_("Địa chỉ chỉ nhận yêu cầu gửi theo cách khác, thường là từ một nút bấm trên trang."),
    what_to_do=_("Quay lại trang trước và bấm nút ở đó. Chưa có gì được gửi đi."),
    status=HTTPStatus.METHOD_NOT_ALLOWED,
)
TOO_LARGE: Final = Sentence(
    title=_("Phần gửi lên quá lớn"),
    why=_(
        "Tệp hoặc biểu mẫu vượt quá mức mà trang nhận trong một lần gửi. Chưa có gì được lưu "
        "từ lần gửi này."
    ),
    what_to_do=_(
        "Quay lại, chụp ở cỡ nhỏ hơn hoặc tách thành nhiều tệp rồi tải từng tệp. Những phần "
        "đã lưu trước đó vẫn còn."
    ),
    status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
)
SERVER_ERROR: Final = Sentence(
    title=_("Hệ thống chưa xử lý được yêu cầu"),
    why=_(
        "Lỗi ở phía chúng tôi, không phải do ông/bà. Hồ sơ và tệp đã lưu không bị mất; lỗi đã "
        "được ghi lại cùng mã tham chiếu dưới đây."
    ),
    what_to_do=_(
        "Tải lại trang sau ít phút. Nếu sau 15 phút vẫn gặp trang này, hỏi người hỗ trợ và đọc "
        "mã tham chiếu."
    ),
    status=HTTPStatus.INTERNAL_SERVER_ERROR,
)
UNAVAILABLE: Final = Sentence(
    title=_("Hệ thống đang tạm gián đoạn"),
    why=_("Nơi lưu dữ liệu chưa trả lời. Những gì đã báo là đã nhận thì không bị mất."),
    what_to_do=_(
        "Giữ nguyên trang này và tải lại sau nửa phút. Nếu sau 15 phút vẫn chưa được, hỏi "
        "người hỗ trợ và đọc mã tham chiếu."
    ),
    status=HTTPStatus.SERVICE_UNAVAILABLE,
)
READERS_BUSY: Final = Sentence(
    title=_("Nhiều người đang tải tệp lên cùng lúc"),
    why=_("Tệp vừa gửi chưa được đọc nên chưa lưu. Các tệp và thông tin đã lưu trước đó vẫn còn."),
    what_to_do=_("Chờ nửa phút, quay lại trang trước rồi tải lại tệp này."),
    status=HTTPStatus.SERVICE_UNAVAILABLE,
)
CSRF: Final = Sentence(
    title=_("Trang để mở quá lâu nên chưa gửi được"),
    why=_(
        "Để chắc rằng chính ông/bà bấm gửi, mỗi trang có một dấu riêng; dấu của trang này đã "
        "hết hiệu lực hoặc trình duyệt chặn cookie. Chưa có gì được gửi đi."
    ),
    what_to_do=_(
        "Bấm nút quay lại của trình duyệt: những gì vừa gõ thường vẫn còn ở trang trước. Chép phần "
        "dài ra chỗ khác trước khi tải lại trang đó, vì tải lại sẽ xóa phần chưa gửi; rồi gửi lần "
        "nữa. Nếu vẫn vậy, hãy cho phép cookie của trang này trong trình duyệt."
    ),
    status=HTTPStatus.FORBIDDEN,
)
CSRF_KEPT: Final = Sentence(
    title=CSRF.title,
    why=_(
        "Dấu riêng của trang đã hết hiệu lực, thường vì vừa đăng nhập lại ở thẻ khác. Chưa có gì "
        "được gửi đi."
    ),
    what_to_do=_(
        "Những gì đã nhập vẫn còn. Bấm Tiếp tục để làm tiếp ở đúng trang ấy; tệp đính kèm thì "
        "chọn lại."
    ),
    status=HTTPStatus.FORBIDDEN,
)


def answer(
    request: HttpRequest,
    sentence: Sentence,
    code: str,
    act: Act = NO_ACT,
    kept: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """Return ``sentence`` as a page, or as a problem document on a machine door.

    ``kept`` are fields that one press brings back to the page they came from.
    """
    if is_machine_door(request):
        return problem_of(request, TO_PROGRAMS.get(code, sentence), code)
    context = {
        "sentence": sentence,
        "reference": reference_of(request),
        "base": f"shared/{_door_of(request)}_base.html",
        "act_address": act[0],
        "act_text": act[1],
        "kept": kept,
        "again": unsent.AGAIN,
    }
    html = render_to_string("shared/error.html", context, request=request)
    response = HttpResponse(html, status=int(sentence.status))
    # Also for faults of the outer middleware, which never reach the one that sets the policy.
    policy.protect(response)
    return response


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Answer a refusal with its sentence; a refusal is no fault, so the log only notes it."""
    log.info("refused", code=refusal.code)
    sentence = sentence_for(refusal, _door_of(request))
    response = answer(request, sentence, refusal.code)
    minutes = refusal.facts.get("minutes")
    if sentence.status == HTTPStatus.TOO_MANY_REQUESTS and isinstance(minutes, int):
        response.headers["Retry-After"] = str(minutes * 60)
    return response


def unavailable(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer while the database is away, and say when to come back."""
    log.error("database_unavailable", error=type(error).__name__)
    response = answer(request, UNAVAILABLE, "unavailable")
    response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


def readers_busy(request: HttpRequest) -> HttpResponse:
    """Answer 503 while the files of others are read, and say when to come back."""
    log.warning("readers_busy")
    response = answer(request, READERS_BUSY, "readers-busy")
    response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400, or 413 when the visitor sent more than is read in one go."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        _hear_out(request)
        return answer(request, TOO_LARGE, "too-large")
    return answer(request, BAD_REQUEST, "bad-request")


def _hear_out(request: HttpRequest) -> None:
    """Read what the visitor still sends and drop it: browsers read an answer only after that."""
    heard = 0
    while heard < HEARD_OUT_BYTES:
        try:
            piece = request.read(HEARD_AT_ONCE_BYTES)
        except OSError:  # the visitor left
            return
        if not piece:
            return
        heard += len(piece)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer 403."""
    return answer(request, FORBIDDEN, "forbidden")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer 404."""
    return answer(request, NOT_FOUND, "not-found", DESK if _door_of(request) == "officer" else HOME)


def not_this_way(request: HttpRequest, allowed: str) -> HttpResponse:
    """Answer 405 and name the methods that are ``allowed``."""
    response = answer(request, NOT_THIS_WAY, "method-not-allowed")
    response.headers["Allow"] = allowed
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a post whose mark does not fit; nothing was sent, and an officer loses no word."""
    if is_machine_door(request):  # it asks for a token; only what is but read asks for a mark
        return not_this_way(request, "GET, HEAD")
    log.warning("csrf_failure", reason=reason.partition(" (")[0])
    if _door_of(request) != "officer":
        return answer(request, CSRF, "csrf")
    kept = unsent.carried_by(request)
    return answer(request, CSRF_KEPT if kept else CSRF, "csrf", NO_ACT if kept else DESK, kept)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 when the cause is a lost database; never fails itself."""
    error = sys.exc_info()[1]
    try:
        if isinstance(error, OperationalError | InterfaceError):
            return unavailable(request, error)
        return answer(request, SERVER_ERROR, "server-error")
    except Exception as second:
        log.error("error_page_failed", error=type(second).__name__)
        return _bare_page(SERVER_ERROR, reference_of(request))


def _door_of(request: HttpRequest) -> str:
    if is_machine_door(request):
        return "api"
    return "officer" if request.path.startswith(OFFICER_PREFIX) else "citizen"


def _bare_page(sentence: Sentence, reference: str) -> HttpResponse:
    """Return the sentence without template, sheet or table: for when those are what is broken."""
    parts = (sentence.title, sentence.why, sentence.what_to_do)
    title, *rest = (escape(str(part)) for part in parts)
    body = "".join(f"<p>{text}</p>" for text in rest)
    return HttpResponse(
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>{title}</title>'
        f"<h1>{title}</h1>{body}<p>{escape(reference)}</p></html>",
        status=int(sentence.status),
    )
