"""The action bar and the dock: open acts as buttons, each with its effect on holder and clock."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.dossiers.terms import Act, NationalState
from thongsuot.entrypoints.officer import early
from thongsuot.entrypoints.officer.actions import possibilities
from thongsuot.entrypoints.officer.remarks import remark_of
from thongsuot.entrypoints.officer.situation import Situation
from thongsuot.kernel import formats
from thongsuot.kernel.errors import Refused

NAMES: Final[Mapping[Act, str | Promise]] = {
    Act.RECEIVE: later("Tiếp nhận"),
    Act.GUIDE: later("Hướng dẫn bổ sung"),
    Act.REFUSE: later("Từ chối tiếp nhận"),
    Act.FORWARD: later("Chuyển đúng nơi tiếp nhận"),
    Act.SUPPLY: later("Ghi nhận giấy tờ bổ sung"),
    Act.OBJECT: later("Ghi nhận ý kiến không đồng ý"),
    Act.ACCEPT: later("Nhận hồ sơ"),
    Act.SEND_BACK: later("Trả lại"),
    Act.SIGN: later("Ký quyết định"),
    Act.DRAFT: later("Dự thảo quyết định"),
    Act.ISSUE: later("Phát hành"),
    Act.RETURN_RESULT: later("Trả kết quả"),
    Act.DRAFT_SUPPLEMENT: later("Soạn yêu cầu bổ sung"),
    Act.REQUEST_SUPPLEMENT: later("Yêu cầu bổ sung"),
    Act.REQUEST_PAYMENT: later("Thông báo nộp tiền"),
    Act.CONFIRM_PAYMENT: later("Xác nhận đã nộp tiền"),
    Act.CORRECT_FEE: later("Xác định lại phí"),
    Act.COLLECT_FEE: later("Thu phí"),
    Act.ANSWER_CLAIM: later("Báo chưa thấy tiền"),
    Act.PROPOSE_REFUND: later("Đề nghị hoàn trả tiền"),
    Act.REFUND: later("Duyệt hoàn trả tiền"),
    Act.DECLINE_REFUND: later("Không duyệt hoàn trả"),
    Act.REPLACE_RECEIPT: later("Lập lại biên lai"),
    Act.OFFER: later("Chuyển"),
    Act.RECALL: later("Thu hồi lời chuyển"),
    Act.DECIDE: later("Phân định thẩm quyền"),
    Act.UPHOLD_OBJECTION: later("Chấp nhận ý kiến người nộp"),
    Act.REJECT_OBJECTION: later("Giữ nguyên yêu cầu bổ sung"),
    Act.OPINE: later("Trả lời ý kiến"),
    Act.ASK: later("Lấy ý kiến"),
    Act.RECALL_OPINION: later("Thu hồi câu hỏi"),
    Act.PROPOSE_EXTENSION: later("Xin lỗi, hẹn lại"),
    Act.SIGN_EXTENSION: later("Ký văn bản xin lỗi"),
    Act.TAKE_BACK_DRAFT: later("Rút dự thảo"),
    Act.SEND_BACK_DRAFT: later("Trả lại người soạn"),
    Act.WITHDRAW: later("Ghi nhận rút hồ sơ"),
    Act.STOP: later("Dừng xử lý"),
}
HEADINGS: Final[Mapping[Act, str | Promise]] = {
    Act.OFFER: later("Chuyển hồ sơ"),
    Act.SEND_BACK: later("Trả lại hồ sơ"),
}
PAGES: Final[Mapping[Act, str]] = {
    Act.RECEIVE: "officer:receive",
    Act.GUIDE: "officer:guide",
    Act.REFUSE: "officer:refuse",
    Act.FORWARD: "officer:forward",
    Act.SUPPLY: "officer:supply",
    Act.OBJECT: "officer:object",
    Act.ACCEPT: "officer:accept",
    Act.SEND_BACK: "officer:send_back",
    Act.SIGN: "officer:sign",
    Act.DRAFT: "officer:draft",
    Act.ISSUE: "officer:issue",
    Act.RETURN_RESULT: "officer:return_result",
    Act.DRAFT_SUPPLEMENT: "officer:supplement",
    Act.REQUEST_SUPPLEMENT: "officer:supplement",
    Act.REQUEST_PAYMENT: "officer:request_payment",
    Act.CONFIRM_PAYMENT: "officer:confirm_payment",
    Act.CORRECT_FEE: "officer:correct_fee",
    Act.COLLECT_FEE: "officer:collect_fee",
    Act.ANSWER_CLAIM: "officer:answer_claim",
    Act.PROPOSE_REFUND: "officer:propose_refund",
    Act.REFUND: "officer:refund",
    Act.DECLINE_REFUND: "officer:decline_refund",
    Act.REPLACE_RECEIPT: "officer:replace_receipt",
    Act.OFFER: "officer:hand_over",
    Act.RECALL: "officer:recall",
    Act.DECIDE: "officer:decide",
    Act.UPHOLD_OBJECTION: "officer:uphold_objection",
    Act.REJECT_OBJECTION: "officer:reject_objection",
    Act.OPINE: "officer:opine",
    Act.ASK: "officer:ask",
    Act.RECALL_OPINION: "officer:recall_opinion",
    Act.PROPOSE_EXTENSION: "officer:propose_extension",
    Act.SIGN_EXTENSION: "officer:sign_extension",
    Act.TAKE_BACK_DRAFT: "officer:take_back_draft",
    Act.SEND_BACK_DRAFT: "officer:send_back_draft",
    Act.WITHDRAW: "officer:withdraw",
    Act.STOP: "officer:stop",
}
KEYS: Final[Mapping[Act, str]] = {
    Act.RECEIVE: "1",
    Act.SUPPLY: "1",
    Act.ACCEPT: "1",
    Act.SIGN: "1",
    Act.ISSUE: "1",
    Act.RETURN_RESULT: "1",
    Act.DRAFT: "1",
    Act.DECIDE: "1",
    Act.UPHOLD_OBJECTION: "1",
    Act.OPINE: "1",
    Act.ASK: "5",
    Act.CONFIRM_PAYMENT: "1",
    Act.COLLECT_FEE: "1",
    Act.GUIDE: "2",
    Act.DRAFT_SUPPLEMENT: "2",
    Act.REQUEST_SUPPLEMENT: "2",
    Act.REFUSE: "3",
    Act.REJECT_OBJECTION: "3",
    Act.OBJECT: "3",
    Act.SEND_BACK: "3",
    Act.FORWARD: "4",
    Act.OFFER: "4",
    Act.RECALL: "4",
}
"""The keys of every list and page: 1 takes or agrees, 2 asks, 3 turns back, 4 hands on.

