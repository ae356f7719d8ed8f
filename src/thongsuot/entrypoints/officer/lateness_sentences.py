"""What the refusals of the one re-dating and of its policy say to people at a desk."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from django.utils.translation import gettext_lazy as _

from thongsuot.entrypoints.shared.sentences import Sentence

LATENESS: Final[Mapping[str, Sentence]] = {
    "extended-already": Sentence(
        title=_("Hồ sơ đã được hẹn lại một lần"),
        why=_(
            "Quy định chỉ cho hẹn lại không quá một lần (Nghị định 61/2018/NĐ-CP, Điều 19 khoản "
            "9). Chưa có gì thay đổi; ngày hẹn đầu vẫn dùng để tính quá hạn."
        ),
        what_to_do=_("Giải quyết hồ sơ và trả kết quả; việc chậm thêm sẽ được báo lên cấp trên."),
    ),
    "extension-too-late": Sentence(
        title=_("Đã qua thời điểm được gửi văn bản xin lỗi"),
        why=_(
            "Văn bản xin lỗi phải gửi chậm nhất {days} ngày làm việc trước ngày hẹn, và chính sách "
            "đang có hiệu lực không nhận văn bản muộn. Chưa có gì thay đổi."
        ),
        what_to_do=_(
            "Giải quyết hồ sơ và trả kết quả; báo người quản trị nếu chính sách chưa đúng."
        ),
    ),
    "extension-wrong": Sentence(
        title=_("Ngày hẹn lại chưa đúng"),
        why=_(
            "Ngày hẹn lại được đếm bằng ngày làm việc sau ngày hẹn đầu, không quá mức cho phép và "
            "phải ở phía trước. Chưa có gì thay đổi."
        ),
        what_to_do=_("Mở lại dự thảo, chọn một ngày trong danh sách rồi gửi lại."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "no-extension-drafted": Sentence(
        title=_("Chưa có dự thảo xin lỗi để ký"),
        why=_("Người đang giữ hồ sơ soạn lý do và ngày hẹn lại trước, rồi lãnh đạo mới ký."),
        what_to_do=_("Mở hồ sơ, chọn Xin lỗi, hẹn lại để soạn."),
    ),
    "not-the-head": Sentence(
        title=_("Văn bản này do người đứng đầu cơ quan có thẩm quyền ký"),
        why=_(
            "Người đứng đầu cơ quan giải quyết, hoặc người được người đó ủy quyền, mới ký văn bản "
            "xin lỗi và phiếu yêu cầu bổ sung (Nghị định 61/2018/NĐ-CP, Điều 12 và 19). Chưa có gì "
            "được ký hay gửi đi."
        ),
        what_to_do=_("Để dự thảo chờ ở mục Chờ ký của người đứng đầu."),
        status=HTTPStatus.FORBIDDEN,
    ),
}
