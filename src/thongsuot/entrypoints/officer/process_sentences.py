"""What refusals about processes say."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from django.utils.translation import gettext_lazy as _

from thongsuot.entrypoints.shared.sentences import Sentence

PROCESSES: Final[Mapping[str, Sentence]] = {
    "step-not-in-process": Sentence(
        title=_("Quy trình đã phê duyệt không đi từ bước này tới bước đó"),
        why=_(
            "Hồ sơ đang ở bước {step}; bước hoặc việc “{next}” không đi tiếp từ đó trong phiên bản "
            "quy trình mà hồ sơ theo từ khi tiếp nhận. Chưa có gì thay đổi."
        ),
        what_to_do=_(
            "Mở lại trang Chuyển: các bước tiếp theo của quy trình hiện ở đầu trang. Nếu quy trình "
            "sai, báo người quản trị nghiệp vụ công bố phiên bản khác."
        ),
    ),
    "signer-not-of-step": Sentence(
        title=_("Quy trình giao việc ký cho vị trí khác"),
        why=_(
            "Ở bước {step}, phiên bản quy trình mà hồ sơ theo nêu vị trí ký; vị trí đang làm việc "
            "không phải vị trí đó và không được ủy quyền ký thay. Chưa có gì thay đổi."
        ),
        what_to_do=_(
            "Trình đúng vị trí ký ở trang Chuyển, hoặc làm việc theo ủy quyền ký thay của người "
            "đó. Nếu quy trình sai, báo người quản trị nghiệp vụ công bố phiên bản khác."
        ),
    ),
    "process-opinion-missing": Sentence(
        title=_("Chưa đủ ý kiến mà quy trình buộc phải có"),
        why=_(
            "Quy trình không cho ký khi chưa có ý kiến: {opinions}. Chưa hỏi, hoặc bên được hỏi "
            "còn thời gian trả lời. Chưa có gì thay đổi."
        ),
        what_to_do=_("Hỏi ý kiến ở trang Lấy ý kiến, chờ trả lời hoặc hết hạn rồi ký."),
    ),
    "process-paper-not-made": Sentence(
        title=_("Chưa có văn bản mà bước này phải làm ra"),
        why=_(
            "Quy trình không cho rời bước {step} sang bước sau khi chưa có: {papers}. Hồ sơ vẫn ở "
            "người đang giữ, chưa có gì thay đổi."
        ),
        what_to_do=_("Soạn dự thảo ở trang Dự thảo kết quả rồi chuyển lại."),
    ),
    "catalogue-not-yours-to-change": Sentence(
        title=_("Vị trí đang làm việc không quản trị quy trình"),
        why=_(
            "Quy trình do người quản trị nghiệp vụ hoặc kiểm soát thủ tục hành chính soạn và công "
            "bố. Chưa có gì thay đổi."
        ),
        what_to_do=_("Nếu kiêm vị trí đó, đổi vị trí ở góc trên bên phải rồi làm lại."),
        status=HTTPStatus.FORBIDDEN,
    ),
    "process-unknown": Sentence(
        title=_("Không có quy trình hoặc phiên bản này"),
        why=_("Mã quy trình bị gõ sai, hoặc bản nháp đã được công bố hay bỏ đi."),
        what_to_do=_("Mở lại danh sách quy trình và chọn ở đó."),
        status=HTTPStatus.NOT_FOUND,
    ),
    "process-wrong": Sentence(
        title=_("Quy trình chưa công bố được"),
        why=_("Kết quả kiểm tra còn điều phải sửa ở bước “{step}”. Chưa có gì thay đổi."),
        what_to_do=_("Mở bản nháp, xem các dòng báo lỗi ngay tại bước, sửa rồi công bố lại."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "process-back-dated": Sentence(
        title=_("Không công bố quy trình cho những ngày đã qua"),
        why=_("Hồ sơ tiếp nhận trước đó giữ phiên bản của mình. Chưa có gì thay đổi."),
        what_to_do=_("Chọn hôm nay hoặc một ngày sau làm ngày hiệu lực."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "process-draft-changed": Sentence(
        title=_("Có người vừa lưu quy trình này"),
        why=_(
            "Bản đang có không còn là bản vừa xem trên trang. Chưa công bố gì, chưa bỏ gì, chưa có "
            "gì thay đổi."
        ),
        what_to_do=_("Mở lại trang quy trình, xem bản mới rồi làm lại nếu vẫn cần."),
    ),
    "process-not-draft": Sentence(
        title=_("Phiên bản này không phải là bản đã công bố"),
        why=_("Chỉ phiên bản đã từng công bố mới được cho hiệu lực trở lại."),
        what_to_do=_("Chọn một phiên bản đã công bố trong danh sách phiên bản."),
    ),
}