Each opens the page of its act; none does an act from a list or a dossier at once."""


@dataclass(frozen=True, slots=True)
class Button:
    """One open act."""

    act: Act
    name: str
    effect: str
    address: str
    key: str
    is_first: bool = False
    """What is to be done now; at most one of a bar."""


@dataclass(frozen=True, slots=True)
class Closed:
    """One act that is not possible, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Bar:
    """What the visitor can do, and what not."""

    buttons: tuple[Button, ...]
    closed: tuple[Closed, ...] = ()
    remark: str = ""


def bar_of(situation: Situation, *, due_preview: str = "") -> Bar:
    """Return the bar.  ``due_preview`` is the promise a receipt would make now, in words."""
    found = possibilities(situation)
    taken: set[str] = set()
    buttons = []
    for act in found.open:
        key = KEYS.get(act, "")
        buttons.append(_button(act, "" if key in taken else key, situation, due_preview))
        taken.add(key)
    first = buttons[0].act if buttons else None
    if first and first not in _BESIDE and not _waits_for_issue(situation, first):
        buttons[0] = replace(buttons[0], is_first=True)
    shut = [_closed(act, refusal, situation) for act, refusal in found.refused.items()]
    closed = list(dict.fromkeys(shut))
    if situation.is_held_by_visitor and situation.state not in _NO_CLOCK:
        closed.append(Closed(_("đổi ngày hẹn đầu"), _("ngày hẹn đầu được giữ để tính quá hạn")))
    return Bar(
        buttons=tuple(buttons),
        closed=tuple(closed),
        remark=_remark_beside(buttons, situation),
    )


