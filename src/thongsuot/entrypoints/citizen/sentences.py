"""What refusals say to a citizen, where no form field is there to say it."""

from http import HTTPStatus
from typing import Final

from django.utils.translation import gettext_lazy as _

from thongsuot.entrypoints.shared.sentences import Sentence

SENTENCES: Final = {
    "draft-unknown": Sentence(
        title=_("Không mở được hồ sơ đang nhập ở đây"),
        why=_(
            "Hồ sơ đang nhập chỉ mở được trên trình duyệt đã bắt đầu nó, trong 30 ngày kể từ lần "
            "lưu cuối. Địa chỉ này thuộc trình duyệt khác, hoặc đã quá thời gian đó."
        ),
        what_to_do=_(
            "Mở lại trên điện thoại hay máy đã dùng khi bắt đầu, hoặc bắt đầu hồ sơ mới từ trang "
            "thủ tục."
        ),
        status=HTTPStatus.NOT_FOUND,
    ),
    "answers-incomplete": Sentence(
        title=_("Hồ sơ chưa gửi được vì còn thiếu thông tin"),
        why=_(
            "Một phần bắt buộc chưa có câu trả lời hoặc chưa có giấy tờ. Chưa có gì được gửi đi."
        ),
        what_to_do=_("Quay lại trang kiểm tra để xem phần còn thiếu và bổ sung."),
    ),
    "procedure-unknown": Sentence(
        title=_("Không có thủ tục mang mã này"),
        why=_("Mã thủ tục có thể bị gõ thiếu số, hoặc thủ tục không thuộc tỉnh này."),
        what_to_do=_("Tìm lại thủ tục bằng lời của mình ở trang Thủ tục."),
        status=HTTPStatus.NOT_FOUND,
    ),
    "too-many-attempts": Sentence(
        title=_("Đã thử quá nhiều lần với mã hồ sơ này"),
        why=_("Để giữ an toàn cho hồ sơ, mỗi mã chỉ được thử 5 lần trong {minutes} phút."),
        what_to_do=_(
            "Chờ {minutes} phút rồi thử lại. Mã PIN in trên giấy tiếp nhận; nếu không còn giấy, "
            "mang giấy tờ tùy thân đến Bộ phận Một cửa."
        ),
        status=HTTPStatus.TOO_MANY_REQUESTS,
    ),
}
"""Only codes that no other door meets: one code has one sentence in the house."""
