"""The sentences of hand-overs: offered, taken, returned, silent, before the superior."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thongsuot.domains.custody.terms import Opinion, ReturnReason
from thongsuot.domains.dossiers.queries import DossierView, Moment
from thongsuot.domains.dossiers.terms import Step

Teller = Callable[[Moment, DossierView], str]

STEPS = {
    Step.INTAKE: gettext_lazy("tiếp nhận"),
    Step.VERIFY: gettext_lazy("thẩm định, giải quyết"),
    Step.SIGN: gettext_lazy("ký duyệt"),
    Step.RETURN: gettext_lazy("trả kết quả"),
}
RETURN_REASONS = {
    ReturnReason.WRONG_COMPETENCE: gettext_lazy("việc không thuộc thẩm quyền"),
    ReturnReason.MISSING_COMPONENT: gettext_lazy("hồ sơ thiếu thành phần"),
    ReturnReason.DUPLICATE: gettext_lazy("hồ sơ trùng"),
    ReturnReason.OTHER: gettext_lazy("lý do khác"),
}


def _tell_offered(moment: Moment, _view: DossierView) -> str:
    words = moment.words
    why = _("; lý do: {why}").format(why=said(words["why"])) if words.get("why") else ""
    return _(
        "{officer} đề nghị chuyển hồ sơ cho {post} – {agency} để {step}{why}{overruns}; trong khi"
        " chờ trả lời, {giver} vẫn giữ hồ sơ"
    ).format(
        officer=officer(moment),
        post=words.get("to_post", ""),
        agency=words.get("to_agency", ""),
        step=STEPS[Step(words["step"])],
        why=why,
        overruns=_overruns(words),
        giver=words.get("from", ""),
    )


def _overruns(words: Mapping[str, str]) -> str:
    """Return that the share given reaches beyond the due instant, where it does."""
    if not words.get("overruns"):
        return ""
    return _("; thời gian được giao kết thúc sau hạn trả của hồ sơ")


def _tell_accepted(moment: Moment, _view: DossierView) -> str:
    return _("{officer} nhận hồ sơ từ {giver} để {step} và từ lúc này là người giữ hồ sơ").format(
        officer=officer(moment),
        giver=moment.words.get("from", ""),
        step=STEPS[Step(moment.words["step"])],
    )


def _tell_silence(moment: Moment, _view: DossierView) -> str:
    return _(
        "{agency} không trả lời đúng hạn nên hệ thống ghi là đã nhận do im lặng; {receiver} là"
        " người giữ hồ sơ từ lúc này"
    ).format(agency=moment.words.get("to_agency", ""), receiver=moment.words.get("receiver", ""))


def _tell_unserved(moment: Moment, _view: DossierView) -> str:
    return _(
        "{post} – {agency} không trả lời đúng hạn và không có ai ở vị trí đó; {giver} vẫn giữ hồ sơ"
    ).format(
        post=moment.words.get("to_post", ""),
        agency=moment.words.get("to_agency", ""),
        giver=moment.words.get("from", ""),
    )


def _tell_returned(moment: Moment, _view: DossierView) -> str:
    words = moment.words
    return _(
        "{officer} trả lại đề nghị chuyển vì {reason}; căn cứ: {basis}; cơ quan có thẩm quyền:"
        " {right}; {giver} vẫn giữ hồ sơ{superior}"
    ).format(
        officer=officer(moment),
        reason=said(words["explanation"])
        if words.get("explanation")
        else RETURN_REASONS[ReturnReason(words["reason"])],
        basis=said(words.get("legal_basis", "")),
        right=words.get("right_agency", ""),
        giver=words.get("from", ""),
        superior=_put_up(words.get("superior", "")),
    )


def _put_up(superior: str) -> str:
    if not superior:
        return ""
    return _("; vì trả lại lần nữa cùng lý do, việc tự trình {superior} phân định").format(
        superior=superior
    )


def _tell_reassigned(moment: Moment, _view: DossierView) -> str:
    words = moment.words
    return _(
        "{officer} phân công lại: {receiver} ({post}) giữ hồ sơ thay {giver}; lý do: {why}; thời"
        " hạn không đổi"
    ).format(
        officer=officer(moment),
        receiver=words.get("receiver", ""),
        post=words.get("to_post", ""),
        giver=words.get("from", ""),
        why=said(words.get("why", "")),
    )


def _tell_recalled(moment: Moment, _view: DossierView) -> str:
    return _("{officer} thu hồi lời chuyển chưa ai nhận và vẫn giữ hồ sơ").format(
        officer=officer(moment)
    )


def _tell_referred(moment: Moment, _view: DossierView) -> str:
    words = moment.words
    return _(
        "{officer} định chuyển hồ sơ cho {agency} lần nữa; hồ sơ đã qua lại quá số lần quy định nên"
        " tự trình {superior} phân định, {giver} vẫn giữ hồ sơ"
    ).format(
        officer=officer(moment),
        agency=words.get("to_agency", ""),
        superior=words.get("superior", ""),
        giver=words.get("from", ""),
    )


def _tell_decided(moment: Moment, _view: DossierView) -> str:
    return _("{officer} phân định: {agency} có thẩm quyền; căn cứ: {basis}").format(
        officer=officer(moment),
        agency=moment.words.get("agency", ""),
        basis=said(moment.words.get("legal_basis", "")),
    )


def _tell_passed_on(moment: Moment, _view: DossierView) -> str:
    return _(
        "cấp được trình không còn ai được phân định; hệ thống chuyển {superior} phân định"
    ).format(superior=moment.words.get("superior", ""))


def officer(moment: Moment) -> str:
    """Return who acted, as the subject of a sentence."""
    if not moment.officer:
        return _("hệ thống")
    under = moment.instead_of
    if under is None:
        return _("cán bộ {name} ({agency})").format(name=moment.officer, agency=moment.agency)
    return _("cán bộ {name} ({agency}), {form} {title} {other},").format(
        name=moment.officer,
        agency=moment.agency,
        form=under.form.name,
        title=under.from_title,
        other=under.from_name,
    )


def said(words: str) -> str:
    """Return somebody's words as they fit inside a sentence of ours."""
    return words.strip().rstrip(".;").replace(".;", ";")


