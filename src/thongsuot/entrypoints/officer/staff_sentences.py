"""What the refusals say that concern who leaves, who stands in and who gives work to whom."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from django.utils.translation import gettext_lazy as _

from thongsuot.entrypoints.shared.sentences import Sentence

STAFF: Final[Mapping[str, Sentence]] = {
    "nothing-to-move": Sentence(
        title=_("Chưa chọn hồ sơ nào để phân công lại"),
        why=_("Phải chọn ít nhất một hồ sơ. Chưa có gì thay đổi."),
        what_to_do=_("Quay lại, đánh dấu hồ sơ cần phân công lại rồi xem trước."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "not-yours-to-move": Sentence(
        title=_("Chỉ người đứng đầu phân công lại được"),
        why=_(
            "Người đứng đầu phân công trong cơ quan mình và các đơn vị trực thuộc (Nghị định "
            "61/2018/NĐ-CP, Điều 19 khoản 1). Chưa có gì thay đổi."
        ),
        what_to_do=_(
            "Nếu đang giữ hồ sơ, chuyển hồ sơ và chờ bên nhận trả lời; nếu không, đề nghị người "
            "đứng đầu phân công lại."
        ),
        status=HTTPStatus.FORBIDDEN,
    ),
    "move-reason-missing": Sentence(
        title=_("Phân công lại phải nói rõ vì sao"),
        why=_("Lý do bằng lời cần ít nhất {least} chữ cái. Chưa có gì thay đổi."),
        what_to_do=_("Quay lại, ghi lý do rồi bấm Phân công lại."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "holder-already": Sentence(
        title=_("Người được chọn đang giữ một trong các hồ sơ"),
        why=_("Phân công lại là đổi người giữ. Chưa có gì thay đổi."),
        what_to_do=_("Quay lại, chọn người khác hoặc bỏ hồ sơ đó khỏi danh sách."),
    ),
    "still-holding": Sentence(
        title=_("Người này còn đang giữ hồ sơ"),
        why=_("Còn giữ {subjects} hồ sơ; không để hồ sơ nào không có người giữ."),
        what_to_do=_("Chọn người nhận thay trong cùng lần này, hoặc phân công lại trước."),
    ),
    "not-delegated": Sentence(
        title=_("Việc này không nằm trong phạm vi được ủy quyền"),
        why=_(
            "Ủy quyền chỉ có giá trị với các việc, các thủ tục và trong thời hạn đã ghi. Chưa có "
            "gì thay đổi."
        ),
        what_to_do=_(
            "Đổi về vị trí của chính mình ở góc trên bên phải, hoặc đề nghị người ủy quyền ghi "
            "thêm việc này kèm văn bản."
        ),
        status=HTTPStatus.FORBIDDEN,
    ),
    "delegation-unknown": Sentence(
        title=_("Không có ủy quyền này"),
        why=_("Ủy quyền không có, hoặc là của người khác."),
        what_to_do=_("Xem các ủy quyền đang có ở trang Ủy quyền."),
        status=HTTPStatus.NOT_FOUND,
    ),
    "absence-unknown": Sentence(
        title=_("Không có lần vắng mặt này"),
        why=_("Lần vắng mặt không có, hoặc là của người khác."),
        what_to_do=_("Xem các lần vắng mặt ở trang Vắng mặt."),
        status=HTTPStatus.NOT_FOUND,
    ),
    "absence-over": Sentence(
        title=_("Lần vắng mặt này đã kết thúc"),
        why=_("Đã có người ghi là trở lại, hoặc ngày cuối đã qua. Chưa có gì thay đổi."),
        what_to_do=_("Mở lại trang Vắng mặt để xem các lần còn hiệu lực."),
        status=HTTPStatus.CONFLICT,
    ),
    "delegation-over": Sentence(
        title=_("Ủy quyền này không còn giá trị"),
        why=_("Ủy quyền đã kết thúc hoặc chưa đến ngày bắt đầu. Chưa có gì thay đổi."),
        what_to_do=_("Đổi về vị trí của chính mình; cần làm tiếp thì xin ủy quyền mới."),
        status=HTTPStatus.FORBIDDEN,
    ),
    "delegation-too-wide": Sentence(
        title=_("Không ủy quyền như vậy được"),
        why=_(
            "Chỉ ủy quyền việc mình có quyền làm, cho người khác trong cơ quan hoặc đơn vị trực "
            "thuộc, và không ủy quyền lại. Chưa có gì thay đổi."
        ),
        what_to_do=_("Bỏ bớt việc mình không được giao, hoặc chọn người trong cơ quan."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "days-wrong": Sentence(
        title=_("Các ngày chưa đúng"),
        why=_("Ngày cuối trước ngày đầu, hoặc đã qua. Chưa có gì thay đổi."),
        what_to_do=_("Sửa lại ngày rồi gửi."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "source-missing": Sentence(
        title=_("Cần ghi số văn bản"),
        why=_("Việc này chỉ có giá trị khi có văn bản làm căn cứ. Chưa có gì thay đổi."),
        what_to_do=_("Ghi số, ký hiệu văn bản rồi gửi lại."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
}
