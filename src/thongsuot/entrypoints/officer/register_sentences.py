"""What the refusals of registers and templates say to people at a desk."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from django.utils.translation import gettext_lazy as _

from thongsuot.entrypoints.shared.sentences import Sentence

REGISTERS: Final[Mapping[str, Sentence]] = {
    "register-closed": Sentence(
        title=_("Sổ theo dõi hồ sơ năm {year} đã khóa"),
        why=_("Sổ đã khóa thì không ghi thêm dòng nào và không khóa lần nữa. Chưa có gì thay đổi."),
        what_to_do=_("Mở sổ năm {year} để xem dòng khóa sổ; hồ sơ mới ghi vào sổ năm nay."),
    ),
    "year-not-over": Sentence(
        title=_("Năm {year} chưa hết nên chưa khóa sổ được"),
        why=_("Sổ được khóa khi năm đã kết thúc. Chưa có gì thay đổi."),
        what_to_do=_("Khóa sổ sau ngày 31/12/{year}."),
    ),
    "register-not-yours": Sentence(
        title=_("Sổ này không thuộc vị trí đang làm việc"),
        why=_(
            "Sổ theo dõi hồ sơ do công chức của nơi tiếp nhận đó đọc, người đứng đầu khóa mỗi "
            "năm. Chưa có gì thay đổi."
        ),
        what_to_do=_("Đổi vị trí làm việc ở góc trên bên phải, hoặc đề nghị người đứng đầu."),
        status=HTTPStatus.FORBIDDEN,
    ),
    "template-not-yours": Sentence(
        title=_("Chỉ người quản trị thay mẫu giấy tờ"),
        why=_("Vị trí đang làm việc không có quyền quản trị. Chưa có gì thay đổi."),
        what_to_do=_("Đổi vị trí làm việc ở góc trên bên phải, hoặc gửi mẫu cho người quản trị."),
        status=HTTPStatus.FORBIDDEN,
    ),
    "template-not-published": Sentence(
        title=_("Không có bản mẫu này"),
        why=_("Không bản nào đã công bố cho mẫu giấy tờ này có mã như vậy. Chưa có gì thay đổi."),
        what_to_do=_("Mở lại trang mẫu giấy tờ và chọn một bản trong danh sách đã công bố."),
        status=HTTPStatus.NOT_FOUND,
    ),
    "form-unknown": Sentence(
        title=_("Không có mẫu này"),
        why=_("Không thông tư nào có mẫu với số này."),
        what_to_do=_("Mở lại danh sách mẫu giấy tờ và chọn ở đó."),
        status=HTTPStatus.NOT_FOUND,
    ),
}
