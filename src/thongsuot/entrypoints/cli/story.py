"""The story of a dossier in plain Vietnamese: one sentence an act, then where it stands now."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from thongsuot.domains.custody.terms import Span
from thongsuot.domains.deadlines.rules import timeliness
from thongsuot.domains.deadlines.terms import Timeliness
from thongsuot.domains.dossiers.queries import DossierView, Moment
from thongsuot.domains.dossiers.queries.views import DueView
from thongsuot.domains.dossiers.terms import FINAL, Act, Channel, DueReason, HandedTo, Outcome
from thongsuot.domains.dossiers.terms.counter import Bringer
from thongsuot.entrypoints.cli import handovers, lateness_words
from thongsuot.entrypoints.cli.handovers import Teller, officer, said
from thongsuot.entrypoints.cli.story_words import DRAFTS, OTHER_ACTS
from thongsuot.entrypoints.shared.sentences import state_name
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date, to_local

CHANNELS = {
    Channel.ONLINE: gettext_lazy("trực tuyến"),
    Channel.DIRECT: gettext_lazy("trực tiếp"),
    Channel.POSTAL: gettext_lazy("qua bưu chính công ích"),
}
OUTCOMES = {
    Outcome.GRANTED: gettext_lazy("đồng ý giải quyết"),
    Outcome.REFUSED: gettext_lazy("từ chối giải quyết, có nêu lý do"),
}
_TIMELINESS = {
    Timeliness.EARLY: gettext_lazy("sớm hơn hẹn {due}"),
    Timeliness.ON_TIME: gettext_lazy("đúng hạn, hẹn {due}"),
    Timeliness.LATE: gettext_lazy("quá hạn, hẹn {due}"),
}


TAKEN = {
    HandedTo.APPLICANT: gettext_lazy("{officer} trả kết quả cho người nộp; hồ sơ kết thúc"),
    HandedTo.ELECTRONIC: gettext_lazy(
        "{officer} trả kết quả cho người nộp, bản điện tử; hồ sơ kết thúc"
    ),
    HandedTo.REPRESENTATIVE: gettext_lazy(
        "{officer} trả kết quả cho người được ủy quyền; hồ sơ kết thúc"
    ),
    HandedTo.POST: gettext_lazy(
        "{officer} gửi kết quả qua bưu chính, bưu gửi {taken_by}; hồ sơ kết thúc"
    ),
}


BRINGERS: Mapping[str, object] = {
    Bringer.APPLICANT: gettext_lazy("người nộp đến nơi tiếp nhận"),
    Bringer.REPRESENTATIVE: gettext_lazy("người được ủy quyền đến nơi tiếp nhận"),
    Bringer.POST: gettext_lazy("gửi qua bưu chính"),
}


ENDS = ("?", "!", "…")
"""Somebody's words may end a sentence of ours as it is."""


def story_of(view: DossierView, moments: Sequence[Moment], at: datetime) -> list[str]:
    """Return the story: what was asked, every act in its order, and where it stands at ``at``."""
    return [_title(view), *(tell(moment, view) for moment in moments), *_ending(view, at)]


def tell(moment: Moment, view: DossierView) -> str:
    """Return the sentence of one act: when, who, of which agency, what, and why."""
    teller = TELLERS.get(moment.act, _tell_other)
    told = _("{when}, {what}").format(when=_when(moment.at), what=teller(moment, view))
    return told if told.endswith(ENDS) else f"{told}."


def _title(view: DossierView) -> str:
    return _("Hồ sơ {code}: {name} (mã thủ tục {procedure}).").format(
        code=view.code, name=view.plain_name, procedure=view.procedure_code
    )


def _when(at: datetime) -> str:
    weekday = formats.weekday(local_date(at))
    return _("Lúc {time} {weekday}, ngày {date}").format(
        time=formats.time(at), weekday=weekday, date=formats.date(local_date(at))
    )


def _tell_submitted(moment: Moment, view: DossierView) -> str:
    channel = str(CHANNELS[Channel(view.channel)])
    if moment.officer:
        return _("{officer} nhập vào hệ thống hồ sơ do người dân nộp {channel}").format(
            officer=officer(moment), channel=channel
        )
    return _("người nộp gửi hồ sơ {channel} tới {agency}").format(
        channel=channel, agency=view.receiving_agency
    )


