"""Who can move a dossier on where the visitor cannot, in one sentence under the bar of acts."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.dossiers.terms import NationalState
from thongsuot.entrypoints.officer.situation import Situation

_WAITED_FOR: Final[Mapping[NationalState, str | Promise]] = {
    NationalState.SUPPLEMENT_REQUESTED: later("Đang chờ người nộp bổ sung; đồng hồ dừng."),
    NationalState.OBLIGATION_REQUESTED: later(
        "Đang chờ người nộp thực hiện nghĩa vụ tài chính; đồng hồ dừng."
    ),
    NationalState.REGISTERED: later(
        "Chờ nơi tiếp nhận mà người nộp đã chọn; vị trí này không tiếp nhận thay được."
    ),
}
"""Whom a dossier waits for by its state alone."""
_ENDED: Final = frozenset(
    {
        NationalState.NOT_RECEIVED,
        NationalState.WITHDRAWN,
        NationalState.STOPPED,
        NationalState.RETURNED,
    }
)


def remark_of(situation: Situation) -> str:
    """Return who can move the dossier on when the visitor cannot."""
    if situation.state in _ENDED:
        return _("Hồ sơ đã kết thúc; không còn bước nào.")
    if situation.state == NationalState.SUPPLEMENT_REQUESTED and situation.holder is None:
        return _("Đang chờ người nộp bổ sung; hồ sơ chưa tiếp nhận, chưa có ngày hẹn.")
    if situation.state in _WAITED_FOR:
        return str(_WAITED_FOR[situation.state])
    if situation.is_held_by_visitor and situation.dispute and situation.dispute.is_open:
        return _("Đang chờ {agency} phân định; vị trí này vẫn giữ.").format(
            agency=situation.dispute.superior_name
        )
    if situation.is_held_by_visitor and situation.offer:
        return _("Đang chờ {agency} trả lời.").format(agency=situation.offer.to_agency_name)
    if situation.holder and not situation.is_held_by_visitor:
        name = situation.holder.holder.officer_name
        return _("{name} đang giữ; chỉ người giữ làm được bước tiếp theo.").format(name=name)
    return _("Không có bước nào dành cho vị trí này lúc này.")
