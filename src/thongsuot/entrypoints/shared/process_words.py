"""Vietnamese words for the parts of a process: who works in a lane, who is asked beside it."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from thongsuot.domains.catalogue.bpmn import Wording
from thongsuot.domains.catalogue.terms import Lane, Seat
from thongsuot.domains.organisation.terms import AgencyKind, PostKind

Words = str | Promise

PAPERS_CAME: Final = gettext_noop("Người nộp đã bổ sung giấy tờ; hệ thống chuyển theo quy trình")
"""What a post reads with a dossier that papers lead on to it."""

POSTS: Final[Mapping[PostKind, Words]] = {
    PostKind.DESK: _("công chức một cửa"),
    PostKind.HANDLER: _("công chức chuyên môn"),
    PostKind.DIVISION_HEAD: _("lãnh đạo phòng"),
    PostKind.HEAD: _("người đứng đầu"),
    PostKind.CLERK: _("văn thư"),
    PostKind.CONTROL: _("kiểm soát thủ tục hành chính"),
}

AGENCIES: Final[Mapping[AgencyKind, Words]] = {
    AgencyKind.PROVINCE_COMMITTEE: _("Ủy ban nhân dân tỉnh"),
    AgencyKind.COMMUNE_COMMITTEE: _("Ủy ban nhân dân xã"),
    AgencyKind.DISTRICT_COMMITTEE: _("Ủy ban nhân dân huyện"),
    AgencyKind.DEPARTMENT: _("Sở"),
    AgencyKind.POLICE: _("Công an"),
    AgencyKind.LAND_OFFICE: _("Văn phòng đăng ký đất đai"),
    AgencyKind.ONE_STOP_CENTRE: _("Trung tâm Phục vụ hành chính công"),
    AgencyKind.TAX_OFFICE: _("Cơ quan thuế"),
    AgencyKind.SOCIAL_INSURANCE: _("Bảo hiểm xã hội"),
    AgencyKind.DIVISION: _("Phòng chuyên môn"),
    AgencyKind.MINISTRY: _("Bộ"),
    AgencyKind.OTHER: _("Cơ quan khác"),
}

SEATS: Final[Mapping[Seat, Words]] = {
    Seat.DESK: _("Nơi tiếp nhận"),
    Seat.COMPETENT: _("Cơ quan giải quyết"),
}


def lane_in_words(lane: Lane) -> str:
    """Return who works in a lane: "Cơ quan giải quyết · công chức chuyên môn"."""
    where = SEATS.get(lane.seat) or AGENCIES[lane.agency_kind or AgencyKind.OTHER]
    return f"{lane.unit or where} · {POSTS[lane.post]}"


def wording() -> Wording:
    """Return the words of a drawing in BPMN."""
    return Wording(
        start=gettext("Tiếp nhận"),
        finish=gettext("Kết thúc"),
        supplement=gettext("Người nộp bổ sung giấy tờ"),
        lane=lane_in_words,
        asked=lambda kind: gettext("{agency} · cho ý kiến").format(agency=AGENCIES[kind]),
    )