def _tell_received(moment: Moment, view: DossierView) -> str:
    return _(
        "{officer} tiếp nhận hồ sơ, hẹn trả kết quả chậm nhất {due}, và là người giữ hồ sơ đầu tiên"
    ).format(officer=officer(moment), due=_due(view, DueReason.RECEIPT))


def _tell_refused(moment: Moment, _view: DossierView) -> str:
    return _("{officer} từ chối tiếp nhận; lý do: {reason}; căn cứ: {basis}").format(
        officer=officer(moment), **_reason(moment)
    )


def _tell_guided(moment: Moment, _view: DossierView) -> str:
    return _(
        "{officer} chưa tiếp nhận mà hướng dẫn người nộp bổ sung một lần, đầy đủ: {papers}"
    ).format(officer=officer(moment), papers=said(moment.words.get("papers", "")))


def _tell_completed(moment: Moment, view: DossierView) -> str:
    told = _("người nộp bổ sung đủ theo hướng dẫn; hồ sơ lại chờ {agency} tiếp nhận").format(
        agency=view.receiving_agency
    )
    return f"{told}{_brought(moment)}"


def _tell_supplement_drafted(moment: Moment, _view: DossierView) -> str:
    return _("{officer} soạn yêu cầu bổ sung, chờ lãnh đạo ký: {papers}").format(
        officer=officer(moment), papers=said(moment.words.get("papers", ""))
    )


def _tell_draft_turned(moment: Moment, _view: DossierView) -> str:
    taken_back = _("{officer} rút dự thảo {what} chưa ký; lý do: {why}")
    sent_back = _("{officer} không ký, trả dự thảo {what} lại người soạn; lý do: {why}")
    text = taken_back if moment.act == Act.TAKE_BACK_DRAFT else sent_back
    return text.format(
        officer=officer(moment), what=DRAFTS[moment.words["draft"]], why=said(moment.words["why"])
    )


def _tell_objected(moment: Moment, _view: DossierView) -> str:
    told = _("người nộp không đồng ý với yêu cầu bổ sung, chờ người khác người yêu cầu trả lời")
    return f"{told}{_brought(moment)}"


def _tell_objection_answered(moment: Moment, _view: DossierView) -> str:
    upheld = _("{officer} chấp nhận ý kiến người nộp, rút lại yêu cầu bổ sung; lý do: {why}")
    rejected = _("{officer} trả lời người nộp, giữ nguyên yêu cầu bổ sung; lý do: {why}")
    text = upheld if moment.act == Act.UPHOLD_OBJECTION else rejected
    return text.format(officer=officer(moment), why=said(moment.words.get("reason", "")))


def _tell_supplement_requested(moment: Moment, _view: DossierView) -> str:
    return _(
        "{officer} yêu cầu người nộp bổ sung một lần, đầy đủ: {papers}; thời gian giải quyết tạm"
        " dừng từ lúc này"
    ).format(officer=officer(moment), papers=said(moment.words.get("papers", "")))


def _tell_supplement_received(moment: Moment, view: DossierView) -> str:
    due = _due_set(moment, view)
    if due is not None and due.reason == DueReason.PAUSE:
        text = _(
            "người nộp bổ sung đủ giấy tờ; thời hạn chạy tiếp từ chỗ đã dừng, hẹn trả kết quả chậm"
            " nhất {due}"
        )
    else:
        text = _(
            "người nộp bổ sung đủ giấy tờ; thời hạn được tính lại từ đầu, hẹn trả kết quả chậm nhất"
            " {due}"
        )
    told = text.format(due=formats.moment(due.due_at) if due else "")
    return f"{told}{_brought(moment)}"


def _brought(moment: Moment) -> str:
    """Return who brought it to the counter and who entered it; '' of what was done online."""
    bringer = BRINGERS.get(moment.words.get("bringer", ""))
    if bringer is None:
        return ""
    return _("; {bringer}, {officer} ghi nhận").format(bringer=bringer, officer=officer(moment))