_BESIDE: Final = frozenset(
    {
        Act.PROPOSE_EXTENSION,
        Act.TAKE_BACK_DRAFT,
        Act.SEND_BACK_DRAFT,
        Act.SUPPLY,
        Act.OBJECT,
        Act.WITHDRAW,
        Act.STOP,
        Act.CORRECT_FEE,
        Act.REPLACE_RECEIPT,
        Act.PROPOSE_REFUND,
    }
)
"""What moves nothing on: never the main act, and who or what is waited for is said all the same."""
_NO_CLOCK: Final = frozenset(
    {
        NationalState.REGISTERED,
        NationalState.NOT_RECEIVED,
        NationalState.WITHDRAWN,
        NationalState.STOPPED,
        NationalState.RESOLVED,
        NationalState.RETURNED,
    }
)


def _remark_beside(buttons: list[Button], situation: Situation) -> str:
    if not {button.act for button in buttons} - _BESIDE:
        return remark_of(situation)
    waits = _waits_for_issue(situation, buttons[0].act)
    return _("Văn bản đã ký, chờ văn thư phát hành.") if waits else ""


def _waits_for_issue(situation: Situation, act: Act) -> bool:
    """Whether handing on is what may be done and not what is to be done: a clerk issues first."""
    signed = situation.signed_at is not None and situation.issued_at is None
    return act is Act.OFFER and signed and situation.state != NationalState.RESOLVED


def _button(act: Act, key: str, situation: Situation, due_preview: str) -> Button:
    return Button(
        act=act,
        name=_name(act, situation),
        effect=effect_of(act, situation, due_preview),
        address=reverse(_page(act, situation), args=[situation.code]),
        key=key,
    )


def _page(act: Act, situation: Situation) -> str:
    """Return the page of an act; a request that waits for its signature is read before."""
    waits = act is Act.REQUEST_SUPPLEMENT and situation.request_drafted_by is not None
    return "officer:sign_supplement" if waits else PAGES[act]


def _name(act: Act, situation: Situation) -> str:
    if situation.request_drafted_by is not None and act in _OF_A_DRAFTED_REQUEST:
        return str(_OF_A_DRAFTED_REQUEST[act])
    if act is Act.DRAFT and situation.drafted_by is not None:
        return _("Sửa dự thảo")
    if act is Act.OFFER and situation.state == NationalState.RESOLVED:
        return _("Chuyển để trả kết quả")
    drafted_here = situation.drafted_by == situation.powers.by.officer_id
    if act is Act.OFFER and drafted_here and situation.signed_at is None:
        return _("Chuyển trình ký")
    return str(NAMES[act])


_OF_A_DRAFTED_REQUEST: Final[Mapping[Act, str | Promise]] = {
    Act.DRAFT_SUPPLEMENT: later("Sửa yêu cầu bổ sung"),
    Act.REQUEST_SUPPLEMENT: later("Ký yêu cầu bổ sung"),
}


def effect_of(act: Act, situation: Situation, due_preview: str = "") -> str:
    """Return what the act does to holder and clock."""
    if act is Act.RECEIVE:
        promise = due_preview or _("hẹn trả được tính ngay")
        return _("Giữ hồ sơ từ lúc bấm. Đồng hồ bắt đầu chạy: {promise}.").format(promise=promise)
    resolved = situation.state == NationalState.RESOLVED
    if _waits_for_issue(situation, act):
        return _("Văn bản đã ký: văn thư phát hành tiếp; chưa phải chuyển.")
    if act in early.EFFECTS and situation.holder is None:
        return str(early.EFFECTS[act])
    giver = situation.offer.giver.officer_name if situation.offer else ""
    clock = _("Đồng hồ đã dừng khi phát hành.") if resolved else _("Đồng hồ vẫn chạy.")
    return str(_EFFECTS[act]).format(giver=giver, clock=clock)


