"""The sentences of the one re-dating: drafted, signed, told to who stands above."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thongsuot.domains.dossiers.lateness.terms import Addressee, Timing
from thongsuot.domains.dossiers.queries import DossierView, Moment
from thongsuot.entrypoints.cli.handovers import Teller, officer, said
from thongsuot.kernel import formats

TIMINGS = {
    Timing.IN_TIME: gettext_lazy("đúng hạn báo trước"),
    Timing.LATE_NOTICE: gettext_lazy("muộn hơn hạn báo trước"),
    Timing.AFTER_EXPIRY: gettext_lazy("sau khi đã quá hạn"),
}
ADDRESSEES = {
    Addressee.HOLDER: gettext_lazy("người đang giữ"),
    Addressee.HEAD: gettext_lazy("người đứng đầu cơ quan đang giữ"),
    Addressee.SUPERIOR: gettext_lazy("cấp trên"),
}
DESK_ADDRESSEES = {
    Addressee.HEAD: gettext_lazy("người đứng đầu nơi tiếp nhận"),
    Addressee.SUPERIOR: gettext_lazy("cấp trên"),
}


def _tell_proposed(moment: Moment, _view: DossierView) -> str:
    text = _("{who} soạn văn bản xin lỗi, đề nghị hẹn lại {new}{why}")
    who = officer(moment) if moment.officer else _("hệ thống")
    return text.format(who=who, new=_when(moment, "new_due_at"), why=_why(moment))


def _tell_signed(moment: Moment, _view: DossierView) -> str:
    return _(
        "{officer} ký văn bản xin lỗi ({timing}), hẹn lại {new}{why}; ngày hẹn đầu {first} giữ"
        " nguyên và vẫn dùng để tính quá hạn"
    ).format(
        officer=officer(moment),
        timing=TIMINGS[Timing(moment.words["timing"])],
        new=_when(moment, "new_due_at"),
        first=_when(moment, "original_due_at"),
        why=_why(moment),
    )


def _tell_escalated(moment: Moment, _view: DossierView) -> str:
    return _("hệ thống báo việc quá hạn {due} lên {to}; người giữ không đổi").format(
        due=_when(moment, "due_at"), to=ADDRESSEES[Addressee(moment.words["to"])]
    )


def _tell_answer_late(moment: Moment, _view: DossierView) -> str:
    return _("hệ thống báo lên {to}: quá giờ trả lời {due} mà nơi tiếp nhận chưa trả lời").format(
        due=_when(moment, "answer_by"), to=DESK_ADDRESSEES[Addressee(moment.words["to"])]
    )


def _when(moment: Moment, name: str) -> str:
    return formats.moment(datetime.fromisoformat(moment.words[name]))


def _why(moment: Moment) -> str:
    reason = said(moment.words.get("reason", ""))
    return _("; lý do: {why}").format(why=reason) if reason else ""


TELLERS: Mapping[str, Teller] = {
    "extension_proposed": _tell_proposed,
    "extension_signed": _tell_signed,
    "escalated": _tell_escalated,
    "answer_escalated": _tell_answer_late,
}