def _tell_payment_requested(moment: Moment, _view: DossierView) -> str:
    words = moment.words
    return _(
        "{officer} chuyển thông báo {number} yêu cầu nộp {sum}; căn cứ: {basis}; thời gian giải"
        " quyết tạm dừng từ lúc này"
    ).format(
        officer=officer(moment),
        number=words.get("number", ""),
        sum=formats.dong(int(words.get("amount_vnd", "0"))),
        basis=said(words.get("legal_basis", "")),
    )


def _tell_payment_confirmed(moment: Moment, view: DossierView) -> str:
    due = _due_set(moment, view)
    return _(
        "{officer} xác nhận đã nộp {sum}, biên lai {receipt}; thời hạn chạy tiếp từ chỗ đã dừng,"
        " hẹn trả kết quả chậm nhất {due}"
    ).format(
        officer=officer(moment),
        sum=formats.dong(int(moment.words.get("amount_vnd", "0"))),
        receipt=moment.words.get("receipt", ""),
        due=formats.moment(due.due_at) if due else "",
    )


def _tell_drafted(moment: Moment, _view: DossierView) -> str:
    return _("{officer} trình dự thảo kết quả: {outcome}").format(
        officer=officer(moment), outcome=_outcome(moment)
    )


def _tell_signed(moment: Moment, _view: DossierView) -> str:
    return _("{officer} ký số kết quả số {number}: {outcome}").format(
        officer=officer(moment),
        number=moment.words.get("number", ""),
        outcome=_outcome(moment),
    )


def _tell_issued(moment: Moment, view: DossierView) -> str:
    return _("{officer} phát hành kết quả số {number}; hồ sơ đã xử lý xong, {timeliness}").format(
        officer=officer(moment),
        number=moment.words.get("number", ""),
        timeliness=_timeliness(view, moment.at),
    )


def _tell_result_returned(moment: Moment, _view: DossierView) -> str:
    text = TAKEN[HandedTo(moment.words.get("to") or HandedTo.APPLICANT)]
    taken_by = said(moment.words.get("taken_by", ""))
    return str(text).format(officer=officer(moment), taken_by=taken_by)


def _tell_withdrawn(moment: Moment, _view: DossierView) -> str:
    reason = said(moment.words.get("reason", ""))
    why = _("; lý do: {why}").format(why=reason) if reason else ""
    return _("người nộp rút hồ sơ{why}{brought}").format(why=why, brought=_brought(moment))


def _tell_stopped(moment: Moment, _view: DossierView) -> str:
    return _("{officer} dừng giải quyết; lý do: {reason}; căn cứ: {basis}").format(
        officer=officer(moment), **_reason(moment)
    )


def _tell_succeeded(moment: Moment, _view: DossierView) -> str:
    return _(
        "{to} tiếp tục giải quyết hồ sơ thay {before} do sắp xếp bộ máy; căn cứ: {source};"
        " thời hạn không thay đổi"
    ).format(
        to=moment.words.get("to_agency", ""),
        before=moment.words.get("from_agency", ""),
        source=moment.words.get("source", ""),
    )


def _tell_recounted(moment: Moment, _view: DossierView) -> str:
    was, due = (formats.moment(datetime.fromisoformat(moment.words[n])) for n in ("was", "due_at"))
    return _(
        "hệ thống tính lại ngày hẹn theo lịch làm việc mới công bố: trước là {was}, nay là {due};"
        " căn cứ: {source}"
    ).format(was=was, due=due, source=moment.words["source"])


def _tell_other(moment: Moment, _view: DossierView) -> str:
    """Return what has no sentence of its own: papers, and whatever later versions record."""
    done = OTHER_ACTS.get(moment.act)
    if done is None:
        return _("{who} thực hiện việc “{act}”").format(who=officer(moment), act=moment.act)
    if moment.officer:
        return f"{officer(moment)} {done[1]}"
    return f"{done[0]} {done[1]}"


