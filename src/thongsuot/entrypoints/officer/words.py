"""Vietnamese words for the codes of the rooms, as officers read them."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from thongsuot.domains.custody.terms import (
    Cause,
    Grounds,
    MoveReason,
    Opinion,
    ReturnReason,
    Silence,
)
from thongsuot.domains.deadlines.terms import Unit
from thongsuot.domains.dossiers.lateness.terms import Timing
from thongsuot.domains.dossiers.queries import Block
from thongsuot.domains.dossiers.terms import Channel, DueReason, HandedTo, Outcome, Step
from thongsuot.domains.dossiers.terms.drafts import DraftKind, Turned
from thongsuot.domains.dossiers.terms.refusing import RefusalGround
from thongsuot.domains.dossiers.terms.signing import Mark
from thongsuot.domains.organisation.terms.delegations import (
    AbsenceKind,
    DelegatedAct,
    DelegationTerms,
)
from thongsuot.domains.payments.rules import closing
from thongsuot.domains.payments.terms import Means, PaymentState
from thongsuot.domains.people.terms import Purpose

Words = str | Promise

BLOCKS: Final[Mapping[Block, Words]] = {
    Block.INTAKE: _("Chờ tiếp nhận"),
    Block.OFFERED: _("Chờ nhận chuyển"),
    Block.DISPUTED: _("Chờ phân định"),
    Block.OBJECTION: _("Người nộp không đồng ý"),
    Block.OPINION: _("Chờ cho ý kiến"),
    Block.HELD: _("Đang xử lý"),
    Block.SIGN: _("Chờ ký quyết định"),
    Block.APOLOGY: _("Chờ ký xin lỗi"),
    Block.REQUEST: _("Chờ ký bổ sung"),
    Block.PAPERS: _("Chờ người nộp bổ sung"),
    Block.ISSUE: _("Chờ phát hành"),
    Block.RESULT: _("Chờ trả kết quả"),
}

CHANNELS: Final[Mapping[str, Words]] = {
    Channel.ONLINE: _("trực tuyến"),
    Channel.DIRECT: _("quầy"),
    Channel.POSTAL: _("bưu chính"),
}

MARKS: Final[Mapping[Mark, Words]] = {
    Mark.REFUSAL: _("không giải quyết theo đề nghị"),
    Mark.LATE: _("đã quá hạn"),
    Mark.PUT_OFF: _("đã xin lỗi, hẹn lại"),
    Mark.DIFFERING: _("có ý kiến khác dự thảo"),
    Mark.UNHEARD: _("còn ý kiến chưa trả lời"),
    Mark.PART_UNDONE: _("cơ quan khác không làm được phần việc của mình"),
    Mark.PART_OPEN: _("phần việc của cơ quan khác chưa xong"),
    Mark.CONTESTED: _("từng bị trả lại hoặc phân định"),
    Mark.SENT_BACK: _("dự thảo từng bị trả lại"),
    Mark.FEE_CHANGED: _("phí đã xác định lại"),
}
"""What whoever signs should look at first."""

STEPS: Final[Mapping[str, Words]] = {
    Step.INTAKE: _("Tiếp nhận"),
    Step.VERIFY: _("Thẩm định"),
    Step.SIGN: _("Trình ký"),
    Step.RETURN: _("Trả kết quả"),
}

RETURN_REASONS: Final[Mapping[ReturnReason, Words]] = {
    ReturnReason.WRONG_COMPETENCE: _("Sai thẩm quyền"),
    ReturnReason.MISSING_COMPONENT: _("Thiếu thành phần hồ sơ"),
    ReturnReason.DUPLICATE: _("Trùng với hồ sơ khác"),
    ReturnReason.OTHER: _("Lý do khác"),
}

REFUSAL_GROUNDS: Final[Mapping[RefusalGround, Words]] = {
    RefusalGround.NOT_COMPETENT: _("Việc không thuộc thẩm quyền của nơi nào được tiếp nhận ở đây"),
    RefusalGround.NOT_ENTITLED: _("Người nộp không thuộc đối tượng hoặc không đủ điều kiện"),
    RefusalGround.PAPERS_MISSING: _("Đã hướng dẫn mà thành phần hồ sơ vẫn thiếu"),
    RefusalGround.PAPERS_INVALID: _("Giấy tờ bị tẩy xóa, hết hiệu lực hoặc không đúng"),
    RefusalGround.DUPLICATE: _("Trùng với hồ sơ khác"),
    RefusalGround.RESIDENCE: _("Người nộp ở nơi khác"),
    RefusalGround.CHANNEL: _("Cách nộp hồ sơ (trực tuyến, bưu chính, trực tiếp)"),
    RefusalGround.OTHER: _("Lý do khác"),
}

OVERRUNS: Final[Words] = _("thời gian được giao kết thúc sau hạn trả của hồ sơ")
"""That a hand-over gave a share which reached beyond the due instant; nothing is late by that."""

CAUSES: Final[Mapping[Cause, Words]] = {
    Cause.SAME_GROUND: _("Bị trả lại lần nữa vì cùng một lý do"),
    Cause.CROSSINGS: _("Chuyển qua lại giữa hai cơ quan quá số lần quy định"),
}

OPINIONS: Final[Mapping[Opinion, Words]] = {
    Opinion.WAITING: _("chưa trả lời"),
    Opinion.AGREE: _("đồng ý"),
    Opinion.DISAGREE: _("không đồng ý"),
    Opinion.CONDITIONS: _("đồng ý có điều kiện"),
    Opinion.RECALLED: _("đã thu hồi câu hỏi"),
    Opinion.SILENT: _("quá hạn không có ý kiến"),
    Opinion.CONSENT: _("im lặng được coi là đồng ý theo luật"),
    Opinion.LAPSED: _("không cần trả lời nữa: hồ sơ đã ký kết quả hoặc kết thúc"),
}

PARTS: Final[Mapping[Opinion, Words]] = {
    Opinion.WAITING: _("chưa làm xong"),
    Opinion.AGREE: _("đã làm xong phần việc"),
    Opinion.DISAGREE: _("không làm được phần việc"),
    Opinion.CONDITIONS: _("đã làm xong phần việc, có điều kiện"),
    Opinion.RECALLED: _("đã thu hồi phần việc"),
    Opinion.LAPSED: _("không cần làm nữa: hồ sơ đã ký kết quả hoặc kết thúc"),
}
"""What became of a part of the work, which is no opinion; no silence ends one."""

MOVE_REASONS: Final[Mapping[MoveReason, Words]] = {
    MoveReason.ABSENCE: _("người giữ vắng mặt"),
    MoveReason.LEFT: _("người giữ thôi việc, chuyển công tác"),
    MoveReason.SUSPENDED: _("người giữ bị đình chỉ"),
    MoveReason.APPOINTMENT_ENDED: _("hết thời hạn ở vị trí, biệt phái"),
    MoveReason.WORKLOAD: _("cân đối khối lượng công việc"),
    MoveReason.CONFLICT_OF_INTEREST: _("xung đột lợi ích"),
    MoveReason.REORGANISED: _("sắp xếp lại tổ chức"),
}

DELEGATED_ACTS: Final[Mapping[DelegatedAct, Words]] = {
    DelegatedAct.RECEIVE: _("Tiếp nhận, trả kết quả"),
    DelegatedAct.HANDLE: _("Thẩm định, soạn dự thảo"),
    DelegatedAct.SIGN: _("Ký quyết định"),
    DelegatedAct.ISSUE: _("Phát hành"),
    DelegatedAct.HAND_OVER: _("Nhận, chuyển, trả lại hồ sơ"),
}

ABSENCES: Final[Mapping[AbsenceKind, Words]] = {
    AbsenceKind.LEAVE: _("nghỉ phép"),
    AbsenceKind.SICK: _("nghỉ ốm"),
    AbsenceKind.MISSION: _("đi công tác"),
    AbsenceKind.TRAINING: _("đi học"),
    AbsenceKind.OTHER: _("vắng mặt"),
}

MEANS: Final[Mapping[str, Words]] = {
    Means.PLATFORM: _("Trực tuyến qua nền tảng thanh toán"),
    Means.TRANSFER: _("Chuyển khoản"),
    Means.CASH: _("Tiền mặt"),
}

PAYMENT_STATES: Final[Mapping[str, Words]] = {
    PaymentState.SHORT: _("không đúng số tiền phải nộp"),
    PaymentState.SURPLUS: _("nhận thừa"),
}

PAYMENT_PROBLEMS: Final[Mapping[str, Words]] = {
    closing.NOT_ANSWERED: _("Nền tảng không trả lời"),
    closing.NO_SUM: _("Nền tảng báo đã trả nhưng không nêu số tiền, chờ xem sao kê"),
    closing.SHORT: _("Không đúng số tiền phải nộp, chờ hoàn trả"),
    closing.SURPLUS: _("Nhận thừa, chờ hoàn trả"),
    closing.THEIRS_ALONE: _("Nền tảng báo đã trả, sổ thu chưa có"),
    closing.OURS_ALONE: _("Sổ thu có, nền tảng không có"),
    closing.OTHER_SUM: _("Hai bên ghi số tiền khác nhau"),
    closing.NOT_SHOWN: _("Khoản chuyển ghi tay, quá hạn mà chưa sao kê nào có"),
}

LINE_FIELDS: Final[Mapping[str, Words]] = {
    "number": _("thiếu số giao dịch"),
    "booked_on": _("ngày không đọc được"),
    "credit": _("số tiền không đọc được hoặc có phần lẻ của đồng"),
    "direction": _("không rõ tiền vào hay tiền ra"),
    "known": _("số giao dịch đã có từ trước với ngày hoặc số tiền khác; chưa nhận"),
}

LINE_REFUSALS: Final[Mapping[str, Words]] = {
    "calendar-gap": _("chưa tính được hạn trả mới vì lịch làm việc của năm tới chưa công bố"),
    "register-closed": _("sổ của nơi tiếp nhận đã khóa"),
}
NOT_NOW: Final[Words] = _("hồ sơ ở tình trạng chưa ghi được khoản này; mở hồ sơ để xem")

OUTCOMES: Final[Mapping[str, Words]] = {
    Outcome.GRANTED: _("giải quyết theo đề nghị"),
    Outcome.REFUSED: _("không giải quyết"),
}

RECIPIENTS: Final[Mapping[str, Words]] = {
    HandedTo.APPLICANT: _("người nộp, tại quầy"),
    HandedTo.REPRESENTATIVE: _("người được ủy quyền, tại quầy"),
    HandedTo.ELECTRONIC: _("bản điện tử"),
    HandedTo.POST: _("qua bưu chính"),
}

PURPOSES: Final[Mapping[Purpose, Words]] = {
    Purpose.INTAKE: _("tiếp nhận, đối chiếu giấy tờ"),
    Purpose.HANDLING: _("thẩm định hồ sơ"),
    Purpose.DECISION: _("soạn, ký kết quả"),
    Purpose.RETURN: _("trả kết quả"),
    Purpose.CONTACT: _("liên hệ người nộp"),
}

UNITS: Final[Mapping[str, Words]] = {
    Unit.WORKING_HOUR: _("{n} giờ làm việc"),
    Unit.WORKING_DAY: _("{n} ngày làm việc"),
    Unit.DAY: _("{n} ngày"),
    Unit.MONTH: _("{n} tháng"),
    Unit.SAME_DAY: _("trong ngày làm việc"),
}

DUE_REASONS: Final[Mapping[str, Words]] = {
    DueReason.RECEIPT: _("từ khi tiếp nhận"),
    DueReason.SUPPLEMENT: _("tính lại từ khi bổ sung đủ"),
    DueReason.PAUSE: _("chạy tiếp sau khi chờ người nộp"),
    DueReason.CALENDAR: _("tính lại theo lịch làm việc mới công bố"),
}

TIMINGS: Final[Mapping[str, Words]] = {
    Timing.IN_TIME: _("Xin lỗi đúng hạn báo trước"),
    Timing.LATE_NOTICE: _("Xin lỗi muộn hơn hạn báo trước"),
    Timing.AFTER_EXPIRY: _("Xin lỗi sau khi đã quá hạn"),
}

DRAFTS: Final[Mapping[str, Words]] = {
    DraftKind.REQUEST: _("yêu cầu bổ sung"),
    DraftKind.APOLOGY: _("văn bản xin lỗi, hẹn lại"),
    DraftKind.DECISION: _("quyết định"),
}
"""What is drafted by one and signed by another."""


def turned_in_words(turned: Turned) -> str:
    """Return who took a draft back, or sent it back to be written anew, and why."""
    taken_back = gettext("{who} rút dự thảo {what}: {why}")
    sent_back = gettext("{who} không ký, trả lại dự thảo {what}: {why}")
    text = sent_back if turned.sent_back else taken_back
    return text.format(who=turned.by, what=DRAFTS[turned.draft], why=turned.why)


ACTS: Final[Mapping[str, Words]] = {
    "submitted": _("nộp hồ sơ"),
    "received": _("tiếp nhận hồ sơ"),
    "refused": _("từ chối tiếp nhận"),
    "forwarded": _("chuyển hồ sơ nộp nhầm đến đúng nơi tiếp nhận"),
    "submission_guided": _("hướng dẫn bổ sung trước khi tiếp nhận"),
    "submission_completed": _("bổ sung giấy tờ theo hướng dẫn"),
    "handover_offered": _("chuyển hồ sơ, chờ bên kia nhận"),
    "handover_accepted": _("nhận hồ sơ"),
    "handover_accepted_by_silence": _("ghi nhận hồ sơ đã được nhận do im lặng quá hạn"),
    "handover_unserved": _("ghi nhận quá hạn trả lời mà vị trí không có người; bên giao vẫn giữ"),
    "handover_returned": _("trả lại, không nhận"),
    "handover_referred": _("chuyển lần nữa giữa hai cơ quan: tự trình cấp trên phân định"),
    "opinion_asked": _("lấy ý kiến cơ quan khác"),
    "opinion_given": _("trả lời ý kiến"),
    "opinion_recalled": _("thu hồi câu hỏi chưa ai trả lời"),
    "opinion_unanswered": _("ghi nhận quá hạn không có ý kiến"),
    "dispute_decided": _("phân định cơ quan có thẩm quyền"),
    "dispute_passed_on": _("chuyển cấp khác phân định, vì cấp trước không còn ai được phân định"),
    "custody_reassigned": _("phân công lại, đổi người giữ"),
    "handover_recalled": _("thu hồi lời chuyển chưa ai nhận"),
    "supplement_drafted": _("soạn yêu cầu bổ sung, chờ ký"),
    "supplement_requested": _("yêu cầu bổ sung"),
    "draft_taken_back": _("rút dự thảo chưa ký"),
    "draft_sent_back": _("trả dự thảo lại người soạn, không ký"),
    "supplement_received": _("bổ sung giấy tờ"),
    "payment_requested": _("thông báo nộp tiền"),
    "payment_confirmed": _("xác nhận đã nộp tiền"),
    "extension_proposed": _("soạn văn bản xin lỗi và ngày hẹn lại"),
    "extension_signed": _("ký văn bản xin lỗi, hẹn lại một lần"),
    "escalated": _("báo việc quá hạn lên người đứng đầu"),
    "answer_escalated": _("báo việc chậm trả lời hồ sơ gửi đến lên người đứng đầu"),
    "fee_corrected": _("xác định lại phí, lệ phí"),
    "fee_collected": _("thu phí, lệ phí"),
    "fee_paid": _("ghi nhận phí, lệ phí đã nộp"),
    "payment_mismatched": _("ghi nhận số tiền không khớp, chờ hoàn trả"),
    "transfer_claimed": _("báo đã chuyển khoản, kèm chứng từ"),
    "transfer_not_found": _("trả lời chưa tìm thấy tiền chuyển khoản"),
    "refund_proposed": _("đề nghị hoàn trả tiền"),
    "refund_declined": _("không duyệt đề nghị hoàn trả tiền"),
    "payment_refunded": _("duyệt hoàn trả tiền"),
    "receipt_replaced": _("hủy biên lai và lập biên lai khác"),
    "decision_drafted": _("soạn dự thảo quyết định"),
    "decision_signed": _("ký quyết định"),
    "decision_issued": _("phát hành quyết định"),
    "result_returned": _("trả kết quả"),
    "withdrawn": _("rút hồ sơ"),
    "stopped": _("dừng xử lý"),
    "supplement_objected": _("nêu ý kiến không đồng ý với yêu cầu bổ sung"),
    "objection_upheld": _("chấp nhận ý kiến của người nộp, rút lại yêu cầu bổ sung"),
    "objection_rejected": _("trả lời người nộp, giữ nguyên yêu cầu bổ sung"),
    "supplement_window_ended": _("ghi nhận hết thời gian người nộp bổ sung"),
    "limit_recounted": _("tính lại thời hạn trả lời theo lịch làm việc mới công bố"),
    "due_date_recounted": _("tính lại ngày hẹn theo lịch làm việc mới công bố"),
    "process_changed": _("chuyển hồ sơ sang phiên bản quy trình mới"),
    "process_time_passed": _("ghi nhận hết thời gian của bước quy trình; người giữ không đổi"),
    "agency_succeeded": _("chuyển hồ sơ sang cơ quan kế thừa khi sắp xếp bộ máy"),
    "paper_attached": _("gửi giấy tờ"),
    "paper_withdrawn": _("rút lại giấy tờ"),
    "paper_made": _("lập văn bản"),
    "paper_printed": _("in văn bản"),
    "evidence_taken": _("lấy hồ sơ chứng cứ"),
    "explained": _("giải trình về một dòng trong sổ"),
    "result_made": _("lập văn bản kết quả"),
    "result_signed": _("ký số văn bản kết quả"),
}
"""What somebody did, as it follows a name: "Trần Thị Ví Dụ đã … lúc 14:30"."""

BY_THE_CITIZEN: Final = frozenset(
    {
        "submitted",
        "submission_completed",
        "supplement_received",
        "supplement_objected",
        "withdrawn",
        "paper_attached",
        "paper_withdrawn",
        "transfer_claimed",
    }
)
"""Acts that the applicant did when no officer is named; other acts without one are the system's."""

