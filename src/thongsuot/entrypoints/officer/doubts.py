"""What the desk should look at in an applicant's number, in words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.people.terms import Claim, Doubt
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

DOUBTS: Final[Mapping[Doubt, Promise]] = {
    Doubt.PLACE_UNKNOWN: gettext_lazy(
        "Ba số đầu của số định danh không có trong danh sách nơi đăng ký khai sinh."
    ),
    Doubt.BIRTH_YEAR_DIFFERS: gettext_lazy("Năm sinh đã khai khác năm sinh trong số định danh."),
    Doubt.SEX_DIFFERS: gettext_lazy("Giới tính đã khai khác giới tính trong số định danh."),
    Doubt.CHECK_DIGIT_DIFFERS: gettext_lazy("Chữ số kiểm tra của mã số doanh nghiệp không khớp."),
}


NOT_DISCLOSED: Final[Mapping[UUID, str]] = MappingProxyType({})


def doubts_of(frame: Frame, names: Mapping[UUID, str] = NOT_DISCLOSED) -> list[str]:
    """Return a sentence for each doubt while the dossier goes on; ``names`` once disclosed."""
    if frame.view.ended_at is not None:
        return []
    found = dossiers.number_doubts(frame.view.code, by=frame.visitor.by, at=frame.visitor.at)
    claims = [_claimed(c, names.get(c.person_id, c.masked_name)) for c in found.claims]
    return claims + [str(DOUBTS[doubt]) for doubt in found.doubts]


def _claimed(claim: Claim, name: str) -> str:
    sentence = (
        _("Số này đã được khai với tên khác dấu: {name}, từ {day}.")
        if claim.by_tones_alone
        else _("Số này đã được khai với tên khác: {name}, từ {day}.")
    )
    return sentence.format(name=name, day=formats.date(local_date(claim.since)))