TELLERS: Mapping[str, Teller] = {
    **handovers.TELLERS,
    **lateness_words.TELLERS,
    "submitted": _tell_submitted,
    "received": _tell_received,
    "refused": _tell_refused,
    "submission_guided": _tell_guided,
    "submission_completed": _tell_completed,
    "supplement_drafted": _tell_supplement_drafted,
    "supplement_requested": _tell_supplement_requested,
    "draft_taken_back": _tell_draft_turned,
    "draft_sent_back": _tell_draft_turned,
    "supplement_objected": _tell_objected,
    "objection_upheld": _tell_objection_answered,
    "objection_rejected": _tell_objection_answered,
    "supplement_received": _tell_supplement_received,
    "payment_requested": _tell_payment_requested,
    "payment_confirmed": _tell_payment_confirmed,
    "decision_drafted": _tell_drafted,
    "decision_signed": _tell_signed,
    "decision_issued": _tell_issued,
    "result_returned": _tell_result_returned,
    "withdrawn": _tell_withdrawn,
    "stopped": _tell_stopped,
    "agency_succeeded": _tell_succeeded,
    "due_date_recounted": _tell_recounted,
}


def _reason(moment: Moment) -> dict[str, str]:
    return {
        "reason": said(moment.words.get("reason", "")),
        "basis": said(moment.words.get("legal_basis", "")),
    }


def _outcome(moment: Moment) -> str:
    outcome = moment.words.get("outcome")
    return str(OUTCOMES[Outcome(outcome)]) if outcome else ""


def _due(view: DossierView, reason: DueReason) -> str:
    """Return the due instant that the act with this reason set; the last of several."""
    found = [due for due in view.due_dates if due.reason == reason]
    return formats.moment(found[-1].due_at) if found else ""


def _due_set(moment: Moment, view: DossierView) -> DueView | None:
    """Return the due date that this very act set."""
    return next((due for due in view.due_dates if due.set_at == moment.at), None)


def _timeliness(view: DossierView, decided_at: datetime) -> str:
    if view.due is None:
        return ""
    found = timeliness(view.due.due_at, decided_at, by_hour=view.due.by_hour)
    return _TIMELINESS[found].format(due=formats.moment(view.due.due_at))


def _ending(view: DossierView, at: datetime) -> list[str]:
    """Return who held it, and where it stands."""
    return [sentence for sentence in (_holders(view), _standing(view, at)) if sentence]


def _holders(view: DossierView) -> str:
    if not view.spans:
        return ""
    people = "; ".join(_span(span) for span in view.spans)
    counted = ngettext(
        "Hồ sơ đã có {n} lượt người giữ, mỗi lúc đúng một người: {people}.",
        "Hồ sơ đã có {n} lượt người giữ, mỗi lúc đúng một người: {people}.",
        len(view.spans),
    )
    return counted.format(n=len(view.spans), people=people)


def _span(span: Span) -> str:
    until = _moment(span.ended_at) if span.ended_at else _("nay")
    return _("{name} ({agency}) từ {start} đến {until}").format(
        name=span.holder.officer_name,
        agency=span.holder.agency_name,
        start=_moment(span.started_at),
        until=until,
    )


def _moment(at: datetime) -> str:
    return f"{to_local(at):%H:%M %d/%m/%Y}"


def _standing(view: DossierView, at: datetime) -> str:
    state = state_name(view.state)
    if view.state in FINAL:
        return _("Hồ sơ đã kết thúc ở trạng thái “{state}”.").format(state=state)
    holder = _("chưa có người giữ vì chưa được tiếp nhận")
    if view.holder:
        plate = view.holder.holder
        holder = _("do {name}, {post}, {agency} giữ").format(
            name=plate.officer_name, post=plate.post_title, agency=plate.agency_name
        )
    return _("Hiện nay hồ sơ ở trạng thái “{state}”, {holder}{due}.").format(
        state=state, holder=holder, due=_remaining(view, at)
    )


def _remaining(view: DossierView, at: datetime) -> str:
    if view.due is None or view.decided_at:
        return ""
    promised = formats.moment(view.due.due_at)
    if view.open_supplement:
        return _("; thời hạn đang tạm dừng chờ người nộp bổ sung")
    if view.open_obligation:
        return _("; thời hạn đang tạm dừng chờ người nộp thực hiện nghĩa vụ tài chính")
    if at > view.due.due_at:
        return _("; đã quá hạn trả {due}").format(due=promised)
    return _("; hẹn trả chậm nhất {due}").format(due=promised)
