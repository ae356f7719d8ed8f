"""What faults of the doors themselves say to programs, which have no page to go back to."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from django.utils.translation import gettext_lazy as _

from thongsuot.entrypoints.shared.sentences import Sentence

_READ = _(
    "Các địa chỉ, cách gọi và trường cần có nằm ở /api/openapi.json; của sổ ghi công khai, ở trang "
    "/so-ghi."
)

TO_PROGRAMS: Final[Mapping[str, Sentence]] = {
    "bad-request": Sentence(
        title=_("Không đọc được yêu cầu"),
        why=_("Tên máy, địa chỉ hoặc nội dung gửi đến không đúng cách viết mà cửa này hiểu được."),
        what_to_do=_READ,
        status=HTTPStatus.BAD_REQUEST,
    ),
    "forbidden": Sentence(
        title=_("Mã truy cập không mở được địa chỉ này"),
        why=_("Tài khoản của mã truy cập không có quyền xem hoặc làm việc này."),
        what_to_do=_("Đề nghị người quản trị cấp quyền, hoặc gọi bằng mã truy cập khác."),
        status=HTTPStatus.FORBIDDEN,
    ),
    "not-found": Sentence(
        title=_("Không có địa chỉ này"),
        why=_("Không có gì ở địa chỉ vừa gọi; mã trong địa chỉ có thể bị viết sai."),
        what_to_do=_READ,
        status=HTTPStatus.NOT_FOUND,
    ),
    "method-not-allowed": Sentence(
        title=_("Địa chỉ này không nhận cách gọi ấy"),
        why=_("Tiêu đề Allow nêu những cách gọi được nhận. Chưa có gì được ghi lại."),
        what_to_do=_READ,
        status=HTTPStatus.METHOD_NOT_ALLOWED,
    ),
    "too-large": Sentence(
        title=_("Nội dung gửi lên quá lớn"),
        why=_("Nội dung vượt mức mà cửa này nhận trong một lần gọi. Chưa có gì được ghi lại."),
        what_to_do=_("Gửi ít hơn trong mỗi lần gọi."),
        status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    ),
    "server-error": Sentence(
        title=_("Hệ thống chưa xử lý được yêu cầu"),
        why=_("Lỗi ở phía chúng tôi và đã được ghi lại cùng mã trong ref."),
        what_to_do=_(
            "Gọi lại sau ít phút với cùng Idempotency-Key; nếu vẫn vậy, báo cho đơn vị vận hành "
            "kèm mã trong ref."
        ),
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
    ),
    "unavailable": Sentence(
        title=_("Hệ thống đang tạm gián đoạn"),
        why=_("Nơi lưu dữ liệu chưa trả lời. Những gì đã báo là đã nhận thì không bị mất."),
        what_to_do=_(
            "Gọi lại với cùng Idempotency-Key, sớm nhất sau số giây ở tiêu đề Retry-After."
        ),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
    ),
    "readers-busy": Sentence(
        title=_("Nhiều tệp đang được tải lên cùng lúc"),
        why=_("Tệp vừa gửi chưa được đọc nên chưa lưu."),
        what_to_do=_("Gọi lại, sớm nhất sau số giây ở tiêu đề Retry-After."),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
    ),
}
"""By the code of the problem; refusals of the rooms have words of their own for every door."""
