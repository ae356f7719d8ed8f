"""What acts do where nobody holds the dossier yet: no due date runs, no clock."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.dossiers.terms import Act

EFFECTS: Final[Mapping[Act, str | Promise]] = {
    Act.SUPPLY: later(
        "Người nộp mang đến hoặc gửi bưu chính: hồ sơ chờ tiếp nhận, hạn trả lời tính lại."
    ),
    Act.UPHOLD_OBJECTION: later(
        "Rút yêu cầu, không tính lần; hồ sơ chờ tiếp nhận, hạn trả lời tính lại."
    ),
    Act.REJECT_OBJECTION: later("Vẫn chờ bổ sung, chưa tiếp nhận; người nộp đọc được lý do."),
}