_EFFECTS: Final[Mapping[Act, str | Promise]] = {
    Act.GUIDE: later("Chỉ một lần, đủ giấy tờ, ký số. Chưa ai giữ; hạn trả lời dừng đến khi đủ."),
    Act.REFUSE: later("Hồ sơ kết thúc, phiếu có lý do và căn cứ được ký số. Đồng hồ không chạy."),
    Act.FORWARD: later("Nộp nhầm nơi: chuyển đi, giữ nguyên mã và giờ nộp; không phải từ chối."),
    Act.SUPPLY: later("Người nộp mang đến hoặc gửi bưu chính: như tự gửi trên mạng, đồng hồ chạy."),
    Act.OBJECT: later("Vẫn chờ bổ sung; người khác người đã yêu cầu trả lời người nộp, có hạn."),
    Act.ACCEPT: later("Từ lúc bấm, vị trí này giữ và chịu trách nhiệm về thời hạn. {clock}"),
    Act.SEND_BACK: later("Cần đủ lý do, căn cứ, cơ quan có thẩm quyền. {giver} vẫn giữ. {clock}"),
    Act.SIGN: later("Xem văn bản rồi ký số, có số ngay. Người giữ không đổi. {clock}"),
    Act.DRAFT: later("Người giữ không đổi. Phải có người khác ký. {clock}"),
    Act.ISSUE: later("Hồ sơ thành đã xử lý xong, đồng hồ dừng. Người giữ không đổi."),
    Act.RETURN_RESULT: later("Ghi người nhận kết quả; hồ sơ kết thúc, không còn ai giữ."),
    Act.DRAFT_SUPPLEMENT: later("Lãnh đạo ký thì mới gửi; trước khi ký sửa được. {clock}"),
    Act.REQUEST_SUPPLEMENT: later("Một lần, đủ giấy tờ, ký số. Đồng hồ dừng đến khi bổ sung đủ."),
    Act.REQUEST_PAYMENT: later(
        "Cần thông báo có số tiền và căn cứ. Đồng hồ dừng đến khi có biên lai."
    ),
    Act.CORRECT_FEE: later("Biểu phí được áp dụng lại theo đối tượng đã chọn. Đồng hồ không đổi."),
    Act.COLLECT_FEE: later("Ghi tiền đã thu, lập biên lai có số ngay. Đồng hồ không đổi."),
    Act.ANSWER_CLAIM: later(
        "Người nộp được báo kèm lý do và gửi lại được chứng từ. Không khoản nào được ghi đã thu."
    ),
    Act.PROPOSE_REFUND: later("Chưa trả tiền ngay: phải có người khác duyệt. Đồng hồ không đổi."),
    Act.DECLINE_REFUND: later("Không có tiền trả lại; đề nghị kết thúc. Đồng hồ không đổi."),
    Act.REFUND: later(
        "Duyệt thì trả toàn bộ khoản đã nhận, lập phiếu hoàn trả có số, hủy biên lai; hồ sơ còn "
        "giải quyết thì khoản phí phải nộp lại. Đồng hồ không đổi."
    ),
    Act.REPLACE_RECEIPT: later("Biên lai cũ bị hủy, số cũ vẫn giữ; lập biên lai số mới."),
    Act.CONFIRM_PAYMENT: later("Ghi số biên lai. Đồng hồ chạy tiếp từ chỗ đã dừng."),
    Act.OFFER: later("Người giữ không đổi đến khi bên kia nhận. {clock}"),
    Act.RECALL: later("Bên kia chưa nhận thì thu hồi được. Người giữ không đổi. {clock}"),
    Act.UPHOLD_OBJECTION: later("Rút yêu cầu, không tính lần; đồng hồ chạy như chưa từng dừng."),
    Act.REJECT_OBJECTION: later("Vẫn chờ bổ sung, đồng hồ vẫn dừng; người nộp đọc được lý do."),
    Act.OPINE: later("Ý kiến được ghi vào hồ sơ cùng người trả lời. Người giữ không đổi. {clock}"),
    Act.ASK: later("Người giữ không đổi, bên được hỏi có hạn trả lời riêng. {clock}"),
    Act.RECALL_OPINION: later("Câu hỏi chưa ai trả lời thì thu hồi được, vẫn còn trong sổ."),
    Act.DECIDE: later(
        "Quyết định ràng buộc mọi bên và thành tiền lệ thẩm quyền. Người giữ không đổi. {clock}"
    ),
    Act.PROPOSE_EXTENSION: later(
        "Chỉ một lần. Lãnh đạo ký mới có hiệu lực; vẫn tính quá hạn theo ngày hẹn đầu."
    ),
    Act.SIGN_EXTENSION: later(
        "Người nộp nhận văn bản xin lỗi và ngày hẹn lại ngay; không hẹn lại lần hai."
    ),
    Act.TAKE_BACK_DRAFT: later("Dự thảo không còn chờ ký; soạn lại thì mới ký được. {clock}"),
    Act.SEND_BACK_DRAFT: later(
        "Không ký; người giữ hồ sơ thấy lý do, soạn lại mới ký được. Người giữ không đổi. {clock}"
    ),
    Act.WITHDRAW: later(
        "Người nộp đề nghị tại quầy hoặc qua bưu chính. Hồ sơ kết thúc, không còn ai giữ."
    ),
    Act.STOP: later("Cần lý do và căn cứ; thông báo được ký số. Hồ sơ kết thúc, đồng hồ dừng."),
}


