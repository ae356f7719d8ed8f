"""The sentences of an evidence pack's paper: what was promised by what, who bears the lateness."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.deadlines.terms import Unit
from thongsuot.domains.documents.evidence import LatePart
from thongsuot.domains.dossiers.lateness.terms import Timing
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.domains.dossiers.terms import DueReason
from thongsuot.entrypoints.shared.why_counted import LIMITS
from thongsuot.kernel import formats

REASONS: Final[Mapping[str, str | Promise]] = {
    DueReason.RECEIPT: later("từ khi tiếp nhận"),
    DueReason.SUPPLEMENT: later("tính lại từ khi bổ sung đủ"),
    DueReason.PAUSE: later("chạy tiếp sau khi chờ người nộp"),
    DueReason.CALENDAR: later("tính lại theo lịch làm việc mới công bố"),
}
TIMINGS: Final[Mapping[str, str | Promise]] = {
    Timing.IN_TIME: later("xin lỗi đúng hạn báo trước"),
    Timing.LATE_NOTICE: later("xin lỗi muộn hơn hạn báo trước"),
    Timing.AFTER_EXPIRY: later("xin lỗi sau khi đã quá hạn"),
}


def promised(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Return each promise of the evidence with what gave it; the new date of an apology last."""
    told = [_due(due) for due in document["due_dates"]]
    put_off = document["extension"]
    return (*told, *([_put_off(put_off)] if put_off else []))


def _due(due: Mapping[str, Any]) -> str:
    return _(
        "Đặt lúc {set_at}: hẹn trả {due} ({reason}; {limit} kể từ {since}; lịch {calendar}, cách"
        " tính {rule})."
    ).format(
        set_at=_moment(due["set_at"]), due=_moment(due["due_at"]), reason=REASONS[due["reason"]],
        limit=str(LIMITS[Unit(due["unit"])]).format(n=due["limit"]),
        since=_moment(due["counted_from"]), calendar=due["calendar"], rule=due["rule"],
    )  # fmt: skip


def _put_off(put_off: Mapping[str, Any]) -> str:
    return _(
        "Ký lúc {signed}: hẹn lại {new}, thêm {days} ngày làm việc, {timing} (lịch {calendar}, quy"
        " định {policy}). Ngày hẹn đầu {first} vẫn dùng để tính quá hạn."
    ).format(
        signed=_moment(put_off["signed_at"]), new=_moment(put_off["new_due_at"]),
        days=put_off["days"], timing=TIMINGS[put_off["timing"]], calendar=put_off["calendar"],
        policy=put_off["policy"], first=_moment(put_off["original_due_at"]),
    )  # fmt: skip


def lateness(document: Mapping[str, Any]) -> str:
    """Return how late it is, and by what that was counted."""
    found = document["lateness"]
    if not found:
        return _("Chưa tiếp nhận nên chưa tính.")
    if not found["late_minutes"]:
        return _("Không quá hạn: không ai phải chịu phần trễ nào.")
    said = _(
        "Quá hạn {late} phút làm việc, tính đến {when} theo lịch {calendar}; các phần cộng lại"
        " đúng bằng số đó. Cách chia là quy tắc của hệ thống, không phải của luật."
    )
    return said.format(
        late=formats.number(found["late_minutes"]), when=_moment(document["made_at"]),
        calendar=found["calendar"],
    )  # fmt: skip


def late_parts(document: Mapping[str, Any], view: DossierView) -> tuple[LatePart, ...]:
    """Return everybody's account of the time of a dossier that was received."""
    found = document["lateness"]
    if not found:
        return ()
    names = _agencies(view)
    return tuple(_part(part, _who(part, names, view)) for part in found["parts"])


def _part(part: Mapping[str, Any], who: str) -> LatePart:
    told = {
        name: formats.number(part[f"{name}_minutes"])
        for name in ("late", "held", "share", "over")
    }  # fmt: skip
    waited = part["answering_minutes"] + part["silent_minutes"]
    return LatePart(who=who, waited=formats.number(waited), **told)


def _who(part: Mapping[str, Any], names: Mapping[str, str], view: DossierView) -> str:
    """Return who answers: an officer, a post that was asked, or who heads an agency."""
    agency = names.get(part["agency"], part["agency"])
    if part["officer"]:
        return _("{officer}, {post}, {agency}").format(
            officer=part["officer"], post=part["post"], agency=agency
        )
    if part["post"]:
        offered = {offer.to_post_id for offer in view.offers}
        return waited_for(part["post"], agency, offered=part["post_id"] in offered)
    return head_waited_for(agency, part["agency"], view)


def waited_for(post: str, agency: str, *, offered: bool) -> str:
    """Return what a post is called that was asked to take over, or kept silent on an opinion."""
    said = _("{post}, {agency} (khi được hỏi)") if offered else _("{post}, {agency} (im lặng)")
    return said.format(post=post, agency=agency)


def head_waited_for(agency: str, code: str, view: DossierView) -> str:
    """Return what whoever heads an agency is called, by all that was waited for from him."""
    in_vain = [one for one in view.supplements if one.overturned_at and not one.before_receipt]
    reasons = {
        _("khi được hỏi phân định"): {one.code for loop in view.disputes for one in loop.put_up},
        _("người đứng đầu, vì yêu cầu bổ sung đã bị rút lại"): {one.agency_code for one in in_vain},
        _("khi được hỏi về yêu cầu bổ sung"): {
            one.objection.agency_code for one in in_vain if one.objection
        },
    }
    told = [reason for reason, codes in reasons.items() if code in codes]
    return _("{agency} ({why})").format(
        agency=agency, why="; ".join(told) or _("người đứng đầu, khi được hỏi")
    )


def _agencies(view: DossierView) -> dict[str, str]:
    """Return the names of the agencies that held it, asked, were asked or were to decide."""
    names = {offer.to_agency_code: offer.to_agency_name for offer in view.offers}
    names |= {opinion.to_agency_code: opinion.to_agency_name for opinion in view.opinions}
    names |= {dispute.superior_code: dispute.superior_name for dispute in view.disputes}
    names |= {one.code: one.name for dispute in view.disputes for one in dispute.put_up}
    names |= {one.agency_code: one.agency_name for one in view.supplements}
    objections = (one.objection for one in view.supplements if one.objection)
    names |= {one.agency_code: one.agency_name for one in objections}
    names[view.competent_agency_code] = view.competent_agency
    names[view.receiving_agency_code] = view.receiving_agency
    return names | {span.holder.agency_code: span.holder.agency_name for span in view.spans}


def answers(document: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return what officers answered to entries: of whom, to which line, when; and the words."""
    return tuple(
        (
            _("{who}, về dòng {n} trong sổ, {when}").format(
                who=answer["officer"], n=answer["entry"], when=_moment(answer["at"])
            ),
            answer["words"],
        )
        for answer in document["explanations"]
    )


def _moment(told: str) -> str:
    return formats.moment(datetime.fromisoformat(told))