def _tell_forwarded(moment: Moment, _view: DossierView) -> str:
    return _(
        "{officer} chuyển hồ sơ nộp nhầm tới {agency}; lý do: {why}; mã hồ sơ và giờ nộp giữ nguyên"
    ).format(
        officer=officer(moment),
        agency=moment.words.get("to_agency", ""),
        why=said(moment.words.get("why", "")),
    )


def _tell_asked(moment: Moment, _view: DossierView) -> str:
    return _("{officer} hỏi ý kiến {agency}: {question}").format(
        officer=officer(moment),
        agency=moment.words.get("asked_agency", ""),
        question=said(moment.words.get("question", "")),
    )


def _tell_opinion(moment: Moment, _view: DossierView) -> str:
    return _("{officer} trả lời ý kiến: {answer}; nội dung: {text}").format(
        officer=officer(moment),
        answer=OPINIONS[Opinion(moment.words.get("opinion", "agree"))],
        text=said(moment.words.get("text", "")),
    )


def _tell_question_recalled(moment: Moment, _view: DossierView) -> str:
    return _("{officer} thu hồi câu hỏi gửi {agency} chưa được trả lời").format(
        officer=officer(moment), agency=moment.words.get("asked_agency", "")
    )


def _tell_no_opinion(moment: Moment, _view: DossierView) -> str:
    return _("{agency} không trả lời đúng hạn: {answer}").format(
        agency=moment.words.get("asked_agency", ""),
        answer=OPINIONS[Opinion(moment.words.get("opinion", "silent"))],
    )


OPINIONS = {
    Opinion.AGREE: gettext_lazy("đồng ý"),
    Opinion.DISAGREE: gettext_lazy("không đồng ý"),
    Opinion.CONDITIONS: gettext_lazy("đồng ý có điều kiện"),
    Opinion.SILENT: gettext_lazy("không có ý kiến, im lặng không phải là đồng ý"),
    Opinion.CONSENT: gettext_lazy("im lặng được coi là đồng ý theo luật chuyên ngành"),
}
TELLERS: Mapping[str, Teller] = {
    "handover_offered": _tell_offered,
    "handover_accepted": _tell_accepted,
    "handover_accepted_by_silence": _tell_silence,
    "handover_unserved": _tell_unserved,
    "handover_returned": _tell_returned,
    "handover_recalled": _tell_recalled,
    "custody_reassigned": _tell_reassigned,
    "handover_referred": _tell_referred,
    "dispute_decided": _tell_decided,
    "dispute_passed_on": _tell_passed_on,
    "forwarded": _tell_forwarded,
    "opinion_asked": _tell_asked,
    "opinion_given": _tell_opinion,
    "opinion_recalled": _tell_question_recalled,
    "opinion_unanswered": _tell_no_opinion,
}