def _closed(act: Act, refusal: Refused, situation: Situation) -> Closed:
    if refusal.code == "extended-already":
        return Closed(_("hẹn lại lần nữa"), _why(refusal, situation))
    return Closed(_lower_first(str(NAMES[act])), _why(refusal, situation))


def _why(refusal: Refused, situation: Situation) -> str:
    if refusal.code == "supplement-exhausted" and situation.state == NationalState.REGISTERED:
        return _("đã hướng dẫn {n} lần, quy định cho {most} lần").format(
            n=situation.guidances, most=situation.policy.guidances
        )
    if refusal.code == "supplement-exhausted":
        return _("đã yêu cầu {n} lần, quy định cho {most} lần").format(
            n=situation.supplements, most=situation.policy.max_supplements
        )
    if refusal.code == "extended-already" and situation.extension:
        day = formats.date(situation.extension.new_due_on)
        return _("đã hẹn lại một lần, đến {day}").format(day=day)
    if refusal.code == "already-offered" and situation.offer:
        return _("đang chờ {agency} trả lời").format(agency=situation.offer.to_agency_name)
    if refusal.code == "with-the-superior" and situation.dispute:
        return _("đang chờ {agency} phân định").format(agency=situation.dispute.superior_name)
    return str(_WHYS[refusal.code])


_WHYS: Final[Mapping[str, str | Promise]] = {
    "objection-made": later("người nộp đã nêu ý kiến về yêu cầu này"),
    "objection-too-late": later("đã hết thời gian bổ sung"),
    "own-draft": later("dự thảo do chính mình soạn, phải người khác ký"),
    "decision-exists": later("quyết định đã ký"),
    "no-draft-decision": later("chưa có dự thảo"),
    "not-signed": later("văn bản chưa ký"),
    "fee-unpaid": later("chưa thu phí, lệ phí"),
    "refund-needs-another": later("do chính mình đề nghị, phải người khác duyệt"),
    "already-offered": later("đang chờ bên kia trả lời"),
    "with-the-superior": later("đang chờ cấp trên phân định"),
}


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
