"""What the refusals say that concern messages."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from django.utils.translation import gettext_lazy as _

from thongsuot.entrypoints.shared.sentences import Sentence

MESSAGES: Final[Mapping[str, Sentence]] = {
    "messages-not-yours": Sentence(
        title=_("Chỉ người quản trị xem và gửi lại tin bị kẹt"),
        why=_("Vị trí này không có vai trò quản trị hệ thống. Chưa có gì thay đổi."),
        what_to_do=_("Nhờ người quản trị của tỉnh, hoặc báo người nộp bằng điện thoại."),
        status=HTTPStatus.FORBIDDEN,
    ),
    "message-unknown": Sentence(
        title=_("Không có tin này"),
        why=_("Địa chỉ bị gõ sai, hoặc tin đã hết thời gian lưu. Chưa có gì thay đổi."),
        what_to_do=_("Mở lại danh sách tin không gửi được và chọn ở đó."),
        status=HTTPStatus.NOT_FOUND,
    ),
    "message-not-dead": Sentence(
        title=_("Tin này không còn bị kẹt"),
        why=_("Tin đang chờ gửi, đã gửi, hoặc đã có người quyết định không gửi."),
        what_to_do=_("Mở lại danh sách để xem những tin còn bị kẹt."),
    ),
    "address-not-proven": Sentence(
        title=_("Mã chưa đúng"),
        why=_("Mã không phải mã mới nhất đã gửi tới địa chỉ này, hoặc đã quá 24 giờ."),
        what_to_do=_("Xem lại thư mới nhất, hoặc nhập lại thư điện tử để nhận mã khác."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "message-reason-short": Sentence(
        title=_("Không gửi tin thì phải nói rõ vì sao"),
        why=_("Lý do bằng lời cần ít nhất {least} chữ cái. Chưa có gì thay đổi."),
        what_to_do=_("Quay lại, ghi lý do, ví dụ đã báo bằng điện thoại lúc nào."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
}
