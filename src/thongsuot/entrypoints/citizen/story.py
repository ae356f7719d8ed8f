"""The story of a dossier, act by act, in the applicant's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thongsuot.domains.custody.terms import Opinion, ReturnReason
from thongsuot.domains.dossiers.queries import Moment
from thongsuot.domains.dossiers.terms import Act, Outcome
from thongsuot.domains.dossiers.terms.counter import Bringer
from thongsuot.entrypoints.citizen.hands import REASONS
from thongsuot.kernel import formats

Words = str | Promise

ACTS: Final[Mapping[str, Words]] = {
    Act.SUBMIT: gettext_lazy("Ông/bà gửi hồ sơ."),
    Act.RECEIVE: gettext_lazy("{agency} tiếp nhận hồ sơ; thời hạn bắt đầu tính."),
    Act.REFUSE: gettext_lazy("{agency} từ chối tiếp nhận."),
    Act.FORWARD: gettext_lazy(
        "Hồ sơ nộp nhầm nơi đã được chuyển tới {to_agency}; mã hồ sơ không đổi, không phải nộp lại."
    ),
    Act.GUIDE: gettext_lazy("{agency} chưa tiếp nhận, hướng dẫn ông/bà bổ sung giấy tờ."),
    Act.COMPLETE: gettext_lazy("Ông/bà bổ sung theo hướng dẫn; chờ tiếp nhận."),
    Act.OFFER: gettext_lazy("{agency} chuyển hồ sơ tới {to_agency}, chờ bên đó nhận."),
    Act.ACCEPT: gettext_lazy("{agency} nhận hồ sơ và chịu trách nhiệm từ lúc này."),
    Act.ACCEPT_SILENTLY: gettext_lazy(
        "{to_agency} không trả lời đúng hạn nên được ghi là đã nhận; {receiver} giữ từ lúc này."
    ),
    Act.SEND_BACK: gettext_lazy("{agency} không nhận: {why_returned}. Nơi đúng: {right_agency}."),
    Act.ASK: gettext_lazy("{agency} hỏi ý kiến {asked_agency}; thời hạn vẫn tính."),
    Act.OPINE: gettext_lazy("{agency} trả lời ý kiến."),
    Act.OPINION_UNANSWERED: gettext_lazy("{asked_agency} không cho ý kiến đúng hạn."),
    "handover_referred": gettext_lazy(
        "Hồ sơ qua lại giữa hai cơ quan quá số lần quy định; {superior} sẽ phân định nơi đúng."
    ),
    Act.DECIDE: gettext_lazy("{agency} phân định: {right} có thẩm quyền giải quyết."),
    Act.PASS_ON: gettext_lazy(
        "Nơi được hỏi không còn ai được phân định; {superior} sẽ phân định nơi đúng."
    ),
    Act.RECALL: gettext_lazy("{agency} thu hồi lời chuyển chưa ai nhận và vẫn giữ hồ sơ."),
    "custody_reassigned": gettext_lazy("{receiver} giữ hồ sơ từ lúc này; ngày hẹn không đổi."),
    Act.REQUEST_SUPPLEMENT: gettext_lazy("{agency} yêu cầu bổ sung; thời hạn tạm dừng."),
    Act.SUPPLY: gettext_lazy("Ông/bà bổ sung giấy tờ; đồng hồ chạy, có ngày hẹn mới."),
    Act.OBJECT: gettext_lazy(
        "Ông/bà không đồng ý với yêu cầu bổ sung; người đứng đầu {to_agency} trả lời."
    ),
    Act.UPHOLD_OBJECTION: gettext_lazy(
        "{agency} chấp nhận ý kiến của ông/bà: không phải bổ sung, ngày hẹn giữ như trước."
    ),
    Act.REJECT_OBJECTION: gettext_lazy(
        "{agency} trả lời ý kiến của ông/bà: yêu cầu bổ sung được giữ nguyên."
    ),
    Act.END_WINDOW: gettext_lazy(
        "Hết thời gian bổ sung giấy tờ mà chưa nhận được; ông/bà vẫn gửi được khi hồ sơ chưa dừng."
    ),
    Act.REQUEST_PAYMENT: gettext_lazy("{agency} thông báo nộp tiền; thời hạn tạm dừng."),
    Act.CONFIRM_PAYMENT: gettext_lazy(
        "{agency} xác nhận ông/bà đã nộp tiền; thời hạn chạy tiếp từ chỗ đã dừng."
    ),
    Act.SIGN_EXTENSION: gettext_lazy(
        "{agency} xin lỗi vì chậm và hẹn lại {new_due}; ngày hẹn đầu vẫn giữ trong sổ."
    ),
    Act.ESCALATE: gettext_lazy("Việc quá hạn được báo lên người đứng đầu; người giữ không đổi."),
    Act.ANSWER_LATE: gettext_lazy("Nơi tiếp nhận chậm trả lời; việc được báo lên người đứng đầu."),
    Act.CORRECT_FEE: gettext_lazy("{agency} xác định lại phí, lệ phí: {money}."),
    Act.COLLECT_FEE: gettext_lazy("{agency} thu {money}; biên lai {receipts}."),
    Act.PAY_FEE: gettext_lazy("Đã nhận {money} ông/bà nộp; biên lai {receipts}."),
    Act.MISMATCH: gettext_lazy(
        "Nhận được {money} không khớp khoản phải nộp; nơi tiếp nhận sẽ hoàn trả."
    ),
    Act.CLAIM_TRANSFER: gettext_lazy(
        "Ông/bà báo đã chuyển khoản {money}, kèm chứng từ; chờ nơi tiếp nhận tìm thấy tiền."
    ),
    Act.ANSWER_CLAIM: gettext_lazy(
        "{agency} chưa tìm thấy {money} ông/bà báo đã chuyển; lý do ở trang nộp tiền."
    ),
    Act.PROPOSE_REFUND: gettext_lazy("{agency} đề nghị hoàn trả ông/bà {money}, chờ duyệt."),
    Act.DECLINE_REFUND: gettext_lazy("{agency} không duyệt đề nghị hoàn trả {money}."),
    Act.REFUND: gettext_lazy("{agency} hoàn trả ông/bà {money}; phiếu hoàn trả {receipts}."),
    Act.REPLACE_RECEIPT: gettext_lazy("{agency} hủy biên lai ghi sai và lập biên lai {receipts}."),
    Act.DRAFT: gettext_lazy("{agency} soạn dự thảo kết quả."),
    Act.SIGN: gettext_lazy("{agency} ký kết quả."),
    Act.ISSUE: gettext_lazy("{agency} phát hành kết quả số {number}: {outcome_words}."),
    Act.RETURN_RESULT: gettext_lazy("{agency} trả kết quả."),
    Act.WITHDRAW: gettext_lazy("Ông/bà rút hồ sơ."),
    Act.STOP: gettext_lazy("{agency} dừng giải quyết."),
    Act.RECOUNT: gettext_lazy(
        "Nhà nước công bố thay đổi ngày nghỉ, ngày làm bù nên ngày hẹn được tính lại: trước là "
        "{was}, nay là {due}. Căn cứ: {source}."
    ),
    Act.RECOUNT_LIMIT: gettext_lazy(
        "Nhà nước công bố thay đổi ngày nghỉ, ngày làm bù nên thời hạn trả lời được tính lại."
    ),
    Act.CHANGE_PROCESS: gettext_lazy(
        "Hồ sơ đi tiếp theo quy trình nội bộ mới; ngày hẹn trả giữ nguyên."
    ),
    Act.TIME_PASSED: gettext_lazy(
        "Đã hết thời gian của một bước trong quy trình nội bộ; ngày hẹn trả giữ nguyên."
    ),
    Act.SUCCEED: gettext_lazy(
        "Từ khi sắp xếp bộ máy, {to_agency} tiếp tục giải quyết hồ sơ thay {from_agency}; ngày "
        "hẹn trả giữ nguyên. Căn cứ: {source}."
    ),
}
WITHOUT_SUMS: Final[Mapping[str, Words]] = {
    Act.CORRECT_FEE: gettext_lazy("{agency} xác định lại phí, lệ phí."),
    Act.COLLECT_FEE: gettext_lazy("{agency} thu phí, lệ phí và lập biên lai."),
    Act.PAY_FEE: gettext_lazy("Đã nhận tiền ông/bà nộp và lập biên lai."),
    Act.MISMATCH: gettext_lazy(
        "Nhận được khoản tiền không khớp khoản phải nộp; nơi tiếp nhận sẽ hoàn trả."
    ),
    Act.CLAIM_TRANSFER: gettext_lazy(
        "Ông/bà báo đã chuyển khoản, kèm chứng từ; chờ nơi tiếp nhận tìm thấy tiền."
    ),
    Act.ANSWER_CLAIM: gettext_lazy("{agency} chưa tìm thấy khoản tiền ông/bà báo đã chuyển."),
    Act.PROPOSE_REFUND: gettext_lazy("{agency} đề nghị hoàn trả tiền cho ông/bà, chờ duyệt."),
    Act.DECLINE_REFUND: gettext_lazy("{agency} không duyệt đề nghị hoàn trả."),
    Act.REFUND: gettext_lazy("{agency} hoàn trả tiền cho ông/bà và lập phiếu hoàn trả."),
    Act.REPLACE_RECEIPT: gettext_lazy("{agency} hủy biên lai ghi sai và lập biên lai khác."),
}
"""The acts about money as whoever knows only the end of a telephone number reads them."""
UPHELD_EARLY: Final = gettext_lazy(
    "{agency} chấp nhận ý kiến của ông/bà: không phải bổ sung; hồ sơ chờ tiếp nhận."
)
"""Before receipt there is no date that could stay."""

RETURNED_FOR_MORE: Final = gettext_lazy(
    "{agency} không nhận: {why_returned}. Nơi chuyển vẫn giữ hồ sơ và xử lý tiếp."
)
"""A return that says nothing of who is competent."""
BROUGHT: Final[Mapping[str, Words]] = {
    Act.SUPPLY: gettext_lazy(
        "{agency} ghi nhận giấy tờ bổ sung {brought}; đồng hồ chạy, có ngày hẹn mới."
    ),
    Act.COMPLETE: gettext_lazy("{agency} ghi nhận giấy tờ bổ sung {brought}."),
    Act.OBJECT: gettext_lazy(
        "{agency} ghi nhận ý kiến không đồng ý {brought}; người đứng đầu {to_agency} trả lời."
    ),
    Act.WITHDRAW: gettext_lazy("{agency} ghi nhận ông/bà rút hồ sơ, theo đề nghị {brought}."),
}
"""What the desk entered because it was brought to the counter or came by post."""
BRINGERS: Final[Mapping[str, Words]] = {
    Bringer.APPLICANT: gettext_lazy("ông/bà đưa đến"),
    Bringer.REPRESENTATIVE: gettext_lazy("người được ông/bà ủy quyền đưa đến"),
    Bringer.POST: gettext_lazy("gửi qua bưu chính"),
}
CONSENTED: Final = gettext_lazy(
    "{asked_agency} không cho ý kiến đúng hạn; theo luật được coi là đồng ý."
)
OUTCOMES: Final[Mapping[str, Words]] = {
    Outcome.GRANTED: gettext_lazy("giải quyết theo đề nghị"),
    Outcome.REFUSED: gettext_lazy("không giải quyết, có nêu lý do"),
}


REASONED: Final = frozenset(
    {
        Act.REFUSE,
        Act.GUIDE,
        Act.REQUEST_SUPPLEMENT,
        Act.OBJECT,
        Act.UPHOLD_OBJECTION,
        Act.REJECT_OBJECTION,
        Act.REQUEST_PAYMENT,
        Act.WITHDRAW,
        Act.STOP,
        Act.SIGN_EXTENSION,
    }
)
"""Acts whose reason in words is told; that of a return stands in its own sentence."""


@dataclass(frozen=True, slots=True)
class Told:
    """One act as it is told: when, what, and the reason where the law asks for one."""

    at: datetime
    text: str
    reason: str = ""
    legal_basis: str = ""


def story_of(moments: Sequence[Moment], *, follows_only: bool = False) -> list[Told]:
    """Return the acts an applicant cares for, newest first.

    Whoever ``follows_only`` learns what was done, not the sums and the numbers of receipts.
    """
    early = _upheld_early(moments)
    return [
        _told(moment, follows_only=follows_only, before_receipt=moment in early)
        for moment in reversed(moments)
        if moment.act in ACTS
    ]


def _upheld_early(moments: Sequence[Moment]) -> list[Moment]:
    """Return the objections that were upheld before anything was received."""
    before = takewhile(lambda moment: moment.act != Act.RECEIVE, moments)
    return [moment for moment in before if moment.act == Act.UPHOLD_OBJECTION]


def _told(moment: Moment, *, follows_only: bool, before_receipt: bool) -> Told:
    words = moment.words
    facts = {
        "agency": moment.agency or _("Cơ quan"),
        "to_agency": words.get("to_agency", ""),
        "from_agency": words.get("from_agency", ""),
        "source": words.get("source", ""),
        "was": _moment(words.get("was", "")),
        "due": _moment(words.get("due_at", "")),
        "right_agency": words.get("right_agency", ""),
        "asked_agency": words.get("asked_agency", ""),
        "superior": words.get("superior", ""),
        "right": words.get("agency", ""),
        "receiver": words.get("receiver", ""),
        "why_returned": _reason(words.get("reason", "")),
        "number": words.get("number", ""),
        "new_due": _moment(words.get("new_due_at", "")),
        "money": formats.dong(int(words.get("money_vnd", "0"))),
        "receipts": words.get("receipts", ""),
        "brought": str(BRINGERS.get(words.get("bringer", ""), "")),
        "outcome_words": str(OUTCOMES.get(words.get("outcome", ""), "")),
    }
    reasoned = words if moment.act in REASONED else {}
    sentence = UPHELD_EARLY if before_receipt else _sentence(moment, follows_only=follows_only)
    return Told(
        at=moment.at,
        text=str(sentence).format(**facts),
        reason=_sum(words) or reasoned.get("reason", reasoned.get("papers", "")),
        legal_basis=reasoned.get("legal_basis", ""),
    )


def _sentence(moment: Moment, *, follows_only: bool) -> Words:
    if follows_only and moment.act in WITHOUT_SUMS:
        return WITHOUT_SUMS[Act(moment.act)]
    if moment.act == Act.SEND_BACK and moment.words.get("reason") != ReturnReason.WRONG_COMPETENCE:
        return RETURNED_FOR_MORE
    if moment.act == Act.OPINION_UNANSWERED and moment.words.get("opinion") == Opinion.CONSENT:
        return CONSENTED
    if moment.words.get("bringer") in BRINGERS and moment.act in BROUGHT:
        return BROUGHT[moment.act]
    return ACTS[moment.act]


def _moment(written: str) -> str:
    """Return an instant that the record wrote down, as people read it."""
    return formats.moment(datetime.fromisoformat(written)) if written else ""


def _sum(words: Mapping[str, str]) -> str:
    """Return what is to be paid by which notice, where the act is about a payment."""
    if "amount_vnd" not in words:
        return ""
    amount = formats.dong(int(words["amount_vnd"]))
    return _("{sum}, thông báo {number}").format(sum=amount, number=words["number"])


def _reason(code: str) -> str:
    return str(REASONS[ReturnReason(code)]) if code in set(ReturnReason) else code
