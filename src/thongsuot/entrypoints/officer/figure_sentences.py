"""What the refusals of accountability say to people at a desk."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from django.utils.translation import gettext_lazy as _

from thongsuot.entrypoints.shared.sentences import Sentence

FIGURES: Final[Mapping[str, Sentence]] = {
    "figures-not-yours": Sentence(
        title=_("Số liệu này không thuộc phạm vi được xem của vị trí đang làm việc"),
        why=_(
            "Số liệu của một cơ quan dành cho người đứng đầu cơ quan đó và cấp trên; của mọi cơ "
            "quan, dành cho người kiểm soát; bản kê của một người, dành cho chính người đó."
        ),
        what_to_do=_(
            "Mở mục Số liệu để xem phần của mình. Nếu kiêm nhiều vị trí, đổi vị trí ở góc trên "
            "bên phải."
        ),
        status=HTTPStatus.FORBIDDEN,
    ),
    "period-wrong": Sentence(
        title=_("Kỳ số liệu kết thúc trước khi bắt đầu"),
        why=_("Ngày đến phải là ngày bắt đầu hoặc sau đó."),
        what_to_do=_("Quay lại, sửa một trong hai ngày rồi xem lại."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "explanation-words-missing": Sentence(
        title=_("Giải trình chưa có lời"),
        why=_("Lời giải trình phải dài từ {fewest} đến {most} ký tự. Chưa có gì được ghi."),
        what_to_do=_("Quay lại, viết rõ việc đã xảy ra rồi gửi lại."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "not-yours-to-explain": Sentence(
        title=_("Dòng này của sổ ghi không nói về người đang đăng nhập"),
        why=_("Mỗi người chỉ giải trình về điều sổ ghi nói về mình. Chưa có gì được ghi."),
        what_to_do=_("Mở mục Số liệu, Của tôi, rồi chọn đúng hồ sơ và đúng dòng."),
        status=HTTPStatus.FORBIDDEN,
    ),
}