PAPER_KINDS: Final[Mapping[str, Words]] = {
    "upload": _("Giấy tờ người nộp gửi"),
    "declaration": _("Tờ khai"),
    "intake_slip": _("Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
    "supplement": _("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
    "refusal_to_receive": _("Phiếu từ chối tiếp nhận hồ sơ"),
    "apology": _("Văn bản xin lỗi và hẹn lại ngày trả kết quả"),
    "stop_notice": _("Thông báo dừng giải quyết"),
    "payment_notice": _("Thông báo nghĩa vụ tài chính"),
    "transfer_proof": _("Chứng từ chuyển khoản người nộp gửi"),
    "withdrawal_request": _("Đề nghị rút hồ sơ người nộp đưa đến"),
    "objection": _("Ý kiến không đồng ý người nộp ký"),
    "result": _("Kết quả giải quyết"),
}


def limit_in_words(quantity: int, unit: str) -> str:
    """Return a time limit as people say it: "5 ngày làm việc"."""
    return str(UNITS[unit]).format(n=quantity)


AT_THE_COUNTER: Final[Mapping[str, Words]] = {
    "submission_completed": _("ghi nhận giấy tờ bổ sung người nộp đưa đến"),
    "supplement_received": _("ghi nhận giấy tờ bổ sung người nộp đưa đến"),
    "withdrawn": _("ghi nhận người nộp rút hồ sơ"),
    "supplement_objected": _("ghi nhận người nộp không đồng ý với yêu cầu bổ sung"),
}
"""Acts of the applicant that an officer entered for him."""


def act_in_words(act: str, *, by_officer: bool = False) -> str:
    """Return what was done; acts of other rooms (papers) keep a general word.

    ``by_officer``: an officer did it, or entered it for the applicant.
    """
    entered = AT_THE_COUNTER.get(act) if by_officer else None
    return str(entered or ACTS.get(act, _("cập nhật hồ sơ")))


def in_whose_stead(name: str, under: DelegationTerms | None) -> str:
    """Return who acted, and in whose stead: "Đinh Văn Ví Dụ (ký thay Chủ tịch Lê Thị Mẫu)"."""
    if under is None:
        return name
    return gettext("{name} ({form} {title} {other})").format(
        name=name, form=under.form.name, title=under.from_title, other=under.from_name
    )


def return_reason(grounds: Grounds) -> str:
    """Return why something was returned, inside a sentence."""
    return grounds.explanation or str(RETURN_REASONS[grounds.reason]).lower()


def opinion(answer: Opinion, silence: str) -> str:
    """Return what became of a question to another agency, or of its part of the work."""
    return str((PARTS if silence == Silence.OWED else OPINIONS)[answer])
